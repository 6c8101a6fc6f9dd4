"""A plan as it is said to a coordinator: a reason for each seat, why somebody has none, and what would give them one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from brokerage import settings, shortlists
from brokerage.diary import busy, hours
from brokerage.fits.questions import first_name
from brokerage.seating import week
from brokerage.seating.changes import Fault, faults
from brokerage.seating.coming import Clash, mock_ends
from brokerage.seating.gather import Scene
from brokerage.seating.shortage import Shortage
from brokerage.seating.terms import Option, Plan, Unknown
from employers.clock import on_day
from employers.models import Slot
from matching.week import DAY, GRID, clock

ASKED: dict[Unknown, str] = {
    "available": "when {name} could come",
    "caring": "whether {name} cares for somebody then",
    "school": "the school run",
    "journey": "how long the journey takes",
    "rota": "which week of the rota it is",
    "season": "whether it is school term then",
}
LOOKED_AHEAD = 10  # working days in which a time that would suit is looked for
SATURDAY = 5
SAID = 2  # days of which is said why none of their times suits


@dataclass(frozen=True, slots=True)
class Way:
    """Something that would seat a person: a new time (`at`), a place more at one there is, or times on another day."""

    what: Literal["new", "place", "later"]
    said: str
    slot: Slot | None = None
    at: datetime | None = None


def reason(scene: Scene, option: Option) -> str:
    """Why this seat suits."""
    referral, slot = scene.referrals[option.ask], scene.slots[option.time]
    name, going = first_name(referral.participant), scene.going[option.ask, option.time]
    if option.unknown:
        what = _listed([ASKED[each].format(name=name) for each in option.unknown])
        return f"Not known: {what}. Ask before it is booked."
    said = [_free(scene, option.ask, slot)]
    if (mock := scene.mocks.get(option.ask)) is not None and mock.starts_at.date() == slot.starts_at.date():
        back = mock_ends(mock) + timedelta(minutes=mock.minutes_away or 0)
        said = [f"Back from a {mock.starts_at:%H:%M} mock interview by {back:%H:%M}"]
    if going.said:
        said.append(going.said + (", which is longer than wished for" if going.over_limit else ""))
    return "; ".join(said) + "."


def cannot(scene: Scene, ask: str, time: str) -> str:
    """Why somebody cannot be at a time, as `Danny cannot be at 10:30: ...`."""
    slot, name = scene.slots[time], first_name(scene.referrals[ask].participant)
    if ask in scene.nobody:
        return f"{name} cannot be booked: {scene.nobody[ask]}"
    clash = scene.clashes.get((ask, time))
    why = _why(scene, ask, slot, clash) if clash else "the time is for another job"
    return f"{name} cannot be at {_at(scene, slot)}: {why}."


def told(scene: Scene, fault: Fault) -> str:
    """What stands in the way of a plan that was changed by hand."""
    names = _listed([first_name(scene.referrals[each].participant) for each in fault.asks])
    match fault.what:
        case "cannot":
            return cannot(scene, fault.asks[0], fault.times[0])
        case "full":
            free = scene.times[fault.times[0]].places
            some = f"{free} {'place is' if free == 1 else 'places are'} free" if free else "no place is free"
            return f"{names} cannot be at {_at(scene, scene.slots[fault.times[0]])}: {some}."
        case "twice":
            one, other = (scene.slots[each] for each in fault.times)
            name = first_name(scene.referrals[fault.asks[0]].participant)
            return (
                f"{name} cannot be at {_at(scene, one)} and at {_at(scene, other)}: the way there and back is too long."
            )
        case "us":
            times = _listed([f"{scene.times[each].starts_at:%H:%M}" for each in fault.times])
            return f"One of us is awaited at {times}, and cannot be at both. Choose another time for one of them."
    return f"There are not as many promised interviews left as for {names}. Leave somebody out."


def why_unseated(scene: Scene, ask: str, plan: Plan) -> str:
    """Why a plan has no seat for somebody."""
    if ask in scene.nobody:
        return scene.nobody[ask]
    could = [each for each in scene.problem.options if each.ask == ask]
    for option in could:
        if list(plan.values()).count(option.time) < scene.times[option.time].places:
            wrong = [
                each
                for each in faults(scene.problem, plan | {ask: option.time})
                if option.time in each.times or ask in each.asks
            ]
            return (
                told(scene, wrong[0])
                if wrong
                else f"{_at(scene, scene.slots[option.time])} suits, and a place is free."
            )
    if any(scene.times[each.time].places for each in could):
        suits = "1 time suits" if len(could) == 1 else f"{len(could)} times suit"
        return f"{suits}, and all places go to others in this plan."
    if could:
        return "The times that suit are taken."
    pairs = [(scene.slots[time], clash) for (who, time), clash in scene.clashes.items() if who == ask]
    if not pairs:
        return "No time is offered yet."
    pairs.sort(key=lambda pair: (pair[0].starts_at, pair[0].reference))
    days = [(day, list(some)) for day, some in groupby(pairs, key=lambda pair: pair[0].starts_at.date())]
    return " ".join(_of_day(scene, ask, day, some) for day, some in days[:SAID])


def ways(scene: Scene, ask: str, later: Sequence[Slot] = ()) -> list[Way]:
    """At most two things that would seat somebody. `later`: times outside of what is shown at which the person could come."""
    if ask in scene.nobody:
        return []
    name, found = first_name(scene.referrals[ask].participant), list[Way]()
    if could := [scene.slots[each.time] for each in scene.problem.options if each.ask == ask]:
        slot = min(could, key=lambda each: (each.starts_at, each.reference))
        found.append(Way("place", f"One more place at {_at(scene, slot)} would seat {name}.", slot=slot))
    if later:
        found.append(Way("later", f"Next offered times: {_day(later[0].starts_at)}.", slot=later[0]))
    if (at := _new_time(scene, ask)) is not None:
        found.append(Way("new", f"A place at {at:%H:%M} on {_day(at)} would seat {name}.", at=at))
    return found[:2]


def needed(short: Shortage, today: date) -> str:
    """How many places are missing by when, as `2 more places are needed by 22 January, 3 by 29 January`."""
    by = {"now" if day and day < today else f"by {on_day(day)}" if day else "": count for day, count in short.by}
    (when, first), *rest = by.items()
    begin = f"{first} more {'place is' if first == 1 else 'places are'} needed {when}".rstrip()
    return ", ".join([begin, *(f"{count} {later or 'in all'}" for later, count in rest)])


def _why(scene: Scene, ask: str, slot: Slot, clash: Clash) -> str:
    if clash.mock is not None:
        rest, ends = settings.load().seating.mock_hours, mock_ends(clash.mock)
        if ends.date() != slot.starts_at.date() or clash.mock.starts_at >= slot.starts_at:
            return f"the mock interview comes first, at {clash.mock.starts_at:%H:%M} on {_day(clash.mock.starts_at)}"
        away = f", {clash.mock.minutes_away} minutes away" if clash.mock.minutes_away else ""
        return f"the mock interview ends at {ends:%H:%M}{away}, and {rest} hours are kept between the two"
    if clash.other is not None and clash.other.what == "interview":
        return f"another interview at {clash.other.starts:%H:%M}, with the way there and back, takes some of that time"
    if clash.other is not None:
        return f"{clash.other.said} takes some of that time"
    if clash.said:
        return clash.said.rstrip(".")
    going = scene.going[ask, slot.reference].said
    free = _free(scene, ask, slot)
    return f"{free[:1].lower()}{free[1:]}{f', and the journey takes {going} each way' if going else ''}"


def _of_day(scene: Scene, ask: str, day: date, some: list[tuple[Slot, Clash]]) -> str:
    slot, clash = some[0]
    if any(each.what != "week" for _, each in some):
        slot, clash = next(pair for pair in some if pair[1].what != "week")
        return f"{_day(day)}, {slot.starts_at:%H:%M}: {_why(scene, ask, slot, clash)}."
    times = _listed([f"{each.starts_at:%H:%M}" for each, _ in some])
    going = scene.going[ask, slot.reference].said
    way = f" The journey takes {going}." if going else ""
    return f"{_free(scene, ask, slot)}: {_day(day)}, offered at {times}.{way}"


def _free(scene: Scene, ask: str, slot: Slot) -> str:
    """`Free from 12:00 to 15:00 that day`"""
    day = slot.starts_at.date()
    spans = week.free_on(scene.people[ask], day)
    if not spans:
        return "Not free that day"
    return "Free " + _listed([_span(*each) for each in spans]) + " that day"


def _span(start: int, end: int) -> str:
    if (start, end) == (0, DAY):
        return "all of"
    if start == 0:
        return f"until {clock(end)}"
    return f"from {clock(start)}" + ("" if end == DAY else f" to {clock(end)}")


def _new_time(scene: Scene, ask: str) -> datetime | None:
    """The first time, on the days that are offered, else on the next working days, at which the person could come."""
    rules = settings.load()
    slots = [slot for slot in scene.slots.values() if (ask, slot.reference) in scene.going]
    if not slots:
        return None
    minutes = scene.times[slots[0].reference].minutes
    going = scene.going[ask, slots[0].reference]
    margin = shortlists.policy().travel.margin
    days = sorted({slot.starts_at.date() for slot in slots})
    ahead = (days[-1] + timedelta(days=number) for number in range(1, 2 * LOOKED_AHEAD))
    starts = [
        at
        for day in [*days, *(each for each in ahead if each.weekday() < SATURDAY)][: len(days) + LOOKED_AHEAD]
        for at in _starts(day, minutes, rules.seating.first_hour, rules.seating.last_hour)
        if at > scene.now and not _taken(scene, ask, at, minutes, going.way.home or 0)
    ]
    return week.earliest(scene.people[ask], starts, minutes, going.way, margin)


def _starts(day: date, minutes: int, first_hour: int, last_hour: int) -> Iterator[datetime]:
    midnight = datetime.combine(day, datetime.min.time())
    for start in range(60 * first_hour, 60 * last_hour - minutes + 1, GRID):
        yield midnight + timedelta(minutes=start)


def _taken(scene: Scene, ask: str, at: datetime, minutes: int, way: int) -> bool:
    """Whether the person is somewhere else then, or has not had the mock interview."""
    taken = hours.quarters(at - timedelta(minutes=way), at + timedelta(minutes=minutes + way))
    person = scene.referrals[ask].participant_id
    mock = scene.mocks.get(ask)
    early = mock is not None and at < mock_ends(mock) + timedelta(hours=settings.load().seating.mock_hours)
    return early or busy.first(scene.taken.get(person, ()), taken) is not None


def _at(scene: Scene, slot: Slot) -> str:
    """The hour; with its day where the plan has several."""
    several = len({each.starts_at.date() for each in scene.slots.values()}) > 1
    return f"{slot.starts_at:%H:%M}{f' on {_day(slot.starts_at)}' if several else ''}"


def _day(when: date) -> str:
    return f"{when:%A} {on_day(when)}"


def _listed(some: Sequence[str]) -> str:
    return some[0] if len(some) == 1 else f"{', '.join(some[:-1])} and {some[-1]}" if some else ""
