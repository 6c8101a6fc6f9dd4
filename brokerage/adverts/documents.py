"""What a page, a JSON file or a feed holds: schema.org JobPosting records, items of a feed, or addresses of further pages.

Microdata and RDFa are not read: the libraries for them bring an RDF stack, and search engines have asked for JSON-LD
since 2017. Such a page is read as plain words.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from brokerage.adverts import plain
from employers.columns import Refused

MOST_NODES = 100_000  # values that are looked at; a feed of 500 jobs has some 15,000
MOST_DEPTH = 40  # of a record inside others; a job stands four deep at the most
Record = dict[str, Any]


class NotAnAdvert(Refused):
    """The file or page as a whole cannot be read; the text says why."""


@dataclass(slots=True)
class Document:
    """`postings` are JobPosting records in their order, `pages` addresses of pages with more, `words` the text beside them.

    `left` counts the records beyond the most that are read at once."""

    postings: list[Record] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    words: str = ""
    broken: int = 0
    left: int = 0


def read(content: bytes, *, largest: int, most: int) -> Document:
    """Looks at the bytes, not at a name: JSON, XML or a page. Raises NotAnAdvert."""
    try:
        content = plain.unpacked(content, largest)
    except plain.TooMuch:
        content = bytes(largest + 1)
    except ValueError as error:
        raise NotAnAdvert(f"This cannot be read: {error}. Save it again, or paste its words.") from error
    if len(content) > largest:
        raise NotAnAdvert(f"This is larger than {largest // 1000:,} kB, which no advert is. Paste its words instead.")
    text = plain.decoded(content).lstrip("\ufeff \t\r\n").replace("\0", "")
    if not text:
        raise NotAnAdvert("There is nothing in it. Paste the words of the advert instead.")
    if text[0] in "[{":
        return _of_json(text, most)
    if text.startswith("<?xml") or text[:500].lstrip().lower().startswith(
        ("<rss", "<urlset", "<sitemapindex", "<feed")
    ):
        return _of_xml(text, most)
    return _of_page(text, most)


def _of_json(text: str, most: int) -> Document:
    try:
        whole = _parsed(text)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else "it breaks off or has a sign too many"
        raise NotAnAdvert(f"This looks like JSON and is none: {why}. Download it again, or paste its words.") from error
    return _limited(Document(postings=list(job_postings(whole))), most)


def _of_page(text: str, most: int) -> Document:
    made = Document(words=plain.readable(text))
    heading = plain.heading(text)
    if heading and not made.words.startswith(heading):
        made.words = f"{heading}\n{made.words}"
    for script in plain.scripts(text, "ld+json"):
        try:
            made.postings += job_postings(_parsed(script))
        except (ValueError, RecursionError):
            made.broken += 1
    return _limited(made, most)


def _of_xml(text: str, most: int) -> Document:
    """A feed's items as records, or a sitemap's pages. Entities of its own and what stands elsewhere are refused."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(text.partition("?>")[2] if text.startswith("<?xml") else text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise NotAnAdvert("This file defines entities of its own, which no feed needs, so it was not read.") from error
    except (ParseError, ValueError, RecursionError, OverflowError) as error:
        raise NotAnAdvert("This looks like a feed and breaks off or is damaged. Download it again.") from error
    made = Document()
    for element in root.iter():
        name = _name(element)
        if name in ("item", "entry"):
            made.postings.append(_item(element))
        elif name == "loc" and element.text:
            made.pages.append(plain.line(element.text))
    return _limited(made, most)


def job_postings(whole: Any) -> Iterator[Record]:
    """Every record that says it is a JobPosting, wherever it stands, in order; `@id` alone stands for the record of that name."""
    named: dict[str, Record] = {}
    found: list[Record] = []
    waiting: list[tuple[Any, int]] = [(whole, 0)]
    for _ in range(MOST_NODES):
        if not waiting:
            break
        value, depth = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("@id"), str) and len(value) > 1:
                named[value["@id"]] = value
            if is_posting(value):
                found.append(value)
        within = value.values() if isinstance(value, dict) else value
        if depth < MOST_DEPTH:
            waiting += [(each, depth + 1) for each in reversed(list(within)) if isinstance(each, dict | list)]
    return ({name: _resolved(value, named) for name, value in each.items()} for each in found)


def is_posting(record: Record) -> bool:
    kinds = record.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.rstrip("/").rpartition("/")[2] == "JobPosting" for kind in listed)


def _resolved(value: Any, named: dict[str, Record]) -> Any:
    def one(each: Any) -> Any:
        alone = isinstance(each, dict) and list(each) == ["@id"] and isinstance(each["@id"], str)
        return named.get(each["@id"], each) if alone else each

    return [one(each) for each in value] if isinstance(value, list) else one(value)


def _parsed(text: str) -> Any:
    """JSON as pages have it: with line ends in its texts, in a comment or CDATA, with a semicolon behind. NaN is nothing."""
    bare = text.strip().removeprefix("<!--").removeprefix("//").strip().removeprefix("<![CDATA[")
    bare = bare.strip().removesuffix("-->").removesuffix("]]>").strip().removesuffix("//").rstrip("; \n")
    return json.loads(bare, strict=False, parse_constant=lambda _word: None)


def _item(element: Element) -> Record:
    """An item of RSS or Atom as a record of what it says."""
    record: Record = {}
    for part in element:
        name, text = _name(part), plain.line(part.text or "")
        if name == "link":
            record.setdefault("url", text or part.get("href", ""))
        elif name in ("guid", "id"):
            record.setdefault("identifier", text)
        elif name in ("description", "summary", "content", "encoded"):
            said = part.text or ""
            if len(said) > len(record.get("description", "")):
                record["description"] = said
        elif name in ("title", "pubDate", "published"):
            record.setdefault("title" if name == "title" else "datePosted", text)
    return record


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _limited(made: Document, most: int) -> Document:
    made.left = max(0, len(made.postings) - most)
    made.postings, made.pages = made.postings[:most], list(dict.fromkeys(made.pages))[:most]
    return made
