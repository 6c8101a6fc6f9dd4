"""What waits at the end of a placement: for a coordinator, and for a keyworker. A task vanishes when its thing is done."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.look import day_short
from brokerage.models import Participant
from brokerage.pages.keyworker_tasks import Task
from brokerage.placements import own_words, records
from brokerage.placing_models import Placed
from employers.models import Employer
from employers.placements import reviews as placement_reviews
from employers.placements.attendance import last_day


def for_coordinator(session: Session, ours: Callable[[Employer], bool], today: date) -> list[Task]:
    """Reviews that are late, and words that the person does not find so."""
    found = [each for each in records.of_people(session) if ours(each.placement.vacancy.employer)]
    return [task for each in found if (task := _late(session, each, today)) is not None]


def for_keyworker(session: Session, people: Sequence[Participant], today: date) -> list[Task]:
    """Words to read with the own people."""
    return [*_to_read(session, records.of_people(session, [each.id for each in people]), today)]


def _late(session: Session, placed: Placed, today: date) -> Task | None:
    placement, last = placed.placement, last_day(placed.placement)
    if last is None or not placement_reviews.due(placement, today):
        return None
    who, employer = placed.participant.called, placement.vacancy.employer.name
    if placement_reviews.of(session, placement) is not None:
        word = own_words.of(session, placed)
        if word is None or word.agrees:
            return None
        head, why = (
            f"Put right what {employer} wrote about {who}",
            "Something was different, so there is no certificate yet.",
        )
        return Task("amber", "ask", head, why, "Read both", _to(placed))
    if last + timedelta(days=settings.load().placement_letters.review_second_days) > today:
        return None
    head, why = (
        f"Ask {employer} for a few words about {who}",
        f"The last day was {day_short(last)}. The certificate waits for them.",
    )
    return Task("blue", "phone", head, why, "Write them down", _to(placed))


def _to_read(session: Session, found: Sequence[Placed], today: date) -> Iterator[Task]:
    for placed in found:
        if not placement_reviews.due(placed.placement, today):
            continue
        review = placement_reviews.of(session, placed.placement)
        if review is None or own_words.of(session, placed) is not None:
            continue
        who, employer = placed.participant.called, placed.placement.vacancy.employer.name
        head, why = f"Read with {who} what {employer} wrote", "If it was so, it becomes the certificate."
        yield Task("stone", "file", head, why, "Read it", _to(placed))


def _to(placed: Placed) -> str:
    return url_for("after.show", reference=placed.placement.reference)
