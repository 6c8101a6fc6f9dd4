"""Who of us is at an interview. Nobody is at two: a quarter of an hour of one of us stands in the table once.

Somebody is named for a time, or goes along with one person: then the diary follows that person's booking, moved, cancelled or passed on.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from brokerage import hours
from brokerage.accounts import User
from brokerage.attendance_models import Attendance, AttendedQuarter, InterviewNeed, StaffAbsence
from brokerage.calendars import ends_at
from brokerage.referral_models import Booking, Referral
from employers import days_away
from employers.clock import on_day
from employers.columns import Refused
from employers.db import broken_rule
from employers.introductions import random_reference
from employers.models import LINE, Introduction, Slot
from employers.time_models import InterviewWord


class AtAnother(Refused):
    """One of us would be at two interviews, or at one on a day away."""

    def __init__(self, user: User, slot: Slot, why: str) -> None:
        when = f"{slot.starts_at:%H:%M} on {on_day(slot.starts_at)}"
        super().__init__(f"{user.called} cannot be there at {when}: {why}. Choose another time, or somebody else.")


class NoSuchDays(Refused):
    def __init__(self) -> None:
        super().__init__("These days away were taken back already. Look at the list below.")


class TooLong(Refused):
    def __init__(self) -> None:
        super().__init__(f"Write at most {LINE} characters in each box.")


def name(session: Session, slot: Slot, user: User) -> Attendance:
    """Somebody of us is to be there, whoever is booked. Raises AtAnother."""
    hold(session, [user.id])
    there = _there(session, slot, user) or _put(session, slot, user)
    there.named = True
    session.flush()
    return there


def unname(session: Session, slot: Slot, user: User) -> None:
    """Nobody has to be there for the time itself; along with somebody who is booked, still."""
    hold(session, [user.id])
    there = _there(session, slot, user)
    if there is not None:
        there.named = False
        _tidy(session, there)


def hold(session: Session, users: Iterable[int]) -> None:
    """Holds the diaries of some of us, always in the same order; whoever holds one waits for nothing else afterwards."""
    for number in sorted(users):
        session.execute(select(User.id).where(User.id == number).with_for_update(key_share=True))


def companions(session: Session, referrals: Iterable[Referral]) -> set[int]:
    """Who of us goes along with these people, by number."""
    of_these = InterviewNeed.referral_id.in_([each.id for each in referrals]), InterviewNeed.companion_id.is_not(None)
    return {number for number in session.scalars(select(InterviewNeed.companion_id).where(*of_these)) if number}


def need_of(session: Session, referral: Referral) -> InterviewNeed | None:
    return session.scalar(select(InterviewNeed).where(InterviewNeed.referral_id == referral.id))


def say_need(
    session: Session,
    referral: Referral,
    *,
    companion: User | None,
    interpreter: str = "",
    adjustment: str = "",
    said: str = "",
) -> None:
    """Writes down who goes along and what helps. `said`: the words that the person agreed to say to this employer; blank: nothing.

    Raises AtAnother where the interview is booked and that colleague is elsewhere, TooLong."""
    texts = [" ".join(each.split()) or None for each in (interpreter, adjustment, said)]
    if any(len(each or "") > LINE for each in texts):
        raise TooLong
    # Whoever books or cancels for this person waits, or has done it already.
    session.execute(select(Referral.id).where(Referral.id == referral.id).with_for_update())
    session.expire(referral, ["booking"])
    need = need_of(session, referral) or InterviewNeed(referral=referral)
    hold(session, {each.id for each in (need.companion, companion) if each is not None})
    slot = _booked(session, referral)
    if slot is not None:
        let_go(session, referral, slot)
    need.companion = companion
    need.interpreter, need.adjustment, need.said = texts
    session.add(need)
    session.flush()
    if slot is not None:
        go_along(session, referral, slot)
    if referral.introduction is not None:
        _show(session, referral.introduction, need.said)


def go_along(session: Session, referral: Referral, slot: Slot) -> None:
    """Whoever goes along with this person is at that time, too. Raises AtAnother."""
    need = need_of(session, referral)
    if need is None:
        return
    if need.companion is not None:
        hold(session, [need.companion.id])
        if _there(session, slot, need.companion) is None:
            _put(session, slot, need.companion)
    if referral.introduction is not None:
        _show(session, referral.introduction, need.said)


def let_go(session: Session, referral: Referral, slot: Slot) -> None:
    """This person is not there any more; whoever would have gone along is free, unless somebody else needs them there."""
    need = need_of(session, referral)
    if need is None or need.companion is None:
        return
    hold(session, [need.companion.id])
    there = _there(session, slot, need.companion)
    if there is not None:
        _tidy(session, there, but=referral)


def could_come(session: Session, referral: Referral, slots: Sequence[Slot]) -> list[Slot]:
    """Those of the times at which whoever goes along could be there."""
    need = need_of(session, referral)
    if need is None or need.companion is None:
        return list(slots)
    user = need.companion
    taken = select(AttendedQuarter.quarter, Attendance.slot_reference).join(Attendance)
    busy = {row[0]: row[1] for row in session.execute(taken.where(AttendedQuarter.user_id == user.id))}
    away = of_user(session, user)
    return [
        slot
        for slot in slots
        if not days_away.is_away(away, slot.starts_at.date())
        and all(busy.get(quarter, slot.reference) == slot.reference for quarter in _quarters(slot))
    ]


def could_follow(session: Session, slot: Slot, starts_at: datetime, minutes: int | None) -> list[Attendance]:
    """Who of us would go with a time to another hour. Raises AtAnother."""
    if (slot.starts_at, slot.minutes) == (starts_at, minutes):
        return []
    changed = Slot(starts_at=starts_at, minutes=minutes)
    wanted = _quarters(changed)
    there = session.scalars(select(Attendance).where(Attendance.slot_reference == slot.reference)).all()
    for each in there:
        if days_away.is_away(of_user(session, each.user), starts_at.date()):
            raise AtAnother(each.user, changed, "it is one of the days away")
        elsewhere = AttendedQuarter.user_id == each.user_id, AttendedQuarter.attendance_id != each.id
        if session.scalar(select(exists().where(*elsewhere, AttendedQuarter.quarter.in_(wanted)))):
            raise AtAnother(each.user, changed, "another interview takes some of that time")
    return list(there)


def follow(session: Session, slot: Slot, starts_at: datetime, minutes: int | None) -> None:
    """Whoever of us is at a time is there at its other hour, before that is written. Raises AtAnother."""
    hold(session, session.scalars(select(Attendance.user_id).where(Attendance.slot_reference == slot.reference)).all())
    for each in could_follow(session, slot, starts_at, minutes):
        kept = {quarter.quarter: quarter for quarter in each.quarters}
        wanted = _quarters(Slot(starts_at=starts_at, minutes=minutes))
        each.quarters = [kept.get(number) or AttendedQuarter(user_id=each.user_id, quarter=number) for number in wanted]
    session.flush()


def at(session: Session, slots: Sequence[Slot]) -> dict[str, list[Attendance]]:
    """{slot: who of us is there}"""
    there: dict[str, list[Attendance]] = {}
    query = select(Attendance).where(Attendance.slot_reference.in_([slot.reference for slot in slots]))
    for each in session.scalars(query.order_by(Attendance.id)):
        there.setdefault(each.slot_reference, []).append(each)
    return there


def be_away(session: Session, user: User, first_on: date, last_on: date, today: date) -> StaffAbsence:
    """One of us is at no interview on these days. What stands already is listed to be moved. Raises BadCells."""
    days_away.check_days(first_on, last_on, today)
    days = {"user_id": user.id, "first_on": first_on, "last_on": last_on}
    hold(session, [user.id])  # said twice is once, also at the same moment
    made = session.scalar(select(StaffAbsence).filter_by(**days)) or StaffAbsence(
        reference=random_reference("D"), **days
    )
    session.add(made)
    session.flush()
    return made


def be_there_after_all(session: Session, user: User, reference: str) -> None:
    """Raises NoSuchDays, also for another's."""
    own = StaffAbsence.reference == reference, StaffAbsence.user_id == user.id
    found = session.scalar(select(StaffAbsence).where(*own).with_for_update(of=StaffAbsence))
    if found is None:
        raise NoSuchDays
    session.delete(found)
    session.flush()


