"""The times at which an employer sees people: the few days and hours to choose from, offering them, taking one back."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from employers.clock import on_day, steady
from employers.columns import BadCells, Refused, Wrong
from employers.introductions import random_reference
from employers.models import LINE, Agreement, Contact, Introduction, Slot, Vacancy
from employers.next_moves import is_open
from employers.times import days_away
from employers.times.time_models import Absence
from employers.trust import roles

DAYS, HOURS, NOTICE = 3, 6, 2  # days shown, hours of each, days until the first: people have to be told
USUAL = tuple(time(hour, minute) for hour, minute in ((9, 45), (10, 30), (11, 15), (13, 0), (13, 45), (14, 30)))
MINUTES = (20, 30, 45, 60)
MOST_AT_ONCE, MOST_PEOPLE, FARTHEST = 40, 50, 366  # times offered at once, people at one time, days ahead
SATURDAY = 5
Free = Callable[[Session, Sequence[Slot]], Mapping[str, int]]  # {slot: how many more people can be seen at it}


class NotYourTime(Refused):
    def __init__(self) -> None:
        super().__init__("This time is not among yours any more. Look at the times below.")


class SomebodyBooked(Refused):
    def __init__(self, slot: Slot) -> None:
        super().__init__(
            f"Somebody is booked at {slot.starts_at:%H:%M} on {on_day(slot.starts_at)}, so it stays. "
            "If you cannot be there, open the person’s page and cancel it there."
        )


@dataclass(frozen=True, slots=True)
class Offered:
    """A time that was offered, the cards of those who come then, and how many more can be seen."""

    slot: Slot
    cards: tuple[Introduction, ...]
    free: int

    @property
    def unbooked(self) -> int:
        """Its places but for those who come; one of them may be kept for somebody who is being asked."""
        places = 1 if self.slot.places is None else self.slot.places
        return max(0, places - len(self.cards))


@dataclass(frozen=True, slots=True)
class Offer:
    """What an employer offers: the job, the starts on the clock on the wall, and the same minutes, places and room for each."""

    vacancy: Vacancy
    starts: tuple[datetime, ...]
    minutes: int
    places: int
    where: str | None
    link: str | None = None  # of a call by video


def coming(session: Session, contact: Contact, at: datetime, free: Free) -> list[Offered]:
    """The times that a contact sees, from `at` on (clock on the wall), soonest first."""
    slots = session.scalars(_of(contact).where(Slot.starts_at >= at).order_by(Slot.starts_at, Slot.id)).all()
    booked = _booked(session, [slot.reference for slot in slots])
    shown = [card for card in booked if card.taken_back_at is None]
    left = free(session, slots)
    return [
        Offered(slot, tuple(card for card in shown if card.slot_reference == slot.reference), left[slot.reference])
        for slot in slots
    ]


def days(first: date, off: Callable[[date], bool]) -> list[date]:
    """The next days of the working week, from `first` on, but for those that are `off`; where a whole year is, those all the same."""
    week = [day for ahead in range(FARTHEST) if (day := first + timedelta(days=ahead)).weekday() < SATURDAY]
    return list(islice((day for day in week if not off(day)), DAYS)) or week[:DAYS]


def habits(session: Session, contact: Contact) -> tuple[list[time], list[str], int]:
    """The hours, rooms and minutes that have been used most, filled up with what is usual."""
    past = session.scalars(_of(contact).order_by(Slot.starts_at.desc(), Slot.id).limit(100)).all()
    hours = Counter(slot.starts_at.time() for slot in past)
    chosen = [hour for hour, _ in hours.most_common(HOURS)]
    chosen += [hour for hour in USUAL if hour not in chosen][: HOURS - len(chosen)]
    rooms = [room for room, _ in Counter(slot.where for slot in past if slot.where).most_common(3)]
    lengths = Counter(slot.minutes for slot in past if slot.minutes in MINUTES)
    return sorted(chosen), rooms, next((length for length, _ in lengths.most_common(1) if length), 30)


def jobs(session: Session, contact: Contact, today: date) -> list[Vacancy]:
    """The jobs for which times can be offered."""
    query = select(Vacancy).where(roles.sees(contact)).order_by(Vacancy.title, Vacancy.reference)
    return [job for job in session.scalars(query) if is_open(job, today)]


def check(offer: Offer, at: datetime, away: Sequence[Absence] = ()) -> None:
    """Raises BadCells for what cannot be offered; `at` is now, on the clock on the wall, `away` the employer's days away."""
    wrong = list(_check_starts(offer, at, away))
    if not 1 <= offer.places <= MOST_PEOPLE:
        wrong.append(Wrong("group", "", f"write how many people can come at once, up to {MOST_PEOPLE}"))
    if offer.minutes not in MINUTES:
        wrong.append(Wrong("minutes", "", "choose how long each conversation takes"))
    if offer.where is None:
        wrong.append(Wrong("where", "", "say where people should come, or how you will meet"))
    elif len(offer.where) > LINE:
        wrong.append(Wrong("where", offer.where, f"write at most {LINE} characters"))
    if wrong:
        raise BadCells(wrong)


