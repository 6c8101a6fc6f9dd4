"""Lists: pages of twenty, filters as links in the address, and the same list as a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Response, request, url_for

from employers import readers

Item = TypeVar("Item")
PAGE = 20
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with one of these first, a spreadsheet would take a cell for a formula


@dataclass(frozen=True)
class Paged(Generic[Item]):
    """One page of a list. `before` and `after` are addresses, or None at its ends."""

    items: Sequence[Item]
    first: int
    of: int
    before: str | None
    after: str | None
    next_many: int

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1


@dataclass(frozen=True)
class Chip:
    """A filter as a link, with how many it would leave."""

    word: str
    count: int | None
    address: str
    here: bool


def paged(items: Sequence[Item]) -> Paged[Item]:
    """The page that the address asks for; the whole list for `page=all`."""
    asked = request.args.get("page", "1")
    if asked == "all" or not items:
        return Paged(items, 1, len(items), None, None, 0)
    pages = (len(items) + PAGE - 1) // PAGE
    number = min(readers.count(asked, 1_000_000) or 1, pages)
    start = (number - 1) * PAGE
    return Paged(
        items[start : start + PAGE],
        start + 1,
        len(items),
        with_args(page=number - 1 if number > 2 else None) if number > 1 else None,
        with_args(page=number + 1) if number < pages else None,
        min(PAGE, len(items) - start - PAGE),
    )


def with_args(**changed: Any) -> str:
    """This address with some of its words after the ? changed; None takes one out. A new filter begins at page one."""
    kept = {name: value for name, value in request.args.items() if name != "page"} | changed
    return url_for(
        str(request.endpoint),
        **(request.view_args or {}),
        **{name: value for name, value in kept.items() if value not in (None, "")},
    )


def chips(name: str, choices: Iterable[tuple[str, str, int | None]]) -> list[Chip]:
    """A row of filters on one word of the address: (its value, what people read, how many)."""
    chosen = request.args.get(name, "")
    return [Chip(word, count, with_args(**{name: value}), value == chosen) for value, word, count in choices]


def spreadsheet(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A CSV file that opens in a spreadsheet as text and numbers only, never as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def neutral(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
