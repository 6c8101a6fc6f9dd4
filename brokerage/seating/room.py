"""Whether there are places enough for those who were asked: counted before more people are asked about a vacancy, or a time is chosen."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from brokerage import interviews
from brokerage.referral_models import KeptSeat, Referral
from employers.clock import local
from employers.models import Slot, Vacancy

BEFORE = ("asked", "checked", "agreed", "introduced", "held", "wanted")  # a time is still needed, if all goes well


@dataclass(frozen=True, slots=True)
class Room:
    """Free places to come at a vacancy's times, and people on the way who would need one of them."""

    free: int
    invited: int

    def short_of(self, more: int = 0) -> str:
        """A sentence where places are fewer than people, `more` of whom would be asked now; else blank."""
        people = self.invited + more
        if people <= self.free:
            return ""
        who = "1 person would need" if people == 1 else f"{people} people would need"
        free = {0: "none is free", 1: "1 is free"}.get(self.free, f"{self.free} are free")
        asked = f", {'the one' if more == 1 else f'the {more}'} you ask now among them" if more and self.invited else ""
        return f"{who} a place at an interview here{asked}, and {free}. Ask the employer for more times, so that nobody waits in vain."


def of(session: Session, vacancy: Vacancy, now: datetime) -> Room:
    """What is free for this vacancy, and who is on the way to it, or shares its times under an agreement."""
    own = or_(Slot.vacancy_reference == vacancy.reference, Slot.vacancy_reference.is_(None))
    agreement = vacancy.agreement_reference
    under = or_(Slot.agreement_reference.is_(None), Slot.agreement_reference == agreement)
    slots = session.scalars(select(Slot).where(Slot.starts_at > local(now), own, under)).all()
    shared = agreement is not None and any(slot.vacancy_reference is None for slot in slots)
    those = Vacancy.agreement_reference == agreement if shared else Vacancy.reference == vacancy.reference
    seated = exists().where(
        KeptSeat.referral_id == Referral.id, KeptSeat.until > now
    )  # a place is kept, so none is needed
    invited = select(func.count(Referral.id)).join(Referral.vacancy).where(Referral.state.in_(BEFORE), those, ~seated)
    return Room(sum(interviews.free_at(session, slots, now).values()), session.scalar(invited) or 0)
