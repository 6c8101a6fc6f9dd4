"""Vacancies: what must hold between their columns, and what the engine sees of one."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from employers.columns import Values
from employers.models import Agreement, Vacancy
from employers.points import spot
from employers.records import Broken, Kind
from employers.vacancy_columns import COLUMNS
from matching import grammar
from matching.normalise import certificate, skill
from matching.taxonomy import Taxonomy
from matching.terms import Dated, Job, Skill
from matching.week import Week

HOURS_OF_A_YEAR = 52 * 37.5  # a full-time year, as the files mean it
LOWEST_YEAR, HIGHEST_HOUR = 1000, 1000  # pounds; beyond them the other period was meant


def rules(values: Values) -> Iterator[Broken]:
    low, high = values["pay_from"], values["pay_to"]
    if low is not None and high is not None and high < low:
        yield "pay_to", "it is below pay_from; write the higher figure here"
    if low is None and high is not None:
        yield "pay_from", "there is a pay_to and no pay_from; write where the pay begins"
    yield from _period(values)
    guaranteed, typical = values["hours_guaranteed"], values["hours_typical"]
    if guaranteed is not None and typical is not None and typical < guaranteed:
        yield "hours_typical", "it is below hours_guaranteed; write at least as many hours"


def _period(values: Values) -> Iterator[Broken]:
    pay, period = values["pay_from"], values["pay_period"]
    if pay is None:
        return
    if period == "year" and 0 < pay < LOWEST_YEAR:
        yield "pay_period", "so little a year is pay for an hour; write hour"
    if period != "year" and pay > HIGHEST_HOUR:
        yield "pay_period", "so much an hour is pay for a year; write year"


def links(session: Session, values: Values) -> Iterator[Broken]:
    """A vacancy falls under an agreement with its own employer."""
    if values["agreement"] is None:
        return
    promised = session.scalar(select(Agreement.employer_reference).where(Agreement.reference == values["agreement"]))
    if promised != values["employer"]:
        yield (
            "agreement",
            f"{values['agreement']} is with {promised}, not with {values['employer']}; correct one of the two",
        )


VACANCIES = Kind("vacancy", "vacancies", Vacancy, COLUMNS, rules, links, points=("",))


def as_job(vacancy: Vacancy, taxonomy: Taxonomy) -> Job:
    """A vacancy as the engine sees it: pay an hour, skills as concepts, and `None` where the employer did not say."""
    hours = HOURS_OF_A_YEAR if vacancy.pay_period == "year" else 1
    return Job(
        reference=vacancy.reference,
        title=vacancy.title,
        occupation=vacancy.occupation or "",
        sector=vacancy.sector or "",
        site=spot(vacancy),
        home_working=vacancy.home_working or "none",  # type: ignore[arg-type] # held by a CHECK
        shift=_week(vacancy.shift) if vacancy.shift else None,
        shifts_chosen_by_worker=bool(vacancy.shifts_chosen_by_worker),
        hours_guaranteed=vacancy.hours_guaranteed,
        hours_typical=vacancy.hours_typical,
        negotiable=_negotiable(vacancy.negotiable) if vacancy.negotiable else None,
        term_time_only=bool(vacancy.term_time_only),
        starts_on=vacancy.starts_on,
        essential=_skills(vacancy.essential_skills, taxonomy) if vacancy.essential_skills else None,
        desirable=_skills(vacancy.desirable_skills, taxonomy) if vacancy.desirable_skills else (),
        certificates=_certificates(vacancy.certificates, taxonomy) if vacancy.certificates else None,
        demands=_demands(vacancy.demands) if vacancy.demands else None,
        adjustable=_set(vacancy.adjustable) if vacancy.adjustable else None,
        involves=_set(vacancy.involves) if vacancy.involves else None,
        dbs=vacancy.dbs,
        pay_from=vacancy.pay_from / hours if vacancy.pay_from is not None else None,
        pay_to=vacancy.pay_to / hours if vacancy.pay_to is not None else None,
        contract=vacancy.contract,
    )


# Thousands of vacancies share the texts of their cells; each text is read once.
_week = lru_cache(maxsize=20_000)(Week.parse)
_negotiable = lru_cache(maxsize=2_000)(grammar.negotiable)
_demands = lru_cache(maxsize=20_000)(grammar.demands)


@lru_cache(maxsize=20_000)
def _skills(text: str, taxonomy: Taxonomy) -> tuple[Skill, ...]:
    return tuple(skill(phrase, taxonomy) for phrase in grammar.items(text))


@lru_cache(maxsize=20_000)
def _certificates(text: str, taxonomy: Taxonomy) -> tuple[Dated, ...]:
    return tuple(Dated(certificate(phrase, taxonomy), phrase) for phrase in grammar.items(text))


@lru_cache(maxsize=20_000)
def _set(text: str) -> frozenset[str]:
    return frozenset(grammar.items(text))
