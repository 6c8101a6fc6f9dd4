"""The life of an agreement: who may do what when, what its days do by themselves, signing, renewing, and what an edit may not take away."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, TODAY, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage.interviews import book, took_place
from brokerage.models import AuditEntry
from brokerage.promises.entitlement import guarantee, owed, take_place
from brokerage.referral_models import Referral
from brokerage.referrals import take as refer
from employers import agreement_life, agreement_terms
from employers.agreement_life import STATES, TRANSITIONS, in_force, state
from employers.agreement_models import AgreementLife
from employers.agreement_moves import (
    NoLastDay,
    NoName,
    PastAlready,
    RenewedAlready,
    chain,
    cleared,
    note_the_days,
    renew,
    sign,
    signature,
    story,
    take,
)
from employers.agreements import promise, why_declined
from employers.columns import BadCells
from employers.flows import ROLES, Act, NotNow, NotThisRole, SayWhy, check
from employers.models import Agreement
from employers.next_moves import next_move
from employers.records import save

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/agreements.md"
ARROW = re.compile(r"(\S+) --> (\w+): (\w+) \(([\w, ]+)\)$")
EPC, BOSS, THERE = (
    Act(GRACE.email, "coordinator", NOON),
    Act("ruth@hallbrook.example", "manager", NOON),
    Act(HELEN.email, "employer", NOON),
)
CELLS = {"reference": "A1", "employer": "E1", "kind": "guaranteed_interview", "places": "4"}


def written(session: Session, **cells: str) -> Agreement:
    """Written down on the page's form, by a coordinator."""
    before = session.scalar(select(Agreement).where(Agreement.reference == cells.get("reference", "A1")))
    kind = agreement_terms.form(EPC)
    held = kind.cells(before) if before else CELLS
    return save(session, kind, {**held, **cells}, record=before).record


def told(agreement: Agreement) -> list[tuple[str, str, str]]:
    return [(each.transition, each.role, each.after) for each in agreement.steps]


def test_the_page_about_it_is_printed_from_the_code():
    assert DOCUMENT.read_text(encoding="utf-8") == agreement_life.document()


def test_the_diagram_draws_every_transition_with_its_roles_and_nothing_else():
    drawn = {found.groups() for line in agreement_life.document().splitlines() if (found := ARROW.search(line))}
    assert drawn == {
        (before, each.after or before, each.name, ", ".join(each.roles))
        for each in TRANSITIONS.values()
        for before in each.before or ("[*]",)
    }


def test_every_state_can_be_reached_and_what_people_decide_is_never_left_to_the_clock():
    reached, found = set(), {"draft"}
    while found:
        reached |= found
        found = (
            {each.after for each in TRANSITIONS.values() for state in found if state in each.before} - reached - {""}
        )
    assert reached == set(STATES)
    for each in TRANSITIONS.values():
        assert each.roles == ("clock",) or "clock" not in each.roles, each.name


