"""What a file would do, as values: the rows that would make or change a record, and those to correct."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from brokerage.files.sheets import Cells
from employers.columns import Values, Wrong
from employers.records import Kind


@dataclass(frozen=True, slots=True)
class BadCell:
    """Where a file has to be corrected, what was read there, and how to write it."""

    row: int
    reference: str
    column: str
    read: str
    how: str

    @property
    def sentence(self) -> str:
        said = f"read “{self.read}”" if self.read else "left blank"
        return f"row {self.row}, column {self.column}: {said}. {self.advice}"

    @property
    def advice(self) -> str:
        return Wrong(self.column, self.read, self.how).sentence


@dataclass(frozen=True, slots=True)
class Row:
    """A row that would make a record or change one: `changes` is {column: (before, after)} as cells."""

    number: int
    reference: str
    new: bool
    changes: Mapping[str, tuple[str, str]]
    values: Values

    @property
    def size(self) -> int:
        return len(self.changes)


@dataclass(slots=True)
class Plan:
    """What a file would do. `bad_rows` are the rows to correct as they stand; `unknown` counts the cells of columns not used here."""

    kind: Kind
    file: str
    header: Cells
    rows: list[Row] = field(default_factory=list)
    unchanged: int = 0
    bad: list[BadCell] = field(default_factory=list)
    bad_rows: list[Cells] = field(default_factory=list)
    notes: list[tuple[int, str, str]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    invited: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """The same for plans that would do the same."""
        said = repr([(row.number, row.reference, row.new, list(row.changes.items())) for row in self.rows])
        return sha256(f"{said}{self.bad}{self.invited}".encode()).hexdigest()

    @property
    def new(self) -> list[Row]:
        return [row for row in self.rows if row.new]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if not row.new]

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.words,
            "file": self.file,
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "bad": [{"file": self.file, **asdict(cell)} for cell in self.bad],
            "bad_rows": len(self.bad_rows),
            "notes": [{"row": row, "column": column, "note": note} for row, column, note in self.notes],
            "unknown_columns": dict(self.unknown),
            "invited": self.invited,
        }
