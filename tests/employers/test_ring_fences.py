"""Posts that an employer keeps: read from the date, opened in steps that only widen, each change with its role and its reason."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, PRIYA, TODAY, a_participant, a_referral, a_vacancy, an_agreement, an_employer

from brokerage.promises import hold_flow, holds, ring_fence_page
from employers import ring_fence_flow, ring_fence_plans, ring_fences
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import Act, NotNow, NotThisRole, SayWhy, check
from employers.models import Introduction, Vacancy
from employers.ring_fence_models import RingFence, RingFenceChange
from employers.ring_fence_plans import Already, BadSteps, NothingKept
from employers.ring_fences import Step, stand

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/ring_fences.md"
FLOWS = {"ring-fence": ring_fence_flow, "hold": hold_flow}
COHORT = Step(1, training="kitchen skills", until=TODAY + timedelta(days=3))
AREA = Step(2, area="HB3; HB5", until=TODAY + timedelta(days=10))
EVERYBODY = Step(3, until=TODAY + timedelta(days=20))
STEPS = (COHORT, AREA, EVERYBODY)


def by_grace(why: str | None = None, days: int = 0) -> Act:
    return Act(GRACE.email, "coordinator", NOON + timedelta(days=days), why)


@pytest.fixture
def job(session: Session) -> Vacancy:
    an_employer(session, coordinator=GRACE.email)
    return a_vacancy(session, places=3)


def on(session: Session, job: Vacancy, days: int) -> ring_fences.Fence:
    found = ring_fences.of(session, job, TODAY + timedelta(days=days))
    assert found is not None
    return found


def story(row: RingFence) -> list[tuple[str, str, int | None]]:
    return [(each.transition, each.role, each.step) for each in row.changes]


def introduce(session: Session, job: Vacancy, people: int) -> None:
    for number in range(people):
        session.add(Introduction(reference=f"I{number}", vacancy=job, card=[], laid_at=NOON))
    session.flush()


# Read from the date


def test_each_step_has_its_days_and_then_everybody_may_be_put_forward(session: Session, job: Vacancy):
    ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())

    stands = {days: (on(session, job, days).state, on(session, job, days).whom) for days in (0, 3, 4, 10, 11, 20, 21)}

    cohort = "people who have completed kitchen skills"
    area = f"{cohort} or people who live in HB3 or HB5"
    assert stands == {
        0: ("kept", cohort),
        3: ("kept", cohort),
        4: ("kept", area),
        10: ("kept", area),
        11: ("kept", "everybody on the programme"),
        20: ("kept", "everybody on the programme"),
        21: ("released", ""),
    }
    assert on(session, job, 0).ends == "until 17 January"


def test_before_its_first_day_it_keeps_nothing(session: Session, job: Vacancy):
    steps = (Step(1, area="HB3", until=TODAY + timedelta(days=9)),)
    ring_fence_plans.plan(session, job, steps, TODAY + timedelta(days=2), by_grace())

    assert [on(session, job, days).kept for days in (1, 2, 9, 10)] == [False, True, True, False]
    assert on(session, job, 1).to_come == steps


def test_a_number_of_people_introduced_opens_the_next_step_by_itself(session: Session, job: Vacancy):
    steps = (Step(1, area="HB3", introduced=2), Step(2, until=TODAY + timedelta(days=9), introduced=4))
    row = ring_fence_plans.plan(session, job, steps, TODAY, by_grace())
    assert on(session, job, 0).ends == "until 2 people are introduced"

    introduce(session, job, 2)

    now = on(session, job, 0).now
    assert now is not None
    assert now.number == 2
    ring_fence_plans.keep_up(session, row, NOON)
    assert story(row)[-1] == ("widen", "clock", 2)
    assert row.changes[-1].why == "2 people were introduced."


def test_the_last_day_of_a_later_step_ends_the_steps_before_it():
    steps = (Step(1, area="HB3", introduced=5), Step(2, until=TODAY))

    assert stand("kept", steps, TODAY, TODAY, 0) == ("kept", 0)
    assert stand("kept", steps, TODAY, TODAY + timedelta(days=1), 0) == ("released", 2)


@given(
    some.lists(
        some.tuples(some.none() | some.integers(0, 9), some.none() | some.integers(1, 5), some.booleans()), min_size=1
    ),
    some.tuples(some.integers(0, 12), some.integers(0, 3)),
    some.integers(0, 6),
    some.integers(0, 3),
)
def test_neither_a_day_nor_an_introduction_ever_narrows_it(
    ends: list[tuple[int | None, int | None, bool]], later: tuple[int, int], cards: int, begins: int
):
    steps = [
        Step(number, until=None if day is None else TODAY + timedelta(days=day), introduced=people, over=over)
        for number, (day, people, over) in enumerate(ends, 1)
    ]
    before = stand("kept", steps, TODAY, TODAY + timedelta(days=begins), cards)
    after = stand("kept", steps, TODAY, TODAY + timedelta(days=begins + later[0]), cards + later[1])

    assert after[1] >= before[1]


# What an agreement says


@pytest.mark.parametrize(
    ("facts", "whom"),
    [
        ({}, "everybody on the programme"),
        ({"area": "HB3"}, "people who live in HB3"),
        ({"training": "kitchen skills", "area": "HB3"}, "people who live in HB3 and have completed kitchen skills"),
        ({"certificate": "food hygiene"}, "people who hold food hygiene"),
    ],
)
def test_an_agreement_counts_as_one_step_without_a_row(session: Session, facts: dict[str, str], whom: str):
    an_employer(session)
    an_agreement(session, ring_fenced_until=TODAY, **facts)
    job = a_vacancy(session, agreement_reference="A1")

    assert on(session, job, 0).whom == whom
    assert on(session, job, 0).row is None
    assert ring_fences.of(session, job, TODAY + timedelta(days=1)) is None


def test_an_agreement_that_has_ended_keeps_nothing(session: Session):
    an_employer(session)
    an_agreement(session, ring_fenced_until=TODAY + timedelta(days=5), ends_on=TODAY + timedelta(days=2))
    job = a_vacancy(session, agreement_reference="A1")

    assert ring_fences.of(session, job, TODAY) is not None
    assert ring_fences.of(session, job, TODAY + timedelta(days=2)) is None


def test_what_an_agreement_says_can_be_released_and_counts_again_once_it_names_another_day(session: Session):
    an_employer(session)
    agreement = an_agreement(session, ring_fenced_until=TODAY + timedelta(days=5), area="HB3")
    job = a_vacancy(session, agreement_reference="A1")

    row = ring_fence_plans.release(session, job, by_grace("Nobody else lives there."))

    assert story(row) == [("plan", "coordinator", None), ("begin", "clock", 1), ("release", "coordinator", None)]
    assert on(session, job, 0).state == "released"
    agreement.ring_fenced_until = TODAY + timedelta(days=30)
    session.flush()
    assert on(session, job, 0).kept


# What a coordinator does


def test_a_plan_is_logged_and_begins_at_once_where_its_day_has_come(session: Session, job: Vacancy):
    row = ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace("For the January course."))

    assert story(row) == [("plan", "coordinator", None), ("begin", "clock", 1)]
    assert (row.changes[0].by, row.changes[0].at, row.changes[0].why) == (GRACE.email, NOON, "For the January course.")
    with pytest.raises(Already, match="Extend or withdraw"):
        ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())


def test_the_next_step_can_be_opened_early_with_a_reason(session: Session, job: Vacancy):
    row = ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())
    with pytest.raises(SayWhy, match="say why"):
        ring_fence_plans.widen(session, job, by_grace(" "))

    for _ in STEPS:
        ring_fence_plans.widen(session, job, by_grace("Everybody of it was asked."))

    assert story(row)[2:] == [
        ("widen", "coordinator", 2),
        ("widen", "coordinator", 3),
        ("release", "coordinator", None),
    ]
    assert (row.state, row.open, row.ended_at) == ("released", None, NOON)
    with pytest.raises(NothingKept):
        ring_fence_plans.release(session, job, by_grace("Again."))


def test_a_step_that_is_extended_takes_the_days_after_it_along(session: Session, job: Vacancy):
    row = ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())

    ring_fence_plans.extend(session, job, by_grace("The course ends later."), until=TODAY + timedelta(days=5))

    assert [step.until for step in row.steps] == [TODAY + timedelta(days=days) for days in (5, 12, 22)]
    with pytest.raises(BadSteps, match="until 19 January already"):
        ring_fence_plans.extend(session, job, by_grace("No."), until=TODAY + timedelta(days=5))
    with pytest.raises(BadSteps, match="in the way in which it ends now"):
        ring_fence_plans.extend(session, job, by_grace("No."), introduced=5)


def test_what_the_date_did_meanwhile_is_noted_before_anything_else(session: Session, job: Vacancy):
    row = ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())

    ring_fence_plans.widen(session, job, by_grace("Nobody else of the area is left.", days=5))

    assert story(row)[2:] == [("widen", "clock", 2), ("widen", "coordinator", 3)]
    assert row.changes[2].why == "It ran until 17 January 2027."


def test_what_is_over_cannot_be_extended(session: Session, job: Vacancy):
    ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())
    with pytest.raises(NothingKept):
        ring_fence_plans.extend(session, job, by_grace("Late.", days=21), until=TODAY + timedelta(days=40))


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((), "Say for whom the posts are kept first"),
        ((Step(1, area="HB3"),), "Step 1: say until when"),
        ((Step(1, until=TODAY - timedelta(days=1)),), "Step 1: 13 January is before it begins"),
        ((COHORT, Step(2, area="HB3", until=COHORT.until)), "Step 2: 17 January is before the step before it ends"),
        ((Step(1, area="HB3", introduced=3), Step(2, introduced=3)), "Step 2: 3 are introduced by then already"),
        ((Step(1, until=TODAY), Step(2, area="HB3", until=TODAY + timedelta(days=1))), "Step 1: everybody"),
    ],
)
def test_steps_that_cannot_follow_one_another_are_told(session: Session, job: Vacancy, steps: tuple[Step], said: str):
    with pytest.raises(BadSteps, match=said):
        ring_fence_plans.plan(session, job, steps, TODAY, by_grace())
    assert session.scalar(select(RingFence.id)) is None


def test_only_a_coordinator_plans(session: Session, job: Vacancy):
    with pytest.raises(NotThisRole, match="A coordinator can plan a ring-fence; the keyworker cannot"):
        ring_fence_plans.plan(session, job, STEPS, TODAY, Act(PRIYA.email, "keyworker", NOON))


# The daily job


def test_the_daily_job_writes_down_what_the_date_has_done(session: Session, job: Vacancy):
    row = ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())

    holds.keep_up(session, NOON + timedelta(days=11))
    holds.keep_up(session, NOON + timedelta(days=11))
    assert story(row)[2:] == [("widen", "clock", 2), ("widen", "clock", 3)]

    holds.keep_up(session, NOON + timedelta(days=30))
    assert story(row)[4:] == [("release", "clock", None)]
    assert row.open is None


def test_a_vacancy_whose_posts_are_all_taken_is_filled(session: Session, job: Vacancy):
    row = ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())
    for number in range(3):
        a_referral(session, a_participant(session, f"P{number}"), job, "offered")

    holds.keep_up(session, NOON)

    assert (row.state, story(row)[-1]) == ("filled", ("fill", "clock", None))


def test_one_of_two_plans_at_once_wins_and_the_other_is_told(database: Engine):
    with transaction(by="test") as session:
        an_employer(session)
        a_vacancy(session)
    ready = Barrier(2)

    def plan() -> str:
        ready.wait(timeout=20)
        try:
            with transaction(by="test") as session:
                job = session.scalars(select(Vacancy)).one()
                ring_fence_plans.plan(session, job, STEPS, TODAY, by_grace())
        except Refused as refused:
            return type(refused).__name__
        return "planned"

    with ThreadPoolExecutor(2) as both:
        told = [each.result() for each in [both.submit(plan), both.submit(plan)]]

    assert sorted(told) == ["Already", "planned"]
    with reading() as session:
        assert len(session.scalars(select(RingFence)).all()) == 1
        assert len(session.scalars(select(RingFenceChange)).all()) == 2


# The flows by themselves, and the page that shows them


def test_the_page_is_printed_from_the_code():
    assert DOCUMENT.read_text(encoding="utf-8") == ring_fence_page.document()


def test_the_command_prints_it():
    brokerage = Path(sys.executable).with_name("brokerage")
    done = subprocess.run(
        [brokerage, "flow", "ring-fences"], capture_output=True, text=True, check=True, encoding="utf-8"
    )

    assert done.stdout == ring_fence_page.document()


def test_the_page_draws_every_transition_with_its_roles_and_nothing_else():
    drawn = set(re.findall(r"^    (\S+) --> (\w+): (\w+) \(([\w, ]+)\)$", ring_fence_page.document(), re.MULTILINE))

    assert drawn == {
        (state, each.after, each.name, ", ".join(each.roles))
        for flow in FLOWS.values()
        for each in flow.TRANSITIONS.values()
        for state in each.before or ("[*]",)
    }


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_every_state_can_be_reached_and_every_open_one_can_end(flow):
    reached, found = set(), {None}
    while found:
        reached |= found
        found = {
            each.after
            for each in flow.TRANSITIONS.values()
            for state in found
            if (state in each.before if state else not each.before)
        } - reached
    assert reached == {None, *flow.STATES}
    for state in flow.OPEN:
        ends = {each.after for each in flow.TRANSITIONS.values() if state in each.before} - set(flow.OPEN)
        assert ends, state


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_nothing_leads_on_from_what_is_over_and_nobody_takes_what_is_not_theirs(flow):
    for each in flow.TRANSITIONS.values():
        for state in flow.STATES:
            act = Act("somebody", each.roles[0], NOON, "why")
            if each.before and state not in each.before:
                with pytest.raises(NotNow):
                    check(each, state, act, flow.STATES)
        for role in {"coordinator", "keyworker", "employer", "clock"} - set(each.roles):
            with pytest.raises(NotThisRole):
                check(each, None, Act("somebody", role, NOON, "why"), flow.STATES)
    assert not any(set(each.before) - set(flow.OPEN) for each in flow.TRANSITIONS.values())
