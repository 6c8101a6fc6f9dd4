"""The house's own pages in a real browser, wide and on a phone: no rule of accessibility broken, nothing wider than the screen."""

from collections.abc import Callable
from typing import Any

import pytest

from brokerage import accounts
from employers.db import transaction

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]


def test_pages_for_everybody(page: Any, live_server: str, looks_right: Callable[[], None]) -> None:
    for address in ("/sign-in", "/accessibility", "/what-we-hold", "/no-such-address"):
        page.goto(live_server + address)
        looks_right()


def test_an_administrator_invites_and_hands_over_a_link(
    page: Any, live_server: str, browser_sign_in: Callable[..., None], looks_right: Callable[[], None]
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(f"{live_server}/sign-in")
    page.get_by_role("button", name="Sign in").click()
    looks_right()
    browser_sign_in("administrator", name="Ada Lind")
    for address in ("/", "/account", "/account/password", "/accounts", "/accounts/invite"):
        page.goto(live_server + address)
        looks_right()
    page.get_by_role("button", name="Make the link").click()
    looks_right()
    page.get_by_label("E-mail address").fill("a.rather.long.address.of.somebody@hallbrook-employment.example")
    page.get_by_label("Keyworker").check()
    page.get_by_role("button", name="Make the link").click()
    looks_right()
    link = page.get_by_label("Link to hand over").input_value()
    page.get_by_role("button", name="Sign out").click()
    page.goto(link)
    looks_right()
    assert not said


def test_the_slash_key_and_the_menu_work_where_they_are(
    page: Any, live_server: str, browser_sign_in: Callable[..., None]
) -> None:
    with transaction(by="test") as session:
        accounts.invite(session, "coordinator@hallbrook.example", "administrator")
    browser_sign_in("coordinator")
    if page.viewport_size["width"] < 640:
        page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Accounts", exact=True).first.click()
    assert page.url.endswith("/accounts")
