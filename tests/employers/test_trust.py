"""Withheld with evidence and a second look, limits that lift by themselves, safety files, roles of contacts, how an employer answers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import time_machine
import trade
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, TODAY

from brokerage import accounts, consent, desk, interviews, referrals
from brokerage.models import AuditEntry
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Contact, Employer, Introduction, Vacancy
from employers.trust import caps, roles, safety, withholding
from employers.trust.responsiveness import responsiveness
from employers.trust.safety import Typed
from employers.trust_models import Withholding

SAM, RUTH = "sam@hallbrook.example", "ruth@hallbrook.example"
REVIEW = TODAY + timedelta(days=28)


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def employer(session) -> Employer:
    return trade.an_employer(session, coordinator=GRACE.email)


def withheld(session, employer: Employer) -> Withholding:
    rests = "Two payslips seen."
    return withholding.withhold(session, employer, "Paid late.", rests, REVIEW, by=GRACE.email, now=NOON)


# Withheld


def test_whoever_withheld_does_not_review(session, employer):
    withheld(session, employer)
    assert employer.withheld == "Paid late."
    with pytest.raises(withholding.SecondPerson):
        withholding.put_back(session, employer, "Settled.", by=GRACE.email, now=NOON)

    withholding.note(session, employer, "their_side", "The bank was slow.", REVIEW, by=GRACE.email, now=NOON)
    withholding.keep(session, employer, date(2027, 3, 1), "One still waits.", by=RUTH, now=NOON)
    assert employer.withheld
    withholding.put_back(session, employer, "All are paid.", by=RUTH, now=NOON)

    assert employer.withheld is None
    assert withholding.case(session, employer) is None
    (case,) = withholding.cases(session, employer)
    assert [(step.what, step.by) for step in case.steps] == [
        ("withheld", GRACE.email),
        ("their_side", GRACE.email),
        ("kept", RUTH),
        ("put_back", RUTH),
    ]
    assert (case.reviewed_by, case.open, case.ended_at) == (RUTH, None, NOON)


def test_what_a_file_wrote_is_a_case_without_evidence_until_somebody_adds_it(session, employer):
    employer.withheld = "Under review."
    assert withholding.case(session, employer) is None
    assert [each.case for each in withholding.due(session, TODAY)] == [None]

    case = withholding.note(session, employer, "evidence", "Three complaints.", REVIEW, by=GRACE.email, now=NOON)

    assert case.opened_by == GRACE.email
    assert [step.what for step in case.steps] == ["by_file", "evidence"]
    assert withholding.due(session, TODAY) == []
    assert [each.case for each in withholding.due(session, REVIEW)] == [case]


def test_a_file_may_clear_it_and_the_next_case_is_a_new_one(session, employer):
    first = withheld(session, employer)
    employer.withheld = None
    session.flush()
    assert withholding.case(session, employer) is None

    second = withheld(session, employer)

    assert second is not first
    assert [each.open for each in withholding.cases(session, employer)] == ["yes", None]


@pytest.mark.parametrize(
    ("reason", "rests_on", "day", "why"),
    [
        ("", "Seen.", REVIEW, "Say why"),
        ("Paid late.", " ", REVIEW, "what it rests on"),
        ("Paid late.", "Seen.", TODAY, "still to come"),
        ("x" * 501, "Seen.", REVIEW, "501 characters"),
    ],
)
def test_nobody_is_withheld_without_reason_evidence_and_a_next_look(session, employer, reason, rests_on, day, why):
    with pytest.raises(Refused, match=why):
        withholding.withhold(session, employer, reason, rests_on, day, by=GRACE.email, now=NOON)
    assert employer.withheld is None


def test_it_is_withheld_once(session, employer):
    withheld(session, employer)
    with pytest.raises(withholding.WithheldAlready):
        withholding.withhold(session, employer, "Again.", "Seen.", REVIEW, by=SAM, now=NOON)
    employer.withheld = None
    with pytest.raises(withholding.NotWithheld):
        withholding.keep(session, employer, REVIEW, "Seen.", by=RUTH, now=NOON)


# How many at once


def an_introduction(session, vacancy: Vacancy, reference: str, *, agreed: bool = True):
    person = trade.a_participant(session, reference, share="strengths")
    begun = trade.a_referral(session, person, vacancy, "checked")
    if agreed:
        words = [{"part": "strengths", "text": "Cooks for eight."}]
        said = {"said_on": TODAY, "actor": trade.PRIYA, "now": NOON, "shares": ["strengths"], "words": words}
        consent.answer(session, begun, "yes", **said)
    return begun


def limit(session, most: str = "", opens_on: str = ""):
    return caps.put(session, "E1", most, opens_on, by=HELEN.email, now=NOON)


def test_over_the_cap_nobody_is_introduced_until_an_answer_comes(session, employer):
    vacancy = trade.a_vacancy(session)
    limit(session, "1")
    first, second = (an_introduction(session, vacancy, each) for each in ("P1", "P2"))
    card = desk.introduce(session, first, GRACE, NOON)

    with (
        pytest.raises(
            caps.EnoughWaiting, match=r"1 person waits for an answer of Employer E1, who can answer 1 at once"
        ),
        session.begin_nested(),
    ):
        desk.introduce(session, second, GRACE, NOON)
    with pytest.raises(caps.EnoughWaiting):
        referrals.ask(session, trade.a_participant(session, "P3"), vacancy, GRACE, NOON)
    session.refresh(second)
    assert (second.state, second.introduction) == ("agreed", None)

    desk.record_answer(session, first, "hold", actor=GRACE, now=NOON)
    with pytest.raises(caps.EnoughWaiting), session.begin_nested():
        desk.introduce(session, second, GRACE, NOON)  # on hold is no answer yet
    desk.record_answer(session, first, "see", actor=GRACE, now=NOON)
    assert card.answer == "see"
    desk.introduce(session, second, GRACE, NOON)


def test_a_promised_interview_asks_for_no_answer_and_goes_on_over_the_cap(session, employer):
    trade.an_agreement(session)
    promised, other = trade.a_vacancy(session, agreement_reference="A1"), trade.a_vacancy(session, "V2")
    limit(session, "1")
    desk.introduce(session, an_introduction(session, other, "P1"), GRACE, NOON)

    desk.introduce(session, an_introduction(session, promised, "P2"), GRACE, NOON)

    assert caps.waiting(session, "E1").count == 1


def test_a_rest_ends_by_itself_on_its_day(session, employer):
    vacancy = trade.a_vacancy(session)
    begun = an_introduction(session, vacancy, "P1")
    limit(session, opens_on="2027-01-20")

    with pytest.raises(caps.Resting, match="rests until 20 January 2027"), session.begin_nested():
        desk.introduce(session, begun, GRACE, NOON)
    desk.introduce(session, begun, GRACE, NOON + timedelta(days=6))


@pytest.mark.parametrize(
    ("most", "opens_on", "why"),
    [
        ("0", "", "from 1 to 1000"),
        ("many", "", "from 1 to 1000"),
        ("", "soon", "2027-01-14"),
        ("", "2027-01-14", "still to come"),
        ("", "2028-02-14", "within a year"),
    ],
)
def test_a_limit_that_is_none_is_said(session, employer, most, opens_on, why):
    with pytest.raises(caps.BadLimit, match=why):
        limit(session, most, opens_on)


def test_of_two_at_once_only_as_many_are_introduced_as_the_cap_has(database):
    rounds = 4
    with transaction(by="test") as session:
        trade.an_employer(session)
        vacancy = trade.a_vacancy(session)
        limit(session, str(rounds))
        for number in range(rounds * 2):
            an_introduction(session, vacancy, f"P{number}")
    ready = Barrier(rounds * 2)

    def introduce(number: int) -> bool:
        ready.wait()
        try:
            with transaction(by="test") as session:
                desk.introduce(session, referrals.get(session, f"R-P{number}-V1"), GRACE, NOON)
        except caps.EnoughWaiting:
            return False
        return True

    with ThreadPoolExecutor(rounds * 2) as pool:
        assert sum(pool.map(introduce, range(rounds * 2))) == rounds
    with reading() as session:
        assert caps.waiting(session, "E1").count == rounds


# Safety files


def seen(session, item: str, expires_on: str = "", site: str = ""):
    return safety.see(session, "E1", Typed(site, item, "Northern, 4711", expires_on), by=GRACE.email, now=NOON)


@pytest.fixture
def placement(session, employer) -> Vacancy:
    trade.an_agreement(session, kind="work_experience")
    return trade.a_vacancy(session, agreement_reference="A1", postcode="HB1 2RH", involves="none")


def test_what_is_missing_is_asked_and_what_ran_out_stops(session, placement):
    assert safety.unknown(session, placement) == ["Employers’ liability insurance", "Risk assessment"]
    safety.check(session, placement, TODAY)

    seen(session, "liability_insurance", "2027-01-10")
    seen(session, "risk_assessment")
    assert safety.unknown(session, placement) == []
    safety.check(session, placement, date(2027, 1, 10))
    with pytest.raises(
        safety.RunOut, match=r"employers’ liability insurance ran out on 10 January 2027.*Helen Marsh can renew it"
    ):
        safety.check(session, placement, TODAY)


def test_a_paper_of_the_site_goes_before_one_for_all_sites(session, placement):
    seen(session, "liability_insurance", "2027-01-10")
    seen(session, "liability_insurance", "2027-12-31", "hb1 2rh")

    safety.check(session, placement, TODAY)
    elsewhere = trade.a_vacancy(session, "V2", agreement_reference="A1", postcode="HB2 6BS")
    with pytest.raises(safety.RunOut):
        safety.check(session, elsewhere, TODAY)


@pytest.mark.parametrize(
    ("facts", "needs"), [({"involves": "children"}, True), ({"dbs": "enhanced"}, True), ({"dbs": "basic"}, False)]
)
def test_safeguarding_is_needed_where_the_work_is_with_children_or_vulnerable_adults(session, placement, facts, needs):
    for name, value in facts.items():
        setattr(placement, name, value)
    assert ("safeguarding" in safety.needed(placement)) == needs


def test_a_renewal_by_the_employer_counts_once_one_of_us_has_seen_it(session, placement):
    seen(session, "liability_insurance", "2027-01-10")
    told = Typed("", "liability_insurance", "Northern, 4712", "2028-01-10")
    safety.tell(session, "E1", told, by=HELEN.email, now=NOON)

    with pytest.raises(safety.RunOut, match="waits for one of us to confirm it"):
        safety.check(session, placement, TODAY)
    kept = safety.see(session, "E1", told, by=GRACE.email, now=NOON)

    safety.check(session, placement, TODAY)
    assert (kept.note, kept.told_by, kept.seen_by) == ("Northern, 4712", None, GRACE.email)


def test_nobody_is_introduced_or_booked_where_it_has_run_out(session, placement):
    seen(session, "liability_insurance", "2027-01-18")
    begun, wanted = an_introduction(session, placement, "P1"), trade.a_participant(session, "P2")
    desk.introduce(session, begun, GRACE, NOON)
    late = trade.a_slot(session, "S1", "2027-01-19 11:15")
    booked = trade.a_referral(session, wanted, placement)

    with pytest.raises(safety.RunOut, match="18 January"):
        interviews.book(session, booked, late, GRACE, NOON)  # it would be after the last day
    assert booked.booking is None
    interviews.book(session, booked, trade.a_slot(session, "S2", "2027-01-18 11:15"), GRACE, NOON)
    with pytest.raises(safety.RunOut), session.begin_nested():
        desk.introduce(session, an_introduction(session, placement, "P3"), GRACE, NOON + timedelta(days=9))


def test_a_job_that_is_no_placement_needs_no_file(session, employer):
    job = trade.a_vacancy(session)
    seen(session, "liability_insurance", "2027-01-01")
    safety.check(session, job, TODAY)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (Typed("", "liability", "4711", ""), "what it is about"),
        (Typed("", "risk_assessment", " ", ""), "Write what it is"),
        (Typed("", "risk_assessment", "4711", "May"), "2027-01-14"),
        (Typed("the yard", "risk_assessment", "4711", ""), "postcode"),
    ],
)
def test_what_cannot_be_kept_of_a_file_is_said(session, employer, typed, why):
    with pytest.raises(safety.BadItem, match=why):
        safety.see(session, "E1", typed, by=GRACE.email, now=NOON)


# Roles of contacts


def somebody(session, employer: Employer, role: str, email: str = "omar@tanner.example", jobs=()) -> Contact:
    return roles.add(session, employer, name="Omar Said", email=email, role=role, jobs=jobs)


def test_a_contact_from_before_may_everything(session, employer):
    (helen,) = employer.contacts
    assert all(roles.may(helen, right) for right in roles.RIGHTS["admin"])


def test_a_hiring_manager_sees_the_own_jobs_and_their_people(session, employer):
    own, other = trade.a_vacancy(session, "V1"), trade.a_vacancy(session, "V2")
    trade.a_vacancy(session, "V3", trade.an_employer(session, "E2").reference)
    omar = somebody(session, employer, "hiring_manager", jobs=["V1", "V3", "nothing"])

    assert session.scalars(select(Vacancy.reference).where(roles.sees(omar))).all() == ["V1"]
    assert {job.reference for job in (own, other)} == set(
        session.scalars(select(Vacancy.reference).where(roles.sees(employer.contacts[0])))
    )
    assert not roles.may(omar, "contacts")
    assert not roles.may(omar, "sign")
    assert roles.may(omar, "answer")


def test_the_last_administrator_stays(session, employer):
    (helen,) = employer.contacts
    for change in (lambda: roles.remove(session, helen), lambda: roles.change(session, helen, "viewer", ())):
        with pytest.raises(roles.LastAdmin):
            change()
    omar = somebody(session, employer, "viewer")
    with pytest.raises(roles.LastAdmin):
        roles.change(session, helen, "viewer", ())

    roles.change(session, omar, "admin", ())
    roles.remove(session, helen)

    assert [each.name for each in employer.contacts] == ["Omar Said"]


def test_two_who_remove_each_other_at_once_leave_one(database):
    with transaction(by="test") as session:
        employer = trade.an_employer(session)
        somebody(session, employer, "admin")
        numbers = [each.id for each in employer.contacts]
    ready = Barrier(2)

    def remove(number: int) -> bool:
        ready.wait()
        try:
            with transaction(by="test") as session:
                roles.remove(session, roles.get(session, "E1", number))
        except (roles.LastAdmin, roles.NoSuchContact):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, numbers)) == [False, True]


def test_a_contact_who_is_removed_signs_in_no_more_and_can_be_asked_back(session, employer):
    omar = somebody(session, employer, "viewer")
    user = accounts.invite_contact(session, omar)
    before = user.fs_uniquifier

    accounts.let_go(session, omar)
    roles.remove(session, omar)
    assert (user.active, user.contact_id) == (False, None)
    assert user.fs_uniquifier != before

    again = accounts.invite_contact(session, somebody(session, employer, "viewer"))
    assert again is user
    assert user.active


@pytest.mark.parametrize(
    ("role", "email", "why"),
    [
        ("owner", "new@tanner.example", "what this contact may do"),
        ("viewer", "tanner", "whole e-mail address"),
        ("viewer", HELEN.email, "Helen Marsh is written down here already"),
    ],
)
def test_who_cannot_be_added_is_said(session, employer, role, email, why):
    with pytest.raises(Refused, match=why):
        somebody(session, employer, role, email)


def test_another_employers_contact_looks_absent(session, employer):
    theirs = trade.an_employer(session, "E2").contacts[0]
    with pytest.raises(roles.NoSuchContact):
        roles.get(session, "E1", theirs.id)


# How they answer


def test_answers_are_counted_and_too_few_say_nothing(session, employer):
    vacancy = trade.a_vacancy(session)
    since = NOON - timedelta(days=100)

    def card(name: str, **facts) -> None:
        laid = {"reference": name, "vacancy": vacancy, "card": [], "laid_at": NOON - timedelta(days=10)}
        session.add(Introduction(**laid | facts))

    card("I1")
    card("I2", answer="see", answered_at=NOON - timedelta(days=9), met=True, feedback="Kind.", feedback_at=NOON)
    card("I3", answer="not_this_time", answered_at=NOON - timedelta(days=5), reason="hours")
    card("I4", answer="hold", answered_at=NOON - timedelta(days=9))
    card("I5", answer="see", answered_at=NOON - timedelta(days=8), met=True)
    card("I6", taken_back_at=NOON)
    card("I7", laid_at=since - timedelta(days=1))
    session.flush()

    found = responsiveness(session, "E1", since)

    assert (found.introduced, found.answered, found.days) == (5, 3, 2.0)
    assert (found.interviews, found.met, found.feedback) == (2, 2, 1)
    assert not found.few(5)
    assert found.few(6)
    assert responsiveness(session, "E2", since).days is None


def test_each_change_leaves_a_line_in_the_trail(session, employer):
    withheld(session, employer)
    limit(session, "3")
    seen(session, "risk_assessment")
    kinds = set(session.scalars(select(AuditEntry.kind)))
    assert {"withholding", "withholding_step", "employer_limit", "site_safety", "employer"} <= kinds
