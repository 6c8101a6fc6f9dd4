"""A placement through its use cases: what is open about it, who is asked, what a change does, and what it counts as."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from trade import (
    GRACE,
    HELEN,
    NOON,
    PRIYA,
    TODAY,
    a_participant,
    a_referral,
    a_slot,
    a_vacancy,
    an_agreement,
    an_employer,
)

from brokerage import interviews, messages
from brokerage.correspondence import by_hand
from brokerage.jobs import CHECKS
from brokerage.keys.private_links import Opened, PrivateLinkSpent
from brokerage.models import AuditEntry
from brokerage.placements import arranged, asking, deeds, drafts, employer_care, looking
from brokerage.placements import copies as placement_papers
from brokerage.placements.arranged import NothingMeets
from brokerage.placements.drafts import NotYetWhole, Typed
from brokerage.placing_models import Placed
from brokerage.referrals import Actor, NotYourPerson
from brokerage.sending.work_models import Message, Task
from employers.agreements import promise
from employers.db import transaction
from employers.flows import Act, NotNow, NotThisRole
from employers.placements import moves as placement_moves
from employers.placements import paper as placement_paper
from employers.placements import seats as placement_seats
from employers.placements.days import Hours, fill
from employers.placements.life import signed_by, state
from employers.placements.moves import (
    ChangedMeanwhile,
    DaysPassed,
    NoName,
    NotADay,
    NotJustNow,
    NotTicked,
    RenewedAlready,
    SignedAlready,
    Signing,
)
from employers.placements.seats import NoRoom
from employers.trust import safety

MONDAY = date(2027, 1, 25)
WORDS = {"supervisor": "Helen Marsh", "tasks": "Washing up", "leads_to": "A reference"}
KEYWORKER = Actor(PRIYA.email, "keyworker")


@pytest.fixture
def session(database: Any) -> Any:
    with transaction(by="test") as session:
        an_employer(session)
        an_agreement(session, kind="work_experience", places=3)
        a_vacancy(session, agreement_reference="A1", postcode="HB1 2RH")
        yield session


def hours(first: date = MONDAY, days: int = 12, pattern: str = "Mon-Fri 09:30-14:30") -> list[Hours]:
    return fill(first, first + timedelta(days=days - 1), pattern)


def a_draft(session: Session, reference: str = "P1", typed: Typed | None = None, **facts: Any) -> Placed:
    whole = {"share": "name", "channel": "email", "email": "p@example.org"} | facts
    person = a_participant(session, reference, **whole)
    job = promised(session)
    made = drafts.draft(session, person, job, GRACE, NOON, scheme="work_experience", card=drafts.named(person))
    drafts.edit(session, made, typed or Typed("work_experience", hours(), words=WORDS), GRACE, NOON)
    return made


def promised(session: Session) -> Any:
    from brokerage import shortlists

    return shortlists.vacancy(session, "V1")


def sent(session: Session, reference: str = "P1", typed: Typed | None = None, **facts: Any) -> Placed:
    placed = a_draft(session, reference, typed, **facts)
    drafts.send(session, placed, GRACE, NOON)
    return placed


def signed(session: Session, reference: str = "P1") -> Placed:
    return signs_all(session, sent(session, reference))


def signs_all(session: Session, placed: Placed) -> Placed:
    for party, role in (("employer", "employer"), ("participant", "participant"), ("programme", "coordinator")):
        sign(session, placed, party, role)
    return placed


def sign(session: Session, placed: Placed, party: str, role: str, **how: Any) -> None:
    whole = {"read": placed.placement.edition} | how
    deeds.sign(session, placed, Signing(party, "A Name", **whole), Act("x", role, NOON))


def says(session: Session, placed: Placed, stops: bool | None = None) -> str:
    found = looking.open_points(session, placed, NOON)
    return "\n".join(each.text for each in found if stops is None or each.stops == stops)


def test_what_is_missing_is_said_and_stops_it(session: Session) -> None:
    placed = a_draft(session, typed=Typed("work_experience"))
    placed.placement.card = []

    text = says(session, placed, stops=True)

    for missing in ("no days", "Who is there", "What is done", "What does it lead to", "without a name"):
        assert missing in text
    with pytest.raises(NotYetWhole):
        drafts.send(session, placed, GRACE, NOON)
    assert placed.placement.state == "draft"
    assert session.scalars(select(Message)).all() == []


def test_sent_both_get_a_link_and_no_letter_to_the_employer_names_anybody(session: Session) -> None:
    placed = sent(session)

    letters = {each.key.rpartition(" ")[2]: each for each in session.scalars(select(Message))}

    reference = placed.placement.reference
    assert f"[private link sign {reference}:participant]" in letters["participant"].body
    assert f"[private link sign {reference}:employer]" in letters["employer"].body
    assert letters["employer"].recipient == HELEN.email
    assert "Person P1" not in letters["employer"].body + letters["employer"].subject
    assert not {"must", "deadline", "sanction"} & set(letters["participant"].body.lower().split())


def test_three_sign_in_any_order_and_then_the_days_carry_it(session: Session) -> None:
    placed = signed(session)

    assert placed.placement.state == "signed"
    placement_moves.note_the_days(session, NOON + timedelta(days=11))
    assert placed.placement.state == "running"
    placement_moves.note_the_days(session, NOON + timedelta(days=40))
    assert [each.transition for each in placed.placement.steps][-3:] == ["complete", "begin", "finish"]


def test_days_of_downtime_are_caught_up_in_their_order(session: Session) -> None:
    placed = signed(session)

    assert state(placed.placement, MONDAY) == "running"  # whether or not anything noted it
    placement_moves.note_the_days(session, NOON + timedelta(days=60))

    assert [(each.before, each.after) for each in placed.placement.steps][-2:] == [
        ("signed", "running"),
        ("running", "finished"),
    ]


@pytest.mark.parametrize(
    ("party", "role", "how", "refused"),
    [
        ("employer", "coordinator", {}, NotThisRole),
        ("programme", "keyworker", {}, NotThisRole),
        ("participant", "employer", {}, NotThisRole),
        ("employer", "employer", {"read": 0}, ChangedMeanwhile),
        ("participant", "participant", {"ticked": False}, NotTicked),
        ("employer", "coordinator", {"how": "paper", "read": None, "on": TODAY + timedelta(days=1)}, NotADay),
    ],
)
def test_a_signature_that_cannot_be_is_refused(
    session: Session, party: str, role: str, how: dict[str, Any], refused: type
) -> None:
    placed = sent(session)

    with pytest.raises(refused):
        sign(session, placed, party, role, **how)
    assert placed.placement.signatures == []


def test_a_signature_counts_once_has_a_name_and_comes_before_the_first_day(session: Session) -> None:
    placed = sent(session)
    sign(session, placed, "employer", "keyworker", how="paper", read=None)

    with pytest.raises(SignedAlready):
        sign(session, placed, "employer", "employer")
    with pytest.raises(NoName):
        deeds.sign(session, placed, Signing("participant", "  ", read=1), Act("x", "participant", NOON))
    with pytest.raises(DaysPassed):
        deeds.sign(
            session, placed, Signing("participant", "A", read=1), Act("x", "participant", NOON + timedelta(days=12))
        )


def withhold(session: Session, why: str | None = "Wages were not paid.") -> None:
    promised(session).employer.withheld = why
    session.flush()


@pytest.mark.parametrize(
    ("party", "role", "how", "reads_why"),
    [
        ("employer", "employer", "link", False),
        ("employer", "employer", "page", False),
        ("employer", "coordinator", "paper", True),
        ("employer", "keyworker", "paper", True),
        ("participant", "participant", "link", False),
        ("programme", "coordinator", "page", True),
    ],
)
def test_nothing_is_signed_with_an_employer_that_is_withheld(
    session: Session, party: str, role: str, how: str, reads_why: bool
) -> None:
    placed = sent(session)
    withhold(session)

    with pytest.raises(NotJustNow) as refused:
        sign(session, placed, party, role, how=how, read=None if how == "paper" else 1)

    assert ("Wages were not paid." in str(refused.value)) == reads_why
    assert ("withheld" in str(refused.value)) == reads_why
    assert (placed.placement.signatures, placed.placement.state) == ([], "to_sign")
    withhold(session, None)
    sign(session, placed, party, role, how=how, read=None if how == "paper" else 1)
    assert len(placed.placement.signatures) == 1


def test_what_was_signed_before_does_not_begin_while_the_employer_is_withheld(session: Session) -> None:
    placed = signed(session)
    placement, first = placed.placement, NOON + timedelta(days=11)
    withhold(session)
    assert state(placement, MONDAY - timedelta(days=1)) == "signed"
    assert state(placement, MONDAY) == "to_sign"

    placement_moves.note_the_days(session, first)

    assert (placement.state, signed_by(placement)) == ("to_sign", set())
    assert [each.transition for each in placement.steps][-1] == "stop"
    withhold(session, None)
    placement_moves.note_the_days(session, first + timedelta(days=1))
    assert placement.state == "to_sign"  # nobody begins half-way through, without a person having decided it
    late = Act("x", "employer", first + timedelta(days=1))
    with pytest.raises(DaysPassed):
        deeds.sign(session, placed, Signing("employer", "A Name", read=placement.edition), late)
    drafts.edit(
        session, placed, Typed("work_experience", hours(MONDAY + timedelta(weeks=2)), words=WORDS), GRACE, first
    )
    for party, role in (("employer", "employer"), ("participant", "participant"), ("programme", "coordinator")):
        sign(session, placed, party, role)
    assert state(placement, MONDAY + timedelta(weeks=2)) == "running"


def test_what_runs_when_an_employer_is_withheld_goes_on_until_somebody_decides(session: Session) -> None:
    placed = signed(session)
    placement_moves.note_the_days(session, NOON + timedelta(days=11))
    withhold(session)
    placement_moves.note_the_days(session, NOON + timedelta(days=12))
    assert placed.placement.state == "running"


def test_a_change_takes_every_signature_and_says_what_changed_field_by_field(session: Session) -> None:
    placed = signed(session)
    moved = [each for each in hours() if each.day != MONDAY]

    drafts.edit(session, placed, Typed("work_experience", moved, words=WORDS | {"tasks": "Pans"}), GRACE, NOON)

    assert placed.placement.state == "to_sign"
    assert placed.placement.edition == 2
    changed = {what: (old, new) for what, old, new in placed.placement.steps[-1].changed}
    assert changed == {
        "What is done there": ("Washing up", "Pans"),
        "Monday 25 January 2027": ("09:30–14:30", "nothing"),
    }
    again = session.scalars(select(Message).where(Message.key.like(f"{asking.SIGN} % 2 %"))).all()
    assert {each.key.rpartition(" ")[2] for each in again} == {"participant", "employer"}
    assert all("Washing up became Pans" in each.body for each in again)
    drafts.edit(session, placed, Typed("work_experience", moved, words=WORDS | {"tasks": "Pans"}), GRACE, NOON)
    assert placed.placement.edition == 2  # nothing changed, so nobody is asked again


def test_an_older_letter_is_not_sent_any_more(session: Session) -> None:
    placed = sent(session)
    first = {each.key: each for each in session.scalars(select(Message))}
    assert {messages.overtaken(session, each, NOON, CHECKS) for each in first.values()} == {None}

    sign(session, placed, "employer", "employer")
    key = f"{asking.SIGN} {placed.placement.reference} 1 "
    assert messages.overtaken(session, first[key + "employer"], NOON, CHECKS) == "It is signed already."
    drafts.edit(session, placed, Typed("work_experience", hours()[:6], words=WORDS), GRACE, NOON)
    assert messages.overtaken(session, first[key + "participant"], NOON, CHECKS) is not None


def test_a_no_costs_nothing_keeps_no_reason_and_frees_the_place(session: Session) -> None:
    placed = sent(session)
    placement_seats.set_room(session, placed.placement.vacancy.employer, "", "1", by="x", now=NOON)
    other = a_draft(session, "P2")
    with pytest.raises(NotYetWhole, match="room for 1 at once"):
        drafts.send(session, other, GRACE, NOON)

    deeds.call_off(session, placed, "say_no", Act(deeds.ANONYMOUS, "participant", NOON, "I would rather not."))

    assert placed.placement.steps[-1].why is None
    assert "No reason is asked." in session.scalars(select(Task)).one().why
    off = session.scalars(select(Message).where(Message.key.startswith(asking.OFF))).one()
    assert "said no" not in off.body
    drafts.send(session, other, GRACE, NOON)


def test_an_employers_no_is_told_by_somebody(session: Session) -> None:
    placed = sent(session)

    deeds.call_off(session, placed, "step_back", Act(HELEN.email, "employer", NOON))

    task = session.scalars(select(Task)).one()
    assert (task.participant_id, task.why) == (placed.participant_id, asking.BY_A_PERSON)
    with pytest.raises(NotNow):
        sign(session, placed, "participant", "participant")


def test_a_wish_by_link_is_told_to_the_keyworker_and_what_a_keyworker_wrote_down_is_not(session: Session) -> None:
    first, second = signed(session), sent(session, "P2")
    deeds.call_off(session, first, "say_no", Act("the participant", "participant", NOON))
    deeds.call_off(session, second, "say_no", Act(PRIYA.email, "keyworker", NOON))

    task = session.scalars(select(Task).where(Task.key.startswith("told placement"))).one()
    assert task.participant == first.participant
    assert task.why == "Person P1 said so by the private link. No reason is asked."


def test_a_keyworker_is_asked_for_no_edition_that_is_not_to_be_signed_any_more(session: Session) -> None:
    placed = sent(session, channel="phone", email=None)
    keyworker = placed.participant.keyworker_id
    drafts.edit(session, placed, Typed("work_experience", hours(), words=WORDS | {"where": "Gate 2"}), GRACE, NOON)

    assert [each.key.split(" ")[2] for each in by_hand.tasks(session, keyworker, NOON, asking.CHECKS)] == ["2"]

    deeds.call_off(session, placed, "cancel", Act(GRACE.email, "coordinator", NOON, "Another job came first."))
    assert [each.key.split(" ")[0] for each in by_hand.tasks(session, keyworker, NOON, asking.CHECKS)] == ["told"]


@pytest.mark.parametrize(("later", "opens"), [(0, True), (42, True), (43, False)])
def test_a_link_opens_until_some_days_after_the_last_day(session: Session, later: int, opens: bool) -> None:
    placed = signed(session)
    opened = Opened(f"{placed.placement.reference}:participant", "p@example.org")
    day = TODAY + timedelta(days=later)
    assert placed.placement.ends_on == date(2027, 2, 5)
    placed.placement.ends_on = TODAY + timedelta(days=12)  # thirty days before the last of these

    with nullcontext() if opens else pytest.raises(PrivateLinkSpent):
        assert deeds.behind_link(session, opened, day).placed is placed


def test_ended_early_by_whom_and_what_is_after_is_free(session: Session) -> None:
    placed = signed(session)
    then = NOON + timedelta(days=13)

    deeds.end(session, placed, "leave", Act(PRIYA.email, "keyworker", then), last=MONDAY + timedelta(days=1))

    assert (placed.placement.state, placed.placement.ended_by) == ("ended", "participant")
    assert placed.placement.ended_on == MONDAY + timedelta(days=1)
    left = placement_seats.full(session, placed.placement, [])
    assert left == []
    with pytest.raises(NotNow):
        deeds.end(session, placed, "leave", Act(PRIYA.email, "keyworker", then))


def test_a_renewal_begins_with_everything_and_there_is_one(session: Session) -> None:
    roles = (("Kitchen", 6), ("Hall", 4))
    placed = sent(session, typed=Typed("work_experience", hours(), roles, WORDS, support="A bus pass"))
    for party, role in (("employer", "employer"), ("participant", "participant"), ("programme", "coordinator")):
        sign(session, placed, party, role)

    made = drafts.renew(session, placed, GRACE, NOON)

    assert [each.day for each in made.placement.days] == [
        each.day + timedelta(weeks=2) for each in placed.placement.days
    ]
    assert [(each.name, each.days) for each in made.placement.roles] == list(roles)
    assert (made.placement.tasks, made.placement.called, made.support) == ("Washing up", "Person P1", "A bus pass")
    assert placement_moves.chain(session, placed.placement) == [placed.placement, made.placement]
    with pytest.raises(RenewedAlready):
        drafts.renew(session, placed, GRACE, NOON)


def test_a_renewal_counts_with_what_it_renews(session: Session) -> None:
    long = Typed("work_experience", hours(days=33), words=WORDS)
    placed = sent(session, typed=long)
    for party, role in (("employer", "employer"), ("participant", "participant"), ("programme", "coordinator")):
        sign(session, placed, party, role)

    made = drafts.renew(session, placed, GRACE, NOON)

    assert "with what it renews; the longest is 8 weeks" in says(session, made, stops=True)


def test_a_paper_of_the_site_that_runs_out_before_the_last_day_stops_it(session: Session) -> None:
    placed = a_draft(session)
    typed = safety.Typed("", "liability_insurance", "Harbour Mutual", "2027-02-03")
    safety.see(session, "E1", typed, by="x", now=NOON)

    assert "in date until 3 February 2027 only, and the last day is 5 February" in says(session, placed, stops=True)
    assert "Not seen yet: risk assessment" in says(session, placed, stops=False)


def test_an_interview_at_that_time_stops_it(session: Session) -> None:
    placed = a_draft(session)
    slot = a_slot(session, "S1", "2027-01-26 11:00")
    referral = a_referral(session, placed.participant, promised(session))
    interviews.book(session, referral, slot, GRACE, NOON)

    assert "has an interview at 11:00 on 26 January" in says(session, placed, stops=True)

    interviews.cancel(session, referral, GRACE, NOON, why="So it is.")
    drafts.send(session, placed, GRACE, NOON)


MEETS = "On Tue 26 January, Tue 2 February the hours meet what Person P1 has stated"


def test_days_that_meet_what_is_stated_are_answered_before_it_is_sent(session: Session) -> None:
    placed = a_draft(session, caring="Tue 08:00-10:00", available="any")
    assert MEETS in says(session, placed, stops=True)
    with pytest.raises(NotYetWhole):
        drafts.send(session, placed, GRACE, NOON)
    with pytest.raises(NotYourPerson):
        drafts.arrange(session, placed, "A neighbour collects.", Actor("kim@hallbrook.example", "keyworker"))

    drafts.arrange(session, placed, " A neighbour collects on both. ", KEYWORKER)

    assert "It was seen to: A neighbour collects on both." in says(session, placed, stops=False)
    drafts.send(session, placed, GRACE, NOON)
    trail = select(AuditEntry.changes).where(AuditEntry.kind == "placed", AuditEntry.action == "changed")
    assert any("A neighbour collects on both." in str(each) for each in session.scalars(trail))


def test_the_employer_reads_no_word_of_what_was_arranged(session: Session) -> None:
    placed = a_draft(session, caring="Tue 08:00-10:00", available="any")
    drafts.arrange(session, placed, "A neighbour collects.", KEYWORKER)
    drafts.send(session, placed, GRACE, NOON)

    copies = {each: str(placement_papers.agreement(session, placed, each, NOON)) for each in ("person", "employer", "programme")}  # fmt: skip
    assert [each for each, said in copies.items() if "neighbour" in said] == ["person"]
    told = [each.body + each.subject for each in session.scalars(select(Message))]
    assert not any("neighbour" in each for each in told)
    assert "neighbour" not in str(placement_paper.whole(placed.placement))
    assert not any("neighbour" in str(each.why) + str(each.changed) for each in placed.placement.steps)


def test_other_hours_answer_it_too_and_what_was_arranged_is_for_its_own_days(session: Session) -> None:
    placed = a_draft(session, caring="Tue 08:00-10:00", available="any")
    drafts.edit(session, placed, Typed("work_experience", hours(pattern="Mon-Fri 11:30-14:30"), words=WORDS), GRACE, NOON)  # fmt: skip
    assert "has stated" not in says(session, placed, stops=True)
    with pytest.raises(NothingMeets):
        drafts.arrange(session, placed, "Nothing to say", KEYWORKER)

    drafts.edit(session, placed, Typed("work_experience", hours(), words=WORDS), GRACE, NOON)
    drafts.arrange(session, placed, "A neighbour collects.", KEYWORKER)
    drafts.send(session, placed, GRACE, NOON)
    longer = Typed("work_experience", hours(days=19), words=WORDS)
    with pytest.raises(NotYetWhole, match="On Tue 9 February the hours meet"):
        drafts.edit(session, placed, longer, GRACE, NOON)
    assert len(placed.placement.days) == 10

    drafts.edit(session, placed, replace(longer, arranged="On all three a neighbour collects."), GRACE, NOON)
    assert arranged.of(placed) == "On all three a neighbour collects."
    again = drafts.renew(session, signs_all(session, placed), GRACE, NOON)
    assert (again.arranged, arranged.of(again)) == ("On all three a neighbour collects.", "")
    assert "has stated" in says(session, again, stops=True)


def test_school_holidays_that_are_not_known_are_a_question(session: Session) -> None:
    placed = a_draft(session, caring="Mon-Fri 08:00-16:00 (holidays)", available="any")

    assert "it is not known whether Person P1 is free: school holidays" in says(session, placed, stops=False)
    drafts.send(session, placed, GRACE, NOON)


def test_nobody_is_in_two_places(session: Session) -> None:
    first = sent(session)
    job = a_vacancy(session, "V2")
    other = drafts.draft(
        session, first.participant, job, GRACE, NOON, scheme="work_experience", card=first.placement.card
    )
    afternoon = hours(pattern="Mon-Fri 14:30-16:30")
    drafts.edit(session, other, Typed("work_experience", hours(), words=WORDS), GRACE, NOON)
    assert "is at Employer E1 at that time" in says(session, other, stops=True)

    drafts.edit(session, other, Typed("work_experience", afternoon, words=WORDS), GRACE, NOON)
    drafts.send(session, other, GRACE, NOON)  # two halves of a day are two


def test_the_last_place_is_taken_once(session: Session) -> None:
    placed, other = sent(session), a_draft(session, "P2")
    placement_seats.set_room(session, placed.placement.vacancy.employer, "", "1", by="x", now=NOON)

    with pytest.raises(NoRoom, match="room for 1 at once"):
        placement_seats.take(session, other.placement)


def test_an_agreement_counts_what_runs_under_it(session: Session) -> None:
    placed = signed(session)
    agreement = placed.placement.agreement
    assert agreement is not None
    sent(session, "P2")
    a_draft(session, "P3")  # nobody was promised anything by it yet

    counted = promise(agreement, MONDAY)
    assert (counted.booked, counted.waiting, counted.held, counted.left) == (1, 1, 0, 1)
    assert promise(agreement, MONDAY + timedelta(days=60)).held == 1


def test_an_unpaid_placement_that_began_counts_at_its_employer(session: Session) -> None:
    signed(session)
    assert employer_care.placements(session, NOON - timedelta(days=90)) == []
    placement_moves.note_the_days(session, NOON + timedelta(days=15))

    (found,) = employer_care.placements(session, NOON - timedelta(days=90))
    assert (found.placements, found.hires) == (1, 0)


def test_a_keyworker_drafts_for_the_own_people_and_does_not_send(session: Session) -> None:
    person = a_participant(session, "P1", share="name")
    placed = drafts.draft(session, person, promised(session), KEYWORKER, NOON, scheme="swap", card=drafts.named(person))
    drafts.edit(session, placed, Typed("swap", hours(), words=WORDS), KEYWORKER, NOON)

    with pytest.raises(NotThisRole):
        drafts.send(session, placed, KEYWORKER, NOON)
