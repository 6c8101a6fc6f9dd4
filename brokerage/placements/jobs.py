"""A placement that turns into a job with the same employer, which counts as a hire (`placements.hires`)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import desk, outcomes
from brokerage.placements import own_words
from brokerage.placing_models import Placed
from brokerage.referrals import Actor
from employers.clock import local
from employers.columns import Refused
from employers.models import LINE
from employers.placements import unpaid
from employers.placements.after_models import PlacementJob
from employers.placements.attendance import hold
from employers.placements.life import CAME, state
from employers.placements.models import Placement
from employers.trust.said import plain
from matching import grammar

ROLES = ("coordinator", "keyworker")
HOURS_OF_A_WEEK = 168


class NotBegun(Refused):
    def __init__(self) -> None:
        super().__init__(
            "It has not begun, so no job has come of it yet. A job beside it has its own way, from its vacancy."
        )


class NotForThisRole(Refused):
    def __init__(self) -> None:
        super().__init__("The coordinator or the keyworker writes down the job that came of it.")


class JobAlready(Refused):
    def __init__(self, job: PlacementJob) -> None:
        super().__init__(f"{job.by} wrote down already that it turned into a job: {job.title}.")


class BadJob(Refused):
    """`sentences`: {field: what is wrong}."""

    def __init__(self, sentences: dict[str, str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences.values()))


@dataclass(frozen=True, slots=True)
class Typed:
    """As somebody wrote it. Days as 2027-01-14; `ends_on` empty: no end was agreed."""

    title: str
    starts_on: str
    ends_on: str = ""
    hours_week: str = ""


def of(session: Session, placement: Placement) -> PlacementJob | None:
    return session.scalar(select(PlacementJob).where(PlacementJob.placement_id == placement.id))


def start(session: Session, placement: Placement, typed: Typed, actor: Actor, now: datetime) -> PlacementJob:
    """The job that began, or will. A referral to that very job, which has come as far as a meeting, ends with it.

    Raises NotForThisRole, NotBegun, JobAlready, BadJob."""
    if actor.role not in ROLES:
        raise NotForThisRole
    hold(session, placement)
    if state(placement, local(now).date()) not in CAME:
        raise NotBegun
    if (already := of(session, placement)) is not None:
        raise JobAlready(already)
    made = PlacementJob(placement=placement, by=actor.email, role=actor.role, at=now, **_read(typed))
    session.add(made)
    session.flush()
    _end_referral(session, own_words.placed(session, placement), actor, now)
    return made


def _end_referral(session: Session, placed: Placed, actor: Actor, now: datetime) -> None:
    """What is a placement alone keeps its own end: the job that came of it is another one."""
    referral = placed.referral
    if referral is None or unpaid.note(referral.vacancy) or referral.state not in ("met", "offered"):
        return
    if referral.state == "met":
        desk.record_offer(session, referral, actor, now)
    outcomes.end(session, referral, "started", actor, now)


def _read(typed: Typed) -> dict[str, object]:
    title = " ".join(plain(typed.title).split())
    wrong: dict[str, str] = {}
    if not title or len(title) > LINE:
        wrong["title"] = f"Write what the job is called, in at most {LINE} characters."
    starts, ends = _day(typed.starts_on, "starts_on", wrong), _day(typed.ends_on, "ends_on", wrong)
    if not typed.starts_on.strip():
        wrong["starts_on"] = "Write the first day of the job."
    if starts and ends and ends < starts:
        wrong["ends_on"] = (
            "The last day lies before the first. Write a later one, or leave it empty where no end was agreed."
        )
    hours = _hours(typed.hours_week, wrong)
    if wrong:
        raise BadJob(wrong)
    return {"title": title, "starts_on": starts, "ends_on": ends, "hours_week": hours}


def _day(text: str, field: str, wrong: dict[str, str]) -> date | None:
    try:
        return grammar.day(text.strip()) if text.strip() else None
    except ValueError:
        wrong[field] = "Write the day as 2027-01-14."
        return None


def _hours(text: str, wrong: dict[str, str]) -> float | None:
    if not text.strip():
        return None
    try:
        hours = float(text.strip())
    except ValueError:
        hours = -1.0
    if not 0 < hours <= HOURS_OF_A_WEEK:
        wrong["hours_week"] = "Write the hours a week as a number, such as 20 or 22.5."
    return hours
