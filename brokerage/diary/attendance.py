"""Who of us is at an interview. Nobody is at two: a quarter of an hour of one of us stands in the table once.

Somebody is named for a time, goes along with one person, or is the employer's own coordinator where a time says that a coordinator is there
and no colleague is named: those two are there once somebody is booked, and the diary follows the booking, moved, cancelled or passed on.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from brokerage import accounts
from brokerage.accounts import User
from brokerage.diary import hours
from brokerage.diary.attendance_models import Attendance, AttendedQuarter, InterviewNeed, StaffAbsence
from brokerage.diary.calendars import ends_at
from brokerage.referral_models import Booking, Referral
from employers.clock import on_day
from employers.columns import Refused
from employers.db import broken_rule
from employers.introductions import random_reference
from employers.models import LINE, Introduction, Slot
from employers.times import days_away
from employers.times.time_models import InterviewWord

AWAY, ELSEWHERE = "it is one of the days away", "another interview takes some of that time"


class AtAnother(Refused):
    """One of us would be at two interviews, or at one on a day away."""

    def __init__(self, user: User, slot: Slot, why: str) -> None:
        self.said = f"{user.called} cannot be there, as {why}"
        when = f"{slot.starts_at:%H:%M} on {on_day(slot.starts_at)}"
        super().__init__(f"{user.called} cannot be there at {when}: {why}. Choose another time, or somebody else.")


class NoSuchDays(Refused):
    def __init__(self) -> None:
        super().__init__("These days away were taken back already. Look at the list below.")


class TooLong(Refused):
    def __init__(self) -> None:
        super().__init__(f"Write at most {LINE} characters in each box.")


def name(session: Session, slot: Slot, user: User) -> Attendance:
    """Somebody of us is to be there, whoever is booked, instead of the employer's coordinator. Raises AtAnother."""
    with session.begin_nested():
        concerned = _hold(session, slot, [user])
        there = _there(session, slot, user) or _put(session, slot, user)
        there.named = True
        session.flush()
        _settle(session, slot, concerned)
        return there


def unname(session: Session, slot: Slot, user: User) -> None:
    """Nobody has to be there for the time itself; along with somebody who is booked, still.

    Raises AtAnother where somebody is booked, a coordinator is to be there, and the employer's own one cannot."""
    with session.begin_nested():
        concerned = _hold(session, slot, [user])
        there = _there(session, slot, user)
        if there is not None:
            there.named = False
            session.flush()
            _settle(session, slot, concerned)


def say_coordinator(session: Session, slot: Slot, there: bool | None) -> None:
    """Says whether a coordinator is there, also where somebody is booked already. Raises AtAnother."""
    with session.begin_nested():
        before, slot.with_coordinator = _unnamed(session, slot), there
        session.flush()
        _settle(session, slot, _hold(session, slot, before))


def hold(session: Session, users: Iterable[int]) -> None:
    """Holds the diaries of some of us, always in the same order; whoever holds one waits for nothing else afterwards."""
    for number in sorted(users):
        session.execute(select(User.id).where(User.id == number).with_for_update(key_share=True))


def whoever_comes(session: Session, referrals: Iterable[Referral], slots: Iterable[Slot]) -> set[int]:
    """Who of us could be needed when these people are seen at these times, by number: to be held together."""
    of_these = InterviewNeed.referral_id.in_([each.id for each in referrals]), InterviewNeed.companion_id.is_not(None)
    along = {number for number in session.scalars(select(InterviewNeed.companion_id).where(*of_these)) if number}
    return along | {user.id for slot in slots for user in _unnamed(session, slot)}


def need_of(session: Session, referral: Referral) -> InterviewNeed | None:
    return session.scalar(select(InterviewNeed).where(InterviewNeed.referral_id == referral.id))


def companion(session: Session, referral: Referral) -> User | None:
    """Who of us goes along with this person."""
    need = need_of(session, referral)
    return need.companion if need is not None else None


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
    slot, along = _booked(session, referral), [each for each in (need.companion, companion) if each is not None]
    if slot is not None:
        _keep(session, slot)
    hold(session, {each.id for each in along})
    need.companion = companion
    need.interpreter, need.adjustment, need.said = texts
    session.add(need)
    session.flush()
    if slot is not None:
        _settle(session, slot, along)
    if referral.introduction is not None:
        _show(session, referral.introduction, need.said)


