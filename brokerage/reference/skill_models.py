"""A wide taxonomy of skills as it was loaded: public reference data, looked up by key and by phrase."""

from typing import ClassVar

from sqlalchemy import JSON, Boolean, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from employers.db import Base
from employers.models import LIST

KEY = 120  # characters: a built-in concept's key, or the last part of an ESCO address


class SkillConcept(Base):
    """One skill. `near` is {key: closeness, 0..1}, both ways round; `groups` are codes, with blanks between them."""

    unaudited: ClassVar[bool] = True  # that a folder was loaded is noted once

    __tablename__ = "skill_concept"

    key: Mapped[str] = mapped_column(String(KEY), primary_key=True)
    label: Mapped[str] = mapped_column(String(LIST))
    groups: Mapped[str] = mapped_column(Text)
    near: Mapped[dict[str, float]] = mapped_column(JSON)


class SkillPhrase(Base):
    """One label in plain form. `sure`: no other skill is called so, or this one first of all."""

    unaudited: ClassVar[bool] = True

    __tablename__ = "skill_phrase"

    form: Mapped[str] = mapped_column(String(LIST), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY), primary_key=True)
    sure: Mapped[bool] = mapped_column(Boolean)
