"""From a shortlist to an interview on the staff's pages: who may do what, what is refused and how, and what stays typed."""

from collections.abc import Callable
from datetime import date, datetime
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from brokerage import consent, desk, interviews, referrals, shortlists
from brokerage.fits import suitability
from brokerage.referral_models import Referral
from brokerage.referrals import Actor
from employers.db import reading, transaction
from employers.models import Introduction, Slot

Make = Callable[..., str]
SignIn = Callable[..., FlaskClient]
NOW, TODAY = datetime(2027, 1, 11, 9), date(2027, 1, 11)
GRACE, PRIYA = Actor("grace@hallbrook.example", "coordinator"), Actor("priya@hallbrook.example", "keyworker")
CHECK, SHORTLIST = "/people/P001/check/V001", "/vacancies/V001"
WORDS = {"words-name": "Aisha", "words-strengths": "Cooks for seven."}
YES = {"do": "answer", "said": "yes", "share": ["name", "strengths"], **WORDS}
PRIVATE = ("lifting 5", "Lifting", "money until", "2031", "Ask the court")


@pytest.fixture(autouse=True)
def _a_monday() -> object:
    with time_machine.travel("2027-01-11 09:00", tick=False):
        yield


@pytest.fixture
def grace(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email=GRACE.email, name="Grace Okoye")


@pytest.fixture
def priya(sign_in: SignIn) -> FlaskClient:
    return sign_in("keyworker", email=PRIYA.email, name="Priya Nair")


@pytest.fixture
def owen(sign_in: SignIn) -> FlaskClient:
    return sign_in("keyworker", email="owen@hallbrook.example", name="Owen Bell")


@pytest.fixture(autouse=True)
def _town(grace: FlaskClient, priya: FlaskClient, owen: FlaskClient, make: Make) -> None:
    make("employers")
    make("agreements", days_to_interview="10")
    make("vacancies", agreement="A001")
    make("slots", places="1")
    make("slots", reference="S002", starts_at="2027-01-15 11:00", places="2")
    make(
        "participants",
        keyworker=PRIYA.email,
        share="name; strengths",
        limits="lifting 5",
        legal="money until 2031-05-01",
    )
    make("participants", reference="P002", name="Lorraine Peel", keyworker="owen@hallbrook.example", share="name")


def begun(upto: str, person: str = "P001", by: Actor = PRIYA) -> str:
    """A referral of that person to V001 at that state, and its reference."""
    order = ("asked", "checked", "agreed", "introduced", "wanted", "booked")
    with transaction(by="test") as session:
        one, job = shortlists.participant(session, person), shortlists.vacancy(session, "V001")
        referral = referrals.ask(session, one, job, GRACE, NOW)
        words = [{"part": "name", "text": one.called}]
        steps: list[Callable[[], object]] = [
            lambda: suitability.complete(session, referral, {}, by, NOW),
            lambda: consent.answer(
                session, referral, "yes", said_on=TODAY, actor=by, now=NOW, shares=["name"], words=words
            ),
            lambda: desk.introduce(session, referral, GRACE, NOW),
            lambda: desk.record_answer(session, referral, "see", actor=GRACE, now=NOW),
            lambda: interviews.book(session, referral, slot(session, "S001"), GRACE, NOW),
        ]
        for step in steps[: order.index(upto)]:
            step()
        return referral.reference


def slot(session: object, reference: str) -> Slot:
    found: Slot = session.scalars(select(Slot).where(Slot.reference == reference)).one()  # type: ignore[attr-defined]
    return found


def state(reference: str) -> tuple[str, str | None]:
    with reading() as session:
        found = referrals.get(session, reference)
        return found.state, found.outcome


def only_referral() -> Referral:
    with reading() as session:
        return referrals.get(session, session.scalars(select(Referral.reference)).one())


def text(answer: object) -> str:
    return unescape(answer.text)  # type: ignore[attr-defined]


# Asking from a shortlist


