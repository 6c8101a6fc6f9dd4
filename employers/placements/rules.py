"""What the rules of a scheme say to a placement, in sentences: what, which rule, since when, whose move. Pure values.

Rules come as packs, each from a day on with its source; a placement keeps those in force on its first day. What is not known is asked
for and stops nothing; what goes beyond a rule stops the sending, and is never put right in silence.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from employers.clock import on_day
from employers.placements.days import Hours, Totals, totals

Whose = Literal["us", "employer", "participant"]
SCHEMES = {
    "work_experience": "Work experience",
    "job_trial": "Work trial",
    "swap": "Sector-based work academy (SWAP)",
}


class Pack(Protocol):
    """The rules of one scheme from `since` on; 0 = no such rule. Read-only, as the settings have them.

    Weeks are calendar weeks from the first day to the last, hours are a week's, days are days there. `short_job_weeks`: a job that is
    shorter allows a trial of `days_most_short` only. `person_days` and `employer_days`: unpaid days within `months`."""

    @property
    def scheme(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def source(self) -> str: ...
    @property
    def weeks_least(self) -> int: ...
    @property
    def weeks_most(self) -> int: ...
    @property
    def hours_least(self) -> int: ...
    @property
    def hours_most(self) -> int: ...
    @property
    def days_most(self) -> int: ...
    @property
    def short_job_weeks(self) -> int: ...
    @property
    def days_most_short(self) -> int: ...
    @property
    def job_hours_least(self) -> int: ...
    @property
    def job_weeks_least(self) -> int: ...
    @property
    def person_days(self) -> int: ...
    @property
    def employer_days(self) -> int: ...
    @property
    def months(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is open. `stops`: it has to be settled before it is sent to be signed. `rule` and `since` where a rule says so."""

    text: str
    whose: Whose
    stops: bool = False
    rule: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. `job_weeks` None: not known, unless `permanent`. `earlier`: days of the placements that it renews.

    `person_days`, `employer_days`: unpaid days within the months before its last day, in other placements."""

    scheme: str
    hours: Sequence[Hours]
    paid: bool = False
    only_person: bool | None = None
    real_job: bool = False
    job_hours: float | None = None
    job_weeks: int | None = None
    permanent: bool = False
    earlier: Sequence[Hours] = ()
    person_days: int = 0
    employer_days: int = 0


def in_force(packs: Iterable[Pack], scheme: str, on: date) -> Pack | None:
    """The newest pack of the scheme that has begun by that day."""
    begun = [each for each in packs if each.scheme == scheme and each.since <= on]
    return max(begun, key=lambda each: each.since, default=None)


def check(facts: Facts, packs: Iterable[Pack]) -> list[Finding]:
    """Everything that the rules in force on its first day say to it, in the order of the pack."""
    whole = totals([*facts.earlier, *facts.hours])
    if not facts.hours or whole.first is None:
        return []
    first = min(each.day for each in facts.hours)
    pack = in_force(packs, facts.scheme, first)
    if pack is None:
        name = SCHEMES[facts.scheme].lower()
        return [
            Finding(f"No rules for {name} are written down for {on_day(first)} {first.year}. Check them by hand.", "us")
        ]
    return [*_length(facts, pack, whole), *_trial(facts, pack, whole), *_unpaid(facts, pack)]


def _length(facts: Facts, pack: Pack, whole: Totals) -> Iterator[Finding]:
    renewed = " with what it renews" if facts.earlier else ""
    if pack.weeks_most and whole.calendar_days > pack.weeks_most * 7:
        yield _broken(
            pack,
            f"It lasts {whole.calendar_days} days{renewed}; the longest is {pack.weeks_most} weeks, {pack.weeks_most * 7} days.",
        )
    if pack.weeks_least and whole.calendar_days < (pack.weeks_least - 1) * 7 + 1:
        yield _noted(
            pack,
            f"It lasts {whole.calendar_days} days{renewed}; {pack.weeks_least} weeks are usual at the least. Say so to whoever asks.",
        )
    own = totals(facts.hours)
    if pack.hours_most and own.hours_most > pack.hours_most:
        week = next(monday for monday, minutes in own.weeks.items() if minutes / 60 == own.hours_most)
        yield _broken(
            pack,
            f"The week of {on_day(week)} has {_hours(own.hours_most)} hours; the most is {pack.hours_most} a week.",
        )
    if pack.hours_least and own.hours_most < pack.hours_least:
        yield _noted(
            pack,
            f"Its fullest week has {_hours(own.hours_most)} hours; {pack.hours_least} a week are usual. Fewer is fine where the person’s week asks for it.",
        )


def _trial(facts: Facts, pack: Pack, whole: Totals) -> Iterator[Finding]:
    if facts.scheme != "job_trial":
        return
    if not facts.real_job:
        yield _broken(
            pack, "A trial is for a real job, and this vacancy has no contract and no pay written down.", "employer"
        )
    if facts.only_person is None:
        yield Finding(
            "Not known: is nobody else considered for the job? Ask the employer.",
            "employer",
            False,
            pack.source,
            pack.since,
        )
    elif not facts.only_person:
        yield _broken(
            pack, "Somebody else is considered for the job too. A trial is for the only person considered.", "employer"
        )
    if pack.job_hours_least and facts.job_hours is None:
        yield Finding(
            f"Not known: has the job {pack.job_hours_least} hours a week or more?",
            "employer",
            False,
            pack.source,
            pack.since,
        )
    elif pack.job_hours_least and facts.job_hours is not None and facts.job_hours < pack.job_hours_least:
        yield _broken(
            pack,
            f"The job has {_hours(facts.job_hours)} hours a week; a trial asks for {pack.job_hours_least} or more.",
            "employer",
        )
    yield from _job_length(facts, pack, whole)


def _job_length(facts: Facts, pack: Pack, whole: Totals) -> Iterator[Finding]:
    weeks, most = facts.job_weeks, pack.days_most
    if weeks is None and not facts.permanent:
        yield Finding(
            f"Not known: how long does the job last? Under {pack.short_job_weeks} weeks a trial is {pack.days_most_short} days at the most.",
            "employer", False, pack.source, pack.since,
        )  # fmt: skip
    elif weeks is not None and pack.job_weeks_least and weeks < pack.job_weeks_least:
        yield _broken(
            pack, f"The job lasts {weeks} weeks; a trial asks for {pack.job_weeks_least} or more.", "employer"
        )
    if weeks is not None and weeks < pack.short_job_weeks:
        most = pack.days_most_short
    if most and whole.days > most:
        short = f" for a job of {weeks} weeks" if most == pack.days_most_short else ""
        yield _broken(pack, f"The trial has {whole.days} days; the most is {most}{short}.")


def _unpaid(facts: Facts, pack: Pack) -> Iterator[Finding]:
    if facts.paid:
        return
    days = len(facts.hours)
    if pack.person_days and facts.person_days + days > pack.person_days:
        yield _broken(
            pack,
            f"With it the person would have {facts.person_days + days} unpaid days in {pack.months} months; the most is {pack.person_days}.",
        )
    if pack.employer_days and facts.employer_days + days > pack.employer_days:
        yield _broken(
            pack,
            f"With it the employer would have {facts.employer_days + days} unpaid days in {pack.months} months; the most is {pack.employer_days}.",
        )


def _broken(pack: Pack, text: str, whose: Whose = "us") -> Finding:
    return Finding(text, whose, True, pack.source, pack.since)


def _noted(pack: Pack, text: str) -> Finding:
    return Finding(text, "us", False, pack.source, pack.since)


def _hours(number: float) -> str:
    return f"{number:g}" if number == round(number, 2) else f"{number:.1f}"
