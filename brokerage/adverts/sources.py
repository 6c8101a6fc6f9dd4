"""Where an advert comes from: a file that somebody has, or an address on the public web."""

from dataclasses import dataclass
from pathlib import Path

from brokerage import settings
from brokerage.adverts.documents import NotAnAdvert
from brokerage.fetching import NoAnswer, Public


@dataclass(frozen=True, slots=True)
class Source:
    """`name` is what people call it: the file's name or the address; `url` is empty for a file."""

    name: str
    url: str
    content: bytes


def is_address(text: str) -> bool:
    return "://" in text[:12]


def public() -> Public:
    """The guarded client, as the settings have it."""
    own = settings.load().adverts
    return Public(seconds=own.timeout_seconds, largest=own.largest_kb * 1000)


def fetched(address: str, client: Public | None = None) -> Source:
    """What stands at an address. Raises NotAnAdvert."""
    try:
        content, where = (client or public()).page(address.strip())
    except NoAnswer as error:
        raise NotAnAdvert(f"{error} Nothing was read.") from error
    return Source(where, where, content)


def opened(file: Path) -> Source:
    """A file's content. Raises NotAnAdvert."""
    largest = settings.load().adverts.largest_kb * 1000
    if file.stat().st_size > largest:
        raise NotAnAdvert(
            f"{file.name} is larger than {largest // 1000:,} kB, which no advert is. Split it, or take one page."
        )
    return Source(file.name, "", file.read_bytes())
