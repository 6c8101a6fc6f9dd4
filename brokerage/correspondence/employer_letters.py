"""Letters to employers beside those about people on the way: what they are asked, what runs out at their sites, a new way in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, messages
from brokerage.accounts import User
from brokerage.correspondence import telling
from brokerage.diary.workdays import after_working_days
from brokerage.messages import WAY_IN
from brokerage.sending.work_models import Message
from employers import agreement_moves, asks, criteria
from employers.agreement_life import state
from employers.clock import local, on_day
from employers.columns import Refused
from employers.flows import Act
from employers.models import Agreement, Contact, EmployerAsk, Vacancy
from employers.readers import EMAIL
from employers.trust import safety
from employers.trust.roles import may
from employers.trust_models import SAFETY_ITEMS, SiteSafety
from matching.policy import Policy
from matching.terms import Change

ASKED, AGAIN, SAFETY, TO_SIGN = (
    "asked",
    "asked-again",
    "safety-ends",
    "to-sign",
)  # the first words of these messages' keys
MILLENNIUM = datetime(2000, 1, 1)  # noqa: DTZ001 (UTC, as all that is stored)


class NobodyToSign(Refused):
    def __init__(self, agreement: Agreement) -> None:
        super().__init__(
            f"Nobody who may sign for {agreement.employer.name} can be written to. Add a contact with an e-mail address, "
            "or note a signature on paper."
        )


@dataclass(frozen=True, slots=True)
class Care:
    """`ask_days`: working days until an ask is made a second time, once. `safety_days`: days before a paper of a site runs out."""

    ask_days: int
    safety_days: int
    country: str
    address: str


def ask(
    session: Session, job: Vacancy, change: Change, people: int, *, by: str, now: datetime, policy: Policy
) -> EmployerAsk:
    """Puts a change to the employer, and writes to them that they are asked. Raises what `asks.ask` raises."""
    made = asks.ask(session, job, change, people, by=by, now=now, policy=policy)
    _tell(session, made, ASKED, now)
    return made


def challenge(session: Session, job: Vacancy, key: str, *, by: str, now: datetime) -> EmployerAsk:
    """Asks whether one thing is truly needed, and writes to the employer. Raises what `criteria.challenge` raises."""
    made = criteria.challenge(session, job, key, by=by, now=now)
    _tell(session, made, ASKED, now)
    return made


def ask_again(session: Session, now: datetime, care: Care) -> None:
    """A second letter, the last, for what has waited too long."""
    today = local(now).date()
    for each in session.scalars(select(EmployerAsk).where(EmployerAsk.answer.is_(None)).order_by(EmployerAsk.id)):
        if after_working_days(local(each.asked_at).date(), care.ask_days, care.country) <= today:
            _tell(session, each, AGAIN, now)


def asked_still(session: Session, message: Message, _now: datetime) -> str | None:
    """Looks again before the letter goes: is it still asked, and may they be written to?"""
    _, reference, at = message.key.split(" ")
    found = session.scalar(select(EmployerAsk).where(EmployerAsk.reference == reference))
    if found is None or found.answer is not None or found.asked_at.isoformat() != at:
        return "It was answered, or is asked anew."
    return _not_reached(session, found.vacancy)


def told(session: Session, asked: Iterable[EmployerAsk]) -> dict[str, Message]:
    """{ask: the letter that told of it}; none where nobody there can be written to."""
    keys = {_key(ASKED, each): each.reference for each in asked}
    found = session.scalars(select(Message).where(Message.key.in_(keys)))
    return {keys[each.key]: each for each in found}


def send_for_signing(session: Session, agreement: Agreement, act: Act, what: str) -> None:
    """Gives a draft to the employer to read, and writes to whoever may sign there. `what` is promised, in words.

    Raises NobodyToSign, and what `agreement_moves.take` raises."""
    contact = telling.reached(session, agreement.employer)
    if contact is None or not contact.email or not may(contact, "sign"):
        raise NobodyToSign(agreement)
    agreement_moves.take(session, agreement, "send", replace(act, why=f"To {contact.name or contact.email}."))
    facts = {"employer": agreement.employer.name, "helper": telling.helper(session, agreement.employer)}
    subject, body = messages.worded("employer_to_sign", what=what, way_in=WAY_IN, **facts)
    key = f"{TO_SIGN} {agreement.reference} {act.at.isoformat()}"
    messages.put(session, key, contact.email, subject, body, due_at=act.at)


def to_sign_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before the letter goes: is it still to be signed, and may they be written to?"""
    reference = message.key.removeprefix(f"{TO_SIGN} ").rpartition(" ")[0]
    agreement = session.scalar(select(Agreement).where(Agreement.reference == reference))
    if agreement is None or state(agreement, local(now).date()) != "draft":
        return "It is not to be signed any more."
    return None if telling.reached(session, agreement.employer) else "Nobody there is written to any more."


