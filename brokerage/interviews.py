"""Interviews: a seat of a slot for a referral. Never more than the places, never anybody in two places, the way there included.

What holds this is in the tables: a seat of a slot has one booking, a quarter of an hour of a person has one. Whoever comes second is
told what happened. On PostgreSQL the losers learn it from the constraint, on SQLite one writes after the other.
Every change here happens as a whole or not at all, also where the caller goes on after a refusal.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session

from brokerage import referrals
from brokerage.correspondence import telling
from brokerage.diary import attendance, busy
from brokerage.diary.busy import Taken
from brokerage.promises.entitlement import take_place
from brokerage.referral_models import Booking, BusyQuarter, KeptSeat, Referral
from brokerage.referrals import Actor, VacancyGone, take
from employers.clock import local, on_day
from employers.columns import Refused
from employers.db import broken_rule
from employers.models import Introduction, Slot
from employers.trust import safety


class SlotFull(Refused):
    """Somebody was quicker."""

    def __init__(self, slot: Slot) -> None:
        super().__init__(f"The {slot.starts_at:%H:%M} place went a moment ago. Choose another time.")


class Elsewhere(Refused):
    """The person would be in two places."""

    def __init__(self, name: str, slot: Slot, other: Taken | None) -> None:
        where = other.said if other else "another interview, with the way there and back,"
        super().__init__(
            f"{name} cannot be at {slot.starts_at:%H:%M} on {on_day(slot.starts_at)}: {where} takes some of that time. "
            "Choose another time."
        )


class WrongSlot(Refused):
    """A slot at which this person cannot be seen for this vacancy."""


class NotKept(Refused):
    """The time is kept for this person no longer."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No time is kept for {name} any more. Choose one of those that are free.")


class NothingCancelled(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"No interview of {name} was cancelled here last. Choose one of the times that are free.")


class NotYet(Refused):
    def __init__(self, slot: Slot) -> None:
        super().__init__(
            f"The interview is at {slot.starts_at:%H:%M} on {on_day(slot.starts_at)}. Say afterwards whether it took place; "
            "until then it can be moved or cancelled."
        )


def free(session: Session, slot: Slot, now: datetime, *, but: Referral | None = None) -> int:
    """How many more people can be seen at that time. A seat that is kept now (UTC) for somebody is not free, but for `but`."""
    return free_at(session, [slot], now, but=but)[slot.reference]


def free_at(session: Session, slots: Sequence[Slot], now: datetime, *, but: Referral | None = None) -> dict[str, int]:
    """{slot: how many more people can be seen at it}, of several at once."""
    names = [slot.reference for slot in slots]
    query = select(Booking.slot_reference, func.count()).where(Booking.slot_reference.in_(names))
    booked = dict(session.execute(query.group_by(Booking.slot_reference)).all())
    kept = _kept(session, names, now, but)
    return {
        slot.reference: max(0, _places(slot) - booked.get(slot.reference, 0) - kept.get(slot.reference, 0))
        for slot in slots
    }


def offered(session: Session, referral: Referral, now: datetime) -> list[Slot]:
    """The times that could be booked for a referral: still to come, with a free place, and the person is nowhere else."""
    if referral.vacancy.employer.withheld is not None:
        return []
    promised = _agreements(referral)
    query = (
        select(Slot)
        .where(
            Slot.starts_at > local(now),
            or_(Slot.vacancy_reference == referral.vacancy_reference, Slot.vacancy_reference.is_(None)),
            or_(Slot.agreement_reference.in_(promised), Slot.agreement_reference.is_(None)),
        )
        .order_by(Slot.starts_at, Slot.id)
    )
    own, person = referral.booking, referral.participant_id
    slots = attendance.could_come(session, referral, session.scalars(query).all())
    left, to_be = free_at(session, slots, now, but=referral), busy.taken(session, [person]).get(person, ())
    return [
        slot
        for slot in slots
        if (own is None or own.slot_reference != slot.reference)
        and left[slot.reference]
        and not _elsewhere(session, referral, slot, to_be)
    ]


