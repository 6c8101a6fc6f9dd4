"""Who sits in which slot: a plan for everybody who waits, changed by hand, checked, and booked when a person accepts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import interviews, referrals, settings, shortlists
from brokerage.access import actor
from brokerage.correspondence import telling
from brokerage.diary import busy
from brokerage.diary.calendars import ends_at
from brokerage.diary.mock_models import MockInterview
from brokerage.fits.questions import first_name
from brokerage.interviews import SlotFull
from brokerage.pages.acting import acting, as_shown, moment
from brokerage.referral_models import BOOKINGS, Booking, Referral, Step
from brokerage.seating import gather, promises, words
from brokerage.seating.changes import Fault, faults
from brokerage.seating.exact import best
from brokerage.seating.gather import Scene
from brokerage.seating.terms import Option, Plan
from brokerage.seating.words import Way
from brokerage.shortlists import NotThere
from employers import readers
from employers.agreement_life import last_day
from employers.clock import local, on_day
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Agreement, Slot
from matching import grammar

pages = Blueprint("seating", __name__, url_prefix="/interviews")

Answer = str | Response | tuple[str, int]
SEAT, FREE = (
    "seat-",
    "free-",
)  # what the names of a person's field, and of a time's places as they were shown, begin with


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody whom the plan seats at a time, and why there; or why not, where a person chose it."""

    referral: Referral
    why: str
    asked: bool  # something is not known and has to be asked
    wrong: bool


@dataclass(frozen=True, slots=True)
class Seats:
    """One time: who is booked in it, who is proposed, how many places it has, and those that stay free with this plan."""

    slot: Slot
    ends: datetime
    booked: Sequence[Booking]
    proposed: Sequence[Proposed]
    places: int
    free: int


@dataclass(frozen=True, slots=True)
class Unseated:
    referral: Referral
    why: str
    ways: Sequence[Way]


@pages.route("/<reference>/seat", methods=["GET", "POST"])
def plan(reference: str) -> Answer:
    """Is this plan right, and who is left out?"""
    if request.method == "GET":
        return _page(reference)
    chosen = {name.removeprefix(SEAT): slot for name, slot in request.form.items() if name.startswith(SEAT) and slot}
    with reading() as session:
        found = _scene(session, reference)
        wanted = {ask: time for ask, time in chosen.items() if ask in found.referrals and time in found.slots}
        wrong = faults(found.problem, wanted)
    accepted = request.form.get("do") == "book"
    if not accepted or any(not _was_free(each) for each in wrong):
        return _page(reference, wanted), 422 if accepted else 200
    booked, lost = _book_all(chosen)
    if not lost:
        said = "1 interview is booked." if booked == 1 else f"{booked} interviews are booked."
        flash(f"{said} Each person is told." if booked else "Nobody was chosen, so nothing was booked.", "success")
        return redirect(url_for(".plan", reference=reference, day=_day()))
    others = {0: "Nothing else was booked.", 1: "The other has been booked."}.get(
        booked, f"The other {booked} have been booked."
    )
    return _page(reference, said=[*lost, others]), 409


@pages.post("/<reference>/seat/mock")
def mock(reference: str) -> Answer:
    """Notes the mock interview that somebody has before the real one, or that there is none."""
    form = request.form
    try:
        with transaction(by=actor()) as session:
            referral = _scene(session, reference).referrals.get(form.get("ask", "")) or abort(404)
            said = _note(session, referral, form, local(moment()))
    except Refused as refused:
        return _page(reference, said=[str(refused)], typed=form), 422
    flash(said, "success")
    return redirect(url_for(".plan", reference=reference))


def _was_free(fault: Fault) -> bool:
    """Whether there were places enough when the page was opened: then somebody was quicker, and the others are booked all the same."""
    shown = request.form.get(f"{FREE}{fault.times[0]}", "") if fault.what == "full" else ""
    return len(fault.asks) <= (readers.count(shown, 100_000) or 0)


