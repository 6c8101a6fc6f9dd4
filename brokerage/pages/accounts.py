"""Accounts: the administrator's list and links, the page where a link sets a password, and one's own account."""

from typing import cast

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_security import UserMixin
from flask_security.forms import ResetPasswordForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import accounts
from brokerage.access import actor
from brokerage.accounts import ROLES, LastAdministrator, LinkSpent, NotAnAddress, RoleName, User
from brokerage.keys import tokens
from brokerage.pages.acting import moment
from brokerage.settings import Settings
from employers.db import reading, transaction

pages = Blueprint("accounts", __name__)

TASKS: dict[RoleName, str] = {
    "coordinator": "Works with employers; sees every vacancy, and people with how they fit",
    "keyworker": "Works with people; sees the whole profile of each of theirs",
    "employer": "Offers jobs; sees their own records",
    "manager": "Sees counts, nobody’s profile",
    "administrator": "Looks after accounts, sees nobody’s profile",
}


@pages.context_processor
def _tasks() -> dict[str, object]:
    return {"tasks": TASKS}


@pages.get("/account")
def own() -> str:
    return render_template("accounts/own.html")


@pages.get("/accounts")
def index() -> str:
    with reading() as session:
        return render_template("accounts/index.html", people=accounts.everyone(session))


@pages.route("/accounts/invite", methods=["GET", "POST"])
def invite() -> str | Response | tuple[str, int]:
    """An administrator invites somebody and is shown the link to hand over."""
    if request.method == "GET":
        return render_template("accounts/invite.html", typed={}, errors={}, roles=ROLES)
    role, errors = _role(request.form.get("role", "")), {}
    if role is None:
        errors["role"] = "Choose what this person does here."
    else:
        try:
            with transaction(by=actor()) as session:
                user = accounts.invite(session, request.form.get("email", ""), role, request.form.get("name", ""))
                _hand_over(user)
            return redirect(url_for(".show", number=user.id))
        except NotAnAddress as error:
            errors["email"] = str(error)
    return render_template("accounts/invite.html", typed=request.form, errors=errors, roles=ROLES), 422


@pages.get("/accounts/<int:number>")
def show(number: int) -> str:
    with reading() as session:
        link = next(iter(get_flashed_messages(category_filter=["link"])), None)
        return render_template(
            "accounts/show.html",
            person=_get(session, number),
            roles=ROLES,
            link=link,
            days=_settings().accounts.link_days,
        )


@pages.post("/accounts/<int:number>/link")
def link(number: int) -> Response:
    """A new link for somebody who has lost the first, or the password."""
    with transaction(by=actor()) as session:
        _hand_over(_get(session, number))
    return redirect(url_for(".show", number=number))


@pages.post("/accounts/<int:number>")
def change(number: int) -> Response:
    """What somebody is called and does here. Whoever was invited by an import has no name yet."""
    chosen = [role for role in map(_role, request.form.getlist("role")) if role]
    try:
        with transaction(by=actor()) as session:
            user = _get(session, number)
            user.name = request.form.get("name", "").strip()[:200]
            accounts.set_roles(session, user, chosen)
            flash(f"{user.called} is here as {' and '.join(chosen) or 'nobody yet, and sees no pages'}.", "success")
    except LastAdministrator as error:
        flash(str(error), "error")
    return redirect(url_for(".show", number=number))


@pages.post("/accounts/<int:number>/active")
def active(number: int) -> Response:
    """Closes an account, or opens it again."""
    try:
        with transaction(by=actor()) as session:
            user = _get(session, number)
            if request.form.get("active") == "yes":
                accounts.reopen(user)
                flash(f"{user.called} can sign in again.", "success")
            else:
                accounts.close(session, user)
                tokens.end_all(session, user, moment())
                flash(
                    f"{user.called} can no longer sign in. What was done with the account stays on record.", "success"
                )
    except LastAdministrator as error:
        flash(str(error), "error")
    return redirect(url_for(".show", number=number))


@pages.route("/password/<token>", methods=["GET", "POST"])
def password(token: str) -> str | Response | tuple[str, int]:
    """The holder of a link sets the password of that account, once."""
    form = ResetPasswordForm()
    try:
        with reading() as session:
            user = _holder(session, token)
            form.user = cast("UserMixin", user)  # only its address is asked for
        if form.validate_on_submit():
            with transaction(by=user.email) as session:
                accounts.set_password(_holder(session, token), form.password.data)
            flash("Your password is set. Sign in with it.", "success")
            return redirect(url_for("security.login"))
    except LinkSpent as error:
        return render_template("errors/error.html", heading="This link no longer works", text=str(error)), 410
    return render_template("accounts/password.html", form=form, person=user, least=_settings().accounts.password_least)


def _holder(session: Session, token: str) -> User:
    return accounts.holder_of_link(session, token, _settings().secret_key(), _settings().accounts.link_days)


def _hand_over(user: User) -> None:
    """Keeps the link for the next page, which shows it once; it is written down nowhere."""
    flash(accounts.new_link(user, _settings().secret_key(), _settings().server.address or request.host_url), "link")


def _get(session: Session, number: int) -> User:
    return session.get(User, number) or abort(404)


def _role(word: str) -> RoleName | None:
    return next((role for role in ROLES if role == word), None)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
