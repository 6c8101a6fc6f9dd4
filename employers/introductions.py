"""The desk: cards laid before an employer, and what he says to each. A card is the words that somebody agreed to show; no person is behind it here.

What an employer says goes to whoever listens (`hearers`) before it is written down, so that it moves what stands behind the card or is refused.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from employers.columns import Refused
from employers.models import NOTES, Agreement, Contact, Introduction, Vacancy
from employers.trust import roles
from employers.words import ANSWERS, REASONS

Card = list[dict[str, str]]  # [{"part": "strengths", "text": "..."}]
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that look alike when somebody reads them out


@dataclass(frozen=True, slots=True)
class Said:
    """What an employer said to one card: a word of ANSWERS, or `offer`. `by` is an address or a name, `at` is UTC."""

    what: str
    by: str
    at: datetime
    reason: str | None = None


Hearer = Callable[[Session, Introduction, Said], None]
hearers: list[Hearer] = []


class NotOnDesk(Refused):
    """Another's, or not there: the same sentence."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no introduction {reference} on your desk. Look at how it is written.")


class TakenBack(NotOnDesk):
    """It was there, and whoever has its page open still is told."""

    def __init__(self) -> None:
        Refused.__init__(self, "This introduction has been taken back; nothing is asked of you.")


class ReasonMissing(Refused):
    def __init__(self) -> None:
        reasons = "; ".join(REASONS.values())
        super().__init__(f"Choose the reason that comes nearest: {reasons}.")


class UnknownAnswer(Refused):
    def __init__(self, answer: str) -> None:
        super().__init__(f"“{answer}” is no answer here. There are: {', '.join(ANSWERS)}.")


class NothingWritten(Refused):
    def __init__(self) -> None:
        super().__init__("There is nothing in it yet. Write a few words, then send them.")


class TooLong(Refused):
    def __init__(self, length: int) -> None:
        super().__init__(f"This is {length} characters long. Write at most {NOTES}.")


class NobodyListens(RuntimeError):
    """An answer that nobody hears would be lost: the application was put together without the brokerage's ear."""


def lay(session: Session, vacancy: Vacancy, card: Card, agreement: Agreement | None, now: datetime) -> Introduction:
    """Puts a card on the desk of the vacancy's employer. `agreement`: the one under which the interview is promised."""
    laid = Introduction(
        reference=random_reference("I"),
        vacancy=vacancy,
        agreement_reference=agreement.reference if agreement else None,
        card=[{"part": line["part"], "text": line["text"]} for line in card],
        laid_at=now,
    )
    session.add(laid)
    session.flush()
    return laid


def on_desk(session: Session, contact: Contact) -> Sequence[Introduction]:
    """The cards before this contact's employer, the newest first, without those taken back."""
    query = (
        _of(contact)
        .where(Introduction.taken_back_at.is_(None))
        .order_by(Introduction.laid_at.desc(), Introduction.reference)
    )
    return session.scalars(query).all()


def own(session: Session, contact: Contact, reference: str) -> Introduction:
    """One card before this contact's employer. Raises NotOnDesk for another's and for none alike, TakenBack."""
    found = session.scalar(_of(contact).where(Introduction.reference == reference))
    if found is None:
        raise NotOnDesk(reference)
    _mine(found, contact)
    return found


def answer(
    session: Session,
    introduction: Introduction,
    said: str,
    *,
    contact: Contact,
    now: datetime,
    reason: str | None = None,
    word: str | None = None,
) -> None:
    """What the employer answers: see, hold, or not this time with a reason. `word` is for the keyworker alone.

    The same answer twice is one. Raises what the hearers refuse, TakenBack, ReasonMissing, UnknownAnswer, TooLong."""
    _mine(introduction, contact)
    if introduction.answer == said and introduction.reason == reason and introduction.word == _words(word):
        return
    check_answer(said, reason, word)
    _tell(session, introduction, Said(said, _name(contact), now, reason))
    record(session, introduction, said, by=_name(contact), now=now, reason=reason, word=word)