def go_with(session: Session, referral: Referral, slot: Slot | None, before: Slot | None = None) -> None:
    """Whoever is needed at `slot`, where this person is booked now, is there; whoever was needed at `before` alone is free.

    Raises AtAnother, also for somebody who is there already and has that day off since."""
    both = [each for each in (before, slot) if each is not None]
    hold(session, whoever_comes(session, [referral], both))
    need = need_of(session, referral)
    along = [need.companion] if need is not None and need.companion is not None else []
    if before is not None:
        _free(session, before, _unnamed(session, before), but=referral)
    if slot is None:
        return
    for user in (*along, host(session, slot)):
        if user is not None and _is_away(session, user, slot):
            raise AtAnother(user, slot, AWAY)
    _settle(session, slot, [*along, *_unnamed(session, slot)])
    if need is not None and referral.introduction is not None:
        _show(session, referral.introduction, need.said)


def could_come(session: Session, referral: Referral, slots: Sequence[Slot]) -> list[Slot]:
    """Those of the times at which everybody of us could be there who would have to, if this person were booked."""
    us, along = Us(session), companion(session, referral)
    return [slot for slot in slots if us.missing(slot, along) is None]


def check(session: Session, referral: Referral, slot: Slot) -> None:
    """Raises AtAnother where somebody of us would have to be there who cannot."""
    if (why := Us(session).missing(slot, companion(session, referral))) is not None:
        raise why


class Us:
    """The diaries of some of us, each read once, for looking at many times in a row."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._hosts: dict[str, User | None] = {}
        self._taken: dict[int, dict[int, str]] = {}
        self._away: dict[int, Sequence[StaffAbsence]] = {}

    def host(self, slot: Slot) -> User | None:
        """Who is there without being named, once somebody is booked."""
        if slot.reference not in self._hosts:
            self._hosts[slot.reference] = host(self._session, slot)
        return self._hosts[slot.reference]

    def missing(self, slot: Slot, along: User | None) -> AtAnother | None:
        """Why somebody cannot be seen then for our sake; `along` is whoever goes along."""
        whoever = {user.id: user for user in (along, self.host(slot)) if user is not None}
        for user in whoever.values():
            if days_away.is_away(self._days_away(user), slot.starts_at.date()):
                return AtAnother(user, slot, AWAY)
            taken = self._quarters_of(user)
            if any(taken.get(quarter, slot.reference) != slot.reference for quarter in _quarters(slot)):
                return AtAnother(user, slot, ELSEWHERE)
        return None

    def _quarters_of(self, user: User) -> dict[int, str]:
        """{quarter: the time that takes it}"""
        if user.id not in self._taken:
            taken = select(AttendedQuarter.quarter, Attendance.slot_reference).join(Attendance)
            rows = self._session.execute(taken.where(AttendedQuarter.user_id == user.id))
            self._taken[user.id] = {row[0]: row[1] for row in rows}
        return self._taken[user.id]

    def _days_away(self, user: User) -> Sequence[StaffAbsence]:
        if user.id not in self._away:
            self._away[user.id] = of_user(self._session, user)
        return self._away[user.id]


def host(session: Session, slot: Slot) -> User | None:
    """Who of us is there without being named, once somebody is booked: the employer's coordinator, where a time says that one is there.

    Nobody where a colleague is named for it, or the coordinator has no account of ours."""
    found = _own_coordinator(session, slot)
    named = exists().where(Attendance.slot_reference == slot.reference, Attendance.named)
    return None if found is None or session.scalar(select(named)) else found


def could_follow(session: Session, slot: Slot, starts_at: datetime, minutes: int | None) -> list[Attendance]:
    """Who of us would go with a time to another hour. Raises AtAnother."""
    if (slot.starts_at, slot.minutes) == (starts_at, minutes):
        return []
    changed = Slot(starts_at=starts_at, minutes=minutes)
    wanted = _quarters(changed)
    there = session.scalars(select(Attendance).where(Attendance.slot_reference == slot.reference)).all()
    for each in there:
        if days_away.is_away(of_user(session, each.user), starts_at.date()):
            raise AtAnother(each.user, changed, AWAY)
        elsewhere = AttendedQuarter.user_id == each.user_id, AttendedQuarter.attendance_id != each.id
        if session.scalar(select(exists().where(*elsewhere, AttendedQuarter.quarter.in_(wanted)))):
            raise AtAnother(each.user, changed, ELSEWHERE)
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


def _hold(session: Session, slot: Slot, users: Iterable[User]) -> list[User]:
    """Holds these, and whoever is there or would be without being named."""
    _keep(session, slot)
    concerned = [*users, *_unnamed(session, slot)]
    hold(session, {each.id for each in concerned})
    return concerned


def _keep(session: Session, slot: Slot) -> None:
    """Nobody changes the time until the transaction ends. Before the diaries are held, as whoever books or changes it does."""
    kept = select(Slot.id).where(Slot.reference == slot.reference)
    session.execute(kept.with_for_update(read=True, key_share=True))


def _unnamed(session: Session, slot: Slot) -> list[User]:
    """Who is there without being named, and the employer's coordinator where one is to be."""
    query = select(User).join(Attendance, Attendance.user_id == User.id).order_by(User.id)
    there = session.scalars(query.where(Attendance.slot_reference == slot.reference, ~Attendance.named)).all()
    own = _own_coordinator(session, slot)
    return [*there] if own is None or own in there else [*there, own]


