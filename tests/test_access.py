"""Who may open what: every address has a line, and every role meets every address."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter

from brokerage.access import API, EVERYONE, POLICY, SIGNED_IN
from brokerage.accounts import ROLES, RoleName


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Each page's address with numbers and words filled in that no record has: (endpoint, method, address).

    Those for programs are met by tests/brokerage/api."""
    adapter = app.url_map.bind("localhost")
    return [
        (
            rule.endpoint,
            method,
            adapter.build(rule.endpoint, {name: _stand_in(rule, name) for name in rule.arguments}, method),
        )
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith(API)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def _stand_in(rule: object, name: str) -> object:
    number = isinstance(rule._converters[name], IntegerConverter)  # type: ignore[attr-defined]
    return 987654 if number else "stepping-stone.css" if name == "filename" else "nobody"


def test_every_address_has_a_line_and_every_line_an_address(app: Flask) -> None:
    assert set(app.view_functions) == set(POLICY), "add the line to brokerage/access.py, or take it out there"


def test_an_address_without_a_line_opens_for_nobody(app: Flask, sign_in: Callable[..., FlaskClient]) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    for role in ROLES:
        assert sign_in(role).get("/forgotten").status_code == 404
    assert app.test_client().get("/forgotten").status_code == 404


def test_signed_out_people_are_asked_to_sign_in(app: Flask, client: FlaskClient) -> None:
    for endpoint, method, address in routes(app):
        if POLICY[endpoint] == EVERYONE:
            continue
        answer = client.open(address, method=method)
        assert answer.status_code == 302, (method, address)
        assert answer.location.startswith("/sign-in"), (method, address)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_for_a_role_looks_absent(app: Flask, sign_in: Callable[..., FlaskClient], role: RoleName) -> None:
    visitor = sign_in(role)
    absent = _without_what_is_new_each_time(visitor.get("/no-such-address").text)
    for endpoint, method, address in routes(app):
        rule = POLICY[endpoint]
        if rule in (EVERYONE, SIGNED_IN) or role in rule:
            continue
        answer = visitor.open(address, method=method)
        assert answer.status_code == 404, (method, address)
        assert _without_what_is_new_each_time(answer.text) == absent, (method, address)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_breaks_for_it(app: Flask, sign_in: Callable[..., FlaskClient], role: RoleName) -> None:
    visitor = sign_in(role)
    for endpoint, method, address in routes(app):
        rule = POLICY[endpoint]
        if endpoint != "security.logout" and (rule in (EVERYONE, SIGNED_IN) or role in rule):
            assert visitor.open(address, method=method, buffered=True).status_code < 500, (method, address)


def test_every_change_needs_the_token_of_its_form(app: Flask, sign_in: Callable[..., FlaskClient]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    for role in ROLES:
        visitor = sign_in(role)
        for endpoint, method, address in routes(app):
            rule = POLICY[endpoint]
            if method == "POST" and (rule in (EVERYONE, SIGNED_IN) or role in rule):
                assert visitor.post(address).status_code == 400, address


def test_a_closed_account_is_signed_out(app: Flask, sign_in: Callable[..., FlaskClient]) -> None:
    keyworker, administrator = sign_in("keyworker"), sign_in("administrator")
    assert keyworker.get("/account").status_code == 200
    number = [line for line in administrator.get("/accounts").text.split('"') if line.startswith("/accounts/")]
    for address in number:
        administrator.post(f"{address}/active", data={"active": "no"})
    assert keyworker.get("/account").status_code == 302
    assert administrator.get("/accounts").status_code == 200, "the last administrator stays"


def _without_what_is_new_each_time(page: str) -> str:
    return re.sub(r'(nonce|name="csrf_token" value)="[^"]*"', "", page)
