"""The values of a JobPosting, which come as text, number, list or record alike, as what they mean."""

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from brokerage.adverts.plain import cut, line

LONGEST = 2000  # characters of one value that is no description
NAMES = ("name", "value", "@value", "text", "@id")
NUMBER = re.compile(r"£?\s*(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(\.\d{1,4})?\s*(k?)", re.IGNORECASE)


def each(value: Any) -> Iterator[Any]:
    """What is listed; one value is a list of one."""
    yield from value[:200] if isinstance(value, list) else () if value is None else (value,)


def text(value: Any) -> str:
    """A value in one line of words; of a record its name or value, of a list the first that says something; else nothing."""
    return next((said for one in each(value) if (said := _said(one))), "")


def _said(one: Any) -> str:
    if isinstance(one, dict):
        one = next((one[key] for key in NAMES if isinstance(one.get(key), str | int | float)), None)
    if isinstance(one, str):
        return line(one[:LONGEST])
    finite = isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < 1e15
    return f"{one:.10g}" if finite else ""


def texts(value: Any) -> list[str]:
    return [said for one in each(value) if (said := text(one))]


def number(value: Any) -> float | None:
    """A figure, as a number or as text that is one and no more."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) and abs(value) < 1e12 else None
    found = NUMBER.fullmatch(line(value[:40])) if isinstance(value, str) else None
    if found is None:
        return None
    return float(found[1].replace(",", "") + (found[2] or "")) * (1000 if found[3] else 1)


def day(value: Any) -> date | None:
    """A date as ISO has it, alone or before a time, or as 27/11/2026. The day is the one written, in whatever zone that is."""
    said = text(value) if isinstance(value, str | list) else ""
    try:
        if found := re.match(r"(\d{4})-(\d{2})-(\d{2})(?:$|[T ])", said):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})$", said):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    return None


def shown(value: Any) -> str:
    """A value as a person may be shown it, whatever it is."""
    return text(value) or cut(line(str(value)[:200]), 80)