def _scene(session: Session, reference: str) -> Scene:
    try:
        of = gather.subject(session, reference)
    except NotThere:
        abort(404)
    return gather.scene(session, of, moment(), day=_day())


def _day() -> date | None:
    try:
        return grammar.day(request.args.get("day", ""))
    except ValueError:
        return None


def _page(
    reference: str,
    chosen: Plan | None = None,
    said: Sequence[str] = (),
    typed: Mapping[str, str] | None = None,
) -> str:
    """The page with the best plan, or with one that a person `chosen`. `said`: what was refused, or lost to somebody quicker."""
    with reading() as session:
        found = _scene(session, reference)
        seated = best(found.problem) if chosen is None else chosen
        wrong = [] if chosen is None else faults(found.problem, chosen)
        options = {(each.ask, each.time): each for each in found.problem.options}
        proposed = {ask: _proposed(found, ask, time, options.get((ask, time))) for ask, time in seated.items()}
        left = [ask for ask in found.referrals if ask not in seated]
        agreement = found.agreement
        holds = (
            promises.will_hold(session, agreement, moment())
            if agreement and agreement.kind == "guaranteed_interview"
            else None
        )
        first = next(iter(sorted(seated, key=lambda ask: (found.slots[seated[ask]].starts_at, ask))), None)
        return render_template(
            "seating/show.html",
            scene=found,
            reference=reference,
            title=f"agreement {reference}" if isinstance(found.of, Agreement) else found.of.title,
            days=_days(found, seated, proposed),
            several=len({slot.starts_at.date() for slot in found.slots.values()}) > 1,
            choices=[slot for slot in found.slots.values() if found.times[slot.reference].places],
            seated=seated,
            unseated=[_unseated(session, found, ask, seated) for ask in left],
            booked=sum(map(len, found.booked.values())),
            free=sum(found.times[name].places for name in found.slots),
            promised=sum(found.asks[ask].promised for ask in seated),
            holds=holds,
            needed=words.needed(holds.short, found.now.date()) if holds and holds.short else "",
            by=last_day(agreement) if agreement else None,
            hears=telling.will_hear(found.referrals[first], found.slots[seated[first]]) if first else None,
            first=found.referrals[first] if first else None,
            wrong=[words.told(found, each) for each in wrong],
            said=said,
            changed=chosen is not None,
            day=_day(),
            margin=shortlists.policy().travel.margin,
            mock_hours=settings.load().seating.mock_hours,
            name_of=first_name,
            typed=typed or {},
        )


def _days(found: Scene, seated: Plan, proposed: Mapping[str, Proposed]) -> list[tuple[date, list[Seats]]]:
    rows = []
    for slot in found.slots.values():
        here = [proposed[ask] for ask in sorted(seated) if seated[ask] == slot.reference]
        booked, free = found.booked.get(slot.reference, ()), found.times[slot.reference].places
        left = max(0, free - len(here))
        rows.append(Seats(slot, ends_at(slot), booked, here, len(booked) + free, left))
    return [(day, list(some)) for day, some in groupby(rows, key=lambda row: row.slot.starts_at.date())]


def _proposed(found: Scene, ask: str, time: str, option: Option | None) -> Proposed:
    if option is None:
        return Proposed(found.referrals[ask], words.cannot(found, ask, time), asked=False, wrong=True)
    return Proposed(found.referrals[ask], words.reason(found, option), asked=bool(option.unknown), wrong=False)


def _unseated(session: Session, found: Scene, ask: str, seated: Plan) -> Unseated:
    referral = found.referrals[ask]
    later = _later(session, found, ask) if _day() else []
    return Unseated(referral, words.why_unseated(found, ask, seated), words.ways(found, ask, later))


