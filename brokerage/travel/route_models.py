"""What route planners answered, kept so that nobody is asked twice. Nothing here names a person."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Boolean, DateTime, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from employers.db import Base


class KnownWay(Base):
    """One way by one planner. Places in thousandths of a degree; `quarter` of the week, -1 where the hour makes no difference;
    `minutes` blank: it found none. It goes when it is as old as the settings say."""

    unaudited: ClassVar[bool] = True  # what a machine said of two places

    __tablename__ = "known_way"
    __table_args__ = (
        UniqueConstraint(
            "planner",
            "mode",
            "from_lat",
            "from_lon",
            "to_lat",
            "to_lon",
            "quarter",
            "arriving",
            name="uq_known_way_all",
        ),
        Index("ix_known_way_from_lat_from_lon", "from_lat", "from_lon"),
        Index("ix_known_way_to_lat_to_lon", "to_lat", "to_lon"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    planner: Mapped[str] = mapped_column(String(200))
    mode: Mapped[str] = mapped_column(String(5))
    from_lat: Mapped[int] = mapped_column(Integer)
    from_lon: Mapped[int] = mapped_column(Integer)
    to_lat: Mapped[int] = mapped_column(Integer)
    to_lon: Mapped[int] = mapped_column(Integer)
    quarter: Mapped[int] = mapped_column(Integer)
    arriving: Mapped[bool] = mapped_column(Boolean)
    minutes: Mapped[int | None] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(DateTime, index=True)
