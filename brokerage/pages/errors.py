"""What people read when something is not there, not theirs, too large, or out of order for a moment."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from employers.columns import Refused

Answer = tuple[str, int] | tuple[str, int, dict[str, str]]
WORDS = {
    400: ("We could not read that", "Go back, look at what you filled in, and send it again."),
    403: ("This page is not for your account", "If your work needs it, ask your administrator."),
    404: (
        "There is nothing here for you",
        "The address may be mistyped, the record gone, or it belongs to somebody else’s work.",
    ),
    405: ("This address does not work that way", "Go back and use the button on the page."),
    413: ("That file is too large", "Split it into smaller files of the same kind and send them one after another."),
    429: ("That was too much at once", "Wait a minute and try again."),
    500: (
        "Something went wrong on our side",
        "Nothing was saved. It has been noted. Go back and try again; if it stays, tell your administrator.",
    ),
    503: ("We cannot save just now", "Nothing was lost: go back and press Save again."),
}


def set_up(app: Flask, to_program: Callable[[Exception], Any]) -> None:
    """`to_program` says it to programs, whatever is wrong under `/api`; people get a page."""

    def handle(kind: type[Exception], page: Callable[[Any], Any]) -> None:
        app.register_error_handler(
            kind, lambda error: to_program(error) if request.path.startswith("/api/") else page(error)
        )

    handle(CSRFError, _form_too_old)
    handle(HTTPException, _said)
    handle(Refused, _refused)
    handle(DataError, _not_held)
    handle(OperationalError, _database_away)
    handle(InterfaceError, _database_away)


def _said(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < 400:
        return error  # a redirect
    return _page(code, *WORDS.get(code, WORDS[400 if code < 500 else 500]))


def _refused(error: Exception) -> Answer:
    """A rule said no where the page had no better place to show it."""
    return _page(409, "That cannot be done", str(error))


def _form_too_old(_error: CSRFError) -> Answer:
    return _page(
        400,
        "This form had gone stale",
        "You were signed out or in again since it was opened. Go back, load the page again and send it.",
    )


def _not_held(error: Exception) -> Answer:
    """What no database of ours holds, as a NUL in a text, which SQLite takes and PostgreSQL does not."""
    current_app.logger.warning("The database does not hold what was sent: %s", type(error).__name__)
    return _page(400, *WORDS[400])


def _database_away(error: Exception) -> Answer:
    current_app.logger.error("The database did not answer: %s", error)
    text, code = _page(503, *WORDS[503])
    return text, code, {"Retry-After": "10"}


def _page(code: int, heading: str, text: str) -> tuple[str, int]:
    """`bare` pages ask the database nothing, not even who is signed in: it may be what is out of order. `lost` ones look the same
    wherever one asked."""
    if code >= 500:
        current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined] # nobody
    return render_template("errors/error.html", heading=heading, text=text, bare=code >= 500, lost=True), code
