"""What is open about a placement, from both sides, in sentences: what has to be settled before it is sent, and what is to be asked.

Told to staff only. What touches a person's own week says so under the person's name, and is never shown to an employer.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.diary import busy
from brokerage.diary.busy import TAKES, Taken
from brokerage.diary.hours import quarters
from brokerage.diary.workdays import bank_holiday, nation
from brokerage.placements import arranged, care
from brokerage.placements.employer_care import months_before
from brokerage.placements.records import of_person
from brokerage.placing_models import Placed
from employers.agreement_life import STATES as AGREEMENT_STATES
from employers.agreement_life import state as agreement_state
from employers.agreements import promise
from employers.clock import local, on_day
from employers.models import Vacancy
from employers.placements import moves as placement_moves
from employers.placements import rules as placement_rules
from employers.placements import seats as placement_seats
from employers.placements.days import Hours, overlapping, totals
from employers.placements.models import Placement
from employers.placements.paper import hours_of, site
from employers.placements.rules import Facts, Finding
from employers.placements.unpaid import note
from employers.trust import roles, safety
from employers.trust_models import SAFETY_ITEMS

BOOKED = {"interview": "an interview", "mock": "a mock interview"}
CAME_OR_COMES = ("to_sign", "signed", "running", "finished", "ended")


def open_points(session: Session, placed: Placed, now: datetime) -> list[Finding]:
    """Everything that is open, what stops it first."""
    placement, today = placed.placement, local(now).date()
    found = [
        *_missing(placed),
        *placement_rules.check(facts(session, placed), settings.load().placements.rules),
        *_safety(session, placement),
        *_employer(placement, today),
        *_room(session, placement),
        *_person(session, placed),
        *_days(placed),
    ]
    return sorted(found, key=lambda each: not each.stops)


def facts(session: Session, placed: Placed) -> Facts:
    """What the rules look at, gathered from the records."""
    placement, job = placed.placement, placed.placement.vacancy
    hours, rules = hours_of(placement), settings.load().placements.rules
    last = totals(hours).last
    pack = placement_rules.in_force(rules, placement.scheme, hours[0].day) if hours else None
    since = months_before(last, pack.months) if pack is not None and last is not None else date.max
    before = placement_moves.chain(session, placement) if placement.renews is not None else []
    earlier = [day for each in before if each.id < placement.id for day in _used(each)]
    return Facts(
        placement.scheme,
        hours,
        paid=placement.paid,
        only_person=placement.only_person,
        real_job=job.contract is not None or job.pay_from is not None,
        job_hours=job.hours_guaranteed if job.hours_guaranteed is not None else job.hours_typical,
        job_weeks=placement.job_weeks,
        permanent=job.contract == "permanent" and placement.job_weeks is None,
        earlier=earlier,
        person_days=_unpaid_days(
            placement, (each.placement for each in of_person(session, placed.participant)), since, last
        ),
        employer_days=_unpaid_days(placement, _at_employer(session, job.employer_reference), since, last),
    )


def _missing(placed: Placed) -> Iterator[Finding]:
    placement, name = placed.placement, placed.participant.called
    if not placement.days:
        yield Finding("There are no days yet. Write the first and the last and a weekly pattern.", "us", True)
    for value, text in (
        (placement.supervisor, "Who is there for the person on the first day, and after? Ask the employer for a name."),
        (placement.tasks, "What is done there? Write it so that it can be pictured."),
        (placement.leads_to, "What does it lead to? It is said before anybody signs, also where it is no job."),
    ):
        if not value:
            yield Finding(text, "employer", True)
    if not any(line["part"] == "name" for line in placement.card):
        yield Finding(
            f"Nobody can come without a name. Ask {name} whether it may be said to this employer.", "participant", True
        )
    if placement.job_weeks is None and placement.kind == "work_experience" and not note(placement.vacancy):
        yield Finding(
            f"{placement.vacancy.title} is a job. Say beforehand that this stay is no part of its hire, or make it a trial.",
            "us",
        )
    if placement.roles and sum(each.days for each in placement.roles) != len(placement.days):
        inside = sum(each.days for each in placement.roles)
        yield Finding(
            f"The roles take {inside} days, and there are {len(placement.days)}. The days beyond have no role.", "us"
        )


def _safety(session: Session, placement: Placement) -> Iterator[Finding]:
    job, last = placement.vacancy, placement.ends_on
    if last is None:
        return
    for item in safety.run_out(session, job, last, placement.site):
        ends = f"{on_day(item.expires_on)} {item.expires_on.year}" if item.expires_on else ""
        told = " A renewal is written down and waits for one of us to confirm it." if item.told_by else ""
        yield Finding(
            f"{SAFETY_ITEMS[item.item]} of the site is in date until {ends} only, and the last day is {on_day(last)}.{told}",
            "employer",
            True,
        )
    for name in safety.unknown(session, job, placement.site):
        yield Finding(f"Not seen yet: {name[:1].lower()}{name[1:]}. Ask to see it before the first day.", "employer")


def _employer(placement: Placement, today: date) -> Iterator[Finding]:
    employer, agreement = placement.vacancy.employer, placement.agreement
    if employer.withheld is not None:
        yield Finding(
            f"{employer.name} is withheld: {employer.withheld} Nobody is placed there until that changes.", "us", True
        )
    if agreement is not None and (stands := agreement_state(agreement, placement.starts_on or today)) != "active":
        said = AGREEMENT_STATES[stands].lower()
        yield Finding(
            f"{agreement.reference}, under which it is, stands at “{said}” on its first day. It rests on its own signatures.",
            "employer",
        )
    if agreement is not None and placement.state == "draft" and (counted := promise(agreement, today)).left == 0:
        yield Finding(
            f"All {counted.promised} places of {agreement.reference} are given. One more is for {employer.name} to sign.",
            "employer",
        )
    if not any(each.email and roles.may(each, "sign") for each in employer.contacts):
        yield Finding(f"Nobody at {employer.name} can sign by e-mail. Take a paper along, and note it here.", "us")


def _room(session: Session, placement: Placement) -> Iterator[Finding]:
    days = [each.day for each in placement.days]
    places = placement_seats.room(session, placement)
    if places is None:
        yield Finding(
            "Not known: for how many people on placements the site has room at once. Ask, and write it down.",
            "employer",
        )
    elif gone := placement_seats.full(session, placement, days):
        yield Finding(f"No place is left on {_some(gone)}: the site has room for {places} at once.", "employer", True)


def _person(session: Session, placed: Placed) -> Iterator[Finding]:
    person, placement = placed.participant, placed.placement
    hours = hours_of(placement)
    if person.paused:
        yield Finding(f"{person.called} has paused, so nothing goes on until that changes.", "participant", True)
    for other in of_person(session, person):
        if (
            other.id != placed.id
            and other.placement.state in TAKES
            and (days := overlapping(hours, hours_of(other.placement)))
        ):
            where = other.placement.vacancy.employer.name
            yield Finding(
                f"{person.called} is at {where} at that time on {_some(days)}. Change the hours of one of them.",
                "us",
                True,
            )
    for each in booked_over(session, placed):
        yield Finding(
            f"{person.called} has {BOOKED[each.what]} at {each.starts:%H:%M} on {on_day(each.starts)} with {each.employer}, "
            "and with the way there and back it takes some of these hours. Move it first, or change that day.",
            "us",
            True,
        )


def _days(placed: Placed) -> Iterator[Finding]:
    name, hours = placed.participant.called, hours_of(placed.placement)
    country = nation(site(placed.placement), settings.load().work.bank_holidays)
    if off := [each.day for each in hours if bank_holiday(each.day, country)]:
        yield Finding(
            f"{_some(off)} {'is a bank holiday' if len(off) == 1 else 'are bank holidays'}. Is the site open?",
            "employer",
        )
    found = care.look(placed.participant, placed.placement.vacancy, hours)
    stated = f"the hours meet what {name} has stated: when work is possible, caring, the school run or the way there."
    unanswered = arranged.unanswered(placed, found.meets)
    if unanswered:
        then = "Change the days or the hours, or write down what was arranged for them."
        yield Finding(f"On {_some(unanswered)} {stated} {then}", "us", True)
    if answered := [each for each in found.meets if each not in unanswered]:
        yield Finding(f"On {_some(answered)} {stated} It was seen to: {placed.arranged}", "us")
    if found.may_meet:
        yield Finding(
            f"On {_some(found.may_meet)} it is not known whether {name} is free: school holidays or the week of a rota decide. Ask.",
            "participant",
        )
    if hours and not found.stated:
        yield Finding(
            f"Not known: when {name} could be there. Ask about caring, and about school holidays.", "participant"
        )


def booked_over(session: Session, placed: Placed) -> list[Taken]:
    """Interviews and mock interviews that take the person, with the way there and back, in the hours of one of its days."""
    those = [
        quarters(datetime.combine(each.day, each.starts), datetime.combine(each.day, each.ends))
        for each in hours_of(placed.placement)
    ]
    if not those:
        return []
    person = placed.participant_id
    found = busy.taken(session, [person], range(those[0].start, those[-1].stop)).get(person, ())
    return [each for each in found if each.what in BOOKED and any(map(each.meets, those))]


def _used(placement: Placement) -> list[Hours]:
    """Its days; of one that ended early those that were."""
    last = placement.ended_on
    return [each for each in hours_of(placement) if last is None or each.day <= last]


def _unpaid_days(own: Placement, others: Iterable[Placement], since: date, last: date | None) -> int:
    """Unpaid days in other placements after `since` and up to `last`."""
    if last is None:
        return 0
    kept = [each for each in others if each.id != own.id and not each.paid and each.state in CAME_OR_COMES]
    return sum(since < day.day <= last for each in kept for day in _used(each))


def _at_employer(session: Session, employer: str) -> Sequence[Placement]:
    query = select(Placement).join(Vacancy, Vacancy.reference == Placement.vacancy_reference)
    return session.scalars(
        query.where(Vacancy.employer_reference == employer, Placement.state.in_(CAME_OR_COMES))
    ).all()


def _some(days: Sequence[date]) -> str:
    """`14 January, 15 January and 3 more days`"""
    named = ", ".join(f"{day:%a} {on_day(day)}" for day in days[:3])
    return f"{named} and {len(days) - 3} more days" if len(days) > 3 else named
