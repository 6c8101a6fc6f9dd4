"""The employer's own pages: nothing but what is his, each answer in its place, late ones refused with a sentence; links that sign in."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
import trade
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from trade import GRACE, HELEN, NOON, PRIYA, TODAY

from brokerage import accounts, consent, desk, interviews, referrals
from brokerage.referral_models import Referral
from brokerage.settings import Settings
from employers.db import reading, transaction
from employers.models import Agreement, Contact, Introduction, Slot, Vacancy

OMAR = "omar@other.example"
CARD = [
    {"part": "name", "text": "Aisha"},
    {"part": "strengths", "text": "Cooks for eight.\nClosed up a café."},
    {"part": "hours", "text": "Monday to Friday, 09:30 to 14:30"},
]
Pages = FlaskClient


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.replace(tzinfo=None).isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def card(app: Flask) -> str:
    """A card on Helen's desk for V1, laid through the whole flow; Omar at E2 has V2 and one of his own."""
    with transaction(by="test") as session:
        trade.an_employer(session, "E1", coordinator=GRACE.email, postcode="S1 2AB")
        other = trade.an_employer(session, "E2")
        other.contacts[0].email, other.contacts[0].name = OMAR, "Omar"
        accounts.invite(session, GRACE.email, "coordinator", "Grace Okoye")
        for reference, employer in (("V1", "E1"), ("V2", "E2")):
            trade.a_vacancy(session, reference, employer)
        for contact in session.scalars(select(Contact)):
            accounts.invite_contact(session, contact)
    introduce("P2", "V2")
    return introduce("P1", "V1")


def introduce(person: str, vacancy: str, **facts: str) -> str:
    with transaction(by="test") as session:
        participant = trade.a_participant(session, person, share="name; strengths; hours", **facts)
        job = session.scalars(select(Vacancy).where(Vacancy.reference == vacancy)).one()
        begun = referrals.ask(session, participant, job, GRACE, NOON - timedelta(days=4))
        referrals.take(session, begun, "check", PRIYA, NOON - timedelta(days=3))
        parts = [each["part"] for each in CARD]
        said = {"said_on": date(2027, 1, 11), "actor": PRIYA, "now": NOON - timedelta(days=2)}
        consent.answer(session, begun, "yes", shares=parts, words=CARD, **said)
        return desk.introduce(session, begun, GRACE, NOON - timedelta(days=1)).reference


def book(reference: str, at: str) -> str:
    """Seats whoever is behind the card at a time of V1."""
    with transaction(by="test") as session:
        slot = trade.a_slot(session, f"S{at}", at, where="Ask for Helen")
        begun = behind(session, reference)
        interviews.book(session, begun, slot, GRACE, NOON - timedelta(days=30))
        return slot.reference


def behind(session, reference: str) -> Referral:
    return session.scalars(select(Referral).join(Introduction).where(Introduction.reference == reference)).one()


def state(reference: str) -> tuple[str, str | None]:
    with reading() as session:
        found = behind(session, reference)
        return found.state, found.outcome


@pytest.fixture
def helen(card: str, sign_in: Callable[..., FlaskClient]) -> Pages:
    return sign_in("employer", email=HELEN.email)


@pytest.fixture
def omar(card: str, sign_in: Callable[..., FlaskClient]) -> Pages:
    return sign_in("employer", email=OMAR)


def test_home_says_what_would_help_and_who_is_here_for_him(helen: Pages) -> None:
    assert helen.get("/").location == "/portal"
    page = helen.get("/portal").text
    assert "Hello Helen" in page
    assert "Meet 1 person for Kitchen assistant" in page
    assert "Aisha has said yes to you" in page
    assert "Your person here is Grace Okoye" in page


def test_home_with_nothing_on_the_desk_says_so(helen: Pages, card: str) -> None:
    helen.post(f"/portal/people/{card}/reason", data={"reason": "filled"})
    assert "Nobody is waiting. Grace will write when somebody says yes to you." in helen.get("/portal").text


def test_an_account_without_an_employer_has_a_sentence_and_no_pages(sign_in: Callable[..., FlaskClient]) -> None:
    nobody = sign_in("employer", email="new@other.example")
    assert "does not belong to an employer yet" in nobody.get("/portal").text
    assert {nobody.get(f"/portal/{each}").status_code for each in ("jobs", "people", "times", "promises")} == {404}


