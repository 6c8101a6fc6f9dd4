"""Links that sign an employer's contact in: made by whoever may, and the page that each opens.

The page has one button and opening it uses nothing up, because programs that look for harm in mail open every link first.
"""

from datetime import timedelta

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask_security import current_user
from flask_security.utils import login_user, logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import accounts
from brokerage.access import actor
from brokerage.accounts import LinkSpent, NotByLink, User
from brokerage.correspondence import employer_letters
from brokerage.pages.acting import moment
from brokerage.settings import Settings
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Contact

pages = Blueprint("way_in", __name__)

Answer = str | Response | tuple[str, int]


@pages.route("/way-in/<token>", methods=["GET", "POST"])
def show(token: str) -> Answer:
    """What the link opens; the button on it signs in, once."""
    rules = _settings()
    known = token, rules.secret_key(), rules.accounts.sign_in_days
    try:
        with reading() as session:
            user = accounts.holder_of_sign_in_link(session, *known)
            contact = session.get(Contact, user.contact_id) if user.contact_id is not None else None
            if request.method == "GET":
                return render_template("way_in/show.html", person=user, employer=contact and contact.employer)
        with transaction(by=user.email) as session:
            accounts.spend_sign_in_link(session, *known)
    except LinkSpent as spent:
        return render_template("way_in/again.html", text=str(spent)), 410
    _let_in(user)
    return redirect("/")


@pages.post("/way-in")
def again() -> str:
    """A new link by e-mail, for whoever has an old one; nobody learns here whether an address is known."""
    rest = timedelta(minutes=_settings().accounts.new_link_minutes)
    with transaction(by="the way in") as session:
        employer_letters.new_way_in(session, request.form.get("email", ""), moment(), rest=rest)
    return render_template("way_in/again.html", sent=True)


@pages.post("/accounts/<int:number>/way-in")
def account(number: int) -> Answer:
    """An administrator makes a link for an employer's contact."""
    with reading() as session:
        user = session.get(User, number) or abort(404)
        return _hand_over(user)


@pages.post("/employers/<reference>/contacts/<int:number>/way-in")
def contact(reference: str, number: int) -> Answer:
    """A coordinator invites a contact, or makes one who is invited a new link."""
    try:
        with transaction(by=actor()) as session:
            user = accounts.invite_contact(session, _of(session, reference, number))
    except Refused as refused:
        return render_template("errors/error.html", heading="Nobody is invited yet", text=str(refused)), 409
    return _hand_over(user)


@pages.app_context_processor
def _for_employers_page() -> dict[str, object]:
    return {"account_of": _account_of}


def _account_of(contact: Contact) -> User | None:
    """The account with which somebody at an employer signs in."""
    with reading() as session:
        return accounts.of_contact(session, contact)


def _of(session: Session, reference: str, number: int) -> Contact:
    found = session.get(Contact, number)
    return found if found is not None and found.employer_reference == reference else abort(404)


def _hand_over(user: User) -> Answer:
    """Shows the link once; it is written down nowhere."""
    rules = _settings()
    try:
        link = accounts.sign_in_link(user, rules.secret_key(), rules.server.address or request.host_url)
    except NotByLink as error:
        return render_template("errors/error.html", heading="No link was made", text=str(error)), 409
    return render_template("way_in/link.html", person=user, link=link, days=rules.accounts.sign_in_days)


def _let_in(user: User) -> None:
    if current_user.is_authenticated and current_user.fs_uniquifier != user.fs_uniquifier:
        logout_user()
    found = current_app.extensions["security"].datastore.find_user(fs_uniquifier=user.fs_uniquifier)
    login_user(found or abort(410))


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
