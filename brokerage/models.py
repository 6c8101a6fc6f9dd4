"""People, places and the trail of changes. Patterns and lists are text in the grammar of the files, as in `employers.models`."""

from datetime import datetime, time
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Text,
    Time,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.functions import FunctionElement

from brokerage.accounts import User
from employers.checks import between, one_of, point
from employers.db import Base
from employers.models import LINE, LIST, REFERENCE, SHORT

CHANNELS = {"email": "E-mail", "sms": "Text message", "phone": "Phone", "letter": "Letter", "none": "Not at all"}


class utc_now(FunctionElement[datetime]):  # noqa: N801 (reads as the SQL it becomes)
    """The database's own clock in UTC, so that no process needs one."""

    type = DateTime()
    inherit_cache = True


@compiles(utc_now)
def _standard(_element: utc_now, _compiler: Any, **_how: Any) -> str:
    return "CURRENT_TIMESTAMP"


@compiles(utc_now, "postgresql")
def _postgresql(_element: utc_now, _compiler: Any, **_how: Any) -> str:
    return "(clock_timestamp() AT TIME ZONE 'UTC')"


class Participant(Base):
    """A person on the programme. What a blank in each column means stands in `brokerage.participants.as_person`."""

    __tablename__ = "participant"
    __table_args__ = (
        one_of("channel", CHANNELS),
        between("hours_min", 0, 168),
        between("hours_max", 0, 168),
        CheckConstraint("hours_max >= hours_min", "hours_max_from_hours_min"),
        between("day_hours_max", 0, 24),
        CheckConstraint("pay_min >= 0", "pay_min_range"),
        CheckConstraint("pick_up > drop_off", "pick_up_after_drop_off"),
        *point(),
        *point("school_latitude", "school_longitude"),
        *point("found_lat", "found_lon"),
        *point("school_found_lat", "school_found_lon"),
    )
    worked_out: ClassVar[frozenset[str]] = frozenset(
        f"{place}found_{part}" for place in ("", "school_") for part in ("lat", "lon", "radius_km", "london")
    ) | {"not_near_found", "only_near_found"}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    name: Mapped[str | None] = mapped_column(String(LINE))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    channel: Mapped[str | None] = mapped_column(String(10))
    safe_window: Mapped[str | None] = mapped_column(String(LIST))
    postcode: Mapped[str | None] = mapped_column(String(8))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    area: Mapped[str | None] = mapped_column(String(SHORT))
    keyworker_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    available: Mapped[str | None] = mapped_column(String(LIST))
    caring: Mapped[str | None] = mapped_column(String(LIST))
    school_postcode: Mapped[str | None] = mapped_column(String(8))
    school_latitude: Mapped[float | None] = mapped_column(Float)
    school_longitude: Mapped[float | None] = mapped_column(Float)
    drop_off: Mapped[time | None] = mapped_column(Time)
    pick_up: Mapped[time | None] = mapped_column(Time)
    school_terms: Mapped[str | None] = mapped_column(String(LINE))
    childcare_welcome: Mapped[bool | None] = mapped_column(Boolean)
    hours_min: Mapped[float | None] = mapped_column(Float)
    hours_max: Mapped[float | None] = mapped_column(Float)
    day_hours_max: Mapped[float | None] = mapped_column(Float)
    travel_modes: Mapped[str | None] = mapped_column(String(SHORT))
    travel_max: Mapped[str | None] = mapped_column(String(SHORT))
    skills: Mapped[str | None] = mapped_column(String(LIST))
    certificates: Mapped[str | None] = mapped_column(String(LIST))
    limits: Mapped[str | None] = mapped_column(String(LIST))
    not_adjustable: Mapped[str | None] = mapped_column(String(LIST))
    legal: Mapped[str | None] = mapped_column(String(LIST))
    legal_confirmed: Mapped[str | None] = mapped_column(String(SHORT))
    wants: Mapped[str | None] = mapped_column(String(LIST))
    avoids: Mapped[str | None] = mapped_column(String(LIST))
    pay_min: Mapped[float | None] = mapped_column(Numeric(12, 4, asdecimal=False))
    contracts: Mapped[str | None] = mapped_column(String(SHORT))
    training_completed: Mapped[str | None] = mapped_column(String(LIST))
    share: Mapped[str | None] = mapped_column(String(SHORT))
    live: Mapped[bool | None] = mapped_column(Boolean)
    other_kinds: Mapped[bool | None] = mapped_column(Boolean)  # no: jobs of other kinds are not suggested
    found_lat: Mapped[float | None] = mapped_column(Float)
    found_lon: Mapped[float | None] = mapped_column(Float)
    found_radius_km: Mapped[float | None] = mapped_column(Float)
    found_london: Mapped[bool | None] = mapped_column(Boolean)
    school_found_lat: Mapped[float | None] = mapped_column(Float)
    school_found_lon: Mapped[float | None] = mapped_column(Float)
    school_found_radius_km: Mapped[float | None] = mapped_column(Float)
    school_found_london: Mapped[bool | None] = mapped_column(Boolean)

    not_near: Mapped[str | None] = mapped_column(String(LIST))
    only_near: Mapped[str | None] = mapped_column(String(LIST))
    not_near_found: Mapped[str | None] = mapped_column(Text)  # lat lon radius_km of each, in its order
    only_near_found: Mapped[str | None] = mapped_column(Text)

    keyworker: Mapped[User | None] = relationship(lazy="joined")

    @property
    def called(self) -> str:
        """The name, or the reference of somebody whose name was not written down."""
        return self.name or self.reference

    @property
    def paused(self) -> bool:
        """By the person; no reason is asked."""
        return self.live is False


class Place(Base):
    """A postcode without its space, or an outward code: its point in degrees, and how far off that may be in km."""

    unaudited: ClassVar[bool] = True  # public reference data; that a file was loaded is noted once

    __tablename__ = "place"
    __table_args__ = (between("latitude", -90, 90), between("longitude", -180, 180))

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    radius_km: Mapped[float] = mapped_column(Float)
    london: Mapped[bool] = mapped_column(Boolean)


class AuditEntry(Base):
    """One change of one record: `changes` is `{field: [before, after]}` in the words of the files. Written by `brokerage.audit`."""

    unaudited: ClassVar[bool] = True

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_kind_reference", "kind", "reference"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, default=utc_now(), index=True)
    by: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(320))
    changes: Mapped[dict[str, list[Any]]] = mapped_column(JSON)


class FactAboutDatabase(Base):
    """Something true of the whole database, such as `demonstration` = `yes`."""

    __tablename__ = "fact_about_database"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Upload(Base):
    """A file that somebody chose and has not yet imported or left. Only its owner sees it; it goes once it is used."""

    unaudited: ClassVar[bool] = True  # nothing has changed yet; what is imported from it is noted

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(LINE))
    content: Mapped[bytes] = mapped_column(LargeBinary)
