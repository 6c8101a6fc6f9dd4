"""How far a relationship with an employer has come: derived from what happened, each with its reason. It is no score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol, get_args

from brokerage.ledger_models import PlannedVisit
from employers.agreement_life import over
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


class Contacted(Protocol):
    """As much of an entry as a stage follows from."""

    @property
    def day(self) -> date: ...
    @property
    def purpose(self) -> str: ...
    @property
    def with_whom(self) -> str: ...


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
    entries: Sequence[Contacted],
    planned: Iterable[PlannedVisit],
    *,
    introduced: int,
    today: date,
    rest_days: int,
) -> Standing:
    """`entries` are those of this employer that were not taken back, `planned` its open visits, `introduced` how many people they
    were shown lately and have not said no to.

    These come first: something goes on there. Then rest, unless a visit is planned; then how far it has come."""
    last = max((each.day for each in entries), default=None)
    since = (today - last).days if last else None
    coming = sorted(visit.day for visit in planned if visit.day >= today)
    if introduced:
        return Standing("hiring", f"{_count(introduced, 'introduction', 'introductions')} under way or taken on", since)
    if last and last <= today - timedelta(days=rest_days) and not coming:
        return Standing("resting", f"No contact since {_day(last, today)}", since)
    stage, reason = _come_to(agreements, entries, coming, today)
    return Standing(stage, reason, since)


def _come_to(
    agreements: Sequence[Agreement], entries: Sequence[Contacted], coming: Sequence[date], today: date
) -> tuple[Stage, str]:
    standing = [each for each in agreements if not over(each, today)]
    if signed := [each for each in standing if not draft(each)]:
        return "signed", f"{_count(len(signed), 'agreement', 'agreements')} in force"
    if standing:
        return "drafted", f"{_count(len(standing), 'draft', 'drafts')} not signed yet"
    if not entries:
        return (
            ("met", f"First visit on {_day(coming[0], today)}")
            if coming
            else ("new", "Nobody has written down a contact")
        )
    if len({each.day for each in entries}) > 1 or any(each.purpose in ("offer", "describe") for each in entries):
        return "talking", _count(len(entries), "contact", "contacts")
    first = entries[0]
    return "met", f"First contact on {_day(first.day, today)}, with {first.with_whom}"


def draft(agreement: Agreement) -> bool:
    """Whether it is only written, not signed. One without a state, as files bring it, holds as its dates say."""
    return getattr(agreement, "state", None) == "draft"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _day(when: date, today: date) -> str:
    return on_day(when) if when.year == today.year else f"{on_day(when)} {when.year}"