def suited(session: Session, waiting: Sequence[Referral], slot: Slot) -> list[Referral]:
    """Those of many for whose vacancy that time is, and who are nowhere else then, whether a place is free or not.

    The journey is reckoned only for who is to be somewhere at all."""
    to_be = busy.taken(session, {each.participant_id for each in waiting})
    return [
        each
        for each in waiting
        if _is_for(slot, each) and not _elsewhere(session, each, slot, to_be.get(each.participant_id, ()))
    ]


def book(session: Session, referral: Referral, slot: Slot, actor: Actor, now: datetime) -> Booking:
    """Gives the referral a seat of the slot. Raises SlotFull, Elsewhere, WrongSlot, or what the flow refuses.

    Where the employer has not answered yet, it needs a promise; what was a question when the card was laid may be known by now."""
    _refuse_late(session, referral, slot, now)
    with session.begin_nested():
        if referral.introduction is not None:
            take_place(session, referral, local(now).date())
        take(session, referral, "book", actor, now, why=_when(slot), slot=slot)
        booking = _sit(session, referral, slot, now)
        telling.booked(session, referral, slot, now)
        return booking


def move(session: Session, referral: Referral, slot: Slot, actor: Actor, now: datetime) -> Booking:
    """Another slot instead of the one that is booked, which is free again only once the other is got."""
    _refuse_late(session, referral, slot, now)
    with session.begin_nested():
        take(session, referral, "move", actor, now, why=_when(slot), slot=slot)
        before = _slot(session, referral.booking.slot_reference) if referral.booking else None
        booking = _sit(session, referral, slot, now)
        telling.booked(session, referral, slot, now, before=before)
        return booking


def say_link(session: Session, slot: Slot, link: str | None, actor: Actor, now: datetime) -> int:
    """The link of the call at that time. Whoever is booked, and whoever of us is there, is told in the same transaction; how many were booked.

    Raises what the flow refuses."""
    if (slot.link or None) == link:
        return 0
    if slot.starts_at <= local(now):
        slot.link = link
        return 0
    with session.begin_nested():
        booked = _booked_at(session, slot)
        for referral in booked:
            referrals.hold(session, referral)
        session.refresh(slot, with_for_update={"key_share": True})  # after the referrals, as whoever books does
        slot.link = link
        session.flush()
        told = {*booked, *_booked_at(session, slot)}
        still = [each for each in sorted(told, key=lambda each: each.id) if _sits(session, each, slot)]
        for referral in still:
            told_link(session, referral, actor, now)
        telling.linked_us(session, slot, attendance.at(session, [slot]).get(slot.reference, []), actor.email, now)
    return len(still)


def told_link(session: Session, referral: Referral, actor: Actor, now: datetime) -> None:
    """Tells both sides how they meet now; the calendars and reminders follow. Raises what the flow refuses."""
    with session.begin_nested():
        take(session, referral, "relink", actor, now)
        if referral.booking is not None:
            telling.linked(session, referral, _slot(session, referral.booking.slot_reference), now)


def hold(session: Session, referral: Referral, slot: Slot, actor: Actor, now: datetime, *, until: datetime) -> KeptSeat:
    """Keeps a seat for one person while asked, instead of one kept before. Past `until` (UTC) it is free again by itself.

    Raises what `book` raises, and WrongSlot for a moment that has passed."""
    if until <= now:
        raise WrongSlot("A time is kept until a moment that is still to come. Choose a later one.")
    with session.begin_nested():
        take(session, referral, "keep", actor, now, why=_when(slot), slot=slot)
        _check_seat(session, referral, slot, now)
        attendance.check(session, referral, slot)
        if not free(session, slot, now, but=referral):
            raise SlotFull(slot)
        kept = referral.kept_seat or KeptSeat(referral=referral)
        kept.slot_reference, kept.until = slot.reference, until
        session.add(kept)
        session.flush()
        return kept


