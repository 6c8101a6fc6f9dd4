"""The suitability check: filled in by the engine, completed by the keyworker, with two views side by side."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, TODAY, a_participant, a_referral, a_vacancy, an_employer

from brokerage import shortlists
from brokerage.fits import suitability
from brokerage.fits.suitability import Checked, Incomplete, NotAView, NothingSaid, NotOpen
from brokerage.referral_models import Referral
from brokerage.referrals import Actor, NotYourPerson, take
from employers.flows import NotNow
from matching.terms import FACTORS

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def referral(session: Session) -> Referral:
    an_employer(session)
    person = a_participant(session, limits="lifting 5", legal="money until 2031-05-01", caring="none")
    job = a_vacancy(session, demands="lifting 15", involves="money", pay_from=13.5, pay_period="hour")
    return a_referral(session, person, job, state="asked")


def line(referral, factor, role="keyworker"):
    return next(each for each in suitability.lines(referral, role) if each.factor == factor)


def test_the_engine_fills_in_its_eight_factors(session, referral):
    fit = suitability.fill(session, referral, TODAY)

    assert fit == shortlists.check_pair(referral.participant, referral.vacancy, TODAY)
    assert [each.factor for each in suitability.lines(referral, "keyworker")] == list(FACTORS)
    for factor in fit.factors:
        shown = line(referral, factor.factor)
        assert (shown.found, shown.status, shown.source, shown.touched) == (factor.status,) * 2 + ("our record", False)
        assert shown.text == " ".join(reason.text for reason in factor.reasons)


def test_she_completes_it_with_source_and_date(session, referral):
    suitability.fill(session, referral, TODAY)
    rows = {"hours": Checked("pass", "The manager, by telephone", YESTERDAY, "20 hours, in writing.")}

    suitability.complete(session, referral, rows, PRIYA, NOON)

    hours = line(referral, "hours")
    assert (hours.found, hours.status) == ("unknown", "pass")
    assert (hours.source, hours.seen_on, hours.note) == (
        "The manager, by telephone",
        YESTERDAY,
        "20 hours, in writing.",
    )
    assert (referral.state, referral.steps[-1].transition) == ("checked", "check")


def test_what_is_not_known_may_stay_so(session, referral):
    suitability.complete(session, referral, {}, PRIYA, NOON)
    assert referral.state == "checked"
    assert any(each.status == "unknown" for each in suitability.lines(referral, "keyworker"))


def test_what_she_added_stays_when_the_engine_looks_again(session, referral):
    suitability.save(session, referral, {"hours": Checked("fail", "Ola herself", YESTERDAY)}, PRIYA, NOON)
    assert referral.state == "asked"

    referral.vacancy.hours_guaranteed = 20
    referral.participant.hours_min, referral.participant.hours_max = 16, 24
    fit = suitability.fill(session, referral, TODAY)

    hours = line(referral, "hours")
    assert (hours.found, hours.status, hours.source) == ("pass", "fail", "Ola herself")
    assert {each.factor: each.status for each in fit.factors}["hours"] == "pass"


def test_completing_again_is_no_second_step(session, referral):
    suitability.complete(session, referral, {}, PRIYA, NOON)
    suitability.complete(session, referral, {"pay": Checked("pass", "The advert", TODAY)}, PRIYA, NOON)
    assert [step.transition for step in referral.steps] == ["check"]


@pytest.mark.parametrize(
    ("factor", "row", "sentence"),
    [
        ("hours", Checked("pass"), "Weekly hours: say who or what told you, and when."),
        ("hours", Checked("pass", "The manager"), "Weekly hours: say who or what told you, and when."),
        ("hours", Checked("unknown", "The manager"), "Weekly hours: say when that was."),
        (
            "hours",
            Checked("pass", "The manager", TODAY + timedelta(days=1)),
            "Weekly hours: 2027-01-15 is still to come.",
        ),
        ("legal", Checked("fail", "Ola herself", TODAY, "In 2019"), "nothing about an offence is written down here"),
        ("pay", Checked("pass", "x" * 251, TODAY), "Pay: write at most 250 characters"),
    ],
)
def test_a_line_that_cannot_be_kept_is_a_sentence(session, referral, factor, row, sentence):
    with pytest.raises(Incomplete) as refused:
        suitability.complete(session, referral, {factor: row, "skills": Checked("unknown")}, PRIYA, NOON)
    assert list(refused.value.wrong) == [factor]
    assert sentence in str(refused.value)
    assert referral.state == "asked"


def test_it_is_for_the_persons_own_keyworker(session, referral):
    for other in (GRACE, Actor("omar@hallbrook.example", "keyworker")):
        with pytest.raises(NotYourPerson):
            suitability.complete(session, referral, {}, other, NOON)


def test_of_law_and_conditions_a_coordinator_reads_that_the_keyworker_is_to_be_asked(session, referral):
    rows = {"conditions": Checked("pass", "Ola herself", TODAY, "Uses a trolley.")}
    suitability.complete(session, referral, rows, PRIYA, NOON)

    for factor in ("conditions", "legal"):
        own, theirs = line(referral, factor), line(referral, factor, "coordinator")
        assert own.text != theirs.text == "Ask the keyworker."
        assert (theirs.source, theirs.seen_on, theirs.note, theirs.touched) == ("", None, None, False)
    assert line(referral, "pay", "coordinator") == line(referral, "pay")


def test_open_questions_are_what_nobody_has_answered(session, referral):
    fit = suitability.fill(session, referral, TODAY)
    asked = suitability.open_questions(referral, fit)
    assert {each.factor for each in asked} >= {"hours", "skills"}
    assert all(each.text for each in asked)

    suitability.save(session, referral, {"hours": Checked("pass", "The manager", TODAY)}, PRIYA, NOON)
    assert {each.factor for each in asked} - {each.factor for each in suitability.open_questions(referral, fit)} == {
        "hours"
    }


def test_two_views_stand_side_by_side_and_stop_nothing(session, referral):
    suitability.say_view(session, referral, PRIYA, "She would like it, and says so.", NOON)
    suitability.say_view(session, referral, GRACE, "The manager is kind.", NOON)
    suitability.say_view(session, referral, GRACE, " The manager is patient. ", NOON + timedelta(hours=1))

    views = {role: suitability.view_of(referral, role) for role in ("keyworker", "coordinator")}
    assert [(role, view.by, view.text) for role, view in views.items() if view] == [
        ("keyworker", PRIYA.email, "She would like it, and says so."),
        ("coordinator", GRACE.email, "The manager is patient."),
    ]
    suitability.complete(session, referral, {}, PRIYA, NOON)
    assert referral.state == "checked"


def test_views_are_the_keyworkers_and_the_coordinators(session, referral):
    with pytest.raises(NotAView):
        suitability.say_view(session, referral, HELEN, "Hm.", NOON)
    with pytest.raises(NotYourPerson):
        suitability.say_view(session, referral, Actor("omar@hallbrook.example", "keyworker"), "Hm.", NOON)
    with pytest.raises(NothingSaid):
        suitability.say_view(session, referral, PRIYA, " ", NOON)


def test_what_ended_stays_as_it_was(session, referral):
    suitability.fill(session, referral, TODAY)
    before = suitability.lines(referral, "keyworker")
    take(session, referral, "set_aside", PRIYA, NOON, why="Ola starts elsewhere on Monday.")

    referral.vacancy.hours_guaranteed = 20
    suitability.fill(session, referral, TODAY)
    assert suitability.lines(referral, "keyworker") == before
    with pytest.raises(NotOpen):
        suitability.complete(session, referral, {}, PRIYA, NOON)
    with pytest.raises(NotOpen):
        suitability.say_view(session, referral, PRIYA, "Later.", NOON)
    with pytest.raises(NotNow):
        take(session, referral, "check", PRIYA, NOON)