def check_answer(said: str, reason: str | None, word: str | None) -> None:
    """Raises UnknownAnswer, ReasonMissing, TooLong."""
    if said not in ANSWERS:
        raise UnknownAnswer(said)
    if said == "not_this_time" and reason not in REASONS:
        raise ReasonMissing
    _words(word)


def record(
    session: Session,
    introduction: Introduction,
    said: str,
    *,
    by: str,
    now: datetime,
    reason: str | None = None,
    word: str | None = None,
) -> None:
    """Writes an answer down, without telling anybody: for an answer that came by telephone, too."""
    _still_there(session, introduction)
    check_answer(said, reason, word)
    introduction.answer, introduction.answered_at, introduction.answered_by = said, now, by
    introduction.reason = reason if said == "not_this_time" else None
    introduction.word = _words(word)


def offer_job(session: Session, introduction: Introduction, contact: Contact, now: datetime) -> None:
    """The employer offers this person the job. Offering twice is once."""
    _mine(introduction, contact)
    if introduction.offered_at is not None:
        return
    _tell(session, introduction, Said("offer", _name(contact), now))
    record_offer(session, introduction, now)


def record_offer(session: Session, introduction: Introduction, now: datetime) -> None:
    """Writes an offer down, without telling anybody."""
    _still_there(session, introduction)
    introduction.offered_at = now


def give_feedback(session: Session, introduction: Introduction, text: str, contact: Contact, now: datetime) -> None:
    """What the employer wants the person to hear; it can be bettered later. Raises NothingWritten, TakenBack, TooLong."""
    _mine(introduction, contact)
    record_feedback(session, introduction, text, now)


def record_feedback(session: Session, introduction: Introduction, text: str, now: datetime) -> None:
    """Writes feedback down: for what was said by telephone, too."""
    _still_there(session, introduction)
    words = _words(text)
    if words is None:
        raise NothingWritten
    introduction.feedback, introduction.feedback_at = words, now


def take_back(introduction: Introduction, now: datetime) -> None:
    """Takes the card off the desk. It stays in the database: it is the record of what was shown."""
    if introduction.taken_back_at is None:
        introduction.taken_back_at = now


def random_reference(letter: str) -> str:
    """A reference from which nothing can be counted or guessed, such as `I7K2M9QXT`."""
    return letter + "".join(secrets.choice(LETTERS) for _ in range(9))


def _of(contact: Contact) -> Select[Introduction]:
    return (
        select(Introduction)
        .join(Introduction.vacancy)
        .options(joinedload(Introduction.vacancy).joinedload(Vacancy.employer), joinedload(Introduction.slot))
        .where(roles.sees(contact))
    )


def _mine(introduction: Introduction, contact: Contact) -> None:
    if introduction.vacancy.employer_reference != contact.employer_reference:
        raise NotOnDesk(introduction.reference)
    if introduction.taken_back_at is not None:
        raise TakenBack


def _still_there(session: Session, introduction: Introduction) -> None:
    """Looks again, and holds the row until the transaction ends."""
    session.flush()
    session.refresh(introduction, with_for_update={"of": Introduction})
    if introduction.taken_back_at is not None:
        raise TakenBack


def _tell(session: Session, introduction: Introduction, said: Said) -> None:
    if not hearers:
        raise NobodyListens("Nobody listens to what employers answer. Call brokerage.desk.listen() first.")
    for hear in hearers:
        hear(session, introduction, said)


def _name(contact: Contact) -> str:
    return contact.email or contact.name or "the employer"


def _words(text: str | None) -> str | None:
    """What was typed without blanks around it; None for nothing."""
    words = (text or "").replace("\r\n", "\n").strip() or None
    if words and len(words) > NOTES:
        raise TooLong(len(words))
    return words
