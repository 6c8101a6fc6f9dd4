"""What leaves the house, and what may come of it: a letter by e-mail, or a text to a phone. The ways themselves: `post`, `notify`."""

import re
import unicodedata
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal, Protocol, runtime_checkable

INVISIBLE = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # categories of Unicode: controls, formats, surrogates, separators
Became = Literal["arrived", "not yet", "not this time", "never"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to a phone. `reference` is the same for one message, however often it is tried; `number` as `texts.number` writes it."""

    number: str
    words: str
    reference: str


class Undeliverable(Exception):
    """It will never arrive there; the text says why."""


class PostAway(Exception):
    """Nothing can be sent just now. `whole` when that is so for every message, not only for this one."""

    def __init__(self, why: str, *, whole: bool) -> None:
        super().__init__(why)
        self.whole = whole


class Post(Protocol):
    def send(self, letter: EmailMessage | Text) -> str | None:
        """Hands it over; what the provider calls it, where it can be asked later. Raises Undeliverable or PostAway."""


@runtime_checkable
class Followed(Protocol):
    """A way whose provider can be asked what became of something that was handed over."""

    def became_of(self, called: str) -> Became:
        """Raises PostAway."""


def one_line(text: str) -> str:
    """Words in one line: nothing in them can end a header, begin another, or hide."""
    seen = "".join(_shown(letter) for letter in text)
    return " ".join(seen.split()).replace("=?", "= ?")  # `=?` begins an encoded word, which may say anything


def lines(text: str) -> str:
    """Lines of plain text without control characters, the last one ended."""
    kept = "\n".join("".join(_shown(letter) for letter in line).rstrip() for line in re.split(r"\r\n|\r|\n", text))
    return kept.strip("\n") + "\n"


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    return "" if category == "Cf" else " " if category in INVISIBLE else letter