def test_a_card_shows_exactly_the_words_agreed(helen: Pages, card: str) -> None:
    page = helen.get(f"/portal/people/{card}").text
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("<form")])
    assert re.sub(r"\s+", " ", main).split("Kitchen assistant ", 1)[1].strip() == (
        "A Meet Aisha What Aisha brings Cooks for eight. Closed up a café. Hours Aisha can do Monday to Friday, 09:30 to 14:30 "
        "These are Aisha’s words, agreed on 11 January, for this job only."
    )
    assert not re.search(r"\b(she|he|her|his|him|hers)\b", main)


def test_what_is_anothers_taken_back_or_absent_looks_the_same(helen: Pages, omar: Pages, card: str) -> None:
    gone = introduce("P3", "V1")
    with transaction(by="test") as session:
        desk.withdraw(session, behind(session, gone), PRIYA, NOON, "Took other work.")
    pages = [
        omar.get(f"/portal/people/{card}"),
        helen.get(f"/portal/people/{gone}"),
        helen.get("/portal/people/I222222222"),
    ]
    pages += [omar.get("/portal/jobs/V1"), helen.get("/portal/jobs/V9"), omar.get("/portal/jobs/V1/edit")]
    pages += [omar.get(f"/portal/people/{card}/reason"), helen.get("/no/such/page")]
    assert {each.status_code for each in pages} == {404}
    assert len({re.sub(r'(nonce|csrf_token" value)="[^"]*"', "", each.text) for each in pages[1:3]}) == 1
    assert gone not in helen.get("/portal/people").text
    assert "Cooks" not in omar.get(f"/portal/people/{card}").text


@pytest.mark.parametrize("page", ["", "/reason", "/met", "/cancel", "/feedback", "/offer"])
def test_nothing_can_be_said_to_anothers_card(omar: Pages, card: str, page: str) -> None:
    data = {"answer": "see", "reason": "hours", "met": "yes", "why": "Ill", "feedback": "Good."}
    assert omar.post(f"/portal/people/{card}{page}", data=data).status_code == 404
    assert state(card) == ("introduced", None)


def test_see_and_hold_move_what_stands_behind(helen: Pages, card: str) -> None:
    assert helen.post(f"/portal/people/{card}", data={"answer": "hold"}).status_code == 302
    assert state(card) == ("held", None)
    assert "You are holding this" in helen.get(f"/portal/people/{card}").text
    done = helen.post(f"/portal/people/{card}", data={"answer": "see"}, follow_redirects=True)
    assert "You will meet Aisha" in done.text
    with reading() as session:
        step = behind(session, card).steps[-1]
        assert (step.transition, step.by, step.role) == ("see", HELEN.email, "employer")


def test_an_answer_that_was_not_chosen_is_asked_for(helen: Pages, card: str) -> None:
    asked = helen.post(f"/portal/people/{card}")
    assert asked.status_code == 422
    assert "Choose what you would like to do." in asked.text
    assert "<title>Error: " in asked.text


def test_not_this_time_asks_for_a_reason_and_keeps_the_word_for_the_keyworker(helen: Pages, card: str) -> None:
    on = helen.post(f"/portal/people/{card}", data={"answer": "not_this_time"})
    assert on.location == f"/portal/people/{card}/reason"
    assert state(card) == ("introduced", None), "nothing has been said yet"
    without = helen.post(on.location, data={"word": "A later start."})
    assert without.status_code == 422
    assert "A later start." in without.text
    helen.post(on.location, data={"reason": "hours", "word": "A later start."})
    assert state(card) == ("ended", "not_this_time")
    with reading() as session:
        begun = behind(session, card)
        assert begun.introduction is not None
        assert (begun.introduction.reason, begun.introduction.word) == ("hours", "A later start.")
        assert begun.steps[-1].why == "The hours"
    assert "The hours" in helen.get(f"/portal/people/{card}").text


def test_a_late_answer_is_told_what_happened(helen: Pages, card: str) -> None:
    helen.post(f"/portal/people/{card}/reason", data={"reason": "filled"})
    late = helen.post(f"/portal/people/{card}", data={"answer": "see"})
    assert late.status_code == 409
    assert "nobody can ask for a meeting" in late.text
    assert "Meet Aisha" in late.text


def test_an_answer_to_a_card_taken_back_meanwhile_is_told_so(helen: Pages, card: str) -> None:
    with transaction(by="test") as session:
        desk.withdraw(session, behind(session, card), PRIYA, NOON, "Took other work.")
    late = helen.post(f"/portal/people/{card}", data={"answer": "see"})
    assert late.status_code == 409
    assert "nothing is asked of you" in late.text
    assert "Aisha" not in late.text
    assert "other work" not in late.text