def test_those_who_are_ticked_are_shown_and_then_asked(grace: FlaskClient) -> None:
    page = text(grace.get(SHORTLIST))
    assert 'name="person" type="checkbox" value="P001"' in page
    assert "Owed an interview" in page

    confirm = text(grace.post(f"{SHORTLIST}/ask", data={"person": ["P001", "P002"]}))
    assert "Ask about 2 people?" in confirm
    assert "Keyworker Priya Nair" in confirm

    done = grace.post(
        f"{SHORTLIST}/ask",
        data={"person": ["P001", "P002"], "confirmed": "yes", "why": "Near by."},
        follow_redirects=True,
    )
    assert "The keyworkers of Aisha Rahman and Lorraine Peel are asked." in text(done)
    assert text(done).count("The keyworker is asked") == 2
    assert 'id="p-P001"' not in done.text, "who is on the way is not ticked again"
    with reading() as session:
        assert {each.why for found in session.scalars(select(Referral)) for each in found.steps} == {"Near by."}


def test_a_stale_tick_is_told_and_the_rest_is_asked(grace: FlaskClient) -> None:
    begun("asked", "P002")
    ticks = {"person": ["P001", "P002"]}
    assert "Lorraine was asked by you at 09:00. The rest is still chosen." in text(
        grace.post(f"{SHORTLIST}/ask", data=ticks)
    )

    done = grace.post(f"{SHORTLIST}/ask", data=ticks | {"confirmed": "yes"}, follow_redirects=True)
    assert "Lorraine was asked by you at 09:00. The other one has been asked." in text(done)

    again = grace.post(f"{SHORTLIST}/ask", data=ticks | {"confirmed": "yes"})
    assert again.status_code == 409
    assert "Nobody is left to ask about" in text(again)


def test_asking_about_nobody(grace: FlaskClient) -> None:
    answer = grace.post(f"{SHORTLIST}/ask")
    assert answer.status_code == 422
    assert "Choose at least one person, then ask." in text(answer)


def test_a_keyworker_ticks_nobody_and_opens_the_check_of_an_own_person(priya: FlaskClient, owen: FlaskClient) -> None:
    assert 'name="person"' not in priya.get(SHORTLIST).text
    assert priya.post(f"{SHORTLIST}/ask", data={"person": "P001"}).status_code == 404
    assert owen.post(f"{CHECK}/begin").status_code == 404

    opened = priya.post(f"{CHECK}/begin", follow_redirects=True)
    assert "The check is open." in text(opened)
    assert only_referral().state == "asked"
    assert priya.post(f"{CHECK}/begin").status_code == 409


# The check


def test_nothing_is_preselected(priya: FlaskClient) -> None:
    begun("checked")
    page = priya.get(CHECK).text
    answer = page[page.index('id="answer"') :]
    assert "In general Aisha is happy for employers to see: name, strengths." in answer
    assert "checked" not in answer[: answer.index("Record Aisha")]


def test_another_keyworker_finds_nothing(owen: FlaskClient) -> None:
    reference = begun("introduced")
    for address in (
        CHECK,
        f"{CHECK}/preview",
        "/people/P001/story",
        f"/referrals/{reference}",
        f"/referrals/{reference}/book",
    ):
        assert owen.get(address).status_code == 404, address
    for address in (
        CHECK,
        f"{CHECK}/begin",
        f"{CHECK}/preview",
        f"/referrals/{reference}/declined",
        f"/referrals/{reference}/book",
    ):
        assert owen.post(address, data={"do": "answer", "said": "not_this"}).status_code == 404, address
    assert "Aisha" not in owen.get("/referrals").text + owen.get("/interviews?week=2027-01-14").text
    assert state(reference) == ("introduced", None)


