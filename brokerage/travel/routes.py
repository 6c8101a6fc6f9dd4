"""What route planners say of people's journeys: asked once at the hours of the shift, both ways, and kept.

Asking is its own step (`look_up`), before the fit and outside any transaction; a fit only reads what is kept (`known`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from time import monotonic
from typing import NamedTuple

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from brokerage import audit, settings
from brokerage.fetching import NoAnswer, Outside, origin
from brokerage.travel.planners import Planner, Point, Way, When
from brokerage.travel.route_models import KnownWay
from employers.db import reading, transaction
from matching.journeys import Routes, passes_to_offer, usable
from matching.terms import Job, Mode, Person, SchoolRun, Spot
from matching.week import DAY, Week

BY = "route planner"
NOT_ANSWERED = "The route planner did not answer; this is an estimate."
TUESDAY, FRIDAY = (
    1,
    4,
)  # a working day stands for the five: their timetables are the same, and bank holidays fall on others
AN_OFFICE_DAY = Week.parse("Tue 09:00-17:00")  # where the shift is not known, or the worker chooses it
_resting: dict[str, float] = {}  # planner's address -> until when on the machine's own clock
_lock = Lock()

Asked = tuple[Mode, Spot, Spot]
Pairs = Iterable[tuple[Person, Job]]


class Hour(NamedTuple):
    when: When
    to_work: bool


class There(NamedTuple):
    """The kept answers that concern some pairs."""

    answers: Mapping[Way, int | None]

    def of(self, person: Person, job: Job) -> Routes:
        """The longer of the ways there and back, where all of them were answered."""
        found: dict[Asked, int | None] = {}
        for asked, ways in wanted(person, job).items():
            if all(way in self.answers for way in ways):
                minutes = [self.answers[way] for way in ways]
                found[asked] = None if None in minutes else max(each for each in minutes if each is not None)
        return Routes(found)

    def complete(self, person: Person, job: Job) -> bool:
        return all(way in self.answers for ways in wanted(person, job).values() for way in ways)


def wanted(person: Person, job: Job) -> dict[Asked, tuple[Way, ...]]:
    """What a planner would be asked of one pair: each way of going, and each pass, from home and from the school gate."""
    site = job.site
    if job.home_working == "all" or site is None:
        return {}
    run = person.school_run
    starts = [(person.home, _shift_hours(job))]
    if run is not None:
        starts.append((run.spot, _gate_hours(run)))
    found = {
        (mode, start, site): tuple(dict.fromkeys(_ways(mode, start, site, hours)))
        for start, hours in starts
        if start is not None and _well_known(start) and _well_known(site)
        for mode in dict.fromkeys((*usable(person), *passes_to_offer(person)))
        if mode in _planners()
    }
    return {asked: ways for asked, ways in found.items() if ways}


def _ways(mode: Mode, start: Spot, site: Spot, hours: Iterable[Hour]) -> Iterator[Way]:
    a, b = _point(start), _point(site)
    if not _planners()[mode].by_the_clock:
        yield from (Way(mode, a, b, None), Way(mode, b, a, None))
        return
    for hour in hours:
        yield Way(mode, *((a, b) if hour.to_work else (b, a)), hour.when)


def _shift_hours(job: Job) -> list[Hour]:
    """There by the starts and back from the finishes, of every rota week."""
    shift = AN_OFFICE_DAY if job.shift is None or job.shift.empty or job.shifts_chosen_by_worker else job.shift
    spans = [span for rota in shift.rotas for span in rota]
    hours = [
        Hour(When(_quarter(span.day, at), arriving=to_work), to_work)
        for span in spans
        for at, to_work in ((span.start, True), (span.end, False))
    ]
    return list(dict.fromkeys(hours))[: settings.load().routes.hours_most]


def _gate_hours(run: SchoolRun) -> list[Hour]:
    """From the gate at drop-off, and back at it by pick-up, on a school day."""
    hours = ((run.drop_off, True), (run.pick_up, False))
    return [Hour(When(_quarter(TUESDAY, at), arriving=not to_work), to_work) for at, to_work in hours if at is not None]


def _quarter(day: int, minutes: int) -> int:
    day = (day + minutes // DAY) % 7
    return (TUESDAY if day <= FRIDAY else day) * 96 + minutes % DAY // 15


def _point(spot: Spot) -> Point:
    return Point(round(spot.lat * 1000), round(spot.lon * 1000))


def _well_known(spot: Spot) -> bool:
    return spot.radius_km * 1000 <= settings.load().routes.rough_metres


def _planners() -> Mapping[Mode, Planner]:
    return _planners_of(settings.load().routes)


@cache
def _planners_of(rules: settings.Routes) -> Mapping[Mode, Planner]:
    return {mode: Planner.of(said) for mode, said in rules.planners.items()}  # type: ignore[misc] # modes, by their type


def known(session: Session, pairs: Pairs) -> There:
    """What is kept of the ways of these pairs, however old."""
    return There({way: row.minutes for way, row in _kept(session, _all_ways(pairs)).items()})


def look_up(pairs: Pairs, at: datetime) -> None:
    """Asks for every way of these pairs that is not kept, or has grown old, and keeps the answers. `at`: now, in UTC.

    A planner that does not answer is left alone for a while; what it said before stays in use."""
    asked = _all_ways(pairs)
    old = at - timedelta(days=settings.load().routes.keep_days)
    with reading() as session:
        fresh = {way for way, row in _kept(session, asked).items() if row.asked_at > old}
    if answers := dict(_answers((way for way in asked if way not in fresh), at)):
        with suppress(IntegrityError), transaction(by=BY) as session:  # another process kept the same just now
            _keep(session, answers, at)
            audit.note(session, "asked", "journeys", "route planners", {"ways": [None, len(answers)]})
            session.execute(delete(KnownWay).where(KnownWay.asked_at <= old - timedelta(days=1)))


def _all_ways(pairs: Pairs) -> list[Way]:
    return list(dict.fromkeys(way for pair in pairs for ways in wanted(*pair).values() for way in ways))


def _answers(ways: Iterable[Way], at: datetime) -> Iterator[tuple[Way, int | None]]:
    rules = settings.load().routes
    outside = Outside(
        frozenset(origin(planner.address) for planner in _planners().values()),
        rules.timeout_seconds,
        rules.largest_kb * 1000,
    )
    for way in ways:
        planner = _planners()[way.mode]
        if _resting.get(planner.address, 0.0) > monotonic():
            continue
        try:
            yield way, planner.minutes(way, outside, at.date())
        except NoAnswer:
            with _lock:
                _resting[planner.address] = monotonic() + rules.rest_seconds


def _kept(session: Session, ways: list[Way]) -> dict[Way, KnownWay]:
    """The rows of these ways. All of a list's ways touch one place, which is looked for; two places that share none take two looks."""
    found: dict[Way, KnownWay] = {}
    left, named = set(ways), {mode: _name(planner) for mode, planner in _planners().items()}
    while left:
        [((lat, lon), _)] = Counter(point for way in left for point in (way.start, way.end)).most_common(1)
        here = or_(
            and_(KnownWay.from_lat == lat, KnownWay.from_lon == lon),
            and_(KnownWay.to_lat == lat, KnownWay.to_lon == lon),
        )
        for row in session.scalars(select(KnownWay).where(here)):
            if (way := _way(row)) in left and row.planner == named[way.mode]:
                found[way] = row
        left = {way for way in left if (lat, lon) not in (way.start, way.end)}
    return found


def _keep(session: Session, answers: Mapping[Way, int | None], at: datetime) -> None:
    for row in _kept(session, list(answers)).values():
        session.delete(row)
    session.flush()
    for way, minutes in answers.items():
        when = way.when or When(-1, arriving=False)
        session.add(
            KnownWay(
                planner=_name(_planners()[way.mode]), mode=way.mode, from_lat=way.start.lat, from_lon=way.start.lon,
                to_lat=way.end.lat, to_lon=way.end.lon, quarter=when.quarter, arriving=when.arriving,
                minutes=minutes, asked_at=at,
            )
        )  # fmt: skip


def _way(row: KnownWay) -> Way:
    when = None if row.quarter < 0 else When(row.quarter, row.arriving)
    return Way(row.mode, Point(row.from_lat, row.from_lon), Point(row.to_lat, row.to_lon), when)  # type: ignore[arg-type] # a mode was written


def _name(planner: Planner) -> str:
    return f"{planner.kind} {planner.address}"[:200]
