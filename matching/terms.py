"""The engine's words: a person, a job, and what is said about the two. All of them are values that cannot change.

In a `Person` or a `Job`, `None` is "not known" wherever the contract says that a blank cell means so; an empty collection is
"known to be none". Neither carries a name, an age, a benefit, a condition or an offence: they have no field to stand in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from matching.school_year import SchoolYear
from matching.week import Week

Mode = Literal["walk", "cycle", "bus", "rail", "car"]
Status = Literal["pass", "fail", "unknown"]
Who = Literal["employer", "programme", "participant", "law"]
FitClass = Literal["fits_now", "check", "ask_employer", "with_a_step", "not_this_one"]
FactorName = Literal["skills", "travel", "hours", "schedule", "conditions", "legal", "pay", "preferences"]
FACTORS: tuple[FactorName, ...] = get_args(FactorName)
MODES: tuple[Mode, ...] = ("walk", "cycle", "bus", "rail", "car")


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in degrees, how far off it may be in km, and whether London's living wage applies there."""

    lat: float
    lon: float
    radius_km: float = 0.0
    london: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """All that lies within so many km of a spot, or of anywhere the spot may be."""

    spot: Spot
    km: float


@dataclass(frozen=True, slots=True)
class SchoolRun:
    """At the gate at these minutes after midnight on term weekdays; `None` for what the person did not say."""

    spot: Spot | None
    drop_off: int | None
    pick_up: int | None


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill concept's key, and the words it was told in."""

    concept: str
    words: str


@dataclass(frozen=True, slots=True)
class Skills:
    """What a person says of skills: those held, and those the person says are not there yet.

    Nobody lists every skill, so one not listed is not known, unless the list was `none` (`only_these`)."""

    held: tuple[Skill, ...] = ()
    not_yet: tuple[Skill, ...] = ()
    only_these: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that holds up to and including a day; without a day it has no end known to the person."""

    key: str
    words: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """By how much the employer could move the start, the finish (minutes), the days and the weekly hours."""

    start: int
    finish: int
    days: int
    hours: float


@dataclass(frozen=True, slots=True)
class Person:
    """A participant, as far as a fit may know."""

    reference: str
    home: Spot | None = None
    available: Week | None = None
    caring: Week | None = None
    school_run: SchoolRun | None = None  # None: there is none
    school_years: tuple[SchoolYear, ...] = ()  # one for each child's school; none: not known
    childcare_welcome: bool | None = None
    hours_min: float | None = None
    hours_max: float | None = None
    day_hours_max: float | None = None  # None: no limit
    modes: frozenset[Mode] | None = None
    travel_max: int | Mapping[Mode, int | None] | None = None  # minutes one way, one for all or per mode
    skills: Skills | None = None
    certificates: tuple[Dated, ...] | None = None
    limits: Mapping[str, float] | None = None  # the most of each demand that the person can do; 0 = none of it
    not_adjustable: frozenset[str] = frozenset()
    legal: tuple[Dated, ...] | None = None
    wants: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    pay_min: float | None = None  # pounds an hour; None: no limit
    contracts: frozenset[str] = frozenset()  # empty: any kind
    barred: tuple[Area, ...] = ()  # no work here; why has no field to stand in
    allowed: tuple[Area, ...] = ()  # work only here; none: anywhere


@dataclass(frozen=True, slots=True)
class Job:
    """A vacancy, as far as a fit may know. Pay in pounds an hour, hours in paid hours a week."""

    reference: str
    title: str = ""
    occupation: str = ""
    sector: str = ""
    site: Spot | None = None
    home_working: Literal["none", "some", "all"] = "none"
    shift: Week | None = None
    shifts_chosen_by_worker: bool = False
    hours_guaranteed: float | None = None
    hours_typical: float | None = None  # None: as guaranteed, not known when that is 0
    negotiable: Moves | None = None  # None: not asked yet
    term_time_only: bool = False
    starts_on: date | None = None
    essential: tuple[Skill, ...] | None = None
    desirable: tuple[Skill, ...] = ()
    certificates: tuple[Dated, ...] | None = None  # None: treated as none, and asked once on the vacancy
    demands: Mapping[str, float] | None = None  # how much of each; 1 where the demand has no measure
    adjustable: frozenset[str] | None = None  # None: not asked yet; empty: none of them
    involves: frozenset[str] | None = None
    dbs: str | None = None
    pay_from: float | None = None
    pay_to: float | None = None
    contract: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence a keyworker could read out. `who` could change it (on a fail) or can answer it (on an unknown)."""

    text: str
    status: Status
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one factor says of one pair: an interval in 0..1, a status, and why."""

    low: float
    estimate: float
    high: float
    reasons: tuple[Reason, ...]

    @property
    def status(self) -> Status:
        said = {reason.status for reason in self.reasons}
        return "fail" if "fail" in said else "unknown" if "unknown" in said else "pass"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing somebody could change: `what` is the field, `to` its new value."""

    who: Literal["employer", "programme"]
    what: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    estimate: float
    high: float


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a fit as it is shown: its finding, its weight, and its exact share of what is lost."""

    factor: FactorName
    low: float
    estimate: float
    high: float
    weight: float
    share: float
    status: Status
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """What the engine says of one participant and one vacancy on one day."""

    participant: str
    vacancy: str
    fit: FitClass
    as_of: date
    score: Interval
    factors: tuple[Factor, ...]
    policy: str
    changes: tuple[Change, ...] = ()
    alternatives: tuple[tuple[Change, ...], ...] = ()
    notes: tuple[str, ...] = field(default=())  # what a person should be told beside it, such as "paused by the person"
