"""Times that come again, made into slots ahead of time: at saving, and by a job every day.

An opening says its hours as the clock on the wall has them, so that an interview at ten is at ten on both sides of a clock change. What
was made once is never made again: a time that was taken back stays back. Where somebody is booked, a time is never taken out.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from employers.columns import BadCells, Refused, Wrong
from employers.introductions import random_reference
from employers.models import LINE, Agreement, Contact, Employer, Slot, Vacancy
from employers.times import days_away
from employers.times.offered_times import MOST_PEOPLE
from employers.times.time_models import COUNTRIES, Absence, Opening, OpeningTime
from employers.trust import roles

Holiday = Callable[[date, str], bool]  # whether a day is a bank holiday there: ENG, WLS, SCT, NIR
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_WEEKS, FARTHEST = 12, 731  # weeks between two times, days until the last day
HOW_A_LINK = "write the whole address of the call, beginning with https://"
DAWN, DUSK = time(6), time(22)  # no hour that a clock change skips or repeats lies between


class NoSuchOpening(Refused):
    def __init__(self) -> None:
        super().__init__("These times are not among yours any more. Look at the list below.")


def said(opening: Opening) -> str:
    """`Every second week on Tuesday, 10:00 to 12:00`, as it is read out."""
    which = " and ".join(DAYS[number] for number in weekdays(opening))
    every = {1: "Every week", 2: "Every second week"}.get(opening.every_weeks, f"Every {opening.every_weeks} weeks")
    return f"{every} on {which}, {opening.from_time:%H:%M} to {opening.to_time:%H:%M}"


def weekdays(opening: Opening) -> list[int]:
    return [int(number) for number in opening.weekdays.split(";")]


def days(opening: Opening, begin: date, end: date) -> Iterator[date]:
    """Its days from `begin` to `end`, both among them; holidays and days away not looked at."""
    first = opening.first_on - timedelta(days=opening.first_on.weekday())
    begin = max(begin, opening.first_on)
    end = end if opening.last_on is None else min(end, opening.last_on)
    which = weekdays(opening)
    for number in range((end - begin).days + 1):
        day = begin + timedelta(days=number)
        if day.weekday() in which and (day - first).days // 7 % opening.every_weeks == 0:
            yield day


def starts(opening: Opening, day: date) -> list[datetime]:
    """The starts of that day, one after the other, the last one over by the end of the hours."""
    start, end = datetime.combine(day, opening.from_time), datetime.combine(day, opening.to_time)
    length = timedelta(minutes=opening.minutes)
    return [start + number * length for number in range((end - start) // length)]


def check(opening: Opening, today: date) -> None:
    """Raises BadCells for what cannot come again."""
    wrong = []
    if not opening.weekdays:
        wrong.append(Wrong("weekdays", "", "choose at least one day of the week"))
    if not 1 <= opening.every_weeks <= MOST_WEEKS:
        wrong.append(Wrong("every_weeks", "", f"write how many weeks from one to the next, 1 to {MOST_WEEKS}"))
    if not DAWN <= opening.from_time < opening.to_time <= DUSK:
        wrong.append(Wrong("to_time", "", "write hours between 06:00 and 22:00, the end after the beginning"))
    elif opening.minutes < 1 or not starts(opening, today):
        wrong.append(Wrong("minutes", "", "write minutes that fit at least once between these hours"))
    if not 1 <= opening.places <= MOST_PEOPLE:
        wrong.append(Wrong("places", "", f"write how many people can come at one time, up to {MOST_PEOPLE}"))
    wrong += _check_days(opening, today)
    if opening.country not in COUNTRIES:
        wrong.append(Wrong("country", "", "choose whose bank holidays are kept"))
    wrong += _check_place(opening)
    if wrong:
        raise BadCells(wrong)


def _check_days(opening: Opening, today: date) -> Iterator[Wrong]:
    if abs((opening.first_on - today).days) > FARTHEST:
        yield Wrong("first_on", "", "write a first day within two years")
    elif opening.last_on is not None and not opening.first_on <= opening.last_on <= today + timedelta(days=FARTHEST):
        yield Wrong("last_on", "", "write a last day after the first, within two years")


def _check_place(opening: Opening) -> Iterator[Wrong]:
    if not opening.where and not opening.link:
        yield Wrong("where", "", "say where people should come, or how you will meet")
    for name in ("where", "link"):
        if len(getattr(opening, name) or "") > LINE:
            yield Wrong(name, "", f"write at most {LINE} characters")
    if opening.link and not is_link(opening.link):
        yield Wrong("link", opening.link, HOW_A_LINK)


def is_link(text: str) -> bool:
    return text.startswith("https://") and len(text) <= LINE and not any(map(str.isspace, text))


def put(session: Session, opening: Opening, today: date, until: date, holiday: Holiday) -> list[Slot]:
    """Keeps an opening and makes its times up to `until`. Raises BadCells, also where the same times come again already."""
    check(opening, today)
    _hold_owner(session, opening)
    same = [getattr(Opening, name) == getattr(opening, name) for name in _said_of_it()]
    if session.scalar(select(Opening.id).where(*same).limit(1)) is not None:
        raise BadCells([Wrong("weekdays", "", "these times come again already, so nothing was added")])
    session.add(opening)
    session.flush()
    return make(session, opening, today, until, holiday)


def change(
    session: Session, opening: Opening, to: Opening, *, today: date, until: date, holiday: Holiday
) -> tuple[list[Slot], list[Slot]]:
    """Other times in the place of these; free ones are made anew. What was made, and what stays because somebody is booked.

    Raises BadCells."""
    if all(getattr(opening, name) == getattr(to, name) for name in _said_of_it()):
        return [], []
    check(to, today)
    stay = end(session, opening, today)
    return put(session, to, today, until, holiday), stay


def make(session: Session, opening: Opening, today: date, until: date, holiday: Holiday) -> list[Slot]:
    """Makes the times after today that are not made yet: none on a bank holiday, a day away, or once the job has closed.

    What is offered for the same already is not offered twice; it counts as made, without a slot of this opening."""
    session.refresh(opening, with_for_update={"of": Opening})  # two who make at once wait for each other
    made = set(session.scalars(select(OpeningTime.starts_at).where(OpeningTime.opening_id == opening.id)))
    away = days_away.of_employer(session, owner(opening).reference)
    closes = opening.vacancy.closes_on if opening.vacancy else None
    until = until if closes is None else min(until, closes)
    for_same = (
        Slot.vacancy_reference == opening.vacancy_reference,
        Slot.agreement_reference == opening.agreement_reference,
    )
    offered = set(session.scalars(select(Slot.starts_at).where(for_same[opening.vacancy_reference is None])))
    new = [
        start
        for day in days(opening, today + timedelta(days=1), until)
        if not holiday(day, opening.country) and not days_away.is_away(away, day)
        for start in starts(opening, day)
        if start not in made
    ]
    slots = {start: _slot(opening, start) for start in new if start not in offered}
    session.add_all(slots.values())
    for start in new:
        slot = slots.get(start)
        known = OpeningTime(opening_id=opening.id, starts_at=start, slot_reference=slot.reference if slot else "")
        session.add(known)
    session.flush()
    return list(slots.values())


def make_all(session: Session, today: date, until: date, holiday: Holiday) -> int:
    """Makes what is not made yet of every opening that goes on; how many times that were."""
    going_on = or_(Opening.last_on.is_(None), Opening.last_on > today)
    openings = session.scalars(_whole().where(going_on).order_by(Opening.id)).all()
    return sum(len(make(session, each, today, until, holiday)) for each in openings)


def end(session: Session, opening: Opening, today: date) -> list[Slot]:
    """No times come of it any more, and those still free are taken out; what stays because somebody is booked."""
    session.refresh(opening, with_for_update={"of": Opening})
    opening.last_on = today
    made = select(OpeningTime.slot_reference).where(OpeningTime.opening_id == opening.id)
    later = Slot.starts_at >= datetime.combine(today + timedelta(days=1), time.min)
    return days_away.take_out(
        session, session.scalars(select(Slot.reference).where(Slot.reference.in_(made), later)).all()
    )


def there_after_all(session: Session, absence: Absence, today: date, until: date, holiday: Holiday) -> list[Slot]:
    """The employer is there after all: times that come again are made anew; others are offered by hand. What was made."""
    employer = absence.employer_reference
    session.delete(absence)
    session.flush()
    openings = [each for each in session.scalars(_whole().order_by(Opening.id)) if owner(each).reference == employer]
    return [slot for each in openings for slot in make(session, each, today, until, holiday)]


def owner(opening: Opening) -> Employer:
    of = opening.vacancy or opening.agreement
    if of is None:  # a CHECK of the table sees to it
        raise LookupError(f"{opening.reference} is for nothing.")
    return of.employer


def going_on(session: Session, today: date) -> list[Opening]:
    """Every opening of which times are still to come, by employer."""
    found = session.scalars(_whole().where(or_(Opening.last_on.is_(None), Opening.last_on > today))).unique()
    return sorted(found, key=lambda each: (owner(each).name, each.first_on, each.reference))


def of_contact(session: Session, contact: Contact, today: date) -> list[Opening]:
    """Those that a contact of an employer sees."""
    jobs = set(session.scalars(select(Vacancy.reference).where(roles.sees(contact))))
    return [
        each
        for each in going_on(session, today)
        if owner(each).reference == contact.employer_reference
        and (each.vacancy_reference in jobs or (each.vacancy_reference is None and contact.role != "hiring_manager"))
    ]


def get(session: Session, reference: str) -> Opening:
    """Raises NoSuchOpening."""
    found = session.scalar(_whole().where(Opening.reference == reference))
    if found is None:
        raise NoSuchOpening
    return found


def _said_of_it() -> list[str]:
    """What an opening says, by the names of its columns."""
    return [column.name for column in Opening.__table__.columns if column.name not in ("id", "reference")]


def _hold_owner(session: Session, opening: Opening) -> None:
    """Two who write down the same at once wait for each other."""
    own = select(Agreement.id).where(Agreement.reference == opening.agreement_reference)
    if opening.vacancy_reference is not None:
        own = select(Vacancy.id).where(Vacancy.reference == opening.vacancy_reference)
    session.execute(own.with_for_update(key_share=True))


def _slot(opening: Opening, start: datetime) -> Slot:
    return Slot(
        reference=random_reference("T"),
        agreement_reference=opening.agreement_reference,
        vacancy_reference=opening.vacancy_reference,
        starts_at=start,
        minutes=opening.minutes,
        places=opening.places,
        where=opening.where,
        link=opening.link,
    )


def _whole() -> Select[Opening]:
    return select(Opening).options(
        joinedload(Opening.vacancy).joinedload(Vacancy.employer),
        joinedload(Opening.agreement).joinedload(Agreement.employer),
    )
