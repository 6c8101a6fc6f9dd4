"""Everybody does anything in any order, through the real use cases on a real database; after each step everything that must hold is looked up.

`WAY` says once more, by hand, what may follow what: the code is held against it, not against itself. 500 steps; 20,000 with `-m full`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, note
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from playing import GENERATE, SHRINK, hurry, played
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, PRIYA, a_participant, a_slot, a_vacancy, an_agreement, an_employer
from way import ANSWERS, EDGES, EVERYBODY, NEED_BOTH, OFF_THE_DESK, OMAR, RITA, USE, WAY, Doing, Expected

from brokerage import accounts, consent, desk, flow, interviews, referrals, shortlists
from brokerage.diary import busy
from brokerage.promises import entitlement
from brokerage.referral_models import PromisedPlace
from brokerage.referrals import CLOCK, PERSON, Actor
from employers.columns import Refused
from employers.db import Base, reading, transaction
from employers.models import Slot

PEOPLE = {"P1": PRIYA, "P2": PRIYA, "P3": OMAR}  # and whose they are
ENTITLED = {"P1", "P2"}
JOBS = {"V1": HELEN, "V2": RITA}  # and whose they are; V1 stands under A1
PROMISED = 1  # interviews under A1
START = datetime(2027, 1, 14, 9)
LENGTH, JOURNEY = timedelta(minutes=30), timedelta(minutes=60)  # of each interview; where no home is known
LIKELY = {  # of what may come next, beside 1 for the rest: what ends or goes round is seldom, or nobody would come far
    "check": 40, "say_yes": 40, "introduce": 40, "hold": 6, "see": 20, "book": 40, "meet": 6, "move": 3, "cancel": 4, "miss": 3,
    "keep": 10, "none_suits": 3, "uncancel": 20,
    "offer": 15, "start": 8, "not_this_time": 2,
}  # fmt: skip
AFTERWARDS = ("meet", "miss", "not_there")  # said of an interview that is over
CHOSEN = ("book", "move", "keep")  # for which somebody chooses a time
HAPPENINGS = (  # as often as they stand here
    *("somebody_goes_on",) * 16,
    *("somebody_asks",) * 3,
    *("anybody_tries_anything",) * 4,
    *("somebody_else_wants_that_time",) * 4,
    *("a_time_is_offered",) * 2,
    *("a_kept_time_is_confirmed",) * 2,
    *("a_time_goes_to_somebody_else",) * 2,
    "somebody_pauses_or_goes_on",
    "a_vacancy_closes_or_opens_again",
)


class Brokerage(RuleBasedStateMachine):
    """Three people, two vacancies of two employers, one promised interview, times offered as it goes on."""

    taken: ClassVar[Counter[tuple[str, str]]]  # (state, what was done), over all runs
    steps: ClassVar[int]

    @initialize(seed=some.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        self.chance = Random(seed)
        self.now, self.expected, self.slots = START, dict[str, Expected](), dict[str, tuple[str, datetime, int]]()
        self.live, self.gone = dict.fromkeys(PEOPLE, True), set[str]()
        with transaction(by="test") as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.connection().execute(table.delete())
            an_employer(session, "E1")
            an_employer(session, "E2").contacts[0].email = RITA.email
            an_agreement(session, "A1", places=PROMISED, area="HB1")
            a_vacancy(session, "V1", agreement_reference="A1")
            a_vacancy(session, "V2", "E2")
            for person, keyworker in PEOPLE.items():
                area = "HB1" if person in ENTITLED else "elsewhere"
                made = a_participant(session, person, share="name", area=area, travel_modes=None, postcode="ZZ1 1ZZ")
                made.keyworker = accounts.invite(session, keyworker.email, "keyworker")
        for job in JOBS:
            self.offer_a_time(job, START + timedelta(days=5), 2)

    @rule()
    def something_happens(self) -> None:
        """One rule and a die of our own: the library's choices return to what is simple, and nobody would come far."""
        type(self).steps += 1
        self.now += timedelta(minutes=1)
        getattr(self, self.chance.choice(HAPPENINGS))()

    def somebody_asks(self) -> None:
        asked = {(each.person, each.job) for each in self.expected.values() if each.open}
        pairs = [(person, job) for person in PEOPLE for job in JOBS]
        pairs += [pair for pair in pairs if pair not in asked] * 4
        person, job = self.chance.choice(pairs)
        self.ask(person, job, self.chance.choice((*(GRACE,) * 9, PEOPLE[person], *EVERYBODY)))

    def ask(self, person: str, job: str, who: Actor) -> None:
        already = any((each.person, each.job) == (person, job) and each.open for each in self.expected.values())
        may = who.role == "coordinator" or who == PEOPLE[person]

        def ask(session: Session) -> None:
            pair = shortlists.participant(session, person), shortlists.vacancy(session, job)
            self.expected[referrals.ask(session, *pair, who, self.now).reference] = Expected(person, job)

        note(f"{who.email} asks about {person} and {job}")
        self.tried(ask, who, expect=may and not already and self.both_there(person, job))

    def somebody_goes_on(self) -> None:
        """What the way allows."""
        possible = [
            (name, reference)
            for reference, each in self.expected.items()
            for name in USE
            if each.leads_on(name) and (name != "uncancel" or each.cancelled)
            for _ in range(LIKELY.get(name, 1))
        ]
        if not possible:
            return self.somebody_asks()
        name, reference = self.chance.choice(possible)
        each = self.expected[reference]
        able = [who for who in (GRACE, CLOCK, PERSON, PEOPLE[each.person], JOBS[each.job]) if who.role in WAY[name][2]]
        if name in AFTERWARDS and each.slot is not None:
            self.now = max(self.now, self.slots[each.slot][1] + LENGTH)
        slot = self.a_slot_for(each) if name in CHOSEN else each.cancelled if name == "uncancel" else None
        return self.attempt(name, reference, self.chance.choice(able), slot)

    def a_slot_for(self, each: Expected) -> str:
        if not any(self.could_sit(each, slot) for slot in self.slots):
            self.offer_a_time(
                each.job, self.now.replace(hour=10, minute=0) + timedelta(days=self.chance.randint(1, 2)), 1
            )
        return self.chance.choice([slot for slot in self.slots if self.could_sit(each, slot)] or list(self.slots))

    def anybody_tries_anything(self) -> None:
        if self.expected:
            reference = self.chance.choice(list(self.expected))
            next_ones = [name for name in USE if self.expected[reference].leads_on(name)]
            name = self.chance.choice([*USE, *next_ones * 3])
            slot = self.chance.choice(list(self.slots)) if name in CHOSEN else None
            slot = self.expected[reference].cancelled if name == "uncancel" else slot
            self.attempt(name, reference, self.chance.choice(EVERYBODY), slot)

    def somebody_else_wants_that_time(self) -> None:
        """The same seat, or a time near it for the same person: where places and people clash."""
        booked = [each for each in self.expected.values() if each.slot and self.slots[each.slot][1] > self.now]
        clashes = [
            (one, name, other)
            for one in booked
            for name, other in self.expected.items()
            if other is not one and (other.job == one.job or other.person == one.person)
            if other.leads_on("book") or other.leads_on("move")
        ]
        if not clashes:
            return self.somebody_goes_on()
        one, reference, other = self.chance.choice(clashes)
        slot = one.slot or ""
        if one.job != other.job:
            at = self.slots[slot][1] + timedelta(hours=self.chance.randint(-3, 3))
            slot = self.offer_a_time(other.job, at, 1)
        return self.attempt("book" if other.leads_on("book") else "move", reference, GRACE, slot)

    def a_kept_time_is_confirmed(self) -> None:
        kept = [name for name, each in self.expected.items() if each.kept]
        if not kept:
            return self.somebody_goes_on()
        reference = self.chance.choice(kept)
        each, who = self.expected[reference], self.chance.choice((*(GRACE,) * 4, PERSON, HELEN))
        slot, until = each.kept or ("", self.now)
        after = self.should_be("book", each, who, slot) if until > self.now else None
        return self.done(
            reference, "book", after, who, lambda do: interviews.confirm(*do.four), f"confirms {slot} for {reference}"
        )

    def a_time_goes_to_somebody_else(self) -> None:
        booked = [name for name, each in self.expected.items() if each.at == "booked"]
        if not booked:
            return self.somebody_goes_on()
        reference, other = self.chance.choice(booked), self.chance.choice(list(self.expected))
        one, to, who = self.expected[reference], self.expected[other], self.chance.choice((*(GRACE,) * 6, PRIYA, HELEN))
        gone = self.should_be("give_way", one, who, None)
        self.expected[reference] = gone or one
        name = "move" if to.at == "booked" else "book"
        after = self.should_be(name, to, who, one.slot) if gone and other != reference and to.job == one.job else None
        self.expected[reference] = gone if gone and after else one

        def give(do: Doing) -> None:
            found = referrals.get(do.session, reference)
            interviews.reassign(do.session, found, do.referral, do.actor, do.now)

        if after:
            type(self).taken["booked", "give_way"] += 1
        return self.done(other, name, after, who, give, f"gives the time of {reference} to {other}")

    def a_time_is_offered(self) -> None:
        if sum(at > self.now for _, at, _ in self.slots.values()) > 6:
            return  # few times for many people: they shall clash
        day, hour = self.chance.randint(1, 2), self.chance.choice((9, 10, 11, 14))
        at = self.now.replace(hour=hour, minute=0) + timedelta(days=day)
        self.offer_a_time(self.chance.choice([*JOBS, "A1"]), at, self.chance.randint(1, 2))

    def offer_a_time(self, job: str, at: datetime, places: int) -> str:
        name = f"S{len(self.slots)}"
        whose = {"vacancy_reference": None, "agreement_reference": job} if job == "A1" else {"vacancy_reference": job}
        with transaction(by="test") as session:
            a_slot(session, name, at.isoformat(), places=places, **whose)
        self.slots[name] = job, at, places
        return name

    def somebody_pauses_or_goes_on(self) -> None:
        person, live = self.chance.choice(list(PEOPLE)), self.chance.choice((True,) * 4 + (False,))
        with transaction(by="test") as session:
            shortlists.participant(session, person).live = live
        self.live[person] = live

    def a_vacancy_closes_or_opens_again(self) -> None:
        job, gone = self.chance.choice(list(JOBS)), self.chance.choice((False,) * 4 + (True,))
        with transaction(by="test") as session:
            shortlists.vacancy(session, job).closes_on = START.date() - timedelta(days=1) if gone else None
        (self.gone.add if gone else self.gone.discard)(job)

    # What should come of it

    def attempt(self, name: str, reference: str, who: Actor, slot: str | None) -> None:
        each = self.expected[reference]
        if who.role == "employer" and name in (*ANSWERS, "offer") and not each.card:
            return  # there is nothing on any desk to answer to
        after = self.should_be(name, each, who, slot)
        said = f"{name} for {each.person} and {each.job}, {slot or ''}"
        self.done(reference, name, after, who, USE[name], said, slot)

    def done(
        self,
        reference: str,
        name: str,
        after: Expected | None,
        who: Actor,
        how: Callable[[Doing], object],
        said: str,
        slot: str | None = None,
    ) -> None:
        """Somebody does it; `after` is what should be then, None where it has to be refused."""
        each = self.expected[reference]
        note(f"{who.email}: {said} at {self.now}")

        def do(session: Session) -> None:
            found = session.query(Slot).filter_by(reference=slot).one() if slot else None
            how(Doing(session, referrals.get(session, reference), who, self.now, found))

        self.tried(do, who, expect=after is not None)
        if after is not None and after.steps != each.steps:
            type(self).taken[each.at, name] += 1
        self.expected[reference] = after or each

    def tried(self, do: Callable[[Session], None], who: Actor, *, expect: bool) -> None:
        """It has to be done, or has to be refused with a sentence; anything else is an error."""
        try:
            with transaction(by=who.email) as session:
                do(session)
            told = None
        except Refused as refused:
            told = str(refused)
        assert (told is None) == expect, told or "it was not refused"
        assert told is None or told.endswith("."), told

    def should_be(self, name: str, each: Expected, who: Actor, slot: str | None) -> Expected | None:
        """What the referral should be afterwards; None where it has to be refused."""
        own = who.role != "keyworker" or who == PEOPLE[each.person]
        if not own:
            return None
        if (same := self.said_already(name, each, who)) is not None:
            return each if same else None
        counted = name == "introduce" or (name == "book" and each.card)
        if name == "uncancel" and (slot is None or (who.role != "coordinator" and not each.by_them)):
            return None
        promised = each.promised or (counted and self.could_be_promised(each))
        refused = (
            who.role not in WAY[name][2]
            or not each.leads_on(name, promised)
            or (name in NEED_BOTH and not self.both_there(each.person, each.job))
            or (slot is not None and not self.could_sit(each, slot))
            or (name in AFTERWARDS and each.slot is not None and self.now < self.slots[each.slot][1])
        )
        return None if refused else each.after(name, slot, promised, self.now, who.role)

    def said_already(self, name: str, each: Expected, who: Actor) -> bool | None:
        """Whether it is taken as said already (True), is no business of theirs (False), or is to be looked at (None)."""
        if who.role == "employer" and name in (*ANSWERS, "offer"):
            if who != JOBS[each.job] or each.at in OFF_THE_DESK:
                return False
            if each.answer == name or (name == "offer" and each.offered):
                return True
        if name == "check" and each.open and each.at != "asked":
            return who.role == "keyworker"
        if name == "say_yes" and each.at == "agreed":
            return who.role == "keyworker"
        return None

    def both_there(self, person: str, job: str) -> bool:
        return self.live[person] and job not in self.gone

    def could_be_promised(self, each: Expected) -> bool:
        taken = sum(other.promised for other in self.expected.values())
        return each.job == "V1" and each.person in ENTITLED and (each.promised or taken < PROMISED)

    def could_sit(self, each: Expected, slot: str) -> bool:
        job, at, places = self.slots[slot]
        fits = job == each.job or (job == "A1" and each.job == "V1")
        others = [other for other in self.expected.values() if other is not each and other.slot is not None]
        kept = [other.kept for other in self.expected.values() if other is not each and other.kept is not None]
        taken = sum(other.slot == slot for other in others) + sum(
            where == slot and until > self.now for where, until in kept
        )
        full = taken >= places
        apart = LENGTH + 2 * JOURNEY
        elsewhere = any(
            other.person == each.person and abs(self.slots[other.slot or ""][1] - at) < apart for other in others
        )
        return fits and at > self.now and slot != each.slot and not full and not elsewhere

    # What must hold after each step, as it stands in the database

    def rows(self, query: str) -> list[Any]:
        with reading() as session:
            return list(session.execute(text(query)))

    @invariant()
    def no_outcome_is_lost(self) -> None:
        found = self.rows("SELECT reference, state, outcome, open, ended_at FROM referral")
        assert {row.reference for row in found} == self.expected.keys()
        for row in found:
            ended = [row.state == "ended", row.outcome is not None, row.ended_at is not None, row.open is None]
            assert all(ended) or not any(ended), row
            assert (row.outcome or row.state) == self.expected[row.reference].at, row

    @invariant()
    def the_steps_make_one_chain(self) -> None:
        query = "SELECT reference, state, transition, before, after, role, at, s.by AS who FROM referral r "
        found: dict[str, list[Any]] = {}
        for row in self.rows(query + "JOIN referral_step s ON s.referral_id = r.id ORDER BY s.id"):
            found.setdefault(row.reference, []).append(row)
        assert found.keys() == self.expected.keys()
        for reference, steps in found.items():
            assert [step.transition for step in steps] == self.expected[reference].steps
            assert steps[0].before is None
            assert steps[-1].after == steps[-1].state
            for one, other in pairwise(steps):
                assert one.after == other.before
                assert str(one.at) <= str(other.at)
            assert all(step.who and step.role for step in steps)

    @invariant()
    def no_promise_is_exceeded(self) -> None:
        numbers = [row.number for row in self.rows("SELECT number FROM promised_place")]
        assert len(numbers) <= PROMISED
        assert all(1 <= number <= PROMISED for number in numbers)
        held = "SELECT reference FROM referral JOIN promised_place p ON p.referral_id = referral.id"
        assert {row.reference for row in self.rows(held)} == {
            name for name, each in self.expected.items() if each.promised
        }

    @invariant()
    def nobody_is_in_two_places_and_no_slot_holds_too_many(self) -> None:
        query = (
            "SELECT r.reference, p.reference AS person, b.slot_reference, s.starts_at, s.places, i.slot_reference AS shown "
            "FROM booking b JOIN referral r ON r.id = b.referral_id JOIN participant p ON p.id = r.participant_id "
            "JOIN slot s ON s.reference = b.slot_reference LEFT JOIN introduction i ON i.id = r.introduction_id"
        )
        found = self.rows(query)
        assert {row.reference: row.slot_reference for row in found} == {
            name: each.slot for name, each in self.expected.items() if each.slot
        }
        assert all(row.shown == row.slot_reference for row in found)
        for slot, many in Counter(row.slot_reference for row in found).items():
            assert many <= self.slots[slot][2]
        kept = self.rows(
            "SELECT r.reference, k.slot_reference FROM kept_seat k JOIN referral r ON r.id = k.referral_id"
        )
        assert {row.reference: row.slot_reference for row in kept} == {
            name: each.kept[0] for name, each in self.expected.items() if each.kept
        }
        times: dict[str, list[datetime]] = {}
        for row in found:
            times.setdefault(row.person, []).append(self.slots[row.slot_reference][1])
        for own in times.values():
            for one, other in pairwise(sorted(own)):
                assert other - one >= LENGTH + 2 * JOURNEY

    @invariant()
    def a_pair_has_one_open_referral(self) -> None:
        pairs = self.rows("SELECT participant_id, vacancy_reference FROM referral WHERE outcome IS NULL")
        assert len(pairs) == len(set(map(tuple, pairs)))

    @invariant()
    def on_the_desk_lies_what_was_agreed_to(self) -> None:
        query = (
            "SELECT r.reference, r.outcome, i.card, i.taken_back_at, a.said, a.words FROM referral r "
            "JOIN introduction i ON i.id = r.introduction_id JOIN participant_answer a ON a.referral_id = r.id"
        )
        found = self.rows(query)
        assert {row.reference for row in found} == {name for name, each in self.expected.items() if each.card}
        for row in found:
            assert (row.taken_back_at is not None) == (row.outcome in OFF_THE_DESK)
            assert row.said == "no" or row.card == row.words
        assert len(found) == len(self.rows("SELECT id FROM introduction"))