def test_a_coordinator_reads_no_private_fact_and_writes_a_view(grace: FlaskClient, priya: FlaskClient) -> None:
    begun("asked")
    priya.post(
        CHECK,
        data={"status-legal": "fail", "shown-legal": "pass", "source-legal": "Aisha", "seen_on-legal": "2027-01-10"},
    )
    priya.post(CHECK, data={"view": "Would like this one."})

    page = text(grace.get(CHECK))
    assert not [word for word in PRIVATE if word in page]
    assert "Ask Priya Nair." in page
    assert "Would like this one." in page
    assert "status-legal" not in page

    assert grace.post(CHECK, data={"do": "view", "view": "So do I."}).status_code == 302
    assert "So do I." in text(priya.get(CHECK))
    assert grace.post(CHECK, data={"do": "view", "view": " "}).status_code == 422
    assert grace.post(CHECK, data=YES).status_code == 422, "an answer is the keyworker's to note"
    assert only_referral().state == "checked"


def test_a_line_without_its_source_comes_back_with_everything_typed(priya: FlaskClient) -> None:
    begun("asked")
    form = {"status-hours": "fail", "shown-hours": "pass", "note-hours": "Only mornings.", "view": "Half typed", **YES}

    answer = priya.post(CHECK, data=form)

    assert answer.status_code == 422
    page = text(answer)
    assert "Weekly hours: say who or what told you, and when." in page
    assert "<title>Error:" in page
    assert "Only mornings." in page
    assert "Half typed" in page
    assert "Cooks for seven." in page
    assert 'value="strengths" checked' in page
    assert only_referral().state == "asked"

    kept = priya.post(
        CHECK, data=form | {"source-hours": "Aisha, by telephone", "seen_on-hours": "2027-01-10", "do": "check"}
    )
    assert "The check is saved. The answer is not noted yet." in text(kept)
    assert only_referral().state == "checked"
    assert "Aisha, by telephone" in text(priya.get(CHECK))


def test_a_yes_keeps_exactly_its_words(priya: FlaskClient, grace: FlaskClient) -> None:
    reference = begun("checked")
    seen = text(priya.post(f"{CHECK}/preview", data=YES))
    assert "Meet Aisha" in seen
    assert "Cooks for seven." in seen
    assert 'name="said" value="yes"' in seen
    assert "Cooks for seven." in text(priya.post(CHECK, data=YES | {"do": "again"}))
    assert state(reference)[0] == "checked", "looking changes nothing"

    assert priya.post(CHECK, data=YES).status_code == 302
    assert state(reference)[0] == "agreed"
    shown = text(grace.get(f"/referrals/{reference}"))
    assert "Cooks for seven." in shown
    assert grace.post(f"/referrals/{reference}/introduce").status_code == 302
    with reading() as session:
        assert session.scalars(select(Introduction)).one().card == [
            {"part": "name", "text": "Aisha"},
            {"part": "strengths", "text": "Cooks for seven."},
        ]


def test_an_answer_needs_a_choice_and_a_yes_something_to_show(priya: FlaskClient) -> None:
    reference = begun("checked")
    unsaid = priya.post(CHECK, data={"do": "answer", "share": "name", **WORDS})
    assert unsaid.status_code == 422
    assert "Say what Aisha would like, or leave this page: what you filled in is saved." in text(unsaid)
    assert 'value="name" checked' in text(unsaid)
    assert priya.post(CHECK, data={"do": "answer", "said": "yes"}).status_code == 422
    assert priya.post(f"{CHECK}/preview", data={"said": "yes"}).status_code == 422
    assert state(reference)[0] == "checked"


@pytest.mark.parametrize("said", ["not_this", "not_now"])
def test_a_no_asks_for_nothing_and_keeps_nothing(priya: FlaskClient, said: str, cells: Callable[..., object]) -> None:
    reference, before = begun("asked"), cells("participants", "P001")
    assert priya.post(CHECK, data={"do": "answer", "said": said, "share": "name", **WORDS}).status_code == 302
    assert state(reference) == ("ended", "declined")
    found = only_referral()
    with reading() as session:
        again = referrals.get(session, found.reference)
        assert again.steps[-1].why is None
        assert again.answer is not None
        assert again.answer.words == []
    assert cells("participants", "P001") == before


