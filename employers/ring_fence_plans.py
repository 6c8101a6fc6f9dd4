"""What is done with a ring-fence: planning it, opening the next step, extending, releasing, withdrawing; and what the date does by itself.

Whoever changes how a vacancy's posts are kept holds the row of the vacancy first, so that two at once are told apart.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from employers import ring_fences
from employers.clock import local, on_day
from employers.columns import Refused
from employers.flows import Act, check, the_clock
from employers.introductions import random_reference
from employers.models import Vacancy
from employers.ring_fence_flow import OPEN, STATES, TRANSITIONS
from employers.ring_fence_models import RingFence, RingFenceChange, RingFenceStep
from employers.ring_fences import Step


class Already(Refused):
    def __init__(self) -> None:
        super().__init__("These posts are kept already. Extend or withdraw that first, then plan anew.")


class NothingKept(Refused):
    def __init__(self) -> None:
        super().__init__(
            "Nobody keeps these posts any more, so there is nothing to change. See what happened meanwhile."
        )


class BadSteps(Refused):
    """The steps cannot follow one another so; `step` is the number of the one at fault, 0 for all of them."""

    def __init__(self, step: int, text: str) -> None:
        self.step = step
        super().__init__(f"Step {step}: {text}" if step else text)


def plan(session: Session, vacancy: Vacancy, steps: Sequence[Step], begins_on: date, act: Act) -> RingFence:
    """Plans for whom the posts are kept, step after step; it begins at once where its first day has come. Raises Already, BadSteps."""
    check(TRANSITIONS["plan"], None, act, STATES)
    hold(session, vacancy)
    on = local(act.at).date()
    before = ring_fences.of(session, vacancy, on)
    if before is not None and before.row is not None and _caught_up(session, before.row, act.at).open:
        raise Already
    introduced = ring_fences.introduced(session, [vacancy.reference]).get(vacancy.reference, 0)
    check_steps(steps, max(begins_on, on), introduced)
    return _planned(session, vacancy, steps, begins_on, act)


def check_steps(steps: Sequence[Step], begins_on: date, introduced: int) -> None:
    """Each step ends after the one before it, and none is over before it begins. Raises BadSteps."""
    if not steps:
        raise BadSteps(0, "Say for whom the posts are kept first, and until when.")
    last_day, last_number = begins_on - timedelta(days=1), introduced
    for step in steps:
        if step.until is None and step.introduced is None:
            raise BadSteps(step.number, "say until when: a day, or a number of people introduced.")
        if step.until is not None and step.until <= last_day:
            after = "it begins" if last_day < begins_on else f"the step before it ends, on {on_day(last_day)}"
            raise BadSteps(step.number, f"{on_day(step.until)} is before {after}. Write a later day.")
        if step.introduced is not None and step.introduced <= last_number:
            raise BadSteps(step.number, f"{last_number} are introduced by then already. Write a higher number.")
        last_day, last_number = step.until or last_day, step.introduced or last_number
        if step.whom == ring_fences.EVERYBODY and step is not steps[-1]:
            raise BadSteps(step.number, "everybody on the programme is let in already, so no step can follow it.")


def widen(session: Session, vacancy: Vacancy, act: Act) -> RingFence:
    """Opens the next step before its time; after the last one the posts are open to everybody."""
    row = _held(session, vacancy, act)
    present = _present(row)
    what = "release" if present.number == len(row.steps) else "widen"
    check(TRANSITIONS[what], row.state, act, STATES)
    _pass(row, present, act)
    session.flush()
    return row


def extend(
    session: Session, vacancy: Vacancy, act: Act, *, until: date | None = None, introduced: int | None = None
) -> RingFence:
    """Moves the end of the present step; the days of the steps after it move along. None: as it was. Raises BadSteps."""
    row = _held(session, vacancy, act)
    check(TRANSITIONS["extend"], row.state, act, STATES)
    present = _present(row)
    until = None if until == present.until else until
    introduced = None if introduced == present.introduced else introduced
    if (until is not None and present.until is None) or (introduced is not None and present.introduced is None):
        raise BadSteps(
            0, "Say until when it is extended in the way in which it ends now: a day, or a number of people."
        )
    if until is None and introduced is None:
        raise BadSteps(0, f"It runs {_ends(present)} already. Write a later end, or open the next step.")
    if (until and present.until and until < present.until) or (
        introduced and present.introduced and introduced < present.introduced
    ):
        raise BadSteps(0, f"It runs {_ends(present)}. Write a later end, or open the next step now.")
    days = until - present.until if until and present.until else timedelta(0)
    more = introduced - present.introduced if introduced and present.introduced else 0
    for step in row.steps[present.number - 1 :]:
        step.until = step.until + days if step.until else None
        step.introduced = step.introduced + more if step.introduced else None
    _log(row, "extend", row.state, act)
    session.flush()
    return row


def release(session: Session, vacancy: Vacancy, act: Act) -> RingFence:
    """Opens the posts to everybody before their time."""
    return _end(session, vacancy, "release", act)


def withdraw(session: Session, vacancy: Vacancy, act: Act) -> RingFence:
    """Takes the ring-fence back: the employer keeps nothing any more, or it was planned by mistake."""
    return _end(session, vacancy, "withdraw", act)


def keep_up(session: Session, row: RingFence, now: datetime, *, filled: bool = False) -> None:
    """Notes what the date or the number of people introduced has done meanwhile; `filled`: no post of it is free for good."""
    on, vacancy = local(now).date(), row.vacancy
    if row.state in OPEN and (filled or vacancy.places == 0):
        _close(row, "fill", the_clock(now, "Every post is taken."))
        return
    cards = ring_fences.introduced(session, [vacancy.reference]).get(vacancy.reference, 0)
    state, gone = ring_fences.stand(row.state, ring_fences.steps_of(row), row.begins_on, on, cards)
    if row.state == "planned" and state != "planned":
        row.state = "kept"
        _log(row, "begin", "planned", the_clock(now, f"Its first day was {on_day(row.begins_on)}."))
    for step in row.steps[:gone] if row.state == "kept" else ():
        if step.over_at is None:
            _pass(row, step, the_clock(now, _by_itself(step, on, cards)))
    session.flush()


def open_ones(session: Session) -> Sequence[RingFence]:
    """Every ring-fence that is not over."""
    return session.scalars(select(RingFence).where(RingFence.open == "yes").order_by(RingFence.id)).all()


def hold(session: Session, vacancy: Vacancy) -> None:
    """Holds the vacancy until the transaction ends: one at a time changes for whom its posts are kept, or who holds one."""
    session.execute(select(Vacancy.id).where(Vacancy.id == vacancy.id).with_for_update(key_share=True))


def _held(session: Session, vacancy: Vacancy, act: Act) -> RingFence:
    """The vacancy's open ring-fence as it stands by now; what only the agreement says is written down first. Raises NothingKept."""
    hold(session, vacancy)
    on = local(act.at).date()
    fence = ring_fences.of(session, vacancy, on)
    if fence is None:
        raise NothingKept
    if fence.row is None:
        agreed = replace(act, why="As the agreement says.")
        return _planned(session, vacancy, fence.steps, fence.begins_on or on, agreed)
    row = _caught_up(session, fence.row, act.at)
    if not row.open:
        raise NothingKept
    return row


