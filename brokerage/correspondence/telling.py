"""What is told when something happens on the way: to the person, and to the employer's contact, in the transaction in which it happens.

A letter to an employer says which job and when, never who: whom to meet is read on the card, after signing in. What a person is sent
has a subject that tells nothing to somebody who looks over the shoulder. A “not this time” is no message at all: a person tells it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, messages, settings
from brokerage.accounts import User
from brokerage.correspondence import by_hand
from brokerage.diary import calendars, given_up
from brokerage.diary.attendance_models import Attendance
from brokerage.diary.calendars import Method
from brokerage.diary.workdays import moment
from brokerage.keys import private_links
from brokerage.messages import UNBOOKED, WAY_IN
from brokerage.models import Participant
from brokerage.referral_models import Referral
from brokerage.sending import reaching
from brokerage.sending.reaching import ByHand
from brokerage.sending.work_models import Message
from employers.clock import local, on_day
from employers.models import BY_VIDEO, Contact, Employer, Slot, Vacancy
from employers.placements.unpaid import titled
from employers.trust_models import ContactJob

BY_A_PERSON = "A “not this time” is better heard from somebody than read."
TOLD = tuple(f"{whom}_{what}" for whom in ("person", "employer") for what in ("booked", "moved", "link"))
STAFF_LINK = "staff_link"
PERSON_COMING, EMPLOYER_COMING = "person_coming", "employer_coming"  # the first words of reminders' keys


def heard(
    session: Session, referral: Referral, step: str, slot: Slot | None, now: datetime, *, why: str | None
) -> None:
    """Tells what a step changed. `slot`: the interview that was booked before it. Of one that is booked now, `booked` tells."""
    if slot is not None and referral.booking is None and slot.starts_at > local(now):
        given_up.note(session, referral, slot, now)
        _off(session, referral, slot, now, person=step != "say_no")
    if step == "see" and referral.vacancy.employer.withheld is None:
        _to_person(session, referral, "person_wanted", now, only_while="wanted")
    if step == "not_this_time":
        _not_this_time(session, referral, why, now)


def laid(session: Session, referral: Referral, now: datetime) -> None:
    """Somebody's card is on the employer's desk."""
    _to_employer(session, referral, "employer_introduced", now, only_while="introduced")


def booked(session: Session, referral: Referral, slot: Slot, now: datetime, *, before: Slot | None = None) -> None:
    """An interview has its seat; `before` is the one that it takes the place of."""
    kind, was = ("moved", _when(before)) if before is not None else ("booked", "")
    for to in (_to_person, _to_employer):
        whom = "person" if to is _to_person else "employer"
        to(session, referral, f"{whom}_{kind}", now, only_while="booked", slot=slot, before=was)
    _remind(session, referral, slot, now)


def linked(session: Session, referral: Referral, slot: Slot, now: datetime) -> None:
    """How they meet has changed: both hear it with the calendar's entry, and the reminders say it, too."""
    _to_person(session, referral, "person_link", now, only_while="booked", slot=slot)
    _to_employer(session, referral, "employer_link", now, only_while="booked", slot=slot)
    _remind(session, referral, slot, now)


def linked_us(session: Session, slot: Slot, there: Sequence[Attendance], by: str, now: datetime) -> None:
    """Whoever of us is there hears it; whoever changed it knows."""
    where = place(slot, None) or "There is no call any more."
    for each in there:
        if each.user.email != by:
            subject, body = messages.worded("staff_link", when=_when(slot), where=where)
            key = f"{STAFF_LINK} {each.user.id} {slot.reference} {now.isoformat()}"
            messages.put(session, key, each.user.email, subject, body, due_at=now)