@pytest.mark.parametrize("name", [each for each in TRANSITIONS if TRANSITIONS[each].before])
@pytest.mark.parametrize("stands", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_a_step_is_taken_by_who_may_from_where_it_may(name: str, stands: str, role: str):
    step = TRANSITIONS[name]
    if role in step.roles and stands in step.before:
        check(step, stands, Act("somebody", role, NOON, "said so"), STATES)
        if step.why == "wanted":
            with pytest.raises(SayWhy, match="say why"):
                check(step, stands, Act("somebody", role, NOON, " "), STATES)
    else:
        with pytest.raises((NotThisRole, NotNow), match=r"cannot\.|where nobody can"):
            check(step, stands, Act("somebody", role, NOON, "said so"), STATES)


@pytest.mark.parametrize(
    ("starts", "ends", "stands"),
    [(None, None, "active"), (1, None, "signed"), (0, 1, "active"), (-9, 0, "ended"), (None, 1, "active")],
)
def test_one_from_a_file_is_in_force_as_its_days_say(starts: int | None, ends: int | None, stands: str):
    days = [None if each is None else TODAY + timedelta(days=each) for each in (starts, ends)]
    agreement = Agreement(starts_on=days[0], ends_on=days[1])

    assert state(agreement, TODAY) == stands
    assert in_force(agreement, TODAY) == (stands == "active")


def test_from_a_draft_to_its_end_by_people_and_days(session: Session):
    an_employer(session)
    agreement = written(session, starts_on="2027-01-18", ends_on="2027-03-01")
    assert (state(agreement, TODAY), agreement.life.said) == ("draft", "draft")
    assert next_move(agreement, TODAY).action == "Send it"
    take(session, agreement, "send", EPC)
    assert next_move(agreement, TODAY).action == "Ask Helen Marsh to sign"

    sign(session, agreement, " Helen  Marsh ", THERE)
    note_the_days(session, NOON + timedelta(days=4))
    note_the_days(session, NOON + timedelta(days=5))
    take(session, agreement, "pause", replace(BOSS, at=NOON + timedelta(days=6), why="The kitchen is being rebuilt."))
    take(session, agreement, "resume", replace(EPC, at=NOON + timedelta(days=9)))
    note_the_days(session, NOON + timedelta(days=60))

    assert told(agreement) == [
        ("draft", "coordinator", "draft"),
        ("send", "coordinator", "draft"),
        ("sign", "employer", "signed"),
        ("begin", "clock", "active"),
        ("pause", "manager", "paused"),
        ("resume", "coordinator", "active"),
        ("end", "clock", "ended"),
    ]
    assert signature(agreement).signed_as == "Helen Marsh"
    assert story(agreement)[4].why == "The kitchen is being rebuilt."
    trail = session.scalars(
        select(AuditEntry.reference).where(AuditEntry.kind == "agreement_step").order_by(AuditEntry.id)
    ).all()
    assert trail == [f"A1 {name}" for name, *_ in told(agreement)]


def test_what_the_days_did_is_noted_before_what_somebody_does(session: Session):
    an_employer(session)
    agreement = an_agreement(session, starts_on=TODAY - timedelta(days=9), ends_on=TODAY)

    take(session, agreement, "close", replace(EPC, why="They hire nobody this year."))

    assert [name for name, *_ in told(agreement)] == ["end", "close"]
    with pytest.raises(NotNow, match="“Ended”"):
        take(session, agreement, "pause", replace(EPC, why="No."))


def test_a_name_stands_under_it_and_nothing_is_signed_for_days_that_have_passed(session: Session):
    an_employer(session)
    agreement = written(session, starts_on="2027-01-01", ends_on="2027-01-14")

    with pytest.raises(NoName):
        sign(session, agreement, "  ", THERE)
    with pytest.raises(PastAlready, match="13 January 2027, has passed"):
        sign(session, agreement, "Helen Marsh", THERE)
    with pytest.raises(NotThisRole, match="a manager cannot"):
        sign(session, written(session, ends_on="2027-02-01"), "Ruth", BOSS)


def test_an_edit_of_what_was_signed_clears_the_signature_and_says_what_changed(session: Session):
    an_employer(session)
    agreement = written(session)
    sign(session, agreement, "Helen Marsh", THERE)
    seen = agreement_terms.mark(agreement)

    written(session, notes="Rings on Mondays.")
    assert signature(agreement) is not None
    assert agreement_terms.mark(agreement) == seen
    written(session, places="6", criteria="can lift 10 kg; can start at 7")

    assert state(agreement, TODAY) == "draft"
    assert signature(agreement) is None
    assert cleared(agreement).why == (
        "Places: 4 became 6; What the interview asks for at least: nothing became can lift 10 kg; can start at 7"
    )
    assert agreement_terms.mark(agreement) != seen
    assert "Places: 4 became 6" in next_move(agreement, TODAY).text
    sign(session, agreement, "Helen Marsh", replace(EPC, why="On paper, in the green folder."))
    assert in_force(agreement, TODAY)


def test_a_file_changes_nothing_that_was_signed(session: Session):
    an_employer(session)
    agreement = written(session)
    row = agreement_terms.AGREEMENTS.cells(agreement)
    save(session, agreement_terms.AGREEMENTS, row | {"places": "5"}, record=agreement)
    sign(session, agreement, "Helen Marsh", THERE)

    with pytest.raises(BadCells, match="was signed for something else"):
        save(session, agreement_terms.AGREEMENTS, row | {"places": "9"}, record=agreement)
    save(session, agreement_terms.AGREEMENTS, row | {"places": "5", "notes": "Rings on Mondays."}, record=agreement)
    assert agreement.notes == "Rings on Mondays."


def test_one_from_a_file_is_changed_by_a_file_and_in_force_by_its_new_days(session: Session):
    an_employer(session)
    kind = agreement_terms.AGREEMENTS
    agreement = save(session, kind, CELLS | {"starts_on": "2026-01-01", "ends_on": "2027-01-14"}).record
    note_the_days(session, NOON)
    assert state(agreement, TODAY) == "ended"

    save(session, kind, {"ends_on": "2027-06-01"}, record=agreement, whole=False)
    note_the_days(session, NOON)
    save(session, kind, {"starts_on": "2027-02-01"}, record=agreement, whole=False)
    note_the_days(session, NOON)

    assert [name for name, *_ in told(agreement)] == ["end", "go_on", "wait"]


def test_a_renewal_is_drafted_as_the_old_one_was_and_goes_on_in_its_place_once_signed(session: Session):
    an_employer(session)
    old = an_agreement(session, starts_on=date(2026, 1, 1), ends_on=date(2027, 2, 1), area="HB1", places=8)
    job, gone = (
        a_vacancy(session, agreement_reference="A1"),
        a_vacancy(session, "V2", agreement_reference="A1", closes_on=TODAY),
    )
    time = a_slot(session, "S1", "2027-02-09 10:00", agreement_reference="A1")

    new = renew(session, old, "A2", EPC)

    assert (new.starts_on, new.ends_on, new.area, new.places) == (date(2027, 2, 1), date(2028, 3, 3), "HB1", 8)
    with pytest.raises(RenewedAlready, match="A2 renews it already"):
        renew(session, old, "A3", EPC)
    assert [each.reference for each in chain(session, old)] == ["A1", "A2"]
    assert state(old, date(2027, 2, 1)) == "ended"
    sign(session, new, "Helen Marsh", THERE)
    assert (state(old, TODAY), state(new, TODAY)) == ("active", "signed")

    note_the_days(session, NOON + timedelta(days=18))

    assert (told(old)[-1], told(new)[-1]) == (("succeed", "clock", "renewed"), ("begin", "clock", "active"))
    assert (job.agreement_reference, gone.agreement_reference, time.agreement_reference) == ("A2", "A1", "A2")


def test_a_renewal_that_is_given_up_makes_room_for_another(session: Session):
    an_employer(session)
    old = an_agreement(session, ends_on=TODAY)
    new = renew(session, old, "A2", EPC)
    assert "renewal A2 is not signed yet" in next_move(old, TODAY).text

    take(session, new, "stop", replace(EPC, why="They would rather not."))

    assert state(old, TODAY) == "ended"
    assert renew(session, old, "A3", EPC).life.renews == "A1"
    assert (promise(new, TODAY).owed, next_move(new, TODAY).whose) == (0, "nobody"), "nothing was ever promised"
    assert state(new, TODAY) == "ended"


def test_a_promise_without_a_last_day_needs_no_renewal(session: Session):
    an_employer(session)
    with pytest.raises(NoLastDay):
        renew(session, an_agreement(session), "A2", EPC)


@pytest.mark.parametrize("how", ["draft", "pause", "stop", "end"])
def test_nothing_new_is_promised_and_what_was_promised_stays_owed(session: Session, how: str):
    first, second = two_people(session, ends_on=TODAY + timedelta(days=5))
    agreement = first.vacancy.agreement
    assert take_place(session, first, TODAY)
    on = TODAY + timedelta(days=5) if how == "end" else TODAY
    if how == "draft":
        agreement.life = AgreementLife(said="changed")
    elif how != "end":
        take(session, agreement, how, replace(EPC, why="The kitchen is being rebuilt."))

    assert take_place(session, second, on) is None
    assert guarantee(session, second, on).standing == "none"
    assert [each.referral.id for each in owed(session, on)] == [first.id]
    book(session, first, a_slot(session, at="2027-01-20 10:00"), GRACE, NOON)
    assert promise(agreement, on).booked == 1


def test_an_end_with_something_owed_stays_a_task_until_somebody_says_what_happens(session: Session):
    waits, _ = two_people(session, ends_on=TODAY + timedelta(days=1))
    agreement, on = waits.vacancy.agreement, TODAY + timedelta(days=1)
    take_place(session, waits, TODAY)
    session.expire(agreement, ["promised"])
    assert (promise(agreement, on).broken, promise(agreement, on).owed) == (1, 1)
    assert next_move(agreement, on).whose == "us"

    take(
        session, agreement, "honour", replace(EPC, at=NOON + timedelta(days=1), why="Helen sees whoever was promised.")
    )
    found = promise(agreement, on)
    assert (found.broken, found.waiting, found.owed, found.left) == (0, 1, 1, 0)
    assert next_move(agreement, on).text == "1 person still waits for an interview."

    take(session, agreement, "close", replace(BOSS, at=NOON + timedelta(days=1), why="The kitchen has closed."))
    found = promise(agreement, on)
    assert (found.broken, found.owed, next_move(agreement, on).whose) == (1, 0, "nobody")


def test_every_interview_that_was_promised_is_counted_once_wherever_it_went(session: Session):
    held, no, gone = (*two_people(session, places=3), another(session, "P3"))
    agreement = held.vacancy.agreement
    for each in (held, no, gone):
        take_place(session, each, TODAY)
    book(session, held, a_slot(session), GRACE, NOON)
    took_place(session, held, True, GRACE, NOON + timedelta(days=9))
    from brokerage import desk

    desk.listen()
    desk.record_answer(session, no, "not_this_time", reason="hours", actor=GRACE, now=NOON)
    refer(session, gone, "withdraw", GRACE, NOON, why="Another job came first.")
    session.expire(agreement, ["promised"])

    found = promise(agreement, TODAY)

    assert (found.held, found.declined, found.taken_back, found.waiting, found.given) == (1, 1, 1, 0, 3)
    assert (found.owed, found.left) == (2, 2)
    assert why_declined(agreement) == {"hours": 1}


def test_places_never_fall_below_the_people_who_were_promised_one(session: Session):
    first, second = two_people(session, places=5)
    agreement = first.vacancy.agreement
    for each in (first, second):
        take_place(session, each, TODAY)

    for kind in (agreement_terms.AGREEMENTS, agreement_terms.form(EPC)):
        with pytest.raises(BadCells, match="2 people have been promised one; write at least 2"):
            save(session, kind, kind.cells(agreement) | {"places": "1"}, record=agreement)
    refer(session, first, "withdraw", GRACE, NOON, why="Another job came first.")
    written(session, places="1")
    assert take_place(session, another(session, "P3"), TODAY) is None, "the number 2 is taken, so is the one place"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [({"trainees": "12"}, "People and jobs go together"), ({"trainees": "0", "cohort_jobs": "1"}, "from 1 to 100000")],
)
def test_a_cohort_says_how_many_jobs_there_are(session: Session, cells: dict[str, str], sentence: str):
    an_employer(session)
    with pytest.raises(BadCells, match=sentence):
        written(session, **cells)
    made = written(session, reference="A2", trainees="12", cohort_jobs="7", cohort="caretakers, spring")
    assert (made.life.trainees, made.life.cohort_jobs, made.life.cohort) == (12, 7, "caretakers, spring")


def two_people(session: Session, **facts: object) -> list[Referral]:
    an_employer(session)
    an_agreement(session, **facts)
    vacancy = a_vacancy(session, agreement_reference="A1")
    return [a_referral(session, a_participant(session, f"P{n}"), vacancy, "introduced") for n in (1, 2)]


def another(session: Session, reference: str) -> Referral:
    vacancy = session.scalars(select(Agreement)).one().vacancies[0]
    return a_referral(session, a_participant(session, reference), vacancy, "introduced")