def _check_starts(offer: Offer, at: datetime, away: Sequence[Absence]) -> Iterator[Wrong]:
    if not offer.starts:
        yield Wrong("at", "", "choose at least one time")
    if len(offer.starts) > MOST_AT_ONCE:
        yield Wrong("at", "", f"choose at most {MOST_AT_ONCE} times, then offer more")
    if any(not at < start <= at + timedelta(days=FARTHEST) for start in offer.starts):
        yield Wrong("at", "", "choose times that are still to come, within a year")
    if not all(steady(start) for start in offer.starts):
        yield Wrong("at", "", "choose another time: the clocks change in that hour")
    for day in sorted({start.date() for start in offer.starts if days_away.is_away(away, start.date())}):
        yield Wrong("at", "", f"you are away on {on_day(day)}; choose another day, or take these days away back first")


def put(session: Session, offer: Offer) -> list[Slot]:
    """Offers the times; one that is offered for this job already stays as it is."""
    # The job is held, so that two who offer the same at once do not both.
    session.execute(select(Vacancy.id).where(Vacancy.id == offer.vacancy.id).with_for_update())
    known = set(session.scalars(select(Slot.starts_at).where(Slot.vacancy_reference == offer.vacancy.reference)).all())
    made = [
        Slot(
            reference=random_reference("T"),
            vacancy_reference=offer.vacancy.reference,
            starts_at=start,
            minutes=offer.minutes,
            places=offer.places,
            where=offer.where,
            link=offer.link,
        )
        for start in sorted(set(offer.starts) - known)
    ]
    session.add_all(made)
    session.flush()
    return made


def take_back(session: Session, contact: Contact, reference: str, at: datetime) -> Slot:
    """Takes a time back in which nobody is booked. Raises NotYourTime for another's and for one that is over, SomebodyBooked."""
    slot = session.scalar(_of(contact).where(Slot.reference == reference, Slot.starts_at > at))
    if slot is None:
        raise NotYourTime
    return withdraw(session, slot)


def withdraw(session: Session, slot: Slot) -> Slot:
    """Takes a time away for good: where it comes again it is not made anew. Raises SomebodyBooked."""
    session.refresh(
        slot, with_for_update={"of": Slot}
    )  # whoever books it holds it too, and waits for us or we for them
    if _booked(session, [slot.reference]):
        raise SomebodyBooked(slot)
    session.delete(slot)
    session.flush()
    return slot


def _of(contact: Contact) -> Select[Slot]:
    agreed = Agreement.employer_reference == contact.employer_reference
    if contact.role == "hiring_manager":
        agreed = and_(agreed, Slot.vacancy_reference.is_(None))
    return (
        select(Slot)
        .outerjoin(Slot.vacancy)
        .outerjoin(Slot.agreement)
        .where(or_(roles.sees(contact), agreed))
        .options(joinedload(Slot.vacancy), joinedload(Slot.agreement))
    )


def _booked(session: Session, references: Iterable[str]) -> Sequence[Introduction]:
    query = select(Introduction).where(Introduction.slot_reference.in_(list(references)))
    return session.scalars(query.options(joinedload(Introduction.vacancy)).order_by(Introduction.id)).all()


def unbooked(offered: Iterable[Offered]) -> int:
    """Places for those who wait: whoever has one kept while being asked waits, too."""
    return sum(each.unbooked for each in offered)