def linked_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before one of us is told: are they still to be there, and is that the link?"""
    _, number, slot_and_time = message.key.split(" ", 2)
    reference = slot_and_time.rpartition(" ")[0]
    pair = Attendance.user_id == int(number), Attendance.slot_reference == reference
    there = session.scalar(select(Attendance).where(*pair))
    if there is None or there.slot.starts_at <= local(now):
        return "They are not to be there any more."
    return "It is met in another way by now." if (there.slot.link or "") not in message.body else None


def told_still(session: Session, message: Message, _now: datetime) -> str | None:
    """Looks again before it is told that an interview is booked, moved or met in another way: is that still how they meet?"""
    slot = session.scalar(select(Slot).where(Slot.reference == message.slot_reference))
    other = slot is not None and slot.link is not None and slot.link not in message.body
    return "It was told anew how they meet." if other else None


def coming_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before a reminder goes. That the interview is at another time or off, all messages of interviews are asked.

    Whom at the employer it reaches is looked up when its time comes."""
    referral, starts = message.referral, message.slot_starts_at
    _, number, hours = message.key.rsplit(" ", 2)
    if referral is None or starts is None or number != str(_number(referral)):
        return "It was booked anew since."
    if referral.vacancy.employer.withheld is not None:
        return "The employer is withheld."
    begins, last = moment(starts.date(), starts.time()), settings.load().reminders.last_hours
    if int(hours) > last and begins - timedelta(hours=last) <= now:
        return "The last one goes now."
    if message.participant is not None:
        return _no_message(message.participant) if int(hours) == last else None
    if message.due_at == begins - timedelta(
        hours=int(hours)
    ):  # the first try; later somebody may have mended the address
        contact = reached(session, referral.vacancy.employer, referral.vacancy)
        message.recipient = (contact and contact.email) or ""
    return None if message.recipient else "Nobody there is written to any more."


def _no_message(person: Participant) -> str | None:
    """Why nothing can go to that person at any time: then the keyworker has the task since the first reminder, or the booking."""
    try:
        reaching.check_channel(person, by_text=messages.by_text())
    except ByHand as cannot:
        return str(cannot)
    return None


def will_hear(referral: Referral, slot: Slot) -> str:
    """What the person is sent when that time is booked, word for word but for the link of the person’s own."""
    person, keyworker = referral.participant, referral.participant.keyworker
    _, body = messages.worded(
        "person_booked",
        name=person.called.split()[0] if person.name else "there",
        keyworker=_named(keyworker) if keyworker is not None else "your keyworker",
        **_facts(referral, slot, ""),
    )
    return private_links.previewed(body)


def reached(session: Session, employer: Employer, vacancy: Vacancy | None = None) -> Contact | None:
    """Who is written to there: a contact who can sign in, else one with an address. Nobody where the employer is withheld.

    About a `vacancy` it is its own hiring manager first. Who may only read, or has other jobs, is asked nothing."""
    if employer.withheld is not None:
        return None
    known = [contact for contact in employer.contacts if contact.email and contact.role == "admin"]
    if vacancy is not None:
        own = select(ContactJob.contact_id).where(ContactJob.vacancy_reference == vacancy.reference)
        managers = set(session.scalars(own))
        known = [contact for contact in employer.contacts if contact.email and contact.id in managers] + known
    of_contact = User.contact_id.in_([contact.id for contact in known])
    able = set(session.scalars(select(User.contact_id).where(of_contact, User.active)))
    return next((contact for contact in known if contact.id in able), known[0] if known else None)


def helper(session: Session, employer: Employer) -> str:
    """Who helps a contact there: the coordinator's name and address."""
    if employer.coordinator is None:
        return settings.load().mail.sender_name
    user = accounts.find(session, employer.coordinator)
    return _named(user) if user is not None else employer.coordinator


def _off(session: Session, referral: Referral, slot: Slot, now: datetime, *, person: bool) -> None:
    if person:  # whoever said no has heard it by saying it
        _to_person(session, referral, "person_off", now, only_while=UNBOOKED, slot=slot)
    _to_employer(session, referral, "employer_off", now, only_while=UNBOOKED, slot=slot)


def _not_this_time(session: Session, referral: Referral, why: str | None, now: datetime) -> None:
    reason = f"\nThe reason: {why[:1].lower()}{why[1:]}." if why else ""
    employer, title = referral.vacancy.employer.name, titled(referral.vacancy)
    by_hand.ask_to_tell(
        session,
        f"told not_this_time {referral.reference}",
        referral,
        f"{employer} said not this time",
        f"{employer} said “not this time” about {title}.{reason}",
        why=BY_A_PERSON,
        now=now,
    )


def _remind(session: Session, referral: Referral, slot: Slot, now: datetime) -> None:
    """Two reminders for each side, unless it is too late for one already."""
    rules, starts = settings.load().reminders, moment(slot.starts_at.date(), slot.starts_at.time())
    for hours in (rules.first_hours, rules.last_hours):
        if (due := starts - timedelta(hours=hours)) > now:
            _to_person(session, referral, PERSON_COMING, due, only_while="booked", slot=slot, hours=hours)
            _to_employer(session, referral, EMPLOYER_COMING, due, only_while="booked", slot=slot, hours=hours)


