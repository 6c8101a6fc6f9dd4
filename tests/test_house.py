"""The house itself: which way imports point, what is shipped, and promises that the README makes."""

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "brokerage/static/vendor"


def test_imports_keep_their_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_of_gov_uk_is_served_but_its_components() -> None:
    css = (VENDOR / "govuk-frontend.min.css").read_text()
    assert "GDS Transport" not in css
    assert "@font-face" not in css
    assert "url(" not in css
    assert "crest" not in css


def test_versions_of_macros_and_stylesheet_go_together() -> None:
    """govuk-frontend-jinja says on its first page which govuk-frontend it is for."""
    from importlib.metadata import metadata

    told = re.search(
        r"GOV\.UK%20Frontend-v([\d.]+)-",
        str(metadata("govuk-frontend-jinja").get_payload() or metadata("govuk-frontend-jinja")["Description"]),
    )
    assert told is not None
    assert f'"govuk-frontend": "{told[1]}"' in (ROOT / "brokerage/package.json").read_text()


def test_every_page_carries_our_headers(client: FlaskClient) -> None:
    for address in ("/sign-in", "/accessibility", "/no-such-address"):
        headers = client.get(address).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["style-src"] == "'self'"
        assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["script-src"])
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "DENY"


def test_a_database_that_is_away_is_a_sentence_until_it_is_back(
    client: FlaskClient, away: Callable[[], AbstractContextManager[None]]
) -> None:
    with away():
        answer = client.get("/sign-in")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "Nothing was lost" in answer.text
    assert client.get("/sign-in").status_code == 200


def test_who_is_signed_in_reads_that_sentence_too(
    sign_in: Callable[..., FlaskClient], away: Callable[[], AbstractContextManager[None]]
) -> None:
    grace = sign_in("coordinator")
    with away():
        answer = grace.get("/referrals")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_a_number_that_no_row_can_have_is_the_address_of_nothing(sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in("coordinator").get(f"/import/{10**30}").status_code == 404


def test_no_template_writes_a_style_or_an_event_into_a_page() -> None:
    """The content security policy would make a browser ignore them."""
    for template in (ROOT / "brokerage/templates").rglob("*.html"):
        assert not re.search(r"\sstyle=|\son\w+=|javascript:", template.read_text()), template


def test_cookies_are_secure_unless_only_this_machine_is_served(app: Flask, client: FlaskClient) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_the_readme_begins_with_two_command_lines() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    run, test = (block.strip() for block in blocks[:2])
    assert "\n" not in run + test
    assert run.endswith(".venv/bin/brokerage demo")
    assert "pytest" in test
