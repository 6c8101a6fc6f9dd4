"""Work experience and job trials as the employer's side has them: the paper, its days, its signatures and every step of its life.

Nothing here leads back to the person: what the employer may read of somebody is on the card, in the words that were agreed to. Times of
steps and signatures are UTC; the hours of a day are what the clock on the wall there shows.
"""

from datetime import date, datetime, time

from sqlalchemy import (
    JSON,
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
from employers.models import LINE, NOTES, REFERENCE, Agreement, Introduction, Vacancy

KINDS = ("work_experience", "job_trial")
SCHEMES = ("work_experience", "job_trial", "swap")  # whose rules it keeps
STATES = ("draft", "to_sign", "signed", "running", "finished", "ended", "cancelled")
PARTIES = ("participant", "employer", "programme")
ENDED_BY = PARTIES


class Placement(Base):
    """A stay at one site, agreed by three. `edition` counts up with every change after it was sent; a signature stands under one.

    `card` is as `Introduction.card`. `starts_on` and `ends_on` are the first and the last of its days. `ended_on` is the last day of one
    that ended early, and `ended_by` whose wish that was. `job_weeks`: how long the job lasts that a trial is for; NULL: no end.
    """

    __tablename__ = "placement"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("scheme", SCHEMES),
        one_of("state", STATES),
        one_of("ended_by", ENDED_BY),
        between("edition", 1, 100_000),
        between("job_weeks", 1, 1000),
        CheckConstraint("(scheme = 'job_trial') = (kind = 'job_trial')", "scheme_of_its_kind"),
        CheckConstraint("ends_on >= starts_on", "ends_from_start"),
        CheckConstraint("(state = 'ended') = (ended_by IS NOT NULL)", "ended_by_somebody"),
        CheckConstraint("(ended_by IS NULL) = (ended_on IS NULL)", "ended_on_a_day"),
        CheckConstraint("renews <> reference", "renews_another"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)  # random: nothing can be counted from it
    kind: Mapped[str] = mapped_column(String(20))
    scheme: Mapped[str] = mapped_column(String(20))
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"), index=True)
    agreement_reference: Mapped[str | None] = mapped_column(ForeignKey("agreement.reference"), index=True)
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("introduction.id"), index=True)
    card: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    site: Mapped[str | None] = mapped_column(String(8))  # a postcode; NULL: where the vacancy is
    where: Mapped[str | None] = mapped_column(String(LINE))
    supervisor: Mapped[str | None] = mapped_column(String(LINE))
    tasks: Mapped[str | None] = mapped_column(String(NOTES))
    leads_to: Mapped[str | None] = mapped_column(String(NOTES))
    expenses: Mapped[str | None] = mapped_column(String(LINE))
    bring: Mapped[str | None] = mapped_column(String(LINE))
    paid: Mapped[bool] = mapped_column(Boolean, default=False)
    only_person: Mapped[bool | None] = mapped_column(Boolean)  # a trial's: nobody else is considered for the job
    job_weeks: Mapped[int | None] = mapped_column(Integer)
    starts_on: Mapped[date | None] = mapped_column(Date, index=True)
    ends_on: Mapped[date | None] = mapped_column(Date, index=True)
    ended_by: Mapped[str | None] = mapped_column(String(20))
    ended_on: Mapped[date | None] = mapped_column(Date)
    renews: Mapped[str | None] = mapped_column(ForeignKey("placement.reference"), unique=True)
    drafted_at: Mapped[datetime] = mapped_column(DateTime)
    drafted_by: Mapped[str] = mapped_column(String(254))

    vacancy: Mapped[Vacancy] = relationship()
    agreement: Mapped[Agreement | None] = relationship()
    introduction: Mapped[Introduction | None] = relationship()
    days: Mapped[list["PlacementDay"]] = relationship(
        order_by="PlacementDay.day", cascade="all, delete-orphan", back_populates="placement"
    )
    roles: Mapped[list["PlacementRole"]] = relationship(
        order_by="PlacementRole.number", cascade="all, delete-orphan", back_populates="placement"
    )
    signatures: Mapped[list["PlacementSignature"]] = relationship(
        order_by="PlacementSignature.id", back_populates="placement"
    )
    steps: Mapped[list["PlacementStep"]] = relationship(order_by="PlacementStep.id", back_populates="placement")

    @property
    def called(self) -> str:
        """The name that may be said to the employer; without it, that somebody comes."""
        return next((line["text"] for line in self.card if line["part"] == "name"), "") or "The participant"