def _settle(session: Session, slot: Slot, users: Collection[User]) -> None:
    """Whoever of these is needed then is there, and the others are free. Their diaries are held."""
    _free(session, slot, users)
    for user in dict.fromkeys(users):
        if _there(session, slot, user) is None and _is_needed(session, slot, user):
            _put(session, slot, user)


def _free(session: Session, slot: Slot, users: Iterable[User], but: Referral | None = None) -> None:
    """Takes those off a time for which nobody needs them; `but` is booked there no more."""
    for user in users:
        there = _there(session, slot, user)
        if there is not None and not there.named and not _is_needed(session, slot, user, but):
            session.delete(there)
            session.flush()


def _is_needed(session: Session, slot: Slot, user: User, but: Referral | None = None) -> bool:
    """Whether somebody booked then wants this one of us there: gone along with, or as the host."""
    booked = select(Booking.id).where(Booking.slot_reference == slot.reference)
    if but is not None:
        booked = booked.where(Booking.referral_id != but.id)
    along = booked.join(InterviewNeed, InterviewNeed.referral_id == Booking.referral_id)
    if session.scalar(select(exists(along.where(InterviewNeed.companion_id == user.id)))):
        return True
    return host(session, slot) == user and bool(session.scalar(select(exists(booked))))


def _own_coordinator(session: Session, slot: Slot) -> User | None:
    """The account of the employer's coordinator, where a time says that a coordinator is there."""
    of = slot.vacancy or slot.agreement
    if not slot.with_coordinator or of is None or of.employer.coordinator is None:
        return None
    found = accounts.find(session, of.employer.coordinator)
    return found if found is not None and found.active else None


def _is_away(session: Session, user: User, slot: Slot) -> bool:
    return days_away.is_away(of_user(session, user), slot.starts_at.date())


def _put(session: Session, slot: Slot, user: User) -> Attendance:
    if _is_away(session, user, slot):
        raise AtAnother(user, slot, AWAY)
    there = Attendance(slot_reference=slot.reference, user=user, named=False)
    there.quarters = [AttendedQuarter(user_id=user.id, quarter=quarter) for quarter in _quarters(slot)]
    try:
        with session.begin_nested():
            session.add(there)
            session.flush()
    except IntegrityError as error:
        match broken_rule(error):
            case "uq_attended_quarter_user_id_quarter":
                raise AtAnother(user, slot, ELSEWHERE) from None
            case "fk_attendance_slot_reference_slot":
                raise AtAnother(user, slot, "the employer took that time back a moment ago") from None
        raise
    return there


def _there(session: Session, slot: Slot, user: User) -> Attendance | None:
    """As it stands now, whatever was read of it before the diary was held."""
    pair = Attendance.slot_reference == slot.reference, Attendance.user_id == user.id
    return session.scalar(select(Attendance).where(*pair).execution_options(populate_existing=True))


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
