"""A program that calls with somebody's token, and how it reads a problem."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse


@dataclass
class Program:
    """Whatever calls with one token; each change gets a key of its own unless one is given."""

    app: Flask
    token: str

    def ask(self, method: str, address: str, body: Any = None, key: str | None = "", **how: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **how.pop("headers", {})}
        if method != "GET" and key is not None:
            headers["Idempotency-Key"] = key or uuid4().hex
        return self.app.test_client().open(f"/api/v1{address}", method=method, json=body, headers=headers, **how)

    def get(self, address: str) -> Any:
        return self.ok(self.ask("GET", address))

    def post(self, address: str, body: Any) -> Any:
        return self.ok(self.ask("POST", address, body))

    def patch(self, address: str, body: Any) -> Any:
        return self.ok(self.ask("PATCH", address, body))

    @staticmethod
    def ok(answer: TestResponse) -> Any:
        assert answer.status_code < 300, answer.text
        assert answer.mimetype == "application/json"
        return answer.json


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    """The problem that an answer of that status is."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.text)
    assert told["status"] == status
    assert told["detail"].endswith((".", "?")), told
    return told
