"""A record made or changed from cells: the same way for a row of a file, a form and, later, a message."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from employers.columns import CLEAR, BadCells, Column, Noted, Refused, Values, Wrong, as_cell
from employers.points import Locate, lost, nowhere, set_areas, set_point, unknown
from matching.week import Unreadable

FIRST = {"employer": "E001", "agreement": "A001", "vacancy": "V001", "participant": "P001", "slot": "S001"}
Broken = tuple[str, str]  # a column, and how to write it so that it fits with the others


@dataclass(frozen=True)
class Kind:
    """One kind of record: its file, its columns, and what must hold between them.

    `rules` looks at one record by itself, `links` at the records that it names. `points` are the prefixes of the columns that say where
    something is: `""` for `postcode, latitude, longitude`; `areas` are columns of areas, each of which has to be found. `put` writes a value that stands in another record.
    """

    word: str
    words: str
    model: type[Any]
    columns: tuple[Column, ...]
    rules: Callable[[Values], Iterable[Broken]]
    links: Callable[[Session, Values], Iterable[Broken]] = lambda _session, _values: ()
    points: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    put: Callable[[Session, Any, Values], None] = lambda _session, _record, _values: None

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def values(self, record: Any) -> Values:
        """What a record holds, as {column: stored value}."""
        return {column.name: column.of(record) for column in self.columns}

    def cells(self, record: Any) -> dict[str, str]:
        """A record as a row of its file."""
        return {column.name: as_cell(column.of(record)) for column in self.columns}


@dataclass(frozen=True, slots=True)
class Reading:
    """Cells as they were understood: the values, what is wrong, and what a person should be told."""

    values: Values
    wrong: tuple[Wrong, ...]
    notes: tuple[tuple[str, str], ...] = ()


class SavedMeanwhile(Refused):
    """The database's own last word, where two people write at the same moment."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has just saved the same. Look at it once more, then save what is still to be saved."
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did: `changes` is {column: (before, after)} as cells; empty when nothing changed."""

    record: Any
    new: bool
    changes: Mapping[str, tuple[str, str]]
    notes: tuple[tuple[str, str], ...] = ()


def read(kind: Kind, cells: Mapping[str, str], before: Values | None, *, whole: bool) -> Reading:
    """The values that the record would have. `whole`: the cells are the whole record, so that a blank one empties;
    otherwise a blank cell, or one that is not there, keeps what was there and `clear` empties it."""
    values: Values = {}
    wrong: list[Wrong] = []
    notes: list[tuple[str, str]] = []
    for column in kind.columns:
        text = cells.get(column.name, "").strip()
        kept = before.get(column.name) if before else None
        try:
            found = _value(column, text, kept, whole=whole)
        except Unreadable as unreadable:
            wrong.append(Wrong(column.name, text, unreadable.how))
            continue
        if isinstance(found, Noted):
            notes.append((column.name, found.note))
            found = found.value
        if found is None and column.required:
            how = "it cannot be empty; write it" if before else f"a new {kind.word} needs it; write it"
            wrong.append(Wrong(column.name, text, how))
        values[column.name] = found
    if not wrong:
        wrong += [_broken(cells, name, how) for name, how in (*_both(kind, values), *kind.rules(values))]
    return Reading(values, tuple(wrong), tuple(notes))


def check_links(session: Session, kind: Kind, cells: Mapping[str, str], values: Values) -> tuple[Wrong, ...]:
    """What is wrong with the records that this one names."""
    missing = [
        (column.name, _unknown(session, column.links_to, str(values[column.name])))
        for column in kind.columns
        if column.links_to
        and values.get(column.name) is not None
        and not _exists(session, column.links_to, values[column.name])
    ]
    return tuple(_broken(cells, name, how) for name, how in missing or kind.links(session, values))


def check_areas(
    kind: Kind, cells: Mapping[str, str], before: Values | None, values: Values, locate: Locate
) -> tuple[Wrong, ...]:
    """What is wrong with the areas that change: those that nobody can find."""
    changed = [name for name in kind.areas if values[name] != (before or {}).get(name)]
    return tuple(_broken(cells, name, unknown(missing)) for name in changed if (missing := lost(values[name], locate)))


def write(session: Session, kind: Kind, record: Any, values: Values, locate: Locate) -> None:
    """Sets what differs, and finds the record's points again when what they stand on has changed."""
    new = record.id is None
    moved = [prefix for prefix in kind.points if new or _moved(kind, record, values, prefix)]
    searched = [name for name in kind.areas if kind.column(name).of(record) != values[name]]
    kind.put(session, record, values)  # first: it may refuse, and then nothing is set
    for column in kind.columns:
        value = values[column.name]
        if "." not in column.attribute and (value is not None if new else column.of(record) != value):
            setattr(record, column.attribute or column.name, value)
    for prefix in moved:
        set_point(record, prefix, locate)
    for name in searched:
        set_areas(record, name, locate)


