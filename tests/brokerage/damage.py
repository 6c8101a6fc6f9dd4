"""Files as they arrive from a broken disk or a hostile hand."""

import random


def damaged(chance: random.Random, content: bytes) -> bytes:
    """The bytes changed, cut out, doubled or with others thrown in, in up to eight places."""
    raw = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(raw) + 1)
        thrown_in = (b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff\xfe", chance.randbytes(5), bytes(raw[:at][-20:]))
        raw[at : at + chance.choice((0, 1, 2, 10, 100))] = chance.choice(thrown_in)
    return bytes(raw)
