"""Reminders that are due, two schedulers at once, and both killed again and again: each reminder reaches the mail server once.

Only a process that dies between the server's yes and its own note of it sends the letter again, under the same Message-ID. Nobody hears
of an interview that was cancelled or moved meanwhile. The control sends without a claim: what it sends, both send.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from brokerage import interviews, messages, referrals
from brokerage.proving import consistency, scene
from brokerage.proving.evidence import Check, Control
from brokerage.proving.paths import EVERYBODY
from brokerage.proving.post_office import PostOffice, opened
from brokerage.proving.stage import SECRET, Running, Stage
from brokerage.referral_models import Referral
from brokerage.sending import post
from brokerage.sending.work_models import Claim, Message
from brokerage.settings import load
from employers.clock import local
from employers.db import reading, transaction
from employers.models import Slot

SHOWN = 5
JOBS = 3  # vacancies before each of which everybody has an interview
FULL, FEW = (100, 50, 10), (10, 3, 1)  # people; kills at any moment; kills between the server's yes and our note of it
LATE = 16  # of those people, whose interviews are cancelled or moved once the reminder is due: half and half
IN_HAND = 4  # letters before a kill of which any may not be noted yet: two schedulers, each with one it sends and one it notes
PATIENCE = 100  # seconds: a message that was in a dead hand is taken again after a minute
REMINDERS = ("person_coming ", "employer_coming ")


def prove(stage: Stage) -> Iterator[Check]:
    people, kills, sharp = FEW if stage.quick else FULL
    late = max(2, LATE * people // 100)
    began, control = time.monotonic(), _control(stage)
    kept, gone = _set_out(people, late)
    expected, dropped = _ids(kept), _ids(gone)
    with opened() as office:
        settings = _settings(office)
        running = [stage.begin("work", settings) for _ in range(2)]
        in_hand: Counter[str] = Counter()
        for number in range(kills):
            victim = running.pop(0)
            enough = len(office.letters) + stage.chance.randint(1, 8)
            office.until(enough, 6)
            time.sleep(stage.chance.uniform(0, 0.03))
            victim.kill()
            in_hand.update(set(_message_ids(office)[-IN_HAND:]))
            running.append(stage.begin("work", settings))
            if number % 10 == 9:
                stage.say(f"  reminders: {number + 1} of {kills} killed, {len(office.letters)} letters")
        for each in running:
            each.kill()
        for _ in range(sharp):
            _killed_after_yes(stage, office, settings)
            in_hand.update(set(_message_ids(office)[-IN_HAND:]))
        running = [stage.begin("work", settings) for _ in range(2)]
        _until_all_sent()
        for each in running:
            each.kill()
        letters = _message_ids(office)
    yield _judged(
        stage,
        began,
        letters=letters,
        expected=expected,
        gone=dropped,
        in_hand=in_hand,
        kills=kills + sharp,
        control=control,
    )


def _set_out(people: int, late: int) -> tuple[list[str], list[str]]:
    """Interviews in 36 hours and some, booked three days ago, so that the first reminder of each is due; then some are cancelled or moved.

    The references of those that stand, and of those that do not."""
    now = _now()
    before = now - timedelta(days=3)
    played = scene.set_out(people + late, before, vacancies=JOBS)
    at = local(now + timedelta(hours=36)).replace(second=0, microsecond=0)
    slots, other = (
        [
            scene.put_slot(f"S{days}-{n}", at + timedelta(days=days, hours=4 * n), places=EVERYBODY, vacancy=job)
            for n, job in enumerate(played.vacancies)
        ]
        for days in (0, 20)
    )
    for person in played.waiting:
        with transaction(by=scene.BY) as session:
            for referral, slot in zip(person, slots, strict=True):
                interviews.book(session, referrals.get(session, referral), _slot(session, slot), scene.GRACE, before)
    _nothing_else_waits()
    gone = [each for person in played.waiting[people:] for each in person]
    for number, person in enumerate(played.waiting[people:]):
        with transaction(by=scene.BY) as session:
            for referral, slot in zip(person, other, strict=True):
                found = referrals.get(session, referral)
                if number % 2:
                    interviews.cancel(session, found, scene.GRACE, now, why="One of us cancelled. For the proof.")
                else:
                    interviews.move(session, found, _slot(session, slot), scene.GRACE, now)
    return [each for person in played.waiting[:people] for each in person], gone


def _settings(office: PostOffice) -> str:
    """Waits no longer than it must for what was in a dead hand."""
    mail = {"port": office.port, "timeout_seconds": 6, "taken_minutes": 1, "retry_minutes": 0}
    lines = [
        "[mail]",
        'server = "127.0.0.1"',
        'security = "none"',
        *(f"{name} = {value}" for name, value in mail.items()),
    ]
    return "\n".join([*lines, "[work]", "tick_seconds = 1", ""])


def _killed_after_yes(stage: Stage, office: PostOffice, settings: str) -> None:
    """One scheduler alone, killed as soon as the mail server has said yes."""
    running: list[Running] = []
    before = len(office.letters)
    office.after_yes = lambda: [each.process.kill() for each in running]  # type: ignore[assignment, func-returns-value]
    running.append(stage.begin("work", settings))
    office.until(before + 1, 10, lambda: running[0].process.poll() is None)
    running[0].kill()
    office.after_yes = lambda: None


def _until_all_sent() -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and _due():
        time.sleep(0.5)


def _judged(
    stage: Stage,
    began: float,
    *,
    letters: Sequence[str],
    expected: Collection[str],
    gone: Collection[str],
    in_hand: Mapping[str, int],
    kills: int,
    control: Control,
) -> Check:
    wrong = list(wrong_in(letters, expected, gone, in_hand))
    with reading() as session:
        done = session.scalar(select(func.count(Claim.done_at))) or 0
        jobs = session.scalar(select(func.count(Claim.job.distinct()))) or 0
        wrong += [each.found for each in consistency.findings(session, _now())]
    if done != jobs:
        wrong.append(f"{jobs} jobs were due once each, and {done} were done.")
    counts = {
        "reminders due": len(expected),
        "schedulers at once": 2,
        "kills": kills,
        "letters": len(letters),
        "letters sent again with the same Message-ID, killed after the mail server's yes": len(letters)
        - len(set(letters)),
        "most copies of one letter": max(Counter(letters).values(), default=0),
        "reminders lost": len(set(expected) - set(letters)),
        "reminders to cancelled or moved interviews": len(set(gone) & set(letters)),
        "jobs done, once each": done,
    }
    what = "each reminder is sent once, and none of an interview that was cancelled or moved"
    return Check("reminders", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, control)


def wrong_in(
    letters: Sequence[str], expected: Collection[str], gone: Collection[str], in_hand: Mapping[str, int]
) -> Iterator[str]:
    """What is wrong with the letters that came, each told by its Message-ID.

    `in_hand`: how often a process was killed just when that letter had come, so that it could not be noted: as often it may come again."""
    came = Counter(letters)
    if lost := sum(each not in came for each in expected):
        yield f"{lost} reminders never came."
    if late := sum(each in came for each in gone):
        yield f"{late} reminders came of interviews that were cancelled or moved."
    again = {each: many - 1 for each, many in came.items() if many - 1 > in_hand.get(each, 0)}
    if again:
        yield f"{sum(again.values())} letters came again, and no process was killed over them."


def _ids(referral: Collection[str]) -> set[str]:
    """The Message-IDs of the reminders of these referrals that are due, to both sides."""
    mail = load().mail
    with reading() as session:
        query = select(Message.key).join(Referral).where(Referral.reference.in_(referral), Message.due_at <= _now())
        keys = [key for key in session.scalars(query) if key.startswith(REMINDERS)]
    return {post.message_id(mail, key, SECRET) for key in keys}


def _control(stage: Stage) -> Control:
    """Two schedulers that send without taking first, over twenty messages to nobody in particular: the same counting has to see it."""
    now = _now()
    with transaction(by=scene.BY) as session:
        for number in range(20):
            messages.put(session, f"proof {number}", "grace@hallbrook.example", f"No. {number}", "Words.", due_at=now)
    expected = {post.message_id(load().mail, f"proof {number}", SECRET) for number in range(20)}
    with opened() as office:
        running = [stage.begin("work", _settings(office), fault="unclaimed") for _ in range(2)]
        office.until(40, 30, lambda: len(set(_message_ids(office))) == len(office.letters))
        for each in running:
            each.kill()
        letters = _message_ids(office)
    again = len(letters) - len(set(letters))
    caught = any("came again" in each for each in wrong_in(letters, expected, (), {}))
    return Control(
        "Two schedulers that send without taking first", caught, {"letters": len(letters), "sent twice": again}
    )


def _message_ids(office: PostOffice) -> list[str]:
    return [str(each["Message-ID"]) for each in office.letters]


def _nothing_else_waits() -> None:
    """What the way to the interviews has put into the outbox counts as sent: the reminders are what is looked at."""
    reminder = or_(*(Message.key.like(f"{each}%") for each in REMINDERS))
    with transaction(by=scene.BY) as session:
        session.execute(update(Message).where(~reminder).values(sent_at=_now()))


def _due() -> int:
    with reading() as session:
        waiting = Message.sent_at.is_(None), Message.dropped.is_(None), Message.due_at <= _now()
        return session.scalar(select(func.count()).where(*waiting)) or 0


def _slot(session: Session, reference: str) -> Slot:
    return session.scalars(select(Slot).where(Slot.reference == reference)).one()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
