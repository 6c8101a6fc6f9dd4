"""What the work in the background says of itself: what became of each due time, and which processes are at it. Times are UTC."""

from datetime import datetime

from sqlalchemy import DateTime, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from employers.db import Base
from employers.models import LINE


class JobRun(Base):
    """What became of one due time of one job. Without `ended_at` it has only failed so far; `why` then names the kind of error alone.

    `messages` were put into the outbox, `records` made or changed, `rows` of what is kept for a time emptied or deleted."""

    unaudited = True  # what the job changes is in the trail

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    job: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    began_at: Mapped[datetime] = mapped_column(DateTime)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    messages: Mapped[int] = mapped_column(Integer, default=0)
    records: Mapped[int] = mapped_column(Integer, default=0)
    rows: Mapped[int] = mapped_column(Integer, default=0)
    failed_at: Mapped[datetime | None] = mapped_column(DateTime)
    why: Mapped[str | None] = mapped_column(String(LINE))


class WorkingProcess(Base):
    """A process of `brokerage work`: when it began, when it was last heard of, and when it was told to stop."""

    unaudited = True  # it changes nothing itself

    __tablename__ = "working_process"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(LINE), unique=True)
    began_at: Mapped[datetime] = mapped_column(DateTime)
    seen_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    stopped_at: Mapped[datetime | None] = mapped_column(DateTime)
