"""How far a relationship with an employer has come: derived from what happened, each with its reason. It is no score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self, get_args

from brokerage.ledger.models import LedgerEntry, PlannedVisit
from employers.agreement_life import over, state
from employers.clock import on_day
from employers.models import Agreement

Stage = Literal["new", "met", "talking", "drafted", "signed", "hiring", "resting"]
STAGES: tuple[Stage, ...] = get_args(Stage)
WORDS: dict[Stage, str] = {
    "new": "New",
    "met": "Met",
    "talking": "Talking",
    "drafted": "Agreement drafted",
    "signed": "Agreement signed",
    "hiring": "Hiring",
    "resting": "Resting",
}
OFFERED = ("offer", "describe")  # what a contact is for once it is known what they need


@dataclass(frozen=True, slots=True)
class Contacts:
    """What a stage follows from of all that was written of one employer: how many contacts, from the first day to the last, with whom
    (one of them), and whether anybody said what we offer."""

    number: int
    first: date
    last: date
    whom: str
    offered: bool

    @classmethod
    def of(cls, entries: Sequence[LedgerEntry]) -> Self | None:
        """None where nothing was written. Those that were taken back are left out before."""
        if not entries:
            return None
        days, offered = [each.day for each in entries], any(each.purpose in OFFERED for each in entries)
        return cls(len(entries), min(days), max(days), min(each.with_whom for each in entries), offered)


@dataclass(frozen=True, slots=True)
class Standing:
    """A stage and the fact that it follows from. `since`: days since the last contact; None where none is written down."""

    stage: Stage
    reason: str
    since: int | None

    @property
    def word(self) -> str:
        return WORDS[self.stage]


def standing(
    agreements: Sequence[Agreement],
    contacts: Contacts | None,
    planned: Iterable[PlannedVisit],
    *,
    introduced: int,
    today: date,
    rest_days: int,
) -> Standing:
    """`planned` are the open visits, `introduced` is how many people they were shown lately and have not said no to.

    These come first: something goes on there. Then rest, unless a visit is planned; then how far it has come."""
    last = contacts.last if contacts else None
    since = (today - last).days if last else None
    coming = sorted(visit.day for visit in planned if visit.day >= today)
    if introduced:
        return Standing("hiring", f"{_count(introduced, 'introduction', 'introductions')} under way or taken on", since)
    if last and last <= today - timedelta(days=rest_days) and not coming:
        return Standing("resting", f"No contact since {_day(last, today)}", since)
    stage, reason = _come_to(agreements, contacts, coming, today)
    return Standing(stage, reason, since)


def _come_to(
    agreements: Sequence[Agreement], contacts: Contacts | None, coming: Sequence[date], today: date
) -> tuple[Stage, str]:
    standing = [each for each in agreements if not over(each, today)]
    if signed := [each for each in standing if state(each, today) != "draft"]:
        return "signed", f"{_count(len(signed), 'agreement', 'agreements')} in force"
    if standing:
        return "drafted", f"{_count(len(standing), 'draft', 'drafts')} not signed yet"
    if contacts is None:
        return "new", f"First visit on {_day(coming[0], today)}" if coming else "Nobody has written down a contact"
    if contacts.offered or contacts.first < contacts.last:
        return "talking", _count(contacts.number, "contact", "contacts")
    return "met", f"First contact on {_day(contacts.first, today)}, with {contacts.whom}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _day(when: date, today: date) -> str:
    return on_day(when) if when.year == today.year else f"{on_day(when)} {when.year}"