def of_user(session: Session, user: User) -> Sequence[StaffAbsence]:
    query = select(StaffAbsence).where(StaffAbsence.user_id == user.id)
    return session.scalars(query.order_by(StaffAbsence.first_on, StaffAbsence.id)).all()


def to_cover(session: Session, today: date, user: User | None = None) -> list[Attendance]:
    """Times at which one of us is to be on a day away: somebody else has to, or they are moved."""
    query = (
        select(Attendance)
        .join(Attendance.slot)
        .join(StaffAbsence, StaffAbsence.user_id == Attendance.user_id)
        .where(StaffAbsence.last_on >= today)
        .options(joinedload(Attendance.slot))
        .order_by(Slot.starts_at, Attendance.id)
    )
    found = session.scalars(query if user is None else query.where(Attendance.user_id == user.id)).unique().all()
    return [
        each
        for each in found
        if each.slot.starts_at.date() >= today
        and days_away.is_away(of_user(session, each.user), each.slot.starts_at.date())
    ]


def _put(session: Session, slot: Slot, user: User) -> Attendance:
    if days_away.is_away(of_user(session, user), slot.starts_at.date()):
        raise AtAnother(user, slot, "it is one of the days away")
    there = Attendance(slot_reference=slot.reference, user=user, named=False)
    there.quarters = [AttendedQuarter(user_id=user.id, quarter=quarter) for quarter in _quarters(slot)]
    try:
        with session.begin_nested():
            session.add(there)
            session.flush()
    except IntegrityError as error:
        match broken_rule(error):
            case "uq_attended_quarter_user_id_quarter":
                raise AtAnother(user, slot, "another interview takes some of that time") from None
            case "fk_attendance_slot_reference_slot":
                raise AtAnother(user, slot, "the employer took that time back a moment ago") from None
        raise
    return there


