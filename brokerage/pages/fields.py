"""A column as the field of a form: what a person sees there, and the cell that was filled in."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from employers import readers
from employers.columns import Column
from employers.records import Kind

Words = Mapping[str, str]

NONE, FEW = "none", 6  # a list known to be empty; more choices than this stand in a select
BOXES = {"date": ("day", "month", "year"), "moment": ("day", "month", "year", "time")}
# What a blank means where it is not "Not known" (the contract says so, column by column).
BLANK = {
    "home_working": "Not said: counts as none",
    "shifts_chosen_by_worker": "Not said: counts as no",
    "term_time_only": "Not said: counts as no",
    "with_coordinator": "Not said",
    "childcare_welcome": "Not asked yet",
    "live": "Not said: counts as yes",
    "channel": "Not said",
    "pay_period": "Not said: counts as an hour",
    "agreement": "Under no agreement",
}
NONE_SAYS = {"adjustable": "None of it", "not_adjustable": "None: something could be adjusted everywhere"}
WITHOUT_NONE = frozenset({"contracts", "share"})  # here an empty list says it
# Sentences about cells of files, as they are said where a date has its own boxes.
IN_BOXES = {
    "write a date as 2027-03-01": "write day, month and year, as 1 3 2027",
    "write a date and a time, as 2027-01-14 10:30": "write day, month, year and time, as 14 1 2027 10:30",
}


@dataclass(frozen=True)
class Field:
    """One field as its template draws it. `cell` is its text as a file would have it."""

    name: str
    label: str
    hint: str
    control: str
    cell: str
    choices: Words
    error: str = ""
    note: str = ""
    sign: str = ""  # stands before the box
    read: str = ""  # what it was read from, where nobody typed it

    @property
    def first(self) -> str:
        """The id of its first box, where the link of an error leads."""
        return f"{self.name}-day" if self.control in BOXES else self.name

    @property
    def ticked(self) -> list[str]:
        return _items(self.cell)

    @property
    def boxes(self) -> dict[str, str]:
        """A date as its boxes: {day: 14, month: 1, year: 2027}, with the time where there is one."""
        return _apart(self.cell, BOXES[self.control])


def field(
    column: Column, cell: str, accounts_or_records: Words | None, *, error: str = "", note: str = "", read: str = ""
) -> Field:
    """`accounts_or_records` are the choices that stand in the database, where the column names one of them."""
    control: str = column.control
    words: Words = column.choices or {}
    if accounts_or_records is not None:
        control = "select"
        words = {"": "Choose" if column.required else "None"} | _with(accounts_or_records, cell)
    elif control in ("one", "yes_no"):
        words = words if column.required else {**words, "": BLANK.get(column.name, "Not known")}
        control = "radios" if len(words) <= FEW else "select"
    elif control == "many" and column.name not in WITHOUT_NONE:
        words = {**words, NONE: NONE_SAYS.get(column.name, "None of these")}
    sign = "£" if column.read is readers.money else ""
    return Field(column.name, column.label, _hint(column), control, cell, words, error, note, sign, read)


def cells(kind: Kind, form: MultiDict[str, str], names: Collection[str]) -> dict[str, str]:
    """What was filled in, as the cells of a file."""
    return {column.name: _cell(column, form) for column in kind.columns if column.name in names}


def same(column: Column, one: str, other: str) -> bool:
    """Whether two cells say the same, in whatever order boxes were ticked."""
    if column.control == "many":
        return set(_items(one)) == set(_items(other))
    return one.split() == other.split()


def in_words(kind: Kind, sentence: str) -> str:
    """A sentence about cells in the words of the form: `pay_from` becomes “Pay from”."""
    labels = {column.name: f"“{column.label}”" for column in kind.columns}
    said = re.sub(r"\b[a-z]+(?:_[a-z]+)+\b", lambda word: labels.get(word[0], word[0]), sentence)
    for of_files, of_forms in IN_BOXES.items():
        said = said.replace(of_files, of_forms).replace(_capital(of_files), _capital(of_forms))
    return said


def _hint(column: Column) -> str:
    """A list that is ticked needs no word of how `none` or a separator is written."""
    if column.control == "many":
        return column.hint.removeprefix("none if nothing. ").removeprefix("none if none of these. ")
    if column.read is readers.money:
        return column.hint.removeprefix("In pounds").removeprefix(". ")
    return "" if column.control == "moment" else column.hint


def _cell(column: Column, form: MultiDict[str, str]) -> str:
    if column.control == "many":
        return "; ".join(form.getlist(column.name))
    if names := BOXES.get(column.control):
        return _together([form.get(f"{column.name}-{part}", "").strip() for part in names])
    return form.get(column.name, "").replace("\r\n", "\n").strip()


def _together(boxes: list[str]) -> str:
    """The boxes of a date as its cell; as they were typed, with `|` between them, where they make no date."""
    day, month, year, *time = boxes
    if re.fullmatch(r"\d{1,2}", day) and re.fullmatch(r"\d{1,2}", month) and re.fullmatch(r"\d{4}", year):
        return " ".join([f"{year}-{int(month):02}-{int(day):02}", *time]).strip()
    return "|".join(boxes) if any(boxes) else ""


def _apart(cell: str, names: tuple[str, ...]) -> dict[str, str]:
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?: (.*))?", cell):
        typed = [str(int(found[3])), str(int(found[2])), found[1], found[4] or ""]
    else:
        typed = [*cell.split("|"), "", "", ""]
    return dict(zip(names, typed, strict=False))


def _items(cell: str) -> list[str]:
    return [item.strip().lower() for item in cell.split(";") if item.strip()]


def _with(words: Words, cell: str) -> dict[str, str]:
    """What stands in the record stays a choice, though it may have gone from the others."""
    return dict(words) if not cell or cell in words else {**words, cell: cell}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
