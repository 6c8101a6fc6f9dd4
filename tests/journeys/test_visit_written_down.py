"""A coordinator on a phone, outside an employer's door: what was said and promised is written down before the next bus comes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from brokerage.look import day_short

pytestmark = pytest.mark.browser


def test_a_visit_is_written_down_in_seven_presses(
    page: Any, hallbrook: str, enter: Callable[[str], None], looks_right: Callable[[], None]
) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    enter("sam.lister@example.org")
    page.goto(f"{hallbrook}/employers/E003")
    assert page.get_by_text("Speak with Grace first?").count() == 0, "Grace was there more than a fortnight ago"
    page.get_by_role("link", name="Write down a contact").first.click()
    page.get_by_label("What was said").fill("A repairs post comes up in March.")
    page.get_by_text("They promised something").click()
    page.locator("#they_promise").fill("A day to see the estate")
    page.get_by_text("Next visit", exact=True).click()
    page.locator("#next_day").fill((date.today() + timedelta(days=7)).isoformat())
    looks_right()
    page.get_by_role("button", name="Save").click()

    due = day_short(date.today() + timedelta(days=7))
    page.get_by_text(f"They promised: A day to see the estate, by {due}").wait_for()
    looks_right()
    page.get_by_text("Take it back").first.click()
    page.get_by_text("One more promise").click()
    looks_right()
    enter("grace.okoye@example.org")
    page.get_by_text("Sam visited Bev Tranter today", exact=True).wait_for()
    page.get_by_role("link", name="Read it").first.click()
    page.get_by_role("button", name="I have read it").click()
    looks_right()