def save(
    session: Session,
    kind: Kind,
    cells: Mapping[str, str],
    *,
    locate: Locate = nowhere,
    record: Any = None,
    whole: bool = True,
) -> Saved:
    """Makes a record from cells, or changes the one given. Raises BadCells, SavedMeanwhile."""
    before = kind.values(record) if record is not None else None
    if record is not None:
        cells = {**cells, "reference": record.reference}
    reading = read(kind, cells, before, whole=whole)
    wrong = reading.wrong or check_areas(kind, cells, before, reading.values, locate)
    wrong = wrong or check_links(session, kind, cells, reading.values)
    if not wrong and record is None and find(session, kind, reading.values["reference"]) is not None:
        text = reading.values["reference"]
        wrong = (Wrong("reference", text, f"there is a {kind.word} {text} already; write another reference"),)
    if wrong:
        raise BadCells(wrong)
    new = record is None
    record = kind.model() if new else record
    write(session, kind, record, reading.values, locate)
    session.add(record)
    flush(session)
    return Saved(record, new, differences(kind, before, reading.values), reading.notes)


def flush(session: Session) -> None:
    """Hands the changes to the database. Raises SavedMeanwhile where its own rules refuse what ours had let pass."""
    try:
        session.flush()
    except IntegrityError as error:
        raise SavedMeanwhile from error


def find(session: Session, kind: Kind, reference: str) -> Any | None:
    return session.scalar(select(kind.model).where(kind.model.reference == reference))


def next_reference(session: Session, kind: Kind) -> str:
    """The reference after the highest of the commonest sort, such as V041 after V040; `V001` where there is none."""
    found = [re.fullmatch(r"(\D*)(\d+)", text) for text in session.scalars(select(kind.model.reference))]
    numbered = [(mark[1], mark[2]) for mark in found if mark]
    if not numbered:
        return FIRST[kind.word]
    prefix, _ = Counter(prefix for prefix, _ in numbered).most_common(1)[0]
    highest = max((number for before, number in numbered if before == prefix), key=int)
    return f"{prefix}{int(highest) + 1:0{len(highest)}}"


def take_reference(session: Session, kind: Kind) -> str:
    """The next reference, for this transaction alone: whoever else takes one at the same moment waits, and gets the one after.

    SQLite lets in one writer at a time by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"next {kind.word}"))))
    return next_reference(session, kind)


def differences(kind: Kind, before: Values | None, after: Values) -> dict[str, tuple[str, str]]:
    """{column: (before, after)} as cells, for what differs."""
    old = before or {}
    return {
        column.name: (as_cell(old.get(column.name)), as_cell(after[column.name]))
        for column in kind.columns
        if old.get(column.name) != after[column.name]
    }


def _value(column: Column, text: str, kept: Any, *, whole: bool) -> Any:
    if text.lower() == CLEAR and column.name != "reference":
        return None
    if not text:
        return None if whole else kept
    return column.value(text)


def _both(kind: Kind, values: Values) -> Iterator[Broken]:
    for prefix in kind.points:
        if (values[f"{prefix}latitude"] is None) != (values[f"{prefix}longitude"] is None):
            missing = "latitude" if values[f"{prefix}latitude"] is None else "longitude"
            yield f"{prefix}{missing}", "latitude and longitude go together; write both or neither"


def _broken(cells: Mapping[str, str], name: str, how: str) -> Wrong:
    """What was read is the cell alone, never what is stored: not everybody who writes a record may read it."""
    return Wrong(name, cells.get(name, "").strip(), how)


def _moved(kind: Kind, record: Any, values: Values, prefix: str) -> bool:
    names = [f"{prefix}{part}" for part in ("postcode", "latitude", "longitude")]
    return any(kind.column(name).of(record) != values[name] for name in names)


def _exists(session: Session, model: type[Any], reference: str) -> bool:
    """Remembers what it found, not what it missed: what is missing may be made in the same session."""
    found: set[tuple[type[Any], str]] = session.info.setdefault("references found", set())
    if (model, reference) not in found and session.scalar(
        select(model.id).where(model.reference == reference)
    ) is not None:
        found.add((model, reference))
    return (model, reference) in found


def _unknown(session: Session, model: type[Any], read: str) -> str:
    near = get_close_matches(read, session.scalars(select(model.reference)).all(), n=1)
    say = (
        f"did you mean {near[0]}? If not, import its file first"
        if near
        else "import its file first, or correct the reference"
    )
    return f"there is no {model.__tablename__} {read}; {say}"
