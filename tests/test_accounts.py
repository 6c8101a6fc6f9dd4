"""Accounts: invited, given a link, signed in, closed; and every step of it on the trail."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts
from brokerage.accounts import LastAdministrator, LinkSpent, NotAnAddress, User
from brokerage.models import AuditEntry
from employers.db import reading, transaction

GRACE = "grace@hallbrook.example"
WORDS = "three random words"
SignIn = Callable[..., FlaskClient]


def test_inviting_somebody_twice_is_once_whatever_the_capitals(session: Session) -> None:
    first = accounts.invite(session, GRACE, "coordinator", "Grace Okoye")
    again = accounts.invite(session, " Grace@Hallbrook.example ", "coordinator")
    assert again is first
    assert len(first.grants) == 1
    assert first.invited


@pytest.mark.parametrize("read", ["", "grace", "grace@", "grace@hallbrook", "two words@hallbrook.example"])
def test_what_is_not_an_address_is_refused(session: Session, read: str) -> None:
    with pytest.raises(NotAnAddress):
        accounts.invite(session, read, "keyworker")


def test_a_link_works_once(session: Session) -> None:
    grace = accounts.invite(session, GRACE, "coordinator")
    token = _token(accounts.new_link(grace, "key", "http://here"))
    assert accounts.holder_of_link(session, token, "key", 7) is grace
    accounts.set_password(grace, WORDS)
    with pytest.raises(LinkSpent):
        accounts.holder_of_link(session, token, "key", 7)


def test_a_newer_link_ends_the_older(session: Session) -> None:
    grace = accounts.invite(session, GRACE, "coordinator")
    older, newer = (_token(accounts.new_link(grace, "key", "http://here")) for _ in range(2))
    assert accounts.holder_of_link(session, newer, "key", 7) is grace
    with pytest.raises(LinkSpent):
        accounts.holder_of_link(session, older, "key", 7)


def test_a_link_runs_out(session: Session) -> None:
    grace = accounts.invite(session, GRACE, "coordinator")
    with time_machine.travel("2027-01-11 09:00", tick=False) as clock:
        token = _token(accounts.new_link(grace, "key", "http://here"))
        clock.shift(timedelta(days=7))
        assert accounts.holder_of_link(session, token, "key", 7) is grace
        clock.shift(timedelta(seconds=1))
        with pytest.raises(LinkSpent):
            accounts.holder_of_link(session, token, "key", 7)


def test_a_link_signed_with_another_key_is_none(session: Session) -> None:
    grace = accounts.invite(session, GRACE, "coordinator")
    with pytest.raises(LinkSpent):
        accounts.holder_of_link(session, _token(accounts.new_link(grace, "another", "http://here")), "key", 7)


def test_a_closed_account_has_no_link(session: Session) -> None:
    grace = accounts.invite(session, GRACE, "coordinator")
    accounts.close(session, grace)
    with pytest.raises(LinkSpent):
        accounts.holder_of_link(session, _token(accounts.new_link(grace, "key", "http://here")), "key", 7)


def test_there_is_always_an_administrator(session: Session) -> None:
    ada = accounts.invite(session, "ada@hallbrook.example", "administrator")
    with pytest.raises(LastAdministrator):
        accounts.close(session, ada)
    with pytest.raises(LastAdministrator):
        accounts.set_roles(session, ada, ["manager"])
    accounts.invite(session, GRACE, "administrator")
    accounts.set_roles(session, ada, ["manager"])
    assert [role.name for role in ada.roles] == ["manager"]


def test_from_invitation_to_sign_in_and_a_new_password(app: Flask, sign_in: SignIn) -> None:
    shown = sign_in("administrator").post(
        "/accounts/invite", data={"email": GRACE, "name": "Grace", "role": "coordinator"}, follow_redirects=True
    )
    link = re.search(r"http://localhost(/password/[^\"]+)", shown.text)
    assert link is not None

    grace = app.test_client()
    assert "Grace" in grace.get(link[1]).text
    assert "12 characters or more" in grace.post(link[1], data={"password": "short", "password_confirm": "short"}).text
    assert grace.post(link[1], data={"password": WORDS, "password_confirm": WORDS}).location == "/sign-in"
    assert grace.get(link[1]).status_code == 410

    assert _sign_in(grace, GRACE, "something else").status_code == 200
    assert _sign_in(grace, GRACE, WORDS).location == "/"
    assert grace.get("/account").status_code == 200

    elsewhere = app.test_client()
    _sign_in(elsewhere, GRACE, WORDS)
    changed = {
        "password": WORDS,
        "new_password": "four random words more",
        "new_password_confirm": "four random words more",
    }
    assert grace.post("/account/password", data=changed).location == "/account"
    assert grace.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302, "the change signs everybody else out"


def test_the_link_is_shown_once(sign_in: SignIn) -> None:
    administrator = sign_in("administrator")
    shown = administrator.post("/accounts/invite", data={"email": GRACE, "role": "coordinator"}, follow_redirects=True)
    assert "/password/" in shown.text
    assert "/password/" not in administrator.get(shown.request.path).text


def test_a_wrong_address_and_a_wrong_password_read_the_same(app: Flask, client: FlaskClient) -> None:
    _with_password(GRACE)
    answers = [
        _sign_in(client, address, "not this one").text.replace(address, "")
        for address in (GRACE, "nobody@hallbrook.example")
    ]
    assert "The e-mail address or the password is not right." in answers[0]
    assert _without_nonce(answers[0]) == _without_nonce(answers[1])


def test_guessing_makes_the_account_rest_even_for_the_right_password(app: Flask, client: FlaskClient) -> None:
    _with_password(GRACE)
    for _ in range(app.config["SETTINGS"].accounts.passwords_tried):
        _sign_in(client, GRACE, "not this one")
    answer = _sign_in(client, GRACE, WORDS)
    assert answer.status_code == 200
    assert "This account rests for a while" in answer.text


def test_an_invited_account_cannot_sign_in_without_its_link(app: Flask, client: FlaskClient) -> None:
    with transaction(by="test") as session:
        accounts.invite(session, GRACE, "coordinator")
    assert _sign_in(client, GRACE, "").status_code == 200
    assert _sign_in(client, GRACE, "None").status_code == 200
    assert client.get("/account").status_code == 302


def test_every_step_is_on_the_trail_and_no_secret_is(app: Flask, sign_in: SignIn) -> None:
    _with_password(GRACE)
    grace = app.test_client()
    _sign_in(grace, GRACE, WORDS)
    grace.post(
        "/account/password",
        data={
            "password": WORDS,
            "new_password": "four random words more",
            "new_password_confirm": "four random words more",
        },
    )
    with reading() as session:
        user = accounts.find(session, GRACE)
        assert user is not None
        number, secrets = user.id, {user.password, user.fs_uniquifier}
    administrator = sign_in("administrator")
    administrator.post(f"/accounts/{number}", data={"name": "Grace Okoye", "role": ["manager"]})
    administrator.post(f"/accounts/{number}/link")
    administrator.post(f"/accounts/{number}/active", data={"active": "no"})

    with reading() as session:
        trail = list(
            session.scalars(select(AuditEntry).where(AuditEntry.reference.startswith(GRACE)).order_by(AuditEntry.id))
        )
        told = [(entry.by, entry.action, entry.kind) for entry in trail]
        assert (GRACE, "changed", "user_account") in told, "the library's own change"
        by_her = ("administrator@hallbrook.example", "changed", "user_account")
        assert told.count(by_her) == 3, "the name, the link, the end"
        assert ("administrator@hallbrook.example", "created", "user_role") in told
        assert ("administrator@hallbrook.example", "deleted", "user_role") in told
        assert not any(secret in str(entry.changes) for entry in trail for secret in secrets if secret)


def test_only_a_demonstration_shows_its_accounts(app: Flask, client: FlaskClient) -> None:
    from brokerage.reference.facts import mark_demonstration

    _with_password(GRACE)
    assert GRACE not in client.get("/sign-in").text
    with transaction(by="test") as session:
        mark_demonstration(session)
    assert GRACE in client.get("/sign-in").text


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"])
def test_signing_in_leads_to_no_other_site(app: Flask, client: FlaskClient, elsewhere: str) -> None:
    _with_password(GRACE)
    answer = client.post("/sign-in", query_string={"next": elsewhere}, data={"email": GRACE, "password": WORDS})
    assert (answer.location or "/").startswith("/")
    assert not (answer.location or "/").startswith(("//", "/\\"))


def _with_password(email: str) -> User:
    with transaction(by="test") as session:
        user = accounts.invite(session, email, "coordinator", "Grace")
        accounts.set_password(user, WORDS)
        return user


def _sign_in(client: FlaskClient, email: str, password: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"email": email, "password": password})


def _token(link: str) -> str:
    return link.rsplit("/", 1)[1]


def _without_nonce(page: str) -> str:
    return re.sub(r'(nonce|name="csrf_token" value)="[^"]*"', "", page)
