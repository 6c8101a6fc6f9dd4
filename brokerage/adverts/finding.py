"""All the adverts in a file, a page, a feed or some pasted words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from brokerage import settings
from brokerage.adverts import documents, postings, reading
from brokerage.adverts.advert import Advert
from brokerage.adverts.documents import NotAnAdvert
from brokerage.adverts.sources import Source
from brokerage.reference import skills


@dataclass(slots=True)
class Read:
    """`name` is where they were read; `pages` lead to more; `left` is how many were beyond the most that are read at once."""

    name: str
    adverts: list[Advert] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    left: int = 0


def read(source: Source, today: date) -> Read:
    """What a source holds. A page without data of its own is read as words. Raises NotAnAdvert."""
    own, taxonomy = settings.load().adverts, skills.taxonomy()
    found = documents.read(source.content, largest=own.largest_kb * 1000, most=own.most)
    made = Read(source.name, [postings.read(each, taxonomy, today) for each in found.postings], found.pages, found.left)
    made.adverts += [Advert(unread="A part of the page’s data is damaged and was left out.")] * min(found.broken, 1)
    if not found.postings and found.words:
        made.adverts.append(reading.pasted(found.words, taxonomy, today, url=postings.address(source.url)))
    if not made.adverts and not made.pages:
        raise NotAnAdvert(
            f"{source.name} holds no job as schema.org’s JobPosting has it. Paste the words of the advert instead."
        )
    return made


def read_words(text: str, today: date) -> Read:
    """One advert from words that somebody pasted."""
    return Read("pasted words", [reading.pasted(text, skills.taxonomy(), today)])


def follow(first: Read, today: date, fetch: Callable[[str], Source]) -> Read:
    """The same with the pages of a sitemap read, one after another; one that cannot be read says so in its place."""
    most = settings.load().adverts.pages
    made = Read(first.name, list(first.adverts), [], first.left + max(0, len(first.pages) - most))
    for address in first.pages[:most]:
        try:
            made.adverts += read(fetch(address), today).adverts
        except NotAnAdvert as error:
            made.adverts.append(Advert(url=postings.address(address), unread=str(error)))
    return made
