"""Participants: a keyworker's own in full; for a coordinator everybody, by name and keyworker, without a profile."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import places
from brokerage.access import has_role, who
from brokerage.api import cells
from brokerage.api.calls import changes, reads
from brokerage.api.paging import Page, listing, page
from brokerage.models import Participant
from brokerage.pages.people import mine, own, seen
from brokerage.participants import PARTICIPANTS
from employers import records

FOR_COORDINATOR = ("reference", "name", "keyworker", "share", "live")
Shown = cells.shown("Participant", PARTICIPANTS, always=FOR_COORDINATOR)
New = cells.new("NewParticipant", PARTICIPANTS)
Change = cells.changed("ParticipantChange", PARTICIPANTS)


@reads("/participants", listing("Participants", "participants", Shown), Page)
def participants(session: Session, query: Page) -> dict[str, Any]:
    """The participants

    For a keyworker the own people, each whole. For a coordinator everybody: reference, name, keyworker, whether in the lists,
    and the most that may be shown; the rest is the keyworker's to know, and is not there.
    """
    found = select(Participant).options(joinedload(Participant.keyworker)).order_by(Participant.reference)
    if not has_role("coordinator"):
        found = found.where(Participant.keyworker_id == who().id)
    people, rest = page(session, found, query)
    return {"participants": [told(person) for person in people], **rest}


@reads("/participants/<reference>", Shown)
def participant(session: Session, reference: str) -> dict[str, Any]:
    """One participant"""
    return told(seen(session, reference))


@changes("POST", "/participants", New, Shown, 201)
def add_participant(session: Session, body: BaseModel) -> dict[str, Any]:
    """Add a participant

    A keyworker's call. Where no keyworker is named, it is the token's owner.
    """
    sent = {"keyworker": who().email, **cells.as_cells(body)}
    saved = records.save(session, PARTICIPANTS, sent, locate=places.finder(session))
    return cells.as_json(PARTICIPANTS, saved.record)


@changes("PATCH", "/participants/<reference>", Change, Shown)
def change_participant(session: Session, body: BaseModel, reference: str) -> dict[str, Any]:
    """Change a participant

    One of the keyworker's own. What is not sent stays as it is; `null` empties.
    """
    person = mine(session, reference)
    sent = cells.as_cells(body)
    records.save(session, PARTICIPANTS, sent, locate=places.finder(session), record=person, whole=False)
    return cells.as_json(PARTICIPANTS, person)


def told(person: Participant) -> dict[str, Any]:
    """As much of a participant as whoever asks may read."""
    return cells.as_json(PARTICIPANTS, person, None if own(person) else FOR_COORDINATOR)
