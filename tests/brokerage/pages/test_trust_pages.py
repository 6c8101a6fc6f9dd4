"""The pages of trust in employers: the case, the figures, the safety file, and what an employer sees to in the portal."""

from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
import trade
from flask.testing import FlaskClient
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, TODAY

from brokerage import accounts, settings
from brokerage.pages import care_tasks
from brokerage.sending.work_models import Message
from employers.db import reading, transaction
from employers.models import Contact, Employer
from employers.trust import caps, roles, safety, withholding
from employers.trust.safety import Typed
from employers.trust_models import Withholding

RUTH = "ruth@hallbrook.example"
NEXT = "2027-02-11"


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def town(app) -> None:
    with transaction(by="test") as session:
        for reference in ("E1", "E2"):
            employer = trade.an_employer(session, reference, coordinator=GRACE.email)
            if reference == "E2":
                employer.contacts[0].email = "omar@other.example"
            accounts.invite_contact(session, employer.contacts[0])
        trade.an_agreement(session, kind="work_experience")
        trade.a_vacancy(session, "V1", agreement_reference="A1", starts_on=TODAY, pay_from=14.0, hours_guaranteed=20.0)
        trade.a_vacancy(session, "V2", title="Porter")


@pytest.fixture
def grace(sign_in, town: None) -> FlaskClient:
    return sign_in("coordinator", email=GRACE.email, name="Grace Okoye")


@pytest.fixture
def ruth(sign_in, town: None) -> FlaskClient:
    return sign_in("manager", email=RUTH, name="Ruth Castell")


@pytest.fixture
def helen(sign_in, town: None) -> FlaskClient:
    return sign_in("employer", email=HELEN.email)


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.text)


def withheld() -> bool:
    with reading() as session:
        return session.scalars(select(Employer).where(Employer.reference == "E1")).one().withheld is not None


# The case


def test_a_case_from_the_first_evidence_to_being_put_back(grace, ruth):
    with transaction(by="test") as session:
        job = session.scalars(select(Employer).where(Employer.reference == "E1")).one().vacancies[1]
        trade.a_referral(session, trade.a_participant(session), job, "introduced")
    data = {"reason": "Paid late.", "text": "Two payslips seen.", "review_on": NEXT}
    page = grace.post("/employers/E1/withheld/withhold", data=data, follow_redirects=True).text
    assert "Two payslips seen." in page
    assert "Person P1" in page
    assert "Withheld by</dt><dd>You" in page
    assert "Employer E1 is withheld: 1 person was introduced" in read(grace, "/")

    shown = read(ruth, "/employers/E1/withheld")
    assert "Person P1" not in shown  # counts for a manager, no names
    assert "What runs already" in shown
    assert "Review why" not in read(ruth, "/")  # not before its day
    grace.post("/employers/E1/withheld/their-side", data={"text": "The bank was slow."})
    kept = ruth.post("/employers/E1/withheld/keep", data={"text": "One still waits.", "review_on": NEXT})
    assert kept.status_code == 302
    assert ruth.post("/employers/E1/withheld/put-back", data={"text": " "}).status_code == 422
    assert withheld()
    page = ruth.post("/employers/E1/withheld/put-back", data={"text": "All are paid."}, follow_redirects=True).text
    assert "its jobs are in lists again" in page
    assert "The bank was slow." in page
    assert not withheld()


def test_what_a_file_wrote_asks_for_its_evidence_and_waits_on_the_managers_today(grace, ruth):
    with transaction(by="test") as session:
        session.scalars(select(Employer).where(Employer.reference == "E2")).one().withheld = "Under review."
    assert "Written down by file; add what it rests on." in read(grace, "/employers/E2/withheld")
    assert "Say why Employer E2 is withheld" in read(grace, "/?all")
    assert "Review why Employer E2 is withheld" in read(ruth, "/")

    grace.post("/employers/E2/withheld/evidence", data={"text": "Three complaints."})

    assert "Say why" not in read(grace, "/?all")
    assert "Review why" not in read(ruth, "/")
    with transaction(by="test") as session:
        session.scalars(select(Withholding)).one().review_on = TODAY
    assert "It is to be looked at again today." in read(ruth, "/")


def test_each_does_the_own_part_and_one_person_not_both(grace, ruth, sign_in, account):
    for client, what in ((grace, "keep"), (grace, "put-back"), (ruth, "withhold"), (ruth, "evidence"), (ruth, "else")):
        assert client.post(f"/employers/E1/withheld/{what}", data={"text": "x"}).status_code == 404, what
    both = sign_in("coordinator", email=RUTH)
    with transaction(by="test") as session:
        accounts.invite(session, RUTH, "coordinator")
    data = {"reason": "Paid late.", "text": "Seen.", "review_on": NEXT}
    assert both.post("/employers/E1/withheld/withhold", data=data).status_code == 302
    assert "a second person reviews it" in read(both, "/employers/E1/withheld")
    assert both.post("/employers/E1/withheld/put-back", data={"text": "Fine."}).status_code == 403
    assert both.post("/employers/E1/withheld/withhold", data=data).status_code == 409


