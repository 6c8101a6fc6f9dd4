"""A coordinator's Today: what to do next, promises soonest first, and the times of the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import render_template, request
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage import interviews, settings
from brokerage.fits import caseload, suited
from brokerage.models import Upload
from brokerage.pages import (
    after_tasks,
    board,
    care_tasks,
    ledger_today,
    placement_tasks,
    referral_tasks,
    ring_fence_tasks,
    seating_tasks,
    slot_tasks,
    ways,
)
from brokerage.pages.acting import moment
from brokerage.pages.coordinator_tasks import World, mine, owner, tasks, whose
from brokerage.shortlists import unlisted
from employers.db import reading
from employers.models import Agreement, Employer, Slot, Vacancy

SHOWN, PROMISES = 6, 5  # the rest is one link away


@dataclass(frozen=True)
class Day:
    """One day of the week's strip."""

    on: date
    slots: Sequence[Slot]


def show() -> str:
    today, everything = date.today(), "all" in request.args
    with reading() as session:
        world = the_world(session, today)
        ours = (lambda _employer: True) if everything else whose(world, current_user.email)
        my_world = world if everything else mine(world, current_user.email)
        unfilled, first = ring_fence_tasks.unfilled(session, my_world), settings.load().ring_fences.top_tasks
        todo = [
            *seating_tasks.for_coordinator(session, ours, moment()),
            *unfilled[:first],
            *ring_fence_tasks.for_coordinator(session, ours, moment()),
            *slot_tasks.for_coordinator(session, ours, moment()),
            *referral_tasks.for_coordinator(session, ours, moment()),
            *placement_tasks.for_coordinator(session, ours, today),
            *after_tasks.for_coordinator(session, ours, today),
            *unfilled[first:],
            *tasks(session, my_world),
            *care_tasks.for_coordinator(session, ours, today),
            *care_tasks.to_look_into(session, ours, today),
        ]
        owed = sorted((card for card in world.cards if card.promise.owed and not card.over), key=board.soonest)
        return render_template(
            "today/coordinator.html",
            today=today,
            tasks=todo if everything else todo[:SHOWN],
            count=len(todo),
            owed=board.totals(world.cards)["owed"],
            everything=everything,
            promises=owed[:PROMISES],
            days=week(world.slots, today),
            booked=ways.bookings(session, world.slots),
            left=interviews.free_at(session, world.slots, moment()),
            owner=owner,
            unserved=len(world.stand.without(world.people, "fits_now", "check")) if world.stand else None,
            fits_nothing_now=len(world.stand.without(world.people, "fits_now")) if world.stand else None,
            world=world,
            diary=ledger_today.diary(session, current_user.email, today, everybody=everything),
        )


def the_world(session: Session, today: date) -> World:
    """What stands in the database today, as far as Today needs it."""
    people = caseload.everybody(session)
    jobs = [job for job in _vacancies(session) if unlisted(job, today) is None]
    begin = datetime.combine(today, datetime.min.time())
    slots = select(Slot).where(Slot.starts_at >= begin).order_by(Slot.starts_at, Slot.reference)
    with_owner = (
        joinedload(Slot.vacancy).joinedload(Vacancy.employer),
        joinedload(Slot.agreement).joinedload(Agreement.employer),
    )
    uploads = select(Upload).where(Upload.owner_id == current_user.id).order_by(Upload.id)
    offered = session.scalars(slots.options(*with_owner)).unique().all()
    return World(
        today,
        jobs,
        [board.card(each, today) for each in _agreements(session)],
        offered,
        people,
        session.scalars(uploads).all(),
        suited.everybody(session, people, jobs, today),
        {slot: len(those) for slot, those in ways.bookings(session, offered).items()},
    )


def week(slots: Sequence[Slot], today: date) -> list[Day]:
    """Monday to Friday of this week, or of the next once it is Saturday; days at the week's end where there are times."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=today.weekday() > 4)
    days = [monday + timedelta(days=number) for number in range(7)]
    by_day = [Day(on, [slot for slot in slots if slot.starts_at.date() == on]) for on in days]
    return [each for each in by_day if each.on.weekday() < 5 or each.slots]


def _vacancies(session: Session) -> Sequence[Vacancy]:
    query = select(Vacancy).options(joinedload(Vacancy.employer).selectinload(Employer.contacts))
    return (
        session.scalars(query.order_by(Vacancy.closes_on.is_(None), Vacancy.closes_on, Vacancy.reference))
        .unique()
        .all()
    )


def _agreements(session: Session) -> Sequence[Agreement]:
    query = select(Agreement).options(
        joinedload(Agreement.employer).selectinload(Employer.contacts),
        selectinload(Agreement.slots),
        selectinload(Agreement.vacancies).selectinload(Vacancy.slots),
    )
    return session.scalars(query.order_by(Agreement.reference)).unique().all()
