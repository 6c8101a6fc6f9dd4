"""The outbox. What is to be said is put there in the transaction of what happened, and sent later by `brokerage work`.

Before a message goes, everything that it stands on is read again: the referral's state, the interview, the person's channel and safe
window. What is overtaken is dropped with its reason; what may be no message becomes a task for the keyworker. Nothing else is lost.
A link that opens something is made as the letter goes, and stands nowhere else.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache
from importlib.resources import files
from typing import TypeVar

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from brokerage import accounts, settings
from brokerage.accounts import NotByLink
from brokerage.diary.workdays import quiet
from brokerage.flow import STATES
from brokerage.keys import open_links, private_links
from brokerage.models import Participant
from brokerage.referral_models import Referral
from brokerage.sending import outgoing, post, reaching, texts
from brokerage.sending.outgoing import Post, PostAway, Text, Undeliverable
from brokerage.sending.reaching import ByHand
from brokerage.sending.work_models import Message, Task
from brokerage.settings import Mail
from employers.clock import local
from employers.db import broken_rule, transaction
from employers.models import LINE, Slot

log = logging.getLogger(__name__)
BY = "the clock"
COMING = "_coming"  # how the first word of a reminder's key ends
NO_ADDRESS = "Nobody there has an e-mail address."
UNBOOKED = "unbooked"  # goes unless an interview is booked again, whether the referral has ended or not
BEGINNINGS = ("introduced", "wanted")  # states of which no message goes while the employer is withheld
WAY_IN = "[the way in]"  # in the words to an employer's contact: the link that signs in stands there once they go
Result = TypeVar("Result")
Check = Callable[[Session, Message, datetime], str | None]  # why it is overtaken; None: it still stands


@dataclass(frozen=True, slots=True)
class Rules:
    """How messages are sent. `checks` looks again at messages that stand on no referral, by the first word of their key.

    `address` is where people reach the application: a link that signs in begins with it."""

    mail: Mail
    secret: str
    checks: Mapping[str, Check]
    address: str = ""


def put(
    session: Session,
    key: str,
    recipient: str | Participant,
    subject: str,
    body: str,
    *,
    due_at: datetime,
    referral: Referral | None = None,
    only_while: str | None = None,
    slot: Slot | None = None,
    calendar: str | None = None,
    short: str | None = None,
    at_once: bool = True,
) -> bool:
    """Puts a message into the outbox in the caller's transaction, once for each key; whether it was new.

    `recipient`: an e-mail address, blank where none is known so that somebody calls; or a participant, who is then reached only by the
    own channel and in the own safe window; where that channel is none of ours, the keyworker has the task at once.
    `due_at` (UTC): not before. `only_while`: the referral's state without which it is not sent, or UNBOOKED; without it, the referral
    has to be open. `slot`: the interview that it tells of. `calendar`: an entry as iCalendar that goes with it.
    `short`: the words where it goes as a text; without them, the body. `at_once`: no where such a task would come too early, as a reminder's.
    """
    message = Message(
        key=key,
        recipient="" if isinstance(recipient, Participant) else recipient,
        participant=recipient if isinstance(recipient, Participant) else None,
        subject=outgoing.one_line(subject)[:LINE],
        body=outgoing.lines(body),
        short=None if short is None else outgoing.lines(short),
        calendar=calendar,
        referral=referral,
        only_while=only_while,
        slot_reference=slot.reference if slot else None,
        slot_starts_at=slot.starts_at if slot else None,
        due_at=due_at,
    )
    try:
        with session.begin_nested():
            session.add(message)
            session.flush()
    except IntegrityError as error:
        if broken_rule(error) != "uq_message_key":
            raise
        return False
    try:
        if isinstance(recipient, Participant) and at_once:
            reaching.check_channel(recipient, by_text=by_text())
        elif recipient == "":
            raise ByHand(NO_ADDRESS)
    except ByHand as cannot:
        give_up(session, message, str(cannot), due_at)
    return True


def worded(template: str, **facts: object) -> tuple[str, str]:
    """Subject and body of a template in templates/messages, with these facts in it."""
    subject, _, body = _template(template).format(**facts).partition("\n")
    return subject.removeprefix("Subject: "), body.strip("\n")


def short(template: str, **facts: object) -> str:
    """The same as a text to a phone, of a template in templates/messages/texts."""
    return _template(f"texts/{template}").format(**facts).strip()


def by_text() -> bool:
    """Whether texts are set up at all."""
    return settings.load().texts.way != ""


def send_due(
    clock: Callable[[], datetime], way: Post, rules: Rules, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Sends what is due, one message after the other, until nothing is, or the post is away; how many were sent."""
    sent = 0
    while not stopping() and not quiet(now := clock()):
        if (taken := _take(now, rules.mail)) is None:
            break
        try:
            sent += _send(taken, clock, way, rules)
        except PostAway as away:
            log.warning("A message waits for its next try: %s", away)
            _put_off(taken, away, clock, rules.mail)
            if away.whole:
                break
    return sent


