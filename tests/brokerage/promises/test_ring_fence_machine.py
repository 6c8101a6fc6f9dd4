"""Posts are kept, held, offered and given up in any order while days pass, through the real use cases on a real database.

What is let in and what is free is worked out once more by hand (`Kept`, `Posts.free`): the code is held against it, not against itself.
300 steps; 100,000 with `-m full`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, note
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from playing import GENERATE, SHRINK, hurry, played
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, PRIYA, a_participant, a_vacancy, an_agreement, an_employer
from way import OMAR

from brokerage import accounts, consent, desk, outcomes, referrals, shortlists
from brokerage.promises import hold_flow, holds, kept_posts
from brokerage.promises.kept_post_models import Hold
from brokerage.referrals import Actor
from employers import ring_fence_plans, ring_fences
from employers.columns import Refused
from employers.db import Base, reading, transaction
from employers.flows import Act
from employers.models import Vacancy
from employers.ring_fences import Step

START = datetime(2027, 1, 14, 9)
PLACES = {"V1": 2, "V2": 1}
AGREED = START.date() + timedelta(days=12)  # until then the agreement keeps V2 for HB1
PEOPLE = {"P1": PRIYA, "P2": PRIYA, "P3": OMAR, "P4": OMAR}  # and whose they are
WHOM = ("training", "area", "everybody")  # the narrowest first
LETS: dict[str, set[str]] = {
    "training": {"P1", "P4"},
    "area": {"P1", "P2", "P4"},
    "everybody": set(PEOPLE),
}  # P4: not known
MOST = 10  # days of a hold
EVERYBODY = (GRACE, PRIYA, OMAR, HELEN)
HAPPENINGS = (  # as often as they stand here
    *("somebody_goes_on",) * 12,
    *("somebody_asks",) * 3,
    *("a_post_is_to_be_held",) * 4,
    *("a_hold_changes",) * 3,
    *("a_ring_fence_is_planned",) * 2,
    *("a_ring_fence_changes",) * 2,
    *("days_pass",) * 3,
    "the_daily_job_runs",
)


@dataclass
class Kept:
    """How a vacancy's posts should be kept: [(whom, until, people introduced, over)], from the first day on."""

    steps: list[list[Any]]
    begins: date
    row: bool = True

    def gone(self, on: date, cards: int) -> int:
        if on < self.begins:
            return 0
        past = [
            over or (until is not None and until < on) or (number is not None and cards >= number)
            for _, until, number, over in self.steps
        ]
        return len(past) - past[::-1].index(True) if True in past else 0

    def open(self, on: date, cards: int) -> bool:
        return self.gone(on, cards) < len(self.steps)

    def lets_in(self, person: str, on: date, cards: int) -> bool:
        if on < self.begins or not self.open(on, cards):
            return True
        return any(person in LETS[whom] for whom, *_ in self.steps[: self.gone(on, cards) + 1])

    def past_now(self, on: date, cards: int) -> None:
        """Somebody looked: what is over stays over."""
        for step in self.steps[: self.gone(on, cards)]:
            step[3] = True


@dataclass
class Held:
    person: str
    job: str
    until: date
    state: str
    whats: list[str] = field(default_factory=list)

    def counts(self, on: date) -> bool:
        return self.state == "held" and self.until >= on


