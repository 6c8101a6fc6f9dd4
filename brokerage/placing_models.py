"""Whose placement it is. The employer's side of it, in `employers.placements.models`, knows no person."""

from datetime import date

from sqlalchemy import JSON, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.models import Participant
from brokerage.referral_models import Referral
from employers.db import Base
from employers.models import NOTES
from employers.placements.models import Placement


class Placed(Base):
    """The person of one placement. `agreed_on`: when the words on its card were agreed to; `support`: what we see to, for staff only.

    `arranged`: what was arranged for the days and hours in `arranged_for`, which meet what the person has stated; the person reads it."""

    __tablename__ = "placed"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"), index=True)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    support: Mapped[str | None] = mapped_column(String(NOTES))
    arranged: Mapped[str | None] = mapped_column(String(NOTES))
    arranged_for: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # ["2027-01-25 09:30-14:30", ...]

    placement: Mapped[Placement] = relationship()
    participant: Mapped[Participant] = relationship()
    referral: Mapped[Referral | None] = relationship()

    @property
    def reference(self) -> str:
        return self.placement.reference