def empty(session: Session, now: datetime, keep_days: int) -> None:
    """Takes the words and the address out of messages that are over. The key stays, so that nothing is said twice."""
    old = now - timedelta(days=keep_days)
    over = or_(Message.sent_at < old, Message.dropped.is_not(None) & (Message.due_at < old))
    session.execute(
        update(Message)
        .where(over, Message.body != "")
        .values(recipient="", subject="", body="", short=None, calendar=None)
    )
    session.execute(delete(Task).where(Task.done_at < old))


@cache
def _template(name: str) -> str:
    return files("brokerage").joinpath(f"templates/messages/{name}.txt").read_text(encoding="utf-8")


def _take(now: datetime, mail: Mail) -> Message | None:
    """The next message that is due and in nobody's hands, taken into ours before anything is done with it."""
    died = now - timedelta(minutes=mail.taken_minutes)
    waiting = Message.sent_at.is_(None), Message.dropped.is_(None), Message.due_at <= now
    free = or_(Message.taken_at.is_(None), Message.taken_at <= died)
    query = select(Message).where(*waiting, free).order_by(Message.due_at, Message.id).limit(1)
    with transaction(by=BY) as session:
        message = session.scalar(query.with_for_update(skip_locked=True, of=Message))
        if message is not None:
            message.taken_at = now
            message.tries += 1
    return message


def _put_off(taken: Message, away: PostAway, clock: Callable[[], datetime], mail: Mail) -> None:
    """What is put off again and again by itself is given up; where nothing at all can be sent, that is not the message's fault."""
    if away.whole or taken.tries < mail.tries_most:
        _settle(taken, lambda _session, message: try_later(message, clock(), mail))
    else:
        why = f"It was tried {taken.tries} times. {away}"
        _settle(taken, lambda session, message: give_up(session, message, why, clock()))


def _send(taken: Message, clock: Callable[[], datetime], way: Post, rules: Rules) -> bool:
    """Whether it went. Raises PostAway."""
    letter = _settle(taken, lambda session, message: _look_again(session, message, clock(), rules))
    if letter is None:
        return False
    try:
        called = way.send(letter)
    except Undeliverable as never:
        why = str(never)
        _settle(taken, lambda session, message: give_up(session, message, why, clock()))
        return False
    kind = "text" if isinstance(letter, Text) else "email"
    _settle(taken, lambda _session, message: _mark_sent(message, clock(), kind, called))
    return True


def _settle(taken: Message, how: Callable[[Session, Message], Result]) -> Result | None:
    """Does something with a message that we have taken; nothing where it is in somebody else's hands meanwhile."""
    with transaction(by=BY) as session:
        mine = Message.id == taken.id, Message.taken_at == taken.taken_at
        message = session.scalar(select(Message).where(*mine).with_for_update(of=Message))
        return how(session, message) if message is not None else None


def _look_again(session: Session, message: Message, now: datetime, rules: Rules) -> EmailMessage | Text | None:
    """What to send now; None where the message was dropped, put off or became a task."""
    if why := overtaken(session, message, now, rules.checks):
        message.dropped, message.taken_at = why, None
        return None
    try:
        opens = _opens(message, now, rules.mail)
        if opens > now:
            message.due_at, message.taken_at = opens, None
            message.tries -= 1
            return None
        if message.participant is not None and message.participant.channel == "sms":
            return text_of(message, rules)
        return letter_of(session, message, now, rules)
    except (ByHand, Undeliverable) as cannot:
        give_up(session, message, str(cannot), now)
        return None


def letter_of(session: Session, message: Message, now: datetime, rules: Rules) -> EmailMessage:
    """The letter as it would go out now. Raises Undeliverable."""
    recipient = (message.participant.email or "") if message.participant else message.recipient
    body = message.body
    if WAY_IN in body:
        body = body.replace(WAY_IN, _way_in(session, recipient, rules))
    body = open_links.put_in(body, recipient, rules.secret, rules.address)
    body = private_links.put_in(body, recipient, rules.secret, rules.address)
    return post.letter(
        rules.mail,
        message.key,
        rules.secret,
        recipient=recipient,
        subject=message.subject,
        body=body,
        now=now,
        calendar=message.calendar,
    )