def none_suits(session: Session, referral: Referral, actor: Actor, now: datetime, *, why: str | None = None) -> None:
    """Notes that none of the times suits; `why`: what would, if that was said. A seat that was kept is free again."""
    with session.begin_nested():
        take(session, referral, "none_suits", actor, now, why=why)
        if referral.kept_seat is not None:
            session.delete(referral.kept_seat)
            session.flush()
            session.expire(referral, ["kept_seat"])


def confirm(session: Session, referral: Referral, actor: Actor, now: datetime) -> Booking:
    """Books the seat that is kept for this person. Raises NotKept where none is any more, and what `book` raises."""
    with session.begin_nested():
        referrals.hold(session, referral)
        kept = referral.kept_seat
        if kept is None or kept.until <= now:
            raise NotKept(referral.participant.called)
        return book(session, referral, _slot(session, kept.slot_reference), actor, now)


def reassign(session: Session, referral: Referral, to: Referral, actor: Actor, now: datetime) -> Booking:
    """The booked seat of one goes to another of the same employer, who may be booked at another time already.

    Whoever gave way waits for a time again. Raises what `book` and `move` raise, and WrongSlot for another employer's."""
    if to.vacancy.employer_reference != referral.vacancy.employer_reference or to is referral:
        raise WrongSlot(f"The time can only go to somebody else before {referral.vacancy.employer.name}. Choose again.")
    with session.begin_nested():
        if to.introduction is not None:
            take_place(session, to, local(now).date())
        for each in sorted((referral, to), key=lambda each: each.id):
            referrals.hold(session, each)
        slot = _slot(session, referral.booking.slot_reference) if referral.booking else None
        if slot is not None:
            _one_at_a_time(session, to, slot)
            slots = [slot] if to.booking is None else [slot, _slot(session, to.booking.slot_reference)]
            attendance.hold(session, attendance.whoever_comes(session, (referral, to), slots))
        take(session, referral, "give_way", actor, now, why=f"For {to.participant.called}.")
        if slot is None:  # the flow lets nobody give way who has no time
            raise LookupError(f"{referral.reference} was booked without a seat.")
        do = move if to.state == "booked" else book
        return do(session, to, slot, actor, now)


def could_stand_again(session: Session, referral: Referral, actor: Actor, now: datetime) -> Slot | None:
    """The time that was cancelled last, where it is still free for this person and the actor could take that back."""
    try:
        slot = _cancelled_last(session, referral, actor)
    except Refused:
        return None
    return slot if referral.state == "wanted" and slot in offered(session, referral, now) else None


def uncancel(session: Session, referral: Referral, actor: Actor, now: datetime) -> Booking:
    """Books again what was cancelled last, if it is still free. Raises NothingCancelled, and what `book` raises.

    A coordinator can, whoever cancelled; the person and the keyworker only what they cancelled themselves."""
    with session.begin_nested():
        referrals.hold(session, referral)
        session.refresh(referral, ["steps"])
        slot = _cancelled_last(session, referral, actor)
        _refuse_late(session, referral, slot, now)
        take(session, referral, "uncancel", actor, now, why=_when(slot), slot=slot)
        booking = _sit(session, referral, slot, now)
        telling.booked(session, referral, slot, now)
        return booking


def cancel(session: Session, referral: Referral, actor: Actor, now: datetime, *, why: str) -> None:
    """Gives the seat back. The step says who cancelled: the employer, a coordinator, or the keyworker for the person."""
    take(session, referral, "cancel", actor, now, why=why)


def took_place(
    session: Session, referral: Referral, held: bool, actor: Actor, now: datetime, *, why: str | None = None
) -> None:
    """Notes that they met, or that it did not take place: then it can be booked again, and nobody is blamed for it."""
    _over(session, referral, "meet" if held else "miss", actor, now, why=why)


def not_there(session: Session, referral: Referral, actor: Actor, now: datetime, *, why: str | None = None) -> None:
    """Notes that the employer was there and the person was not. It can be booked again; the employer's card says only that they did not meet."""
    _over(session, referral, "not_there", actor, now, why=why)


