"""What trust in an employer stands on: why it is withheld, how many people it can answer at once, what its sites have in place.

Times are UTC. None of it is read by a fit or changes the order of a list.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.checks import between, one_of
from employers.db import Base
from employers.models import LINE, NOTES, Employer

WITHHELD_STEPS = {
    "withheld": "Withheld",
    "by_file": "Written down by a file",
    "evidence": "What it rests on",
    "their_side": "What the employer says",
    "kept": "Kept withheld",
    "put_back": "Put back",
}
SAFETY_ITEMS = {
    "liability_insurance": "Employers’ liability insurance",
    "risk_assessment": "Risk assessment",
    "safeguarding": "Safeguarding and DBS checks of staff",
    "accessibility": "How accessible the site is",
}


class Withholding(Base):
    """Why an employer is withheld, and who looks at it again; one is open for an employer at a time.

    The reason itself is `Employer.withheld`. `opened_by` is NULL where a file wrote it down. Whoever reviews is a second person."""

    __tablename__ = "withholding"
    __table_args__ = (
        UniqueConstraint("employer_reference", "open"),  # NULLs differ: ended ones do not count
        CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", "open_until_ended"),
        CheckConstraint("reviewed_by <> opened_by", "reviewed_by_a_second_person"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"))
    since: Mapped[datetime] = mapped_column(DateTime)
    opened_by: Mapped[str | None] = mapped_column(String(254))
    review_on: Mapped[date] = mapped_column(Date)
    reviewed_by: Mapped[str | None] = mapped_column(String(254))
    open: Mapped[str | None] = mapped_column(String(4), default="yes")
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)

    employer: Mapped[Employer] = relationship()
    steps: Mapped[list["WithholdingStep"]] = relationship(back_populates="withholding", order_by="WithholdingStep.id")

    @property
    def reference(self) -> str:
        return self.employer_reference


class WithholdingStep(Base):
    """One line of the history of a withholding. Nothing of it is ever changed."""

    __tablename__ = "withholding_step"
    __table_args__ = (one_of("what", WITHHELD_STEPS),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    withholding_id: Mapped[int] = mapped_column(ForeignKey("withholding.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(254))
    what: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(NOTES))
    review_on: Mapped[date | None] = mapped_column(Date)  # when it is looked at again, as this step says

    withholding: Mapped[Withholding] = relationship(back_populates="steps")


class EmployerLimit(Base):
    """How many people an employer can answer at once, and from which day on after a rest; NULL: no such limit."""

    __tablename__ = "employer_limit"
    __table_args__ = (between("most_waiting", 1, 1000),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), unique=True)
    most_waiting: Mapped[int | None] = mapped_column(Integer)
    opens_on: Mapped[date | None] = mapped_column(Date)
    set_by: Mapped[str] = mapped_column(String(254))
    set_at: Mapped[datetime] = mapped_column(DateTime)

    @property
    def reference(self) -> str:
        return self.employer_reference


class SiteSafety(Base):
    """One item of a site's safety file. `site` is a postcode, or empty for all sites of the employer.

    What counts is what one of us has seen. What the employer wrote since waits in the `told_...` columns until it is confirmed."""

    __tablename__ = "site_safety"
    __table_args__ = (
        UniqueConstraint("employer_reference", "site", "item"),
        one_of("item", SAFETY_ITEMS),
        CheckConstraint("(seen_by IS NULL) = (seen_on IS NULL)", "seen_by_somebody_on_a_day"),
        CheckConstraint("(told_by IS NULL) = (told_at IS NULL)", "told_by_somebody_at_a_time"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"))
    site: Mapped[str] = mapped_column(String(8), default="")
    item: Mapped[str] = mapped_column(String(30))
    note: Mapped[str | None] = mapped_column(String(LINE))
    expires_on: Mapped[date | None] = mapped_column(Date, index=True)
    seen_by: Mapped[str | None] = mapped_column(String(254))
    seen_on: Mapped[date | None] = mapped_column(Date)
    told_note: Mapped[str | None] = mapped_column(String(LINE))
    told_expires_on: Mapped[date | None] = mapped_column(Date)
    told_by: Mapped[str | None] = mapped_column(String(254))
    told_at: Mapped[datetime | None] = mapped_column(DateTime)

    employer: Mapped[Employer] = relationship()

    @property
    def reference(self) -> str:
        return " ".join(filter(None, [self.employer_reference, self.site, self.item]))


class PlacementWord(Base):
    """What somebody found who looked into an employer's placements without hires, and at which figures."""

    __tablename__ = "placement_word"
    __table_args__ = (between("placements", 0, 1_000_000),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    placements: Mapped[int] = mapped_column(Integer)
    hires: Mapped[int] = mapped_column(Integer)
    word: Mapped[str] = mapped_column(String(NOTES))
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(254))


class ContactJob(Base):
    """A vacancy that is one hiring manager's own."""

    __tablename__ = "contact_job"
    __table_args__ = (UniqueConstraint("contact_id", "vacancy_reference"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("employer_contact.id", ondelete="CASCADE"))
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"))