@pytest.mark.parametrize("move", ["met", "offer", "feedback", "cancel"])
def test_what_comes_after_an_interview_waits_for_it(helen: Pages, card: str, move: str) -> None:
    data = {"met": "yes", "feedback": "Good.", "why": "Ill"}
    assert helen.post(f"/portal/people/{card}/{move}", data=data).status_code == 409
    assert state(card) == ("introduced", None)


def test_an_interview_is_met_spoken_of_and_followed_by_an_offer(helen: Pages, card: str) -> None:
    helen.post(f"/portal/people/{card}", data={"answer": "see"})
    book(card, "2027-01-14 10:00")
    assert "Did you meet Aisha?" in helen.get("/portal").text
    assert helen.post(f"/portal/people/{card}/met", data={"met": "yes"}).status_code == 302
    assert state(card) == ("met", None)
    assert helen.post(f"/portal/people/{card}/feedback", data={"feedback": " "}).status_code == 422
    helen.post(f"/portal/people/{card}/feedback", data={"feedback": "Quick and kind."})
    helen.post(f"/portal/people/{card}/offer")
    assert state(card) == ("offered", None)
    page = helen.get(f"/portal/people/{card}").text
    assert "You offered Aisha the job" in page
    assert "Quick and kind." in page


def test_an_interview_that_did_not_take_place_can_be_booked_again(helen: Pages, card: str) -> None:
    helen.post(f"/portal/people/{card}", data={"answer": "see"})
    book(card, "2027-01-14 10:00")
    said = helen.post(f"/portal/people/{card}/met", data={"met": "no"}, follow_redirects=True)
    assert "nobody is blamed" in said.text
    assert state(card) == ("wanted", None)


def test_an_interview_to_come_is_cancelled_with_a_word(helen: Pages, card: str) -> None:
    helen.post(f"/portal/people/{card}", data={"answer": "see"})
    book(card, "2027-01-19 11:15")
    assert "Tuesday 19 January, 11:15" in helen.get("/portal").text
    assert helen.post(f"/portal/people/{card}/met", data={"met": "yes"}).status_code == 409
    assert helen.post(f"/portal/people/{card}/cancel", data={"why": " "}).status_code == 422
    helen.post(f"/portal/people/{card}/cancel", data={"why": "The oven is out."})
    assert state(card) == ("wanted", None)
    with reading() as session:
        assert behind(session, card).steps[-1].why == "The oven is out."


def offer_times(pages: Pages, **data: object) -> object:
    filled = {
        "job": "V1",
        "at": ["2027-01-19 09:45", "2027-01-19 10:30"],
        "minutes": "30",
        "places": "1",
        "where": "By video",
    }
    return pages.post("/portal/times", data=filled | data)


def test_times_are_offered_once_and_taken_back_until_somebody_is_booked(helen: Pages, card: str) -> None:
    assert helen.get("/portal/times").text.count('type="checkbox"') == 18
    assert offer_times(helen).status_code == 302
    assert offer_times(helen).status_code == 302, "again, which changes nothing"
    with reading() as session:
        slots = session.scalars(select(Slot).order_by(Slot.starts_at)).all()
        assert [(each.starts_at.hour, each.places, each.vacancy_reference) for each in slots] == [
            (9, 1, "V1"),
            (10, 1, "V1"),
        ]
    page = helen.get("/portal/times").text
    assert page.count('type="checkbox"') == 16
    helen.post(f"/portal/people/{card}", data={"answer": "see"})
    with transaction(by="test") as session:
        interviews.book(session, behind(session, card), session.merge(slots[0]), GRACE, NOON)
    kept = helen.post(f"/portal/times/{slots[0].reference}/back")
    assert kept.status_code == 409
    assert "Somebody is booked at 09:45" in kept.text
    assert helen.post(f"/portal/times/{slots[1].reference}/back").status_code == 302
    with reading() as session:
        assert session.scalar(select(func.count(Slot.id))) == 1


def test_whoever_books_a_time_that_was_just_taken_back_is_told(helen: Pages, card: str) -> None:
    helen.post(f"/portal/people/{card}", data={"answer": "see"})
    with transaction(by="test") as session:
        slot = trade.a_slot(session, "S1", "2027-01-19 11:15")
        session.execute(delete(Slot.__table__))
        with pytest.raises(interviews.WrongSlot, match="taken back by the employer"):
            interviews.book(session, behind(session, card), slot, GRACE, NOON)
    assert state(card) == ("wanted", None)