class PlacementDay(Base):
    """One day of it: from when to when, less a break. `role` is the number of the role in rotation on that day."""

    __tablename__ = "placement_day"
    __table_args__ = (
        UniqueConstraint("placement_id", "day"),
        CheckConstraint("ends > starts", "ends_after_start"),
        between("break_minutes", 0, 480),
        between("role", 1, 20),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    day: Mapped[date] = mapped_column(Date, index=True)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    break_minutes: Mapped[int] = mapped_column(Integer, default=0)
    role: Mapped[int | None] = mapped_column(Integer)

    placement: Mapped[Placement] = relationship(back_populates="days")

    @property
    def reference(self) -> str:
        return f"{self.placement.reference} {self.day}"

    @property
    def minutes(self) -> int:
        """Minutes there, without the break."""
        whole = self.ends.hour * 60 + self.ends.minute - self.starts.hour * 60 - self.starts.minute
        return max(0, whole - self.break_minutes)


class PlacementRole(Base):
    """One of several roles that the person is in by turns, for so many days."""

    __tablename__ = "placement_role"
    __table_args__ = (UniqueConstraint("placement_id", "number"), between("number", 1, 20), between("days", 1, 1000))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(LINE))
    days: Mapped[int] = mapped_column(Integer)

    placement: Mapped[Placement] = relationship(back_populates="roles")

    @property
    def reference(self) -> str:
        return f"{self.placement.reference} role {self.number}"


class PlacementSignature(Base):
    """A name under one edition of the paper. Nothing of it is ever changed; a change of the paper leaves it under the edition before.

    `by` is who wrote it down: for a paper one of the staff, else whoever signed."""

    __tablename__ = "placement_signature"
    __table_args__ = (
        UniqueConstraint("placement_id", "edition", "party"),
        one_of("party", PARTIES),
        one_of("how", ("page", "link", "paper")),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    edition: Mapped[int] = mapped_column(Integer)
    party: Mapped[str] = mapped_column(String(20))
    signed_as: Mapped[str] = mapped_column(String(LINE))
    signed_on: Mapped[date] = mapped_column(Date)  # on paper it may be earlier than it was written down
    how: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(254))

    placement: Mapped[Placement] = relationship(back_populates="signatures")

    @property
    def reference(self) -> str:
        return f"{self.placement.reference} {self.party}"


class PlacementStep(Base):
    """One transition: who, in which role, when and why. Nothing of it is ever changed.

    `changed` is what a change did to the paper: [[what, before, after], ...] in words."""

    __tablename__ = "placement_step"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    transition: Mapped[str] = mapped_column(String(30))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(NOTES))
    changed: Mapped[list[list[str]]] = mapped_column(JSON, default=list)

    placement: Mapped[Placement] = relationship(back_populates="steps")

    @property
    def reference(self) -> str:
        return f"{self.placement.reference} {self.transition}"


class PlacementSeat(Base):
    """One of the places that a site has for people on placements on one day, taken. While it stands nobody else has it."""

    __tablename__ = "placement_seat"
    __table_args__ = (UniqueConstraint("employer_reference", "site", "day", "seat"), between("seat", 1, 100_000))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"), index=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"))
    site: Mapped[str] = mapped_column(String(8))  # a postcode, or empty where none is known
    day: Mapped[date] = mapped_column(Date)
    seat: Mapped[int] = mapped_column(Integer)

    unaudited = True  # the placement and its days are in the trail


class SitePlaces(Base):
    """How many people an employer has room for at one site on one day. `site` is a postcode, or empty for each of its sites."""

    __tablename__ = "site_places"
    __table_args__ = (UniqueConstraint("employer_reference", "site"), between("places", 0, 1000))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"))
    site: Mapped[str] = mapped_column(String(8), default="")
    places: Mapped[int] = mapped_column(Integer)
    set_by: Mapped[str] = mapped_column(String(254))
    set_at: Mapped[datetime] = mapped_column(DateTime)

    @property
    def reference(self) -> str:
        return " ".join(filter(None, [self.employer_reference, self.site]))
