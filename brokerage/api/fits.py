"""Fits: a vacancy's shortlist, a person's matches, and one pair in full, as the commands print them.

A person's keyworker reads all of it. A coordinator reads class, score, reasons and changes; of law and conditions that the keyworker
is to be asked, and no factor's figures: from the others and the score, that one could be worked out.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy.orm import Session

from brokerage import shortlists
from brokerage.access import has_role, who
from brokerage.api import cells
from brokerage.api.calls import Query, reads
from brokerage.fits import caseload
from brokerage.fits.told import KEPT, for_coordinator
from brokerage.models import Participant
from brokerage.pages.acting import moment
from brokerage.pages.people import own, seen
from brokerage.shortlists import Listed
from employers.clock import local
from matching.fit import as_json
from matching.terms import FactorName, Fit, FitClass, Status, Who

Part = Annotated[float, Field(ge=0, le=1)]
Kept = Annotated[Part | None, Field(description="null for whoever is not the person's keyworker")]


class Score(BaseModel):
    low: Part
    estimate: Part
    high: Part


class Reason(BaseModel):
    text: str
    status: Status | None
    who: Who | None = Field(description="On a fail who could change it, on an unknown who can answer")


class Factor(BaseModel):
    factor: FactorName
    low: Kept
    estimate: Kept
    high: Kept
    weight: Part
    share: Kept
    status: Status | None
    reasons: list[Reason]


class Change(BaseModel):
    who: Literal["employer", "programme"]
    what: str
    to: str
    text: str


class FitAnswer(BaseModel):
    """How one participant and one vacancy fit on one day."""

    participant: str
    vacancy: str
    fit: FitClass
    as_of: str
    score: Score
    factors: list[Factor] = Field(min_length=8, max_length=8)
    changes: list[Change]
    alternatives: list[list[Change]]
    notes: list[str]
    policy: str


class Shortlist(BaseModel):
    """The people whom a vacancy fits, or might, in the order of the list."""

    vacancy: str
    policy: str
    people: list[FitAnswer]


class Matches(BaseModel):
    """The vacancies that fit a person, or might, in the order of the list."""

    participant: str
    policy: str
    vacancies: list[FitAnswer]


class On(Query):
    on: Annotated[str, StringConstraints(pattern=cells.PATTERNS["date"])] | None = Field(
        None, description="As of this day, as 2027-01-14; today if left out"
    )

    @property
    def day(self) -> date:
        return date.fromisoformat(self.on) if self.on else local(moment()).date()


class Lines(On):
    limit: int = Field(20, ge=1, le=100, description="How many at most")
    all: Literal["yes", "no"] = Field("no", description="yes: those that are not this one, too, with why")


@reads("/vacancies/<reference>/shortlist", Shortlist, Lines)
def shortlist(session: Session, reference: str, query: Lines) -> dict[str, Any]:
    """Whom a vacancy fits, and why

    For a keyworker of the own people. Left out are people who are paused; closed, full and withheld vacancies have nobody.
    """
    job = shortlists.vacancy(session, reference)
    people = None if has_role("coordinator") else caseload.people_of(session, who())
    found = shortlists.shortlist(session, job, query.day, people)
    lines = found.shown(everyone=query.all == "yes", limit=query.limit)
    return {"vacancy": job.reference, "policy": shortlists.policy().id, "people": _told(lines)}


@reads("/participants/<reference>/matches", Matches, Lines)
def matches(session: Session, reference: str, query: Lines) -> dict[str, Any]:
    """Which vacancies fit a person, and why"""
    person = seen(session, reference)
    found = shortlists.matches(session, person, query.day)
    lines = found.shown(everyone=query.all == "yes", limit=query.limit)
    return {"participant": person.reference, "policy": shortlists.policy().id, "vacancies": _told(lines)}


@reads("/participants/<reference>/check/<vacancy>", FitAnswer, On)
def check(session: Session, reference: str, vacancy: str, query: On) -> dict[str, Any]:
    """How one person and one vacancy fit

    The eight factors, and what would have to change. It answers for pairs that no list shows, and says in `notes` why none does.
    """
    person = seen(session, reference)
    return told(shortlists.check_pair(person, shortlists.vacancy(session, vacancy), query.day), person)


def told(fit: Fit, person: Participant) -> dict[str, Any]:
    """As much of a fit as whoever asks may read."""
    if own(person):
        return as_json(fit)
    made = as_json(for_coordinator(fit))
    return {**made, "factors": [_kept_back(factor) for factor in made["factors"]]}


def _kept_back(factor: dict[str, Any]) -> dict[str, Any]:
    factor = factor | dict.fromkeys(("low", "estimate", "high", "share"))
    if factor["factor"] not in KEPT:
        return factor
    return factor | {"status": None, "reasons": [{**reason, "status": None} for reason in factor["reasons"]]}


def _told(lines: Sequence[Listed]) -> list[dict[str, Any]]:
    fits = shortlists.complete(lines)
    return [told(fit, line.participant) for fit, line in zip(fits, lines, strict=True)]
