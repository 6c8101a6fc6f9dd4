"""A placement from a draft to three signatures, in a browser: a coordinator, a person with a link, and the employer."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from brokerage.keys import private_links
from brokerage.settings import load

pytestmark = pytest.mark.browser


def test_from_a_draft_to_three_signatures(
    page: Any, hallbrook: str, enter: Callable[[str], None], looks_right_on_both: Callable[[], None]
) -> None:
    first = date.today() + timedelta(days=(7 - date.today().weekday()) + 14)
    enter("grace.okoye@example.org")
    page.goto(f"{hallbrook}/placements/new?person=P023&vacancy=V001")
    page.get_by_label("Work trial, for a real job").check()
    page.get_by_label("agrees that the name is said").check()
    looks_right_on_both()
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_label("First day").fill(first.isoformat())
    page.get_by_label("Last day").fill((first + timedelta(days=4)).isoformat())
    page.get_by_label("Weekly pattern").fill("Mon-Fri 09:30-12:30")
    page.get_by_role("button", name="Fill the days").click()
    assert "15 hours" in page.locator("main").inner_text()
    page.get_by_label("What is done there").fill("Laying out and serving, beside one of the team.")
    page.get_by_label("What it leads to").fill("The job, if both want it.")
    page.get_by_label("Who is there for the person").fill("Helen Marsh, in the kitchen")
    page.get_by_label("Nobody else").check()
    looks_right_on_both()
    page.get_by_role("button", name="Save").last.click()
    looks_right_on_both()
    page.get_by_role("button", name="Send it to be signed").click()
    page.get_by_label("Your name, as your signature").fill("Grace Okoye")
    page.get_by_role("button", name="Sign for the programme").click()
    placement = page.url.rpartition("/")[2]

    page.context.clear_cookies()
    link = private_links.address_of(
        "sign", f"{placement}:participant", private_links.PAPER, load().secret_key(), hallbrook
    )
    page.goto(link)
    looks_right_on_both()
    page.get_by_label("Your name").fill("Blessing Eze")
    page.get_by_label("I have read it").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    assert "Thank you, it is signed" in page.locator("h1").inner_text()

    enter("helen.marsh@example.org")
    page.get_by_role("link", name="Read and sign: Blessing Eze").click()
    looks_right_on_both()
    page.get_by_label("Your name").fill("Helen Marsh")
    page.get_by_role("button", name="Sign", exact=True).click()
    assert "Signed by all three" in page.locator("main").inner_text()
    page.goto(f"{hallbrook}/portal/placements")
    looks_right_on_both()