def play(steps: int, *, phases: tuple[Phase, ...] = SHRINK) -> type[Brokerage]:
    """Runs the machine until it took that many steps; returns it with what it counted."""
    desk.listen()
    made: type[Brokerage] = played(Brokerage, steps, "taken", phases=phases)
    return made


@pytest.fixture(autouse=True)
def _in_a_hurry(database: Engine) -> None:
    hurry(database)


def test_five_hundred_steps(database: Engine) -> None:
    played = play(500)

    print(f"{played.steps} steps, {sum(played.taken.values())} taken; not taken: {EDGES - played.taken.keys()}")

    assert len(played.taken.keys() & EDGES) > len(EDGES) * 0.5


@pytest.mark.full
def test_twenty_thousand_steps(database: Engine) -> None:
    played = play(20_000)
    print(f"{played.steps} steps, {sum(played.taken.values())} of them taken: {dict(played.taken)}")

    assert played.taken.keys() == EDGES


def _quietly(*_what: object, **_how: object) -> None:
    """Does nothing, and says nothing of it."""


FAULTS: dict[str, tuple[object, str, object]] = {
    "a step is not logged": (referrals, "_log", _quietly),
    "another outcome is noted": (flow.TRANSITIONS, "say_no", replace(flow.TRANSITIONS["say_no"], outcome="set_aside")),
    "an ending leaves no outcome": (flow.TRANSITIONS, "withdraw", replace(flow.TRANSITIONS["withdraw"], outcome=None)),
    "anybody says no for the person": (
        flow.TRANSITIONS,
        "say_no",
        replace(flow.TRANSITIONS["say_no"], roles=flow.ROLES),
    ),
    "whoever paused is put forward": (referrals, "_both_there", _quietly),
    "other keyworkers answer": (referrals, "check_keyworker", _quietly),
    "asked twice": (referrals, "open_for", _quietly),
    "more is promised than there is": (
        entitlement,
        "_next",
        lambda session, _agreement: session.query(PromisedPlace).count() + 1,
    ),
    "a promise is not given back": (referrals, "_give_back_promise", _quietly),
    "a seat is not given back": (referrals, "_free_seat", _quietly),
    "one seat too many": (interviews, "_places", lambda slot: slot.places + 1),
    "a kept seat is given away": (interviews, "_kept", lambda *_what: {}),
    "what was missed stands again": (
        interviews,
        "_cancelled_last",
        lambda session, *_who: session.query(Slot).first(),
    ),
    "the way there is forgotten": (busy, "journey", lambda *_pair: 0),
    "a card stays on the desk": (referrals, "NOT_ON_DESK", frozenset()),
    "the card says more than was agreed": (
        consent,
        "card_for",
        lambda _referral: [{"part": "hours", "text": "mornings"}],
    ),
}


SOON_FOUND = (
    "a step is not logged",
    "another outcome is noted",
    "a seat is not given back",
    "more is promised than there is",
)


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
        play(6_000, phases=GENERATE)
