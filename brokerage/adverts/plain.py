"""Plain text from what comes from outside: bytes, HTML, entities, signs that are not seen.

No HTML parser: the standard library's takes 46 seconds for 200 kB of unclosed comments (3.11.7, measured). Everything
here goes through its text once, so that twice the size takes twice the time.
"""

import html
import re
import unicodedata
import zlib
from collections.abc import Iterator

TAG = re.compile(r"<[/!?]?[a-zA-Z!?/][^<>]*>")
BLOCK = re.compile(
    r"<\s*/?\s*(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|section|article|header|footer|dl|dt|dd|hr|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
# Not seen by who reads, but by who compares: controls, marks that turn the direction of writing, joiners, soft hyphens.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
HIDDEN = ("script", "style", "noscript", "template", "svg")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
MOST_TEXT = 20_000  # characters of one advert, some 3,000 words


class TooMuch(ValueError):
    """It unpacks to more than is read."""


def unpacked(content: bytes, most: int) -> bytes:
    """The content itself, or what its gzip holds, up to `most` bytes. Raises TooMuch, ValueError."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    packed = zlib.decompressobj(wbits=31)
    try:
        found = packed.decompress(content, most + 1)
    except zlib.error as error:
        raise ValueError("it is packed, and damaged") from error
    if len(found) > most:
        raise TooMuch
    return found


def decoded(content: bytes) -> str:
    """Text in whichever of the usual encodings; signs that are in none become question marks."""
    encoding = next((name for bom, name in BOMS if content.startswith(bom)), "")
    if encoding:
        return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def clean(text: str) -> str:
    """The same without what is not seen, in composed letters, with plain spaces and line ends."""
    seen = UNSEEN.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    return re.sub(r"[^\S\n]", " ", seen)


def line(text: str) -> str:
    """Words in one line."""
    return " ".join(clean(text).split())


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def readable(text: str, most: int = MOST_TEXT) -> str:
    """An advert's text as lines, whether it came as HTML, as HTML whose signs were written as entities, or plain."""
    text = _without_hidden(text)[: 8 * most]
    for _ in range(2):  # a description often is HTML written as text within HTML
        if not TAG.search(text) and "&" not in text:
            break
        text = html.unescape(_without_tags(text))
    lines = (" ".join(each.split()) for each in clean(text)[: 2 * most].split("\n"))
    return "\n".join(each for each in lines if each)[:most]


def scripts(text: str, kind: str) -> Iterator[str]:
    """What stands in `<script type="KIND">`, each to its closing tag or, where there is none, to the end."""
    low, place = text.lower(), 0
    if len(low) != len(text):
        low = text  # a letter that changes its length; such a page writes its tags small
    while (start := low.find("<script", place)) >= 0:
        opened = low.find(">", start)
        if opened < 0:
            return
        end = low.find("</script", opened)
        place = len(text) if end < 0 else end
        if kind in low[start:opened]:
            yield text[opened + 1 : place]


def heading(page: str) -> str:
    """The title of a page."""
    found = re.search(r"<title\b[^<>]*>([^<]{0,500})", page, re.IGNORECASE)
    return line(html.unescape(found[1])) if found else ""


def _without_tags(text: str) -> str:
    return TAG.sub(" ", BLOCK.sub("\n", _without_hidden(text)))


def _without_hidden(text: str) -> str:
    """The same without scripts, styles, comments and the like: half of most pages."""
    for name in HIDDEN if "<" in text else ():
        text = _without(text, f"<{name}", f"</{name}")
    return _without(text, "<!--", "-->")


def _without(text: str, opening: str, closing: str) -> str:
    low, kept, place = text.lower(), [], 0
    if len(low) != len(text):
        low = text
    while (start := low.find(opening, place)) >= 0:
        kept.append(text[place:start])
        end = low.find(closing, start)
        place = len(text) if end < 0 else end + len(closing)
        place += text.startswith(">", place)
    kept.append(text[place:])
    return " ".join(kept)
