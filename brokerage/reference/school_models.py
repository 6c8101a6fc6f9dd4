"""School calendars that were loaded: which districts they are for, what days they cover, and when schools are closed."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.db import Base
from employers.models import LINE, LIST


class SchoolCalendar(Base):
    """`districts`: postcode districts or areas whose schools it is for, a list; blank: all that no other calendar names."""

    unaudited: ClassVar[bool] = True  # public reference data; that a file was loaded is noted once

    __tablename__ = "school_calendar"
    __table_args__ = (CheckConstraint("last_day > first_day", "covers_days"),)

    name: Mapped[str] = mapped_column(String(LINE), primary_key=True)
    districts: Mapped[str | None] = mapped_column(String(LIST))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)

    closed: Mapped[list["SchoolClosed"]] = relationship(
        cascade="all, delete-orphan", order_by="SchoolClosed.starts_on", lazy="selectin"
    )


class SchoolClosed(Base):
    """A stretch without school: holidays, or one bank holiday; both days included."""

    unaudited: ClassVar[bool] = True

    __tablename__ = "school_closed"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", "ends_from_start"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    calendar: Mapped[str] = mapped_column(ForeignKey("school_calendar.name", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
