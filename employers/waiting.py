"""How a card stands, as its employer reads it, and what would help next: derived from the cards and the times, never typed in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from employers.agreement_life import last_day, state
from employers.agreements import promise
from employers.clock import on_day
from employers.models import Agreement, EmployerAsk, Introduction

Stage = Literal["new", "promised", "held", "wanted", "booked", "past", "met", "offered", "closed"]
STAGES: dict[Stage, str] = {
    "new": "Waiting for your answer",
    "promised": "Interview promised",
    "held": "On hold",
    "wanted": "You would like to meet",
    "booked": "Interview booked",
    "past": "Did you meet?",
    "met": "You met",
    "offered": "Job offered",
    "closed": "Not this time",
}
NO_NAME = "Somebody"
MOST_TIMES = 6  # asked for at once
LENGTH = timedelta(minutes=30)  # of an interview that does not say


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that would help, some minute's work. `card` is the first one it is about, `job` the one that a question is about."""

    what: Literal["sign", "met", "answer", "question", "words", "times"]
    head: str
    why: str
    card: Introduction | None = None
    job: str | None = None
    agreement: str | None = None  # the one that is to be read and signed


def called(card: Introduction) -> str:
    """The name that somebody agreed to show; a word in its place where none was."""
    return line(card, "name") or NO_NAME


def line(card: Introduction, part: str) -> str:
    return next((each["text"] for each in card.card if each["part"] == part), "")


def stage(card: Introduction, at: datetime) -> Stage:
    """`at` is now, on the clock on the wall, as slots are."""
    if card.answer == "not_this_time":
        return "closed"
    if card.offered_at is not None:
        return "offered"
    if card.met:
        return "met"
    if card.slot is not None:
        return "booked" if at < ends_at(card) else "past"
    return _before_a_time(card)


def _before_a_time(card: Introduction) -> Stage:
    match card.answer:
        case "see":
            return "wanted"
        case "hold":
            return "held"
    return "promised" if card.agreement_reference else "new"


def ends_at(card: Introduction) -> datetime:
    """When the interview that is booked is over."""
    if card.slot is None:
        raise LookupError(f"{card.reference} has no interview booked.")
    return card.slot.starts_at + (timedelta(minutes=card.slot.minutes) if card.slot.minutes else LENGTH)


def asks(
    cards: Sequence[Introduction],
    agreements: Iterable[Agreement],
    questions: Iterable[EmployerAsk],
    free: int,
    at: datetime,
) -> list[Ask]:
    """What would help, what is most waited for first. `free` are the places at times still to come."""
    return [
        *_whether_met(cards, at),
        *_to_answer(cards, at),
        *_questions(questions),
        *_words(cards, at),
        *_times(cards, agreements, free, at),
    ]


def to_sign(agreements: Iterable[Agreement], today: date) -> list[Ask]:
    """What waits for a signature."""
    drafts = (each for each in agreements if state(each, today) == "draft")
    return [
        Ask("sign", "Read and sign what we agreed", "It holds once you have signed", agreement=each.reference)
        for each in drafts
    ]


def _questions(questions: Iterable[EmployerAsk]) -> Iterator[Ask]:
    for each in questions:
        opens = f"It would open {each.vacancy.title} to more people"
        why = opens if each.people is not None else f"About {each.vacancy.title}"
        yield Ask("question", each.question, why, job=each.vacancy_reference)


def _whether_met(cards: Sequence[Introduction], at: datetime) -> Iterator[Ask]:
    for card in cards:
        if stage(card, at) == "past" and card.slot is not None:
            yield Ask(
                "met", f"Did you meet {_in_sentence(card)}?", f"It was booked for {_day(card.slot.starts_at)}", card
            )


def _to_answer(cards: Sequence[Introduction], at: datetime) -> Iterator[Ask]:
    waiting = sorted((card for card in cards if stage(card, at) == "new"), key=_by_job)
    for _, found in groupby(waiting, key=_by_job):
        some = list(found)
        people = "1 person" if len(some) == 1 else f"{len(some)} people"
        has = "has" if len(some) == 1 else "have"
        yield Ask(
            "answer", f"Meet {people} for {some[0].vacancy.title}", f"{_names(some)} {has} said yes to you", some[0]
        )


def _words(cards: Sequence[Introduction], at: datetime) -> Iterator[Ask]:
    for card in cards:
        if card.met and card.feedback is None and stage(card, at) in ("met", "offered", "closed"):
            yield Ask(
                "words", f"A few words for {_in_sentence(card)}", "What you say after an interview helps most", card
            )


def _times(cards: Sequence[Introduction], agreements: Iterable[Agreement], free: int, at: datetime) -> Iterator[Ask]:
    waiting = [card for card in cards if stage(card, at) in ("wanted", "promised")]
    if len(waiting) > free:
        few = "a time" if len(waiting) - free == 1 else f"{min(MOST_TIMES, len(waiting) - free)} times"
        wait = "waits" if len(waiting) == 1 else "wait"
        yield Ask("times", f"Offer {few} to see people", f"{_names(waiting)} {wait} for one")
        return
    for agreement in agreements:
        owed = _owed(agreement, at.date())
        if owed > free:
            few = "a time" if owed - free == 1 else f"{min(MOST_TIMES, owed - free)} times"
            yield Ask("times", f"Offer {few} to see people", _promised(agreement, owed, at.date()))
            return


def _owed(agreement: Agreement, today: date) -> int:
    """How many interviews an employer could offer times for: while it is paused, for those who wait alone."""
    if agreement.kind != "guaranteed_interview" or state(agreement, today) in ("ended", "renewed", "draft"):
        return 0
    kept = promise(agreement, today)
    return kept.waiting if state(agreement, today) == "paused" else kept.owed


def _promised(agreement: Agreement, owed: int, today: date) -> str:
    end = last_day(agreement)
    by = f" by {on_day(end)}{'' if end.year == today.year else f' {end.year}'}" if end else ""
    number = "an interview" if agreement.places == 1 else f"{agreement.places or ''} interviews".strip()
    return f"You promised {number}. {owed} more{by}"


def _names(cards: Sequence[Introduction]) -> str:
    """`Aisha and Tomasz`; with more than three, or without names, how many."""
    names = [line(card, "name") for card in cards]
    if not all(names) or len(names) > 3:
        return "1 person" if len(cards) == 1 else f"{len(cards)} people"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _in_sentence(card: Introduction) -> str:
    return line(card, "name") or "the person"


def _by_job(card: Introduction) -> str:
    return card.vacancy_reference


def _day(when: datetime) -> str:
    return f"{when:%A} {on_day(when)}, {when:%H:%M}"