def test_anothers_time_cannot_be_taken_back_nor_offered(helen: Pages, omar: Pages) -> None:
    offer_times(helen)
    with reading() as session:
        reference = session.scalars(select(Slot.reference)).first()
    assert "not among yours" in omar.post(f"/portal/times/{reference}/back").text
    assert offer_times(omar).status_code == 404
    with reading() as session:
        assert session.scalar(select(func.count(Slot.id))) == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"at": []}, "Choose at least one time"),
        ({"at": ["2027-01-13 10:00"]}, "still to come"),
        ({"at": ["2029-01-13 10:00"]}, "still to come"),
        ({"other_time": "quarter past"}, "Write the time as 16:15"),
        ({"places": "group", "group": "many"}, "how many people"),
        ({"places": "999"}, "how many people"),
        ({"where": "elsewhere"}, "where people should come"),
        ({"minutes": "7"}, "how long"),
    ],
)
def test_times_that_cannot_be_are_refused_and_stay_filled_in(
    helen: Pages, data: dict[str, object], sentence: str
) -> None:
    said = offer_times(helen, **data)
    assert said.status_code == 422
    assert sentence in said.text
    with reading() as session:
        assert session.scalar(select(func.count(Slot.id))) == 0


def test_another_time_and_a_room_of_ones_own(helen: Pages) -> None:
    offer_times(helen, at=[], other_day="2027-01-20", other_time="16:15", where="elsewhere", elsewhere="4 Tanner Row")
    with reading() as session:
        slot = session.scalars(select(Slot)).one()
        assert (slot.starts_at, slot.where) == (datetime(2027, 1, 20, 16, 15), "4 Tanner Row")


@pytest.fixture
def fence(card: str) -> None:
    with transaction(by="test") as session:
        for reference, employer in (("A1", "E1"), ("A2", "E2")):
            facts = {"kind": "ring_fenced", "ring_fenced_until": TODAY + timedelta(days=20)}
            trade.an_agreement(session, reference, employer, **facts)


def test_anothers_agreement_is_none_to_choose(helen: Pages, fence: None) -> None:
    assert 'value="A2"' not in helen.get("/portal/jobs/V1/edit").text
    said = helen.post("/portal/jobs/V1/edit", data={"title": "Kitchen assistant", "agreement": "A2"})
    assert said.status_code == 422
    assert "Choose one of those listed" in said.text


@pytest.mark.parametrize(("pay", "period"), [("7.99", "hour"), ("15000", "year"), ("0", "")])
def test_pay_under_the_lowest_lawful_rate_is_refused(helen: Pages, pay: str, period: str) -> None:
    said = helen.post(
        "/portal/jobs/V1/edit", data={"title": "Kitchen assistant", "pay_from": pay, "pay_period": period}
    )
    assert said.status_code == 422
    assert "under the lowest lawful rate of £8.00" in said.text
    with reading() as session:
        assert session.scalar(select(Vacancy.title).where(Vacancy.reference == "V1")) == "Kitchen assistant"


def test_ones_own_job_is_changed_and_what_is_not_ones_own_stays(helen: Pages, omar: Pages) -> None:
    with transaction(by="test") as session:
        session.scalars(select(Vacancy).where(Vacancy.reference == "V1")).one().sector = "catering"
    shown = helen.get("/portal/jobs/V1/edit").text
    seen = re.search(r'name="as shown" value="([^"]*)"', shown)
    assert seen is not None
    data = {"title": "Cook", "sector": "care", "as shown": seen[1].replace("&#34;", '"')}
    assert helen.post("/portal/jobs/V1/edit", data=data).status_code == 302
    with reading() as session:
        job = session.scalars(select(Vacancy).where(Vacancy.reference == "V1")).one()
        assert (job.title, job.sector) == ("Cook", "catering")
    assert omar.post("/portal/jobs/V1/edit", data=data).status_code == 404


def test_promises_say_what_is_promised_held_booked_owed_and_left(helen: Pages, card: str) -> None:
    with transaction(by="test") as session:
        trade.an_agreement(session, "A1", "E1", places=3, training="kitchen skills")
        promised = session.scalars(select(Introduction).where(Introduction.reference == card)).one()
        promised.agreement_reference = "A1"
    both = helen.get("/portal/promises").text + helen.get("/portal/promises/A1").text
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", both))
    assert "3 guaranteed interviews" in page
    assert "Promised 3 Held 0 Booked 0 Owed 3 Left 2" in page
    assert "who have completed kitchen skills" in page
    with reading() as session:
        assert session.scalar(select(func.count(Agreement.id))) == 1


# links


@pytest.fixture
def link(card: str, settings: Settings) -> str:
    with reading() as session:
        user = accounts.find(session, HELEN.email)
        assert user is not None
        return accounts.sign_in_link(user, settings.secret_key(), "").removeprefix("http://localhost")


