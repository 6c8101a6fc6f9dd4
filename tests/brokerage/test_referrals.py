"""Asking, the one way a state changes, and the story of it."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, TODAY, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import referrals, shortlists
from brokerage.flow import OPEN, TRANSITIONS
from brokerage.interviews import book
from brokerage.models import AuditEntry, Participant
from brokerage.referral_models import Booking, BusyQuarter, Referral, Step
from brokerage.referrals import Actor, AskedAlready, NobodyToAsk, NotYourPerson, PausedByThePerson, VacancyGone, take
from employers.columns import Refused, as_cell
from employers.db import reading, transaction
from employers.flows import NotNow, NotThisRole, SayWhy
from employers.models import Vacancy

OTHER_KEYWORKER = Actor("omar@hallbrook.example", "keyworker")


@pytest.fixture
def pair(session: Session) -> tuple[Participant, Vacancy]:
    an_employer(session)
    return a_participant(session, name="Aisha"), a_vacancy(session)


def test_a_coordinator_asks_the_keyworker(session, pair):
    asked = referrals.ask(session, *pair, GRACE, NOON, why="She cooks for eight.")

    assert (asked.state, asked.asked_by, asked.outcome) == ("asked", GRACE.email, None)
    assert [(step.transition, step.before, step.after, step.why) for step in asked.steps] == [
        ("ask", None, "asked", "She cooks for eight.")
    ]
    assert referrals.open_for(session, *pair) is asked
    assert referrals.get(session, asked.reference) is asked


def test_a_keyworker_asks_about_own_people_only(session, pair):
    with pytest.raises(NotYourPerson, match="for the keyworker of Aisha"):
        referrals.ask(session, *pair, OTHER_KEYWORKER, NOON)
    assert referrals.ask(session, *pair, PRIYA, NOON).state == "asked"


def test_somebody_is_asked_once_and_again_only_after_it_ended(session, pair):
    first = referrals.ask(session, *pair, GRACE, NOON)
    with pytest.raises(AskedAlready, match=r"Aisha was put towards this by .* at 12:00 on 14 January") as told:
        referrals.ask(session, *pair, PRIYA, NOON + timedelta(hours=2))
    assert told.value.referral is first

    take(session, first, "say_no", PRIYA, NOON)
    again = referrals.ask(session, *pair, GRACE, NOON + timedelta(days=30))
    assert referrals.newest_for(session, *pair) is again
    assert list(referrals.of_person(session, pair[0])) == [again, first]
    assert list(referrals.of_vacancy(session, pair[1])) == [first, again]


def test_nobody_is_asked_about_a_person_without_a_keyworker(session, pair):
    pair[0].keyworker = None
    with pytest.raises(NobodyToAsk, match="Aisha has no keyworker yet"):
        referrals.ask(session, *pair, GRACE, NOON)


GONE: dict[str, Callable[[Participant, Vacancy], None]] = {
    "has paused": lambda person, job: setattr(person, "live", False),
    "closed on 13 January 2027": lambda person, job: setattr(job, "closes_on", TODAY - timedelta(days=1)),
    "no places left": lambda person, job: setattr(job, "places", 0),
    "withheld: unpaid trial shifts": lambda person, job: setattr(job.employer, "withheld", "unpaid trial shifts"),
}


@pytest.mark.parametrize("sentence", GONE)
def test_nothing_goes_forward_for_who_paused_or_what_is_gone(session, pair, sentence):
    person, _ = pair
    steps = [TRANSITIONS[name] for name in ("check", "say_yes", "introduce", "book")]
    towards = {
        each: a_referral(session, person, a_vacancy(session, f"V-{each.name}"), each.before[0]) for each in steps
    }
    for step, referral in towards.items():
        GONE[sentence](person, referral.vacancy)
        actor = {"coordinator": GRACE, "keyworker": PRIYA}[step.roles[0]]
        with pytest.raises((PausedByThePerson, VacancyGone), match=sentence):
            take(session, referral, step.name, actor, NOON)
        assert referral.state == step.before[0]
        assert not referral.steps

    GONE[sentence](*pair)
    with pytest.raises((PausedByThePerson, VacancyGone), match=sentence):
        referrals.ask(session, *pair, GRACE, NOON)


def test_it_can_always_be_ended(session, pair):
    person, _ = pair
    towards = {state: a_referral(session, person, a_vacancy(session, f"V-{state}"), state=state) for state in OPEN}
    for make in GONE.values():
        for referral in towards.values():
            make(person, referral.vacancy)

    for referral in towards.values():
        take(session, referral, "say_no", PRIYA, NOON)
        assert (referral.state, referral.outcome, referral.ended_at, referral.open) == ("ended", "declined", NOON, None)


def test_each_step_is_logged_with_who_when_and_why(session, pair):
    referral = referrals.ask(session, *pair, GRACE, NOON)
    take(session, referral, "check", PRIYA, NOON + timedelta(hours=1))
    take(session, referral, "withdraw", PRIYA, NOON + timedelta(hours=2), why="  Aisha found another job. ")

    assert [(told.by, told.role, told.said, told.state, told.why) for told in referrals.story(referral)] == [
        (GRACE.email, "coordinator", "Aisha was thought of, and the keyworker asked.", "asked", None),
        (PRIYA.email, "keyworker", "The check was completed.", "checked", None),
        (PRIYA.email, "keyworker", "It was withdrawn.", "ended", "Aisha found another job."),
    ]
    assert [told.at for told in referrals.story(referral)] == [NOON + timedelta(hours=each) for each in range(3)]


def test_roles_and_reasons_are_asked_for(session, pair):
    referral = a_referral(session, *pair, state="asked")
    with pytest.raises(NotThisRole):
        take(session, referral, "check", GRACE, NOON)
    with pytest.raises(NotYourPerson):
        take(session, referral, "check", OTHER_KEYWORKER, NOON)
    with pytest.raises(SayWhy):
        take(session, referral, "set_aside", PRIYA, NOON, why=" ")
    with pytest.raises(NotNow):
        take(session, referral, "introduce", GRACE, NOON)
    assert not referral.steps


@pytest.mark.parametrize(
    ("ending", "actor", "left"),
    [("say_no", PRIYA, 0), ("withdraw", GRACE, 0), ("close", referrals.CLOCK, 0), ("meet", GRACE, 1)],
)
def test_what_ends_leaves_no_seat_taken_and_no_card_on_the_desk(session, pair, ending, actor, left):
    referral = a_referral(session, *pair, state="wanted")
    book(session, referral, a_slot(session), GRACE, NOON)

    take(session, referral, ending, actor, NOON, why="Aisha asked for it." if ending == "withdraw" else None)

    assert session.scalar(select(func.count()).select_from(Booking)) == left
    assert bool(session.scalar(select(func.count()).select_from(BusyQuarter))) == bool(left)
    assert (referral.introduction.slot_reference is not None) == bool(left)
    assert (referral.introduction.taken_back_at is None) == bool(left)


def test_after_not_this_time_the_card_stays_for_feedback(session, pair):
    referral = a_referral(session, *pair, state="held")
    take(session, referral, "not_this_time", HELEN, NOON)
    assert referral.introduction.taken_back_at is None


def test_a_no_changes_nothing_else_about_the_person(database: Engine):
    """Not in the tables, and not in what any list says of anybody."""
    with transaction(by="test") as session:
        an_employer(session)
        one, other = a_participant(session, "P1"), a_participant(session, "P2")
        jobs = [a_vacancy(session, "V1"), a_vacancy(session, "V2")]
        referral = a_referral(session, one, jobs[0], state="checked")
        a_referral(session, other, jobs[0], state="checked")

        def listed() -> list[object]:
            people = [line.fit for job in jobs for line in shortlists.shortlist(session, job, TODAY).lines]
            return [*people, *[line.fit for line in shortlists.matches(session, one, TODAY).lines]]

        before = listed(), {each.key: as_cell(getattr(one, each.key)) for each in Participant.__table__.columns}
        last = session.scalar(select(func.max(AuditEntry.id)))

        take(session, referral, "say_no", PRIYA, NOON)

        changed = session.scalars(select(AuditEntry).where(AuditEntry.id > last)).all()
        assert {(entry.kind, entry.action) for entry in changed} == {
            ("referral", "changed"),
            ("referral_step", "created"),
        }
        session.expire_all()
        assert before == (
            listed(),
            {each.key: as_cell(getattr(one, each.key)) for each in Participant.__table__.columns},
        )


def test_of_many_who_ask_at_once_one_asks_and_the_others_are_told(database: Engine):
    with transaction(by="test") as session:
        an_employer(session)
        a_participant(session)
        a_vacancy(session)

    def ask(session: Session) -> None:
        referrals.ask(session, shortlists.participant(session, "P1"), shortlists.vacancy(session, "V1"), GRACE, NOON)

    done, refused = at_once(ask)
    assert (done, {type(each) for each in refused}) == (1, {AskedAlready})


def test_of_many_who_take_a_step_at_once_one_takes_it(database: Engine):
    with transaction(by="test") as session:
        an_employer(session)
        reference = a_referral(session, a_participant(session), a_vacancy(session), state="asked").reference

    def check(session: Session) -> None:
        take(session, referrals.get(session, reference), "check", PRIYA, NOON)

    done, refused = at_once(check)
    assert (done, {type(each) for each in refused}) == (1, {NotNow})
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Step)) == 1
        assert session.scalars(select(Referral.state)).one() == "checked"


def at_once(do: Callable[[Session], None], clients: int = 8) -> tuple[int, list[Refused]]:
    """How many of the clients who do the same thing at the same moment succeed, and what the others are told."""
    start, done, refused = threading.Barrier(clients), [], []

    def client() -> None:
        start.wait()
        try:
            with transaction(by="test") as session:
                do(session)
            done.append(1)
        except Refused as told:
            refused.append(told)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) + len(refused) == clients
    return len(done), refused
