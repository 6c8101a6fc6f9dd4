"""What coordinators write down of employers: contacts, promises, visits to come, whose employer it is, and weeks signed off.

The ledger is the programme's: nothing of it reaches an employer. Moments are UTC; days and times of day are those on the clock there.
"""

from datetime import date, datetime, time

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.checks import between, one_of
from employers.db import Base
from employers.models import LINE, NOTES, REFERENCE, Employer

KINDS = {
    "visit": "Visit in person",
    "call": "Call",
    "email": "E-mail",
    "video": "Video call",
    "event": "Event",
}
PURPOSES = {
    "learn": "Learn about them",
    "offer": "Say what we offer",
    "describe": "Describe a person",
    "follow_up": "Follow up",
}
SIDES = {"them": "They promised", "us": "We promised"}
CLOSED_AS = {"kept": "Kept", "let_go": "Let go"}


class LedgerEntry(Base):
    """One contact with an employer. Only its author corrects it or takes it back; what it said before stays in the trail.

    `with_whom` is the name as it was then, also where the contact has gone since. `decides`: NULL, nobody knows. `for_lead` is the
    lead coordinator of that day where somebody else wrote this; it waits on that one's Today until it is read."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("purpose", PURPOSES),
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_why IS NULL)", "taken_back_with_why"),
        CheckConstraint("read_at IS NULL OR for_lead IS NOT NULL", "read_by_the_lead"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)  # made with the form: sent twice, kept once
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    kind: Mapped[str] = mapped_column(String(10))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("employer_contact.id", ondelete="SET NULL"), index=True)
    with_whom: Mapped[str] = mapped_column(String(LINE))
    decides: Mapped[bool | None] = mapped_column(Boolean)
    purpose: Mapped[str] = mapped_column(String(10))
    said: Mapped[str | None] = mapped_column(String(NOTES))
    by: Mapped[str] = mapped_column(String(254), index=True)
    written_at: Mapped[datetime] = mapped_column(DateTime)
    corrected_at: Mapped[datetime | None] = mapped_column(DateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(DateTime)
    taken_back_why: Mapped[str | None] = mapped_column(String(LINE))
    for_lead: Mapped[str | None] = mapped_column(String(254), index=True)
    read_at: Mapped[datetime | None] = mapped_column(DateTime)

    employer: Mapped[Employer] = relationship()
    promises: Mapped[list["LedgerPromise"]] = relationship(back_populates="entry", order_by="LedgerPromise.id")


class LedgerPromise(Base):
    """What one side said it would do by a day. Open until somebody says that it was kept, or will not come."""

    __tablename__ = "ledger_promise"
    __table_args__ = (
        one_of("side", SIDES),
        one_of("closed_as", CLOSED_AS),
        CheckConstraint("(closed_at IS NULL) = (closed_as IS NULL)", "closed_as_something"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", "closed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    side: Mapped[str] = mapped_column(String(4))
    what: Mapped[str] = mapped_column(String(LINE))
    due_on: Mapped[date] = mapped_column(Date, index=True)
    closed_as: Mapped[str | None] = mapped_column(String(10))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime)
    closed_by: Mapped[str | None] = mapped_column(String(254))

    entry: Mapped[LedgerEntry] = relationship(back_populates="promises")

    @property
    def reference(self) -> str:
        return f"{self.entry.reference} {self.id}"


class PlannedVisit(Base):
    """A visit to come. A coordinator has one open at a time with one employer: another day moves it. It ends with the entry
    written of it, or is called off. `weeks`: a regular one, again after so many weeks until it is called off."""

    __tablename__ = "planned_visit"
    __table_args__ = (
        UniqueConstraint("employer_reference", "by", "open"),  # NULLs differ: those that are over do not count
        CheckConstraint("open IS NULL OR (entry_id IS NULL AND called_off_at IS NULL)", "open_until_over"),
        between("weeks", 1, 52),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    by: Mapped[str] = mapped_column(String(254), index=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    at: Mapped[time | None] = mapped_column(Time)
    weeks: Mapped[int | None] = mapped_column(Integer)
    open: Mapped[str | None] = mapped_column(String(4), default="yes")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    called_off_at: Mapped[datetime | None] = mapped_column(DateTime)

    employer: Mapped[Employer] = relationship()


class LeadChange(Base):
    """That an employer got another lead coordinator, and why. Nothing of it is ever changed."""

    __tablename__ = "lead_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    before: Mapped[str | None] = mapped_column(String(254))
    after: Mapped[str | None] = mapped_column(String(254))
    why: Mapped[str] = mapped_column(String(LINE))
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(DateTime)


class SignedWeek(Base):
    """A manager's word on one coordinator's week, with what was counted then. Signing again replaces it; the trail has both."""

    __tablename__ = "signed_week"
    __table_args__ = (
        UniqueConstraint("coordinator", "monday"),
        between("contacts", 0, 100_000),
        CheckConstraint("deciding <= in_person AND in_person <= contacts", "counts_within_each_other"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    coordinator: Mapped[str] = mapped_column(String(254))
    monday: Mapped[date] = mapped_column(Date, index=True)
    contacts: Mapped[int] = mapped_column(Integer)
    in_person: Mapped[int] = mapped_column(Integer)
    deciding: Mapped[int] = mapped_column(Integer)
    word: Mapped[str | None] = mapped_column(String(NOTES))
    signed_by: Mapped[str] = mapped_column(String(254))
    signed_at: Mapped[datetime] = mapped_column(DateTime)

    @property
    def reference(self) -> str:
        return f"{self.coordinator} {self.monday}"