def _over(session: Session, referral: Referral, what: str, actor: Actor, now: datetime, *, why: str | None) -> None:
    with session.begin_nested():
        slot = _slot(session, referral.booking.slot_reference) if referral.booking else None
        take(session, referral, what, actor, now, why=why)
        if slot is not None and local(now) < slot.starts_at:
            raise NotYet(slot)
        _card(referral).met = what == "meet"
        session.flush()


def _sit(session: Session, referral: Referral, slot: Slot, now: datetime) -> Booking:
    """A seat of the slot, and the quarters of an hour that go with it; what was booked before is given up for it."""
    taken = _check_seat(session, referral, slot, now)
    introduction, before = (
        _card(referral),
        _slot(session, referral.booking.slot_reference) if referral.booking else None,
    )
    while free(session, slot, now, but=referral) and (seat := _next_seat(session, slot)) is not None:
        if (booking := _try(session, referral, slot, seat, taken)) is not None:
            attendance.go_with(session, referral, slot, before)
            introduction.slot_reference, introduction.met = slot.reference, None
            if referral.kept_seat is not None:
                session.delete(referral.kept_seat)
            session.flush()
            session.expire(referral, ["kept_seat"])
            return booking
    raise SlotFull(slot)


def _check_seat(session: Session, referral: Referral, slot: Slot, now: datetime) -> range:
    """Holds the person and the slot, and looks whether one can come to the other; the quarters that it would take."""
    _one_at_a_time(session, referral, slot)
    _card(referral)
    _refuse_wrong(referral, slot, now)
    safety.check(session, referral.vacancy, slot.starts_at.date())
    person = referral.participant
    taken = busy.quarters(session, person, slot)
    if (other := busy.clash(session, person, taken, referral.booking)) is not None:
        raise Elsewhere(person.called, slot, other)
    return taken


def _kept(session: Session, slots: Collection[str], now: datetime, but: Referral | None) -> dict[str, int]:
    """{slot: how many of its seats are kept for others than `but`}"""
    kept = select(KeptSeat.slot_reference, func.count()).where(KeptSeat.slot_reference.in_(slots), KeptSeat.until > now)
    kept = kept if but is None else kept.where(KeptSeat.referral_id != but.id)
    return dict(session.execute(kept.group_by(KeptSeat.slot_reference)).all())


def _cancelled_last(session: Session, referral: Referral, actor: Actor) -> Slot:
    """The time that this referral had last, where it was cancelled on the actor's side. Raises NothingCancelled, WrongSlot."""
    left = [each for each in referral.steps if each.before == "booked" and each.after != "booked"]
    if not left or left[-1].transition != "cancel" or left[-1].slot_reference is None:
        raise NothingCancelled(referral.participant.called)
    if actor.role != "coordinator" and left[-1].role not in ("participant", "keyworker"):
        raise NothingCancelled(referral.participant.called)
    slot = session.scalar(select(Slot).where(Slot.reference == left[-1].slot_reference))
    if slot is None:
        raise WrongSlot("That time was taken back by the employer since. Choose another time.")
    return slot


def _is_for(slot: Slot, referral: Referral) -> bool:
    if slot.vacancy_reference not in (None, referral.vacancy_reference):
        return False
    return slot.agreement_reference is None or slot.agreement_reference in _agreements(referral)


def _elsewhere(session: Session, referral: Referral, slot: Slot, to_be: Sequence[Taken]) -> Taken | None:
    """What of all that takes the person meets that time, its own booking left out."""
    return busy.first(to_be, busy.quarters(session, referral.participant, slot), referral.booking) if to_be else None


def _refuse_late(session: Session, referral: Referral, slot: Slot, now: datetime) -> None:
    """Most of those who come too late learn it here, before anything is written or held for them. Raises SlotFull."""
    own = exists().where(Booking.slot_reference == slot.reference, Booking.referral_id == referral.id)
    if not free(session, slot, now, but=referral) and not session.scalar(select(own)):
        raise SlotFull(slot)


