"""What kept and held posts ask of a coordinator and a keyworker. A task vanishes when its thing is done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage.look import day_short, plural
from brokerage.models import Participant
from brokerage.pages.coordinator_tasks import World
from brokerage.pages.keyworker_tasks import Task
from brokerage.promises import holds, kept_posts
from brokerage.promises.kept_post_models import Hold
from brokerage.referral_models import Referral
from employers import ring_fences
from employers.clock import local
from employers.models import Employer, Vacancy
from employers.ring_fences import Fence

TOLD_FOR = timedelta(days=7)  # how long a hold that ran out, or was not granted, stands on Today
NAMED = 3


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A vacancy with posts that are kept and free, and who of those let in was not asked; None where too many to look at."""

    job: Vacancy
    fence: Fence
    free: int
    not_asked: Sequence[Participant] | None


def unfilled(session: Session, world: World) -> list[Task]:
    """Kept posts that nobody fills yet, the soonest to be opened to others first."""
    fences = {name: each for name, each in ring_fences.of_all(session, world.jobs, world.today).items() if each.kept}
    jobs = [job for job in world.jobs if job.reference in fences]
    posts = holds.posts_of(session, jobs, world.today)
    asked = _asked(session, jobs)
    found = [
        Unfilled(
            job, fences[job.reference], posts[job.reference].free, _not_asked(job, fences[job.reference], world, asked)
        )
        for job in jobs
        if posts[job.reference].free
    ]
    return [_fill(each) for each in sorted(found, key=_soonest)]


def for_coordinator(session: Session, ours: Callable[[Employer], bool], now: datetime) -> list[Task]:
    """Holds that keyworkers ask for, then those that ran out."""
    mine = [each for each in _recent(session, now) if ours(each.vacancy.employer)]
    on = local(now).date()
    asks = [
        Task(
            "amber",
            "ask",
            f"Hold a post for {each.participant.called}?",
            f"{each.vacancy.title}, {each.vacancy.employer.name}, until {day_short(each.until)}. {each.changes[-1].why}",
            "Look at the posts",
            _to(each),
        )
        for each in mine
        if each.state == "asked" and each.until >= on
    ]
    return [*asks, *(_ran_out(each, "Choose who is next") for each in mine if _over(each, on))]


def for_keyworker(session: Session, people: Sequence[Participant], now: datetime) -> list[Task]:
    """Holds of the own people that ran out, or were not granted."""
    ours, on = {person.id for person in people}, local(now).date()
    mine = [each for each in _recent(session, now) if each.participant_id in ours]
    said_no = [
        Task(
            "stone",
            "own",
            f"No post is held for {each.participant.called}",
            f"{each.vacancy.title}, {each.vacancy.employer.name}. {each.changes[-1].why}",
            "See the posts",
            _to(each),
        )
        for each in mine
        if each.state == "not_held"
    ]
    return [*(_ran_out(each, "See the posts") for each in mine if _over(each, on)), *said_no]


def _recent(session: Session, now: datetime) -> Iterator[Hold]:
    """Holds asked for, and those that ended within the last days of themselves, where nothing followed for that person."""
    since = local(now).date() - TOLD_FOR
    query = (
        select(Hold)
        .where((Hold.state == "asked") | (Hold.until >= since))
        .where(Hold.state.in_(("asked", "held", "expired", "not_held")))
        .options(joinedload(Hold.participant), joinedload(Hold.vacancy).joinedload(Vacancy.employer))
        .order_by(Hold.until, Hold.id)
    )
    found = session.scalars(query).unique().all()
    newest = {
        (each.participant_id, each.vacancy_reference): each.id for each in sorted(found, key=lambda each: each.id)
    }
    gone = _settled(session, found)
    for each in found:
        pair = each.participant_id, each.vacancy_reference
        if newest[pair] == each.id and pair not in gone and (each.ended_at is None or each.ended_at > now - TOLD_FOR):
            yield each


def _settled(session: Session, found: Sequence[Hold]) -> set[tuple[int, str]]:
    """The pairs of which a hold is no matter any more: the job was offered, or the way to it ended."""
    query = select(Referral.participant_id, Referral.vacancy_reference, Referral.state).where(
        Referral.vacancy_reference.in_({each.vacancy_reference for each in found})
    )
    stands: dict[tuple[int, str], str] = {
        (person, vacancy): state for person, vacancy, state in session.execute(query.order_by(Referral.id))
    }
    return {pair for pair, state in stands.items() if state in ("offered", "ended")}


def _over(held: Hold, on: date) -> bool:
    """Whether it ran out, noted or not."""
    return held.state == "expired" or (held.state == "held" and held.until < on)


def _ran_out(held: Hold, action: str) -> Task:
    return Task(
        "stone",
        "clock",
        f"The hold for {held.participant.called} ended on {day_short(held.until)}",
        f"{held.vacancy.title}, {held.vacancy.employer.name}. The post is free for others.",
        action,
        _to(held),
    )


def _fill(each: Unfilled) -> Task:
    job, left = each.job, each.not_asked
    kept = f"Kept for {each.fence.whom} {each.fence.ends}."
    if left is None:
        who, action, anchor = "", "Open the shortlist", "list"
    elif left:
        names = ", ".join(person.called for person in left[:NAMED]) + (" and others" if len(left) > NAMED else "")
        who = f" {plural(len(left), 'person', 'people')} whom it fits, or might, not asked yet: {names}."
        action, anchor = "Choose people", "list"
    else:
        who, action, anchor = " Everybody of them whom it fits was asked.", "See who else could be let in", "kept"
    head = f"{plural(each.free, 'kept post')} free: {job.title}, {job.employer.name}"
    address = url_for("vacancies.show", reference=job.reference, _anchor=anchor)
    return Task("pine", "people", head, f"{kept}{who}", action, address)


def _not_asked(job: Vacancy, fence: Fence, world: World, asked: Mapping[str, set[int]]) -> Sequence[Participant] | None:
    if world.stand is None:
        return None
    stand = world.stand.standings
    return [
        person
        for person in world.people
        if (stands := stand.get((person.reference, job.reference)))
        and stands.fit in ("fits_now", "check")
        and person.id not in asked.get(job.reference, set())
        and kept_posts.let_in(fence, person, world.today).said != "no"
    ]


def _asked(session: Session, jobs: Sequence[Vacancy]) -> dict[str, set[int]]:
    """{vacancy: who was ever asked about it}"""
    found: dict[str, set[int]] = {}
    query = select(Referral.vacancy_reference, Referral.participant_id)
    for vacancy, person in session.execute(
        query.where(Referral.vacancy_reference.in_([job.reference for job in jobs]))
    ):
        found.setdefault(vacancy, set()).add(person)
    return found


def _soonest(each: Unfilled) -> tuple[date, str]:
    now = each.fence.now
    return (now.until if now and now.until else date.max), each.job.reference


def _to(held: Hold) -> str:
    return url_for("vacancies.show", reference=held.vacancy_reference, _anchor="held")
