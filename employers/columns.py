"""What a column is: one definition for the cell of a file, the field of a form and the column of an export."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from matching.week import Unreadable

CLEAR = "clear"  # in a file, empties what was there
LONGEST = 8000  # characters of a cell; the longest column holds half of it
NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
Control = Literal["line", "lines", "number", "date", "time", "moment", "week", "one", "many", "yes_no"]
Values = dict[str, Any]  # a record as {column: stored value}; None is a blank cell


@dataclass(frozen=True, slots=True)
class Noted:
    """A value, and something a person should be told of how it was read."""

    value: Any
    note: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be used: what was read there, and how to write it."""

    column: str
    read: str
    how: str

    @property
    def sentence(self) -> str:
        how = self.how[:1].upper() + self.how[1:]
        return how if how.endswith((".", "?")) else f"{how}."


class Refused(Exception):
    """What was asked for cannot be done; the text says why and what to do. A command that is refused ends with `exit_code`."""

    exit_code = 2  # what came in is at fault; 1 where something else is


class BadCells(Refused):
    """Some cells of one record cannot be used."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(wrong)
        super().__init__(" ".join(each.sentence for each in self.wrong))


@dataclass(frozen=True)
class Column:
    """`read` takes the text of a cell that is not blank and returns what is stored (or `Noted`), or raises Unreadable.

    `attribute` is where the value stands in the record; `links_to` the record that the cell names by its reference.
    `label` and `hint` are for the form; `choices` are the words allowed there, each with how people say it.
    """

    name: str
    label: str
    read: Callable[[str], Any]
    group: str
    hint: str = ""
    control: Control = "line"
    choices: Mapping[str, str] | None = None
    required: bool = False
    longest: int | None = None
    attribute: str = ""
    links_to: type[Any] | None = None

    def value(self, text: str) -> Any:
        """What is stored for the text of a cell. Raises Unreadable."""
        if len(text) > LONGEST:
            raise Unreadable(f"this is {len(text)} characters long; write at most {self.longest or 200}")
        if NOT_PRINTED.search(text):
            raise Unreadable("there is a sign in it that cannot be printed; write it again")
        found = self.read(text)
        kept = found.value if isinstance(found, Noted) else found
        if self.longest and isinstance(kept, str) and len(kept) > self.longest:
            raise Unreadable(f"this is {len(kept)} characters long; write at most {self.longest}")
        return found

    def of(self, record: Any) -> Any:
        """What is stored in the record; through a point where the value stands in another, as in `contact.name`."""
        for step in (self.attribute or self.name).split("."):
            record = getattr(record, step) if record is not None else None
        return record


def as_cell(value: Any) -> str:
    """A stored value as the cell of a file has it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.10f}".rstrip("0").rstrip(".")
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)
