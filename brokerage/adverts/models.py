"""Which advert a vacancy was read from, and what somebody has just read and not yet used."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.models import utc_now
from employers.db import Base
from employers.models import LINE, REFERENCE, Vacancy

ADDRESS = 1000  # characters


class AdvertSource(Base):
    """An advert that a vacancy was read from. `key` names the advert among all: its number, its address or a hash of its words.

    `said` is {column: cell} as it was read last, so that the next reading knows what the employer changed since. UTC."""

    __tablename__ = "advert_source"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"), index=True)
    key: Mapped[str] = mapped_column(String(LINE), unique=True)
    url: Mapped[str | None] = mapped_column(String(ADDRESS))
    said: Mapped[dict[str, str]] = mapped_column(JSON)
    read_at: Mapped[datetime] = mapped_column(DateTime)

    vacancy: Mapped[Vacancy] = relationship()

    @property
    def reference(self) -> str:
        return f"{self.vacancy_reference}: {self.url or self.key}"


class AdvertsRead(Base):
    """Adverts as one person has read them, kept for a day until each is used or left. `adverts` as `Advert.as_json` has them."""

    unaudited: ClassVar[bool] = True  # nothing has changed yet; what is added from it is in the trail

    __tablename__ = "adverts_read"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
    name: Mapped[str] = mapped_column(String(LINE))
    employer_reference: Mapped[str | None] = mapped_column(String(REFERENCE))
    adverts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    pages: Mapped[list[str]] = mapped_column(JSON)
    left: Mapped[int] = mapped_column(Integer)
