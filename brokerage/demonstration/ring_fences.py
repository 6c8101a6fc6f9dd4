"""Posts in Hallbrook that are kept for some first, posts held for somebody, and who of the staff has seen them."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import shortlists
from brokerage.accounts import User
from brokerage.demonstration.accounts import GRACE, OWEN, PRIYA, SAM
from brokerage.promises import holds, seen
from employers import ring_fence_plans
from employers.flows import Act
from employers.ring_fences import Step

BEFORE = 15  # days ago: the estate's own tenants had two days, and had heard of it before
MOST_DAYS = 28
SEEN = (("V012", GRACE, 2), ("V012", PRIYA, 1), ("V004", SAM, 3), ("V004", OWEN, 1), ("V001", GRACE, 0))  # days ago


def keep(session: Session, today: date) -> None:
    """The estate's posts went to everybody after two days; the infirmary's go from a course to a part of town to everybody."""
    then = today - timedelta(days=BEFORE)
    for reference in ("V010", "V011"):
        vacancy = shortlists.vacancy(session, reference)
        until = vacancy.agreement.ring_fenced_until if vacancy.agreement else None
        steps = (Step(1, area="HB3", until=then + timedelta(days=1)), Step(2, until=until or today))
        ring_fence_plans.plan(session, vacancy, steps, then, _act(GRACE, then))
    wards = (
        Step(1, training="pre-employment health care", until=today + timedelta(days=5)),
        Step(2, area="HB3; HB5; HB8", until=today + timedelta(days=12), introduced=6),
        Step(3, until=today + timedelta(days=26)),
    )
    ring_fence_plans.plan(session, shortlists.vacancy(session, "V004"), wards, today, _act(SAM, today))


def hold(session: Session, today: date) -> None:
    """One post held, one that a keyworker asks for, and one whose day has passed."""
    for vacancy, person, made, last, by, why in (
        ("V001", "P008", -2, 4, GRACE, "Helen would like a second talk before she decides."),
        ("V014", "P032", -1, 5, PRIYA, "Two evenings with the sister until the early bus is tried."),
        ("V035", "P013", -7, -1, GRACE, "Away with family until the weekend."),
    ):
        act = _act(by, today + timedelta(days=made), why)
        pair = shortlists.vacancy(session, vacancy), shortlists.participant(session, person)
        holds.hold(session, *pair, today + timedelta(days=last), act, most_days=MOST_DAYS)
    for vacancy, email, days in SEEN:
        user = session.scalars(select(User).where(User.email == email)).one()
        seen.note(session, shortlists.vacancy(session, vacancy), user.id, today - timedelta(days=days))


def _act(by: str, day: date, why: str | None = None) -> Act:
    role = "coordinator" if by in (GRACE, SAM) else "keyworker"
    return Act(by, role, datetime.combine(day, time(9, 20)), why)