def _one_at_a_time(session: Session, referral: Referral, slot: Slot) -> None:
    """Two bookings of one person wait for each other, and two of one slot, so that a kept seat is seen; never in a circle."""
    busy.hold(session, referral.participant_id)
    when = _when(slot)
    try:
        session.refresh(slot, with_for_update={"key_share": True})
    except InvalidRequestError:  # the row is gone
        raise WrongSlot(f"{when} was taken back by the employer a moment ago. Choose another time.") from None


def _refuse_wrong(referral: Referral, slot: Slot, now: datetime) -> None:
    """Raises WrongSlot for a slot that is over, or for somebody else; VacancyGone, RunOut for an employer where nobody is to be sent."""
    if referral.vacancy.employer.withheld is not None:
        raise VacancyGone(f"The employer is withheld: {referral.vacancy.employer.withheld}")
    if slot.starts_at <= local(now):
        raise WrongSlot(f"{_when(slot)} is over. Choose a time that is still to come.")
    if slot.vacancy_reference is not None and slot.vacancy_reference != referral.vacancy_reference:
        raise WrongSlot(f"{_when(slot)} is offered for another vacancy. Choose a time for {referral.vacancy.title}.")
    if slot.agreement_reference is not None and slot.agreement_reference not in _agreements(referral):
        raise WrongSlot(
            f"{_when(slot)} is for people under {slot.agreement_reference}, and {referral.vacancy.title} is not. Choose another time."
        )
    if referral.booking is not None and referral.booking.slot_reference == slot.reference:
        raise WrongSlot(f"{_when(slot)} is what is booked already. Choose another time, or leave it.")


def _try(session: Session, referral: Referral, slot: Slot, seat: int, taken: range) -> Booking | None:
    """That seat; None when somebody else took it in the meantime. Raises Elsewhere."""
    try:
        with session.begin_nested():
            booking = referral.booking or Booking(referral=referral)
            booking.slot_reference, booking.seat = slot.reference, seat
            session.add(booking)
            session.flush()  # the seat first: everybody asks for seat and time in the same order
            kept = {each.quarter: each for each in booking.quarters}
            booking.quarters = [
                kept.get(quarter) or BusyQuarter(participant_id=referral.participant_id, quarter=quarter)
                for quarter in taken
            ]
    except IntegrityError as error:
        match broken_rule(error):
            case "uq_booking_slot_reference_seat":
                return None
            case "uq_busy_quarter_participant_id_quarter":
                raise Elsewhere(referral.participant.called, slot, None) from error
        raise
    return booking


def _next_seat(session: Session, slot: Slot) -> int | None:
    taken = set(session.scalars(select(Booking.seat).where(Booking.slot_reference == slot.reference)))
    return next((seat for seat in range(1, _places(slot) + 1) if seat not in taken), None)


def _places(slot: Slot) -> int:
    """A slot that does not say is for one person."""
    return 1 if slot.places is None else slot.places


def _agreements(referral: Referral) -> set[str]:
    """The agreements under which somebody may be seen for this vacancy."""
    return {each for each in (referral.agreement_reference, referral.vacancy.agreement_reference) if each is not None}


def _card(referral: Referral) -> Introduction:
    """The card that lies on the employer's desk. Raises WrongSlot where there is none."""
    card = referral.introduction
    if card is None or card.taken_back_at is not None:
        raise WrongSlot(f"{referral.participant.called} is not on the employer's desk. Introduce first, then book.")
    return card


def _booked_at(session: Session, slot: Slot) -> Sequence[Referral]:
    query = select(Referral).join(Booking, Booking.referral_id == Referral.id)
    return session.scalars(query.where(Booking.slot_reference == slot.reference).order_by(Referral.id)).all()


def _sits(session: Session, referral: Referral, slot: Slot) -> bool:
    session.expire(referral, ["booking"])
    return referral.booking is not None and referral.booking.slot_reference == slot.reference


def _slot(session: Session, reference: str) -> Slot:
    return session.scalars(select(Slot).where(Slot.reference == reference)).one()


def _when(slot: Slot) -> str:
    return f"{slot.starts_at:%H:%M} on {slot.starts_at:%A} {on_day(slot.starts_at)}"
