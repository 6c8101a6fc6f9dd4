"""What an employer's jobs have been like, half-year by half-year: facts side by side, no score and no rank."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from employers.models import Vacancy
from employers.vacancies import HOURS_OF_A_YEAR
from employers.words import CONTRACTS

LivingWage = Callable[[date, bool], float]  # the real Living Wage of a day, in pounds an hour; whether in London


@dataclass(frozen=True, slots=True)
class Half:
    """The vacancies that began, or closed, in one half-year. Each pair is how many are so, of how many that say."""

    name: str
    vacancies: int
    guaranteed: int | None  # per cent of the usual hours that are guaranteed, over those that say both
    living_wage: tuple[int, int]
    notice: tuple[int, int]  # shifts told early enough
    contracts: tuple[tuple[str, int], ...]
    started: int


def over_time(
    vacancies: Iterable[Vacancy], started: Mapping[str, int], living: LivingWage, notice_days: int
) -> list[Half]:
    """The latest first; those of which no day is known are last. `started`: {vacancy: how many took the job}."""
    halves: dict[tuple[int, int], list[Vacancy]] = {}
    for job in vacancies:
        halves.setdefault(_half(job.starts_on or job.closes_on), []).append(job)
    return [_line(key, halves[key], started, living, notice_days) for key in sorted(halves, reverse=True)]


def _half(day: date | None) -> tuple[int, int]:
    return (0, 0) if day is None else (day.year, 1 if day.month <= 6 else 2)


def _line(
    key: tuple[int, int], jobs: list[Vacancy], started: Mapping[str, int], living: LivingWage, notice_days: int
) -> Half:
    year, half = key
    pays = [pays for job in jobs if (pays := _pays_living(job, living)) is not None]
    told = [job.rota_notice_days for job in jobs if job.rota_notice_days is not None]
    contracts = [job.contract for job in jobs if job.contract]
    return Half(
        name=f"{'January to June' if half == 1 else 'July to December'} {year}" if year else "No day said",
        vacancies=len(jobs),
        guaranteed=_guaranteed(jobs),
        living_wage=(sum(pays), len(pays)),
        notice=(sum(days >= notice_days for days in told), len(told)),
        contracts=tuple((word, contracts.count(kind)) for kind, word in CONTRACTS.items() if kind in contracts),
        started=sum(started.get(job.reference, 0) for job in jobs),
    )


def _guaranteed(jobs: list[Vacancy]) -> int | None:
    said = [
        (job.hours_guaranteed, job.hours_typical or job.hours_guaranteed)
        for job in jobs
        if job.hours_guaranteed is not None
    ]
    usual = sum(hours or 0 for _, hours in said)
    return round(100 * sum(sure for sure, _ in said) / usual) if usual else None


def _pays_living(job: Vacancy, living: LivingWage) -> bool | None:
    """Whether it pays the real Living Wage of its day; None where the pay or the day is not known."""
    day = job.starts_on or job.closes_on
    if job.pay_from is None or day is None:
        return None
    hour = job.pay_from / (HOURS_OF_A_YEAR if job.pay_period == "year" else 1)
    return round(hour, 4) >= living(day, bool(job.found_london))
