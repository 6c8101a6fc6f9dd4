"""One person and one job, from a name on a shortlist to a start, by three people who each see what is theirs."""

import email
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from brokerage.messages import Rules, send_due
from brokerage.settings import load
from employers.clock import local
from employers.db import reading, transaction
from employers.models import Introduction, Slot, Vacancy

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]

GRACE, PRIYA, HELEN = "grace.okoye@example.org", "priya.nair@example.org", "helen.marsh@example.org"
CHANTELLE = "P019"  # has what the agreement of V001 asks for, and is reached by text messages


class Postman:
    """Takes letters round as `brokerage work` does, and keeps them."""

    def __init__(self, address: str) -> None:
        self.letters: list[EmailMessage] = []
        self.rules = Rules(load().mail, "a key for tests only", {}, address)

    def send(self, letter: EmailMessage) -> None:
        self.letters.append(email.message_from_bytes(letter.as_bytes(), policy=policy.default))

    def newest(self, to: str, about: str) -> str:
        """The words of the last letter to that address with those words in its subject."""
        send_due(lambda: datetime.now(UTC).replace(tzinfo=None), self, self.rules)
        found = [each for each in self.letters if each["To"] == to and about in each["Subject"]]
        plain = found[-1].get_body(("plain",))
        assert plain is not None
        return str(plain.get_content())


def test_from_a_shortlist_to_a_start(
    page: Any, hallbrook: str, enter: Callable[[str], None], looks_right: Callable[[], None]
) -> None:
    postman, main = Postman(hallbrook), page.locator("main")

    def press(name: str) -> None:
        page.get_by_role("button", name=name).first.click()
        looks_right()

    def opens(address: str) -> None:
        page.goto(hallbrook + address)
        looks_right()

    def follows_the_link_of(letter: str) -> None:
        link = re.search(r"http\S+/way-in/\S+", letter)
        assert link is not None
        page.context.clear_cookies()
        page.goto(link[0])
        press("Sign in")

    # The coordinator finds somebody, and asks.
    enter(GRACE)
    booked_before = _counted(page, hallbrook)
    opens("/vacancies/V001")
    page.get_by_label("Choose Chantelle Bright").check()
    press("Ask their keyworkers")
    press("Ask the keyworker")

    # The keyworker checks, and notes the yes and what may be shown.
    enter(PRIYA)
    page.locator("a.ss-do", has_text="Does Catering assistant suit Chantelle Bright?").click()
    press("Save the check")
    page.get_by_label("Yes, put me forward").check()
    page.get_by_label("Name", exact=True).check()
    page.get_by_label("Words for: Name").fill("Chantelle")
    page.get_by_label("Strengths", exact=True).check()
    page.get_by_label("Words for: Strengths").fill("Ran a canteen till for three years.")
    press("Record Chantelle’s answer")

    # The coordinator introduces; the employer's contact is written to.
    enter(GRACE)
    opens("/")
    page.locator("a.ss-do", has_text="Introduce Chantelle Bright").click()
    press("Introduce Chantelle")
    assert "Helen Marsh is written to." in main.inner_text()

    # The employer comes in by the letter, sees only what is the employer's own, offers times, and would like to meet.
    follows_the_link_of(postman.newest(HELEN, "Somebody for Catering assistant"))
    assert "Hello Helen" in main.inner_text()
    for address in ("/", "/people", "/vacancies", "/referrals", f"/people/{CHANTELLE}", "/messages", _somebody_elses()):
        answer = page.goto(hallbrook + address)
        assert (answer.status, page.url.endswith("/portal")) in ((404, False), (200, True)), address
    opens("/portal/times")
    page.locator("input[name=at]").last.check()
    at = datetime.fromisoformat(page.locator("input[name=at]").last.get_attribute("value"))
    press("Offer these times")
    page.goto(f"{hallbrook}/portal/people/{_card()}")
    looks_right()
    assert "Ran a canteen till for three years." in main.inner_text()
    page.get_by_label("See Chantelle").check()
    press("Send my answer")
    assert "You will meet Chantelle" in main.inner_text()

    # The coordinator books it under the promise, which is counted down.
    enter(GRACE)
    opens("/")
    page.locator("a.ss-do", has_text="Book Chantelle Bright with Tanner Row Kitchens").click()
    page.locator("fieldset", has_text=f"{at.day} {at:%B}").get_by_label(f"{at:%H:%M}").first.check()
    press("Book it")
    assert "Priya Nair is asked to tell Chantelle. Helen Marsh is written to." in main.inner_text()
    assert _counted(page, hallbrook) == booked_before + 1
    looks_right()

    # Chantelle gets no e-mail: the keyworker tells, and says so.
    enter(PRIYA)
    looks_right()
    told = f"Chantelle Bright: {at:%A} {at.day} {at:%B} at {at:%H:%M}"
    assert told in main.inner_text()
    page.locator("li", has_text=told).get_by_role("button", name="Told").click()
    looks_right()
    assert "Chantelle has been told" in main.inner_text()
    assert told not in main.inner_text()

    # It takes place; the employer says so, gives feedback, and offers the job.
    letter = postman.newest(HELEN, "Interview for Catering assistant")
    _was_yesterday(at)
    follows_the_link_of(letter)
    page.goto(f"{hallbrook}/portal/people/{_card()}")
    page.get_by_label("Yes, we met").check()
    press("Send")
    page.get_by_label("A few words for Chantelle").fill("Calm behind the till.")
    press("Send the words")
    press("Offer Chantelle the job")

    # Chantelle takes it; the keyworker notes it, and the story has it all.
    enter(PRIYA)
    page.locator("a.ss-do", has_text="Ask Chantelle Bright about the job offered").click()
    looks_right()
    assert "Calm behind the till." in main.inner_text()
    press("Chantelle takes the job")
    opens(f"/people/{CHANTELLE}/story")
    story = main.inner_text()
    for line in (
        "Chantelle Bright was thought of, and the keyworker asked.",
        "The check was completed.",
        "Chantelle Bright said yes.",
        "Tanner Row Kitchens was shown what Chantelle Bright had agreed to.",
        "Tanner Row Kitchens would like to meet Chantelle Bright.",
        "An interview was booked.",
        "Chantelle Bright and Tanner Row Kitchens met.",
        "Tanner Row Kitchens offered Chantelle Bright the job.",
        "Chantelle Bright took the job.",
    ):
        assert line in story
    assert {str(each["To"]) for each in postman.letters if "antelle" in each.as_string()} == set()


def _counted(page: Any, hallbrook: str) -> int:
    """Interviews held or booked of those promised under A001, as the agreement's page has them."""
    page.goto(f"{hallbrook}/agreements/A001")
    figures = dict(zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True))
    return int(figures["Held"]) + int(figures["Booked"])


def _card() -> str:
    """The newest card on the desk for V001."""
    with reading() as session:
        cards = select(Introduction.reference).where(Introduction.vacancy_reference == "V001")
        return session.scalars(cards.order_by(Introduction.id.desc()).limit(1)).one()


def _somebody_elses() -> str:
    with reading() as session:
        others = select(Introduction.reference).join(Vacancy).where(Vacancy.employer_reference != "E001")
        return f"/portal/people/{session.scalars(others.limit(1)).one()}"


def _was_yesterday(at: datetime) -> None:
    with transaction(by="test") as session:
        slot = session.scalars(select(Slot).where(Slot.starts_at == at, Slot.vacancy_reference.is_not(None))).one()
        before = local(datetime.now(UTC).replace(tzinfo=None)) - timedelta(days=1)
        slot.starts_at = at.replace(year=before.year, month=before.month, day=before.day)
