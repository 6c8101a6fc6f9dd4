"""Somebody on a phone, with a link and no password: a time is chosen, moved, and given back; then the keyworker sees how it stands."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from brokerage.keys import private_links
from brokerage.models import Participant
from brokerage.referral_models import Referral
from employers.db import reading

pytestmark = pytest.mark.browser


def test_a_time_is_chosen_on_a_phone(
    app: Flask, page: Any, hallbrook: str, enter: Callable[[str], None], looks_right: Callable[[], None]
) -> None:
    def press(name: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name, exact=True).click()

    page.set_viewport_size({"width": 375, "height": 800})
    with reading() as session:
        of_pair = select(Referral).join(Referral.participant).where(Participant.reference == "P013")
        reference = session.scalars(of_pair).one().reference
    secret = app.config["SETTINGS"].secret_key()
    page.goto(private_links.address_of("times", reference, "paper", secret, hallbrook))
    page.get_by_text("None of these suits me").first.click()
    looks_right()
    page.get_by_label("09:45 to 10:15, kept for you").check()
    press("Choose this time")

    page.get_by_text("Thank you. That time is yours.").wait_for()
    page.get_by_text("Choose another time").click()
    looks_right()
    page.get_by_label("10:30 to 11:00").first.check()
    press("Choose this time instead")
    page.get_by_text("I cannot come").click()
    looks_right()
    press("Give this time back")
    page.get_by_role("button", name="I can come after all").wait_for()
    looks_right()

    enter("grace.okoye@example.org")
    page.goto(f"{hallbrook}/referrals/{reference}")
    page.get_by_text("The person cancelled, by the link.").wait_for()
    page.get_by_text("Change it").click()
    looks_right()
    page.goto(f"{hallbrook}/referrals/{reference}/book")
    looks_right()
