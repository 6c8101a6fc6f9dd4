"""What an employer owns. Patterns and lists are kept as text in the grammar of the files: NULL is a blank cell, `none` is known to be none.

`found_...` is where a record was found to be, worked out from its coordinates or its postcode when it is saved: the point in degrees,
how far off it may be in km, and whether it lies in London.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    Numeric,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers import words
from employers.agreement_models import AgreementLife, AgreementStep
from employers.checks import between, one_of, point
from employers.db import Base

REFERENCE, SHORT, LINE, LIST, NOTES = 60, 120, 250, 2000, 4000  # characters
BY_VIDEO = "By video"  # how the place of a call is said


class Employer(Base):
    """The organisation. `withheld` is the reason for which its vacancies are in no list; NULL: they are."""

    __tablename__ = "employer"
    __table_args__ = (one_of("channel", words.EMPLOYER_CHANNELS), *point())

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    name: Mapped[str] = mapped_column(String(LINE), index=True)
    sector: Mapped[str | None] = mapped_column(String(SHORT))
    size: Mapped[str | None] = mapped_column(String(SHORT))
    postcode: Mapped[str | None] = mapped_column(String(8))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    channel: Mapped[str | None] = mapped_column(String(20))
    coordinator: Mapped[str | None] = mapped_column(String(254), index=True)
    withheld: Mapped[str | None] = mapped_column(String(500))

    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="employer", cascade="all, delete-orphan", order_by="Contact.id", lazy="selectin"
    )
    agreements: Mapped[list["Agreement"]] = relationship(back_populates="employer", order_by="Agreement.reference")
    vacancies: Mapped[list["Vacancy"]] = relationship(back_populates="employer", order_by="Vacancy.reference")

    @property
    def contact(self) -> "Contact | None":
        """The first person to speak to there: one of those who see to everything."""
        return next(
            (each for each in self.contacts if each.role == "admin"), self.contacts[0] if self.contacts else None
        )


class Contact(Base):
    """A person at an employer. What each `role` may do on the employer's own pages: `employers.trust.roles`."""

    __tablename__ = "employer_contact"
    __table_args__ = (one_of("role", words.CONTACT_ROLES),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    name: Mapped[str | None] = mapped_column(String(LINE))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(20), default="admin", server_default="admin")

    employer: Mapped[Employer] = relationship(back_populates="contacts")


