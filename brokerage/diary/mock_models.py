"""Mock interviews: a rehearsal that somebody has before the real one."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.referral_models import Referral
from employers.checks import between
from employers.db import Base


class MockInterview(Base):
    """The rehearsal of one referral's interview. `starts_at` is local clock time; `minutes_away`: one way, NULL where it is not known."""

    __tablename__ = "mock_interview"
    __table_args__ = (between("minutes", 1, 1440), between("minutes_away", 0, 1440))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime)
    minutes: Mapped[int] = mapped_column(Integer)
    minutes_away: Mapped[int | None] = mapped_column(Integer)
    noted_by: Mapped[str] = mapped_column(String(254))

    referral: Mapped[Referral] = relationship()

    @property
    def reference(self) -> str:
        return f"{self.referral.reference} mock interview"
