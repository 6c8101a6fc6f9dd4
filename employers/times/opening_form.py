"""An opening as it was filled in on a page: cells in, a record out, with a sentence for each cell that cannot be read."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, time

from employers import readers
from employers.columns import BadCells, Wrong, as_cell
from employers.introductions import random_reference
from employers.times.time_models import Opening
from matching import grammar

DAY, CLOCK = "write a day as 2027-01-19", "write a time as 10:00"


def read(
    form: Mapping[str, str], weekdays: Sequence[str], *, vacancy: str | None, agreement: str | None = None
) -> Opening:
    """What was filled in, not kept yet. Raises BadCells for what is no day, time or number; what it means is looked at when it is kept."""
    wrong: list[Wrong] = []
    opening = Opening(
        reference=random_reference("O"),
        vacancy_reference=vacancy,
        agreement_reference=agreement,
        first_on=_day(form, "first_on", wrong),
        last_on=_day(form, "last_on", wrong) if form.get("last_on", "").strip() else None,
        every_weeks=_whole(form.get("every_weeks", "")),
        weekdays=";".join(sorted({each for each in weekdays if each in "0123456" and len(each) == 1})),
        from_time=_clock(form, "from_time", wrong),
        to_time=_clock(form, "to_time", wrong),
        minutes=_whole(form.get("minutes", "")),
        places=_whole(form.get("places", "")),
        where=" ".join(form.get("where", "").split()) or None,
        link=form.get("link", "").strip() or None,
        country=form.get("country", ""),
    )
    if wrong:
        raise BadCells(wrong)
    return opening


def cells(opening: Opening) -> dict[str, str]:
    """What is filled in for one that is there, but for its days of the week."""
    names = (
        "first_on",
        "last_on",
        "every_weeks",
        "from_time",
        "to_time",
        "minutes",
        "places",
        "where",
        "link",
        "country",
    )
    return {name: as_cell(getattr(opening, name)) for name in names}


def days(form: Mapping[str, str]) -> tuple[date, date]:
    """The first and the last of some days; one day where the last is blank. Raises BadCells."""
    wrong: list[Wrong] = []
    first = _day(form, "first_on", wrong)
    last = _day(form, "last_on", wrong) if form.get("last_on", "").strip() else first
    if wrong:
        raise BadCells(wrong)
    return first, last


def _day(form: Mapping[str, str], name: str, wrong: list[Wrong]) -> date:
    with suppress(ValueError):
        return grammar.day(form.get(name, "").strip())
    wrong.append(Wrong(name, form.get(name, ""), DAY))
    return date.min


def _clock(form: Mapping[str, str], name: str, wrong: list[Wrong]) -> time:
    text = form.get(name, "").strip()
    with suppress(ValueError):
        return time.fromisoformat(text.zfill(5)).replace(tzinfo=None, microsecond=0)
    wrong.append(Wrong(name, text, CLOCK))
    return time.min


def _whole(text: str) -> int:
    return readers.count(text, 9999) or 0
