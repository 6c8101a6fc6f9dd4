"""Every figure of the rules of a fit, each with the reason that stands beside it in config.toml."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brokerage.settings import BESIDE, SHIPPED

NOT_SHOWN = "matching.tie_key"  # a text that only mixes; whoever knew it could work out who comes first


class Figure(NamedTuple):
    """One setting: its path in config.toml, its value, and the reason beside it there."""

    path: str
    value: str
    why: str


def figures(policy_table: Mapping[str, Any]) -> list[Figure]:
    """Every figure of the rules but the dated rates, with its reason from config.toml as it came."""
    why = dict(_reasons((BESIDE if BESIDE.exists() else SHIPPED).read_text(encoding="utf-8")))
    return [Figure(path, _value(value), why.get(path, "")) for path, value in _leaves(policy_table, "matching")]


def _leaves(table: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for word, value in table.items():
        here = f"{path}.{word}"
        if isinstance(value, Mapping):
            yield from _leaves(value, here)
        elif here != NOT_SHOWN and not (isinstance(value, list) and value and isinstance(value[0], Mapping)):
            yield here, value


def _value(value: Any) -> str:
    return (
        ", ".join(map(_value, value))
        if isinstance(value, list)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _reasons(text: str) -> Iterator[tuple[str, str]]:
    """(path, what stands behind the # of its line)"""
    table = ""
    for line in text.splitlines():
        if heading := re.match(r"\[([\w.]+)\]", line):
            table = heading[1]
        elif found := re.match(r"(\w+) = [^#]*(?:#\s*(.*))?$", line):
            yield f"{table}.{found[1]}", found[2] or ""
