"""Sign-in with Flask-Security, over the account tables and nothing else."""

import time
from datetime import timedelta
from typing import Any, cast

from flask import Flask, session
from flask_login import user_logged_in
from flask_security import LoginForm, RoleMixin, Security, SQLAlchemySessionUserDatastore, UserMixin
from sqlalchemy.orm import scoped_session

from brokerage.accounts import Role, User
from brokerage.settings import Settings
from employers.db import sessions


class Account(UserMixin, User):  # type: ignore[misc]  # the library says list, SQLAlchemy says Mapped[list]
    """A User as Flask-Security wants it: the same row of the same table, with what a session asks of it."""


class AccountStore(SQLAlchemySessionUserDatastore):
    """Flask-Security commits after a request; its own session holds accounts only, so that nothing else goes with it."""

    def find_user(self, case_insensitive: bool = False, **attributes: Any) -> Account | None:
        looking = self.db.session.connection(execution_options={"looking": True})
        user = cast("Account | None", super().find_user(case_insensitive, **attributes))
        if not looking.closed:
            self.db.session.commit()  # a transaction left open here would make the page's own wait for it
        return user

    def put(self, model: Account) -> Account:
        self.db.session.info["by"] = model.email
        return cast("Account", super().put(model))  # type: ignore[no-untyped-call]


class Tries:
    """Wrong passwords for each address since the last right one. Kept in this process, which is the one that serves."""

    def __init__(self, most: int, rest_seconds: float) -> None:
        self.most, self.rest = most, rest_seconds
        self._wrong: dict[str, list[float]] = {}

    def resting(self, email: str) -> bool:
        since = time.monotonic() - self.rest
        return sum(at > since for at in self._wrong.get(email, ())) >= self.most

    def wrong(self, email: str) -> None:
        now = time.monotonic()
        self._wrong = {each: tries for each, tries in self._wrong.items() if tries[-1] > now - self.rest}
        self._wrong[email] = [*self._wrong.get(email, ())[-self.most :], now]

    def right(self, email: str) -> None:
        self._wrong.pop(email, None)


class SignInForm(LoginForm):
    remember = None  # a shared desk forgets
    tries: Tries

    def validate(self, **how: Any) -> bool:
        email = (self.email.data or "").strip().lower()
        if self.tries.resting(email):
            self.form_errors.append("Too many passwords were wrong. This account rests for a while: try again later.")
            return False
        if not super().validate(**how):
            self.tries.wrong(email)
            return False
        self.tries.right(email)
        return True


def set_up(app: Flask, settings: Settings) -> None:
    """Registers sign-in, sign-out and the change of one's own password; no other page of the library."""
    rules = settings.accounts
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the method, not a password)
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_PASSWORD_LENGTH_MIN=rules.password_least,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_CHANGEABLE=True,
        SECURITY_CHANGE_URL="/account/password",
        SECURITY_POST_CHANGE_VIEW="/account",
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_STATIC_FOLDER=None,
        SECURITY_FRESHNESS=timedelta(seconds=-1),
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_JOIN_USER_ROLES=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=rules.session_hours),
        **MESSAGES,
    )
    tries = Tries(rules.passwords_tried, rules.rest_minutes * 60)
    accounts = scoped_session(sessions)
    form = type("SignInForm", (SignInForm,), {"tries": tries})
    Security(app, AccountStore(accounts, Account, cast("type[RoleMixin]", Role)), login_form=form)
    app.teardown_appcontext(lambda _error: accounts.remove())
    user_logged_in.connect(_keep_for_a_working_day, app)


def _keep_for_a_working_day(_app: Flask, **_said: Any) -> None:
    session.permanent = True


MESSAGES = {
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": ("The e-mail address or the password is not right.", "error"),
    "SECURITY_MSG_EMAIL_NOT_PROVIDED": ("Write your e-mail address.", "error"),
    "SECURITY_MSG_INVALID_EMAIL_ADDRESS": ("Write the whole e-mail address, like grace@hallbrook.example.", "error"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Write the password.", "error"),
    "SECURITY_MSG_PASSWORD_CHANGE": ("Your password has been changed. Use the new one from now on.", "success"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": ("This is the password you have. Choose another.", "error"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": (
        "Make it %(length)s characters or more. Three random words do well.",
        "error",
    ),
    "SECURITY_MSG_INVALID_PASSWORD": ("This is not your present password.", "error"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": ("The two do not match. Write the same password twice.", "error"),
}
