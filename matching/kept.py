"""A pair's facts as text and back, so that a result that is kept can be made again from what it was made of.

The text is JSON in which every value that JSON has no word for says what it is: {"is": "Spot", ...}.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from matching.journeys import Routes
from matching.pair import Pair
from matching.policy import Policy
from matching.school_year import SchoolYear
from matching.terms import Area, Dated, Job, Moves, Person, SchoolRun, Skill, Skills, Spot
from matching.week import Week

VALUES = {
    kind.__name__: kind
    for kind in (Area, Dated, Job, Moves, Person, Routes, SchoolRun, SchoolYear, Skill, Skills, Spot)
}


class Unreadable(ValueError):
    """A text that another version wrote, or nobody did; the message says what was not understood."""


def pack(pair: Pair) -> str:
    """The two sides, the journeys that were looked up, and the day. The policy is not in it: it is kept by its mark."""
    facts = {"person": pair.person, "job": pair.job, "routes": pair.routes, "on": pair.on}
    return json.dumps({word: _packed(value) for word, value in facts.items()}, ensure_ascii=False)


def unpack(text: str, policy: Policy) -> Pair:
    """The pair that was packed, under a policy. Raises `Unreadable`."""
    try:
        found = {word: _unpacked(value) for word, value in json.loads(text).items()}
        return Pair(found["person"], found["job"], found["on"], policy, found["routes"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"These facts were kept by another version: {error}.") from None


def pack_table(table: Mapping[str, Any]) -> str:
    """A table of settings, as a policy is made of one."""
    return json.dumps(_packed(table), ensure_ascii=False)


def unpack_table(text: str) -> dict[str, Any]:
    """Raises `Unreadable`."""
    try:
        found: dict[str, Any] = _unpacked(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"These rules were kept by another version: {error}.") from None
    return found


def _packed(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):  # bool is an int
        return value
    if isinstance(value, list):
        return [_packed(item) for item in value]
    if isinstance(value, date):
        return {"is": "day", "of": value.isoformat()}
    if isinstance(value, Week):
        return {"is": "Week", "of": str(value)}
    if isinstance(value, tuple):
        return {"is": "tuple", "of": [_packed(item) for item in value]}
    if isinstance(value, frozenset):
        return {"is": "set", "of": [_packed(item) for item in sorted(value)]}
    if isinstance(value, Mapping):
        return {"is": "map", "of": [[_packed(key), _packed(item)] for key, item in value.items()]}
    if is_dataclass(value) and type(value).__name__ in VALUES:
        said = {field.name: _packed(getattr(value, field.name)) for field in fields(value) if field.init}
        return {"is": type(value).__name__, "of": said}
    raise TypeError(f"{type(value).__name__} is no value of a pair.")


_MADE: dict[str, Callable[[Any], Any]] = {
    "day": date.fromisoformat,
    "Week": Week.parse,
    "tuple": lambda of: tuple(_unpacked(item) for item in of),
    "set": lambda of: frozenset(_unpacked(item) for item in of),
    "map": lambda of: {_unpacked(key): _unpacked(item) for key, item in of},
}


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    kind, of = value["is"], value["of"]
    if kind in VALUES:
        return VALUES[kind](**{word: _unpacked(item) for word, item in of.items()})
    return _MADE[kind](of)
