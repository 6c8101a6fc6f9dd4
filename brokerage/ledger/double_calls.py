"""Before a second team calls: who else spoke with an employer lately, what was promised, and who is about to go there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from brokerage.ledger.models import LedgerEntry, PlannedVisit
from employers.clock import on_day

DONE = {
    "visit": "visited {whom}",
    "call": "spoke with {whom}",
    "email": "wrote to {whom}",
    "video": "spoke by video with {whom}",
    "event": "met {whom} at an event",
}


@dataclass(frozen=True, slots=True)
class Warned:
    """One sentence or two, and whom to speak with first. `entry` where it is of a contact: there is more to read."""

    text: str
    ask: str
    entry: LedgerEntry | None = None


def warnings(
    entries: Iterable[LedgerEntry],
    planned: Iterable[PlannedVisit],
    names: Mapping[str, str],
    *,
    me: str,
    today: date,
    days: int,
) -> list[Warned]:
    """The last contact of each colleague within so many days, the latest first; then the visits that colleagues plan.

    `names`: {e-mail: what people call that colleague}. It warns; nothing is barred by it."""
    since = today - timedelta(days=days)
    latest: dict[str, LedgerEntry] = {}
    for each in sorted(entries, key=lambda one: (one.day, one.id)):
        if each.by != me and each.taken_back_at is None and each.day >= since:
            latest[each.by] = each
    told = [
        Warned(said(each, names, today), _first(names, each.by), each)
        for each in sorted(latest.values(), key=lambda one: (one.day, one.id), reverse=True)
    ]
    for visit in planned:
        if visit.by != me and visit.day >= today:
            at = f" at {visit.at:%H:%M}" if visit.at else ""
            text = f"{_first(names, visit.by)} plans a visit {when(visit.day, today)}{at}."
            told.append(Warned(text, _first(names, visit.by)))
    return told


def said(entry: LedgerEntry, names: Mapping[str, str], today: date) -> str:
    """Grace spoke with Helen Marsh on Tuesday. They promised: two interview times by 4 February."""
    sentences = [f"{_first(names, entry.by)} {DONE[entry.kind].format(whom=entry.with_whom)} {when(entry.day, today)}."]
    for promise in entry.promises:
        if promise.closed_as is None:
            side = "They" if promise.side == "them" else _first(names, entry.by)
            sentences.append(f"{side} promised: {promise.what.rstrip('.')}, by {on_day(promise.due_on)}.")
    return " ".join(sentences)


def when(day: date, today: date) -> str:
    """today, yesterday, on Tuesday within a week, on 3 November before and after."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[away]
    if abs(away) < 7:
        return f"on {day:%A}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"on {on_day(day)}{year}"


def _first(names: Mapping[str, str], email: str) -> str:
    called = names.get(email, email)
    return called if "@" in called else called.split()[0]