def safety_ending(session: Session, now: datetime, care: Care) -> None:
    """Tells the coordinator and the employer once of a paper that runs out soon; a new date is a new end."""
    today = local(now).date()
    for each in safety.ending(session, today, care.safety_days):
        contact = telling.reached(session, each.employer)
        facts = {
            "item": SAFETY_ITEMS[each.item],
            "site": each.site or "all sites",
            "employer": each.employer.name,
            "ends": f"{on_day(each.expires_on)} {each.expires_on.year}" if each.expires_on else "",
            "helper": telling.helper(session, each.employer),
            "address": f"{care.address}/employers/{each.employer_reference}/safety",
            "way_in": WAY_IN,
        }
        for whom, to in (("us", each.employer.coordinator), ("them", contact.email if contact else None)):
            if to:
                subject, body = messages.worded(f"safety_ends_{whom}", **facts)
                messages.put(session, f"{SAFETY} {each.id} {each.expires_on} {whom}", to, subject, body, due_at=now)


def safety_still(session: Session, message: Message, _now: datetime) -> str | None:
    """Looks again before the letter goes: was it renewed?"""
    _, number, ends_on, whom = message.key.split(" ")
    found = session.get(SiteSafety, int(number))
    if found is None or str(found.expires_on) != ends_on:
        return "It runs out on another day now."
    gone = whom == "them" and telling.reached(session, found.employer) is None
    return "Nobody there is written to any more." if gone else None


def invite(session: Session, contact: Contact, now: datetime) -> User:
    """Gives a contact an account, and writes with a way in. Raises NoAddressYet, SomebodyElses."""
    user = accounts.invite_contact(session, contact)
    facts = {"employer": contact.employer.name, "helper": telling.helper(session, contact.employer)}
    subject, body = messages.worded("employer_invited", way_in=WAY_IN, **facts)
    messages.put(session, f"invited {contact.id} {now.isoformat()}", user.email, subject, body, due_at=now)
    return user


def new_way_in(session: Session, email: str, now: datetime, *, rest: timedelta) -> None:
    """Writes a new link to an employer's contact whose link no longer works, once in each span of `rest`; to anybody else nothing.

    Whoever asks is told the same in each case."""
    user = accounts.find(session, email) if EMAIL.fullmatch(email.strip()) else None
    contact = session.get(Contact, user.contact_id) if user is not None and user.contact_id is not None else None
    if user is None or contact is None or not accounts.signs_in_by_link(user):
        return
    subject, body = messages.worded("employer_way_in", way_in=WAY_IN, helper=telling.helper(session, contact.employer))
    mark, number = sha256(user.email.encode()).hexdigest()[:20], int((now - MILLENNIUM) / rest)
    messages.put(session, f"way-in {mark} {number}", user.email, subject, body, due_at=now)


def _tell(session: Session, asked: EmployerAsk, which: str, now: datetime) -> None:
    employer = asked.vacancy.employer
    contact = telling.reached(session, employer, asked.vacancy)
    if contact is None or not contact.email:
        return
    subject, body = messages.worded(
        "employer_asked" if which == ASKED else "employer_asked_again",
        title=asked.vacancy.title,
        question=asked.question,
        way_in=WAY_IN,
        helper=telling.helper(session, employer),
    )
    messages.put(session, _key(which, asked), contact.email, subject, body, due_at=now)


def _key(which: str, asked: EmployerAsk) -> str:
    return f"{which} {asked.reference} {asked.asked_at.isoformat()}"


def _not_reached(session: Session, vacancy: Vacancy) -> str | None:
    gone = telling.reached(session, vacancy.employer, vacancy) is None
    return "Nobody there is written to any more." if gone else None