def _to_person(
    session: Session,
    referral: Referral,
    template: str,
    due: datetime,
    *,
    only_while: str,
    slot: Slot | None = None,
    before: str = "",
    hours: int | None = None,
) -> None:
    """`hours`: of a reminder, how long before the interview it goes."""
    person = referral.participant
    keyworker = person.keyworker
    facts = _facts(referral, slot, before) | {"name": person.called.split()[0] if person.name else "there"}
    subject, body = messages.worded(
        template, keyworker=_named(keyworker) if keyworker is not None else "your keyworker", **facts
    )
    messages.put(
        session,
        _key(referral, template, hours),
        person,
        subject,
        body,
        short=messages.short(template, keyworker=keyworker.called if keyworker else "your keyworker", **facts),
        at_once=hours is None,
        due_at=due,
        referral=referral,
        only_while=only_while,
        slot=slot,
        calendar=_entry(referral, slot, template, due, "Appointment") if slot and hours is None else None,
    )


def _to_employer(
    session: Session,
    referral: Referral,
    template: str,
    due: datetime,
    *,
    only_while: str,
    slot: Slot | None = None,
    before: str = "",
    hours: int | None = None,
) -> None:
    """Nothing of the person goes in here: the words are the vacancy's and the slot's."""
    vacancy = referral.vacancy
    contact = reached(session, vacancy.employer, vacancy)
    if contact is None and (vacancy.employer.withheld is not None or hours is not None):
        return  # where only an address is missing, somebody calls: it stands among what could not be sent
    subject, body = messages.worded(
        template, way_in=WAY_IN, helper=helper(session, vacancy.employer), **_facts(referral, slot, before)
    )
    summary = f"Interview: {vacancy.title}"
    messages.put(
        session,
        _key(referral, template, hours),
        (contact and contact.email) or "",
        subject,
        body,
        due_at=due,
        referral=referral,
        only_while=only_while,
        slot=slot,
        calendar=_entry(referral, slot, template, due, summary) if slot and hours is None else None,
    )


def _facts(referral: Referral, slot: Slot | None, before: str) -> dict[str, str]:
    facts = {"title": titled(referral.vacancy), "employer": referral.vacancy.employer.name, "before": before}
    facts["times"] = private_links.mark("times", referral.reference)
    if slot is not None:
        facts |= {
            "when": _when(slot),
            "until": f"{calendars.ends_at(slot):%H:%M}",
            "where": _where(referral, slot),
        }
    return facts


def _entry(referral: Referral, slot: Slot, template: str, now: datetime, summary: str) -> str:
    method: Method = "CANCEL" if template.endswith("_off") else "PUBLISH"
    uid, number, where = event(referral, slot)
    return calendars.entry(
        slot, method, now, uid=uid, number=number, summary=summary, where=where, sender=settings.load().mail.sender
    )


def event(referral: Referral, slot: Slot) -> tuple[str, int, str]:
    """What says in every calendar that it is the same interview, which word on it is the latest, and where it is."""
    card, sender = referral.introduction, settings.load().mail.sender
    uid = f"{card.reference if card else referral.reference}@{sender.partition('@')[2]}"
    return uid, _number(referral), _where(referral, slot)


def changed_at(referral: Referral) -> datetime:
    """When the interview was booked, moved or given up last (UTC); no other step shows in a calendar."""
    return max((each.at for each in referral.steps if each.about_interview), default=referral.asked_at)


def _key(referral: Referral, template: str, hours: int | None = None) -> str:
    key = f"{template} {referral.reference} {_number(referral)}"
    return key if hours is None else f"{key} {hours}"


def _number(referral: Referral) -> int:
    """How often the interview was booked, moved or given up so far."""
    return sum(each.about_interview for each in referral.steps)


def _when(slot: Slot) -> str:
    return f"{slot.starts_at:%A} {on_day(slot.starts_at)} at {slot.starts_at:%H:%M}"


def place(slot: Slot, employer: Employer | None, postcode: str | None = None) -> str:
    """What the slot says, with its link where it is a call, else with the employer and that postcode, or the employer's."""
    if slot.link is not None:
        return f"{slot.where or BY_VIDEO}: {slot.link}"
    if slot.by_video or employer is None:
        return slot.where or ""
    where, name = slot.where or "", employer.name
    named = where if name in where else ", ".join(filter(None, [where, name]))
    return ", ".join(filter(None, [named, postcode or employer.postcode]))


def _where(referral: Referral, slot: Slot) -> str:
    said = place(slot, referral.vacancy.employer, referral.vacancy.postcode)
    return f"{said}. The link of the call follows" if slot.by_video and slot.link is None else said


def _named(user: User) -> str:
    return f"{user.called}, {user.email}" if user.name else user.email
