"""Who was there: a line for each day of a placement, written down by the employer or by one of us.

A day on which nobody came is one line among others; why is neither asked nor kept.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from employers.clock import local, on_day
from employers.columns import Refused
from employers.flows import Act
from employers.placements.after_models import CAME, PlacementAttendance
from employers.placements.life import CAME as BEGUN
from employers.placements.life import state
from employers.placements.models import Placement, PlacementDay

ROLES = ("employer", "coordinator", "keyworker")
HOURS = re.compile(r"(\d{1,2})(?:[:.,](\d{1,2}))?\s*h?")


class NotBegun(Refused):
    def __init__(self) -> None:
        super().__init__("It has not begun, so there is nothing to write down yet.")


class NotYours(Refused):
    def __init__(self) -> None:
        super().__init__("The employer, the coordinator or the keyworker writes down who was there.")


class Meanwhile(Refused):
    """Somebody was quicker: what was typed rests on what is no longer so."""

    def __init__(self, days: Sequence[date]) -> None:
        named = ", ".join(on_day(each) for each in days)
        super().__init__(
            f"Somebody else wrote something down for {named} meanwhile. Look at it, then press Save again."
        )


class BadDays(Refused):
    """`sentences`: {day: what is wrong}."""

    def __init__(self, sentences: Mapping[date, str]) -> None:
        self.sentences = dict(sentences)
        super().__init__(" ".join(sentences.values()))


@dataclass(frozen=True, slots=True)
class Line:
    """A day that has come, and what is written down of it."""

    planned: PlacementDay
    kept: PlacementAttendance | None

    @property
    def day(self) -> date:
        return self.planned.day

    @property
    def mark(self) -> str:
        """What somebody has seen who sends a form."""
        return f"{self.kept.what} {self.kept.minutes}" if self.kept is not None else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """One day as somebody wrote it: a word of CAME, hours of a part such as `2:30` or `2.5`, and the `mark` that was seen."""

    what: str
    hours: str = ""
    seen: str = ""


def read_form(form: Mapping[str, str], days: Iterable[Line]) -> dict[date, Typed]:
    """What a form says of these days: `what-2027-01-14`, `hours-…` and `seen-…`; `rest` is the answer for days without one."""
    rest = form.get("rest", "")
    return {
        line.day: Typed(
            form.get(f"what-{line.day}", "") or (rest if line.kept is None else ""),
            form.get(f"hours-{line.day}", ""),
            form.get(f"seen-{line.day}", ""),
        )
        for line in days
    }


def lines(session: Session, placement: Placement, on: date) -> list[Line]:
    """The days up to `on`, and none after it ended."""
    last = min(filter(None, (on, placement.ended_on)))
    query = select(PlacementAttendance).where(PlacementAttendance.placement_id == placement.id)
    kept = {each.day: each for each in session.scalars(query.execution_options(populate_existing=True))}
    return [Line(each, kept.get(each.day)) for each in placement.days if each.day <= last]


def minutes(session: Session, placement: Placement) -> int:
    """Minutes there in all, as far as they are written down."""
    query = select(PlacementAttendance).where(PlacementAttendance.placement_id == placement.id)
    return sum(each.minutes for each in session.scalars(query))


def note(session: Session, placement: Placement, typed: Mapping[date, Typed], act: Act) -> int:
    """Writes these days down, all or none; how many changed. A day without a word stays as it is.

    Raises NotYours, NotBegun, BadDays, Meanwhile."""
    if act.role not in ROLES:
        raise NotYours
    hold(session, placement)
    today = local(act.at).date()
    if state(placement, today) not in BEGUN:
        raise NotBegun
    there = {line.day: line for line in lines(session, placement, today)}
    wanted = _read(there, {day: each for day, each in typed.items() if each.what})
    changed = {day: said for day, said in wanted.items() if said != _said(there[day])}
    if late := [day for day in changed if typed[day].seen != there[day].mark]:
        raise Meanwhile(late)
    for day, (what, there_for) in changed.items():
        kept = there[day].kept or PlacementAttendance(placement_id=placement.id, day=day)
        kept.placement = placement
        kept.what, kept.minutes = what, there_for
        kept.by, kept.role, kept.at = act.by, act.role, act.at
        session.add(kept)
    session.flush()
    return len(changed)


def hold(session: Session, placement: Placement) -> None:
    """Holds the placement until the transaction ends: two who write at once come one after the other."""
    session.flush()
    session.refresh(placement, with_for_update={"of": Placement})


def in_hours(number: int) -> str:
    """`4 h 30 min`"""
    hours, rest = divmod(number, 60)
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours or not rest else f"{rest} min"


def _said(line: Line) -> tuple[str, int] | None:
    return (line.kept.what, line.kept.minutes) if line.kept is not None else None


def _read(there: Mapping[date, Line], typed: Mapping[date, Typed]) -> dict[date, tuple[str, int]]:
    wrong: dict[date, str] = {}
    read: dict[date, tuple[str, int]] = {}
    for day, said in typed.items():
        if day not in there:
            wrong[day] = f"{on_day(day)} is none of its days so far."
        elif said.what not in CAME:
            wrong[day] = f"Choose one of the answers for {on_day(day)}."
        elif said.what != "part":
            read[day] = said.what, there[day].planned.minutes if said.what == "came" else 0
        elif not (number := _minutes(said.hours)):
            wrong[day] = f"For {on_day(day)}, write how many hours it was, such as 2:30 or 2.5."
        elif number > there[day].planned.minutes:
            whole = in_hours(there[day].planned.minutes)
            wrong[day] = f"{on_day(day)} has {whole}. Write fewer hours, or choose “{CAME['came']}”."
        else:
            read[day] = said.what, number
    if wrong:
        raise BadDays(wrong)
    return read


def _minutes(text: str) -> int | None:
    """`2:30` and `2.5` are both two hours and a half."""
    if not (found := HOURS.fullmatch(text.strip().lower())):
        return None
    hours, rest = int(found[1]) * 60, found[2]
    if rest is None:
        return hours
    if ":" in text:
        return hours + int(rest) if len(rest) == 2 and int(rest) < 60 else None
    return round(hours + float(f"0.{rest}") * 60)


def last_day(placement: Placement) -> date | None:
    """The last day that it lasted, or will last."""
    return placement.ended_on or placement.ends_on


def unsaid(session: Session, placement: Placement, on: date) -> list[Line]:
    """Days before `on` of which nobody has said how they went."""
    return [each for each in lines(session, placement, on - timedelta(days=1)) if each.kept is None]
