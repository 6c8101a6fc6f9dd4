"""An employer tells us about a job: one question a page, each answer kept, unknowns left unknown, and posted once."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
import trade
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from trade import GRACE, HELEN, NOON, TODAY

from brokerage import accounts
from employers import criteria
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Contact, EmployerAsk, Vacancy
from employers.placements import unpaid
from employers.posting import drafts, job_questions, own_jobs
from employers.posting.job_questions import QUESTIONS, Unread
from employers.posting.posting_models import VacancyDraft
from employers.vacancies import VACANCIES
from matching.policy import MinimumWage
from matching.week import Week

OMAR = "omar@other.example"
ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "title": {"title": "Kitchen assistant", "places": "2"},
    "promise": {"agreement": "A1"},
    "place": {"postcode": "s2 4qn", "home_working": "none"},
    "week": {"day-0": ["Mon", "Tue", "Wed"], "from-0": "9", "to-0": "14.30", "day-1": ["Sat"], "from-1": "10:00", "to-1": "12:00"},
    "hours": {"hours_guaranteed": "18.5"},
    "move": {"move-start": "60", "move-days": "1"},
    "skills": {"skill-0": "washing up", "when-0": "desirable", "skill-1": "till work", "when-1": "essential"},
    "certificates": {"certificates": "food hygiene level 2\ndriving licence"},
    "demands": {"standing": "240", "lifting": "10", "demands": ["pace"]},
    "adjust": {"adjustable": ["standing"]},
    "involves": {"involves": ["money"], "dbs": "basic"},
    "contract": {"contract": "permanent"},
    "pay": {"pay_from": "£13.10", "pay_period": "hour"},
    "dates": {"starts_on-day": "1", "starts_on-month": "3", "starts_on-year": "2027"},
}  # fmt: skip
COLUMNS = {
    "title": "Kitchen assistant",
    "places": 2,
    "agreement_reference": "A1",
    "postcode": "S2 4QN",
    "home_working": "none",
    "shift": "Mon-Wed 09:00-14:30; Sat 10:00-12:00",
    "hours_guaranteed": 18.5,
    "hours_typical": None,
    "negotiable": "start 60; days 1",
    "essential_skills": "till work",
    "desirable_skills": "washing up",
    "certificates": "food hygiene level 2; driving licence",
    "demands": "standing 240; lifting 10; pace",
    "adjustable": "standing",
    "involves": "money",
    "dbs": "basic",
    "contract": "permanent",
    "pay_from": 13.1,
    "pay_period": "hour",
    "closes_on": None,
}
Pages = FlaskClient


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def town(app: Flask) -> None:
    with transaction(by="test") as session:
        trade.an_employer(session, "E1", coordinator=GRACE.email, postcode="S1 2AB")
        trade.an_employer(session, "E2").contacts[0].email = OMAR
        accounts.invite(session, GRACE.email, "coordinator", "Grace Okoye")
        fence = {"kind": "ring_fenced", "ring_fenced_until": TODAY + timedelta(days=20)}
        trade.an_agreement(session, "A1", "E1", **fence)
        trade.an_agreement(session, "A2", "E2", **fence)
        trade.an_agreement(session, "A3", "E1", kind="job_trial")
        for contact in session.scalars(select(Contact)):
            accounts.invite_contact(session, contact)


@pytest.fixture
def helen(town: None, sign_in: Callable[..., FlaskClient]) -> Pages:
    return sign_in("employer", email=HELEN.email)


@pytest.fixture
def omar(town: None, sign_in: Callable[..., FlaskClient]) -> Pages:
    return sign_in("employer", email=OMAR)


def go(pages: Pages, answers: dict[str, dict[str, str | list[str]]] | None = None, **other: dict[str, str]) -> str:
    """Answers every question that is asked, and returns the address of what comes then: the answers to check."""
    said = {**(answers or ANSWERS), **other}
    address, names = "/portal/jobs/new", []
    while "/check" not in address:
        name = "title" if address.endswith("new") else address.rpartition("/")[2]
        assert pages.get(address).status_code == 200
        answer = pages.post(address, data=said[name])
        assert answer.status_code == 302, re.findall(r"error-message[^<]*<[^<]*<[^<]*", answer.text)
        names.append(name)
        address = answer.location
    go.asked = names  # type: ignore[attr-defined]
    return address


def posted() -> Vacancy:
    with reading() as session:
        return session.scalars(select(Vacancy).order_by(Vacancy.id.desc())).first()


def test_every_answer_becomes_the_cell_of_its_column(helen: Pages) -> None:
    address = go(helen)
    assert go.asked == [question.name for question in QUESTIONS]  # type: ignore[attr-defined]
    read = helen.get(address).text
    for said in ("Kitchen assistant; 2 places", "Ring-fenced posts, kept for people", "Mon–Wed 09:00–14:30; Sat 10:00–12:00",
                 "Start by 60 minutes, days by 1", "Needed: till work; good to have: washing up", "£13.10 an hour",
                 "Standing 240 minutes a day, lifting 10 kg, a fast pace", "Money; basic DBS check", "Begins on 1 March 2027"):  # fmt: skip
        assert said.lower() in read.lower(), said

    then = helen.post(address)

    job = posted()
    assert {name: getattr(job, name) for name in COLUMNS} == COLUMNS
    assert (job.employer_reference, job.starts_on.isoformat(), job.placement_only) == ("E1", "2027-03-01", None)
    told = helen.get(then.location).text
    assert "What happens next" in told
    assert "Grace Okoye" in told
    assert "kept for people of the programme until 3 February 2027" in told


def test_posting_twice_is_once_and_a_draft_that_is_posted_is_no_draft(helen: Pages) -> None:
    address = go(helen)
    first, second = helen.post(address), helen.post(address)
    assert second.location == first.location.removesuffix("/posted")
    assert helen.get(address).location == second.location
    with reading() as session:
        assert session.scalar(select(func.count(Vacancy.id))) == 1
    assert "Begun, not posted yet" not in helen.get("/portal/jobs").text


def test_what_is_not_known_yet_stays_blank_and_is_a_question_to_the_employer(helen: Pages, sign_in) -> None:
    unknown = {question.name: {"pressed": "unknown"} for question in QUESTIONS if question.unknown}
    nothing = {"title": {"title": "Cleaner"}, "promise": {"agreement": ""}, "dates": {}}
    address = go(helen, {**unknown, **nothing})
    assert "adjust" not in go.asked  # type: ignore[attr-defined] # nothing is known that could be
    assert helen.get(address).text.count("Not known yet: we ask you about it later") == len(go.asked) - 2  # type: ignore[attr-defined]
    helen.post(address)

    job = posted()
    said = {column.name: column.of(job) for column in VACANCIES.columns if column.of(job) is not None}
    assert said.keys() == {"reference", "employer", "title"}
    asked = sign_in("coordinator", email=GRACE.email).get(f"/vacancies/{job.reference}").text
    assert "On which days and at what times is the work?" in asked


def test_a_draft_is_gone_on_with_from_another_device_and_changed_from_the_answers(helen: Pages, sign_in) -> None:
    then = helen.post("/portal/jobs/new", data=ANSWERS["title"]).location
    helen.post(then, data=ANSWERS["promise"])
    helen.post("/portal/jobs/new", data={"title": "Baker"})

    elsewhere = sign_in("employer", email=HELEN.email)
    mine = elsewhere.get("/portal/jobs").text
    assert "Go on with Kitchen assistant" in mine
    assert "2 of 13 questions answered" in mine
    assert "Go on with Baker" in mine
    assert "2 of 13" in elsewhere.get("/portal").text

    place = re.search(r'href="(/portal/jobs/drafts/\w+/place)">\s*Go on with Kitchen', mine)
    assert place is not None
    page = elsewhere.get(place[1]).text
    assert "Question 3 of 13" in page
    back = re.search(r'govuk-back-link" href="([^"]+)"', page)
    assert back is not None
    assert 'value="A1" checked' in elsewhere.get(back[1]).text
    elsewhere.post(back[1].replace("promise", "leave"))
    assert "Go on with Kitchen assistant" not in elsewhere.get("/portal/jobs").text

    address = go(helen)
    title = address.replace("check", "title")
    assert 'value="Kitchen assistant"' in helen.get(title).text
    assert helen.post(title, data={"title": "Cook"}).location == address
    helen.post(address.replace("check", "promise"), data={"agreement": "placement"})
    checked = helen.get(address).text
    assert unpaid.PLACEMENT in checked
    assert "£13.10" not in checked  # of a placement nobody asks what it pays
    assert "Post this placement" in checked


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_what_was_read_fills_the_same_boxes(question: job_questions.Question) -> None:
    boxes = {name: said if isinstance(said, list) else [said] for name, said in ANSWERS[question.name].items()}
    cells = question.read(boxes)
    assert question.read({name: said for name, said in question.fill(cells).items() if said != [""]}) == cells


@pytest.mark.parametrize(
    "shift", ["Fri 22:00-06:00; Sat 18:00-24:00", "any", "none", "Mon 09:00-12:00; Mon 14:00-17:00; Tue-Wed 08:00-10:00; Sun 12:00-13:00",
              "Mon-Fri 07:00-15:00 / Mon-Fri 14:00-22:00", "Mon 09:00-12:00 (term)"]
)  # fmt: skip
def test_a_week_fills_its_boxes_and_is_read_from_them_again(shift: str) -> None:
    week = job_questions.BY_NAME["week"]
    assert week.read(week.fill({"shift": shift}))["shift"] == str(Week.parse(shift))


@pytest.mark.parametrize(
    ("question", "boxes", "box"),
    [
        ("title", {}, "title"),
        ("promise", {}, "agreement"),
        ("week", {}, "day-0-Mon"),
        ("week", {"day-0": ["Mon"], "from-0": ["9"]}, "to-0"),
        ("week", {"from-1": ["9"], "to-1": ["12"]}, "day-1-Mon"),
        ("week", {"day-0": ["Mon"], "from-0": ["nine"], "to-0": ["12"]}, "from-0"),
        ("week", {"day-0": ["Mon"], "from-0": ["9"], "to-0": ["9"]}, "day-0-Mon"),
        ("week", {"other": ["now and then"]}, "other"),
        ("week", {"from-²": ["9"], "from-99999999999999999999": ["9"]}, "day-0-Mon"),
        ("hours", {"hours_typical": ["20"]}, "hours_guaranteed"),
        ("skills", {"skill-0": ["till work"]}, "when-0"),
        ("skills", {}, "skill-0"),
        ("demands", {}, "standing"),
        ("pay", {"pay_from": ["13"]}, "pay_period"),
        ("dates", {"starts_on-day": ["31"], "starts_on-month": ["2"], "starts_on-year": ["2027"]}, "starts_on-day"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_box(question: str, boxes: dict[str, list[str]], box: str) -> None:
    with pytest.raises(Unread) as unread:
        job_questions.BY_NAME[question].read(boxes)
    assert unread.value.box == box


def test_what_was_typed_stays_where_it_cannot_be_read(helen: Pages) -> None:
    place = helen.post(helen.post("/portal/jobs/new", data=ANSWERS["title"]).location, data=ANSWERS["promise"]).location
    wrong = helen.post(place, data={"postcode": "the old mill", "home_working": "some"})
    assert wrong.status_code == 422
    assert 'value="the old mill"' in wrong.text
    assert re.search(r'value="some"\s+checked', wrong.text)
    assert "<title>Error:" in wrong.text


def test_anothers_draft_and_agreement_are_not_there(helen: Pages, omar: Pages) -> None:
    then = helen.post("/portal/jobs/new", data=ANSWERS["title"]).location
    draft = then.removesuffix("/promise")
    assert 'value="A2"' not in helen.get(then).text
    assert helen.post(then, data={"agreement": "A2"}).status_code == 422
    assert [omar.get(then).status_code, omar.post(then, data={"agreement": ""}).status_code] == [404, 404]
    assert [omar.post(f"{draft}/{each}").status_code for each in ("check", "leave")] == [404, 404]
    assert omar.get(f"{draft}/check").status_code == 404
    assert helen.get(f"{draft}/nothing").status_code == 404
    assert helen.get(f"{draft}/adjust").status_code == 404
    assert helen.get(f"{draft}/check").location == then  # there is something to answer first
    assert helen.post(f"{draft}/check").status_code == 302
    assert posted() is None


@pytest.mark.parametrize(
    ("contract", "pay", "period", "said"),
    [
        ("permanent", "12.70", "hour", "£12.71 for everybody from 21 from 1 April 2026"),
        ("permanent", "24000", "year", "£12.71 for everybody from 21"),
        ("apprenticeship", "7.99", "hour", "£8.00 for apprentices from 1 April 2026"),
        ("", "7.99", "hour", "£8.00 for apprentices and under 18"),
        ("permanent", "12.71", "hour", ""),
        ("apprenticeship", "8.00", "hour", ""),
        ("", "9", "hour", ""),
    ],
)
def test_pay_under_the_lowest_lawful_rate_is_not_posted(contract, pay, period, said) -> None:
    kind = own_jobs.own_form([], None, TODAY, lambda _day: MinimumWage(date(2026, 4, 1), 12.71, 8.00))
    cells = {"title": "Baker", "contract": contract, "pay_from": pay, "pay_period": period}
    found = " ".join(each.sentence for each in drafts.wrong(kind, "E1", cells))
    assert said in found
    assert bool(said) == bool(found)


def test_a_job_trial_is_for_a_real_job(helen: Pages) -> None:
    unknown = {"pressed": "unknown"}
    address = go(helen, {**ANSWERS, "contract": unknown, "pay": unknown})
    helen.post(address.replace("check", "promise"), data={"agreement": "A3"})
    refused = helen.post(address)
    assert refused.status_code == 422
    assert "A job trial is for a real job" in refused.text
    assert helen.post(address.replace("check", "pay"), data=unknown).status_code == 422
    helen.post(address.replace("check", "contract"), data=ANSWERS["contract"])
    assert helen.post(address).status_code == 302


def test_a_placement_is_never_shown_as_a_job(helen: Pages, sign_in) -> None:
    address = go(helen, {**ANSWERS, "promise": {"agreement": "placement"}})
    assert {"contract", "pay"}.isdisjoint(go.asked)  # type: ignore[attr-defined]
    told = helen.get(helen.post(address).location).text
    job = posted()
    assert job.placement_only
    grace = sign_in("coordinator", email=GRACE.email)
    for page in (told, helen.get("/portal").text, helen.get("/portal/jobs").text, helen.get("/portal/jobs/V001").text,
                 grace.get("/vacancies").text, grace.get("/vacancies/V001").text, grace.get("/employers/E1").text):  # fmt: skip
        assert unpaid.PLACEMENT in page
        assert "2 posts" not in page
    assert "What does it pay" not in grace.get("/vacancies/V001").text
    assert "2 placements" in helen.get("/portal").text
    grace.post("/vacancies/V001/placement", data={"placement": "no"})
    assert unpaid.PLACEMENT not in grace.get("/vacancies/V001").text


def a_job(session, **facts) -> Vacancy:
    trade.an_employer(session)
    whole = {"essential_skills": "till work; driving licence", "desirable_skills": "washing up", "certificates": "food hygiene level 2",
             "demands": "standing 240; lifting 15", "adjustable": "lifting"}  # fmt: skip
    return trade.a_vacancy(session, **whole | facts)


@pytest.mark.parametrize(
    ("key", "said", "changed"),
    [
        ("criterion driving licence", "nice", {"essential_skills": "till work", "desirable_skills": "washing up; driving licence"}),
        ("criterion driving licence", "drop", {"essential_skills": "till work"}),
        ("criterion driving licence", "needed", {}),
        ("certificate food hygiene level 2", "nice", {"certificates": "none", "desirable_skills": "washing up; food hygiene level 2"}),
        ("certificate food hygiene level 2", "drop", {"certificates": "none"}),
        ("desirable washing up", "drop", {"desirable_skills": "none"}),
        ("demand no lifting", "drop", {"demands": "standing 240", "adjustable": None}),
        ("demand no standing", "drop", {"demands": "lifting 15"}),
    ],
)  # fmt: skip
def test_an_answer_makes_the_job_so_and_changes_nothing_else(session, key, said, changed) -> None:
    job = a_job(session)
    before = VACANCIES.values(job)
    asked = criteria.challenge(session, job, key, by=GRACE.email, now=NOON)
    assert asked.people is None

    criteria.answer(session, asked, said, "Part of every shift.", by=HELEN.email, now=NOON)
    criteria.answer(session, asked, said, "Twice is once.", by=HELEN.email, now=NOON)

    after = VACANCIES.values(job)
    assert {name: after[name] for name in after if after[name] != before[name]} == changed
    assert (asked.word, asked.answered_by, asked.answered_at) == ("Part of every shift.", HELEN.email, NOON)
    there = criteria.of(job, {(asked.what, asked.to): asked})
    gone = criteria.settled(job, {(asked.what, asked.to): asked})
    assert [each.asked for each in there if each.key == key] + gone == [asked]


def test_a_criterion_is_asked_once_and_answered_with_a_word(session) -> None:
    job = a_job(session)
    asked = criteria.challenge(session, job, "criterion till work", by=GRACE.email, now=NOON)
    for refused in (
        lambda: criteria.challenge(session, job, "criterion till work", by=GRACE.email, now=NOON),
        lambda: criteria.challenge(session, job, "criterion flying", by=GRACE.email, now=NOON),
        lambda: criteria.answer(session, asked, "needed", " ", by=HELEN.email, now=NOON),
        lambda: criteria.answer(session, asked, "perhaps", "", by=HELEN.email, now=NOON),
    ):
        with pytest.raises(Refused):
            refused()
    job.essential_skills = "cleaning"
    session.flush()
    with pytest.raises(Refused, match="has changed since"), session.begin_nested():
        criteria.answer(session, asked, "drop", "", by=HELEN.email, now=NOON)
    session.refresh(asked)
    assert asked.answer is None


def test_a_coordinator_asks_from_the_vacancys_page_and_the_employer_answers_on_his(helen, omar, sign_in) -> None:
    with transaction(by="test") as session:
        trade.a_vacancy(session, "V1", "E1", essential_skills="driving licence; till work")
    grace = sign_in("coordinator", email=GRACE.email)
    asked = grace.post("/vacancies/V1/criteria", data={"criterion": "criterion driving licence"}, follow_redirects=True)
    assert "no answer yet" in asked.text
    assert "Is driving licence truly needed from the first day?" in helen.get("/portal").text
    with reading() as session:
        reference = session.scalars(select(EmployerAsk)).one().reference
    address = f"/portal/jobs/V1/needed/{reference}"
    assert omar.post(address, data={"said": "nice"}).status_code == 404
    assert helen.post(address, data={}).status_code == 422
    assert helen.post(address, data={"said": "needed"}).status_code == 409
    helen.post(address, data={"said": "nice", "word": "We can teach the round."})

    for page in (helen.get("/portal/jobs/V1").text, grace.get("/vacancies/V1").text):
        assert "good to have" in page
        assert "We can teach the round." in page
        assert "on 14 January 2027" in page
    told = grace.post(f"/asks/{reference}/needed", data={"said": "drop"}, follow_redirects=True).text
    assert "To change it, change the job itself" in told
    assert grace.post("/asks/Q1/needed", data={"said": "drop"}).status_code == 404


def test_drafts_are_counted_by_nobody_but_their_employer(helen: Pages) -> None:
    helen.post("/portal/jobs/new", data=ANSWERS["title"])
    with reading() as session:
        draft = session.scalars(select(VacancyDraft)).one()
        assert (draft.begun_by, draft.answered, draft.vacancy_reference) == (HELEN.email, ["title"], None)
        assert posted() is None
