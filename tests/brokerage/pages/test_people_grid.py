"""The week to paint in, through a real browser: by keys, by mouse, by touch, by typing; and every page of people by the rules."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from brokerage.models import Participant
from employers.db import reading

pytestmark = pytest.mark.browser
SignIn = Callable[..., None]
Make = Callable[..., str]
PRIYA = "priya.nair@hallbrook.example"


@pytest.fixture
def week(page: Any, live_server: str, browser_sign_in: SignIn, make: Make) -> Callable[..., Any]:
    """week(available=..., caring=...): the page of a person with that week, opened by the keyworker."""

    def of(**cells: str) -> Any:
        make("participants", keyworker=PRIYA, **{"available": "", "caring": "none"} | cells)
        browser_sign_in("keyworker", email=PRIYA, name="Priya Nair")
        page.goto(f"{live_server}/people/P001")
        return page

    return of


def cell(page: Any, at: str) -> Any:
    return page.locator(f'[role="gridcell"][aria-label^="{at},"]')


def free(page: Any) -> str:
    return str(page.get_by_label("Can work", exact=True).and_(page.locator("textarea")).input_value())


def busy(page: Any) -> str:
    return str(page.get_by_label("Caring for someone").input_value())


def said(page: Any) -> str:
    return str(page.locator("[data-status]").text_content())


def type_into(page: Any, field: str, text: str) -> None:
    """Types, and waits until the picture has followed."""
    before = said(page)
    page.locator(field).fill(text)
    page.locator(field).blur()
    page.wait_for_function("before => document.querySelector('[data-status]').textContent !== before", arg=before)


def test_by_keys(week: Callable[..., Any]) -> None:
    page = week()
    cell(page, "Mon 09:00").focus()
    page.keyboard.press("Space")
    assert said(page) == "From Mon 09:00. Now choose the end."
    for key in ("ArrowDown", "ArrowDown", "PageDown", "PageDown", "ArrowLeft", "Space"):
        page.keyboard.press(key)
    assert free(page) == "Mon-Wed 09:00-13:00"
    assert said(page) == "Mon-Wed, 09:00 to 13:00: can work. Not saved yet."

    page.keyboard.press("c")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert busy(page) == "Wed 06:00-07:00"

    page.keyboard.press("End")
    assert cell(page, "Wed 21:30").evaluate("cell => cell === document.activeElement")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    assert page.locator(".is-marked").count() == 0
    page.keyboard.press("Control+z")
    assert busy(page) == "none"
    page.keyboard.press("x")
    page.keyboard.press("PageUp")
    for key in ("Space", "ArrowUp", "Space"):
        page.keyboard.press(key)
    assert free(page) == "Mon-Wed 09:00-13:00", "nothing stood there"
    assert page.locator('[role="gridcell"][tabindex="0"]').count() == 1


def test_by_mouse(week: Callable[..., Any]) -> None:
    page = week(caring="Mon-Fri 15:30-18:00 (term)")
    cell(page, "Tue 10:00").drag_to(cell(page, "Thu 11:30"))
    assert free(page) == "Tue-Thu 10:00-12:00"
    page.get_by_label("Caring", exact=True).check()
    cell(page, "Sat 09:00").click()
    cell(page, "Sun 09:30").click()
    assert busy(page) == "Sat,Sun 09:00-10:00; Mon-Fri 15:30-18:00 (term)"
    assert "Mon-Fri 15:30-18:00 (term)" in page.locator("[data-notes]").text_content()
    page.get_by_role("button", name="Undo").click()
    assert busy(page) == "Mon-Fri 15:30-18:00 (term)"


def test_caring_is_painted_over_what_stands_under_it(week: Callable[..., Any]) -> None:
    page = week(available="daily 08:00-20:00", caring="none")
    page.get_by_label("Caring", exact=True).check()
    cell(page, "Mon 09:00").click()
    cell(page, "Mon 10:30").click()
    assert (free(page), busy(page)) == ("daily 08:00-20:00", "Mon 09:00-11:00")
    assert cell(page, "Mon 09:00").get_attribute("aria-label") == "Mon 09:00, caring"


def test_monday_is_copied_quarters_are_kept_and_the_week_is_saved(week: Callable[..., Any]) -> None:
    page = week(available="Mon 09:15-14:45; Wed 18:00-20:00")
    assert cell(page, "Mon 09:00").get_attribute("aria-label") == "Mon 09:00, not stated, from 09:15 can work"
    page.get_by_role("button", name="Copy Monday to Tue–Fri").click()
    cell(page, "Sat 10:00").click()
    cell(page, "Sat 11:30").click()
    assert free(page) == "Mon-Fri 09:15-14:45; Sat 10:00-12:00"
    page.get_by_role("button", name="Save Aisha’s week").click()
    page.get_by_text("Aisha’s week is saved.").wait_for()
    with reading() as session:
        assert session.scalars(select(Participant.available)).one() == "Mon-Fri 09:15-14:45; Sat 10:00-12:00"


def test_typing_draws_and_nights_open_the_whole_day(week: Callable[..., Any]) -> None:
    page = week(available="Mon-Fri 09:00-17:00")
    assert not cell(page, "Fri 23:00").is_visible()
    type_into(page, "#available", "Fri 22:00-06:00")
    assert cell(page, "Fri 23:00").is_visible()
    assert cell(page, "Sat 05:30").get_attribute("aria-label") == "Sat 05:30, can work"
    assert "The picture shows what you typed." in said(page)
    page.get_by_role("button", name="Show 06:00 to 22:00").click()
    assert not cell(page, "Fri 23:00").is_visible()

    type_into(page, "#available", "Fridy 22:00-06:00")
    assert "“Fridy” is not a day." in said(page)
    cell(page, "Mon 09:00").click()
    cell(page, "Mon 10:00").click()
    assert free(page) == "Fridy 22:00-06:00", "what was typed is never painted over"
    assert "First correct" in said(page)


def test_the_school_gate_is_drawn_and_not_painted(week: Callable[..., Any]) -> None:
    page = week(available="any")
    page.locator("#drop_off").fill("08:45")
    page.locator("#drop_off").blur()
    assert cell(page, "Mon 08:30").get_attribute("aria-label") == "Mon 08:30, at the school gate"
    assert "can work" in cell(page, "Sat 08:30").get_attribute("aria-label")
    assert free(page) == "any"


@pytest.fixture
def phone(browser: Any, live_server: str) -> Iterator[Any]:
    """A phone with a finger."""
    context = browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_by_finger_on_a_phone(phone: Any, week: Callable[..., Any], page: Any, live_server: str) -> None:
    week()
    phone.context.add_cookies(page.context.cookies())
    phone.goto(f"{live_server}/people/P001")
    cell(phone, "Tue 10:00").tap()
    assert "From Tue 10:00" in said(phone)
    cell(phone, "Thu 12:30").tap()
    assert free(phone) == "Tue-Thu 10:00-13:00"
    tuesday, wednesday = (cell(phone, f"{day} 10:00").bounding_box() for day in ("Tue", "Wed"))
    assert tuesday["y"] == wednesday["y"], "the days are columns"
    phone.keyboard.press("ArrowRight")
    assert cell(phone, "Fri 12:30").evaluate("cell => cell === document.activeElement"), "arrows go as seen"


def test_without_javascript_the_picture_is_drawn_and_the_texts_are_there(
    browser: Any, week: Callable[..., Any], page: Any, live_server: str
) -> None:
    week(available="Mon-Fri 09:00-15:00")
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live_server}/people/P001")
    assert plain.get_by_role("img", name="Aisha’s week, drawn from what is written under it").is_visible()
    assert plain.locator('.ss-cell i[data-s="a"]').count() == 5 * 6 * 4
    assert not plain.get_by_role("button", name="Undo").is_visible()
    plain.locator("#available").fill("Sat 10:00-14:00")
    plain.get_by_role("button", name="Save Aisha’s week").click()
    assert plain.get_by_text("Aisha’s week is saved.").is_visible()
    context.close()


@pytest.mark.usefixtures("wide_and_phone")
def test_every_page_of_people_keeps_the_rules(
    page: Any, live_server: str, browser_sign_in: SignIn, make: Make, looks_right: Callable[[], None]
) -> None:
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    make("employers", coordinator="grace.okoye@hallbrook.example")
    make("vacancies", shift="Mon-Fri 06:30-10:30", pay_from="", demands="standing 240")
    make("vacancies", reference="V002", involves="children", dbs="enhanced")
    make("vacancies", reference="V003", certificates="food hygiene level 2")
    make(
        "participants",
        keyworker=PRIYA,
        limits="",
        skills="worked the tills; zorbing",
        legal="children until 2031-05-01",
    )
    make("participants", reference="P002", name="Ola Berg", keyworker=PRIYA, live="no")
    addresses = ["", "/P001", "/P002", "/P001/matches", "/P001/matches?fit=not_this_one", "/P002/matches"]
    checks = [f"/P001/check/V00{number}" for number in (1, 2, 3)]
    browser_sign_in("keyworker", email=PRIYA, name="Priya Nair")
    for address in [*addresses, *checks, "?show=nothing", "?q=nobody", "/P001/edit"]:
        page.goto(f"{live_server}/people{address}")
        looks_right()
    page.goto(f"{live_server}/")
    looks_right()
    page.goto(f"{live_server}/people/P001")
    page.locator("#caring").fill("Mondey")
    page.get_by_role("button", name="Save Aisha’s week").click()
    looks_right()
    page.locator(".govuk-error-summary a").click()
    assert page.locator("#caring").evaluate("field => field === document.activeElement")
    page.goto(f"{live_server}/people/P001")
    page.get_by_role("button", name="Sign out").click()
    browser_sign_in("coordinator")
    for address in [*addresses, *checks]:
        page.goto(f"{live_server}/people{address}")
        looks_right()
    assert not [line for line in trouble if "422" not in line]
