"""What happens to a placement, with everybody told who is concerned: signing, saying no, calling off, ending early. And what a link opens."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.keys.private_links import Opened, PrivateLinkSpent
from brokerage.placements import asking, drafts, letters, records
from brokerage.placing_models import Placed
from brokerage.sending import reaching
from brokerage.shortlists import NotThere
from employers.flows import Act
from employers.models import Employer
from employers.placements import moves as placement_moves
from employers.placements.attendance import last_day
from employers.placements.models import PlacementSignature
from employers.placements.moves import Signing

ANONYMOUS = "the participant"  # in the employer's tables nothing leads back to a person
NOES = {"say_no": "participant", "step_back": "employer", "cancel": "programme"}  # step: whose wish it was


@dataclass(frozen=True, slots=True)
class Link:
    """What a private link opens: a placement for one of its parties."""

    placed: Placed
    party: str

    def act(self, opened: Opened, now: datetime) -> Act:
        return Act(ANONYMOUS if self.party == "participant" else opened.whom, self.party, now)


def behind_link(session: Session, opened: Opened, today: date) -> Link:
    """Raises PrivateLinkSpent where there is none any more, it was over long ago, or the address is not one that may sign there now."""
    reference, _, party = opened.reference.partition(":")
    try:
        placed = records.get(session, reference)
    except NotThere:
        raise PrivateLinkSpent from None
    if party not in asking.PARTIES or (
        party == "employer" and not _may_sign(placed.placement.vacancy.employer, opened.whom)
    ):
        raise PrivateLinkSpent
    last = last_day(placed.placement)
    if last is not None and last + timedelta(days=settings.load().placements.link_days) < today:
        raise PrivateLinkSpent
    if party == "participant":
        reaching.check_link(placed.participant, opened)
    return Link(placed, party)


def sign(session: Session, placed: Placed, given: Signing, act: Act) -> PlacementSignature:
    """One of the three signs. Raises BookedOver, and what `placements.moves.sign` raises."""
    drafts.check_free(session, placed, act)
    made = placement_moves.sign(session, placed.placement, given, act)
    letters.follow(session, placed.placement, act.at)
    return made


def call_off(session: Session, placed: Placed, step: str, act: Act) -> None:
    """Somebody said no before it began, or it was called off. Raises what `placements.moves.call_off` raises."""
    seen = placed.placement.state != "draft"
    placement_moves.call_off(session, placed.placement, step, act)
    if seen:
        asking.told_off(session, placed, NOES[step], act)


def end(
    session: Session, placed: Placed, step: str, act: Act, *, last: date | None = None, wish: str = "programme"
) -> None:
    """It ends before its last day. Raises what `placements.moves.end` raises."""
    placement_moves.end(session, placed.placement, step, act, last=last, wish=wish)
    asking.told_off(session, placed, placed.placement.ended_by or "programme", act)
    letters.follow(session, placed.placement, act.at)


def _may_sign(employer: Employer, address: str) -> bool:
    return any((each.email or "").lower() == address.lower() for each in asking.able(employer))
