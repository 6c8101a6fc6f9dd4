"""What a coordinator could do next, derived from promises, vacancies, times and people. A task vanishes when its thing is done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from flask import url_for
from sqlalchemy.orm import Session

from brokerage.fits import suited, unsaid
from brokerage.fits.suited import NOBODY, Everybody, Suited
from brokerage.look import day, day_short, plural
from brokerage.models import Participant, Upload
from brokerage.pages import posting_tasks
from brokerage.pages.asks import in_words
from brokerage.pages.board import Card, soonest
from brokerage.pages.keyworker_tasks import Task
from brokerage.pages.shortlist import contact
from employers import asks as employer_asks
from employers.models import Employer, EmployerAsk, Slot, Vacancy
from employers.next_moves import SOON
from employers.placements.unpaid import post, titled
from matching.pooled import Pooled

DUE = 30  # days: a promise that falls due within them is a task by itself
CLOSING = 7  # days to a vacancy's closing
LOOKED_AT = 6  # vacancies for which pooled asks are worked out on one page; it takes a fifth of a second each
PRESSED = ("shift", "hours_guaranteed", "pay_from", "postcode")  # without these hardly anybody's fit can be told


@dataclass(frozen=True)
class World:
    """What the tasks are derived from: open vacancies, live promises, times to come, and how people stand."""

    today: date
    jobs: Sequence[Vacancy]
    cards: Sequence[Card]
    slots: Sequence[Slot]
    people: Sequence[Participant]
    uploads: Sequence[Upload]
    stand: Everybody | None
    booked: Mapping[str, int]  # {slot: how many are booked in it}

    def suited(self, job: Vacancy) -> Suited:
        return self.stand.suited(job.reference) if self.stand else NOBODY

    def within(self, when: date | None, days: int) -> bool:
        return when is not None and when <= self.today + timedelta(days=days)


def tasks(session: Session, world: World) -> list[Task]:
    """Most pressing first."""
    return [
        *_promises(world),
        *_times(world),
        *_closing(world),
        *posting_tasks.posted(session, world.jobs),
        *_uploads(world),
        *_places(world),
        *posting_tasks.not_confirmed(session, world.jobs, world.today),
        *_asks(session, world),
        *_questions(world),
        *_without_keyworker(world),
    ]


def _promises(world: World) -> Iterator[Task]:
    """What waits for a signature, what is owed soon, and what was owed at an end of which nobody has said what happens."""
    for card in sorted(world.cards, key=soonest):
        kept, employer = card.promise, card.agreement.employer.name
        if card.stands == "draft":
            head = f"{employer}: {card.what} to be signed"
            yield Task("blue", "file", head, card.move.text, card.move.action, card.address)
        elif card.over and kept.stands and (kept.owed or kept.broken):
            nobody = f"{plural(kept.broken, 'person', 'people')} got no time"
            left = f"{kept.owed} of {card.what} left" if kept.owed else nobody
            head = f"{employer}: {left} at its end"
            yield Task("amber", "cal", head, card.move.text, card.move.action, card.address)
        elif not card.over and kept.owed and world.within(card.due, DUE) and not _fenced(card, world):
            head = f"{employer}: {kept.owed} of {card.what} owed by {card.by}"
            yield Task("amber", "cal", head, card.move.text, card.move.action, card.address)


def _times(world: World) -> Iterator[Task]:
    """Employers who see people within a week."""
    near = [slot for slot in world.slots if world.within(slot.starts_at.date(), CLOSING)]
    for (on, employer), some in groupby(near, lambda slot: (slot.starts_at.date(), owner(slot))):
        slots = list(some)
        booked = sum(world.booked.get(slot.reference, 0) for slot in slots)
        places = sum(slot.places or 0 for slot in slots)
        if booked and booked >= places:
            continue
        job = next((slot.vacancy for slot in slots if slot.vacancy), None)
        fit = f" {_counted(world.suited(job))}" if job else ""
        seated = f"{booked} booked" if booked else "nobody is seated yet"
        why = f"{plural(places, 'place')} offered, {seated}.{fit}"
        address = (
            url_for("vacancies.show", reference=job.reference)
            if job
            else url_for("agreements.show", reference=slots[0].agreement_reference)
        )
        action = "Open the shortlist" if job else "See the jobs"
        yield Task("amber", "cal", f"Choose people for {employer.name}, {day(on)}", why, action, address)


def _closing(world: World) -> Iterator[Task]:
    for job in world.jobs:
        if world.within(job.closes_on, CLOSING) and (world.stand is None or world.suited(job).good):
            why = f"{_counted(world.suited(job))} It closes on {day_short(job.closes_on or world.today)}."
            head = f"Choose people for {_posts(job)} at {job.employer.name}"
            yield Task("pine", "people", head, why, "Open the shortlist", _to(job))


def _uploads(world: World) -> Iterator[Task]:
    for upload in world.uploads:
        why = "Nothing has been changed yet. The file is kept for a day."
        address = url_for("imports.preview", number=upload.id)
        yield Task("amber", "file", f"Finish importing {upload.name}", why, "See what it would change", address)


def _places(world: World) -> Iterator[Task]:
    """Postcodes that are written down and are nowhere."""
    for job in world.jobs:
        if job.postcode and not unsaid.said(job, "postcode"):
            why = f"{job.postcode} is not among the places that are loaded, so no journey to it can be told."
            address = url_for("vacancies.edit", reference=job.reference, _anchor="postcode")
            yield Task("amber", "file", f"Look at the postcode of {job.title}", why, "Correct it", address)


def _asks(session: Session, world: World) -> Iterator[Task]:
    """Vacancies that nobody fits as they stand, and what many wait for."""
    if world.stand is None:
        return
    none_now = [job for job in world.jobs if not world.suited(job).count("fits_now")]
    likely = sorted(none_now, key=lambda job: -world.suited(job).count("ask_employer"))
    for job in likely[:LOOKED_AT]:
        put = employer_asks.of(session, job)
        openers = suited.openers(session, job, world.today)
        asked = [each for each in openers if each.change.who == "employer" and _open_question(each, put)]
        if asked:
            why = (
                f"{in_words(asked[0].change)}, {job.title} would open to {asked[0].people} people. "
                "Nobody fits it as it stands."
            )
            head = f"Ask {contact(job)} at {job.employer.name}"
            yield Task("blue", "ask", head, why, "See the job", _to(job))


def _open_question(each: Pooled, put: Mapping[tuple[str, str], EmployerAsk]) -> bool:
    """Whether nobody has asked it yet; after a no it is nobody's task by itself."""
    return (each.change.what, each.change.to) not in put


