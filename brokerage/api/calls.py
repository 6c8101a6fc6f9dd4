"""What every call has in common: one transaction, one effect for each key, and an honest line in the OpenAPI description."""

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, HTTPException, UnsupportedMediaType

from brokerage.access import actor, who
from brokerage.api import problems
from brokerage.keys import repeats
from employers.columns import Refused
from employers.db import reading, transaction

api = APIBlueprint("api", __name__, url_prefix="/api/v1")
Use = TypeVar("Use", bound=Callable[..., dict[str, Any]])
Body = dict[str, Any]
REPLAYED = "Idempotent-Replayed"
WORDS = {
    400: "The call could not be read, or carries no Idempotency-Key",
    401: "No token that works",
    403: "Not for the roles of the token’s owner",
    404: "Not there, or not yours to see",
    409: "It cannot be done as things stand: somebody was quicker",
    413: "Too large",
    415: "Not JSON",
    422: "Something in the call cannot be used, or the Idempotency-Key came with another call before",
    503: "The database is away for a moment",
}
ALWAYS, CHANGING = (401, 403, 503), (400, 404, 409, 413, 415, 422)


class Key(BaseModel):
    """The header with which a change has one effect, however often it is sent."""

    idempotency_key: str = Field(min_length=1, max_length=255, pattern=r"^[!-~]+$")


class Repeated(BaseModel):
    """The header of an answer that was given before; nothing was done again."""

    idempotent_replayed: str | None = None


class Query(BaseModel):
    """What may stand after the `?`; a word that is not known is refused, so that a filter misspelt does not go unnoticed."""

    model_config = ConfigDict(extra="forbid")


def reads(rule: str, answer: type[BaseModel], query: type[Query] | None = None) -> Callable[[Use], Use]:
    """A call that only looks. The function gets the session, the parts of the address and, where there is one, the query."""

    def decorate(use: Use) -> Use:
        @wraps(use)
        def view(query_data: Query | None = None, **where: str) -> Response:
            asked = {} if query is None else {"query": query_data}
            with reading() as session:
                return _json(use(session, **where, **asked), 200)

        codes = (*ALWAYS, *((404,) if "<" in rule else ()), *((422,) if query else ()))
        described: Any = _described(view, codes, use)
        described = api.output(answer, 200, description="As asked")(described)
        if query is not None:
            described = api.input(query, location="query")(described)
        api.add_url_rule(rule, use.__name__, described, methods=["GET"])
        return use

    return decorate


def changes(
    method: str, rule: str, body: type[BaseModel], answer: type[BaseModel], code: int = 200
) -> Callable[[Use], Use]:
    """A call that changes something, in one transaction with the answer that is kept for its key. The function gets the session,
    the body and the parts of the address; what it raises undoes what it did, and is the answer."""

    def decorate(use: Use) -> Use:
        @wraps(use)
        def view(json_data: BaseModel, headers_data: Key, **where: str) -> Response:
            return _once(headers_data.idempotency_key, lambda session: use(session, json_data, **where), code)

        described: Any = _described(view, (*ALWAYS, *CHANGING), use)
        described = api.output(answer, code, description="Done", headers=Repeated)(described)
        described = api.input(body)(described)
        described = _one_object(described)
        described = api.input(Key, location="headers")(described)
        api.add_url_rule(rule, use.__name__, described, methods=[method])
        return use

    return decorate


def _once(key: str, do: Callable[[Session], Body], code: int) -> Response:
    """Does it, unless it was done with this key before; then the answer is the one given then. An answer below 500 is final."""
    with transaction(by=actor()) as session:
        row = repeats.claim(session, who().id, key, _asked())
        if row.status is not None:
            return _kept(row.answer or "", row.status, replayed=True)
        try:
            with session.begin_nested():
                row.status, made = code, do(session)
        except (Refused, HTTPException) as error:
            row.status, made = problems.told(error)
        row.answer = _text(made)
        status, text = row.status, row.answer
    return _kept(text, status)


def _asked() -> str:
    """A hash of the call: method, address and body."""
    parts = (request.method.encode(), request.full_path.encode(), request.get_data())
    return sha256(b"\n".join(parts)).hexdigest()


def _one_object(view: Callable[..., Response]) -> Callable[..., Response]:
    """Raises UnsupportedMediaType or BadRequest where the body is no JSON object, before anything is read from it."""

    @wraps(view)
    def looked(**arguments: Any) -> Response:
        if not request.is_json:
            raise UnsupportedMediaType
        try:
            whole = request.get_json()
        except RecursionError:
            raise BadRequest from None
        if not isinstance(whole, dict):
            raise BadRequest
        return view(**arguments)

    return looked


def _described(view: Any, codes: tuple[int, ...], use: Use) -> Any:
    """The view with its line in the description: every status that it can answer, and the token that it needs."""
    problem = {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = {code: {"description": WORDS[code], "content": problem} for code in sorted(codes)}
    return api.doc(responses=responses, security="token", operation_id=use.__name__)(view)  # type: ignore[arg-type]


def _json(body: Body, code: int) -> Response:
    return Response(_text(body), code, mimetype="application/json")


def _kept(text: str, code: int, *, replayed: bool = False) -> Response:
    made = Response(text, code, mimetype="application/json" if code < 400 else problems.TYPE)
    if replayed:
        made.headers[REPLAYED] = "true"
    return made


def _text(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)
