"""A time for somebody, from the page on which it is chosen: booked, moved, kept, confirmed, passed on; and who hears of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import interviews, settings
from brokerage.correspondence import by_hand
from brokerage.fits.questions import first_name
from brokerage.pages.acting import acting, as_shown, seen_referral
from brokerage.referral_models import Booking, Referral
from employers.clock import local
from employers.columns import Refused
from employers.models import Slot, Vacancy

Form = Mapping[str, str]


def sit(session: Session, referral: Referral, form: Form, now: datetime) -> str:
    do = form.get("do", "book")
    if do in SEATS:
        return SEATS[do](session, referral, form, now)
    slot = session.scalar(select(Slot).where(Slot.reference == form.get("slot", "")))
    if slot is None:
        raise Refused("Choose one of the times.")
    if do == "hold":
        said = _kept(session, referral, slot, now)
        as_shown(slot, form.get(f"at-{slot.reference}"))
        return said
    how, word = (interviews.move, "moved to") if do == "move" else (interviews.book, "booked for")
    how(session, referral, slot, acting(referral.participant, "move" if how is interviews.move else "book"), now)
    as_shown(slot, form.get(f"at-{slot.reference}"))
    return f"{referral.participant.called}’s interview is {word} {_when(slot)}. {who_hears(session, referral, now)}"


def _kept(session: Session, referral: Referral, slot: Slot, now: datetime) -> str:
    until = now + timedelta(hours=settings.load().interviews.hold_hours)
    kept = interviews.hold(session, referral, slot, acting(referral.participant, "keep"), now, until=until)
    return (
        f"{_when(slot)} is kept for {referral.participant.called} until {_when_at(local(kept.until))}. "
        "It is not booked yet, and nobody has been told."
    )


def _confirmed(session: Session, referral: Referral, form: Form, now: datetime) -> str:
    booking = interviews.confirm(session, referral, acting(referral.participant, "book"), now)
    return _stands(session, referral, booking, form, now)


def _uncancelled(session: Session, referral: Referral, form: Form, now: datetime) -> str:
    booking = interviews.uncancel(session, referral, acting(referral.participant, "uncancel"), now)
    return _stands(session, referral, booking, form, now)


def _reassigned(session: Session, referral: Referral, form: Form, now: datetime) -> str:
    if not form.get("to"):
        raise Refused("Choose who is to have this time.")
    to = seen_referral(session, form["to"])
    booking = interviews.reassign(session, referral, to, acting(referral.participant, "give_way"), now)
    person = referral.participant
    hears = who_hears(session, referral, now)
    return f"{_stands(session, to, booking, form, now)} {person.called} waits for another time. {hears}"


def _stands(session: Session, referral: Referral, booking: Booking, form: Form, now: datetime) -> str:
    slot = session.scalars(select(Slot).where(Slot.reference == booking.slot_reference)).one()
    as_shown(slot, form.get(f"at-{slot.reference}"))
    hears = who_hears(session, referral, now)
    return f"{referral.participant.called}’s interview is booked for {_when(slot)}. {hears}"


def again(session: Session, referral: Referral, now: datetime) -> Slot | None:
    """The cancelled time that whoever asks could let stand again."""
    by = acting(referral.participant, "uncancel")
    return interviews.could_stand_again(session, referral, by, now)


def kept_at(session: Session, referral: Referral) -> datetime | None:
    """When the time is that is, or was, kept for somebody."""
    kept = referral.kept_seat
    return session.scalar(select(Slot.starts_at).where(Slot.reference == kept.slot_reference)) if kept else None


def could_have(session: Session, referral: Referral, now: datetime) -> list[Referral]:
    """Who waits before the same employer for the time that is booked here, and could come to it."""
    slot = referral.introduction.slot if referral.introduction else None
    if slot is None or slot.starts_at <= local(now):
        return []
    of_these = select(Referral).join(Referral.vacancy)
    waiting = of_these.where(
        Vacancy.employer_reference == referral.vacancy.employer_reference, Referral.state == "wanted"
    )
    found = session.scalars(waiting.options(joinedload(Referral.participant)).order_by(Referral.id)).all()
    return interviews.suited(session, found, slot)


SEATS: dict[str, Callable[[Session, Referral, Form, datetime], str]] = {
    "confirm": _confirmed,
    "reassign": _reassigned,
    "uncancel": _uncancelled,
}


def who_hears(session: Session, referral: Referral, now: datetime) -> str:
    """Who is told of what was just done, and who is not unless somebody does it."""
    said = by_hand.said_of(session, referral, now)
    person, keyworker = first_name(referral.participant), referral.participant.keyworker
    newest = max((each for each in said if each.to is None), key=lambda each: each.at, default=None)
    if newest is None:
        hears = ""
    elif newest.how == by_hand.BY_KEYWORKER:
        hears = f"{keyworker.called if keyworker else 'The keyworker'} is asked to tell {person}. "
    else:
        hears = f"{person} hears of it by {'text' if referral.participant.channel == 'sms' else 'e-mail'}. "
    return hears + employer_hears(said, referral)


def employer_hears(said: Sequence[by_hand.Word], referral: Referral) -> str:
    employer = referral.vacancy.employer
    to = [each.to for each in said if each.to is not None and each.how != by_hand.UNSENT]
    known = {contact.email: contact.name for contact in employer.contacts}
    return (
        f"{known.get(to[-1]) or to[-1]} is written to."
        if to
        else f"Nobody at {employer.name} can be written to: tell them."
    )


def _when(slot: Slot) -> str:
    return _when_at(slot.starts_at)


def _when_at(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B, %H:%M}"