def text_of(message: Message, rules: Rules) -> Text:
    """The text to a participant's phone as it would go out now. Raises ByHand, Undeliverable."""
    number = texts.number(message.participant.phone) if message.participant else None
    if number is None:
        raise Undeliverable(reaching.NO_MOBILE)
    words = private_links.put_in(message.short or message.body, number, rules.secret, rules.address)
    words = texts.plain(outgoing.lines(words))
    if texts.parts(words) > settings.load().texts.most_parts:
        raise ByHand("It is too long for a text.")
    own = post.message_id(rules.mail, message.key, rules.secret).strip("<>").partition("@")[0]
    return Text(number, words, own)


def _way_in(session: Session, email: str, rules: Rules) -> str:
    """A link that signs that contact in, once; for anybody else the address of the employers' pages."""
    user = accounts.find(session, email)
    try:
        if user is not None:
            return accounts.sign_in_link(user, rules.secret, rules.address)
    except NotByLink:
        pass
    return f"{rules.address}/portal"


def overtaken(session: Session, message: Message, now: datetime, checks: Mapping[str, Check]) -> str | None:
    """Why a message is not true any more."""
    if (check := checks.get(message.key.partition(" ")[0])) and (why := check(session, message, now)):
        return why
    referral = message.referral
    if referral is None:
        return None
    if message.only_while in BEGINNINGS and referral.vacancy.employer.withheld is not None:
        return "The employer is withheld."
    if message.only_while == UNBOOKED:
        return _off_no_more(message, referral, now)
    if message.only_while is not None and referral.state != message.only_while:
        return f"It does not stand at “{STATES[message.only_while]}” any more."
    if message.only_while is None and referral.state == "ended":
        return "The referral has ended."
    return _interview_gone(session, message, referral, now)


def _off_no_more(message: Message, referral: Referral, now: datetime) -> str | None:
    """Why nobody is told any more that an interview is off."""
    if referral.booking is not None:
        return "Another time is booked."
    over = message.slot_starts_at is not None and message.slot_starts_at <= local(now)
    return "That time is over." if over else None


def _interview_gone(session: Session, message: Message, referral: Referral, now: datetime) -> str | None:
    if message.slot_reference is None or message.slot_starts_at is None:
        return None
    if referral.booking is None or referral.booking.slot_reference != message.slot_reference:
        return "The interview is at another time now."
    if _slot(session, message.slot_reference).starts_at != message.slot_starts_at:
        return "The interview is at another time now."
    return "The interview has begun." if message.slot_starts_at <= local(now) else None


def _opens(message: Message, now: datetime, mail: Mail) -> datetime:
    """When it may go. Raises ByHand where a person has to tell it."""
    if message.participant is None:
        return now
    opens = reaching.when(message.participant, now, mail.daytime, mail.spare_minutes, by_text=by_text())
    if message.slot_starts_at is not None and message.slot_starts_at <= local(opens):
        raise ByHand("No time before the interview is safe for a message.")
    return opens


def give_up(session: Session, message: Message, why: str, now: datetime) -> None:
    """It will not be a message. To a participant, it is told by the keyworker instead, unless the person did by the link what it tells."""
    message.dropped, message.taken_at, message.sent_at, message.ask_at = why[:LINE], None, None, None
    if message.participant_id is None:
        message.failed_at = now
        log.error("Message %d will not be sent; its row says why.", message.id)  # a server's words can name the address
        return
    if _own_doing(message):
        return
    session.add(
        Task(
            key=message.key,
            participant_id=message.participant_id,
            referral_id=message.referral_id,
            subject=message.subject,
            body=message.body,
            why=why[:LINE],
            made_at=now,
        )
    )


def _own_doing(message: Message) -> bool:
    """Whether it says what the person did by the own link, and has read there. The key counts the steps about the interview."""
    if message.referral is None or not message.key.startswith(("person_booked ", "person_moved ", "person_off ")):
        return False
    number = message.key.rpartition(" ")[2]
    steps = [each for each in message.referral.steps if each.about_interview]
    return 0 < int(number) <= len(steps) and steps[int(number) - 1].role == "participant"


def try_later(message: Message, now: datetime, mail: Mail) -> None:
    """It was not taken this time, or was and did not arrive."""
    wait = min(mail.retry_minutes * 2 ** min(message.tries - 1, 20), mail.retry_most_minutes)
    message.due_at, message.taken_at = now + timedelta(minutes=wait), None
    message.sent_at, message.ask_at = None, None


def _mark_sent(message: Message, now: datetime, kind: str, called: str | None) -> None:
    message.sent_at, message.taken_at, message.way = now, None, kind
    if called is not None:
        message.provider_id = called
        message.ask_at = now + timedelta(minutes=settings.load().notify.ask_minutes)


def _slot(session: Session, reference: str) -> Slot:
    return session.scalars(select(Slot).where(Slot.reference == reference)).one()