def _caught_up(session: Session, row: RingFence, now: datetime) -> RingFence:
    session.flush()
    for record in (row, *row.steps):
        session.refresh(record)
    keep_up(session, row, now)
    return row


def _planned(session: Session, vacancy: Vacancy, steps: Sequence[Step], begins_on: date, act: Act) -> RingFence:
    row = RingFence(
        reference=random_reference("F"),
        vacancy=vacancy,
        state="planned",
        open="yes",
        begins_on=begins_on,
        agreed_until=vacancy.agreement.ring_fenced_until if vacancy.agreement else None,
        planned_at=act.at,
        planned_by=act.by,
    )
    row.steps = [_step(replace(step, number=number)) for number, step in enumerate(steps, 1)]
    session.add(row)
    _log(row, "plan", None, act)
    session.flush()
    keep_up(session, row, act.at)
    return row


def _step(step: Step) -> RingFenceStep:
    return RingFenceStep(
        number=step.number,
        area=step.area,
        training=step.training,
        certificate=step.certificate,
        until=step.until,
        introduced=step.introduced,
    )


def _present(row: RingFence) -> RingFenceStep:
    """The first step that is not noted as over. Raises NothingKept where none has begun."""
    found = next((step for step in row.steps if step.over_at is None), None)
    if found is None or row.state != "kept":
        raise NothingKept
    return found


def _pass(row: RingFence, step: RingFenceStep, act: Act) -> None:
    """That step is over: the next one begins, or after the last the posts are open to everybody."""
    step.over_at = act.at
    if step.number == len(row.steps):
        _close(row, "release", act)
    else:
        _log(row, "widen", row.state, act)


def _end(session: Session, vacancy: Vacancy, what: str, act: Act) -> RingFence:
    row = _held(session, vacancy, act)
    check(TRANSITIONS[what], row.state, act, STATES)
    _close(row, what, act)
    session.flush()
    return row


def _close(row: RingFence, what: str, act: Act) -> None:
    before, row.state = row.state, TRANSITIONS[what].after
    row.open, row.ended_at = None, act.at
    _log(row, what, before, act)


def _log(row: RingFence, what: str, before: str | None, act: Act) -> None:
    number = next((step.number for step in row.steps if step.over_at is None), None) if row.state == "kept" else None
    row.changes.append(RingFenceChange(step=number, **act.line(what, before, row.state)))


def _ends(step: RingFenceStep) -> str:
    return ring_fences.steps_of(step.fence)[step.number - 1].ends


def _by_itself(step: RingFenceStep, on: date, introduced: int) -> str:
    if step.until is not None and step.until < on:
        return f"It ran until {on_day(step.until)} {step.until.year}."
    if step.introduced is not None and introduced >= step.introduced:
        return f"{introduced} people were introduced."
    return "The step after it was over."