def _questions(world: World) -> Iterator[Task]:
    """One task for each employer whose jobs leave out what most fits wait for, the one most people wait for first."""
    open_jobs: dict[str, list[tuple[Vacancy, list[str], int]]] = {}
    for job in world.jobs:
        factors = [
            (short, factor)
            for column, factor, _, short in unsaid.ASKED
            if column in PRESSED and unsaid.to_ask(job, column)
        ]
        if factors:
            waiting = max(world.suited(job).waiting[factor] for _, factor in factors if factor)
            open_jobs.setdefault(job.employer_reference, []).append((job, [short for short, _ in factors], waiting))
    for asked in sorted(open_jobs.values(), key=lambda some: -max(waiting for *_, waiting in some)):
        yield _question(asked)


def _question(asked: list[tuple[Vacancy, list[str], int]]) -> Task:
    job, _, _ = asked[0]
    waiting = max(waiting for *_, waiting in asked)
    left_out = "; ".join(f"{each.title}: {' and '.join(shorts)}" for each, shorts, _ in asked)
    wait = f" {plural(waiting, 'person waits', 'people wait')} for the answer." if waiting else ""
    address = (
        url_for("vacancies.show", reference=job.reference, _anchor="asked")
        if len(asked) == 1
        else url_for("employers.show", reference=job.employer_reference, _anchor="jobs")
    )
    head = f"Ask {contact(job)} at {job.employer.name} about {plural(len(asked), 'job')}"
    return Task("blue", "phone", head, f"Not said. {left_out}.{wait}", "See the questions", address)


def _without_keyworker(world: World) -> Iterator[Task]:
    alone = [person for person in world.people if person.keyworker_id is None and not person.paused]
    if alone:
        names = ", ".join(person.called for person in alone[:3]) + (" and others" if len(alone) > 3 else "")
        head = f"{plural(len(alone), 'person has', 'people have')} no keyworker"
        address = url_for("people.index", keyworker="none")
        yield Task("stone", "people", head, f"{names}: nobody can ask them what they would like.", "See who", address)


def owner(slot: Slot) -> Employer:
    """Whose time it is: a slot is for a vacancy or for an agreement."""
    of = slot.vacancy or slot.agreement
    if of is None:  # a CHECK of the table sees to it
        raise LookupError(slot.reference)
    return of.employer


def _fenced(card: Card, world: World) -> bool:
    """Whether its ring-fence ends soon."""
    fenced = card.agreement.ring_fenced_until
    return fenced is not None and fenced >= world.today and world.within(fenced, SOON)


def _counted(those: Suited) -> str:
    return f"{those.count('fits_now')} fit now, {those.count('check')} to check."


def _posts(job: Vacancy) -> str:
    return f"{titled(job)}, {plural(job.places, post(job))}" if job.places else titled(job)


def _to(job: Vacancy) -> str:
    return url_for("vacancies.show", reference=job.reference)


def mine(world: World, email: str) -> World:
    """The same world with the employers of one coordinator, and those that are nobody's; all of them where this one has none."""

    ours = whose(world, email)
    return replace(
        world,
        jobs=[job for job in world.jobs if ours(job.employer)],
        cards=[card for card in world.cards if ours(card.agreement.employer)],
        slots=[slot for slot in world.slots if ours(owner(slot))],
    )


def whose(world: World, email: str) -> Callable[[Employer], bool]:
    """Whether an employer is one coordinator's, or nobody's; everybody's are, where this one has none."""
    if not any(job.employer.coordinator == email for job in world.jobs):
        return lambda _employer: True
    return lambda employer: employer.coordinator in (email, None)
