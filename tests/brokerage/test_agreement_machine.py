"""Everybody does anything to agreements and to the interviews promised under them, through the real use cases on a real database.

After each step the database is counted by itself: never more interviews than were promised, never one lost, no step by a role that has no
say. `WAY` says once more, by hand, what may follow what. A few hundred steps; 100,000 with `-m full`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any, ClassVar

import pytest
from hypothesis import Phase
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from playing import GENERATE, hurry, played
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload
from trade import GRACE, HELEN, PRIYA, a_participant, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import desk, interviews, outcomes, referrals
from brokerage.models import Participant
from brokerage.promises import entitlement
from brokerage.referral_models import Answer, PromisedPlace, Referral
from brokerage.referrals import Actor
from employers import agreement_moves, agreement_terms, agreements
from employers.agreement_life import TRANSITIONS, state
from employers.agreements import Promise, promise
from employers.columns import Refused
from employers.db import Base, transaction
from employers.flows import Act
from employers.introductions import random_reference
from employers.models import Agreement, Introduction, Slot, Vacancy
from employers.records import save

START = datetime(2027, 1, 14, 9)
OFFICE = (
    Act(GRACE.email, "coordinator", START),
    Act("ruth@hallbrook.example", "manager", START),
    Act(HELEN.email, "employer", START),
)
# what: (from, to, by whom); "" is where it was
WAY: dict[str, tuple[set[str], str, set[str]]] = {
    "send": ({"draft"}, "", {"coordinator"}),
    "sign": ({"draft"}, "signed", {"coordinator", "employer"}),
    "pause": ({"active"}, "paused", {"coordinator", "manager"}),
    "resume": ({"paused"}, "active", {"coordinator", "manager"}),
    "stop": ({"draft", "signed", "active", "paused"}, "ended", {"coordinator", "manager"}),
    "renew": ({"signed", "active", "paused", "ended"}, "", {"coordinator"}),
    "honour": ({"ended"}, "", {"coordinator", "manager"}),
    "close": ({"ended"}, "", {"coordinator", "manager"}),
}
BY_DAYS = {"begin": {"signed"}, "wait": {"active", "ended"}, "go_on": {"ended"}, "end": {"signed", "active", "paused"}, "succeed": {"signed", "active", "paused", "ended"}}  # fmt: skip
BY_EDIT = {"change": {"signed", "active", "paused", "ended"}}
EDGES = {(at, name) for name, (begins, _, _) in WAY.items() for at in begins} | {
    (at, name) for ways in (BY_DAYS, BY_EDIT) for name, begins in ways.items() for at in begins
}
SELDOM = {
    ("signed", "renew"),
    ("signed", "end"),
    ("signed", "succeed"),
    ("ended", "wait"),
    ("ended", "go_on"),
    ("paused", "change"),
}
STANDING = agreements.standing
MOST = 6  # referrals under way at once: small databases are quick
HAPPENINGS = (  # as often as they stand here
    *("somebody_is_introduced",) * 5,
    *("a_referral_goes_on",) * 8,
    *("somebody_moves_an_agreement",) * 5,
    *("somebody_moves_it_on",) * 5,
    *("an_agreement_is_edited",) * 3,
    *("days_pass",) * 2,
)


@dataclass
class Ours:
    """A promise to one person as it should be by now, counted by hand."""

    agreement: str
    stands: str = "waiting"  # or booked, held, declined, taken_back
    missed: bool = False


@dataclass
class Books:
    """The machine's own books, kept beside the program's."""

    places: dict[str, int | None] = field(default_factory=dict)
    promises: dict[str, Ours] = field(default_factory=dict)  # by referral
    drafted: int = 0

    def taken(self, agreement: str) -> int:
        kept = ("waiting", "booked", "held")
        return sum(each.agreement == agreement and each.stands in kept for each in self.promises.values())


class Promising(RuleBasedStateMachine):
    """One employer, a job, agreements that renew one another, and people who are introduced one after the other."""

    met: ClassVar[Counter[tuple[str, str]]]  # (state, transition), over all runs
    steps: ClassVar[int]
    part: ClassVar[int] = 0  # the same seeds lead elsewhere in another part

    @initialize(seed=some.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        self.chance, self.now, self.books = Random(seed + self.part * 10**9), START, Books()
        self.stories: dict[str, int] = {}
        with transaction(by="test") as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.connection().execute(table.delete())
            an_employer(session, "E1")
            an_agreement(session, "A1", places=2, starts_on=START.date(), ends_on=START.date() + timedelta(days=20))
            self.books.places["A1"] = 2
            a_vacancy(session, "V1", agreement_reference="A1")
            for number in range(MOST):
                a_participant(session, f"P{number}", travel_modes=None)

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

    def somebody_is_introduced(self, session: Session) -> None:
        going = set(session.scalars(select(Referral.participant_id).where(Referral.open == "yes")))
        free = [each for each in session.scalars(select(Participant).order_by(Participant.id)) if each.id not in going]
        if not free:
            return self.a_referral_goes_on(session)
        agreed = Referral(
            reference=random_reference("R"), participant=self.chance.choice(free), vacancy=self.job(session), state="agreed",
            asked_at=self.now, asked_by=GRACE.email,
        )  # fmt: skip
        agreed.participant.share = "name"
        words = [{"part": "name", "text": "Aisha"}]
        agreed.answer = Answer(said="yes", said_on=self.now.date(), words=words)
        session.add(agreed)
        session.flush()
        under, on = agreed.vacancy.agreement, self.now.date()
        places = self.books.places[under.reference]
        room = places is None or self.books.taken(under.reference) < places
        promised = self.stands(under, on) == "active" and room
        desk.introduce(session, agreed, GRACE, self.now)
        assert (entitlement.place(session, agreed) is not None) == promised, "promised where nothing could be, or not"
        if promised:
            self.books.promises[agreed.reference] = Ours(under.reference)
        return None

    def a_referral_goes_on(self, session: Session) -> None:
        going = session.scalars(select(Referral).where(Referral.open == "yes").order_by(Referral.id)).all()
        if not going:
            return
        each = self.chance.choice(going)
        getattr(self, self.chance.choice(self.possible(each)))(session, each)

    def possible(self, each: Referral) -> tuple[str, ...]:
        if each.state == "booked":
            return "meet", "meet", "miss", "cancel", "cancel", "withdraw", "no"
        if each.state == "met":
            return "withdraw", "not_this_time", "no"
        return "book", "book", "book", "book", "not_this_time", "withdraw", "no"

    def book(self, session: Session, each: Referral) -> None:
        at = self.now + timedelta(days=1, minutes=17 * self.chance.randint(0, 40))
        slot = a_slot(session, random_reference("S"), at.isoformat(), vacancy_reference="V1", places=1)
        ours, under = self.books.promises.get(each.reference), each.vacancy.agreement
        places = self.books.places[under.reference]
        room = places is None or self.books.taken(under.reference) < places
        new = ours is None and room and self.stands(under, self.now.date()) == "active"
        done = self.tried(session, lambda: interviews.book(session, each, slot, GRACE, self.now))
        if ours is not None:
            assert done or self.elsewhere(session, each, slot), "a promised interview could not be booked"
        if done and new:
            ours = self.books.promises[each.reference] = Ours(under.reference)
        if done and ours is not None:
            ours.stands, ours.missed = "booked", False

    def elsewhere(self, session: Session, each: Referral, slot: Slot) -> bool:
        return slot.starts_at <= self.now or each.participant.paused

    def cancel(self, session: Session, each: Referral) -> None:
        interviews.cancel(session, each, GRACE, self.now, why="The bus does not run.")
        self.note(each, "waiting")

    def meet(self, session: Session, each: Referral) -> None:
        self.after_the_interview(session, each)
        interviews.took_place(session, each, True, GRACE, self.now)
        self.note(each, "held")

    def miss(self, session: Session, each: Referral) -> None:
        self.after_the_interview(session, each)
        interviews.took_place(session, each, False, GRACE, self.now)
        self.note(each, "waiting", missed=True)

    def withdraw(self, session: Session, each: Referral) -> None:
        desk.withdraw(session, each, GRACE, self.now, "Another job came first.")
        self.note(each, "taken_back")

    def no(self, session: Session, each: Referral) -> None:
        outcomes.end(session, each, "declined", Actor(PRIYA.email, "keyworker"), self.now)
        self.note(each, "taken_back")

    def not_this_time(self, session: Session, each: Referral) -> None:
        desk.record_answer(session, each, "not_this_time", reason="hours", actor=GRACE, now=self.now)
        self.note(each, "declined")

    def after_the_interview(self, session: Session, each: Referral) -> None:
        slot = session.scalars(select(Slot).where(Slot.reference == each.booking.slot_reference)).one()
        self.now = max(self.now, slot.starts_at + timedelta(hours=1))

    def note(self, each: Referral, stands: str, *, missed: bool = False) -> None:
        ours = self.books.promises.get(each.reference)
        if ours is not None and ours.stands != "held":
            ours.stands, ours.missed = stands, missed

    def somebody_moves_an_agreement(self, session: Session) -> None:
        """Whoever, whatever."""
        self.move(session, self.an_agreement(session), self.chance.choice(list(WAY)), self.chance.choice(OFFICE))

    def somebody_moves_it_on(self, session: Session) -> None:
        """Whoever may, where the way leads on; what ends it is seldom, or nothing would ever be promised."""
        agreement = self.an_agreement(session)
        at = self.stands(agreement, self.now.date())
        names = [
            name
            for name, (begins, _, _) in WAY.items()
            if at in begins and (name != "stop" or self.chance.random() < 0.15)
        ]
        if names:
            name = self.chance.choice(names)
            self.move(session, agreement, name, self.chance.choice([who for who in OFFICE if who.role in WAY[name][2]]))

    def move(self, session: Session, agreement: Agreement, name: str, who: Act) -> None:
        at, on = self.stands(agreement, self.now.date()), self.now.date()
        begins, _, roles = WAY[name]
        may = who.role in roles and at in begins
        if name == "sign":
            may = may and (agreement.ends_on is None or agreement.ends_on > on)
        if name == "renew":
            may = may and agreement.renewal is None and (agreement.ends_on is not None or at == "ended")
        done = self.tried(session, lambda: self.take(session, agreement, name, who))
        assert done == may, f"{who.role} {name} at {at}: {'done' if done else 'refused'}"

    def take(self, session: Session, agreement: Agreement, name: str, who: Act) -> None:
        act = replace(who, at=self.now, why="So it is.")
        if name == "sign":
            agreement_moves.sign(session, agreement, "Helen Marsh", act)
        elif name == "renew":
            reference = f"A{self.books.drafted + 2}"
            made = agreement_moves.renew(session, agreement, reference, act)
            self.books.drafted += 1
            self.books.places[made.reference] = made.places
        else:
            agreement_moves.take(session, agreement, name, act)

    def an_agreement_is_edited(self, session: Session) -> None:
        agreement = self.an_agreement(session)
        first = self.now.date() + timedelta(days=self.chance.randint(-9, 5))
        days = {
            "starts_on": first,
            "ends_on": self.chance.choice((None, *(first + timedelta(days=each) for each in (5, 12, 40)))),
        }
        cells = {name: str(day or "") for name, day in days.items()} if self.chance.random() < 0.5 else {}
        places = self.chance.choice(("0", "1", "2", "3", "4", ""))
        kind = self.chance.choice((agreement_terms.form(replace(OFFICE[0], at=self.now)), agreement_terms.AGREEMENTS))
        too_few = places != "" and int(places) < self.books.taken(agreement.reference)
        done = self.tried(
            session, lambda: save(session, kind, kind.cells(agreement) | cells | {"places": places}, record=agreement)
        )
        assert not (done and too_few), "places fell below the people who were promised one"
        if done:
            self.books.places[agreement.reference] = None if places == "" else int(places)

    def days_pass(self, session: Session) -> None:
        self.now += timedelta(days=self.chance.choice((1, 1, 2, 6)))
        if self.chance.random() < 0.7:
            agreement_moves.note_the_days(session, self.now)

    def tried(self, session: Session, do: Callable[[], object]) -> bool:
        """Whether it was done; what is refused is refused with a sentence, and changes nothing."""
        try:
            with session.begin_nested():
                do()
            told = ""
        except Refused as refused:
            told = str(refused)
        assert not told or told.endswith("."), told
        return not told

    def job(self, session: Session) -> Vacancy:
        return session.scalars(select(Vacancy)).one()

    def an_agreement(self, session: Session) -> Agreement:
        """Mostly the one under which the job stands, or its renewal."""
        every = session.scalars(select(Agreement).order_by(Agreement.id)).all()
        return self.chance.choice([*every[-3:], *[each for each in every[-2:] for _ in range(3)]])

    # What must hold after each step

    def everything_holds(self, session: Session) -> None:
        parts = Agreement.life, Agreement.renewal, Agreement.steps, Agreement.promised
        whole = select(Agreement).options(*map(selectinload, parts)).order_by(Agreement.id)
        every = session.scalars(whole).all()
        numbers = Counter(row[0] for row in session.execute(text("SELECT agreement_reference FROM promised_place")))
        ours: dict[str, list[Ours]] = {}
        for each in self.books.promises.values():
            ours.setdefault(each.agreement, []).append(each)
        for agreement in every:
            mine = ours.get(agreement.reference, [])
            self.the_counts_agree(agreement, mine, numbers[agreement.reference])
            self.the_story_hangs_together(agreement)
        assert {each.reference for each in every} == set(self.books.places)

    def the_counts_agree(self, agreement: Agreement, ours: list[Ours], numbers: int) -> None:
        at = self.stands(agreement, self.now.date())
        honoured = agreement.life is not None and agreement.life.settled == "honoured"
        lost = at == "ended" and not honoured
        expected = Counter(
            "broken" if each.stands == "waiting" and lost and not each.missed else each.stands for each in ours
        )
        found: Promise = promise(agreement, self.now.date())
        counted = {
            name: getattr(found, name) for name in ("held", "booked", "waiting", "broken", "declined", "taken_back")
        }
        assert counted == {name: expected[name] for name in counted}, f"{agreement.reference}: {counted} for {expected}"
        assert found.given == len(ours), "one was lost, or counted twice"
        taken = sum(expected[name] for name in ("held", "booked", "waiting", "broken"))
        assert numbers == taken, "the places taken are not those of the people promised"
        places = self.books.places[agreement.reference]
        assert agreement.places == places
        assert places is None or taken <= places, "more were promised than there are"
        if places is not None and found.stands:
            assert taken + (found.left or 0) == places, "the figures do not add up"

    def the_story_hangs_together(self, agreement: Agreement) -> None:
        known = self.stories.get(agreement.reference, 0)
        steps = agreement.steps
        assert len(steps) >= known, "a story became shorter"
        before = steps[known - 1].after if known else None
        for each in steps[known:]:
            if each.transition == "draft":
                assert (each.before, each.role) == (None, "coordinator")
            else:
                told = before or "signed"
                assert each.before == told, f"{each.transition} begins at {each.before}, where it was {told}"
                self.the_role_had_a_say(each.transition, told, each.role)
                type(self).met[told, each.transition] += 1
            before = each.after
        self.stories[agreement.reference] = len(steps)

    def the_role_had_a_say(self, name: str, at: str, role: str) -> None:
        if name in WAY:
            assert at in WAY[name][0], (name, at)
            assert role in WAY[name][2], (name, role)
        elif name in BY_EDIT:
            assert (at in BY_EDIT[name], role) == (True, "coordinator")
        else:
            assert (at in BY_DAYS[name], role) == (True, "clock")

    def stands(self, agreement: Agreement, on: date) -> str:
        """Where it stands, worked out once more, from its last signature, pause or end and its days."""
        said = "signed"
        for each in agreement.steps:
            said = {"draft": "draft", "change": "draft", "sign": "signed", "pause": "paused", "resume": "signed", "stop": "ended", "end": "signed" if said == "paused" else said}.get(each.transition, said)  # fmt: skip
        if said == "draft":
            return "draft"
        if said == "ended" or (agreement.ends_on is not None and agreement.ends_on <= on):
            signed_once = agreement.renewal is not None and agreement.renewal.said != "draft"
            return "renewed" if signed_once else "ended"
        if said == "paused":
            return "paused"
        return "signed" if agreement.starts_on is not None and agreement.starts_on > on else "active"


def play(steps: int, part: int = 0, *, phases: tuple[Phase, ...] = GENERATE) -> type[Promising]:
    """Runs the machine until it took that many steps; returns it with what it counted."""
    desk.listen()
    made: type[Promising] = played(Promising, steps, "met", phases=phases, part=part)
    return made


@pytest.fixture(autouse=True)
def _in_a_hurry(database: Engine) -> None:
    hurry(database)


def told(played: type[Promising], begun: float) -> str:
    each = ", ".join(f"{at} {name} {count}" for (at, name), count in sorted(played.met.items()))
    rate = played.steps / (perf_counter() - begun)
    missing = EDGES - played.met.keys()
    return f"{played.steps} steps, {rate:.0f} a second; transitions met: {each}; not met: {missing or 'none'}"


def test_three_hundred_steps(database: Engine) -> None:
    begun = perf_counter()
    played = play(300)
    print(told(played, begun))

    assert len(played.met.keys() & EDGES) > len(EDGES) * 0.4


@pytest.mark.full
@pytest.mark.parametrize("part", range(10))  # side by side, and each counts by itself
def test_a_hundred_thousand_steps(database: Engine, part: int) -> None:
    begun = perf_counter()
    played = play(10_000, part)
    print(f"part {part}: {told(played, begun)}")

    assert EDGES - played.met.keys() <= SELDOM


def test_what_the_machine_knows_by_hand_is_what_the_table_says() -> None:
    by_hand = {name: (begins, roles) for name, (begins, _, roles) in WAY.items()}
    by_hand |= {name: (begins, {"clock"}) for name, begins in BY_DAYS.items()}
    by_hand |= {name: (begins, {"coordinator"}) for name, begins in BY_EDIT.items()}
    assert by_hand == {each.name: (set(each.before), set(each.roles)) for each in TRANSITIONS.values() if each.before}


def _not_paused(agreement: Agreement, on: date) -> str:
    return "active" if state(agreement, on) == "paused" else state(agreement, on)


def _declined_are_lost(card: Introduction, *, lost: bool) -> str:
    stands = STANDING(card, lost=lost)
    return "taken_back" if stands == "declined" else stands


def _one_too_many(session: Session, agreement: Agreement) -> int:
    return 1 + session.query(PromisedPlace).filter_by(agreement_reference=agreement.reference).count()


FAULTS: dict[str, tuple[Any, str, object]] = {
    "a paused one promises on": (entitlement, "state", _not_paused),
    "more is promised than there is": (entitlement, "_next", _one_too_many),
    "places fall below what was promised": (agreement_terms, "_places_given", lambda _session, _values: ()),
    "an employer ends it": (TRANSITIONS, "stop", replace(TRANSITIONS["stop"], roles=("coordinator", "employer"))),
    "what was declined is counted as something else": (agreements, "standing", _declined_are_lost),
    "a place is not given back": (referrals, "_give_back_promise", lambda _session, _referral: None),
}
SOON_FOUND = ("a paused one promises on", "a place is not given back")


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
