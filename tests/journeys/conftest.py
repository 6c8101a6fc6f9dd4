"""Journeys go through Hallbrook, the demonstration: sixty people, twelve employers, forty jobs."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from brokerage.settings import load


@pytest.fixture
def hallbrook(app: Flask, live_server: str, fill: Callable[[date], None]) -> str:
    """The address of a server with the demonstration in it."""
    fill(date.today())
    return live_server


@pytest.fixture
def enter(page: Any, hallbrook: str) -> Callable[[str], None]:
    """enter("priya.nair@example.org"): signs the browser in as somebody of Hallbrook."""

    def as_(email: str) -> None:
        page.context.clear_cookies()
        page.goto(f"{hallbrook}/sign-in")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(load().demonstration.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(re.compile(r"/(portal)?$"))  # home, which an employer has of his own

    return as_