@pytest.mark.parametrize("data", [{"text": "Seen."}, {"reason": "Late.", "text": "Seen.", "review_on": "soon"}])
def test_what_was_typed_stays_where_something_is_missing(grace, data):
    answer = grace.post("/employers/E1/withheld/withhold", data=data)
    assert answer.status_code == 422
    assert "Seen.</textarea>" in answer.text
    assert not withheld()


def test_signs_that_no_database_takes_are_left_out(grace, helen):
    said = {"item": "risk_assessment", "note": "Of\x00 May", "expires_on": "", "site": ""}
    assert (
        grace.post(
            "/employers/E1/withheld/withhold", data={"reason": "La\x00te.", "text": "\x00", "review_on": NEXT}
        ).status_code
        == 422
    )
    assert grace.post("/employers/E1/safety", data=said).status_code == 302
    assert helen.post("/portal/safety", data={**said, "site": "\x00"}).status_code == 422
    assert (
        helen.post("/portal/contacts", data={"name": "\x00", "email": "a\x00b@c.example", "role": "viewer"}).status_code
        == 422
    )
    assert "Of May" in read(grace, "/employers/E1/safety")


def test_the_form_of_an_employer_leaves_the_reason_to_its_own_page(grace):
    assert 'name="withheld"' not in read(grace, "/employers/E1/edit")
    grace.post("/employers/E1/edit", data={"name": "Employer E1", "withheld": "By the way."})
    assert not withheld()


# Figures and limits


def test_the_figures_are_facts_with_their_counts(grace):
    page = read(grace, "/employers/E1/care")
    assert "Too few to say anything by: from 5 on" in page
    assert "January to June 2027" in page
    assert "1 of 1" in page  # £14.00 an hour, above the real Living Wage of October 2025
    assert "No day said" in page
    assert "How it goes" in read(grace, "/employers/E1")


def test_a_limit_set_by_either_side_is_shown_to_both(grace, helen):
    assert helen.post("/portal/limits", data={"most": "2", "opens_on": "2027-02-01"}).status_code == 302
    for client, address in ((grace, "/employers/E1/care"), (grace, "/employers/E1")):
        assert "rests until 1 February 2027" in read(client, address)

    assert grace.post("/employers/E1/care/limits", data={"most": "none"}).status_code == 422
    grace.post("/employers/E1/care/limits", data={"most": "3", "opens_on": ""})
    assert 'value="3"' in read(helen, "/portal/limits")
    bad = helen.post("/portal/limits", data={"most": "lots"})
    assert bad.status_code == 422
    assert 'value="lots"' in bad.text


def test_asking_during_a_rest_says_when_it_opens(grace):
    with transaction(by="test") as session:
        trade.a_participant(session)
        caps.put(session, "E1", "", "2027-02-01", by=HELEN.email, now=NOON)
    assert "rests until 1 February 2027" in read(grace, "/vacancies/V2")
    answer = grace.post("/vacancies/V2/ask", data={"person": "P1", "confirmed": "yes"})
    assert answer.status_code == 409
    assert "rests until 1 February 2027" in unescape(answer.text)


def test_placements_without_hires_are_raised_and_answered(grace, ruth):
    with transaction(by="test") as session:
        job = session.scalars(select(Employer).where(Employer.reference == "E1")).one().vacancies[0]
        for number in range(settings.load().trust.placements):
            person = trade.a_participant(session, f"P{number}")
            trade.a_referral(session, person, job, "met").introduction.met = True
    head = "Look into Employer E1: 3 unpaid placements, 0 hires"
    assert head in read(grace, "/?all")
    assert head in read(ruth, "/")
    assert ruth.post("/employers/E1/care/placements", data={"word": ""}).status_code == 422

    ruth.post("/employers/E1/care/placements", data={"word": "A new site; posts open in spring."})

    assert head not in read(grace, "/?all")
    assert "A new site; posts open in spring." in read(ruth, "/employers/E1/care")


# The safety file


def test_a_file_from_the_employers_word_to_being_seen(grace, helen):
    assert "Ask Employer E1 what is in place for placements" in read(grace, "/?all")
    said = {"item": "liability_insurance", "note": "Northern, 4711", "expires_on": "2027-01-10", "site": ""}
    assert helen.post("/portal/safety", data={**said, "note": ""}).status_code == 422
    helen.post("/portal/safety", data=said)
    assert "It waits to be seen by us." in read(helen, "/portal/safety")
    assert "See the employers’ liability insurance of Employer E1" in read(grace, "/?all")

    grace.post("/employers/E1/safety", data=said)

    assert "it ran out on 10 January 2027" in read(helen, "/portal/safety")
    assert "Run out" in read(grace, "/employers/E1/safety")
    assert "renew what has run out" in read(grace, "/?all")
    assert "Nobody is placed there until it is renewed." in read(grace, "/employers/E1")
    wrong = grace.post("/employers/E1/safety", data={**said, "expires_on": "May"})
    assert wrong.status_code == 422
    assert "Northern, 4711" in wrong.text


