"""Who is let in where an employer keeps the posts of a vacancy, and the refusal for whoever is not yet.

Only what says where somebody lives and what training or certificate there is counts, as the promise names it. What is not known lets in.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from brokerage import accounts
from brokerage.models import Participant
from brokerage.promises.entitlement import Said, entitled
from employers import ring_fences
from employers.clock import local
from employers.columns import Refused
from employers.models import Vacancy
from employers.ring_fences import Fence


@dataclass(frozen=True, slots=True)
class LetIn:
    """Whether the present step lets somebody in; `text` is the question where it is not known."""

    said: Said
    text: str = ""


class KeptForOthers(Refused):
    """The posts are kept for others for now."""

    def __init__(self, fence: Fence, releases: str) -> None:
        super().__init__(f"These posts are kept for {fence.whom} {fence.ends}. {releases} can open them earlier.")


def let_in(fence: Fence, participant: Participant, on: date) -> LetIn:
    """Whether any step up to the present one is for this person."""
    found = [entitled(step, participant, on) for step in fence.let_in]
    if any(each.said == "yes" for each in found):
        return LetIn("yes")
    open_ones = [ground.text for each in found if each.said == "not known" for ground in each.grounds]
    return LetIn("not known", open_ones[-1]) if open_ones else LetIn("no")


def check_let_in(session: Session, vacancy: Vacancy, participant: Participant, now: datetime) -> None:
    """Raises KeptForOthers where the posts are kept and nobody said that they are for this person."""
    on = local(now).date()
    fence = ring_fences.of(session, vacancy, on)
    if fence is not None and fence.kept and let_in(fence, participant, on).said == "no":
        raise KeptForOthers(fence, releases(session, vacancy))


def releases(session: Session, vacancy: Vacancy) -> str:
    """Who could open the posts earlier: the employer's coordinator by name, if one is known."""
    email = vacancy.employer.coordinator
    user = accounts.find(session, email) if email else None
    return user.called if user is not None and user.active else "A coordinator"
