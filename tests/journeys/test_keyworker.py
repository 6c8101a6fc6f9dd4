"""A keyworker opens one of her people, says when work is possible, and sees what fits and what would have to change."""

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]


def test_from_my_people_to_one_job(
    page: Any, hallbrook: str, enter: Callable[[str], None], looks_right: Callable[[], None]
) -> None:
    enter("priya.nair@example.org")
    looks_right()
    page.goto(f"{hallbrook}/people")
    looks_right()
    page.get_by_role("link", name="Aisha Rahman").first.click()
    page.get_by_role("heading", level=1, name="Aisha Rahman").wait_for()
    looks_right()

    page.get_by_role("link", name="Best matches").click()
    looks_right()
    page.get_by_role("link", name="Catering assistant").first.click()
    page.get_by_role("heading", level=1, name="Does this job suit Aisha?").wait_for()
    looks_right()
    told = page.locator("main").inner_text()
    for factor in ("Skills", "Journey", "Weekly hours", "Shift", "Conditions", "Law and checks", "Pay", "Wishes"):
        assert factor in told
    assert "falls in the school run" in told
    assert "How the" in told  # the picture of the shares
    assert "Could end up" in told


def test_a_week_that_grows_opens_jobs(page: Any, hallbrook: str, enter: Callable[[str], None]) -> None:
    enter("priya.nair@example.org")
    page.goto(f"{hallbrook}/people/P001")
    page.get_by_label("Can work", exact=True).and_(page.locator("textarea")).fill("any")
    page.get_by_role("button", name="Save Kamila’s week").click()
    page.get_by_text("Kamila’s week is saved.").wait_for()
    page.goto(f"{hallbrook}/people/P001/check/V001")
    assert "outside the times when work is possible" not in page.locator("main").inner_text()


def test_somebody_elses_person_is_not_there(page: Any, hallbrook: str, enter: Callable[[str], None]) -> None:
    enter("owen.bell@example.org")
    theirs = page.goto(f"{hallbrook}/people/P001").text()
    nobodys = page.goto(f"{hallbrook}/people/P999").text()
    assert page.locator("h1").inner_text() == "There is nothing here for you"
    assert _without_nonces(theirs) == _without_nonces(nobodys)


def _without_nonces(text: str) -> str:
    """A page without what is new each time: the nonce of its scripts and the tokens of its forms."""
    return re.sub(r'nonce="[^"]+"|name="csrf_token" value="[^"]+"', "", text)
