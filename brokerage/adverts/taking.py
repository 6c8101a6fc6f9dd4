"""From adverts to vacancies: how each stands to what is here, and what an import of them changes. Inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import places
from brokerage.adverts import duplicates, employers_named
from brokerage.adverts.advert import Advert
from brokerage.adverts.duplicates import Changes
from brokerage.adverts.employers_named import Named
from brokerage.adverts.models import AdvertSource
from brokerage.adverts.postings import key
from employers import records
from employers.columns import BadCells, Refused
from employers.models import Employer, Vacancy
from employers.vacancies import VACANCIES

State = Literal["new", "same", "changed", "like", "closed", "unread"]


class NoSuchEmployer(Refused):
    def __init__(self, reference: str) -> None:
        super().__init__(
            f"There is no employer {reference}. Add it first, or correct the reference. No employer is made from an advert."
        )


class ReadAlready(Refused):
    """Somebody was quicker."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"This very advert is {reference} already, so nothing was saved. Open {reference} and change what is to change there."
        )


@dataclass(frozen=True, slots=True)
class Look:
    """One advert beside what is here. `changes` are {column: (our cell, the advert's)} with the vacancy it is or looks like."""

    advert: Advert
    state: State
    vacancy: Vacancy | None = None
    changes: Changes = field(default_factory=dict)
    employer: Named = field(default_factory=Named)


@dataclass(slots=True)
class Plan:
    """What an import would do with each advert. `bad` says of which one a person has to decide something, and what."""

    employer: Employer
    looks: list[Look] = field(default_factory=list)
    bad: list[tuple[Advert, str]] = field(default_factory=list)
    taken: list[tuple[str, Look]] = field(default_factory=list)  # reference of the vacancy that was made or changed

    def of(self, state: State) -> list[Look]:
        return [look for look in self.looks if look.state == state]


def look(session: Session, advert: Advert, today: date, employer: Employer | None = None) -> Look:
    """How an advert stands to what is here. `employer`: whose it is, where a person has said so."""
    whose = Named(employer) if employer else employers_named.named(session, advert.employer)
    if advert.unread:
        return Look(advert, "unread", employer=whose)
    source = duplicates.source_of(session, advert)
    if source is not None:
        changes = duplicates.news(source, advert)
        return Look(advert, "changed" if changes else "same", source.vacancy, changes, whose)
    if advert.closes_on is not None and advert.closes_on < today:
        return Look(advert, "closed", employer=whose)
    asked = [each.reference for each in (whose.sure, *whose.near) if each is not None]
    like = duplicates.alike(session, advert, asked, today)
    if like is not None:
        return Look(advert, "like", like.vacancy, duplicates.differences(like.vacancy, advert), whose)
    return Look(advert, "new", employer=whose)


def plan(session: Session, adverts: Sequence[Advert], employer: str, today: date) -> Plan:
    """What importing them for that employer would do. Raises NoSuchEmployer."""
    found = session.scalar(select(Employer).where(Employer.reference == employer))
    if found is None:
        raise NoSuchEmployer(employer)
    made, seen = Plan(found), set[str]()
    for advert in adverts:
        if advert.key and advert.key in seen:
            continue  # twice in one file
        seen |= {advert.key, key("page", advert.url)}
        stands = look(session, advert, today, found)
        if why := _undecided(stands, found):
            made.bad.append((advert, why))
        else:
            made.looks.append(stands)
    return made


def carry_out(session: Session, made: Plan, now: datetime) -> None:
    """Makes and changes the vacancies, from what the adverts' own data says alone. `now` in UTC.

    Raises BadCells, SavedMeanwhile; then nothing may be kept."""
    for stands in made.looks:
        if stands.state == "new":
            cells = {"reference": records.take_reference(session, VACANCIES), "employer": made.employer.reference}
            saved = records.save(session, VACANCIES, {**stands.advert.stated(), **cells}, locate=places.finder(session))
            remember(session, saved.record, stands.advert, now)
        elif stands.state == "changed" and (source := duplicates.source_of(session, stands.advert, to_change=True)):
            cells = {column: theirs for column, (_, theirs) in duplicates.news(source, stands.advert).items()}
            saved = records.save(
                session, VACANCIES, cells, locate=places.finder(session), record=source.vacancy, whole=False
            )
            remember(session, saved.record, stands.advert, now)
        else:
            continue
        made.taken.append((saved.record.reference, stands))


def remember(session: Session, vacancy: Vacancy, advert: Advert, now: datetime) -> None:
    """Writes down that a vacancy was read from this advert, and what it said. Raises ReadAlready, SavedMeanwhile."""
    if not advert.key:
        return
    source = duplicates.source_of(session, advert, to_change=True)
    if source is None:
        source = AdvertSource(key=advert.key, vacancy_reference=vacancy.reference)
        session.add(source)
    elif source.vacancy_reference != vacancy.reference:
        raise ReadAlready(source.vacancy_reference)
    source.said, source.read_at = advert.cells(), now
    source.url = advert.url or source.url
    records.flush(session)


def sources(session: Session, vacancy: Vacancy) -> Sequence[AdvertSource]:
    """The adverts that a vacancy was read from, the latest first."""
    query = select(AdvertSource).where(AdvertSource.vacancy_reference == vacancy.reference)
    return session.scalars(query.order_by(AdvertSource.read_at.desc(), AdvertSource.id)).all()


def _undecided(stands: Look, employer: Employer) -> str:
    """What a person has to decide before this advert can be imported; empty where nothing is."""
    advert = stands.advert
    if stands.state == "unread":
        return advert.unread
    if advert.employer and stands.state == "new" and not employers_named.alike(advert.employer, employer.name):
        return f"It is a job of “{advert.employer}”, not of {employer.name} ({employer.reference}). Import it for its own employer."
    if stands.vacancy is not None and stands.vacancy.employer_reference != employer.reference:
        return f"It is {stands.vacancy.reference} already, a job of {stands.vacancy.employer_reference}. Import it for that employer."
    if stands.vacancy is not None and stands.state == "like":
        return (
            f"It looks like {stands.vacancy.reference}, {stands.vacancy.title}. Is it the same job? "
            "Read it on the page “From an advert” and say so there."
        )
    return _breaks(stands)


def _breaks(stands: Look) -> str:
    """What the rules between the columns of a vacancy would refuse."""
    before = VACANCIES.values(stands.vacancy) if stands.vacancy is not None else None
    cells: dict[str, Any] = (
        {column: theirs for column, (_, theirs) in stands.changes.items()} if before else stands.advert.stated()
    )
    reading = records.read(VACANCIES, {"reference": "V1", "employer": "E1", **cells}, before, whole=before is None)
    return str(BadCells(reading.wrong)) if reading.wrong else ""
