"""From a tick on a shortlist to a guaranteed interview, in two roles: asked, checked, answered, introduced, booked, cancelled."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]

GRACE, PRIYA = "grace.okoye@example.org", "priya.nair@example.org"
CHANTELLE = "P019"  # has what the agreement of V001 asks for


def test_from_a_tick_to_a_guaranteed_interview(
    page: Any, hallbrook: str, enter: Callable[[str], None], looks_right: Callable[[], None]
) -> None:
    def press(name: str) -> None:
        page.get_by_role("button", name=name).click()
        looks_right()

    enter(GRACE)
    page.goto(f"{hallbrook}/vacancies/V001")
    page.get_by_label("Choose Chantelle Bright").check()
    assert page.locator("[data-count]").inner_text() == "1 person chosen"
    press("Ask their keyworkers")
    press("Ask the keyworker")
    assert "The keyworker of Chantelle Bright is asked." in page.locator("main").inner_text()

    enter(PRIYA)
    page.locator("a.ss-do", has_text="Does Catering assistant suit Chantelle Bright?").click()
    looks_right()
    press("Save the check")
    press("Record Chantelle’s answer")
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Say what Chantelle would like").click()
    page.get_by_label("Yes, put me forward").check()
    page.get_by_label("Strengths", exact=True).check()
    page.get_by_label("Words for: Strengths").fill("Ran a canteen till for three years.")
    press("See exactly what they would see")
    assert "Ran a canteen till for three years." in page.locator("main").inner_text()
    press("Back, with what I typed")
    assert page.get_by_label("Yes, put me forward").is_checked()
    press("Record Chantelle’s answer")
    assert "Chantelle said yes." in page.locator("main").inner_text()

    enter(GRACE)
    page.goto(f"{hallbrook}/")
    looks_right()
    page.locator("a.ss-do", has_text="Introduce Chantelle Bright").click()
    looks_right()
    press("Introduce Chantelle")
    page.get_by_role("link", name="Choose a time").first.click()
    looks_right()
    page.locator("input[name=slot]").first.check()
    press("Book it")
    assert "interview is booked for" in page.locator("main").inner_text()

    page.locator("section[aria-labelledby=interview] a.ss-strong").click()
    looks_right()
    page.locator("a.ss-do", has_text="Chantelle Bright").click()
    page.get_by_text("Cancel the interview").first.click()
    looks_right()
    page.get_by_label("Tanner Row Kitchens", exact=True).check()
    page.get_by_label("Why, in a few words").locator("visible=true").fill("The kitchen is closed that day.")
    press("Cancel the interview")
    assert "The employer cancelled. The kitchen is closed that day." in page.locator("main").inner_text()

    for address in ("/referrals", "/interviews", f"/people/{CHANTELLE}/story", "/agreements/A001", "/slots"):
        page.goto(hallbrook + address)
        looks_right()
