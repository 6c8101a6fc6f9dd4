"""The OpenAPI description of the calls, and putting them into the application."""

import json
import re
from typing import Any, cast

from apiflask import APIFlask, HTTPError
from flask import Response, current_app, jsonify
from flask_wtf import CSRFProtect

from brokerage.access import allowed
from brokerage.api import bookings, fits, participants, problems, referrals, slots, vacancies
from brokerage.api.calls import REPLAYED, api

NOUNS = (participants, vacancies, fits, slots, referrals, bookings)  # each adds its calls as it is read
ABOUT = """Programs do here what the owner of their token may do on the pages. Make a token under *Your account*.

Every call that changes something carries an `Idempotency-Key`, a text of your own: sent again with the same key, it has its effect once
and is answered as the first time, with `Idempotent-Replayed: true`. Errors are problems of RFC 9457.

Columns are those of the files, in the same grammar: `null` is not known, `none` is known to be none."""

HEADERS = {"idempotency-key": "Idempotency-Key"}
REPEATED = {
    REPLAYED: {"schema": {"type": "string", "const": "true"}, "description": "It was done before, and not again now"}
}


def set_up(app: APIFlask, protect: CSRFProtect) -> None:
    """Registers the calls. No cookie is ever read there, so that no form's token is needed."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        SECURITY_SCHEMES={"token": {"type": "http", "scheme": "bearer", "description": "A personal token, `ss_…`"}},
        AUTO_VALIDATION_ERROR_RESPONSE=False,  # what a call can answer stands in brokerage.api.calls, as problems
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_404_RESPONSE=False,
        AUTO_TAGS=False,
        AUTO_SERVERS=False,
    )
    app.description = ABOUT
    app.spec_processor(_in_order)
    app.register_error_handler(HTTPError, problems.answer)
    app.register_blueprint(api)
    app.jinja_env.globals["calls_of_programs"] = summaries  # for the page on which tokens are made
    protect.exempt(api)


@api.get("/openapi.json")
@api.doc(hide=True)
def description() -> Response:
    """Open to everybody: it is the same for every installation, and programs that read it send no token."""
    return jsonify(described())


def summaries() -> list[tuple[str, str, str]]:
    """Each call that whoever is signed in could make: method, address and what it does, those of a noun together."""
    calls = [
        (method.upper(), address, call["summary"])
        for address, path in described()["paths"].items()
        for method, call in path.items()
        if allowed(f"{api.name}.{call['operationId']}")
    ]
    return sorted(calls, key=lambda call: call[1])


def described() -> dict[str, Any]:
    """The description, made once."""
    return cast("dict[str, Any]", cast("APIFlask", current_app)._get_spec("json"))


def _in_order(spec: Any) -> Any:
    """The description with the schema of problems, with each schema once, and with headers as they are written."""
    problem = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = spec["components"]["schemas"]
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for field in (field for schema in schemas.values() for field in schema.get("properties", {}).values()):
        _bare(field)
    for call in (call for path in spec["paths"].values() for call in path.values()):
        if "requestBody" in call:
            call["requestBody"]["required"] = True
        for parameter in call["parameters"]:
            parameter["name"] = HEADERS.get(parameter["name"], parameter["name"])
            _bare(parameter["schema"])
        for answer in call["responses"].values():
            if "headers" in answer:
                answer["headers"] = REPEATED
    # The library names a schema that stands in another after both; here a name has one meaning.
    spec["components"]["schemas"] = {name.rpartition(".")[2]: schema for name, schema in sorted(schemas.items())}
    return json.loads(re.sub(r'"#/components/schemas/\w+\.(\w+)"', r'"#/components/schemas/\1"', json.dumps(spec)))


def _bare(schema: dict[str, Any]) -> None:
    """Takes out what the library adds: a title that says the name again, and a null for what was not sent, which is not the same."""
    schema.pop("title", None)
    if schema.get("default", "") is None:
        del schema["default"]
