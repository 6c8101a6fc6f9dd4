"""An employer's quarter of an hour: in by a link, somebody met on a card, an answer, times, a job, and a reason."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from brokerage import consent, desk, referrals
from brokerage.models import Participant
from brokerage.referral_models import Referral
from brokerage.referrals import Actor
from employers.db import transaction
from employers.models import Vacancy

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]

GRACE = Actor("grace.okoye@example.org", "coordinator")
CARD = [
    {"part": "name", "text": "Tomasz"},
    {"part": "strengths", "text": "Cooked for sixty at the lunch club.\nKeeps a kitchen clean."},
]


@pytest.fixture
def card(hallbrook: str) -> str:
    """Somebody who likes to be shown as Tomasz, on the desk of Tanner Row Kitchens."""
    now = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=1)
    with transaction(by="test") as session:
        asked = select(Referral.participant_id).where(Referral.vacancy_reference == "V001")
        free = Participant.id.not_in(asked), Participant.live.is_not(False), Participant.keyworker_id.is_not(None)
        tomasz = session.scalars(select(Participant).where(*free).order_by(Participant.id).limit(1)).one()
        job = session.scalars(select(Vacancy).where(Vacancy.reference == "V001")).one()
        assert tomasz.keyworker is not None
        keyworker = Actor(tomasz.keyworker.email, "keyworker")
        tomasz.share = "name; strengths"
        begun = referrals.ask(session, tomasz, job, GRACE, now)
        referrals.take(session, begun, "check", keyworker, now)
        said_on = date.today() - timedelta(days=2)
        parts = ["name", "strengths"]
        consent.answer(session, begun, "yes", said_on=said_on, shares=parts, words=CARD, actor=keyworker, now=now)
        return desk.introduce(session, begun, GRACE, now).reference


def test_from_a_link_to_an_answer_times_and_a_job(
    page: Any, hallbrook: str, card: str, enter: Callable[[str], None], looks_right: Callable[[], None]
) -> None:
    def press(name: str) -> None:
        page.get_by_role("button", name=name).first.click()
        looks_right()

    enter(GRACE.email)
    page.goto(f"{hallbrook}/employers/E001")
    press("Make a sign-in link")
    link = page.get_by_label("Link to hand over").input_value()
    page.context.clear_cookies()
    page.goto(link)
    looks_right()
    press("Sign in")
    main = page.locator("main")
    assert "Hello Helen" in main.inner_text()

    page.goto(f"{hallbrook}/portal/people/{card}")
    looks_right()
    assert "Cooked for sixty at the lunch club." in main.inner_text()
    press("Send my answer")
    assert page.title().startswith("Error: ")
    page.get_by_label("See Tomasz").check()
    press("Send my answer")
    assert "You will meet Tomasz" in main.inner_text()

    page.goto(f"{hallbrook}/portal/times")
    page.locator("input[name=at]").last.check()
    press("Offer these times")
    assert "We fit people to them" in main.inner_text()
    press("Take back")
    assert "is taken back" in main.inner_text()

    page.goto(f"{hallbrook}/portal/jobs/V001/edit")
    page.get_by_label("Pay from").fill("6.50")
    press("Save")
    assert "under the lowest lawful rate" in main.inner_text()
    page.get_by_label("Pay from").fill("13.30")
    press("Save")
    assert "13.30" in main.inner_text()

    page.goto(f"{hallbrook}/portal/people/{card}/reason")
    looks_right()
    press("Send it")
    assert page.title().startswith("Error: ")
    page.get_by_label("The job has changed").check()
    page.get_by_label("A word to the keyworker").fill("A pleasure to read.")
    press("Send it")
    assert "You said: not this time. The job has changed." in main.inner_text()
