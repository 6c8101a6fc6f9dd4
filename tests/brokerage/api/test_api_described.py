"""The description is what the calls do: schemathesis tries each of them with what it allows, and with what it does not.

Every check of the library is on. `-m full` runs the figures: all its phases, 200 cases a call.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from trade import GRACE, PRIYA

# What a file's column may hold has a grammar of its own, and rules hold between columns: a text that the schema allows
# may still be no shift, or name no employer. Everywhere else the schema is the whole truth.
COLUMNS = "^(POST|PATCH) /api/v1/(participants|vacancies|slots)"
OR_UNREADABLE = ["2xx", "401", "403", "404", "409", "422"]
OWNERS = {"coordinator": GRACE.email, "keyworker": PRIYA.email}
SOME: dict[str, Any] = {
    "generation": {"max-examples": 10, "deterministic": True},
    "phases": {"coverage": {"enabled": False}, "stateful": {"enabled": False}},
}
ALL: dict[str, Any] = {"generation": {"max-examples": 200, "deterministic": True}}


@pytest.fixture
def address(app: Flask, town: None, live_server: str) -> str:
    """The application on a port; a key that may be one is new each time, so that each call is another."""
    answer = app.wsgi_app

    def with_new_key(environ: dict[str, Any], start: Any) -> Any:
        if re.fullmatch("[!-~]{1,255}", environ.get("HTTP_IDEMPOTENCY_KEY", "")):
            environ["HTTP_IDEMPOTENCY_KEY"] = uuid4().hex
        return answer(environ, start)

    app.wsgi_app = with_new_key  # type: ignore[method-assign]
    return live_server


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("role", OWNERS)
@pytest.mark.parametrize("how", [SOME, pytest.param(ALL, marks=pytest.mark.full)], ids=["some", "all"])
def test_each_call_answers_as_described(address: str, token: Callable[..., str], role: str, how: dict[str, Any]):
    config = SchemathesisConfig.from_dict(
        {
            **how,
            "seed": 1,
            "headers": {"Authorization": f"Bearer {token(role, OWNERS[role])}"},
            "continue-on-failure": True,
            "operations": [
                {
                    "include-name-regex": COLUMNS,
                    "checks": {"positive_data_acceptance": {"expected-statuses": OR_UNREADABLE}},
                }
            ],
        }
    )
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", config=config)

    tried, wrong = run(schema)

    print(f"{role}: {sum(tried.values())} cases, {dict(tried)}")  # -rP shows it
    assert not wrong, "\n\n".join(wrong)
    assert sum(tried.values()) > 10 * len(list(schema.get_all_operations()))


def run(schema: schemathesis.BaseSchema) -> tuple[Counter[str], list[str]]:
    """How many cases each phase tried, and what was not as it is described, each once."""
    tried: Counter[str] = Counter()
    wrong: dict[tuple[Any, ...], str] = {}
    for event in from_schema(schema).execute():
        match event:
            case events.ScenarioFinished():
                tried[event.phase.name.lower()] += len(event.recorder.cases)
                for failed in (each for checks in event.recorder.checks.values() for each in checks):
                    if (info := failed.failure_info) is not None:
                        wrong[event.label, failed.name] = f"{failed.name}: {info.failure}\n{info.code_sample}"
            case events.NonFatalError():
                wrong[event.label, str(event.info)] = f"{event.label}: {event.info}"
            case events.FatalError():
                raise event.exception
    return tried, list(wrong.values())
