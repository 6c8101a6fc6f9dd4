"""What a program is told when something is wrong: a problem of RFC 9457, with a sentence for the person who reads the log."""

import json
from http import HTTPStatus
from typing import Any

from apiflask import HTTPError
from flask import Response, current_app
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from brokerage.flow import WhyNotKept
from brokerage.keys.repeats import KeyUsed
from brokerage.referrals import NotYourPerson
from brokerage.shortlists import NotThere
from employers.columns import BadCells, Refused
from employers.flows import NotThisRole, SayWhy

TYPE = "application/problem+json"
SENTENCES = {
    400: "This could not be read. Send one JSON object, in UTF-8.",
    403: "This call is not for the roles of the token’s owner. If the work needs it, ask an administrator.",
    404: "There is nothing here for you: the address may be mistyped, the record gone, or it belongs to somebody else’s work.",
    405: "This address does not work that way. /api/v1/openapi.json says which methods it has.",
    413: "This is too large. Send fewer records at once.",
    415: "Send JSON, with Content-Type: application/json.",
    500: "Something went wrong on our side. Nothing was saved. Send the same again; if it stays, tell your administrator.",
    503: "The database does not answer just now. Nothing was saved. Send the same again in a moment.",
}
REFUSED: dict[int, tuple[type[Refused], ...]] = {  # every other refusal is 409: it cannot be done as things stand
    403: (NotThisRole, NotYourPerson),
    404: (NotThere,),
    422: (KeyUsed, SayWhy, WhyNotKept),
}
OWN_WORDS = (401, 403)  # whose sentence comes from whoever raises them
HOW = {  # by the library's word for what is wrong
    "missing": "It is not there. Write it.",
    "extra_forbidden": "There is nothing of this name here. Look at how it is written, or leave it out.",
    "string_type": "Write a text in quotation marks.",
    "bool_type": "Write true or false.",
    "float_type": "Write a number, without quotation marks.",
    "string_pattern_mismatch": "It is not written like this. A day is written as 2027-01-14, a reference in one line.",
}


class Wrong(BaseModel):
    """A field that cannot be used, and how to write it."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). `detail` is a sentence to a person; `errors` are there where single fields are at fault."""

    type: str = Field(description="Always about:blank: `title` and `status` say it all.")
    title: str
    status: int
    detail: str
    errors: list[Wrong] | None = None


Told = tuple[int, dict[str, Any]]


def told(error: Exception) -> Told:
    """The status of an error, and its problem."""
    match error:
        case HTTPError():
            return _unreadable(error)
        case BadCells():
            return _problem(422, str(error), [{"field": each.column, "message": each.sentence} for each in error.wrong])
        case Refused():
            return _problem(
                next((code for code, kinds in REFUSED.items() if isinstance(error, kinds)), 409), str(error)
            )
        case DataError():  # as a NUL in a text, which PostgreSQL does not hold
            return _problem(400)
        case OperationalError() | InterfaceError():
            return _problem(503)
        case HTTPException(code=int(code)):
            return _problem(code, error.description or "" if code in OWN_WORDS else "")
    return _problem(500)


def answer(error: Exception) -> Response | HTTPException:
    """An error as it goes to a program, with the headers that belong to it."""
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return error  # a redirect
    code, problem = told(error)
    made = Response(json.dumps(problem, ensure_ascii=False), code, mimetype=TYPE)
    if isinstance(error, HTTPException):
        made.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    if code == 503:
        current_app.logger.error("The database did not answer: %s", error)
        made.headers["Retry-After"] = "10"
    return made


def _problem(code: int, detail: str = "", errors: list[dict[str, str]] | None = None) -> Told:
    known = SENTENCES.get(code, SENTENCES[400 if code < 500 else 500])
    told = {"type": "about:blank", "title": HTTPStatus(code).phrase, "status": code, "detail": detail or known}
    return code, told | ({"errors": errors} if errors else {})


def _unreadable(error: HTTPError) -> Told:
    """What the schema of a call refuses: 400 for a header, else 422 with the fields."""
    where = next(iter(error.detail or {"json": None}))
    found = error.__cause__.errors() if isinstance(error.__cause__, ValidationError) else []
    errors = [
        {"field": ".".join(map(str, each["loc"])) or where, "message": HOW.get(each["type"], f"{each['msg']}.")}
        for each in found
    ]
    if where == "headers":
        return _problem(400, NO_KEY)
    return _problem(422, " ".join(f"{each['field']}: {each['message']}" for each in errors), errors)


NO_KEY = (
    "Send an Idempotency-Key with every call that changes something: a text of your own of at most 255 letters, digits and signs, "
    "new for each change and the same when you repeat it."
)
