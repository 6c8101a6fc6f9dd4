"""One person and one vacancy on the way to an outcome: what was said, by whom, and the times that were booked."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.flow import OUTCOMES, STATES
from brokerage.models import Participant, utc_now
from employers.checks import one_of
from employers.db import Base
from employers.models import LINE, LIST, NOTES, REFERENCE, Introduction, Vacancy


class Referral(Base):
    """One participant put towards one vacancy. It is open until it has an outcome; one is open for a pair at a time."""

    __tablename__ = "referral"
    __table_args__ = (
        one_of("state", STATES),
        one_of("outcome", OUTCOMES),
        CheckConstraint("(state = 'ended') = (outcome IS NOT NULL)", "ended_with_an_outcome"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", "ended_at_a_time"),
        CheckConstraint("(state = 'ended') = (open IS NULL)", "open_until_ended"),
        UniqueConstraint("participant_id", "vacancy_reference", "open"),  # NULLs differ: ended ones do not count
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="asked", index=True)
    open: Mapped[str | None] = mapped_column(String(4), default="yes")
    outcome: Mapped[str | None] = mapped_column(String(20))
    asked_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    asked_by: Mapped[str] = mapped_column(String(254))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("introduction.id"), unique=True)
    agreement_reference: Mapped[str | None] = mapped_column(ForeignKey("agreement.reference"), index=True)

    participant: Mapped[Participant] = relationship()
    vacancy: Mapped[Vacancy] = relationship()
    introduction: Mapped[Introduction | None] = relationship()
    steps: Mapped[list["Step"]] = relationship(back_populates="referral", order_by="Step.id")
    findings: Mapped[list["CheckedFactor"]] = relationship(back_populates="referral", order_by="CheckedFactor.id")
    opinions: Mapped[list["Opinion"]] = relationship(back_populates="referral", order_by="Opinion.id")
    answer: Mapped["Answer | None"] = relationship(back_populates="referral")
    booking: Mapped["Booking | None"] = relationship(back_populates="referral")
    kept_seat: Mapped["KeptSeat | None"] = relationship(back_populates="referral")


BOOKINGS = ("book", "move", "uncancel")


class Step(Base):
    """One transition: who, in which role, when and why. Nothing of it is ever changed."""

    __tablename__ = "referral_step"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    transition: Mapped[str] = mapped_column(String(30))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(NOTES))
    slot_reference: Mapped[str | None] = mapped_column(
        String(REFERENCE)
    )  # the time it is about, which may be gone since

    referral: Mapped[Referral] = relationship(back_populates="steps")

    @property
    def reference(self) -> str:
        return f"{self.referral.reference} {self.transition}"

    @property
    def about_interview(self) -> bool:
        """Whether an interview was booked, moved or given up by it: messages and calendars count these."""
        return self.transition in BOOKINGS or self.before == "booked"


class CheckedFactor(Base):
    """One factor of a suitability check: what the engine found, and what the keyworker made of it, with source and date."""

    __tablename__ = "checked_factor"
    __table_args__ = (
        UniqueConstraint("referral_id", "factor"),
        one_of("found", ("pass", "fail", "unknown")),
        one_of("status", ("pass", "fail", "unknown")),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    factor: Mapped[str] = mapped_column(String(20))
    found: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(NOTES))
    status: Mapped[str] = mapped_column(String(10))
    source: Mapped[str | None] = mapped_column(String(LINE))
    seen_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(String(NOTES))

    referral: Mapped[Referral] = relationship(back_populates="findings")

    @property
    def reference(self) -> str:
        return f"{self.referral.reference} {self.factor}"


class KeptPolicy(Base):
    """Rules by which a kept result was made: their table of settings, and the list of skills that went with it."""

    unaudited: ClassVar[bool] = (
        True  # written once, beside the result that names it; config.toml is where it is changed
    )

    __tablename__ = "kept_policy"

    mark: Mapped[str] = mapped_column(String(12), primary_key=True)
    written: Mapped[str] = mapped_column(Text)
    skills: Mapped[str] = mapped_column(String(LINE))


class KeptResult(Base):
    """What the engine last found for a check, with the facts it was made of, the day and the rules."""

    unaudited: ClassVar[bool] = True  # a copy: the facts and the findings have trails of their own

    __tablename__ = "kept_result"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), unique=True)
    as_of: Mapped[date] = mapped_column(Date)
    policy: Mapped[str] = mapped_column(ForeignKey("kept_policy.mark"))
    facts: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)


class Opinion(Base):
    """What a keyworker or a coordinator thinks of it, kept side by side; neither stops anything."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("referral_id", "role"), one_of("role", ("keyworker", "coordinator")))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
    text: Mapped[str] = mapped_column(String(NOTES))

    referral: Mapped[Referral] = relationship(back_populates="opinions")

    @property
    def reference(self) -> str:
        return f"{self.referral.reference} {self.role}"