class Posts(RuleBasedStateMachine):
    """Four people, two vacancies; one of them is kept by its agreement."""

    taken: ClassVar[Counter[str]]
    steps: ClassVar[int]
    part: ClassVar[int] = 0  # the same seeds lead elsewhere in another part

    @initialize(seed=some.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        self.chance, self.now = Random(seed + self.part * 10**9), START
        self.fences: dict[str, Kept] = {"V2": Kept([["area", AGREED, None, False]], START.date(), row=False)}
        self.ways: dict[tuple[str, str], str] = {}
        self.references: dict[tuple[str, str], str] = {}
        self.cards, self.started, self.holds = Counter[str](), Counter[str](), dict[str, Held]()
        self.widest: dict[int, int] = {}
        with transaction(by="test") as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.connection().execute(table.delete())
            an_employer(session, coordinator=GRACE.email)
            an_agreement(session, kind="ring_fenced", area="HB1", ring_fenced_until=AGREED)
            for job, places in PLACES.items():
                a_vacancy(session, job, places=places, agreement_reference="A1" if job == "V2" else None)
            for person, keyworker in PEOPLE.items():
                known = person != "P4"
                made = a_participant(
                    session,
                    person,
                    share="name",
                    postcode=("HB1 1AA" if person in LETS["area"] else "HB9 1AA") if known else None,
                    training_completed=("kitchen skills" if person in LETS["training"] else "none") if known else None,
                )
                made.keyworker = accounts.invite(session, keyworker.email, "keyworker")

    @rule()
    def something_happens(self) -> None:
        type(self).steps += 1
        self.now += timedelta(minutes=1)
        getattr(self, self.chance.choice(HAPPENINGS))()

    @property
    def on(self) -> date:
        return self.now.date()

    def days_pass(self) -> None:
        self.now += timedelta(days=self.chance.randint(1, 4))

    def the_daily_job_runs(self) -> None:
        with transaction(by="test") as session:
            holds.keep_up(session, self.now)
        for held in self.holds.values():
            self.run_out(held)
        for job in PLACES:
            self.noted(job, filled=True)

    # On the way

    def somebody_asks(self) -> None:
        person, job = self.chance.choice(list(PEOPLE)), self.chance.choice(list(PLACES))
        free = self.ways.get((person, job), "ended") in ("ended", "started")

        def ask(session: Session) -> None:
            made = referrals.ask(session, *self.pair(session, person, job), GRACE, self.now)
            self.references[person, job] = made.reference

        if self.tried("ask", ask, expect=free and self.lets_in(person, job)):
            self.ways[person, job] = "asked"

    def somebody_goes_on(self) -> None:
        going = [pair for pair, at in self.ways.items() if at in STEPS]
        if not going:
            return self.somebody_asks()
        person, job = self.chance.choice(going)
        what = self.chance.choice(STEPS[self.ways[person, job]])
        may = what not in ("introduce", "offer")
        may = may or (what == "introduce" and self.lets_in(person, job)) or (what == "offer" and self.room(person, job))

        def go_on(session: Session) -> None:
            DO[what](session, referrals.get(session, self.references[person, job]), PEOPLE[person], self.now)

        if self.tried(what, go_on, expect=may):
            self.ways[person, job] = AFTER[what]
            self.cards[job] += what == "introduce"
            self.started[job] += what == "start"
            if what in ("offer", "withdraw", "start"):
                self.looked_at(job)
                self.follow(person, job, "use" if what == "offer" else "fall_away")
        return None

    # Holds

    def a_post_is_to_be_held(self) -> None:
        person, job = self.chance.choice(list(PEOPLE)), self.chance.choice(list(PLACES))
        who = self.chance.choice((GRACE, GRACE, PEOPLE[person], self.chance.choice(EVERYBODY)))
        until = self.on + timedelta(days=self.chance.randint(-1, MOST + 1))
        allowed = who == GRACE or who == PEOPLE[person]
        free = who != GRACE or self.free(job) > 0
        there = any(self.open_now(each) for each in self.holds.values() if (each.person, each.job) == (person, job))
        good = self.on <= until <= self.on + timedelta(days=MOST)

        def hold(session: Session) -> None:
            vacancy_of = self.pair(session, person, job)[::-1]
            made = holds.hold(session, *vacancy_of, until, self.act(who), most_days=MOST)
            what = "hold" if who == GRACE else "ask"
            made_of[made.reference] = Held(person, job, until, hold_flow.TRANSITIONS[what].after, [what])

        made_of: dict[str, Held] = {}
        if self.tried("hold", hold, expect=allowed and free and good and not there and self.lets_in(person, job)):
            self.looked_at(job)
            self.holds |= made_of

    def a_hold_changes(self) -> None:
        if not self.holds:
            return
        open_ones = [name for name, each in self.holds.items() if each.state in hold_flow.OPEN]
        reference = self.chance.choice(open_ones or list(self.holds))
        held, what = self.holds[reference], self.chance.choice(("grant", "leave", "give_up"))
        who = self.chance.choice((GRACE, GRACE, PEOPLE[held.person], *EVERYBODY))
        begins, after, roles = (getattr(hold_flow.TRANSITIONS[what], each) for each in ("before", "after", "roles"))
        own = who.role != "keyworker" or who == PEOPLE[held.person]
        there = self.open_now(held) and held.state in begins
        fits = what != "grant" or (self.free(held.job) > 0 and self.lets_in(held.person, held.job))

        def change(session: Session) -> None:
            getattr(holds, what)(session, holds.get(session, reference), self.act(who))

        if self.tried(what, change, expect=own and who.role in roles and there and fits):
            self.looked_at(held.job)
            held.state = after
            held.whats.append(what)

    # Ring-fences

    def a_ring_fence_is_planned(self) -> None:
        job = self.chance.choice(list(PLACES))
        begins = self.on + timedelta(days=self.chance.choice((0, 0, 0, 2)))
        last, number, steps = begins - timedelta(days=1), self.cards[job], []
        for whom in sorted(self.chance.sample(WHOM, self.chance.randint(1, 3)), key=WHOM.index):
            by = self.chance.choice(("day", "day", "number", "both"))
            last += timedelta(days=self.chance.randint(1, 4)) if by != "number" else timedelta(0)
            number += self.chance.randint(1, 2) if by != "day" else 0
            steps.append([whom, last if by != "number" else None, number if by != "day" else None, False])
        if bad := self.chance.random() < 0.1:
            steps[-1][1], steps[-1][2] = begins - timedelta(days=1), None
        before = self.fences.get(job)
        there = before is not None and before.row and before.open(self.on, self.cards[job])

        def plan(session: Session) -> None:
            made = [_step(number, *step[:3]) for number, step in enumerate(steps, 1)]
            ring_fence_plans.plan(session, shortlists.vacancy(session, job), made, begins, self.act(GRACE))

        if self.tried("plan", plan, expect=not there and not bad):
            self.fences[job] = Kept(steps, begins)

    def a_ring_fence_changes(self) -> None:
        job, what = self.chance.choice(list(PLACES)), self.chance.choice(("widen", "extend", "release", "withdraw"))
        who, fence, cards = self.chance.choice((GRACE, GRACE, GRACE, PRIYA)), self.fences.get(job), self.cards[job]
        open_now = fence is not None and fence.open(self.on, cards)
        begun = fence is not None and self.on >= fence.begins
        after = self.chance.randint(1, 4)
        gone = fence.gone(self.on, cards) if fence and open_now else 0
        there = fence.steps[gone] if fence and open_now else [None] * 4
        later = {
            "until": there[1] + timedelta(days=after) if there[1] else None,
            "introduced": there[2] and there[2] + after,
        }

        def change(session: Session) -> None:
            more = later if what == "extend" else {}
            getattr(ring_fence_plans, what)(session, shortlists.vacancy(session, job), self.act(who), **more)

        may = open_now and who == GRACE and (begun or what in ("release", "withdraw"))
        if not self.tried(what, change, expect=may) or fence is None:
            return
        fence.row = True
        fence.past_now(self.on, cards)
        if what == "widen":
            there[3] = True
        elif what == "extend":
            # What the present step does not end by, day or number, stays as it is in those after it.
            days = after if there[1] else 0
            more = after if there[2] else 0
            for step in fence.steps[gone:]:
                step[1] = step[1] + timedelta(days=days) if step[1] else None
                step[2] = step[2] + more if step[2] else None
        else:
            fence.steps = [[*step[:3], True] for step in fence.steps]
            fence.begins = min(fence.begins, self.on)

    # What should come of it

    def tried(self, name: str, do: Callable[[Session], None], *, expect: bool) -> bool:
        """It has to be done, or has to be refused with a sentence; anything else is an error."""
        note(f"{self.now}: {name}, {'to be done' if expect else 'to be refused'}")
        try:
            with transaction(by="test") as session:
                do(session)
            told = None
        except Refused as refused:
            told = str(refused)
        assert (told is None) == expect, told or f"{name} was not refused"
        assert told is None or told.endswith("."), told
        type(self).taken[name if expect else f"no {name}"] += 1
        return expect

    def pair(self, session: Session, person: str, job: str) -> tuple[Any, Vacancy]:
        return shortlists.participant(session, person), shortlists.vacancy(session, job)

    def act(self, who: Actor) -> Act:
        return Act(who.email, who.role, self.now, "So it is.")

    def lets_in(self, person: str, job: str) -> bool:
        fence = self.fences.get(job)
        return fence is None or fence.lets_in(person, self.on, self.cards[job])

    def offered(self, job: str) -> int:
        offered = sum(at == "offered" for (_, each), at in self.ways.items() if each == job)
        return offered + self.started[job]

    def held(self, job: str) -> list[Held]:
        return [each for each in self.holds.values() if each.job == job and each.counts(self.on)]

    def free(self, job: str) -> int:
        return PLACES[job] - self.offered(job) - len(self.held(job))

    def room(self, person: str, job: str) -> bool:
        """Whether an offer would leave the posts to those for whom they are held."""
        others = [each for each in self.held(job) if each.person != person]
        return not others or self.offered(job) + 1 + len(others) <= PLACES[job]

    def open_now(self, held: Held) -> bool:
        return held.state in hold_flow.OPEN and held.until >= self.on

    def run_out(self, held: Held) -> None:
        if held.state in hold_flow.OPEN and held.until < self.on:
            held.state = "expired"
            held.whats.append("expire")

    def looked_at(self, job: str) -> None:
        for held in self.holds.values():
            if held.job == job:
                self.run_out(held)

    def follow(self, person: str, job: str, what: str) -> None:
        for held in self.holds.values():
            if (held.person, held.job) == (person, job) and held.state in hold_flow.OPEN:
                held.state = hold_flow.TRANSITIONS[what].after
                held.whats.append(what)

    def noted(self, job: str, *, filled: bool = False) -> None:
        fence = self.fences.get(job)
        if fence is None or not fence.row:
            return
        if filled and self.offered(job) >= PLACES[job]:
            fence.steps = [[*step[:3], True] for step in fence.steps]
            fence.begins = min(fence.begins, self.on)
        fence.past_now(self.on, self.cards[job])

    # What must hold after each step, as it stands in the database

    @invariant()
    def all_of_it_holds(self) -> None:
        with reading() as session:
            self.no_more_is_held_and_offered_than_there_is(session)
            self.no_hold_is_lost_without_a_trace(session)
            self.steps_only_widen(session)
            self.every_change_of_a_ring_fence_is_logged(session)

    def no_more_is_held_and_offered_than_there_is(self, session: Session) -> None:
        held = session.execute(HELD, {"on": self.on}).all()
        given = Counter(session.execute(GIVEN).scalars())
        for job, places in PLACES.items():
            seats = [row.seat for row in held if row.job == job]
            assert not seats or len(seats) + given[job] <= places
            assert len(set(seats)) == len(seats)
            assert all(1 <= seat <= places for seat in seats)
            assert len(seats) == len(self.held(job))

    def no_hold_is_lost_without_a_trace(self, session: Session) -> None:
        found: dict[str, list[Any]] = {}
        for row in session.execute(OF_HOLDS):
            found.setdefault(row.reference, []).append(row)
        assert found.keys() == self.holds.keys()
        for reference, lines in found.items():
            assert [line.transition for line in lines] == self.holds[reference].whats
            assert [line.before for line in lines] == [None, *(line.after for line in lines[:-1])]
            assert lines[-1].after == lines[-1].state == self.holds[reference].state
            assert (lines[-1].open is None) == (lines[-1].ended_at is not None)
            assert all(line.who for line in lines)

    def steps_only_widen(self, session: Session) -> None:
        found = ring_fences.of_all(session, session.scalars(select(Vacancy)).all(), self.on)
        for job in PLACES:
            fence, expected = found.get(job), self.fences.get(job)
            keeps = expected is not None and self.on >= expected.begins and expected.open(self.on, self.cards[job])
            assert (fence is not None and fence.kept) == keeps
            if fence is not None and fence.row is not None:
                gone = fence.gone if fence.open else len(fence.steps)
                assert gone >= self.widest.get(fence.row.id, 0)
                self.widest[fence.row.id] = gone

    def every_change_of_a_ring_fence_is_logged(self, session: Session) -> None:
        chains: dict[int, list[Any]] = {}
        for row in session.execute(OF_FENCES):
            chains.setdefault(row.fence_id, []).append(row)
        for chain in chains.values():
            assert [line.transition for line in chain].count("plan") == 1
            assert chain[-1].after == chain[-1].state
            assert all(one.after == other.before for one, other in pairwise(chain))
            assert all(line.why for line in chain if line.role == "coordinator" and line.transition != "plan")


HELD = text("SELECT vacancy_reference AS job, seat FROM post_hold WHERE state = 'held' AND until >= :on")
GIVEN = text("SELECT vacancy_reference FROM referral WHERE state = 'offered' OR outcome = 'started'")
OF_HOLDS = text(
    'SELECT h.reference, h.state, h.open, h.ended_at, c.transition, c.before, c.after, c."by" AS who '
    "FROM post_hold h LEFT JOIN post_hold_change c ON c.hold_id = h.id ORDER BY c.id"
)
OF_FENCES = text(
    "SELECT fence_id, before, after, role, why, transition, state "
    "FROM ring_fence_change c JOIN ring_fence f ON f.id = c.fence_id ORDER BY c.id"
)


def _step(number: int, whom: str, until: date | None, people: int | None) -> Step:
    which = {"training": {"training": "kitchen skills"}, "area": {"area": "HB1"}, "everybody": {}}[whom]
    return Step(number, until=until, introduced=people, **which)


def _say_yes(session: Session, referral: Any, keyworker: Actor, now: datetime) -> None:
    words = [{"part": "name", "text": "A name"}]
    consent.answer(session, referral, "yes", said_on=now.date(), actor=keyworker, now=now, shares=["name"], words=words)


def _meet(_session: Session, referral: Any, _keyworker: Actor, _now: datetime) -> None:
    referral.state = "met"  # how somebody comes to meet is another machine's matter


STEPS = {
    "asked": ("check", "check", "check", "withdraw"),
    "checked": ("say_yes",),
    "agreed": ("introduce",),
    "introduced": ("meet", "meet", "withdraw"),
    "met": ("offer", "offer", "offer", "withdraw"),
    "offered": ("start", "withdraw", "withdraw"),
}
AFTER = {
    "check": "checked",
    "say_yes": "agreed",
    "introduce": "introduced",
    "meet": "met",
    "offer": "offered",
    "start": "started",
    "withdraw": "ended",
}
DO: dict[str, Callable[[Session, Any, Actor, datetime], object]] = {
    "check": lambda session, referral, keyworker, now: referrals.take(session, referral, "check", keyworker, now),
    "say_yes": _say_yes,
    "introduce": lambda session, referral, _keyworker, now: desk.introduce(session, referral, GRACE, now),
    "meet": _meet,
    "offer": lambda session, referral, _keyworker, now: desk.record_offer(session, referral, GRACE, now),
    "start": lambda session, referral, _keyworker, now: outcomes.end(session, referral, "started", GRACE, now),
    "withdraw": lambda session, referral, _keyworker, now: desk.withdraw(session, referral, GRACE, now, "Another job."),
}


def play(steps: int, part: int = 0, *, phases: tuple[Phase, ...] = SHRINK) -> type[Posts]:
    """Runs the machine until it took that many steps; returns it with what it counted."""
    made: type[Posts] = played(Posts, steps, "taken", phases=phases, part=part)
    return made


@pytest.fixture(autouse=True)
def _in_a_hurry(database: Engine) -> None:
    hurry(database)


def test_three_hundred_steps(database: Engine) -> None:
    played = play(300)
    print(f"{played.steps} steps: {dict(played.taken)}")

    assert {"plan", "hold", "ask", "no ask", "no hold"} <= played.taken.keys()


@pytest.mark.full
@pytest.mark.parametrize("part", range(10))  # side by side, and each counts by itself
def test_a_hundred_thousand_steps(database: Engine, part: int) -> None:
    played = play(10_000, part)
    print(f"part {part}: {played.steps} steps: {dict(played.taken)}")

    whats = {
        "ask",
        "introduce",
        "offer",
        "hold",
        "grant",
        "leave",
        "give_up",
        "plan",
        "widen",
        "extend",
        "release",
        "withdraw",
    }
    assert whats | {f"no {what}" for what in whats} <= played.taken.keys()


def _quietly(*_what: object, **_how: object) -> None:
    """Does nothing, and says nothing of it."""


def _one_more(session: Session, _vacancy: Vacancy, _now: datetime) -> int:
    return 1 + (session.scalar(select(func.max(Hold.seat))) or 0)


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "the posts are kept from nobody": (kept_posts, "check_let_in", _quietly),
    "more is held than there is": (holds, "_seat", _one_more),
    "an offer passes by a hold": (holds, "make_room", _quietly),
    "a hold outlives what it was for": (holds, "fall_away", _quietly),
    "a hold leaves no trace": (holds, "_log", _quietly),
    "a hold that ran out still counts": (holds, "_hold_row", _quietly),
    "a step cannot be opened": (ring_fence_plans, "_pass", _quietly),
    "a step keeps out those of the step before": (
        ring_fences.Fence,
        "let_in",
        property(lambda fence: fence.steps[fence.gone : fence.gone + 1]),
    ),
}
SOON_FOUND = ("the posts are kept from nobody", "more is held than there is")


@pytest.mark.parametrize(
    "fault", [each if each in SOON_FOUND else pytest.param(each, marks=pytest.mark.full) for each in FAULTS]
)
def test_a_planted_fault_is_found(database: Engine, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    where, what, wrong = FAULTS[fault]
    monkeypatch.setattr(where, what, wrong)

    with pytest.raises((AssertionError, IntegrityError)):
        play(6_000, phases=GENERATE)
