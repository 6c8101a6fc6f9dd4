"""What is written around a placement, put into the outbox with the step that it stands on, and looked at again before it goes.

Whoever has not signed hears of it some working days before the start. The employer is asked early how it goes, and at the end for a few
words, again twice while there are none. The person reads those words, and says what there is to say to them.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import messages, own_words, private_links, reaching, telling
from brokerage.messages import WAY_IN
from brokerage.models import Participant
from brokerage.placing_models import Placed
from brokerage.reaching import ByHand
from brokerage.settings import load
from brokerage.work_models import Message
from brokerage.workdays import moment, nation, working
from employers import placement_paper, placement_reviews
from employers.clock import local, on_day
from employers.models import Contact
from employers.placement_attendance import last_day
from employers.placement_life import state, waits_for
from employers.placement_models import PARTIES, Placement
from employers.placements import titled

UNSIGNED, GOING, REVIEW, OWN_WORD = (
    "placement-unsigned",
    "placement-going",
    "placement-review",
    "placement-own-word",
)  # the first words of these messages' keys


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When these letters go: working days before the start, days after it, days after the end; times on the clock in London."""

    sign_working_days: int
    going_days: tuple[int, ...]
    review_days: tuple[int, ...]
    sign_at: time
    asked_at: time
    country: str
    address: str


def rhythm() -> Rhythm:
    """As the settings have it."""
    settings = load()
    rules = settings.placement_letters
    return Rhythm(
        rules.sign_working_days,
        (rules.going_first_days, rules.going_second_days),
        (0, rules.review_second_days, rules.review_third_days),
        rules.sign_at,
        rules.asked_at,
        settings.work.bank_holidays,
        settings.address,
    )


def follow(session: Session, placement: Placement, now: datetime) -> None:
    """Puts out every letter that stands on the placement as it is now; each is put once, however often this is called."""
    placed = session.scalar(select(Placed).where(Placed.placement_id == placement.id))
    if placed is None or placement.starts_on is None:
        return
    rules = rhythm()
    rules = replace(rules, country=nation(placement_paper.site(placement), rules.country))
    if placement.state == "to_sign":
        _to_sign(session, placed, now, rules)
    elif placement.state in ("signed", "running"):
        _going(session, placed, now, rules)
        _review(session, placed, now, rules)
    elif placement.state == "ended":
        _review(session, placed, now, rules)


def read_it(session: Session, placed: Placed, now: datetime) -> None:
    """Tells the person that the employer has written a review, or changed it."""
    review = placement_reviews.of(session, placed.placement)
    if review is None:
        return
    reference = placed.placement.reference
    subject, body = messages.worded(
        "placement_own_word",
        link=private_links.mark("word", reference),
        **_to_person(placed),
        **_about(placed.placement),
    )
    messages.put(session, f"{OWN_WORD} {reference} {review.edition}", placed.participant, subject, body, due_at=now)


def sign_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before a letter goes: is that signature still wanted?"""
    _, reference, edition, party, starts_on = message.key.split(" ")
    placement = _found(session, reference)
    if placement is None or placement.state != "to_sign" or placement.edition != int(edition):
        return "It is not to be signed as it was any more."
    if party not in waits_for(placement):
        return "It is signed."
    first = placement.starts_on
    if str(first) != starts_on or first is None or first < local(now).date():
        return "It starts on another day, or its first day has passed."
    return "The employer is withheld." if placement.vacancy.employer.withheld is not None else None


def going_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before the employer is asked how it goes: does it run?"""
    _, reference, starts_on, _ = message.key.split(" ")
    placement = _found(session, reference)
    if placement is None or str(placement.starts_on) != starts_on or state(placement, local(now).date()) != "running":
        return "It does not run."
    return _nobody(session, placement)