class Agreement(Base):
    """What an employer has promised, from the first day up to, not including, the last; NULL: no such day was agreed."""

    __tablename__ = "agreement"
    __table_args__ = (
        one_of("kind", words.AGREEMENT_KINDS),
        CheckConstraint("ends_on > starts_on", "ends_after_start"),
        CheckConstraint("ring_fenced_until >= starts_on", "ring_fence_after_start"),
        between("places", 0, 100_000),
        between("days_to_interview", 0, 1000),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    places: Mapped[int | None] = mapped_column(Integer)
    area: Mapped[str | None] = mapped_column(String(LIST))
    training: Mapped[str | None] = mapped_column(String(LINE))
    certificate: Mapped[str | None] = mapped_column(String(LINE))
    days_to_interview: Mapped[int | None] = mapped_column(Integer)
    ring_fenced_until: Mapped[date | None] = mapped_column(Date)
    notes: Mapped[str | None] = mapped_column(String(NOTES))

    employer: Mapped[Employer] = relationship(back_populates="agreements")
    vacancies: Mapped[list["Vacancy"]] = relationship(back_populates="agreement", order_by="Vacancy.reference")
    slots: Mapped[list["Slot"]] = relationship(back_populates="agreement", order_by="Slot.starts_at")
    promised: Mapped[list["Introduction"]] = relationship(
        viewonly=True
    )  # those whose interview is, or was, promised under it
    life: Mapped[AgreementLife | None] = relationship(foreign_keys=[AgreementLife.agreement_reference])
    renewal: Mapped[AgreementLife | None] = relationship(foreign_keys=[AgreementLife.renews], viewonly=True)
    steps: Mapped[list[AgreementStep]] = relationship(order_by=AgreementStep.id)


class Vacancy(Base):
    """A job, or a placement, at one site. Pay is in pounds for `pay_period`, hours are paid hours a week."""

    __tablename__ = "vacancy"
    __table_args__ = (
        one_of("home_working", words.HOME_WORKING),
        one_of("dbs", words.DBS_CHECKS),
        one_of("pay_period", words.PAY_PERIODS),
        one_of("contract", words.CONTRACTS),
        CheckConstraint("pay_to >= pay_from", "pay_to_from_pay_from"),
        CheckConstraint("pay_from >= 0", "pay_from_range"),
        between("hours_guaranteed", 0, 168),
        between("hours_typical", 0, 168),
        between("rota_notice_days", 0, 366),
        between("places", 0, 100_000),
        *point(),
        *point("found_lat", "found_lon"),
    )
    worked_out: ClassVar[frozenset[str]] = frozenset({"found_lat", "found_lon", "found_radius_km", "found_london"})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    agreement_reference: Mapped[str | None] = mapped_column(ForeignKey("agreement.reference"), index=True)
    title: Mapped[str] = mapped_column(String(LINE))
    occupation: Mapped[str | None] = mapped_column(String(SHORT))
    sector: Mapped[str | None] = mapped_column(String(SHORT))
    postcode: Mapped[str | None] = mapped_column(String(8))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    home_working: Mapped[str | None] = mapped_column(String(10))
    shift: Mapped[str | None] = mapped_column(String(LIST))
    shifts_chosen_by_worker: Mapped[bool | None] = mapped_column(Boolean)
    rota_notice_days: Mapped[int | None] = mapped_column(Integer)
    hours_guaranteed: Mapped[float | None] = mapped_column(Float)
    hours_typical: Mapped[float | None] = mapped_column(Float)
    negotiable: Mapped[str | None] = mapped_column(String(LINE))
    term_time_only: Mapped[bool | None] = mapped_column(Boolean)
    starts_on: Mapped[date | None] = mapped_column(Date)
    essential_skills: Mapped[str | None] = mapped_column(String(LIST))
    desirable_skills: Mapped[str | None] = mapped_column(String(LIST))
    certificates: Mapped[str | None] = mapped_column(String(LIST))
    demands: Mapped[str | None] = mapped_column(String(LIST))
    adjustable: Mapped[str | None] = mapped_column(String(LIST))
    involves: Mapped[str | None] = mapped_column(String(LIST))
    dbs: Mapped[str | None] = mapped_column(String(20))
    pay_from: Mapped[float | None] = mapped_column(Numeric(12, 4, asdecimal=False))
    pay_to: Mapped[float | None] = mapped_column(Numeric(12, 4, asdecimal=False))
    pay_period: Mapped[str | None] = mapped_column(String(10))
    contract: Mapped[str | None] = mapped_column(String(20))
    places: Mapped[int | None] = mapped_column(Integer)
    closes_on: Mapped[date | None] = mapped_column(Date, index=True)
    found_lat: Mapped[float | None] = mapped_column(Float)
    found_lon: Mapped[float | None] = mapped_column(Float)
    found_radius_km: Mapped[float | None] = mapped_column(Float)
    found_london: Mapped[bool | None] = mapped_column(Boolean)

    employer: Mapped[Employer] = relationship(back_populates="vacancies")
    agreement: Mapped[Agreement | None] = relationship(back_populates="vacancies")
    slots: Mapped[list["Slot"]] = relationship(back_populates="vacancy", order_by="Slot.starts_at")

    placement_only: Mapped[bool | None] = mapped_column(Boolean)  # said to be no job, whatever agreement it is under


class Slot(Base):
    """A time at which an employer offers to see people. `starts_at` is local clock time."""

    __tablename__ = "slot"
    __table_args__ = (
        between("minutes", 1, 1440),
        between("places", 0, 100_000),
        CheckConstraint("agreement_reference IS NOT NULL OR vacancy_reference IS NOT NULL", "for_something"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    agreement_reference: Mapped[str | None] = mapped_column(ForeignKey("agreement.reference"), index=True)
    vacancy_reference: Mapped[str | None] = mapped_column(ForeignKey("vacancy.reference"), index=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    minutes: Mapped[int | None] = mapped_column(Integer)
    places: Mapped[int | None] = mapped_column(Integer)
    where: Mapped[str | None] = mapped_column(String(LINE))
    link: Mapped[str | None] = mapped_column(String(LINE))  # of a video call: told only to those who are booked
    with_coordinator: Mapped[bool | None] = mapped_column(Boolean)

    agreement: Mapped[Agreement | None] = relationship(back_populates="slots")
    vacancy: Mapped[Vacancy | None] = relationship(back_populates="slots")

    @property
    def by_video(self) -> bool:
        """Whether nobody goes anywhere for it."""
        return self.link is not None or (self.where or "").casefold().startswith(BY_VIDEO.casefold())


class Introduction(Base):
    """A card on an employer's desk: exactly the words that somebody agreed to show, for one vacancy, and the employer's answer.

    Nothing here leads back to the person: what is not on the card is not in this package. Times are UTC, but for the slot's."""

    __tablename__ = "introduction"
    __table_args__ = (
        one_of("answer", words.ANSWERS),
        one_of("reason", words.REASONS),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", "answer_with_its_time"),
        CheckConstraint("reason IS NULL OR answer = 'not_this_time'", "reason_of_an_answer"),
        CheckConstraint("(feedback IS NULL) = (feedback_at IS NULL)", "feedback_with_its_time"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)  # random: nothing can be counted from it
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"), index=True)
    agreement_reference: Mapped[str | None] = mapped_column(
        ForeignKey("agreement.reference"), index=True
    )  # promised under it
    card: Mapped[list[dict[str, str]]] = mapped_column(JSON)  # [{"part": "strengths", "text": "..."}], as agreed
    laid_at: Mapped[datetime] = mapped_column(DateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(DateTime)
    answer: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(30))
    word: Mapped[str | None] = mapped_column(String(NOTES))  # to the keyworker, apart from the reason
    answered_at: Mapped[datetime | None] = mapped_column(DateTime)
    answered_by: Mapped[str | None] = mapped_column(String(254))
    slot_reference: Mapped[str | None] = mapped_column(ForeignKey("slot.reference"), index=True)
    met: Mapped[bool | None] = mapped_column(Boolean)  # whether the interview took place
    offered_at: Mapped[datetime | None] = mapped_column(DateTime)  # the job, to this person
    feedback: Mapped[str | None] = mapped_column(String(NOTES))
    feedback_at: Mapped[datetime | None] = mapped_column(DateTime)

    vacancy: Mapped[Vacancy] = relationship()
    slot: Mapped[Slot | None] = relationship()


class EmployerAsk(Base):
    """A change that an employer was asked for about a vacancy, and the answer. Times are UTC.

    `what` and `to` name the change as the engine does. `people`: how many it alone would open the job to, for coordinators only;
    never so few that it could point to somebody; NULL where a coordinator asked of himself whether something is truly needed. `up_to`: how far it could move for the right person, in the unit of the move; the job
    stays as it is then. `negotiable_...` is what the answer did to the vacancy's own column."""

    __tablename__ = "employer_ask"
    __table_args__ = (
        UniqueConstraint("vacancy_reference", "what", "to"),
        one_of("answer", words.ASK_ANSWERS),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", "answer_with_its_time"),
        between("people", 2, 10_000_000),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"))
    what: Mapped[str] = mapped_column(String(20))
    to: Mapped[str] = mapped_column(String(LINE))
    question: Mapped[str] = mapped_column(String(LINE))
    people: Mapped[int | None] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(DateTime)
    asked_by: Mapped[str] = mapped_column(String(254))
    answer: Mapped[str | None] = mapped_column(String(10))
    word: Mapped[str | None] = mapped_column(String(NOTES))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime)
    answered_by: Mapped[str | None] = mapped_column(String(254))
    up_to: Mapped[float | None] = mapped_column(Float)
    negotiable_before: Mapped[str | None] = mapped_column(String(LINE))
    negotiable_after: Mapped[str | None] = mapped_column(String(LINE))

    vacancy: Mapped[Vacancy] = relationship()
