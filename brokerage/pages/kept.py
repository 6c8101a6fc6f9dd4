"""What a page says of posts that are kept: the steps of a vacancy's ring-fence, who holds a post, who has seen it, and a mark beside a person."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_security import current_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from brokerage import settings, shortlists
from brokerage.access import actor, has_role
from brokerage.diary.workdays import after_working_days
from brokerage.models import Participant
from brokerage.pages.acting import moment, names
from brokerage.pages.people import own
from brokerage.pages.ways import Way
from brokerage.promises import holds, kept_posts, seen
from brokerage.promises.hold_flow import STATES
from brokerage.promises.hold_flow import TRANSITIONS as OF_A_HOLD
from brokerage.promises.kept_post_models import Hold
from brokerage.shortlists import NotThere
from employers import ring_fences
from employers.clock import local, on_day
from employers.db import reading, transaction
from employers.models import Vacancy
from employers.ring_fence_flow import TRANSITIONS
from employers.ring_fence_models import RingFence
from employers.ring_fences import EVERYBODY, Fence


@dataclass(frozen=True, slots=True)
class Mark:
    """Beside a person whom the present step does not let in, or of whom that is not known: then `question` says what to ask."""

    text: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One step as the line of steps shows it. `stands`: over, now, to come."""

    whom: str
    ends: str
    stands: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what was done about a ring-fence. `at` is UTC."""

    at: datetime
    by: str
    role: str
    said: str
    why: str | None


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold as the page has it. A keyworker reads only the own people's names; `why` is the last word that was said of it."""

    hold: Hold
    name: str
    by: str
    why: str | None
    mine: bool

    @property
    def state(self) -> str:
        return STATES[self.hold.state]


def note_seen(reference: str) -> None:
    """Writes down that whoever asks opened this vacancy today; the page is shown all the same where that cannot be saved just now."""
    day = date.today()
    try:
        with reading() as session:
            job = shortlists.vacancy(session, reference)
            if seen.was_seen(session, job.reference, current_user.id, day):
                return
    except NotThere:
        return
    with suppress(OperationalError), transaction(by=actor()) as session:
        seen.note(session, shortlists.vacancy(session, reference), current_user.id, day)


def of_vacancy(
    session: Session, job: Vacancy, people: Sequence[Participant], ways: Mapping[str, Way]
) -> dict[str, Any]:
    """What the vacancy's page says of its posts."""
    today, own_settings = local(moment()).date(), settings.load()
    fence = ring_fences.of(session, job, today)
    lines, beside = _holds(session, job), marks(fence, people, today)
    running = [each for each in lines if each.hold.open and each.hold.until >= today]
    return {
        "fence": fence,
        "fence_steps": _steps(fence),
        "fence_story": _story(session, fence.row) if fence and fence.row else [],
        "releases": kept_posts.releases(session, job),
        "kept_marks": beside,
        "posts": holds.posts(session, job, today),
        "holds": running,
        "past_holds": [each for each in lines if each.mine and each not in running],
        "to_hold": _to_hold(ways, beside, {each.hold.participant_id for each in running}),
        "hold_until": after_working_days(
            today, own_settings.ring_fences.hold_working_days, own_settings.work.bank_holidays
        ),
        "reach": seen.reach(session, job),
    }


def of_person(session: Session, person: Participant, jobs: Iterable[Vacancy], on: date) -> dict[str, Mark]:
    """{vacancy: the mark beside it on this person's list}"""
    fences = ring_fences.of_all(session, jobs, on)
    return {name: mark for name, fence in fences.items() if (mark := _mark(fence, person, on))}


def marks(fence: Fence | None, people: Iterable[Participant], on: date) -> dict[str, Mark]:
    """{person: the mark beside the name}, for those whom the present step does not surely let in."""
    if fence is None or not fence.kept or fence.whom == EVERYBODY:
        return {}
    return {person.reference: mark for person in people if (mark := _mark(fence, person, on))}


def outside(session: Session, job: Vacancy, people: Sequence[Participant], on: date) -> tuple[list[Participant], str]:
    """Those who cannot be asked while the posts are kept for others, and the sentence that says until when."""
    fence = ring_fences.of(session, job, on)
    if fence is None or not fence.kept:
        return [], ""
    those = [person for person in people if kept_posts.let_in(fence, person, on).said == "no"]
    return those, str(kept_posts.KeptForOthers(fence, kept_posts.releases(session, job))) if those else ""


def _mark(fence: Fence, person: Participant, on: date) -> Mark | None:
    if not fence.kept:
        return None
    found = kept_posts.let_in(fence, person, on)
    if found.said == "yes":
        return None
    return Mark(f"Kept for {fence.whom} {fence.ends}", found.text)


def _steps(fence: Fence | None) -> list[Line]:
    if fence is None or not fence.open:
        return []
    lines = [
        Line(
            step.whom,
            step.ends,
            "over" if at < fence.gone else "now" if at == fence.gone and fence.kept else "to come",
        )
        for at, step in enumerate(fence.steps)
    ]
    last = fence.open_to_all_after
    after = f"from {on_day(date.fromordinal(last.toordinal() + 1))}" if last else "after that"
    return [*lines, Line("anybody, outside the programme too", after, "to come")]


def _story(session: Session, row: RingFence) -> list[Told]:
    called = names(session, {each.by for each in row.changes})
    return [
        Told(each.at, called[each.by], each.role, TRANSITIONS[each.transition].said, each.why) for each in row.changes
    ]


def _holds(session: Session, job: Vacancy) -> list[HoldLine]:
    found = holds.of_vacancy(session, job)
    called = names(session, {each.changes[-1].by for each in found if each.changes})
    return [
        HoldLine(
            each,
            each.participant.called if (mine := has_role("coordinator") or own(each.participant)) else "",
            called[each.changes[-1].by],
            each.changes[-1].why or OF_A_HOLD[each.changes[-1].transition].said,
            mine,
        )
        for each in found
    ]


def _to_hold(ways: Mapping[str, Way], beside: Mapping[str, Mark], held: set[int]) -> list[tuple[str, str]]:
    """Whom a post could be held for: those on the way to it, of whom whoever asks may know."""
    going = [way.referral.participant for way in ways.values() if way.referral.open and way.referral.state != "offered"]
    kept_out = {name for name, mark in beside.items() if not mark.question}
    return [
        (person.reference, person.called)
        for person in going
        if person.id not in held and person.reference not in kept_out and (has_role("coordinator") or own(person))
    ]
