"""What is said in time: to a coordinator, that an agreement ends; to an employer's contact, that a word on an interview is waited for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from brokerage import messages, outcomes
from brokerage.correspondence import telling
from brokerage.diary.workdays import after_working_days
from brokerage.outcomes import Awaited
from brokerage.referral_models import PromisedPlace
from brokerage.sending.work_models import Message
from employers.agreement_life import BINDING, state
from employers.clock import local, on_day
from employers.models import Agreement, Contact, Employer
from employers.words import AGREEMENT_KINDS

ENDS, FEEDBACK = "agreement-ends", "feedback"  # the first words of these messages' keys


@dataclass(frozen=True, slots=True)
class Patience:
    """How long feedback may take (working days), how often a contact is asked, and how many days lie between two asks."""

    days: int
    asks: int
    rest_days: int
    country: str
    address: str


def agreements_ending(session: Session, now: datetime, *, days: int, address: str) -> None:
    """Tells each coordinator once of an agreement that ends within so many days; a new date is a new end."""
    today = local(now).date()
    query = (
        select(Agreement)
        .where(Agreement.ends_on > today, Agreement.ends_on <= today + timedelta(days=days))
        .options(joinedload(Agreement.employer))
        .order_by(Agreement.ends_on, Agreement.id)
    )
    for agreement in session.scalars(query):
        if agreement.employer.coordinator and agreement.ends_on and _lapses(agreement, today):
            _tell_of_end(session, agreement, agreement.ends_on, now, address)


def ends_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before the message goes: was the agreement renewed, or is it over?"""
    reference, _, ends_on = message.key.removeprefix(f"{ENDS} ").rpartition(" ")
    found = session.scalar(select(Agreement).where(Agreement.reference == reference))
    if found is None or str(found.ends_on) != ends_on:
        return "The agreement ends on another day now."
    if _lapses(found, local(now).date()):
        return None
    ended = state(found, local(now).date()) not in BINDING
    return "The agreement has ended." if ended else "Its renewal is signed."


def _lapses(agreement: Agreement, today: date) -> bool:
    """Whether it holds today, and nothing that is signed goes on in its place."""
    renewed = agreement.renewal is not None and agreement.renewal.said not in ("draft", "changed")
    return state(agreement, today) in BINDING and not renewed


def ask_for_feedback(session: Session, now: datetime, patience: Patience) -> None:
    """Asks an employer's contact once for all that is late, again after a rest, and then leaves it to the coordinator."""
    for employer, late in _by_employer(late_feedback(session, now, patience)):
        contact = telling.reached(session, employer)
        if contact is None:
            _leave_to_coordinator(session, late, "Nobody there can be asked by e-mail.", now, patience.address)
            continue
        asked = _asked_on(session, contact)
        if asked and local(now).date() < asked[-1] + timedelta(days=patience.rest_days):
            continue
        again = [each for each in late if _asks(each, asked, patience) < patience.asks]
        if again:
            _ask(session, contact, again, now)
        tired = [each for each in late if each not in again]
        often = "once" if patience.asks == 1 else f"{patience.asks} times"
        _leave_to_coordinator(session, tired, f"{contact.email} was asked {often}.", now, patience.address)


def late_feedback(session: Session, now: datetime, patience: Patience) -> list[Awaited]:
    """Interviews on which an employer has said nothing for longer than the patience lasts."""
    today = local(now).date()
    return [
        each for each in outcomes.awaited(session, now) if each.what == "feedback" and _late_on(each, patience) < today
    ]


def late_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before a contact is asked: may that be, and is anything of that employer still waited for?"""
    contact = session.get(Contact, int(message.key.split()[1]))
    if contact is not None and telling.reached(session, contact.employer) is None:
        return "Nobody there is asked any more."
    waited_for = {
        each.referral.vacancy.employer_reference for each in outcomes.awaited(session, now) if each.what == "feedback"
    }
    still = contact is not None and contact.employer_reference in waited_for
    return None if still else "There is nothing to ask for any more."


def _tell_of_end(session: Session, agreement: Agreement, ends_on: date, now: datetime, address: str) -> None:
    last = ends_on - timedelta(days=1)
    subject, body = messages.worded(
        "agreement_ends",
        reference=agreement.reference,
        employer=agreement.employer.name,
        kind=AGREEMENT_KINDS[agreement.kind].lower(),
        last=f"{on_day(last)} {last.year}",
        taken=_taken(session, agreement),
        address=address,
    )
    key = f"{ENDS} {agreement.reference} {ends_on}"
    messages.put(session, key, agreement.employer.coordinator or "", subject, body, due_at=now)


def _taken(session: Session, agreement: Agreement) -> str:
    if agreement.kind != "guaranteed_interview" or agreement.places is None:
        return ""
    taken = select(func.count()).where(PromisedPlace.agreement_reference == agreement.reference)
    return f"Of {agreement.places} interviews promised, {session.scalar(taken)} are taken."


def _by_employer(late: Sequence[Awaited]) -> Iterator[tuple[Employer, list[Awaited]]]:
    employers = {each.referral.vacancy.employer_reference: each.referral.vacancy.employer for each in late}
    for reference, employer in sorted(employers.items()):
        yield employer, [each for each in late if each.referral.vacancy.employer_reference == reference]


def _late_on(each: Awaited, patience: Patience) -> date:
    """The last day on which it is in time."""
    return after_working_days(each.since.date(), patience.days, patience.country)


def _asked_on(session: Session, contact: Contact) -> list[date]:
    """The days on which this contact was asked, the last one last."""
    asked = select(Message.key).where(Message.key.startswith(f"{FEEDBACK} {contact.id} ", autoescape=True))
    return sorted(date.fromisoformat(key.split()[2]) for key in session.scalars(asked))


def _asks(each: Awaited, asked: Sequence[date], patience: Patience) -> int:
    """How often the contact was asked since this interview's feedback was late."""
    return sum(_late_on(each, patience) < day for day in asked)


def _ask(session: Session, contact: Contact, late: Sequence[Awaited], now: datetime) -> None:
    subject, body = messages.worded(
        "feedback",
        interviews="\n".join(sorted({f"- {_interview(each)}" for each in late})),
        employer=contact.employer.name,
        way_in=messages.WAY_IN,
        helper=telling.helper(session, contact.employer),
    )
    key = f"{FEEDBACK} {contact.id} {local(now).date()}"
    messages.put(session, key, contact.email or "", subject, body, due_at=now)


def _leave_to_coordinator(session: Session, late: Sequence[Awaited], asked: str, now: datetime, address: str) -> None:
    """A line for each interview, once; where no coordinator is named, it waits for one."""
    for each in late:
        employer = each.referral.vacancy.employer
        if employer.coordinator is None:
            continue
        subject, body = messages.worded(
            "feedback_late",
            employer=employer.name,
            interview=f"{each.referral.participant.reference}: {_interview(each)}",
            asked=asked,
            address=address,
        )
        messages.put(
            session, f"feedback-late {each.referral.reference}", employer.coordinator, subject, body, due_at=now
        )


def _interview(each: Awaited) -> str:
    return f"{each.referral.vacancy.title}, {on_day(each.since)}"