class Answer(Base):
    """The participant's own yes or no, and the words that may be shown to this employer for this vacancy: nothing else may."""

    __tablename__ = "participant_answer"
    __table_args__ = (one_of("said", ("yes", "no")),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)
    said: Mapped[str] = mapped_column(String(3))
    said_on: Mapped[date] = mapped_column(Date)
    shares: Mapped[str | None] = mapped_column(String(LIST))
    words: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # as `Introduction.card`

    referral: Mapped[Referral] = relationship(back_populates="answer")

    @property
    def reference(self) -> str:
        return self.referral.reference


class PromisedPlace(Base):
    """One of the interviews that an agreement guarantees, taken: the numbers run from 1 to what was promised, never beyond."""

    __tablename__ = "promised_place"
    __table_args__ = (UniqueConstraint("agreement_reference", "number"), CheckConstraint("number >= 1", "number_range"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agreement_reference: Mapped[str] = mapped_column(ForeignKey("agreement.reference"))
    number: Mapped[int] = mapped_column(Integer)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)

    @property
    def reference(self) -> str:
        return f"{self.agreement_reference} {self.number}"


class Booking(Base):
    """A seat of a slot. A seat has one booking, a referral has one; moving or cancelling leaves its trace in the steps."""

    __tablename__ = "booking"
    __table_args__ = (UniqueConstraint("slot_reference", "seat"), CheckConstraint("seat >= 1", "seat_range"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slot_reference: Mapped[str] = mapped_column(ForeignKey("slot.reference"), index=True)
    seat: Mapped[int] = mapped_column(Integer)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)

    referral: Mapped[Referral] = relationship(back_populates="booking")
    quarters: Mapped[list["BusyQuarter"]] = relationship(back_populates="booking", cascade="all, delete-orphan")

    @property
    def reference(self) -> str:
        return f"{self.slot_reference} seat {self.seat}"


class KeptSeat(Base):
    """A seat of a slot kept for one person while asked: until a moment (UTC), past which the row counts for nothing."""

    __tablename__ = "kept_seat"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slot_reference: Mapped[str] = mapped_column(ForeignKey("slot.reference", ondelete="CASCADE"), index=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)
    until: Mapped[datetime] = mapped_column(DateTime)

    referral: Mapped[Referral] = relationship(back_populates="kept_seat")

    @property
    def reference(self) -> str:
        return f"{self.slot_reference} kept"


class BusyQuarter(Base):
    """A quarter of an hour, journey included, in which somebody is taken: nobody is in two places."""

    unaudited = True  # its booking is in the trail

    __tablename__ = "busy_quarter"
    __table_args__ = (UniqueConstraint("participant_id", "quarter"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    quarter: Mapped[int] = mapped_column(Integer)  # local clock time in quarters since 1 January 2000, 00:00

    booking: Mapped[Booking] = relationship(back_populates="quarters")