def _later(session: Session, found: Scene, ask: str) -> list[Slot]:
    """The times after the day that is shown at which that person could be seated."""
    whole = gather.scene(session, found.of, moment())
    free = {name for name, time in whole.times.items() if time.places}
    day = _day() or found.now.date()
    could = [whole.slots[each.time] for each in whole.problem.options if each.ask == ask and each.time in free]
    return sorted((slot for slot in could if slot.starts_at.date() != day), key=lambda slot: slot.starts_at)


def _book_all(chosen: Plan) -> tuple[int, list[str]]:
    """Books one after the other, each whole and by itself: whoever is quicker takes one place and not the others.

    How many were booked, and a sentence for each that was not."""
    lost, booked = list[str](), 0
    for ask, time in sorted(chosen.items(), key=lambda pair: (pair[1], pair[0])):
        try:
            with transaction(by=actor()) as session:
                _book(session, ask, time)
            booked += 1
        except SlotFull:
            lost.append(_went(time))
        except Refused as refused:
            lost.append(str(refused))
    return booked, lost


def _book(session: Session, ask: str, time: str) -> None:
    """Books one; what is so already, as when the button is pressed twice, stays as it is. Raises Refused."""
    try:
        referral = referrals.get(session, ask)
    except NotThere:
        abort(404)
    slot = session.scalar(select(Slot).where(Slot.reference == time))
    if slot is None:
        raise Refused("One of the times was taken back by the employer a moment ago.")
    if referral.booking is None or referral.booking.slot_reference != time:
        interviews.book(session, referral, slot, acting(referral.participant, "book"), moment())
        as_shown(slot, request.form.get(f"at-{time}"))


def _went(time: str) -> str:
    """`The 11:15 place went at 10:42.`"""
    with reading() as session:
        slot = session.scalars(select(Slot).where(Slot.reference == time)).one()
        booked = select(Booking.referral_id).where(Booking.slot_reference == time)
        at = session.scalar(
            select(func.max(Step.at)).where(Step.referral_id.in_(booked), Step.transition.in_(BOOKINGS))
        )
        return f"The {slot.starts_at:%H:%M} place went {f'at {local(at):%H:%M}' if at else 'a moment ago'}."


def _note(session: Session, referral: Referral, form: Mapping[str, str], now: datetime) -> str:
    """Writes the mock interview down; with no day, takes it away. Raises Refused."""
    kept = session.scalar(select(MockInterview).where(MockInterview.referral_id == referral.id))
    name = first_name(referral.participant)
    if not form.get("starts_at", "").strip():
        if kept is not None:
            session.delete(kept)
        return f"No mock interview is noted for {name}."
    try:
        starts_at = datetime.fromisoformat(form["starts_at"].strip())
        minutes, away = int(form.get("minutes") or 0), form.get("minutes_away", "").strip()
        away_minutes = int(away) if away else None
    except ValueError:
        raise Refused(
            "Write the day and time of the mock interview as 2027-01-14 09:00, and minutes as whole numbers."
        ) from None
    if starts_at.tzinfo is not None or not now < starts_at < now + timedelta(days=366):
        raise Refused("Choose a time for the mock interview that is still to come, within a year.")
    if not 1 <= minutes <= 480 or not 0 <= (away_minutes or 0) <= 480:
        raise Refused("Write how many minutes it takes and how many the way home, up to 480.")
    busy.hold(session, referral.participant_id)
    its = busy.of_mock(starts_at, minutes, away_minutes)
    if (other := busy.clash(session, referral.participant, its, kept)) is not None:
        raise Refused(
            f"{name} cannot have a mock interview at {starts_at:%H:%M} on {on_day(starts_at)}: {other.said} takes some of that time."
        )
    kept = kept or MockInterview(referral_id=referral.id)
    kept.starts_at, kept.minutes, kept.minutes_away, kept.noted_by = starts_at, minutes, away_minutes, actor()
    session.add(kept)
    return f"{name}’s mock interview at {starts_at:%H:%M} on {on_day(starts_at)} comes first in the plan."
