"""Referrals: who is put towards which vacancy, how far it has come, and asking a keyworker whether one would suit."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import interviews, shortlists
from brokerage import referrals as use_cases
from brokerage.access import has_role, who
from brokerage.api import cells, slots
from brokerage.api.calls import changes, reads
from brokerage.api.paging import Page, listing, page
from brokerage.flow import OUTCOMES, STATES
from brokerage.models import Participant
from brokerage.pages.acting import acting, moment, possible, seen_referral
from brokerage.pages.people import seen
from brokerage.referral_models import Referral

State = Annotated[str, Field(json_schema_extra={"enum": list(STATES)})]
Outcome = Annotated[str, Field(json_schema_extra={"enum": list(OUTCOMES)})]


class ReferralAnswer(BaseModel):
    """One participant put towards one vacancy. Moments are in UTC."""

    reference: str
    participant: str
    vacancy: str
    state: State
    outcome: Outcome | None
    asked_at: str
    asked_by: str
    slot: str | None = Field(description="Of the interview that is booked")
    possible: list[str] = Field(description="What the token's owner could do now")


class NewReferral(BaseModel):
    """Whose keyworker is asked about which vacancy."""

    model_config = ConfigDict(strict=True, extra="forbid")

    participant: cells.Reference
    vacancy: cells.Reference
    why: str | None = Field(None, max_length=4000, description="For the keyworker to read")


class Times(BaseModel):
    """The times that could be booked for a referral."""

    slots: list[slots.Shown]  # type: ignore[valid-type]


class Which(Page):
    participant: cells.Reference | None = None
    vacancy: cells.Reference | None = None


@reads("/referrals", listing("Referrals", "referrals", ReferralAnswer), Which)
def referrals(session: Session, query: Which) -> dict[str, Any]:
    """The referrals

    The newest first; for a keyworker those of the own people.
    """
    found = select(Referral).join(Referral.participant).order_by(Referral.id.desc())
    found = found.options(joinedload(Referral.participant), joinedload(Referral.booking))
    if not has_role("coordinator"):
        found = found.where(Participant.keyworker_id == who().id)
    if query.participant is not None:
        found = found.where(Participant.reference == query.participant)
    if query.vacancy is not None:
        found = found.where(Referral.vacancy_reference == query.vacancy)
    some, rest = page(session, found, query)
    return {"referrals": [told(each) for each in some], **rest}


@reads("/referrals/<reference>", ReferralAnswer)
def referral(session: Session, reference: str) -> dict[str, Any]:
    """One referral"""
    return told(seen_referral(session, reference))


@reads("/referrals/<reference>/slots", Times)
def times(session: Session, reference: str) -> dict[str, Any]:
    """The times that could be booked

    Still to come, with a free place, and the person is nowhere else, the way there included. None unless it can be booked or moved now.
    """
    one = seen_referral(session, reference)
    offered = interviews.offered(session, one, moment()) if possible(one) & {"book", "move"} else []
    return {"slots": [slots.told(session, each) for each in offered]}


@changes("POST", "/referrals", NewReferral, ReferralAnswer, 201)
def ask(session: Session, body: NewReferral) -> dict[str, Any]:
    """Ask whether a vacancy would suit somebody

    A coordinator asks the keyworker; a keyworker begins the check of one of the own people.
    """
    person = seen(session, body.participant)
    job = shortlists.vacancy(session, body.vacancy)
    return told(use_cases.ask(session, person, job, acting(person, "ask"), moment(), why=body.why))


def told(one: Referral) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "participant": one.participant.reference,
        "vacancy": one.vacancy_reference,
        "state": one.state,
        "outcome": one.outcome,
        "asked_at": _utc(one.asked_at),
        "asked_by": one.asked_by,
        "slot": one.booking.slot_reference if one.booking else None,
        "possible": sorted(possible(one)),
    }


def _utc(at: datetime) -> str:
    return f"{at.replace(microsecond=0).isoformat()}Z"
