"""A trial of one day, today: drafted, signed by three who meet nowhere, written down, read, and kept as a certificate."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from trade import GRACE, HELEN, a_participant, a_vacancy, an_employer

from brokerage import accounts
from brokerage.keys import private_links
from brokerage.sending.work_models import Message
from brokerage.settings import load
from employers.clock import local
from employers.db import reading, transaction

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]

CARYS = "carys@example.org"


@pytest.fixture
def link(live_server: str) -> Callable[[str], str]:
    """link("placement-sign"): where the link in the newest such letter to Carys leads."""

    def newest(kind: str) -> str:
        to_carys = Message.participant_id.is_not(None), Message.key.startswith(f"{kind} ")
        with reading() as session:
            letter = session.scalars(select(Message).where(*to_carys).order_by(Message.id.desc())).first()
            assert letter is not None
            body = private_links.put_in(letter.body, CARYS, load().secret_key(), live_server)
        return re.findall(r"http\S+", body)[0]

    return newest


@pytest.fixture
def enter(page: Any, live_server: str, database: Engine) -> Callable[[str], None]:
    """enter(HELEN.email): signs the browser in as one of those who stand around a job, and Carys, who reads e-mail."""
    with transaction(by="test") as session:
        employer = an_employer(session, coordinator=GRACE.email)
        employer.name = "Tanner Row Kitchens"
        users = [
            accounts.invite(session, GRACE.email, "coordinator", "Grace"),
            accounts.invite_contact(session, employer.contacts[0]),
        ]
        for user in users:
            accounts.set_password(user, "three random words")
        a_vacancy(session, contract="permanent", hours_guaranteed=20.0)
        a_participant(session, name="Carys Meredith", channel="email", email=CARYS, safe_window="any", share="name")

    def as_(email: str) -> None:
        page.context.clear_cookies()
        page.goto(f"{live_server}/sign-in")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill("three random words")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(re.compile(r"/(portal)?$"))

    return as_


def test_a_placement_from_draft_to_certificate(
    page: Any,
    live_server: str,
    enter: Callable[[str], None],
    link: Callable[[str], str],
    looks_right: Callable[[], None],
) -> None:
    main, today = page.locator("main"), local(datetime.now(UTC).replace(tzinfo=None)).date().isoformat()

    def press(name: str) -> None:
        page.get_by_role("button", name=name).first.click()
        page.wait_for_load_state()

    def paper(name: str) -> bytes:
        with page.expect_download() as kept:
            page.get_by_role("link", name=name).click()
        return Path(kept.value.path()).read_bytes()

    # The coordinator writes it down and sends it.
    enter(GRACE.email)
    page.goto(f"{live_server}/placements/new?person=P1&vacancy=V1")
    page.locator("#scheme-job_trial").check()
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
    looks_right()
    assert page.title().startswith("Error: "), "the tick is what was read and agreed to"
    page.get_by_label("I have read it").check()
    press("Sign")
    assert "Thank you, it is signed" in main.inner_text()

    # The employer signs, and at the end of the day writes down who was there and a few words.
    enter(HELEN.email)
    page.get_by_role("link", name="Read and sign: Carys Meredith").click()
    page.get_by_label("Your name").fill("Helen Marsh")
    press("Sign")
    page.goto(f"{live_server}/portal")
    looks_right()
    page.get_by_role("link", name="A few words about Carys Meredith").click()
    page.goto(page.url.replace("/review", "/days"))
    page.locator(f"#what-{today}").select_option("part")
    page.locator(f"#hours-{today}").fill("a bit")
    press("Save")
    looks_right()
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
    looks_right()
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
    enter(GRACE.email)
    page.goto(f"{placement}/after")
    looks_right()
    assert "I would go again." in main.inner_text()
    page.get_by_text("It turned into a job").click()
    page.get_by_label("First day").fill(today)
    press("Write it down")
    assert "Good news" in main.inner_text()