def test_opening_a_link_uses_nothing_up_and_its_button_signs_in_once(app: Flask, link: str) -> None:
    for _ in range(3):
        assert "Sign in as Helen Marsh" in app.test_client().get(link).text, "a program that looks for harm in mail"
    first, second = app.test_client(), app.test_client()
    assert first.get(link).status_code == second.get(link).status_code == 200
    assert first.post(link).location == "/"
    assert "Hello Helen" in first.get("/portal").text
    used = second.post(link)
    assert used.status_code == 410
    assert "has been used or has run out" in used.text
    assert second.get(link).status_code == 410
    assert second.get("/portal").location.startswith("/sign-in")
    assert first.get("/portal").status_code == 200, "who is in stays in"


def test_a_link_runs_out(client: FlaskClient, link: str, settings: Settings) -> None:
    later = NOON + timedelta(days=settings.accounts.sign_in_days, seconds=5)
    with time_machine.travel(later.isoformat() + "+00:00", tick=False):
        assert client.get(link).status_code == client.post(link).status_code == 410


def test_two_links_of_one_account_work_each_once(app: Flask, link: str, settings: Settings) -> None:
    with reading() as session:
        user = accounts.find(session, HELEN.email)
        assert user is not None
        other = accounts.sign_in_link(user, settings.secret_key(), "")
    assert [app.test_client().post(each).status_code for each in (link, other, link, other)] == [302, 302, 410, 410]


@pytest.mark.parametrize("spoil", ["close", "password", "role", "key", "letter"])
def test_a_link_is_bound_to_its_account_as_it_was(client: FlaskClient, link: str, spoil: str) -> None:
    with transaction(by="test") as session:
        user = accounts.find(session, HELEN.email)
        assert user is not None
        if spoil == "close":
            user.active = False
        elif spoil == "password":
            accounts.set_password(user, "three random words")
        elif spoil == "role":
            accounts.invite(session, HELEN.email, "coordinator")
        elif spoil == "key":
            link = accounts.sign_in_link(user, "another key", "")
        else:
            link = (
                link[:-9] + ("A" if link[-9] != "A" else "B") + link[-8:]
            )  # the last letter has bits that say nothing
    assert client.get(link).status_code == client.post(link).status_code == 410


def test_a_link_that_sets_a_password_signs_nobody_in_nor_the_other_way_round(
    client: FlaskClient, link: str, settings: Settings
) -> None:
    with transaction(by="test") as session:
        user = accounts.find(session, OMAR)
        assert user is not None
        other = accounts.new_link(user, settings.secret_key(), "")
    assert client.get(other.replace("/password/", "/way-in/")).status_code == 410
    assert client.get(link.replace("/way-in/", "/password/")).status_code == 410


def test_whoever_is_signed_in_as_somebody_else_changes_over(omar: Pages, link: str) -> None:
    assert "will be signed out" in omar.get(link).text
    omar.post(link)
    assert "Hello Helen" in omar.get("/portal").text


def test_a_coordinator_invites_a_contact_and_an_administrator_makes_a_link(
    card: str, sign_in: Callable[..., FlaskClient]
) -> None:
    grace, ian = sign_in("coordinator", email=GRACE.email), sign_in("administrator")
    with transaction(by="test") as session:
        other = Contact(employer_reference="E1", name="Jo", email="jo@tanner.example")
        session.add(other)
    assert "Invite" in grace.get("/employers/E1").text
    page = grace.post(f"/employers/E1/contacts/{other.id}/way-in").text
    assert "jo@tanner.example" in page
    with reading() as session:
        jo = accounts.find(session, "jo@tanner.example")
        assert jo is not None
        assert jo.contact_id == other.id
    assert "/way-in/" in ian.post(f"/accounts/{jo.id}/way-in").text
    assert grace.post(f"/employers/E2/contacts/{other.id}/way-in").status_code == 404
    assert grace.post(f"/accounts/{jo.id}/way-in").status_code == 404


def test_nobody_who_works_here_gets_a_link(card: str, sign_in: Callable[..., FlaskClient]) -> None:
    grace, ian = sign_in("coordinator", email=GRACE.email), sign_in("administrator")
    with transaction(by="test") as session:
        other = Contact(employer_reference="E1", name="Grace", email=GRACE.email)
        session.add(other)
    refused = grace.post(f"/employers/E1/contacts/{other.id}/way-in")
    assert refused.status_code == 409
    with reading() as session:
        keyworker = accounts.find(session, PRIYA.email)
        assert keyworker is not None
    assert ian.post(f"/accounts/{keyworker.id}/way-in").status_code == 409
