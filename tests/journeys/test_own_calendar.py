"""A coordinator's calendar here and elsewhere, an employer's, and one that somebody makes through the link in a letter."""

import re
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from icalendar import Calendar

from brokerage.keys import private_links
from brokerage.settings import load

pytestmark = pytest.mark.browser


def events(address: str) -> list[str]:
    with urlopen(address) as answer:
        return [str(each["summary"]) for each in Calendar.from_ical(answer.read()).walk("VEVENT")]


def test_my_calendar_here_and_elsewhere(
    page: Any, hallbrook: str, enter: Callable[[str], None], looks_right_on_both: Callable[[], None]
) -> None:
    def make(button: str) -> str:
        page.get_by_role("button", name=button).click()
        made = page.get_by_label("Calendar address").input_value()
        return hallbrook + re.sub(r"^https?://[^/]+", "", made)

    enter("grace.okoye@example.org")
    page.goto(f"{hallbrook}/interviews")
    page.get_by_role("link", name="My calendar").click()
    page.get_by_role("link", name=re.compile("^(Mon|Tue|Wed)")).last.click()
    page.get_by_role("heading", name=re.compile("day")).wait_for()
    page.goto(f"{hallbrook}/calendar")
    page.get_by_role("link", name="Have it elsewhere").click()
    mine = events(make("Make the address"))
    assert "Visit to Tanner Row Kitchens" in mine
    assert [each for each in mine if each.startswith("Interview: P")]

    enter("helen.marsh@example.org")
    page.get_by_role("link", name="See your calendar").click()
    page.get_by_role("link", name="Have it in the calendar that you use anyway").click()
    theirs = set(events(make("Make the address")))
    assert theirs == {
        "Interview: Catering assistant",
        "Job trial: Catering assistant",
        "Job trial: Kitchen porter, evenings",
    }

    page.context.clear_cookies()
    token = private_links.address_of("calendar", "P008", private_links.PAPER, load().secret_key(), hallbrook)
    page.goto(token)
    first = make("Make the address")
    looks_right_on_both()
    assert set(events(first)) == {"Appointment"}
    assert len({first, make("Make a new one")}) == 2
    page.get_by_role("button", name="End it").click()
    page.get_by_text("There is no address yet").wait_for()