def test_a_yes_that_hangs_on_something_says_so(priya: FlaskClient) -> None:
    with transaction(by="test") as session:
        job = shortlists.vacancy(session, "V001")
        job.shift, job.negotiable, job.hours_guaranteed = "Mon-Fri 06:45-11:45", "start 60", 22
    reference = begun("checked")
    assert "Yes, if the shift began at" in text(priya.get(CHECK))
    priya.post(CHECK, data=YES | {"said": "if", "if": "If the shift began at 07:30"})
    with reading() as session:
        assert referrals.get(session, reference).steps[-1].why == "Yes, if the shift began at 07:30."


# Booking, and what comes after


def test_two_who_want_the_last_place(grace: FlaskClient) -> None:
    first = begun("wanted")
    second = begun("wanted", "P002", Actor("owen@hallbrook.example", "keyworker"))
    assert 'value="S001"' in grace.get(f"/referrals/{second}/book").text

    assert grace.post(f"/referrals/{first}/book", data={"do": "book", "slot": "S001"}).status_code == 302
    lost = grace.post(f"/referrals/{second}/book", data={"do": "book", "slot": "S001"})

    assert lost.status_code == 409
    assert "The 10:30 place went a moment ago." in text(lost)
    assert "These times are still free:" in text(lost)
    assert 'value="S002"' in lost.text
    assert 'value="S001"' not in lost.text
    assert state(second)[0] == "wanted"


def test_a_time_has_to_be_chosen(grace: FlaskClient) -> None:
    reference = begun("wanted")
    answer = grace.post(f"/referrals/{reference}/book", data={"do": "book"})
    assert answer.status_code == 422
    assert "Choose one of the times." in text(answer)


def test_moved_cancelled_and_noted(grace: FlaskClient) -> None:
    reference = begun("booked")
    page = f"/referrals/{reference}"
    assert grace.post(f"{page}/book", data={"do": "book", "slot": "S002"}).status_code == 409, "it was booked meanwhile"
    assert grace.post(f"{page}/book", data={"do": "move", "slot": "S002"}).status_code == 302
    assert "Friday 15 January, 11:00" in text(grace.get(page))

    no_reason = grace.post(f"{page}/cancelled", data={"by": "employer"})
    assert no_reason.status_code == 422
    assert 'value="employer" checked' in text(no_reason)
    assert grace.post(f"{page}/cancelled", data={"by": "employer", "why": "The chef is away."}).status_code == 302
    assert "The employer cancelled. The chef is away." in text(grace.get(page))
    assert state(reference)[0] == "wanted"


def test_an_interview_that_was_held_and_what_came_of_it(grace: FlaskClient, sign_in: SignIn) -> None:
    reference = begun("booked")
    page = f"/referrals/{reference}"
    assert grace.post(f"{page}/took-place", data={"held": "yes"}).status_code == 422, "it is still to come"
    with time_machine.travel("2027-01-14 15:00", tick=False):
        grace, priya = sign_in("coordinator", email=GRACE.email), sign_in("keyworker", email=PRIYA.email)
        assert "Did the interview take place?" in text(grace.get(page))
        assert "did the interview take place?" in text(grace.get("/?all="))
        grace.post(f"{page}/took-place", data={"held": "yes"})
        grace.post(f"{page}/feedback", data={"feedback": "Warm and clear."})
        grace.post(f"{page}/offered")
        assert "Tanner Row Kitchens gave feedback." in text(priya.get("/"))
        assert "Ask Aisha Rahman about the job offered" in text(priya.get("/"))
        assert priya.post(f"{page}/started").status_code == 302
        story = text(priya.get("/people/P001/story"))
    assert state(reference) == ("ended", "started")
    for line in (
        "Aisha Rahman took the job.",
        "Aisha Rahman and Tanner Row Kitchens met.",
        "An interview was booked.",
        "Grace Okoye, coordinator",
    ):
        assert line in story


