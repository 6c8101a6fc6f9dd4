"""What the person says of a placement, and of what the employer wrote about it."""

from datetime import datetime

from sqlalchemy import Boolean, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.placing_models import Placed
from employers.checks import between, one_of
from employers.db import Base
from employers.models import LINE, NOTES


class OwnWord(Base):
    """The person's word on one edition of the review. The employer reads `text` only where `shown` says so.

    `agrees` is whether it was as the employer wrote; a no keeps the certificate back until both are content."""

    __tablename__ = "own_word"
    __table_args__ = (between("edition", 1, 100_000), one_of("how", ("link", "keyworker")))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placed_id: Mapped[int] = mapped_column(ForeignKey("placed.id"), unique=True)
    edition: Mapped[int] = mapped_column(Integer)
    agrees: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[str | None] = mapped_column(String(NOTES))
    shown: Mapped[bool] = mapped_column(Boolean, default=False)
    signed_as: Mapped[str] = mapped_column(String(LINE))
    how: Mapped[str] = mapped_column(String(10))
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(DateTime)

    placed: Mapped[Placed] = relationship()

    @property
    def reference(self) -> str:
        return self.placed.reference
