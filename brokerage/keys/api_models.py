"""What the programming interface remembers: tokens of people, and the answers to calls that may be repeated."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.accounts import User
from brokerage.models import utc_now
from employers.db import Base


class Token(Base):
    """A personal token: it may what its owner may. Only its hash is kept."""

    __tablename__ = "api_token"
    secret_columns = frozenset({"hashed"})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    hashed: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)

    user: Mapped[User] = relationship()

    @property
    def reference(self) -> str:
        return f"{self.user.email}: {self.name}"


class Once(Base):
    """The answer to a call that carried a key: the same call gets it again, and has its effect once."""

    unaudited = True  # the call's effect is in the trail

    __tablename__ = "api_once"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(255))
    asked: Mapped[str] = mapped_column(String(64))  # a hash of method, address and body
    status: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime, default=utc_now())
