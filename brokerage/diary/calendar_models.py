"""Private calendar addresses, and interviews that were given up: a calendar elsewhere still has to hear of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.accounts import User
from brokerage.models import Participant, utc_now
from brokerage.referral_models import Referral
from employers.db import Base
from employers.models import LINE, REFERENCE


class CalendarLink(Base):
    """A private calendar address of an account or of a participant. One works at a time; only its hash is kept."""

    __tablename__ = "calendar_link"
    __table_args__ = (
        UniqueConstraint("user_id", "open"),  # NULLs differ: those that have ended do not count
        UniqueConstraint("participant_id", "open"),
        CheckConstraint("(user_id IS NULL) <> (participant_id IS NULL)", "of_somebody"),
        CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", "open_until_ended"),
    )
    secret_columns = frozenset({"hashed"})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    hashed: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
    open: Mapped[str | None] = mapped_column(String(4), default="yes")
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)

    user: Mapped[User | None] = relationship()
    participant: Mapped[Participant | None] = relationship()

    @property
    def reference(self) -> str:
        return self.user.email if self.user else self.participant.reference if self.participant else "nobody"


class InterviewOff(Base):
    """The time that a referral had, as it was when it was given up last. Booked again, it does not count any more."""

    unaudited = True  # the step and the booking are in the trail

    __tablename__ = "interview_off"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), unique=True)
    slot_reference: Mapped[str] = mapped_column(String(REFERENCE))
    starts_at: Mapped[datetime] = mapped_column(DateTime)  # on the clock on the wall, as slots are
    minutes: Mapped[int | None] = mapped_column(Integer)
    where: Mapped[str | None] = mapped_column(String(LINE))
    off_at: Mapped[datetime] = mapped_column(DateTime, index=True)  # UTC

    referral: Mapped[Referral] = relationship()
