"""What waits on the way from a name to an outcome: for a coordinator, and for a keyworker. A task vanishes when its thing is done."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from flask import url_for
from sqlalchemy.orm import Session

from brokerage import accounts, outcomes
from brokerage.correspondence import by_hand
from brokerage.fits.questions import first_name
from brokerage.look import day, day_short, plural
from brokerage.models import Participant
from brokerage.pages import ways
from brokerage.pages.keyworker_tasks import Task
from brokerage.promises import entitlement
from brokerage.referral_models import Referral
from employers.clock import local
from employers.models import Employer, Slot
from employers.words import REASONS

ANSWER_DAYS = 3  # after so many days without an answer an employer is asked again
TOLD_FOR = timedelta(days=7)  # how long news for a person stands on Today


@dataclass(frozen=True, slots=True)
class News:
    """Something an employer said that a person is to hear: when, what, and where it is read."""

    at: datetime
    referral: Referral
    said: str
    address: str


def for_coordinator(session: Session, ours: Callable[[Employer], bool], now: datetime) -> list[Task]:
    """Most pressing first: what is owed, what was said yes to, who waits for a time, who has not answered, what came of it."""
    on = local(now).date()
    mine = [each for each in ways.found(session) if each.state != "ended" and ours(each.vacancy.employer)]
    owed = {each.referral.id: each for each in entitlement.owed(session, on)}
    return [
        *_unsent(session, ours),
        *(_owed(each, on) for each in owed.values() if ours(each.referral.vacancy.employer)),
        *(_introduce(each) for each in mine if each.state == "agreed"),
        *(_book(each) for each in mine if each.state == "wanted" and each.id not in owed),
        *_after([each for each in outcomes.awaited(session, now) if ours(each.referral.vacancy.employer)]),
        *_unanswered([each for each in mine if each.id not in owed], now),
        *(
            _question(each, found.text)
            for each, found in entitlement.questions(session, on)
            if ours(each.vacancy.employer)
        ),
    ]


def for_keyworker(session: Session, people: Sequence[Participant]) -> list[Task]:
    """Answers to get from people, then checks asked for, then whether a job that was offered is taken."""
    mine = [each for each in ways.found(session, people) if each.state in ("asked", "checked", "offered")]
    asked_by = {email: accounts.find(session, email) for email in {each.asked_by for each in mine}}
    called = {email: user.called if user else email for email, user in asked_by.items()}
    offered = [each for each in mine if each.state == "offered"]
    return [
        *(_decide(each) for each in offered),
        *(_bring(each) for each in mine if each.state == "checked"),
        *(_check(each, called[each.asked_by]) for each in mine if each.state == "asked"),
    ]


def news(session: Session, people: Sequence[Participant], now: datetime) -> list[News]:
    """What employers said of these people in the last week, the latest first."""
    found = [
        News(at, each, said, ways.address(each)) for each in ways.found(session, people) for at, said in _said(each)
    ]
    return sorted((each for each in found if each.at > now - TOLD_FOR), key=lambda each: each.at, reverse=True)


def coming(session: Session, people: Sequence[Participant], now: datetime) -> list[tuple[Slot, Referral]]:
    """The interviews of these people that are still to come, the next first."""
    booked = [
        (each.introduction.slot, each)
        for each in ways.found(session, people)
        if each.state == "booked" and each.introduction and each.introduction.slot
    ]
    return sorted(
        ((slot, each) for slot, each in booked if slot.starts_at >= local(now)),
        key=lambda pair: (pair[0].starts_at, pair[1].id),
    )


def _unsent(session: Session, ours: Callable[[Employer], bool]) -> Iterator[Task]:
    """One task for all letters that did not arrive, until somebody has seen to them."""
    lost = [each for each in by_hand.unsent(session) if each.referral is None or ours(each.referral.vacancy.employer)]
    if lost:
        first = lost[0]
        yield Task(
            "amber",
            "phone",
            f"{plural(len(lost), 'letter')} could not be sent",
            f"{first.subject}, to {first.recipient}{' and others' if len(lost) > 1 else ''}.",
            "See why",
            url_for("messages.index"),
        )


def _owed(owed: entitlement.Owed, on: date) -> Task:
    referral, left = owed.referral, owed.days_left(on)
    name, employer = referral.participant.called, referral.vacancy.employer.name
    if owed.due_on is None or left is None:
        when = "no day was agreed"
    elif left < 0:
        when = f"it was owed by {day_short(owed.due_on)}"
    else:
        when = f"owed by {day_short(owed.due_on)}, " + (f"in {plural(left, 'day')}" if left else "today")
    return Task(
        "amber",
        "cal",
        f"Book {name} with {employer}",
        f"Guaranteed under {owed.agreement.reference}: {when}.",
        "Choose a time",
        url_for("referrals.book", reference=referral.reference),
    )


def _introduce(referral: Referral) -> Task:
    name, employer = referral.participant.called, referral.vacancy.employer.name
    said = f" on {day_short(referral.answer.said_on)}" if referral.answer else ""
    return Task(
        "violet",
        "step",
        f"Introduce {name} to {employer}",
        f"Said yes to {referral.vacancy.title}{said}.",
        "Read and introduce",
        ways.address(referral, "next"),
    )


def _book(referral: Referral) -> Task:
    return Task(
        "violet",
        "cal",
        f"Book {referral.participant.called} with {referral.vacancy.employer.name}",
        f"They would like to meet, for {referral.vacancy.title}.",
        "Choose a time",
        url_for("referrals.book", reference=referral.reference),
    )


def _after(awaited: Sequence[outcomes.Awaited]) -> Iterator[Task]:
    """One task for each interview that is over, whatever is open of it."""
    for referral, some in groupby(awaited, lambda each: each.referral):
        first, *rest = some
        who = f"{referral.participant.called} and {referral.vacancy.employer.name}"
        head = f"{who}: {first.ask[:1].lower()}{first.ask[1:]}"
        why = " ".join([f"The interview was on {day(first.since)}.", *(each.ask for each in rest)])
        yield Task("blue", "phone", head, why, "Note it", ways.address(referral, "next"))


def _unanswered(referrals: Sequence[Referral], now: datetime) -> Iterator[Task]:
    """One task for each employer who has not answered for some days."""
    waiting = [
        (each.introduction.laid_at, each)
        for each in referrals
        if each.state in ("introduced", "held") and each.introduction
    ]
    late = [(at, each) for at, each in waiting if at <= now - timedelta(days=ANSWER_DAYS)]
    late.sort(key=lambda pair: (pair[1].vacancy.employer.name, pair[0]))
    for employer, some in groupby(late, lambda pair: pair[1].vacancy.employer):
        those = list(some)
        names = ", ".join(each.participant.called for _, each in those[:3]) + (" and others" if len(those) > 3 else "")
        days = (now - those[0][0]).days
        yield Task(
            "blue",
            "clock",
            f"Ask {employer.name} about {plural(len(those), 'introduction')}",
            f"{names}: {'up to ' if len(those) > 1 else ''}{plural(days, 'day')} without an answer.",
            "Note the answer" if len(those) == 1 else "See them",
            ways.address(those[0][1], "next") if len(those) == 1 else url_for("referrals.index", whose="employer"),
        )


def _question(referral: Referral, text: str) -> Task:
    keyworker = referral.participant.keyworker
    ask = f" Ask {keyworker.called}." if keyworker else ""
    head = f"Is {referral.participant.called} owed an interview?"
    return Task("amber", "unk", head, f"{text}{ask}", "See how it stands", ways.address(referral, "next"))


def _decide(referral: Referral) -> Task:
    name = first_name(referral.participant)
    return Task(
        "stone",
        "people",
        f"Ask {referral.participant.called} about the job offered",
        f"{referral.vacancy.employer.name} offered {referral.vacancy.title}. {name} decides.",
        "Note it",
        ways.address(referral, "next"),
    )


def _bring(referral: Referral) -> Task:
    return Task(
        "stone",
        "people",
        f"Ask {referral.participant.called} about {referral.vacancy.title}",
        f"The check is done. {referral.vacancy.employer.name} hears nothing before a yes.",
        "Note the answer",
        ways.check_address(referral, "answer"),
    )


def _check(referral: Referral, asked_by: str) -> Task:
    return Task(
        "amber",
        "unk",
        f"Does {referral.vacancy.title} suit {referral.participant.called}?",
        f"{asked_by} asked on {day_short(local(referral.asked_at))}; {referral.vacancy.employer.name}.",
        "Check it",
        ways.check_address(referral),
    )


def _said(referral: Referral) -> Iterator[tuple[datetime, str]]:
    """What the employer said to a card, with when."""
    card, employer = referral.introduction, referral.vacancy.employer.name
    if card is None:
        return
    if card.answered_at and card.answer == "see":
        yield card.answered_at, f"{employer} would like to meet."
    if card.answered_at and card.answer == "not_this_time":
        reason = f": {REASONS[card.reason].lower()}" if card.reason else ""
        yield card.answered_at, f"{employer} said: not this time{reason}."
    if card.offered_at:
        yield card.offered_at, f"{employer} offered the job."
    for step in referral.steps:
        if step.transition == "cancel" and step.role == "employer":
            yield step.at, f"{employer} cancelled the interview: {step.why}"
    if card.feedback_at:
        yield card.feedback_at, f"{employer} gave feedback."
