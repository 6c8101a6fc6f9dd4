"""Papers to print and to keep: tagged PDF (PDF/UA-1, ISO 14289-1) from a Typst template in templates/documents and plain facts.

What people wrote goes in as data, never as markup: nothing in a name or an address can change the page.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

TEMPLATES = "templates/documents"
LONGEST = 28  # characters of a word that still fits a column of a table
MISSING = "\N{WHITE SQUARE}"  # what stands for a letter that no font of this machine has
NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
TURNED = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")  # marks that turn the order of what follows
TRIES = 40  # different letters of one paper that no font has; a paper with more of them is none


class NoPaper(Exception):
    """The template cannot be set with these facts; the text says where."""


def pdf(template: str, facts: Mapping[str, Any], now: datetime) -> bytes:
    """The paper as PDF. `facts`: what JSON can hold, read in the template by `json(bytes(sys.inputs.facts))`; `now` is UTC.

    The same facts at the same time give the same bytes. A letter that no font of this machine has is set as a square, so that there is a
    paper at all. Raises NoPaper."""
    said: Mapping[str, Any] = _each_text(facts, _clean)
    for _ in range(TRIES):
        try:
            return _set(template, said, now)
        except NoPaper as error:
            if (found := NOT_SHOWN.search(str(error))) is None:
                raise
            lacking = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found[1])
        said = _each_text(said, lambda text, of=lacking: _without(text, of))
    raise NoPaper(f"{template}: too many of its letters are in no font of this machine.")


def _set(template: str, facts: Mapping[str, Any], now: datetime) -> bytes:
    import typst  # 40 MB that only a paper needs

    with as_file(files("brokerage").joinpath(TEMPLATES)) as room:
        try:
            return typst.compile(
                room / f"{template}.typ",
                root=room,
                format="pdf",
                pdf_standards="ua-1",
                sys_inputs={"facts": json.dumps(facts)},
                timestamp=now.replace(microsecond=0, tzinfo=UTC),
            )
        except RuntimeError as error:  # a TypstError is one; so is a template that is not there
            raise NoPaper(f"{template}: {error}") from None


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _each_text(each, change) for name, each in value.items()}
    return [_each_text(each, change) for each in value] if isinstance(value, list | tuple) else value


def _clean(text: str) -> str:
    """Without what is no letter, and with places in very long words where a line may break."""
    kept = "".join(each for each in text if each == "\n" or _is_letter(each))
    return re.sub(rf"\S{{{LONGEST},}}", lambda found: "\N{ZERO WIDTH SPACE}".join(found[0]), kept)


def _is_letter(each: str) -> bool:
    return unicodedata.category(each) not in ("Cc", "Cs", "Cn", "Co") and unicodedata.bidirectional(each) not in TURNED


def _without(text: str, lacking: str) -> str:
    """Squares for these letters, and for the marks that stand on them."""
    kept = ""
    for each in text:
        mark = unicodedata.category(each).startswith("M")
        if mark and kept.endswith(MISSING):
            continue
        kept += MISSING if each in lacking else each
    return kept
