"""What is done in the background: messages that wait to be sent, and which due work has been taken by which process."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.models import utc_now
from brokerage.referral_models import Referral
from employers.db import Base
from employers.models import LINE


class Message(Base):
    """A message in the outbox, written in the transaction of what it tells. `key` is what it tells to whom: sent once."""

    unaudited = True  # what it tells is in the trail; the box itself is emptied

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(LINE), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(LINE))
    body: Mapped[str] = mapped_column(Text)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"), index=True)
    only_while: Mapped[str | None] = mapped_column(
        String(20)
    )  # the referral's state without which it is not sent any more
    due_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    made_at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
    taken_at: Mapped[datetime | None] = mapped_column(DateTime)
    sent_at: Mapped[datetime | None] = mapped_column(DateTime, index=True)
    dropped: Mapped[str | None] = mapped_column(String(LINE))  # why it is not sent
    tries: Mapped[int] = mapped_column(Integer, default=0)

    referral: Mapped[Referral | None] = relationship()


class Claim(Base):
    """That one due time of one job was taken. Two processes cannot take the same."""

    unaudited = True  # what the job changes is in the trail

    __tablename__ = "job_claim"
    __table_args__ = (UniqueConstraint("job", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    job: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    claimed_at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
    done_at: Mapped[datetime | None] = mapped_column(DateTime)
