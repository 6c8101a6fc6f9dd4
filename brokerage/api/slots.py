"""Slots: the times at which employers see people, with how many places are free."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from brokerage import interviews
from brokerage.api import cells
from brokerage.api.calls import changes, reads
from brokerage.api.paging import Page, listing, page
from brokerage.pages.acting import moment
from brokerage.shortlists import NotThere
from brokerage.slots import SLOTS
from employers import records
from employers.models import Slot

FREE = (int, Field(description="How many more people can be seen then"))
Shown = cells.shown("Slot", SLOTS, {"free": FREE})
New = cells.new("NewSlot", SLOTS)
Change = cells.changed("SlotChange", SLOTS)


class Since(Page):
    since: Annotated[str, StringConstraints(pattern=cells.PATTERNS["date"])] | None = Field(
        None, description="The first day, as 2027-01-14"
    )


@reads("/slots", listing("Slots", "slots", Shown), Since)
def slots(session: Session, query: Since) -> dict[str, Any]:
    """The slots

    In the order of time.
    """
    found = since(select(Slot).order_by(Slot.starts_at, Slot.reference), query)
    some, rest = page(session, found, query)
    return {"slots": [told(session, each) for each in some], **rest}


@reads("/slots/<reference>", Shown)
def slot(session: Session, reference: str) -> dict[str, Any]:
    """One slot"""
    return told(session, get(session, reference))


@changes("POST", "/slots", New, Shown, 201)
def add_slot(session: Session, body: BaseModel) -> dict[str, Any]:
    """Add a slot

    For an agreement, for a vacancy, or for both.
    """
    return told(session, records.save(session, SLOTS, cells.as_cells(body)).record)


@changes("PATCH", "/slots/<reference>", Change, Shown)
def change_slot(session: Session, body: BaseModel, reference: str) -> dict[str, Any]:
    """Change a slot

    What is not sent stays as it is; `null` empties. One in which somebody is booked keeps its time.
    """
    one = get(session, reference)
    records.save(session, SLOTS, cells.as_cells(body), record=one, whole=False)
    return told(session, one)


def since(found: Select[Any], asked: Since) -> Select[Any]:
    """Those of slots, or of what stands in slots, from the day that is asked for on."""
    if asked.since is None:
        return found
    return found.where(Slot.starts_at >= datetime.combine(date.fromisoformat(asked.since), datetime.min.time()))


def told(session: Session, one: Slot) -> dict[str, Any]:
    return {**cells.as_json(SLOTS, one), "free": interviews.free(session, one, moment())}


def get(session: Session, reference: str) -> Slot:
    """Raises NotThere."""
    found: Slot | None = records.find(session, SLOTS, reference)
    if found is None:
        raise NotThere("slot", reference)
    return found
