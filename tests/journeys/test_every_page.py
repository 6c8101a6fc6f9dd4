"""Every page of every role breaks no rule of WCAG 2.2 A and AA, says nothing on the console, and is no wider than the screen."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from brokerage.access import API, EVERYONE, POLICY, SIGNED_IN

pytestmark = pytest.mark.browser

WHO = {
    "coordinator": "grace.okoye@example.org",
    "keyworker": "priya.nair@example.org",
    "manager": "ruth.castell@example.org",
    "administrator": "ian.copley@example.org",
    "employer": "helen.marsh@example.org",
}
FIRST = {
    "people": "P001",
    "vacancies": "V001",
    "employers": "E001",
    "agreements": "A001",
    "slots": "S001",
    "there": "S001",
    "portal": "V001",
    "ledger": "E001",
    "leads": "E001",
    "withheld": "E012",
    "care": "E001",
    "safety": "E006",
    "adverts": "V019",
    "ring_fences": "V010",
    "seating": "A002",
    "calendars": "P001",
    "placements": "WKITCHEN",
    "after": "WPORTER",
    "openings": "O001",
}
STANDS_FOR = {"portal.placement": "placements", "portal.attendance": "after", "portal.review": "after"}
# What a page needs beside its address; a page that only another page's button leads to stands in that one's own test.
ASKED = {"find.index": "?q=catering"}
ELSEWHERE = {
    "static",
    "accounts.password",
    "imports.preview",
    "imports.bad",
    "vacancies.download",
    "agreements.download",
    "people.preview",
    "referrals.show",
    "referrals.book",
    "portal.person",
    "portal.reason",
    "visits.calendar",
    "calendars.feed",
    "calendars.private",
    "way_in.show",
    "my_times.show",
    "posting.by_link",
    "signing.by_link",
    "portal.placement_paper",
    "after.paper",
    "own_word.show",
    "own_word.paper",
    "own_word.agreement",
}


def addresses(app: Flask, role: str) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        may = POLICY[rule.endpoint]
        if (
            "GET" in (rule.methods or ())
            and rule.endpoint not in ELSEWHERE
            and not rule.endpoint.startswith(API)
            and (role in may or may == SIGNED_IN or (may == EVERYONE and role == "keyworker"))
        ):
            yield _address(app, rule)


def _address(app: Flask, rule: Rule) -> str:
    noun = STANDS_FOR.get(rule.endpoint) or rule.endpoint.partition(".")[0]
    known = {
        "draft": "DHELEN",
        "question": "week",
        "vacancy": "V001",
        "agreement": "A009",
        "entry": "E001-1",
        "number": 1,
        "which": 1,
        "when": date.today().isoformat(),
    }
    values = {name: known.get(name) or FIRST[noun] for name in rule.arguments}
    return app.url_map.bind("").build(rule.endpoint, values) + ASKED.get(rule.endpoint, "")


@pytest.mark.parametrize("role", WHO)
def test_every_page_of(
    role: str,
    app: Flask,
    page: Any,
    hallbrook: str,
    enter: Callable[[str], None],
    looks_right_on_both: Callable[[], None],
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    enter(WHO[role])
    for address in addresses(app, role):
        answer = page.goto(hallbrook + address)
        assert answer.status == 200, address
        looks_right_on_both()
    assert not said