def review_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before the employer is asked for a review: has it ended on that day, and is there none?"""
    _, reference, ends_on, _ = message.key.split(" ")
    placement = _found(session, reference)
    if (
        placement is None
        or str(last_day(placement)) != ends_on
        or not placement_reviews.due(placement, local(now).date())
    ):
        return "It has not ended on that day."
    if placement_reviews.of(session, placement) is not None:
        return "The review is written."
    return _nobody(session, placement)


def word_still(session: Session, message: Message, _now: datetime) -> str | None:
    """Looks again before the person is written to: are those the words, and is nothing said to them yet?"""
    _, reference, edition = message.key.split(" ")
    placement = _found(session, reference)
    review = placement_reviews.of(session, placement) if placement is not None else None
    if placement is None or review is None or review.edition != int(edition):
        return "The employer has changed the words."
    said = own_words.of(session, own_words.placed(session, placement))
    return "The person has said what there is to say." if said is not None else None


CHECKS: dict[str, messages.Check] = {
    UNSIGNED: sign_still,
    GOING: going_still,
    REVIEW: review_still,
    OWN_WORD: word_still,
}


def _to_sign(session: Session, placed: Placed, now: datetime, rules: Rhythm) -> None:
    placement = placed.placement
    first = placement.starts_on
    due = moment(before_working_days(first, rules.sign_working_days, rules.country), rules.sign_at) if first else now
    if due <= now:  # it was sent with its own letter just now
        return
    for party in PARTIES:
        if (to := _whom(session, placed, party)) is None:
            continue
        subject, body = messages.worded(
            f"placement_unsigned_{party}",
            link=private_links.mark("sign", f"{placement.reference}:{party}"),
            way_in=WAY_IN,
            helper=telling.helper(session, placement.vacancy.employer),
            address=f"{rules.address}/placements/{placement.reference}",
            **_to_person(placed),
            **_about(placement),
        )
        key = f"{UNSIGNED} {placement.reference} {placement.edition} {party} {first}"
        messages.put(session, key, to, subject, body, due_at=due)


def _by_hand(placed: Placed) -> bool:
    """Whether a person tells it: Today says it in time, and a task so long before would only be in the way."""
    try:
        reaching.check_channel(placed.participant, by_text=messages.by_text())
    except ByHand:
        return True
    return False


def _whom(session: Session, placed: Placed, party: str) -> str | Participant | None:
    """Whoever signs for that party; None where nobody there can be written to."""
    if party == "participant":
        return None if _by_hand(placed) else placed.participant
    employer = placed.placement.vacancy.employer
    if party == "programme":
        return employer.coordinator
    contact = telling.reached(session, employer)  # an administrator there, who may sign
    return contact.email if contact else None


def _going(session: Session, placed: Placed, now: datetime, rules: Rhythm) -> None:
    placement = placed.placement
    if placement.starts_on is None:
        return
    for number, days in enumerate(rules.going_days, 1):
        key = f"{GOING} {placement.reference} {placement.starts_on} {number}"
        _ask(session, placement, "placement_going", key, due_at=max(now, _due(placement.starts_on, days, rules)))


def _review(session: Session, placed: Placed, now: datetime, rules: Rhythm) -> None:
    placement, last = placed.placement, last_day(placed.placement)
    if last is None:
        return
    for number, days in enumerate(rules.review_days, 1):
        key = f"{REVIEW} {placement.reference} {last} {number}"
        _ask(session, placement, "placement_review", key, due_at=max(now, _due(last, days, rules)))


def _ask(session: Session, placement: Placement, template: str, key: str, *, due_at: datetime) -> None:
    contact = _contact(session, placement)
    if contact is None or not contact.email:
        return
    helper = telling.helper(session, placement.vacancy.employer)
    subject, body = messages.worded(template, way_in=WAY_IN, helper=helper, **_about(placement))
    messages.put(session, key, contact.email, subject, body, due_at=due_at)


def _due(day: date, later: int, rules: Rhythm) -> datetime:
    """That many days later, or on the working day after it; the day itself counts where it is none that many days later."""
    on = day + timedelta(days=later)
    while later and not working(on, rules.country):
        on += timedelta(days=1)
    return moment(on, rules.asked_at)


def before_working_days(day: date, number: int, country: str) -> date:
    """The working day that lies so many working days before `day`."""
    while number > 0:
        day -= timedelta(days=1)
        number -= working(day, country)
    return day


def _about(placement: Placement) -> dict[str, str]:
    last = last_day(placement)
    return {
        "reference": placement.reference,
        "title": titled(placement.vacancy),
        "employer": placement.vacancy.employer.name,
        "starts": _long(placement.starts_on),
        "ends": _long(last),
    }


def _to_person(placed: Placed) -> dict[str, str]:
    person, keyworker = placed.participant, placed.participant.keyworker
    return {
        "name": person.called.split()[0] if person.name else "there",
        "keyworker": f"{keyworker.called}, {keyworker.email}" if keyworker is not None else "your keyworker",
    }


def _long(day: date | None) -> str:
    return f"{day:%A} {on_day(day)} {day.year}" if day is not None else "a day not known yet"


def _contact(session: Session, placement: Placement) -> Contact | None:
    return telling.reached(session, placement.vacancy.employer, placement.vacancy)


def _nobody(session: Session, placement: Placement) -> str | None:
    return None if _contact(session, placement) is not None else "Nobody there is written to any more."


def _found(session: Session, reference: str) -> Placement | None:
    return session.scalar(select(Placement).where(Placement.reference == reference))
