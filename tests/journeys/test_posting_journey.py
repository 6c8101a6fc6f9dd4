"""An employer who has never seen it posts a job that is kept for people of the programme, from a link in an e-mail, on a phone."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from brokerage import accounts
from brokerage.settings import load
from employers.db import reading, transaction
from employers.models import Agreement, Contact, Vacancy

pytestmark = pytest.mark.browser
FAST = 300  # seconds: five minutes, in which a person reads and thinks as well


@pytest.fixture
def link(hallbrook: str) -> str:
    """The way in for somebody at Netherfield Homes who has never been here; three posts there are kept for our people."""
    with transaction(by="test") as session:
        contact = session.scalars(select(Contact).where(Contact.employer_reference == "E003")).first()
        assert contact is not None
        agreement = session.scalars(select(Agreement).where(Agreement.reference == "A003")).one()
        agreement.ring_fenced_until = date.today() + timedelta(days=30)
        user = accounts.invite_contact(session, contact)
        return accounts.sign_in_link(user, load().secret_key(), hallbrook)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_a_link_to_a_job_that_is_posted(
    browser: Any, hallbrook: str, link: str, looks_right: Callable[[], None], page: Any, scripts: bool
) -> None:
    phone = {"width": 375, "height": 800}
    if not scripts:
        page = browser.new_context(java_script_enabled=False, viewport=phone).new_page()
    page.set_viewport_size(phone)
    page.set_default_timeout(8000)
    begun, steps = time.monotonic(), []
    own = 0.0  # seconds that belong to the test, not to the one who posts

    def see() -> None:
        nonlocal own
        at = time.monotonic()
        if scripts:
            looks_right()
        own += time.monotonic() - at

    def press(name: str = "Continue") -> None:
        page.get_by_role("button", name=name).first.click()
        page.wait_for_load_state()
        steps.append(page.locator("h1").inner_text())
        see()

    page.goto(link)
    press("Sign in")
    page.get_by_role("button", name="Tell us about").click()
    see()
    page.get_by_label("Name of the job").fill("Estate caretaker")
    page.get_by_label("How many people").fill("2")
    press()
    page.get_by_label("kept for people of the programme").check()
    press()
    press()  # the employer's own postcode stands there
    for day in ("Mon", "Tue", "Wed", "Thu"):
        page.locator(f"#day-0-{day}").check()
    page.get_by_label("From").first.fill("8.30")
    page.get_by_label("To", exact=True).first.fill("1230")
    press()
    assert page.title().startswith("Error: ")
    page.get_by_label("To", exact=True).first.fill("12:30")
    press()
    assert "come to 16 hours a week" in page.locator("main").inner_text()
    page.get_by_label("Guaranteed").fill("16")
    press()
    page.get_by_label("A later start").select_option(label="By up to 60 minutes")
    press()
    page.get_by_label("Line 1").fill("Small repairs")
    page.locator("#when-0").check()
    page.get_by_label("Line 2").fill("Driving a van")
    page.locator("#when-1-2").check()
    press()
    press("None is needed")
    page.get_by_label("Walking").select_option(label="Up to 2 hours a day")
    page.get_by_label("Outdoor work").check()
    press()
    press("I don’t know yet")
    press("None of these, no check")
    page.get_by_label("Permanent").check()
    press()
    page.get_by_label("From").fill("13.20")
    page.get_by_label("An hour").check()
    press()
    press()
    main = page.locator("main")
    assert main.get_by_text("Not known yet").count() == 2  # what could be adjusted, and the dates
    page.locator("#title a").click()
    page.get_by_label("Name of the job").fill("Estate caretaker, mornings")
    press()
    assert page.locator("h1").inner_text() == "Check your answers"
    press("Post this job")

    assert "Estate caretaker, mornings is posted." in main.inner_text()
    assert "kept for people of the programme until" in main.inner_text()
    took = time.monotonic() - begun - own
    print(f"\n{len(steps)} pages, {took:.0f} seconds beside the test's own: {' > '.join(steps)}")
    assert took < FAST
    with reading() as session:
        job = session.scalars(select(Vacancy).where(Vacancy.title == "Estate caretaker, mornings")).one()
        said = (job.agreement_reference, job.shift, job.essential_skills, job.desirable_skills, job.adjustable)
        assert said == ("A003", "Mon-Thu 08:30-12:30", "Small repairs", "Driving a van", None)
