"""What an agreement is beyond its file: where it stands, what else was promised, and every step of its life."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from employers.checks import between, one_of
from employers.db import Base

SAID = ("draft", "changed", "signed", "paused", "ended")  # what people say; the rest of where it stands, its days say
SETTLED = ("honoured", "closed")
REFERENCE, LINE, LIST, NOTES = 60, 250, 2000, 4000  # characters, as in `employers.models`


class AgreementLife(Base):
    """One agreement's: an agreement without one, such as one from a file, is in force as its days say.

    `said` is `draft` until it was signed once, and `changed` while what was signed has been changed since.
    `settled`: what somebody said became of what was owed at its end. `renews`: the agreement in whose place it goes on.
    `trainees` people learn together for `cohort_jobs` jobs. `length_days`: of a placement or a trial.
    """

    __tablename__ = "agreement_life"
    __table_args__ = (
        one_of("said", SAID),
        one_of("settled", SETTLED),
        between("trainees", 1, 100_000),
        between("cohort_jobs", 0, 100_000),
        between("length_days", 1, 1000),
        CheckConstraint("(trainees IS NULL) = (cohort_jobs IS NULL)", "trainees_with_jobs"),
        CheckConstraint("renews <> agreement_reference", "renews_another"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agreement_reference: Mapped[str] = mapped_column(ForeignKey("agreement.reference"), unique=True)
    said: Mapped[str] = mapped_column(String(10), default="signed")
    settled: Mapped[str | None] = mapped_column(String(10))
    renews: Mapped[str | None] = mapped_column(ForeignKey("agreement.reference"), unique=True)
    criteria: Mapped[str | None] = mapped_column(String(LIST))
    cohort: Mapped[str | None] = mapped_column(String(LINE))
    trainees: Mapped[int | None] = mapped_column(Integer)
    cohort_jobs: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str | None] = mapped_column(String(LINE))
    source_reference: Mapped[str | None] = mapped_column(String(LINE))
    length_days: Mapped[int | None] = mapped_column(Integer)

    @property
    def reference(self) -> str:
        return self.agreement_reference


class AgreementStep(Base):
    """One transition: who, in which role, when and why. Nothing of it is ever changed. `signed_as`: the name under it."""

    __tablename__ = "agreement_step"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agreement_reference: Mapped[str] = mapped_column(ForeignKey("agreement.reference"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    transition: Mapped[str] = mapped_column(String(30))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(NOTES))
    signed_as: Mapped[str | None] = mapped_column(String(LINE))

    @property
    def reference(self) -> str:
        return f"{self.agreement_reference} {self.transition}"
