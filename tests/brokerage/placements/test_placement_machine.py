"""Everybody does anything to placements, through the real use cases on a real database.

After each step everything is counted by itself: nothing runs that three did not sign as it stands, nobody is in two places, be it a
placement or an interview with the way there and back, no site has more people than room, no step by a role that has no say, and no day that was written is lost. `WAY` says once more, by hand, what may
follow what. A few hundred steps; 10,000 with `-m full`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from math import ceil, floor
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from playing import GENERATE, hurry, played
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload
from trade import GRACE, HELEN, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import interviews, shortlists
from brokerage.diary import busy
from brokerage.placements import deeds, drafts, looking
from brokerage.placements.drafts import Typed
from brokerage.placing_models import Placed
from brokerage.referral_models import Booking, Referral
from brokerage.referrals import Actor
from brokerage.sending.work_models import Message
from employers.agreements import promise
from employers.columns import Refused
from employers.db import Base, transaction
from employers.flows import Act
from employers.models import Agreement, Employer, Slot
from employers.placements import life as placement_life
from employers.placements import moves as placement_moves
from employers.placements import seats as placement_seats
from employers.placements.days import Hours, fill
from employers.placements.life import PARTIES, TRANSITIONS, signed_by, state, waits_for
from employers.placements.models import Placement, PlacementDay, PlacementSeat
from employers.placements.moves import Signing

HERE = Path(__file__).resolve().parents[3]
START = datetime(2027, 1, 14, 9)
ROOM = 2
LENGTH, THERE = timedelta(minutes=30), timedelta(minutes=43)  # of an interview; of the way to it
ROLES = ("participant", "employer", "coordinator", "keyworker", "manager")
BY = {"participant": deeds.ANONYMOUS, "employer": HELEN.email, "coordinator": GRACE.email, "keyworker": PRIYA.email, "manager": "ruth@hallbrook.example"}  # fmt: skip
# what: (from, to, by whom); "" is where it was
WAY: dict[str, tuple[set[str], str, set[str]]] = {
    "send": ({"draft"}, "to_sign", {"coordinator"}),
    "sign": ({"to_sign"}, "to_sign", {"participant", "employer", "coordinator", "keyworker"}),
    "change": ({"to_sign", "signed"}, "to_sign", {"coordinator"}),
    "end_early": ({"running"}, "ended", {"coordinator", "employer"}),
    "leave": ({"running"}, "ended", {"participant", "keyworker", "coordinator"}),
    "say_no": ({"draft", "to_sign", "signed"}, "cancelled", {"participant", "keyworker", "coordinator"}),
    "step_back": ({"to_sign", "signed"}, "cancelled", {"employer", "coordinator"}),
    "cancel": ({"draft", "to_sign", "signed"}, "cancelled", {"coordinator", "keyworker"}),
    "renew": ({"signed", "running", "finished", "ended"}, "", {"coordinator", "keyworker"}),
}
BY_DAYS = {
    "complete": ({"to_sign"}, "signed"),
    "begin": ({"signed"}, "running"),
    "stop": ({"signed"}, "to_sign"),
    "finish": ({"running"}, "finished"),
}
EDGES = {(at, name) for name, (begins, *_) in WAY.items() for at in begins} | {
    (at, name) for name, (begins, _) in BY_DAYS.items() for at in begins
}
HOLDING = ("to_sign", "signed", "running")
HAPPENINGS = (  # as often as they stand here
    *("one_is_drafted",) * 3,
    *("somebody_signs",) * 10,
    *("it_is_sent",) * 4,
    *("it_is_edited",) * 1,
    *("somebody_moves_one",) * 3,
    *("days_pass",) * 3,
    "it_is_withheld_or_put_back",
    *("somebody_is_booked",) * 4,
)


class Placing(RuleBasedStateMachine):
    """Two employers' sites, four people, and placements that come and go."""

    met: ClassVar[Counter[tuple[str, str]]]  # (state, transition), over all runs
    steps: ClassVar[int]
    part: ClassVar[int] = 0  # the same seeds lead elsewhere in another part

    @initialize(seed=some.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        self.chance, self.now = Random(seed + self.part * 10**9), START
        self.stories: dict[str, int] = {}
        self.papers: dict[tuple[str, int], Any] = {}  # what each edition said when somebody signed it
        with transaction(by="test") as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.connection().execute(table.delete())
            an_employer(session, "E1")
            an_agreement(session, "A1", kind="work_experience", places=3)
            a_vacancy(session, "V1", agreement_reference="A1", postcode="HB1 2RH")
            a_vacancy(session, "V2", contract="permanent", hours_guaranteed=20, postcode="HB1 2RH")
            employer = session.scalars(select(Employer)).one()
            placement_seats.set_room(session, employer, "", str(ROOM), by=GRACE.email, now=START)
            for number in range(4):
                whole = {"share": "name", "email": f"p{number}@example.org", "channel": "email"}
                a_referral(session, a_participant(session, f"P{number}", **whole), shortlists.vacancy(session, "V2"))

    @rule()
    def something_happens(self) -> None:
        type(self).steps += 1
        self.now += timedelta(minutes=1)
        with transaction(by="test") as session:
            getattr(self, self.chance.choice(HAPPENINGS))(session)
            session.flush()
            session.expire_all()
            self.everything_holds(session)

    # What happens

    def one_is_drafted(self, session: Session) -> None:
        if session.query(Placement).filter(Placement.state.in_(("draft", *HOLDING))).count() > 6:
            return
        person = shortlists.participant(session, f"P{self.chance.randrange(4)}")
        job = shortlists.vacancy(session, self.chance.choice(("V1", "V1", "V2")))
        scheme = "job_trial" if job.reference == "V2" else self.chance.choice(("work_experience", "swap"))
        placed = drafts.draft(session, person, job, GRACE, self.now, scheme=scheme, card=drafts.named(person))
        drafts.edit(session, placed, self.typed(scheme), GRACE, self.now)
        return

    def it_is_sent(self, session: Session) -> None:
        placed = self.one(session, "draft")
        if placed is None:
            return
        stops = [each for each in looking.open_points(session, placed, self.now) if each.stops]
        past = (placed.placement.starts_on or date.max) < self.now.date()
        done = self.tried(session, lambda: drafts.send(session, placed, GRACE, self.now))
        assert done == (not stops and not past), f"sent: {done}, though {[each.text for each in stops]}"

    def somebody_signs(self, session: Session) -> None:
        placed = self.one(session, "to_sign")
        if placed is None:
            return
        role, party, how = (
            self.chance.choice(ROLES),
            self.chance.choice(list(PARTIES)),
            self.chance.choice(("page", "paper")),
        )
        if self.chance.random() < 0.8:  # as it usually goes
            party = self.chance.choice(waits_for(placed.placement))
            role = "coordinator" if party == "programme" else party
        read = placed.placement.edition - self.chance.choice((0, 0, 0, 0, 1)) if how != "paper" else None
        own = {"participant": "participant", "employer": "employer", "coordinator": "programme"}.get(role) == party
        may = (
            (own or (how == "paper" and role in ("coordinator", "keyworker")))
            and read in (None, placed.placement.edition)
            and party
            not in {each.party for each in placed.placement.signatures if each.edition == placed.placement.edition}
            and (placed.placement.starts_on or date.min) >= self.now.date()
            and placed.placement.vacancy.employer.withheld is None
        )
        given = Signing(party, "A Name", how, read)
        done = self.tried(session, lambda: deeds.sign(session, placed, given, self.act(role)))
        assert done == may, f"{role} for {party} {how}: {'done' if done else 'refused'}"
        if done:
            self.papers.setdefault((placed.placement.reference, placed.placement.edition), self.paper(placed.placement))

    def it_is_edited(self, session: Session) -> None:
        placed = self.one(session)
        if placed is None:
            return
        at, edition = self.stands(placed.placement), placed.placement.edition
        before = self.paper(placed.placement)
        typed = self.typed(placed.placement.scheme)
        done = self.tried(session, lambda: drafts.edit(session, placed, typed, GRACE, self.now))
        if done and at != "draft" and self.paper(placed.placement) != before:
            assert at in ("to_sign", "signed")
            assert placed.placement.edition == edition + 1
            assert not signed_by(placed.placement), "a change left a signature standing"
        if done:
            assert [(each.day, each.starts) for each in placed.placement.days] == [
                (each.day, each.starts) for each in typed.hours
            ]
        else:
            assert self.paper(placed.placement) == before, "a refused edit changed something"

    def somebody_moves_one(self, session: Session) -> None:
        placed = self.one(session)
        if placed is None:
            return
        name = self.chance.choice([each for each in WAY if each not in ("send", "sign", "change")])
        role = self.chance.choice(ROLES)
        begins, _, roles = WAY[name]
        at = self.stands(placed.placement)
        may = at in begins and role in roles
        if name == "renew":
            may = may and not session.query(Placement).filter_by(renews=placed.placement.reference).count()
        days = [(each.starts, each.ends, each.day.weekday()) for each in placed.placement.days]
        done = self.tried(session, lambda: self.take(session, placed, name, role))
        assert done == may, f"{role} {name} at {at}: {'done' if done else 'refused'}"
        if done and name == "renew":
            made = session.scalars(select(Placement).where(Placement.renews == placed.placement.reference)).one()
            assert [(each.starts, each.ends, each.day.weekday()) for each in made.days] == days, "a renewal lost a day"

    def take(self, session: Session, placed: Placed, name: str, role: str) -> None:
        if name == "renew":
            drafts.renew(session, placed, Actor(BY[role], role), self.now)  # type: ignore[arg-type]
        elif name in deeds.NOES:
            deeds.call_off(session, placed, name, self.act(role))
        else:
            deeds.end(session, placed, name, self.act(role))

    def somebody_is_booked(self, session: Session) -> None:
        """At a new time, instead of one that was booked; what has passed did not take place."""
        found = session.scalars(select(Referral).order_by(Referral.id)).all()
        referral = self.chance.choice(found)
        if referral.booking is not None and referral.introduction.slot.starts_at <= self.now:
            self.now = max(self.now, referral.introduction.slot.starts_at + LENGTH)
            interviews.took_place(session, referral, False, GRACE, self.now)
        day = self.now + timedelta(days=self.chance.randint(1, 7))
        at = day.replace(hour=self.chance.choice((8, 10, 12, 14, 16)), minute=self.chance.choice((0, 20)))
        slot = a_slot(session, f"S{session.query(Slot).count()}", at.isoformat(), vacancy_reference="V2")
        away = self.quarters(at - THERE, at + LENGTH + THERE)
        query = select(Placed).join(Placed.placement).where(Placed.participant_id == referral.participant_id)
        own = session.scalars(query.where(Placement.state.in_(HOLDING))).all()
        may = referral.vacancy.employer.withheld is None and not any(
            away & self.there(each) for placed in own for each in placed.placement.days
        )
        do = interviews.book if referral.booking is None else interviews.move
        done = self.tried(session, lambda: do(session, referral, slot, GRACE, self.now))
        assert done == may, f"booked: {done}"

    def quarters(self, begin: datetime, end: datetime) -> set[int]:
        """The quarters of an hour of which some lies between the two."""
        first, last = ((each - START) / timedelta(minutes=15) for each in (begin, end))
        return set(range(floor(first), ceil(last)))

    def there(self, day: PlacementDay) -> set[int]:
        return self.quarters(datetime.combine(day.day, day.starts), datetime.combine(day.day, day.ends))

    def days_pass(self, session: Session) -> None:
        self.now += timedelta(days=self.chance.choice((1, 1, 2)))
        if self.chance.random() < 0.7:
            placement_moves.note_the_days(session, self.now)

    def it_is_withheld_or_put_back(self, session: Session) -> None:
        """Seldom for long: what is withheld brings everything to a halt."""
        employer = session.scalars(select(Employer)).one()
        employer.withheld = None if employer.withheld or self.chance.random() < 0.5 else "Wages were not paid."
        self.days_pass(session)
        if self.chance.random() < 0.8:
            employer.withheld = None

    # What it takes

    def typed(self, scheme: str) -> Typed:
        first = self.now.date() + timedelta(days=self.chance.randint(0, 6))
        length, pattern = (
            self.chance.choice((3, 6, 9)),
            self.chance.choice(("daily 09:00-12:00", "Mon-Fri 13:00-15:00", "Mon-Fri 09:30-14:30")),
        )
        hours = fill(first, first + timedelta(days=length), pattern)
        roles = (("Kitchen", 2), ("Hall", len(hours) - 2)) if len(hours) > 2 and self.chance.random() < 0.3 else ()
        if scheme == "job_trial" and self.chance.random() < 0.5:
            hours = [Hours(each.day, time(9), time(10)) for each in hours]
        words = {
            "supervisor": "Helen Marsh",
            "tasks": self.chance.choice(("Plates", "Pans")),
            "leads_to": "A reference",
        }
        return Typed(scheme, hours, roles, words, only_person=True if scheme == "job_trial" else None)

    def one(self, session: Session, wanted: str = "") -> Placed | None:
        at = (
            (wanted,) if wanted else self.chance.choice((HOLDING, HOLDING, ("finished", "ended", "cancelled", "draft")))
        )
        query = select(Placed).join(Placed.placement).where(Placement.state.in_(at))
        found = session.scalars(query.order_by(Placed.id)).all()
        return self.chance.choice(found) if found else None

    def act(self, role: str) -> Act:
        return Act(BY[role], role, self.now, "So it is.")

    def tried(self, session: Session, what: Callable[[], object]) -> bool:
        try:
            with session.begin_nested():
                what()
        except Refused:
            return False
        return True

    def stands(self, placement: Placement) -> str:
        """Where it stands, worked out once more from its story and its days."""
        at = placement.steps[-1].after
        if at == "signed" and placement.starts_on <= self.now.date():
            at = "running" if placement.vacancy.employer.withheld is None else "to_sign"
        return "finished" if at == "running" and placement.ends_on < self.now.date() else at

    def paper(self, placement: Placement) -> Any:
        days = [(each.day, each.starts, each.ends, each.role) for each in placement.days]
        roles = [(each.name, each.days) for each in placement.roles]
        return days, roles, placement.tasks, placement.supervisor, placement.leads_to, placement.scheme

    # What holds

    def everything_holds(self, session: Session) -> None:
        whole = joinedload(Placed.placement)
        parts = (Placement.days, Placement.roles, Placement.signatures, Placement.steps)
        query = select(Placed).options(*(whole.selectinload(part) for part in parts)).order_by(Placed.id)
        everything = session.scalars(query).all()
        for placed in everything:
            placement = placed.placement
            assert state(placement, self.now.date()) == self.stands(placement)
            self.the_story_hangs_together(placement)
            if placement.state in ("signed", "running", "finished", "ended"):
                parties = [each.party for each in placement.signatures if each.edition == placement.edition]
                assert sorted(parties) == sorted(PARTIES), "it runs without three signatures"
                assert self.papers[placement.reference, placement.edition] == self.paper(placement), (
                    "not what was signed"
                )
            assert (placement.ended_on is not None) == (placement.state == "ended")
        self.nobody_is_in_two_places(session, everything)
        self.the_site_has_room(session, everything)
        self.the_agreement_counts_them(session, everything)
        for message in session.scalars(select(Message).where(Message.participant_id.is_(None))):
            assert "Person P" not in message.body + message.subject, "a letter to an employer names somebody"

    def nobody_is_in_two_places(self, session: Session, everything: Any) -> None:
        taken: Counter[tuple[int, int]] = Counter()
        for placed in everything:
            if placed.placement.state in HOLDING:
                for each in placed.placement.days:
                    taken.update((placed.participant_id, quarter) for quarter in self.there(each))
        query = select(Referral.participant_id, Slot.starts_at).join(Booking, Booking.referral_id == Referral.id)
        for person, at in session.execute(query.join(Slot, Slot.reference == Booking.slot_reference)):
            taken.update((person, quarter) for quarter in self.quarters(at - THERE, at + LENGTH + THERE))
        assert not taken or max(taken.values()) == 1, "somebody is in two places"

    def the_site_has_room(self, session: Session, everything: Any) -> None:
        there = Counter(
            each.day for placed in everything if placed.placement.state in HOLDING for each in placed.placement.days
        )
        assert not there or max(there.values()) <= ROOM, "more people than there is room for"
        seats = {(each.placement_id, each.day) for each in session.scalars(select(PlacementSeat))}
        for placed in everything:
            days = {(placed.placement_id, each.day) for each in placed.placement.days}
            if placed.placement.state in HOLDING:
                assert days <= seats, "a place was not taken"
            if placed.placement.state in ("draft", "cancelled"):
                assert not days & seats, "a place was not given back"

    def the_agreement_counts_them(self, session: Session, everything: Any) -> None:
        agreement = session.scalars(select(Agreement)).one()
        sent = [
            each.placement
            for each in everything
            if each.placement.agreement_reference == "A1"
            and any(step.transition == "send" for step in each.placement.steps)
        ]
        renewed = {each.renews for each in sent}
        under = [self.stands(each) for each in sent if each.reference not in renewed]
        found = promise(agreement, self.now.date())
        assert found.held == sum(each in ("finished", "ended") for each in under)
        assert found.booked == sum(each in ("signed", "running") for each in under)
        assert found.waiting == sum(each == "to_sign" for each in under)
        assert found.taken_back == sum(each == "cancelled" for each in under)

    def the_story_hangs_together(self, placement: Placement) -> None:
        known, steps = self.stories.get(placement.reference, 0), placement.steps
        assert len(steps) >= known, "a story became shorter"
        before = steps[known - 1].after if known else None
        for each in steps[known:]:
            assert each.before == before, f"{each.transition} begins at {each.before}, where it was {before}"
            if each.transition in WAY:
                begins, ends, roles = WAY[each.transition]
                assert (each.before in begins, each.role in roles, each.after) == (True, True, ends or each.before)
                assert each.why is None or each.transition not in ("leave", "say_no"), "a reason for a no was kept"
            elif each.transition in BY_DAYS:
                assert (each.before in BY_DAYS[each.transition][0], each.role) == (True, "clock")
            if each.before is not None:
                type(self).met[each.before, each.transition] += 1
            before = each.after
        self.stories[placement.reference] = len(steps)


@pytest.fixture(autouse=True)
def _in_a_hurry(database: Engine) -> None:
    hurry(database)


def play(steps: int, part: int = 0) -> type[Placing]:
    made: type[Placing] = played(Placing, steps, "met", phases=GENERATE, part=part)
    return made


def test_three_hundred_steps(database: Engine) -> None:
    met = play(300).met
    print(met, EDGES - met.keys())

    assert len(met.keys() & EDGES) > len(EDGES) * 0.4


@pytest.mark.full
def test_ten_thousand_steps(database: Engine) -> None:
    met = play(10_000).met
    print(met, EDGES - met.keys())

    assert met.keys() >= EDGES


def test_what_the_machine_knows_by_hand_is_what_the_table_says() -> None:
    by_hand = {name: (begins, ends, roles) for name, (begins, ends, roles) in WAY.items()}
    by_hand |= {name: (begins, ends, {"clock"}) for name, (begins, ends) in BY_DAYS.items()}
    assert by_hand == {
        each.name: (set(each.before), each.after, set(each.roles)) for each in TRANSITIONS.values() if each.before
    }


def _signed_once(placement: Placement) -> set[str]:
    return {each.party for each in placement.signatures}


def _two_are_enough(placement: Placement) -> set[str]:
    return signed_by(placement) | {"programme"}


def _no_overlap(_one: object, _other: object) -> list[date]:
    return []


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "a signature under an older edition counts": (placement_moves, "signed_by", _signed_once),
    "nobody looks for an overlap": (looking, "overlapping", _no_overlap),
    "a place is not given back": (placement_seats, "give_back", lambda *_args, **_words: None),
    "there is always room": (placement_seats, "room", lambda *_args: None),
    "an employer calls it off": (TRANSITIONS, "cancel", replace(TRANSITIONS["cancel"], roles=("coordinator", "employer"))),
    "the days of a placement take nobody": (busy, "_placements", lambda *_what: iter(())),
    "a paper goes out over an interview": (looking, "booked_over", lambda *_what: []),
    "two are enough": (placement_moves, "signed_by", _two_are_enough),
}  # fmt: skip
SOON_FOUND = ("there is always room", "an employer calls it off")


@pytest.mark.parametrize(
    "fault", [each if each in SOON_FOUND else pytest.param(each, marks=pytest.mark.full) for each in FAULTS]
)
def test_a_planted_fault_is_found(database: Engine, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    where, what, wrong = FAULTS[fault]
    if isinstance(where, dict):
        monkeypatch.setitem(where, what, wrong)
    else:
        monkeypatch.setattr(where, what, wrong)

    with pytest.raises((AssertionError, IntegrityError)):
        play(3_000)


def test_the_life_is_what_the_document_says() -> None:
    assert (placement_life.document()) == (HERE / "docs/placements.md").read_text(encoding="utf-8")
