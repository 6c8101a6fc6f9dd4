"""What a file would change, and changing it. `plan` looks, `carry_out` acts; both inside the caller's transaction."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import participants, places
from brokerage.files.import_plan import BadCell, Plan, Row
from brokerage.files.sheets import Cells, Sheet, Unusable, fitted
from employers.columns import Values, Wrong
from employers.points import Locate
from employers.records import Kind, check_areas, check_links, differences, flush, read, write

ROWS_AT_ONCE = 500
SHORT = 80  # characters of a cell that a message repeats


def plan(session: Session, kind: Kind, sheet: Sheet, *, may_grant: bool = True, find: Locate | None = None) -> Plan:
    """Reads the whole file and compares it with what is there. `may_grant`: whoever imports may make somebody a keyworker who
    has an account for other work; `find` where postcodes are, if not as this database has it. Raises Unusable where the file
    as a whole cannot be read."""
    planner = Planner(session, kind, sheet, find or places.finder(session), may_grant=may_grant)
    while rows := list(islice(sheet.rows, ROWS_AT_ONCE)):
        planner.look_at(rows)
    made = planner.made
    if not made.rows and not made.unchanged and not made.bad:
        raise Unusable(sheet.file, "There is no row under the names of the columns. Add one for each record.", 2)
    made.invited = participants.uninvited(
        session, {row.values["keyworker"] for row in made.rows if row.values.get("keyworker")}
    )
    return made


class Planner:
    """Sorts a file's rows into new, changed, unchanged and bad ones."""

    def __init__(self, session: Session, kind: Kind, sheet: Sheet, find: Locate, *, may_grant: bool) -> None:
        self.session, self.kind, self.sheet, self.find = session, kind, sheet, find
        self.made = Plan(kind, sheet.file, sheet.header)
        self.names = _names(kind, sheet)
        self.first: dict[str, int] = {}  # reference -> the row that had it
        session.info[participants.MAY_GRANT] = may_grant
        self.barred = set() if may_grant else participants.other_accounts(session)

    def look_at(self, rows: list[tuple[int, Cells]]) -> None:
        place = self.names.index("reference")
        there = _there(self.session, self.kind, (cells[place] for _, cells in rows if len(cells) > place))
        for number, cells in rows:
            self._look(number, cells, there)

    def _look(self, number: int, cells: Cells, there: Mapping[str, Any]) -> None:
        fit, misfit = fitted(self.sheet, cells)
        self._count_unknown(fit)
        named = {name: cell for name, cell in zip(self.names, fit, strict=False) if name}
        reference = named.get("reference", "").strip()
        if misfit:
            self._bad(number, reference, cells, [Wrong(*misfit)])
            return
        record = there.get(reference)
        before = self.kind.values(record) if record is not None else None
        reading = read(self.kind, named, before, whole=False)
        if wrong := reading.wrong or tuple(self._beside(named, before or {}, reading.values)):
            self._bad(number, reference, cells, wrong)
            return
        self.first[reference] = number
        self.made.notes += [(number, column, note) for column, note in reading.notes]
        changes = differences(self.kind, before, reading.values)
        if changes:
            self.made.rows.append(Row(number, reference, before is None, changes, reading.values))
        else:
            self.made.unchanged += 1

    def _beside(self, cells: Mapping[str, str], before: Values, values: Values) -> Iterator[Wrong]:
        """What is wrong with a row beside others: those of the file, and those that it names."""
        reference = values["reference"]
        if reference in self.first:
            how = f"row {self.first[reference]} has it too; give each row its own, or take one out"
            yield Wrong("reference", reference, how)
        keyworker = values.get("keyworker")
        if keyworker in self.barred and keyworker != before.get("keyworker"):
            yield Wrong("keyworker", cells["keyworker"], participants.NO_KEYWORKER)
        yield from check_areas(self.kind, cells, before, values, self.find)
        yield from check_links(self.session, self.kind, cells, values)

    def _bad(self, number: int, reference: str, cells: Cells, wrong: Iterable[Wrong]) -> None:
        self.made.bad += [
            BadCell(number, _short(reference), each.column, _short(each.read), each.how) for each in wrong
        ]
        self.made.bad_rows.append(cells)

    def _count_unknown(self, cells: Cells) -> None:
        for header, name, cell in zip(self.sheet.header, self.names, cells, strict=False):
            if not name and cell.strip():
                self.made.unknown[header.strip() or "without a name"] += 1


def carry_out(session: Session, made: Plan) -> None:
    """Makes and changes the records of the plan's good rows. Raises SavedMeanwhile where the plan is too old for that."""
    find = places.finder(session)
    rows = iter(made.rows)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        there = _there(session, made.kind, [row.reference for row in some if not row.new])
        records = [there[row.reference] if not row.new else made.kind.model() for row in some]
        for record, row in zip(records, some, strict=True):
            write(session, made.kind, record, row.values, find)
        session.add_all(records)
        flush(session)
        for record in records:
            session.expunge(record)


def bad_file(made: Plan) -> bytes:
    """The rows to correct as a CSV with the same header, cell by cell as they were; Excel knows it as UTF-8 by its mark."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([made.header, *made.bad_rows])
    return text.getvalue().encode("utf-8-sig")


def _names(kind: Kind, sheet: Sheet) -> list[str]:
    """The header's cells as names of columns; "" for one that is not ours."""
    known = {column.name for column in kind.columns}
    names = ["_".join(cell.strip().lower().split()) for cell in sheet.header]
    twice = [name for name, times in Counter(names).items() if times > 1 and name in known]
    if twice:
        raise Unusable(sheet.file, f"The column {twice[0]} is there twice. Take one of them out.", 1, twice[0])
    if "reference" not in names:
        say = (
            f"There is no column of this name, so that no row can be told from another. {kind.words}.csv has it first."
        )
        raise Unusable(sheet.file, say, 1, "reference")
    return [name if name in known else "" for name in names]


def _there(session: Session, kind: Kind, references: Iterable[str]) -> dict[str, Any]:
    wanted = {
        reference.strip() for reference in references if "\0" not in reference
    }  # PostgreSQL takes no such sign even to look
    found = session.scalars(select(kind.model).where(kind.model.reference.in_(wanted))) if wanted else ()
    return {record.reference: record for record in found}


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
