"""What a test leaves behind: no connection, even where a command in its own process has opened the database once more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.pool import QueuePool

from brokerage import schema
from employers.db import reading


@pytest.fixture
def afterwards() -> Iterator[list[Engine]]:
    """Stands before the database, so that it looks when that is gone."""
    opened: list[Engine] = []
    yield opened
    [pool] = [each.pool for each in opened]
    assert isinstance(pool, QueuePool)
    assert pool.checkedin() == 0


def test_a_database_opened_once_more_is_closed_with_the_test(afterwards: list[Engine], database_url: str) -> None:
    afterwards.append(schema.open_database(database_url))
    with reading() as session:
        session.execute(text("SELECT 1"))
    [pool] = [each.pool for each in afterwards]
    assert isinstance(pool, QueuePool)
    assert pool.checkedin() == 1
