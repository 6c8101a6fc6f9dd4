"""What is done in the background: messages that wait to be sent, what a person has to do instead, and which due work has been taken."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.models import Participant, utc_now
from brokerage.referral_models import Referral
from employers.db import Base
from employers.models import LINE, REFERENCE


class Message(Base):
    """A message in the outbox, written in the transaction of what it tells. `key` is what it tells to whom: sent once.

    To a participant, `recipient` is empty: address, channel and safe window are looked up when it is sent."""

    unaudited = True  # what it tells is in the trail; the box itself is emptied

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(LINE), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    subject: Mapped[str] = mapped_column(String(LINE))
    body: Mapped[str] = mapped_column(Text)
    short: Mapped[str | None] = mapped_column(Text)  # the same as a text to a phone
    calendar: Mapped[str | None] = mapped_column(Text)  # the entry that goes with it, as iCalendar
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"), index=True)
    # The referral's state without which it is not sent any more, or `messages.UNBOOKED`.
    only_while: Mapped[str | None] = mapped_column(String(20))
    slot_reference: Mapped[str | None] = mapped_column(String(REFERENCE))  # the interview that it tells of
    slot_starts_at: Mapped[datetime | None] = mapped_column(DateTime)  # and when that was, on the clock on the wall
    due_at: Mapped[datetime] = mapped_column(DateTime, index=True)  # not before; a try that failed moves it
    made_at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
    taken_at: Mapped[datetime | None] = mapped_column(DateTime)
    sent_at: Mapped[datetime | None] = mapped_column(DateTime, index=True)
    way: Mapped[str | None] = mapped_column(String(10))  # by which it went: email or text
    provider_id: Mapped[str | None] = mapped_column(String(60))  # what the provider calls it
    ask_at: Mapped[datetime | None] = mapped_column(
        DateTime, index=True
    )  # when the provider is asked next what became of it
    arrived_at: Mapped[datetime | None] = mapped_column(DateTime)  # when the provider said so
    dropped: Mapped[str | None] = mapped_column(String(LINE))  # why it is not sent
    failed_at: Mapped[datetime | None] = mapped_column(DateTime, index=True)  # given up, though it was still true
    settled_at: Mapped[datetime | None] = mapped_column(DateTime)  # somebody has seen to it otherwise
    settled_by: Mapped[str | None] = mapped_column(String(254))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    printed_at: Mapped[datetime | None] = mapped_column(DateTime)  # as a letter instead, for the first time
    printed_by: Mapped[str | None] = mapped_column(String(254))

    referral: Mapped[Referral | None] = relationship()
    participant: Mapped[Participant | None] = relationship()


class Task(Base):
    """What a keyworker tells a participant, where a message may not: by word of mouth, or as a letter. It stays until it is done."""

    unaudited = True  # it says itself who did it and when

    __tablename__ = "task"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(LINE), unique=True)  # of the message that it stands for
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"), index=True)
    subject: Mapped[str] = mapped_column(String(LINE))
    body: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(LINE))  # it is not a message
    made_at: Mapped[datetime] = mapped_column(DateTime)
    printed_at: Mapped[datetime | None] = mapped_column(DateTime)  # as a letter, for the first time
    printed_by: Mapped[str | None] = mapped_column(String(254))
    done_at: Mapped[datetime | None] = mapped_column(DateTime)
    done_by: Mapped[str | None] = mapped_column(String(254))

    participant: Mapped[Participant] = relationship()
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
