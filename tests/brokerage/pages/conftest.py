"""Records of a small town, made the way a form makes them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import trade
from flask import Flask

from brokerage import places
from brokerage.kinds import KINDS
from employers import records
from employers.db import reading, transaction

Make = Callable[..., str]

CELLS: dict[str, dict[str, str]] = {
    "employers": {"reference": "E001", "name": "Tanner Row Kitchens"},
    "agreements": {"reference": "A001", "employer": "E001", "kind": "guaranteed_interview", "places": "8"},
    "vacancies": {
        "reference": "V001",
        "employer": "E001",
        "title": "Catering assistant",
        "latitude": "53.23",
        "longitude": "-0.96",
        "shift": "Mon-Fri 08:30-12:30",
        "hours_guaranteed": "20",
        "essential_skills": "none",
        "certificates": "none",
        "demands": "none",
        "adjustable": "none",
        "involves": "none",
        "dbs": "none",
        "pay_from": "13.50",
        "contract": "permanent",
    },
    "participants": {
        "reference": "P001",
        "name": "Aisha Rahman",
        "latitude": "53.235",
        "longitude": "-0.96",
        "available": "Mon-Fri 07:00-17:00",
        "caring": "none",
        "hours_min": "16",
        "hours_max": "24",
        "travel_modes": "walk; bus",
        "travel_max": "45",
        "skills": "cooking",
        "certificates": "none",
        "limits": "none",
        "legal": "none",
        "live": "yes",
    },
    "slots": {"reference": "S001", "vacancy": "V001", "starts_at": "2027-01-14 10:30", "places": "2"},
}


@pytest.fixture
def make(app: Flask) -> Make:
    """make("vacancies", title="Porter"): saves one record from the cells above with these changed, and returns its reference."""

    def of(kind: str, /, **cells: str) -> str:
        with transaction(by="test") as session:
            whole, find = {**CELLS[kind], **cells}, places.finder(session)
            made = records.save(session, KINDS[kind], whole, locate=find).record
            if kind == "vacancies":  # made on the test's day, whatever the database's own clock says
                trade.came_in(session, made, datetime.now(UTC).replace(tzinfo=None))
            return str(made.reference)

    return of


@pytest.fixture
def cells(app: Flask) -> Callable[[str, str], dict[str, str]]:
    """cells("vacancies", "V001"): what stands in that record now."""

    def of(kind: str, reference: str) -> dict[str, str]:
        with reading() as session:
            found: Any = records.find(session, KINDS[kind], reference)
            return KINDS[kind].cells(found)

    return of
