"""Who acts on a placement, in which role; whose somebody may see; and how a refusal is answered."""

from flask import abort
from sqlalchemy.orm import Session

from brokerage.access import actor, has_role
from brokerage.models import Participant
from brokerage.pages import people
from brokerage.pages.acting import moment, status
from brokerage.placements import records
from brokerage.placements.drafts import BookedOver
from brokerage.placing_models import Placed
from brokerage.referrals import Actor
from brokerage.shortlists import NotThere
from employers.columns import Refused
from employers.flows import Act
from employers.placements.life import TRANSITIONS
from employers.placements.moves import ChangedMeanwhile, NotJustNow, RenewedAlready, SignedAlready
from employers.placements.seats import NoRoom

OVERTAKEN = (BookedOver, NoRoom, RenewedAlready, ChangedMeanwhile, NotJustNow, SignedAlready)


def seen_placement(session: Session, reference: str) -> Placed:
    """One of which whoever asks may see something; a keyworker's are those of the own people. Else it looks absent."""
    try:
        placed = records.get(session, reference)
    except NotThere:
        abort(404)
    return placed if roles(placed.participant) else abort(404)


def roles(person: Participant) -> list[str]:
    return [*(["coordinator"] if has_role("coordinator") else []), *(["keyworker"] if people.own(person) else [])]


def actor_for(person: Participant, step: str) -> Actor:
    """Whoever asks, in a role that may take the step; if none may, in the first, so that the flow says so."""
    mine = roles(person) or abort(404)
    able = [role for role in mine if role in TRANSITIONS[step].roles]
    return Actor(actor(), (able or mine)[0])  # type: ignore[arg-type]


def actor_of(placed: Placed, step: str) -> Actor:
    return actor_for(placed.participant, step)


def act_of(placed: Placed, step: str, why: str | None = None) -> Act:
    by = actor_of(placed, step)
    return Act(by.email, by.role, moment(), why)


def status_of(refused: Refused) -> int:
    return 409 if isinstance(refused, OVERTAKEN) else status(refused)
