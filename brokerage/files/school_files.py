"""Term dates from a published file: JSON as UTCSheffield/term_dates has it (Apache-2.0).

A `school` or authority, and `academic_years` with `school_holidays` (start, end), `bank_holidays` and the school days in `dates`.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from brokerage import audit
from brokerage.reference.school_models import SchoolCalendar, SchoolClosed
from employers.columns import Refused
from matching import grammar

Stretch = tuple[date, date]
LARGEST = 5_000_000  # bytes; three years of one authority are 57,000


class NotTermDates(Refused):
    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"{file} is no file of term dates: {why}. Give JSON with school, and academic_years that have school_holidays with start "
            "and end, bank_holidays and dates. Nothing was changed."
        )


def load(session: Session, file: Path, districts: str = "") -> SchoolCalendar:
    """Puts a file's calendar in place of the one of that name. `districts`: a list of the postcode districts or areas it is for."""
    if file.stat().st_size > LARGEST:
        raise NotTermDates(file.name, "it is larger than 5 MB")
    try:
        name, closed, open_days = _read(json.loads(file.read_text(encoding="utf-8-sig")))
    except (KeyError, TypeError, AttributeError) as error:
        raise NotTermDates(file.name, f"{error} is missing or of another kind") from None
    except (ValueError, RecursionError) as error:
        raise NotTermDates(file.name, str(error)) from None
    if old := session.get(SchoolCalendar, name):
        session.delete(old)
        session.flush()
    days = [*open_days, *(day for stretch in closed for day in stretch)]
    made = SchoolCalendar(
        name=name,
        districts=grammar.print_items(tuple(each.upper() for each in grammar.items(districts))) if districts else None,
        first_day=min(days),
        last_day=max(days),
        closed=[SchoolClosed(starts_on=first, ends_on=last) for first, last in closed],
    )
    session.add(made)
    audit.note(session, "loaded", "school calendar", name, {"to": [None, f"{made.last_day}"]})
    return made


def _read(said: Any) -> tuple[str, list[Stretch], list[date]]:
    """The name, the stretches without school and the school days. Stretches that follow each other are one."""
    holidays = [
        (date.fromisoformat(each["start"]), date.fromisoformat(each["end"]))
        for year in said["academic_years"]
        for each in year["school_holidays"]
    ]
    banks = [date.fromisoformat(day) for year in said["academic_years"] for day in year["bank_holidays"]]
    open_days = [date.fromisoformat(each["date"]) for year in said["academic_years"] for each in year["dates"]]
    if wrong := next((stretch for stretch in holidays if stretch[1] < stretch[0]), None):
        raise ValueError(f"a holiday ends on {wrong[1]}, before it starts")
    if not holidays or not open_days:
        raise ValueError("it has no holidays or no school days")
    name = said["school"].strip()
    if not name:
        raise ValueError("it does not say whose they are")
    return name[:250], _joined([*holidays, *((day, day) for day in banks)]), open_days


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    made: list[Stretch] = []
    for first, last in sorted(stretches):
        if made and (first - made[-1][1]).days <= 1:
            made[-1] = made[-1][0], max(made[-1][1], last)
        else:
            made.append((first, last))
    return made
