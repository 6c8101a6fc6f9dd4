"""A trial of one day, today: drafted, signed by three who meet nowhere, written down, read, and kept as a certificate."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from brokerage import private_links
from brokerage.models import Participant
from brokerage.settings import load
from brokerage.work_models import Message
from employers.clock import local
from employers.db import reading, transaction

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]

GRACE, HELEN, CARYS = "grace.okoye@example.org", "helen.marsh@example.org", "P037"


@pytest.fixture
def link(hallbrook: str) -> Callable[[str], str]:
    """link("placement-sign"): where the link in the newest such letter to Carys leads."""

    def newest(kind: str) -> str:
        with reading() as session:
            to_carys = Message.participant.has(Participant.reference == CARYS)
            found = select(Message).where(Message.key.startswith(f"{kind} "), to_carys).order_by(Message.id.desc())
            letter = session.scalars(found).first()
            assert letter is not None
            body = private_links.put_in(letter.body, "carys@example.org", load().secret_key(), hallbrook)
        return re.findall(r"http\S+", body)[0]

    return newest


@pytest.fixture
def carys(hallbrook: str) -> None:
    """Somebody who reads e-mail, free at any time, and agrees that employers are told the name."""
    with transaction(by="test") as session:
        person = session.scalars(select(Participant).where(Participant.reference == CARYS)).one()
        person.channel, person.email, person.safe_window = "email", "carys@example.org", "any"
        person.share = "name"


@pytest.mark.usefixtures("carys")
def test_a_placement_from_draft_to_certificate(
    page: Any,
    hallbrook: str,
    enter: Callable[[str], None],
    link: Callable[[str], str],
    looks_right: Callable[[], None],
) -> None:
    main, today = page.locator("main"), local(datetime.now(UTC).replace(tzinfo=None)).date().isoformat()

    def press(name: str) -> None:
        page.get_by_role("button", name=name).first.click()
        looks_right()

    def paper(name: str) -> bytes:
        with page.expect_download() as kept:
            page.get_by_role("link", name=name).click()
        return Path(kept.value.path()).read_bytes()

    # The coordinator writes it down and sends it.
    enter(GRACE)
    page.goto(f"{hallbrook}/placements/new?person={CARYS}&vacancy=V001")
    page.get_by_label("Job trial").check()
    page.get_by_label("agrees that the name is said").check()
    press("Begin the draft")
    page.locator("#more-1").fill(today)
    page.get_by_label("Its hours").first.fill("09:30-14:30 less 30")
    page.get_by_label("What is done there").fill("Lay out and serve")
    page.get_by_label("What it leads to").fill("The job, if both want it.")
    page.get_by_label("Who is there for the person").fill("Helen Marsh")
    page.get_by_label("Nobody else").check()
    page.get_by_role("button", name="Save").last.click()
    press("Send it to be signed")
    placement = page.url
    page.get_by_label("Your name, as your signature").fill("Grace Okoye")
    press("Sign for the programme")

    # Carys reads the whole of it from a letter, keeps it, and signs it without an account.
    page.context.clear_cookies()
    page.goto(link("placement-sign"))
    looks_right()
    assert "Lay out and serve" in main.inner_text()
    assert b"pdfuaid" in paper("The paper to keep")
    page.get_by_label("Your name").fill("Carys Meredith")
    press("Sign")
    assert page.title().startswith("Error: "), "the tick is what was read and agreed to"
    page.get_by_label("I have read it").check()
    press("Sign")
    assert "Thank you, it is signed" in main.inner_text()

    # The employer signs, and at the end of the day writes down who was there and a few words.
    enter(HELEN)
    page.get_by_role("link", name="Read and sign: Carys Meredith").click()
    page.get_by_label("Your name").fill("Helen Marsh")
    press("Sign")
    page.goto(f"{hallbrook}/portal")
    looks_right()
    page.get_by_role("link", name="A few words about Carys Meredith").click()
    page.goto(page.url.replace("/review", "/days"))
    page.locator(f"#what-{today}").select_option("part")
    page.locator(f"#hours-{today}").fill("a bit")
    press("Save")
    assert "such as 2:30 or 2.5" in main.inner_text()
    page.locator(f"#hours-{today}").fill("3:30")
    press("Save")
    assert "3 h 30 min written down so far" in main.inner_text()
    page.get_by_role("link", name="A few words at the end").click()
    page.get_by_label("What did Carys Meredith learn?").fill("Working to a list")
    page.get_by_label("A few words about the work").fill("Quick to ask.")
    page.get_by_label("as a reference").check()
    page.get_by_label("Your name").fill("Helen Marsh")
    press("Send it")
    assert "Carys Meredith reads it next" in main.inner_text()

    # Carys reads those words, says the own, and has a certificate.
    page.context.clear_cookies()
    page.goto(link("placement-own-word"))
    looks_right()
    assert "Quick to ask." in main.inner_text()
    page.get_by_label("Yes.").check()
    page.get_by_label("In your own words").fill("I would go again.")
    page.get_by_label("Your name").fill("Carys Meredith")
    press("Send it")
    assert b"pdfuaid" in paper("Your certificate")

    # And the coordinator sees all of it, and the job that comes of it.
    enter(GRACE)
    page.goto(f"{placement}/after")
    looks_right()
    assert "I would go again." in main.inner_text()
    page.get_by_text("It turned into a job").click()
    page.get_by_label("First day").fill(today)
    press("Write it down")
    assert "Good news" in main.inner_text()
