"""Whether one person can come to one time, how, and if not, why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import settings, shortlists
from brokerage.diary import attendance, busy
from brokerage.diary.busy import Taken
from brokerage.diary.calendars import ends_at
from brokerage.diary.mock_models import MockInterview
from brokerage.participants import as_person
from brokerage.referral_models import Referral
from brokerage.seating import week
from brokerage.seating.terms import Option
from brokerage.seating.week import Way
from employers.columns import Refused
from employers.models import Slot
from employers.trust import safety
from matching.factors.travel import NAMES
from matching.journeys import by_mode, limit_of, usable
from matching.terms import Mode, Person, Spot

UNSURE = frozenset({"rota", "season"})  # what makes one time less sure than another: counted beside the wishes


@dataclass(frozen=True, slots=True)
class Clash:
    """Why somebody cannot have a time: the own week, what takes the person already, a mock interview that comes first, one of us who is elsewhere,
    or the employer's own papers."""

    what: str
    other: Taken | None = None
    mock: MockInterview | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Going:
    """How somebody gets to a time."""

    way: Way
    mode: Mode | None
    over_limit: bool

    @property
    def said(self) -> str:
        return f"{self.way.home} minutes {NAMES[self.mode]}" if self.way.home is not None and self.mode else ""


class Look:
    """Looks at one person and one time after another, and remembers what it learnt of each."""

    def __init__(self, session: Session, on: date, referrals: Sequence[Referral]) -> None:
        self.session = session
        self.policy, self.rules = shortlists.policy(), settings.load()
        self.clashes: dict[tuple[str, str], Clash] = {}
        self.going: dict[tuple[str, str], Going] = {}
        self.people: dict[str, Person] = {}
        self.nobody: dict[str, str] = {}
        ids = {each.participant_id for each in referrals}
        self.taken = busy.taken(session, ids)
        mocks = select(MockInterview).where(MockInterview.referral_id.in_([each.id for each in referrals]))
        self.mocks = {each.referral.reference: each for each in session.scalars(mocks)}
        self.us = attendance.Us(session)
        self.along = {each.reference: attendance.companion(session, each) for each in referrals}
        for referral in referrals:
            self.people[referral.reference] = as_person(referral.participant, self.policy.taxonomy)
            if (why := _nobody(referral, on)) is not None:
                self.nobody[referral.reference] = why

    def option(self, referral: Referral, slot: Slot) -> Option | None:
        """The option, or None: then `clashes` says why, unless the person can have no time at all."""
        pair = referral.reference, slot.reference
        going = self.going[pair] = self._going(referral, slot)
        if referral.reference in self.nobody:
            return None
        taken = busy.quarters(self.session, referral.participant, slot)
        minutes = (ends_at(slot) - slot.starts_at) // timedelta(minutes=1)
        found = week.fits(
            self.people[referral.reference], slot.starts_at, minutes, going.way, self.policy.travel.margin
        )
        clash = self._clash(referral, slot, taken) or (None if found.can else Clash("week"))
        if clash is not None:
            self.clashes[pair] = clash
            return None
        return Option(
            *pair,
            taken,
            int(going.over_limit) + (not UNSURE.isdisjoint(found.unknown)),
            going.way.home or 0,
            found.unknown,
            along.email if (along := self.along[referral.reference]) is not None else None,
        )

    def _clash(self, referral: Referral, slot: Slot, taken: range) -> Clash | None:
        other = busy.first(self.taken.get(referral.participant_id, ()), taken)
        if other is not None:
            return Clash("mock", mock=other.of) if isinstance(other.of, MockInterview) else Clash("busy", other)
        own = self.mocks.get(referral.reference)
        if own is not None and slot.starts_at < mock_ends(own) + timedelta(hours=self.rules.seating.mock_hours):
            return Clash("mock", mock=own)
        if (missing := self.us.missing(slot, self.along[referral.reference])) is not None:
            return Clash("us", said=missing.said)
        try:
            safety.check(self.session, referral.vacancy, slot.starts_at.date())
        except Refused as refused:
            return Clash("papers", said=str(refused))
        return None

    def _going(self, referral: Referral, slot: Slot) -> Going:
        if slot.by_video:
            return Going(Way(0, 0), None, over_limit=False)
        person, where = self.people[referral.reference], busy.site(self.session, slot)
        if person.home is None or where is None or not person.modes:
            return Going(Way(None), None, over_limit=False)
        times = {
            mode: each.estimate
            for mode, each in by_mode(person.home, where, usable(person), self.policy.travel).items()
        }
        if not times:
            return Going(Way(None), None, over_limit=False)
        limits = {mode: limit_of(mode, person.travel_max) for mode in times}
        over = all(limit is not None and times[mode] > limit for mode, limit in limits.items())
        quickest: Mode = min(times, key=lambda mode: times[mode])
        home = busy.journey(self.session, referral.participant, slot)
        return Going(Way(home, self._from_gate(person, where)), quickest, over)

    def _from_gate(self, person: Person, where: Spot) -> int | None:
        run = person.school_run
        if run is None or run.spot is None:
            return None
        times = by_mode(run.spot, where, usable(person), self.policy.travel)
        return min((each.estimate for each in times.values()), default=None)


def mock_ends(mock: MockInterview) -> datetime:
    return mock.starts_at + timedelta(minutes=mock.minutes)


def _nobody(referral: Referral, on: date) -> str | None:
    """Why nothing is booked for somebody, whatever the time."""
    if referral.vacancy.employer.withheld is not None:
        return "The employer is withheld."
    if referral.participant.paused:
        return "Paused by the person, so nothing is booked until that changes."
    return shortlists.unlisted(referral.vacancy, on)
