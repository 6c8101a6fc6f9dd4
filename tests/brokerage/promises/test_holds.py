"""One post held for one person: who may, until when, never more than there are, and the last one to one of many at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, TODAY, a_participant, a_referral, a_vacancy, an_agreement, an_employer
from way import OMAR

from brokerage import desk, referrals
from brokerage.models import Participant
from brokerage.promises import holds, seen
from brokerage.promises.holds import BadDay, HeldAlready, NoPostFree, NotYours, Paused, PostHeld
from brokerage.promises.kept_post_models import Hold, Seen
from brokerage.promises.kept_posts import KeptForOthers
from brokerage.referrals import Actor
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import Act, NotNow, NotThisRole, SayWhy
from employers.models import Vacancy

UNTIL = TODAY + timedelta(days=5)
RACERS = 8


def act(who: Actor = GRACE, why: str | None = "A second talk.", days: int = 0) -> Act:
    return Act(who.email, who.role, NOON + timedelta(days=days), why)


@pytest.fixture
def job(session: Session) -> Vacancy:
    an_employer(session, coordinator=GRACE.email)
    return a_vacancy(session, places=2)


@pytest.fixture
def person(session: Session) -> Participant:
    return a_participant(session)


def hold(session: Session, job: Vacancy, person: Participant, how: Act | None = None, until: date = UNTIL) -> Hold:
    return holds.hold(session, job, person, until, how or act(), most_days=28)


def test_a_coordinator_holds_a_post_until_a_day(session: Session, job: Vacancy, person: Participant):
    made = hold(session, job, person)

    assert (made.state, made.seat, made.until) == ("held", 1, UNTIL)
    assert [(each.transition, each.by, each.why) for each in made.changes] == [("hold", GRACE.email, "A second talk.")]
    assert holds.posts(session, job, TODAY) == holds.Posts(2, 0, 1)


def test_on_its_last_day_it_counts_and_after_it_not_even_where_no_job_has_run(
    session: Session, job: Vacancy, person: Participant
):
    made = hold(session, job, person)

    assert holds.posts(session, job, UNTIL).held == 1
    assert holds.posts(session, job, UNTIL + timedelta(days=1)).held == 0
    assert made.state == "held"
    holds.keep_up(session, NOON + timedelta(days=6))
    assert (made.state, made.seat) == ("expired", None)
    assert made.changes[-1].why == "It ran until 19 January 2027."


def test_a_keyworker_asks_and_a_coordinator_holds_or_says_why_not(session: Session, job: Vacancy, person: Participant):
    asked = hold(session, job, person, act(PRIYA))
    assert (asked.state, asked.seat) == ("asked", None)

    with pytest.raises(NotThisRole):
        holds.grant(session, asked, act(PRIYA))
    holds.grant(session, asked, act(GRACE, None))
    assert (asked.state, asked.seat) == ("held", 1)
    holds.give_up(session, asked, act(PRIYA))
    assert [each.transition for each in asked.changes] == ["ask", "grant", "give_up"]

    again = hold(session, job, person, act(PRIYA))
    with pytest.raises(SayWhy):
        holds.leave(session, again, act(GRACE, " "))
    assert holds.leave(session, again, act()).state == "not_held"


def test_nobody_else_s_keyworker_asks_or_gives_up(session: Session, job: Vacancy, person: Participant):
    with pytest.raises(NotYours):
        hold(session, job, person, act(OMAR))
    made = hold(session, job, person)
    with pytest.raises(NotYours):
        holds.give_up(session, made, act(OMAR))


@pytest.mark.parametrize(("days", "said"), [(-1, "has passed"), (29, "28 days at the most")])
def test_a_hold_lasts_from_today_on_and_not_for_ever(
    session: Session, job: Vacancy, person: Participant, days: int, said: str
):
    with pytest.raises(BadDay, match=said):
        hold(session, job, person, until=TODAY + timedelta(days=days))


def test_whoever_paused_whoever_has_one_and_whoever_is_not_let_in(session: Session, job: Vacancy, person: Participant):
    hold(session, job, person)
    with pytest.raises(HeldAlready, match="is held for Person P1 until 19 January"):
        hold(session, job, person)
    with pytest.raises(Paused):
        hold(session, job, a_participant(session, "P2", live=False))
    an_agreement(session, area="HB3", ring_fenced_until=TODAY)
    kept = a_vacancy(session, "V2", agreement_reference="A1")
    with pytest.raises(KeptForOthers):
        hold(session, kept, a_participant(session, "P3", postcode="HB9 1AA"))


def test_holds_and_offers_are_never_more_than_the_posts(session: Session, job: Vacancy):
    people = [a_participant(session, f"P{number}") for number in range(4)]
    a_referral(session, people[0], job, "offered")
    hold(session, job, people[1])

    with pytest.raises(NoPostFree, match="All 2 posts are spoken for: 1 held and 1 offered or taken"):
        hold(session, job, people[2])
    asked = hold(session, job, people[3], act(PRIYA))
    with pytest.raises(NoPostFree):
        holds.grant(session, asked, act())


@pytest.mark.parametrize("by", [GRACE, HELEN])
def test_an_offer_does_not_pass_by_a_hold_and_the_employer_reads_no_name(
    session: Session, person: Participant, by: Actor
):
    an_employer(session)
    job = a_vacancy(session, places=1)
    held = hold(session, job, person)
    other = a_referral(session, a_participant(session, "P2"), job, "met")

    with pytest.raises(PostHeld) as refused:
        referrals.take(session, other, "offer", by, NOON)
    assert str(refused.value) == (
        "1 post is held until 19 January, so none is free to offer. A coordinator can give a hold up first."
    )
    holds.give_up(session, held, act())
    assert referrals.take(session, other, "offer", by, NOON).state == "offered"


def test_an_offer_to_whom_it_is_held_for_uses_it(session: Session, job: Vacancy, person: Participant):
    held = hold(session, job, person)
    way = a_referral(session, person, job, "met")

    desk.record_offer(session, way, GRACE, NOON)

    assert (held.state, held.changes[-1].transition) == ("used", "use")
    assert holds.posts(session, job, TODAY) == holds.Posts(2, 1, 0)


def test_what_ends_takes_its_hold_along(session: Session, job: Vacancy, person: Participant):
    held = hold(session, job, person)
    way = a_referral(session, person, job, "introduced")

    referrals.take(session, way, "say_no", PRIYA, NOON)

    assert (held.state, held.changes[-1].transition, held.changes[-1].why) == ("given_up", "fall_away", None)
    with pytest.raises(NotNow):
        holds.give_up(session, held, act())


def test_the_last_post_is_held_for_one_of_many_at_once(database: Engine):
    won = race(database, hold)

    assert won == Counter({"Hold": 1, "NoPostFree": RACERS - 1})


def test_the_last_post_goes_to_a_hold_or_to_an_offer(database: Engine):
    def either(session: Session, job: Vacancy, person: Participant) -> object:
        if person.id % 2:
            return hold(session, job, person)
        return referrals.take(session, referrals.newest_for(session, person, job), "offer", GRACE, NOON)  # type: ignore[arg-type]

    race(database, either)

    with reading() as session:
        there = holds.posts(session, session.scalars(select(Vacancy)).one(), TODAY)
        assert there.held == 0 or there.held + there.taken == 1


def race(database: Engine, do: Callable[[Session, Vacancy, Participant], object]) -> Counter[str]:
    """Everybody wants the only post at the same moment: {what came of it: how often}."""
    with transaction(by="test") as session:
        an_employer(session)
        job = a_vacancy(session, places=1)
        for number in range(RACERS):
            a_referral(session, a_participant(session, f"P{number}"), job, "met")
    ready = Barrier(RACERS)

    def one(number: int) -> str:
        ready.wait(timeout=30)
        try:
            with transaction(by="test") as session:
                person = session.scalars(select(Participant).where(Participant.reference == f"P{number}")).one()
                return type(do(session, session.scalars(select(Vacancy)).one(), person)).__name__
        except Refused as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(RACERS) as everybody:
        return Counter(everybody.map(one, range(RACERS)))


def test_a_naive_control_holds_it_twice_but_for_the_table(session: Session, job: Vacancy):
    """The seat is UNIQUE: who goes past the use case is stopped there."""
    insert = (
        "INSERT INTO post_hold (reference, vacancy_reference, participant_id, state, open, seat, until, made_at, made_by) "
        "VALUES (:name, 'V1', :person, 'held', 'yes', 1, '2027-01-19', '2027-01-14 12:00', 'somebody')"
    )
    people = [a_participant(session, f"P{number}").id for number in (1, 2)]
    session.execute(text(insert), {"name": "H1", "person": people[0]})
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(insert), {"name": "H2", "person": people[1]})


def test_who_has_seen_it_is_one_line_a_day(session: Session, job: Vacancy, person: Participant):
    user = person.keyworker
    assert user is not None
    for day in (TODAY - timedelta(days=1), TODAY, TODAY):
        seen.note(session, job, user.id, day)
    a_referral(session, person, job, "introduced")
    a_referral(session, a_participant(session, "P2"), job, "asked")

    assert len(session.scalars(select(Seen)).all()) == 2
    assert seen.reach(session, job) == seen.Reach((("Priya", TODAY),), 2, 0, 1)
    seen.forget(session, NOON + timedelta(days=100), 100)
    assert [each.day for each in session.scalars(select(Seen))] == [TODAY]
