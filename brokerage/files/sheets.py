"""A spreadsheet as rows of text: CSV in the encodings that offices write, or .xlsx. What it is shows in its bytes, not in its name."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from employers.columns import LONGEST, Refused, as_cell

MOST_BYTES = 50_000_000  # 20,000 participants are 8 MB
MOST_ROWS, MOST_COLUMNS = 100_000, 200
MOST_UNPACKED = 400_000_000  # bytes; a workbook that unpacks to more is no list of people or jobs
MOST_TAGS = 10_000_000  # 20,000 participants have four million
MOST_TAGS_AT_ONCE, MOST_BYTES_AT_ONCE = 200_000, 20_000_000  # from one row to the next: it is held whole
LAST_ROW = 2 * MOST_ROWS  # with the blank ones; a file of a few bytes can say that it has a thousand million
ROW = re.compile(rb"<(?:\w+:)?(?:row|si)\b")  # of a sheet, or of the table of texts
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
Cells = list[str]


class Unusable(Refused):
    """The file as a whole cannot be read; `row` and `column` say where, when that is known."""

    def __init__(self, file: str, how: str, row: int | None = None, column: str = "") -> None:
        self.file, self.how, self.row, self.column = file, how, row, column
        where = "".join((f", row {row}" if row else "", f", column {column}" if column else ""))
        super().__init__(f"{file}{where}: {how}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are numbered as the spreadsheet shows them: the header is row 1. Blank rows are left out, and counted."""

    file: str
    header: Cells
    rows: Iterator[tuple[int, Cells]]
    ragged: bool  # a workbook's rows end where their last cell ends; a CSV's have as many cells as its header


def read(name: str, content: bytes) -> Sheet:
    """The first sheet of a file. Raises Unusable, now or while its rows are read."""
    if not content.strip():
        raise Unusable(name, "The file is empty. Choose one with a row of column names and a row for each record.")
    if len(content) > MOST_BYTES:
        raise Unusable(name, f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it into smaller ones.")
    if content.startswith(OLD_EXCEL):
        raise Unusable(name, "This is an old .xls workbook, or one with a password. Save it as .xlsx or as CSV UTF-8.")
    if workbook := content.startswith(b"PK\x03\x04"):
        rows = _numbered(name, _workbook(name, content))
    else:
        rows = _numbered(name, _csv(name, _decoded(name, content)))
    number, header = next(rows, (0, []))
    if number != 1:
        raise Unusable(name, "The first row is empty. Write the names of the columns there.", 1)
    while header and not header[-1].strip():
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise Unusable(name, f"There are more than {MOST_COLUMNS} columns. Take out those that are not needed.", 1)
    return Sheet(name, header, rows, workbook)


def _numbered(name: str, rows: Iterator[Cells]) -> Iterator[tuple[int, Cells]]:
    kept = 0
    for number, cells in enumerate(rows, 1):
        if number > LAST_ROW:
            raise Unusable(name, "It goes on and on after its last row. Copy the rows into a new file.", number)
        if any(cell.strip() for cell in cells):
            kept += 1
            if kept > MOST_ROWS + 1:
                raise Unusable(name, f"There are more than {MOST_ROWS} rows. Split the file into smaller ones.", number)
            yield number, cells


def _decoded(name: str, content: bytes) -> str:
    encodings = [encoding for bom, encoding in BOMS if content.startswith(bom)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text[:1000].count("\0") > len(text[:1000]) // 20:  # UTF-16 without its mark, or no text at all
            break
        return text
    raise Unusable(name, "This is no spreadsheet that can be read here. Save it as CSV UTF-8, or as .xlsx.")


def _csv(name: str, text: str) -> Iterator[Cells]:
    csv.field_size_limit(max(csv.field_size_limit(), 10 * LONGEST))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            how = (
                "A quotation mark opens here and does not close"
                if "end of data" in str(error)
                else f"It is damaged here ({error})"
            )
            raise Unusable(name, f"{how}. Save the file as CSV UTF-8 once more.", number) from None
        yield cells


def _delimiter(text: str) -> str:
    """Commas; semicolons or tabs where the header has those and no comma, as other settings of Excel write them."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    return "," if "," in first else "\t" if "\t" in first else ";" if ";" in first else ","


def _workbook(name: str, content: bytes) -> Iterator[Cells]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED or _swollen(packed):
                raise Unusable(name, "This workbook is far larger than it looks. Save its first sheet as CSV UTF-8.")
        yield from _first_sheet(content)
    except Unusable:
        raise
    except Exception as error:
        raise Unusable(name, "This workbook cannot be read. Open it, and save its first sheet as CSV UTF-8.") from error


def _swollen(packed: zipfile.ZipFile) -> bool:
    """Whether reading it would take minutes, or all of the memory: a few kilobytes hold millions of empty cells."""
    tags = 0
    for name in packed.namelist():
        tags_at_once = bytes_at_once = 0
        with packed.open(name) as unpacked:
            while some := unpacked.read(1 << 20):
                rows = ROW.split(some)
                counts, sizes = [row.count(b"<") for row in rows], [len(row) for row in rows]
                tags += sum(counts)
                counts[0] += tags_at_once
                sizes[0] += bytes_at_once
                if tags > MOST_TAGS or max(counts) > MOST_TAGS_AT_ONCE or max(sizes) > MOST_BYTES_AT_ONCE:
                    return True
                tags_at_once, bytes_at_once = counts[-1], sizes[-1]
    return False


def _first_sheet(content: bytes) -> Iterator[Cells]:
    import openpyxl  # takes defusedxml for its XML: no entities, no bombs

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drawings and rules that it leaves out
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
                cells = [] if row.count(None) == len(row) else [_text(value) for value in row]
                while cells and not cells[-1]:
                    cells.pop()
                yield cells
        finally:
            book.close()


def _text(value: Any) -> str:
    """A workbook's cell as it would stand in a CSV."""
    match value:
        case bool():
            return as_cell(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return f"{value:.12g}"
        case datetime() if value.time() != time():
            return as_cell(value)
        case datetime():
            return as_cell(value.date())
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case date() | time() | None:
            return as_cell(value)
        case _:
            return str(value)


def fitted(sheet: Sheet, cells: Cells) -> tuple[Cells, tuple[str, str, str] | None]:
    """A row with as many cells as the header, and (column, what was read, how) where it had more, or a CSV's had fewer."""
    width = len(sheet.header)
    for place, cell in enumerate(cells[width:], width + 1):
        if cell.strip():
            return cells, (
                f"number {place}",
                cell,
                "this column has no name; take the cell out, or put quotes around a comma",
            )
    if len(cells) < width and not sheet.ragged:
        return cells, (
            sheet.header[len(cells)],
            "",
            "the row ends before this column; give it as many cells as the header",
        )
    return [cell for cell, _ in zip_longest(cells[:width], sheet.header, fillvalue="")], None
