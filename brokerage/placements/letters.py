"""What is written around a placement, put into the outbox with the step that it stands on, and looked at again before it goes.

Whoever has not signed hears of it some working days before the start; once all have, both outside hear what begins when, and the person
once more shortly before. The employer is asked early how it goes, and at the end for a few
words, again twice while there are none. The person reads those words, and says what there is to say to them.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import messages
from brokerage.correspondence import telling
from brokerage.diary.workdays import moment, nation, working
from brokerage.keys import private_links
from brokerage.messages import WAY_IN
from brokerage.models import Participant
from brokerage.placements import own_words
from brokerage.placing_models import Placed
from brokerage.sending import reaching
from brokerage.sending.reaching import ByHand
from brokerage.sending.work_models import Message
from brokerage.settings import load
from employers.clock import local, on_day
from employers.models import Contact
from employers.placements import paper as placement_paper
from employers.placements import reviews as placement_reviews
from employers.placements.attendance import last_day
from employers.placements.life import state, waits_for
from employers.placements.models import PARTIES, Placement
from employers.placements.unpaid import titled

UNSIGNED, AGREED, FIRST, GOING, REVIEW, OWN_WORD = (
    "placement-unsigned",
    "placement-agreed",
    "placement-first",
    "placement-going",
    "placement-review",
    "placement-own-word",
)  # the first words of these messages' keys


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When these letters go: working days before the start, days after it, days after the end; times on the clock in London."""

    sign_working_days: int
    first_working_days: int
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
        rules.first_working_days,
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
        _agreed(session, placed, now, rules)
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
    facts = {"link": private_links.mark("word", reference), **_to_person(placed), **_about(placed.placement)}
    subject, body = messages.worded("placement_own_word", **facts)
    key, short = f"{OWN_WORD} {reference} {review.edition}", in_short(placed, "placement_own_word", **facts)
    messages.put(session, key, placed.participant, subject, body, short=short, due_at=now)


def in_short(placed: Placed, template: str, **facts: str) -> str:
    """The words as a text to the person’s phone, which say less of what it is about."""
    keyworker = placed.participant.keyworker
    return messages.short(template, **facts | {"keyworker": keyworker.called if keyworker else "your keyworker"})


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


def agreed_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before somebody is told when it begins: does it, on the days that were signed?"""
    _, reference, edition, _ = message.key.split(" ")
    placement, today = _found(session, reference), local(now).date()
    if placement is None or placement.edition != int(edition) or state(placement, today) not in ("signed", "running"):
        return "It is not agreed as it was any more."
    if placement.vacancy.employer.withheld is not None:
        return "The employer is withheld."
    return "Its first day has passed." if placement.starts_on is None or placement.starts_on < today else None


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
    AGREED: agreed_still,
    FIRST: agreed_still,
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
        if party != "participant" or not _by_hand(placed):
            key = f"{UNSIGNED} {placement.reference} {placement.edition} {party} {first}"
            _write(session, placed, party, f"placement_unsigned_{party}", rules, key=key, due=due)


def _agreed(session: Session, placed: Placed, now: datetime, rules: Rhythm) -> None:
    """To both outside, and to the person once more shortly before the first day."""
    placement, first = placed.placement, placed.placement.starts_on
    if placement.state != "signed" or first is None:
        return
    about = f"{placement.reference} {placement.edition}"
    for party in ("participant", "employer"):
        key = f"{AGREED} {about} {party}"
        _write(session, placed, party, f"placement_agreed_{party}", rules, key=key, due=now)
    due = moment(before_working_days(first, rules.first_working_days, rules.country), rules.sign_at)
    if due > now:
        key = f"{FIRST} {about} participant"
        _write(session, placed, "participant", "placement_first_participant", rules, key=key, due=due, at_once=False)


def _write(
    session: Session,
    placed: Placed,
    party: str,
    template: str,
    rules: Rhythm,
    *,
    key: str,
    due: datetime,
    at_once: bool = True,
) -> None:
    """A letter with the party's own link to the paper; none where nobody there can be written to."""
    placement = placed.placement
    if (to := _whom(session, placed, party)) is None:
        return
    facts = {
        "link": private_links.mark("sign", f"{placement.reference}:{party}"),
        "helper": telling.helper(session, placement.vacancy.employer),
        "address": f"{rules.address}/placements/{placement.reference}",
        **_to_person(placed),
        **_about(placement),
    }
    subject, body = messages.worded(template, **facts)
    short = in_short(placed, template, **facts) if party == "participant" else None
    messages.put(session, key, to, subject, body, short=short, due_at=due, at_once=at_once)


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
        return placed.participant
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
        "begins": f"{placement.days[0].starts:%H:%M}" if placement.days else "a time not known yet",
        "where": ", ".join(filter(None, (placement.where, placement_paper.site(placement)))),
        "ask_for": f"Who is there for you: {placement.supervisor}" if placement.supervisor else "",
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
