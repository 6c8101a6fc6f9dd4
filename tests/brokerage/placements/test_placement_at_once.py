"""Two who write down the same day, or the same review, at once: one is kept, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from stay import MONDAY, a_stay
from trade import GRACE, HELEN

from brokerage.placements import jobs as placement_jobs
from brokerage.placements.jobs import JobAlready
from employers.columns import Refused
from employers.db import Base, reading, transaction
from employers.flows import Act
from employers.placements import attendance as placement_attendance
from employers.placements import reviews as placement_reviews
from employers.placements.after_models import PlacementAttendance, PlacementJob, PlacementReview
from employers.placements.attendance import Meanwhile, Typed
from employers.placements.models import Placement
from employers.placements.reviews import ReviewedMeanwhile

OVER = datetime(2027, 1, 30, 9)
Write = Callable[[Session, Placement, int], object]


def a_day(session: Session, placement: Placement, number: int) -> object:
    typed = {MONDAY: Typed("part", f"1:{number:02}")}
    return placement_attendance.note(session, placement, typed, Act(HELEN.email, "employer", OVER))


def a_review(session: Session, placement: Placement, number: int) -> object:
    typed = placement_reviews.Typed(f"Served {number}", "", "", False, "Helen")
    return placement_reviews.write(session, placement, typed, Act(HELEN.email, "employer", OVER))


def a_job(session: Session, placement: Placement, number: int) -> object:
    typed = placement_jobs.Typed(f"Porter {number}", "2027-02-01")
    return placement_jobs.start(session, placement, typed, GRACE, OVER)


@pytest.mark.parametrize(
    ("write", "kind", "told"),
    [
        (a_day, PlacementAttendance, Meanwhile),
        (a_review, PlacementReview, ReviewedMeanwhile),
        (a_job, PlacementJob, JobAlready),
    ],
)
def test_one_is_kept_and_the_others_are_told(
    database: Engine, write: Write, kind: type[Base], told: type[Refused]
) -> None:
    with transaction(by="test") as session:
        a_stay(session)

    def once(number: int) -> type[Refused] | None:
        try:
            with transaction(by="test") as session:
                write(session, session.scalars(select(Placement)).one(), number)
        except Refused as refused:
            return type(refused)
        return None

    with ThreadPoolExecutor(6) as pool:
        ends = list(pool.map(once, range(1, 7)))
    assert sorted(ends, key=str) == sorted([None, *[told] * 5], key=str)
    with reading() as session:
        assert len(session.scalars(select(kind)).all()) == 1
