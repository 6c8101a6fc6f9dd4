"""Programming access: the personal tokens of whoever is signed in, and the calls that a program can make with one."""

from flask import Blueprint, abort, flash, get_flashed_messages, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage.access import actor, who
from brokerage.accounts import User
from brokerage.keys import tokens
from brokerage.pages.acting import moment
from employers.columns import Refused
from employers.db import reading, transaction

pages = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@pages.get("")
def index() -> str:
    return _page()


@pages.post("")
def make() -> Response | tuple[str, int]:
    """A new token, shown on the next page and never again."""
    name = request.form.get("name", "")
    try:
        with transaction(by=actor()) as session:
            _, text = tokens.make(session, _owner(session), name)
    except Refused as refused:
        return _page(name, {"name": str(refused)}), 422
    flash(text, "link")  # the category that no page shows but the one that asks for it
    return redirect(url_for(".index"))


@pages.post("/<int:number>/end")
def end(number: int) -> Response:
    with transaction(by=actor()) as session:
        token = tokens.end(session, _owner(session), number, moment()) or abort(404)
        flash(f"“{token.name}” is ended. A program that still sends it is turned away.", "success")
    return redirect(url_for(".index"))


def _page(name: str = "", errors: dict[str, str] | None = None) -> str:
    with reading() as session:
        return render_template(
            "tokens/index.html",
            tokens=tokens.of(session, _owner(session)),
            made=next(iter(get_flashed_messages(category_filter=["link"])), None),
            name=name,
            errors=errors or {},
            longest=tokens.LONGEST,
        )


def _owner(session: Session) -> User:
    return session.get_one(User, who().id)
