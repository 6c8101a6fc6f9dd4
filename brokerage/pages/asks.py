"""What would open a vacancy to more people, in words, with whom to ask."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from brokerage.pages.shortlist import contact, to_employer
from employers.models import Vacancy
from matching import grammar
from matching.pooled import Pooled
from matching.terms import Change

UNITS = {"start": "minutes", "finish": "minutes", "days": "days", "hours": "hours a week"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One change that many wait for: what, for how many, what is known of it, and the link that goes on with it."""

    what: str
    people: int
    known: str
    mark: str
    action: str
    address: str
    those: str  # where the people are listed to whom it would open


def key(change: Change) -> str:
    """A change as a word of the address."""
    return f"{change.what} {change.to}"


def asks(job: Vacancy, pooled: Iterable[Pooled]) -> list[Ask]:
    return [_ask(job, each) for each in pooled]


def in_words(change: Change) -> str:
    """`Would fit if the shift began at 09:30.` as `If the shift began at 09:30`."""
    said = change.text.partition(". ")[0].removeprefix("Would fit ").rstrip(".?")
    return said[:1].upper() + said[1:]


def _ask(job: Vacancy, each: Pooled) -> Ask:
    those = url_for("vacancies.show", reference=job.reference, opens=key(each.change), _anchor="list")
    what = in_words(each.change)
    if each.change.who == "employer":
        known = _could_move(job, each.change)
        return Ask(what, each.people, known, "ask", f"Ask {contact(job)}", to_employer(job), those)
    return Ask(what, each.people, "The programme can see to that.", "step", "See for whom", those, those)


def _could_move(job: Vacancy, change: Change) -> str:
    """What the employer said of moving what this would move."""
    if change.what not in UNITS:
        return ""
    if job.negotiable is None:
        return "They have not been asked yet what could move."
    far = getattr(grammar.negotiable(job.negotiable), change.what)
    return f"They said that could move by {far:g} {UNITS[change.what]}." if far else ""
