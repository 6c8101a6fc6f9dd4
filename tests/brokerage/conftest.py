"""Commands that a test runs in its own process open the database once more; its connections are closed with the test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from employers import db


@pytest.fixture(autouse=True)
def _no_connection_left_open(server: str | None) -> Iterator[None]:
    yield
    used = db.sessions.kw.get("bind")
    if isinstance(used, Engine):
        used.dispose()
