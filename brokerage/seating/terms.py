"""What a plan is made of. Nothing here is a fact about a person but where their day has room: no age, benefit, condition or gap.

Quarters of an hour are counted on the clock on the wall, as `brokerage.diary.hours` does."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

# What is not known, and is no reason to leave somebody out: it is asked.
Unknown = Literal["available", "caring", "school", "journey", "rota", "season"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One person who waits for one interview. `due`: the last day on which a promise is kept; `late`: that day is over, and whatever
    comes soonest is best; `waits`: days so far."""

    reference: str
    person: str
    promised: bool = False
    due: date | None = None
    waits: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A slot: `places` that are free, and who of us attends. `kept`: somebody is booked in it, so that the host is there in any case."""

    reference: str
    starts_at: datetime
    minutes: int
    places: int
    host: str | None = None
    kept: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Option:
    """An ask that could have a seat of a time. `taken`: the quarters that the person would be away for it, the journey both ways included.

    `wishes`: how many wishes of the person it does not keep, and whether it suits in some weeks only. `journey`: minutes one way. `along`: who of us goes along."""

    ask: str
    time: str
    taken: range
    wishes: int = 0
    journey: int = 0
    unknown: tuple[Unknown, ...] = ()
    along: str | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many of these asks: the interviews that an agreement still has to give."""

    asks: frozenset[str]
    most: int


@dataclass(frozen=True, slots=True)
class Problem:
    asks: tuple[Ask, ...]
    times: tuple[Time, ...]
    options: tuple[Option, ...]
    caps: tuple[Cap, ...] = ()


Plan = dict[str, str]  # {ask: time}