def test_a_word_to_the_keyworker_is_read_by_nobody_else(grace: FlaskClient, priya: FlaskClient) -> None:
    reference = begun("introduced")
    page = f"/referrals/{reference}"
    told = {"said": "not_this_time", "reason": "hours", "word": "Mornings would suit, tell Priya."}
    missing = grace.post(f"{page}/answered", data=told | {"reason": ""})
    assert missing.status_code == 422
    assert "Mornings would suit" in text(missing), "what was typed stays"
    assert grace.post(f"{page}/answered", data=told).status_code == 302
    assert "Mornings would suit" in text(priya.get(page))
    assert "Mornings would suit" not in text(grace.get(page))
    assert grace.post(f"{page}/answered", data=told).status_code == 409


def test_who_may_do_what(grace: FlaskClient, priya: FlaskClient) -> None:
    reference = begun("agreed")
    page = f"/referrals/{reference}"
    refused = priya.post(f"{page}/introduce")
    assert refused.status_code == 403
    assert "A coordinator can introduce somebody; the keyworker cannot." in text(refused)
    assert "Introduce Aisha" not in priya.get(page).text
    assert grace.post(f"{page}/declined").status_code == 403
    assert grace.post(f"{page}/no-such-thing").status_code == 404
    assert priya.post(f"{page}/feedback", data={"feedback": "x"}).status_code == 404
    assert grace.post(f"{page}/withdrawn").status_code == 422, "it needs a word why"
    assert grace.post(f"{page}/withdrawn", data={"why": "Moved away."}).status_code == 302
    assert state(reference) == ("ended", "withdrawn")


def test_somebody_who_paused_is_not_introduced(grace: FlaskClient) -> None:
    reference = begun("agreed")
    with transaction(by="test") as session:
        shortlists.participant(session, "P001").live = False
    answer = grace.post(f"/referrals/{reference}/introduce")
    assert answer.status_code == 409
    assert "has paused" in text(answer)


# Lists


def test_whose_move_it_is(grace: FlaskClient, priya: FlaskClient) -> None:
    begun("asked")
    begun("agreed", "P002", Actor("owen@hallbrook.example", "keyworker"))
    everything = text(grace.get("/referrals"))
    assert everything.index("Lorraine Peel") < everything.index("Aisha Rahman"), "the own moves first"
    assert "Aisha Rahman" not in text(grace.get("/referrals?whose=us"))
    own = text(priya.get("/referrals"))
    assert "Check it" in own
    assert "Lorraine" not in own


def test_a_week_and_a_day_of_interviews(grace: FlaskClient, priya: FlaskClient) -> None:
    begun("booked")
    begun("wanted", "P002", Actor("owen@hallbrook.example", "keyworker"))
    week = text(grace.get("/interviews"))
    assert "1 person booked, 2 places free" in week
    day = text(grace.get("/interviews/2027-01-15"))
    assert "Lorraine Peel waits for a time" in day
    assert "2 places free" in day
    mine = text(priya.get("/interviews"))
    assert "Aisha Rahman" in mine
    assert "free" not in mine[mine.index("<main") : mine.index("</main")]
    assert grace.get("/interviews/someday").status_code == 404
    slots = text(grace.get("/slots"))
    assert "All 1 taken" in slots
    assert "Aisha Rahman" in slots


def test_what_is_owed_stands_on_today_and_on_the_agreement(grace: FlaskClient, priya: FlaskClient) -> None:
    reference = begun("introduced")
    page = text(grace.get("/"))
    assert "Book Aisha Rahman with Tanner Row Kitchens" in page
    assert "Guaranteed under A001: owed by Thu 21 Jan, in 10 days." in page
    agreement = text(grace.get("/agreements/A001"))
    assert "Owed an interview now" in agreement
    assert "<dt>Left to give</dt><dd>7</dd>" in agreement
    assert grace.post(f"/referrals/{reference}/book", data={"do": "book", "slot": "S001"}).status_code == 302, (
        "a promise needs no answer"
    )
    assert "Book Aisha Rahman" not in text(grace.get("/?all="))
    assert "Interviews of your people" in text(priya.get("/"))
