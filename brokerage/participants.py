"""Participants: what must hold between their columns, and what the engine sees of one."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, settings
from brokerage.accounts import User
from brokerage.files.participant_columns import COLUMNS
from brokerage.models import Participant
from brokerage.reference import school_calendars
from employers.columns import BadCells, Values, Wrong
from employers.points import spot
from employers.records import Broken, Kind
from matching import grammar
from matching.normalise import certificate, skill
from matching.taxonomy import Taxonomy
from matching.terms import Area, Dated, Person, SchoolRun, Skills, Spot
from matching.week import Week

MAY_GRANT = (
    "may make a keyworker of an account for other work"  # in session.info, where whoever saves looks after accounts
)
NO_KEYWORKER = "this account is not a keyworker's; ask an administrator to make it one, or write another"


def rules(values: Values) -> Iterator[Broken]:
    """The sentences repeat nothing that is stored: whoever imports may not be the keyworker."""
    least, most = values["hours_min"], values["hours_max"]
    if least is not None and most is not None and least > most:
        yield "hours_min", "it is above hours_max; write the fewest hours here and the most there"
    if values["drop_off"] and values["pick_up"] and values["pick_up"] <= values["drop_off"]:
        yield "pick_up", "it is not after drop_off; write a later time"


def put_keyworker(session: Session, participant: Participant, values: Values) -> None:
    """Gives the participant to that keyworker; an address without an account is invited. Raises BadCells where the account is
    for other work and whoever saves may not make a keyworker of it."""
    email = values["keyworker"]
    if email == (participant.keyworker.email if participant.keyworker else None):
        return
    known: dict[str, User] = session.info.setdefault("keyworkers", {})
    if email is not None and email not in known:
        there = accounts.find(session, email)
        if there is not None and not there.may("keyworker") and not session.info.get(MAY_GRANT):
            raise BadCells([Wrong("keyworker", email, NO_KEYWORKER)])
        known[email] = accounts.invite(session, email, "keyworker")
    participant.keyworker = known[email] if email is not None else None


def uninvited(session: Session, emails: set[str]) -> list[str]:
    """Those addresses that are not a keyworker's yet."""
    if not emails:
        return []
    return sorted(emails - {user.email for user in session.scalars(select(User)) if user.may("keyworker")})


def other_accounts(session: Session) -> set[str]:
    """The addresses of accounts that are not a keyworker's."""
    return {user.email for user in session.scalars(select(User)) if not user.may("keyworker")}


PARTICIPANTS = Kind(
    "participant",
    "participants",
    Participant,
    COLUMNS,
    rules,
    points=("", "school_"),
    areas=("not_near", "only_near"),
    put=put_keyworker,
)


def as_person(participant: Participant, taxonomy: Taxonomy) -> Person:
    """A participant as the engine sees one. What is not here cannot change a fit: name, addresses, area, training, keyworker."""
    return Person(
        reference=participant.reference,
        home=spot(participant),
        available=_week(participant.available, "narrow") if participant.available else None,
        caring=_week(participant.caring) if participant.caring else None,
        school_run=_school_run(participant),
        school_years=school_calendars.of(participant),
        childcare_welcome=participant.childcare_welcome,
        hours_min=participant.hours_min,
        hours_max=participant.hours_max,
        day_hours_max=participant.day_hours_max,
        modes=_modes(participant.travel_modes) if participant.travel_modes else None,
        travel_max=_travel_max(participant.travel_max) if participant.travel_max else None,
        skills=_skills(participant.skills, taxonomy) if participant.skills else None,
        certificates=_certificates(participant.certificates, taxonomy) if participant.certificates else None,
        limits=_limits(participant.limits) if participant.limits else None,
        not_adjustable=frozenset(_items(participant.not_adjustable)),
        legal=_legal(participant.legal) if participant.legal else None,
        wants=_items(participant.wants),
        avoids=_items(participant.avoids),
        pay_min=participant.pay_min,
        contracts=frozenset(_items(participant.contracts)),
        barred=_areas(participant.not_near, participant.not_near_found),
        allowed=_areas(participant.only_near, participant.only_near_found),
    )


def _school_run(participant: Participant) -> SchoolRun | None:
    """None where the person said nothing of a school run; what is missing from a run that was begun is not known."""
    gate, morning, afternoon = spot(participant, "school_"), participant.drop_off, participant.pick_up
    if not (participant.school_postcode or gate or morning or afternoon):
        return None
    return SchoolRun(
        gate,
        morning.hour * 60 + morning.minute if morning else None,
        afternoon.hour * 60 + afternoon.minute if afternoon else None,
    )


# Thousands of people share the texts of their cells; each text is read once.
_week = lru_cache(maxsize=20_000)(Week.parse)
_modes = lru_cache(maxsize=1_000)(grammar.modes)
_travel_max = lru_cache(maxsize=2_000)(grammar.travel_max)
_limits = lru_cache(maxsize=20_000)(grammar.limits)


@lru_cache(maxsize=20_000)
def _items(text: str | None) -> tuple[str, ...]:
    return grammar.items(text) if text else ()


def _areas(cell: str | None, found: str | None) -> tuple[Area, ...]:
    return _found_areas(cell, found or "", settings.load().places.around_km) if cell else ()


@lru_cache(maxsize=5_000)
def _found_areas(cell: str, found: str, around_km: float) -> tuple[Area, ...]:
    points = (map(float, each.split()) for each in found.split(";") if each)
    spots = (Spot(lat, lon, radius) for lat, lon, radius in points)
    said = grammar.areas(cell)
    return tuple(Area(spot, around_km if km is None else km) for (_, km), spot in zip(said, spots, strict=True))


@lru_cache(maxsize=20_000)
def _skills(text: str, taxonomy: Taxonomy) -> Skills:
    held, not_yet = grammar.skills(text)
    return Skills(
        tuple(skill(phrase, taxonomy) for phrase in held),
        tuple(skill(phrase, taxonomy) for phrase in not_yet),
        only_these=not held and not not_yet,
    )


@lru_cache(maxsize=20_000)
def _certificates(text: str, taxonomy: Taxonomy) -> tuple[Dated, ...]:
    return tuple(Dated(certificate(name, taxonomy), name, until) for name, until in grammar.dated(text))


@lru_cache(maxsize=20_000)
def _legal(text: str) -> tuple[Dated, ...]:
    return tuple(Dated(name, name, until) for name, until in grammar.legal(text))