def test_a_placement_that_cannot_be_says_why_on_the_page(grace):
    with transaction(by="test") as session:
        typed = Typed("", "risk_assessment", "Of May", "2027-01-10")
        safety.see(session, "E1", typed, by=GRACE.email, now=NOON)
        job = session.scalars(select(Employer).where(Employer.reference == "E1")).one().vacancies[0]
        begun = trade.a_referral(session, trade.a_participant(session), job)
        trade.a_slot(session)
    answer = grace.post(f"/referrals/{begun.reference}/book", data={"slot": "S1"})
    assert answer.status_code == 409
    assert "risk assessment ran out on 10 January 2027" in unescape(answer.text)


# Contacts


def test_an_administrator_invites_changes_and_removes(helen, sign_in):
    said = {"name": "Rae Lund", "email": "rae@tanner.example", "role": "viewer"}
    assert helen.post("/portal/contacts", data={**said, "email": "rae"}).status_code == 422
    helen.post("/portal/contacts", data=said)
    with reading() as session:
        rae = session.scalars(select(Contact).where(Contact.email == said["email"])).one().id
        assert session.scalars(select(Message).where(Message.recipient == said["email"])).one().due_at == NOON
    visitor = sign_in("employer", email=said["email"])
    assert visitor.get("/portal/people").status_code == 200
    for address in ("/portal/contacts", "/portal/limits", "/portal/safety", "/portal/times", "/portal/jobs/new"):
        refused = visitor.get(address)
        assert refused.status_code == 403
        assert "Helen Marsh can do it" in refused.text

    helen.post(f"/portal/contacts/{rae}", data={"role": "hiring_manager", "job": ["V2"]})
    assert "Kitchen assistant" not in read(visitor, "/portal/jobs")
    assert "Porter" in read(visitor, "/portal/jobs")
    assert visitor.get("/portal/jobs/V1").status_code == 404
    assert visitor.get("/portal/times").status_code == 200
    helen.post(f"/portal/contacts/{rae}/remove")
    assert visitor.get("/portal").status_code == 302


def test_the_last_administrator_cannot_go_and_anothers_contact_is_absent(helen):
    with reading() as session:
        own, other = (session.scalars(select(Contact.id).order_by(Contact.id)).all())[:2]
    refused = helen.post(f"/portal/contacts/{own}/remove")
    assert refused.status_code == 409
    assert "Somebody has to be able to invite others" in refused.text
    assert helen.get("/portal").status_code == 200
    for address in (f"/portal/contacts/{other}", f"/portal/contacts/{other}/remove", "/portal/contacts/999"):
        assert helen.post(address, data={"role": "viewer"}).status_code == 404


def test_an_address_that_is_somebody_elses_work_cannot_be_invited(helen, grace):
    answer = helen.post("/portal/contacts", data={"email": GRACE.email, "role": "viewer"})
    assert answer.status_code == 422
    assert "This address cannot be invited here." in answer.text
    assert "There is an account" not in answer.text


def test_a_hiring_manager_sees_only_the_own_jobs_people(helen, sign_in):
    with transaction(by="test") as session:
        employer = session.scalars(select(Employer).where(Employer.reference == "E1")).one()
        for number, job in enumerate(employer.vacancies):
            trade.a_referral(session, trade.a_participant(session, f"P{number}"), job, "introduced")
        made = roles.add(session, employer, name="Omar", email="o@tanner.example", role="hiring_manager", jobs=["V2"])
        accounts.invite_contact(session, made)
    omar = sign_in("employer", email="o@tanner.example")
    assert "I-P1-V2" in read(omar, "/portal/people")
    assert "I-P0-V1" not in read(omar, "/portal/people")
    assert omar.get("/portal/people/I-P0-V1").status_code == 404
    assert omar.post("/portal/people/I-P0-V1", data={"answer": "see"}).status_code == 404
    assert helen.get("/portal/people/I-P0-V1").status_code == 200


# A new way in


def test_an_old_link_offers_a_new_one_and_tells_nobody_who_is_known(client, town):
    page = client.get("/way-in/of-last-year")
    assert page.status_code == 410
    assert "Send me a new link" in page.text
    answers = {client.post("/way-in", data={"email": each}).data for each in (HELEN.email, "nobody@tanner.example")}
    assert len({each.partition(b"<main")[2] for each in answers}) == 1
    with reading() as session:
        assert session.scalars(select(Message.recipient)).all() == [HELEN.email]


def test_there_are_no_tasks_about_employers_of_others(app, town):
    with app.test_request_context(), transaction(by="test") as session:
        employer = session.scalars(select(Employer).where(Employer.reference == "E1")).one()
        withholding.withhold(session, employer, "Late.", "Seen.", TODAY.replace(month=2), by=GRACE.email, now=NOON)
        trade.a_referral(session, trade.a_participant(session), employer.vacancies[1], "introduced")
        assert care_tasks.for_coordinator(session, lambda _one: True, TODAY)
        assert care_tasks.for_coordinator(session, lambda one: one.reference == "E2", TODAY) == []
