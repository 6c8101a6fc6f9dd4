"""Who gets in, with what: a token that works and nothing else, and with it what its owner's roles open."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from programs import Program, problem
from sqlalchemy import select
from trade import GRACE, NOON

from brokerage import accounts
from brokerage.access import API, EVERYONE, POLICY
from brokerage.accounts import ROLES, RoleName
from brokerage.keys import tokens
from brokerage.keys.api_models import Token
from employers.db import reading, transaction

Calls = list[tuple[str, str, str]]


@pytest.fixture
def calls(app: Flask) -> Calls:
    """(endpoint, method, address) of every call that is not for everybody."""
    adapter = app.url_map.bind("localhost")
    return [
        (rule.endpoint, method, adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "nobody"), method))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(API) and POLICY[rule.endpoint] != EVERYONE
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_a_browser_that_is_signed_in_is_nobody_here(calls: Calls, sign_in: Callable[..., FlaskClient]):
    browser = sign_in("coordinator")
    for _, method, address in calls:
        answer = browser.open(address, method=method, json={}, headers={"Idempotency-Key": "1"})
        problem(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_opens_no_page(app: Flask, coordinator: Program):
    answer = app.test_client().get("/vacancies", headers={"Authorization": f"Bearer {coordinator.token}"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer ss_wrong", "Basic {token}", "{token}", "Bearer {token} and", "Bearer \udcff"]
)
def test_what_is_no_token_that_works_is_401(app: Flask, coordinator: Program, said: str):
    header = said.format(token=coordinator.token).encode("utf-8", "surrogateescape").decode("latin-1")
    answer = app.test_client().get("/api/v1/vacancies", headers={"Authorization": header})
    assert "Authorization: Bearer" in problem(answer, 401)["detail"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(calls: Calls, program: Callable[..., Program], role: RoleName):
    """An employer's contact, a manager and an administrator can make no token; with one they would get nothing."""
    caller = program(role)
    for endpoint, method, address in calls:
        answer = caller.ask(method, address.removeprefix("/api/v1"), None if method == "GET" else {})
        if role in POLICY[endpoint]:
            assert answer.status_code not in (401, 403), (method, address)
        else:
            assert "This call is for" in problem(answer, 403)["detail"], (method, address)
    assert {role for rule in map(POLICY.get, [each for each, *_ in calls]) for role in rule or ()} == {
        "coordinator",
        "keyworker",
    }


def test_a_call_without_a_line_in_the_table_is_for_nobody(app: Flask, coordinator: Program):
    app.add_url_rule("/api/v1/forgotten", "api.forgotten", lambda: "secret")
    problem(coordinator.ask("GET", "/forgotten"), 403)


@pytest.mark.parametrize("how", ["ended", "closed", "opened again"])
def test_it_ends_with_its_account_and_by_itself(coordinator: Program, sign_in: Callable[..., FlaskClient], how: str):
    assert coordinator.ask("GET", "/vacancies").status_code == 200
    with reading() as session:
        token = session.scalars(select(Token)).one()
        number, owner = token.id, token.user_id
    if how == "ended":
        sign_in("coordinator", email=GRACE.email).post(f"/account/tokens/{number}/end")
    else:
        administrator = sign_in("administrator")
        administrator.post(f"/accounts/{owner}/active", data={"active": "no"})
        if how == "opened again":
            administrator.post(f"/accounts/{owner}/active", data={"active": "yes"})
    problem(coordinator.ask("GET", "/vacancies"), 401)


def test_a_role_that_is_taken_away_takes_its_calls_along(coordinator: Program):
    with transaction(by="test") as session:
        owner = accounts.find(session, GRACE.email)
        assert owner is not None
        accounts.set_roles(session, owner, ["keyworker"])
    problem(coordinator.ask("GET", "/slots"), 403)
    assert coordinator.get("/participants")["participants"] == []


def test_no_answer_sets_a_cookie(coordinator: Program):
    for answer in (coordinator.ask("GET", "/vacancies"), coordinator.ask("PATCH", "/vacancies/V1", {"places": 2})):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_shows_a_new_token_once_and_keeps_its_hash(
    app: Flask, sign_in: Callable[..., FlaskClient], town: None
):
    browser = sign_in("coordinator", email=GRACE.email)
    made = browser.post("/account/tokens", data={"name": "  Front  desk "}, follow_redirects=True).text
    text = made.partition('value="ss_')[2].partition('"')[0]
    assert len(text) == 43
    assert "ss_" + text not in browser.get("/account/tokens").text
    assert "Front desk" in browser.get("/account/tokens").text

    assert Program(app, "ss_" + text).get("/vacancies")["of"] == 1

    with reading() as session:
        token = session.scalars(select(Token)).one()
        assert text not in token.hashed
        assert "ss_" + text not in app.test_client().get("/api/v1/openapi.json").text


def test_somebody_elses_token_is_not_there(sign_in: Callable[..., FlaskClient], coordinator: Program):
    other = sign_in("keyworker", email="omar@hallbrook.example")
    with reading() as session:
        number = session.scalars(select(Token.id)).one()
    assert other.post(f"/account/tokens/{number}/end").status_code == 404
    assert coordinator.ask("GET", "/vacancies").status_code == 200


def test_a_token_says_what_it_is_for_and_there_are_not_too_many(sign_in: Callable[..., FlaskClient]):
    browser = sign_in("keyworker")
    for name in ("", "x" * 61):
        answer = browser.post("/account/tokens", data={"name": name})
        assert answer.status_code == 422
        assert "Write what the token is for" in answer.text
    for number in range(tokens.MOST):
        browser.post("/account/tokens", data={"name": f"Number {number}"})
    assert "End those that nothing uses" in browser.post("/account/tokens", data={"name": "One more"}).text


def test_making_and_ending_one_leaves_a_trail_without_the_token(
    coordinator: Program, sign_in: Callable[..., FlaskClient]
):
    from brokerage.models import AuditEntry

    with transaction(by=GRACE.email) as session:
        owner = accounts.find(session, GRACE.email)
        assert owner is not None
        tokens.end_all(session, owner, NOON)
    with reading() as session:
        lines = session.scalars(select(AuditEntry).where(AuditEntry.kind == "api_token")).all()
        hashed = session.scalars(select(Token.hashed)).one()
        assert [(line.by, line.action) for line in lines] == [(GRACE.email, "created"), (GRACE.email, "changed")]
        assert not any(hashed in str(line.changes) for line in lines)
