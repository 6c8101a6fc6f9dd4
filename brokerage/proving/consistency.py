"""What must hold between the tables at any time, looked through: each check finds sentences, and says what to do about them.

A new check is one line in CHECKS. Each has its planted fault in `brokerage.proving.tampering`, which a test holds complete.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import MetaData, Table, and_, func, inspect, not_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from brokerage.accounts import User
from brokerage.diary import hours
from brokerage.diary.attendance_models import Attendance, AttendedQuarter
from brokerage.diary.busy import TAKES
from brokerage.diary.calendars import ends_at
from brokerage.models import AuditEntry, Participant
from brokerage.placing_models import Placed
from brokerage.promises.kept_post_models import Hold, HoldChange
from brokerage.referral_models import Booking, BusyQuarter, KeptSeat, PromisedPlace, Referral, Step
from brokerage.sending.work_models import Claim, Message
from employers.clock import local
from employers.db import Base
from employers.models import Agreement, Introduction, Slot
from employers.placements.models import PARTIES, Placement, PlacementDay, PlacementSignature, PlacementStep
from employers.ring_fence_models import RingFence, RingFenceChange

STUCK = timedelta(hours=1)  # after which work that was begun and not ended is not merely slow
LATE = timedelta(days=1)  # after which what the date should have done was not done
BY_MIGRATION = frozenset({"role"})  # tables whose rows a migration made, without a trail
SIGNED, GOING_ON = ("signed", "running", "finished"), ("signed", "running")  # placements
STEPPED: tuple[tuple[Any, Any, Any], ...] = (  # what else stands somewhere, and the steps that led there
    (Placement, PlacementStep, PlacementStep.placement_id),
    (Hold, HoldChange, HoldChange.hold_id),
    (RingFence, RingFenceChange, RingFenceChange.fence_id),
)
SEATED = ("booked", "met", "offered", "ended")
Look = Callable[[Session, datetime], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """`what` must hold; `look` says where it does not; `then` is what to do."""

    name: str
    what: str
    look: Look
    then: str


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    found: str
    then: str


def findings(session: Session, now: datetime, checks: "Sequence[Check] | None" = None) -> list[Finding]:
    """Everything that does not hold. `now` in UTC."""
    return [
        Finding(check.name, found, check.then)
        for check in (CHECKS if checks is None else checks)
        for found in check.look(session, now)
    ]


def _orphans(session: Session, _now: datetime) -> Iterator[str]:
    metadata: MetaData = Base.metadata
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            parent: Table = aliased(key.column.table)  # type: ignore[assignment]
            there = select(1).where(parent.c[key.column.name] == key.parent).exists()
            lost = session.scalar(select(func.count()).select_from(table).where(key.parent.is_not(None), not_(there)))
            if lost:
                yield f"{_rows(lost)} of {table.name} point to a {key.column.table.name} that is not there ({key.parent.name})."


def _doubled_seats(session: Session, _now: datetime) -> Iterator[str]:
    query = select(Booking.slot_reference, Booking.seat, func.count()).group_by(Booking.slot_reference, Booking.seat)
    for slot, seat, many in session.execute(query.having(func.count() > 1)):
        yield f"Seat {seat} of slot {slot} is booked {many} times."


def _doubled_bookings(session: Session, _now: datetime) -> Iterator[str]:
    query = select(Referral.reference, func.count()).join(Booking).group_by(Referral.reference)
    for referral, many in session.execute(query.having(func.count() > 1)):
        yield f"Referral {referral} has {many} bookings."


def _too_many(session: Session, _now: datetime) -> Iterator[str]:
    many = func.count(Booking.id)
    query = select(Slot.reference, func.coalesce(Slot.places, 1), many).join(
        Booking, Booking.slot_reference == Slot.reference
    )
    for slot, places, booked in session.execute(query.group_by(Slot.id).having(many > func.coalesce(Slot.places, 1))):
        yield f"{booked} people are booked at slot {slot}, which has {places}."


def _two_places(session: Session, _now: datetime) -> Iterator[str]:
    """By the times of the slots themselves, so that it is seen whatever the quarters say."""
    query = (
        select(Participant.reference, Slot)
        .select_from(Booking)
        .join(Referral, Booking.referral_id == Referral.id)
        .join(Participant, Referral.participant_id == Participant.id)
        .join(Slot, Slot.reference == Booking.slot_reference)
        .order_by(Participant.reference, Slot.starts_at, Slot.id)
    )
    before: tuple[str, Slot] | None = None
    for person, slot in session.execute(query):
        if before is not None and before[0] == person and slot.starts_at < ends_at(before[1]):
            yield f"{person} is booked at slots {before[1].reference} and {slot.reference}, which overlap."
        before = (person, slot)


def _doubled_quarters(session: Session, _now: datetime) -> Iterator[str]:
    taken = BusyQuarter.participant_id, BusyQuarter.quarter
    some = select(*taken).group_by(*taken).having(func.count() > 1).subquery()
    query = select(Participant.reference, func.count()).join(some, some.c.participant_id == Participant.id)
    for person, many in session.execute(query.group_by(Participant.reference)):
        yield f"{person} is in two places in {many} quarters of an hour."


def _no_quarters(session: Session, _now: datetime) -> Iterator[str]:
    none = ~select(BusyQuarter.id).where(BusyQuarter.booking_id == Booking.id).exists()
    query = select(Referral.reference, Booking.slot_reference).join(Booking).where(none)
    for referral, slot in session.execute(query):
        yield f"The booking of {referral} at slot {slot} takes no time: the person could be booked elsewhere at that moment."


def _others_quarters(session: Session, _now: datetime) -> Iterator[str]:
    query = select(func.count()).select_from(BusyQuarter).join(Booking).join(Referral)
    lost = session.scalar(query.where(BusyQuarter.participant_id != Referral.participant_id))
    if lost:
        yield f"{_rows(lost)} of busy quarters are of another person than their booking."


def _without_booking(session: Session, _now: datetime) -> Iterator[str]:
    query = select(Referral.reference).outerjoin(Booking).where(Referral.state == "booked", Booking.id.is_(None))
    for referral in session.scalars(query):
        yield f"Referral {referral} stands at “interview booked”, and has no booking."


def _without_state(session: Session, _now: datetime) -> Iterator[str]:
    met = select(Step.id).where(Step.referral_id == Referral.id, Step.transition == "meet").exists()
    wrong = or_(Referral.state.not_in(SEATED), and_(Referral.state == "ended", ~met))
    for referral, state in session.execute(select(Referral.reference, Referral.state).join(Booking).where(wrong)):
        yield f"Referral {referral} has a booking, and stands at “{state}”."


def _other_slot(session: Session, _now: datetime) -> Iterator[str]:
    query = (
        select(Referral.reference, Booking.slot_reference, Introduction.slot_reference)
        .join(Booking)
        .outerjoin(Introduction, Referral.introduction_id == Introduction.id)
        .where(func.coalesce(Introduction.slot_reference, "") != Booking.slot_reference)
    )
    for referral, booked, shown in session.execute(query):
        yield f"Referral {referral} is booked at slot {booked}, and the employer is shown {shown or 'no time'}."


def _no_step(session: Session, _now: datetime) -> Iterator[str]:
    last = select(Step.referral_id, func.max(Step.id).label("id")).group_by(Step.referral_id).subquery()
    query = select(Referral.reference, Referral.state, Step.after).outerjoin(last, last.c.referral_id == Referral.id)
    query = query.outerjoin(Step, Step.id == last.c.id)
    for referral, state, after in session.execute(query.where(or_(Step.id.is_(None), Step.after != Referral.state))):
        how = f"its last step led to “{after}”" if after else "no step led there"
        yield f"Referral {referral} stands at “{state}”, and {how}."


def _no_step_elsewhere(session: Session, _now: datetime) -> Iterator[str]:
    for record, change, of in STEPPED:
        last = select(func.max(change.id)).where(of == record.id).correlate(record).scalar_subquery()
        query = select(record.reference, record.state, change.after).outerjoin(change, change.id == last)
        for reference, state, after in session.execute(
            query.where(or_(change.id.is_(None), change.after != record.state))
        ):
            how = f"its last step led to “{after}”" if after else "no step led there"
            yield f"{record.__tablename__} {reference} stands at “{state}”, and {how}."


def _no_trail(session: Session, _now: datetime) -> Iterator[str]:
    """By its name now or its key: what has no name before it is kept is written down by its key."""
    made = set(session.execute(select(AuditEntry.kind, AuditEntry.reference).distinct()))
    for mapper in Base.registry.mappers:
        table = mapper.local_table.description
        if getattr(mapper.class_, "unaudited", False) or table in BY_MIGRATION or mapper.inherits is not None:
            continue
        records = session.scalars(select(mapper.class_))
        missing = [names[0] for names in map(_names, records) if not any((table, name) in made for name in names)]
        if missing:
            shown = ", ".join(missing[:5]) + (" and others" if len(missing) > 5 else "")
            yield f"{_rows(len(missing))} of {table} came there without a line in the trail of changes: {shown}."


def _too_promised(session: Session, _now: datetime) -> Iterator[str]:
    many = func.count(PromisedPlace.id)
    query = (
        select(Agreement.reference, func.coalesce(Agreement.places, 0), many)
        .join(PromisedPlace, PromisedPlace.agreement_reference == Agreement.reference)
        .where(Agreement.places.is_not(None))
        .group_by(Agreement.id)
        .having(many > Agreement.places)
    )
    for agreement, places, promised in session.execute(query):
        yield f"{promised} interviews are promised under agreement {agreement}, which guarantees {places}."


def _untold(session: Session, now: datetime) -> Iterator[str]:
    told = select(Message.id).where(
        Message.referral_id == Booking.referral_id,
        Message.slot_reference == Booking.slot_reference,
        Message.participant_id == Referral.participant_id,
    )
    query = (
        select(Referral.reference, Slot.reference)
        .select_from(Booking)
        .join(Referral, Booking.referral_id == Referral.id)
        .join(Slot, Slot.reference == Booking.slot_reference)
        .where(Slot.starts_at > local(now), ~told.exists())
    )
    for referral, slot in session.execute(query):
        yield f"Nobody is told of the booking of {referral} at slot {slot}: the outbox has no message of it."


def _stuck(session: Session, now: datetime) -> Iterator[str]:
    waiting = Message.sent_at.is_(None), Message.dropped.is_(None)
    stuck = session.scalar(select(func.count()).where(*waiting, Message.taken_at < now - STUCK))
    late = session.scalar(select(func.count()).where(*waiting, Message.taken_at.is_(None), Message.due_at < now - LATE))
    if stuck:
        yield f"{_messages(stuck)} taken to be sent more than an hour ago, and neither sent nor given back."
    if late:
        yield f"{_messages(late)} due for more than a day."


def _both_ways(session: Session, _now: datetime) -> Iterator[str]:
    both = session.scalar(select(func.count()).where(Message.sent_at.is_not(None), Message.dropped.is_not(None)))
    if both:
        yield f"{_messages(both)} noted as sent and as dropped."


def _undone(session: Session, now: datetime) -> Iterator[str]:
    query = select(Claim.job, Claim.due_at).where(Claim.done_at.is_(None), Claim.claimed_at < now - STUCK)
    for job, due in session.execute(query):
        yield f"“{job}”, due at {due:%Y-%m-%d %H:%M} UTC, was taken and never done."


def _kept_too_long(session: Session, now: datetime) -> Iterator[str]:
    query = select(Hold).where(Hold.state == "held", Hold.until < (local(now) - LATE).date())
    for hold in session.scalars(query):
        yield f"The post held as {hold.reference} ran out on {hold.until:%Y-%m-%d}, and is still held."


def _kept_and_booked(session: Session, now: datetime) -> Iterator[str]:
    """A seat that is kept for somebody else is not given away, as long as it is kept."""
    booked = select(func.count()).where(Booking.slot_reference == Slot.reference).scalar_subquery()
    kept = select(func.count()).where(KeptSeat.slot_reference == Slot.reference, KeptSeat.until > now).scalar_subquery()
    query = select(Slot.reference, booked, kept).where(kept > 0, booked + kept > func.coalesce(Slot.places, 1))
    for slot, has, promised in session.execute(query):
        yield f"At slot {slot} {has} are booked and {promised} kept, which is more than it has."


def _names(record: Any) -> list[str]:
    key = "/".join(map(str, inspect(record).mapper.primary_key_from_instance(record)))
    return [str(said), key] if (said := getattr(record, "reference", None)) is not None else [key]


def _rows(many: int) -> str:
    return "1 row" if many == 1 else f"{many:,} rows"


def _messages(many: int) -> str:
    return "1 message is" if many == 1 else f"{many:,} messages are"


BACK = "Compare it with the last backup, and have whoever runs the database put it right."


def _staff_twice(session: Session, _now: datetime) -> Iterator[str]:
    taken = AttendedQuarter.user_id, AttendedQuarter.quarter
    some = select(*taken).group_by(*taken).having(func.count() > 1).subquery()
    query = select(User.email, func.count()).join(some, some.c.user_id == User.id).group_by(User.email)
    for email, many in session.execute(query):
        yield f"{email} is at two interviews in {many} quarters of an hour."


def _staff_elsewhere(session: Session, _now: datetime) -> Iterator[str]:
    for there in session.scalars(select(Attendance).options(joinedload(Attendance.slot)).order_by(Attendance.id)):
        if {each.quarter for each in there.quarters} != set(hours.quarters(there.slot.starts_at, ends_at(there.slot))):
            yield f"The diary of {there.user.email} has slot {there.slot_reference} at another time than the slot."


def _unsigned(session: Session, _now: datetime) -> Iterator[str]:
    """A signature stands under one edition: those under an earlier one do not count."""
    signatures = select(func.count(PlacementSignature.id)).where(
        PlacementSignature.placement_id == Placement.id, PlacementSignature.edition == Placement.edition
    )
    signed = signatures.scalar_subquery()
    goes_on = Placement.state.in_(SIGNED)
    for placement, state, many in session.execute(
        select(Placement.reference, Placement.state, signed).where(goes_on, signed < len(PARTIES))
    ):
        yield f"Placement {placement} stands at “{state}”, and {many} of {len(PARTIES)} have signed."


def _placed_and_booked(session: Session, _now: datetime) -> Iterator[str]:
    """By the times themselves, the way left out."""
    query = (
        select(Participant.reference, Placement.reference, PlacementDay, Slot)
        .select_from(Placed)
        .join(Placed.placement)
        .join(PlacementDay, PlacementDay.placement_id == Placement.id)
        .join(Participant, Participant.id == Placed.participant_id)
        .join(Referral, Referral.participant_id == Placed.participant_id)
        .join(Booking, Booking.referral_id == Referral.id)
        .join(Slot, Slot.reference == Booking.slot_reference)
        .where(Placement.state.in_(TAKES))
    )
    for person, placement, day, slot in session.execute(query):
        begin, end = datetime.combine(day.day, day.starts), datetime.combine(day.day, day.ends)
        if slot.starts_at < end and begin < ends_at(slot):
            yield f"{person} is booked at slot {slot.reference} in the hours of placement {placement}."


def _nobody_placed(session: Session, _now: datetime) -> Iterator[str]:
    placed = select(Placed.id).where(Placed.placement_id == Placement.id).exists()
    going_on = Placement.state.in_(("to_sign", *SIGNED))
    for placement, state in session.execute(select(Placement.reference, Placement.state).where(going_on, ~placed)):
        yield f"Placement {placement} stands at “{state}”, and nobody knows whose it is."


def _placed_twice(session: Session, _now: datetime) -> Iterator[str]:
    """By the hours of each day."""
    (day, one, who), (same_day, other, same) = [
        (aliased(PlacementDay), aliased(Placement), aliased(Placed)) for _ in "12"
    ]
    query = (
        select(Participant.reference, one.reference, other.reference, func.count())
        .select_from(who)
        .join(Participant, Participant.id == who.participant_id)
        .join(one, one.id == who.placement_id)
        .join(day, day.placement_id == one.id)
        .join(same, same.participant_id == who.participant_id)
        .join(other, and_(other.id == same.placement_id, other.id > one.id))
        .join(same_day, and_(same_day.placement_id == other.id, same_day.day == day.day))
        .where(
            one.state.in_(GOING_ON), other.state.in_(GOING_ON), day.starts < same_day.ends, same_day.starts < day.ends
        )
        .group_by(Participant.reference, one.reference, other.reference)
    )
    for person, placement, another, days in session.execute(query):
        yield f"{person} is at placements {placement} and {another} at the same hours on {days} days."


CALL = "Ring the people concerned first; then move or cancel one of the interviews on its page."
CHECKS: tuple[Check, ...] = (
    Check("orphans", "Every row belongs to one that is there", _orphans, BACK),
    Check("seats twice", "A seat has one booking", _doubled_seats, CALL),
    Check("booked twice", "A referral has one booking", _doubled_bookings, CALL),
    Check("more than places", "No slot has more people than places", _too_many, CALL),
    Check("two places", "Nobody is booked at two times that overlap", _two_places, CALL),
    Check("quarters twice", "Nobody is in two places, the way included", _doubled_quarters, CALL),
    Check("no quarters", "Every booking takes its time", _no_quarters, "Move the interview to another time and back."),
    Check("others' quarters", "Time is taken of the person who is booked", _others_quarters, BACK),
    Check("booked without a seat", "Who stands at “interview booked” has a seat", _without_booking, CALL),
    Check("seat without a state", "Who has a seat stands at “interview booked”, or has met", _without_state, CALL),
    Check("another time shown", "The employer is shown the time that is booked", _other_slot, CALL),
    Check("no step", "Every state was reached by a step", _no_step, BACK),
    Check(
        "no step elsewhere",
        "Every placement, hold and ring-fence came by a step to where it stands",
        _no_step_elsewhere,
        BACK,
    ),
    Check("no trail", "Every record came with a line in the trail of changes", _no_trail, BACK),
    Check(
        "more than promised", "No more is promised than was agreed", _too_promised, "Agree on more with the employer."
    ),
    Check(
        "untold",
        "Of every interview to come the person is told",
        _untold,
        "Tell the person; move it to and fro to send it.",
    ),
    Check(
        "messages stuck",
        "What is due is sent",
        _stuck,
        "See whether `brokerage work` runs and the mail server answers.",
    ),
    Check("sent and dropped", "A message is sent or dropped", _both_ways, BACK),
    Check(
        "work undone",
        "Work that was taken is done",
        _undone,
        "Restart `brokerage work`; delete the claim to have it done.",
    ),
    Check("held too long", "What ran out is not held", _kept_too_long, "See whether `brokerage work` runs."),
    Check("staff twice", "None of us is at two interviews at once", _staff_twice, CALL),
    Check("staff elsewhere", "The diaries of us have the times of the slots", _staff_elsewhere, "Name them anew."),
    Check("unsigned", "A placement that goes on is signed by all", _unsigned, "Stop it; have the paper signed anew."),
    Check(
        "placed and booked",
        "Nobody is booked in the hours of a placement",
        _placed_and_booked,
        "Ring the people concerned first; then move the interview, or change that day of the placement.",
    ),
    Check("nobody placed", "Every placement that is to be signed is somebody’s", _nobody_placed, BACK),
    Check(
        "placed twice",
        "Nobody is at two placements at the same hours",
        _placed_twice,
        "Ring the people concerned; stop one.",
    ),
    Check("kept and booked", "A seat that is kept is not given away", _kept_and_booked, CALL),
)