def _tidy(session: Session, there: Attendance, but: Referral | None = None) -> None:
    """Takes somebody off a time for which nobody needs them."""
    needed = select(Booking.id).join(InterviewNeed, InterviewNeed.referral_id == Booking.referral_id)
    needed = needed.where(Booking.slot_reference == there.slot_reference, InterviewNeed.companion_id == there.user_id)
    if but is not None:
        needed = needed.where(Booking.referral_id != but.id)
    if not there.named and not session.scalar(select(exists(needed))):
        session.delete(there)
    session.flush()


def _there(session: Session, slot: Slot, user: User) -> Attendance | None:
    pair = Attendance.slot_reference == slot.reference, Attendance.user_id == user.id
    return session.scalar(select(Attendance).where(*pair))


def _booked(session: Session, referral: Referral) -> Slot | None:
    booking = referral.booking
    return session.scalar(select(Slot).where(Slot.reference == booking.slot_reference)) if booking else None


def _show(session: Session, card: Introduction, text: str | None) -> None:
    """What the employer reads beside the card is exactly what was agreed, and goes when that is taken back."""
    shown = session.scalar(select(InterviewWord).where(InterviewWord.introduction_id == card.id))
    if text is None:
        if shown is not None:
            session.delete(shown)
    elif shown is None:
        session.add(InterviewWord(introduction=card, text=text))
    else:
        shown.text = text
    session.flush()


def _quarters(slot: Slot) -> range:
    return hours.quarters(slot.starts_at, ends_at(slot))
