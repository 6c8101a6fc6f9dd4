"""Files as offices write them, and files that are none: read, or refused in a sentence."""

import io
import random
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from damage import damaged

from brokerage.files import sheets
from brokerage.files.sheets import Unusable, read

TEXT = "reference,name\r\nE1,Café “Owlerby”\r\n"


def rows(content: bytes) -> list[tuple[int, list[str]]]:
    sheet = read("people.csv", content)
    return [(1, sheet.header), *sheet.rows]


def workbook(*lines: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encodings_of_offices(encoding: str) -> None:
    assert rows(TEXT.encode(encoding)) == [(1, ["reference", "name"]), (2, ["E1", "Café “Owlerby”"])]


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_of_either_end(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert rows(mark + TEXT.encode(encoding))[1] == (2, ["E1", "Café “Owlerby”"])


@pytest.mark.parametrize("between", [";", "\t"])
def test_other_settings_of_excel_separate_differently(between: str) -> None:
    assert rows(f"reference{between}name\nE1{between}Owlerby\n".encode())[1] == (2, ["E1", "Owlerby"])


def test_rows_are_counted_as_the_spreadsheet_shows_them() -> None:
    """Blank rows count, and a cell of two lines is one row."""
    assert rows(b'reference,notes\n\nE1,"two\nlines"\n,\nE2,x\n')[1:] == [(3, ["E1", "two\nlines"]), (5, ["E2", "x"])]


def test_a_workbooks_cells_are_read_as_its_reader_sees_them() -> None:
    cells = [
        "E1", 37.0, 12.71, 0.1 + 0.2, 447700900123, True, False, None,
        date(2027, 1, 14), datetime(2027, 1, 14), datetime(2027, 1, 14, 10, 30), time(8, 50), timedelta(hours=24), "=1+1",
    ]  # fmt: skip
    header: list[object] = [f"column {n}" for n in range(len(cells))]

    assert rows(workbook(header, list(cells)))[1] == (
        2,
        [
            "E1",
            "37",
            "12.71",
            "0.3",
            "447700900123",
            "yes",
            "no",
            "",
            "2027-01-14",
            "2027-01-14",
            "2027-01-14 10:30",
            "08:50",
            "24:00",
        ],
    )


def test_a_workbooks_blank_rows_count_and_its_short_rows_are_none_the_worse() -> None:
    sheet = read("people.xlsx", workbook(["reference", "name", "sector"], [], ["E1", "Owlerby"]))
    number, cells = next(sheet.rows)

    assert number == 3
    assert sheets.fitted(sheet, cells) == (["E1", "Owlerby", ""], None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\n\nreference\n", "first row is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), ".xlsx"),
        (b"PK\x03\x04 not a workbook", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100), "no spreadsheet"),
        ("reference\nE1\n".encode("utf-16-le"), "no spreadsheet"),
        (b"\xff\xfea", "no spreadsheet"),
        (b'reference,name\nE1,"Owlerby\nE2,x\n', "quotation mark"),
        (b"reference" + b",x" * 300, "columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        rows(content)


def test_an_open_quotation_mark_is_found_where_it_opens() -> None:
    with pytest.raises(Unusable, match="row 3"):
        rows(b'reference,name\nE1,Owlerby\nE2,"x\n')


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 100)
    with pytest.raises(Unusable, match="larger"):
        read("people.csv", b"x" * 101)
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(Unusable, match="rows"):
        rows(b"reference\n" + b"E1\n" * 4)


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, part if member == name else old.read(member))
    return packed.getvalue()


def test_no_workbook_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1_000_000)
    bomb = repacked(workbook(["reference"], ["E1"]), "xl/worksheets/sheet1.xml", b" " * 2_000_000)
    with pytest.raises(Unusable, match="far larger"):
        rows(bomb)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (b"<row/>" * 3_000, "on and on"),
        (b'<row r="999999999"><c/></row>', "on and on"),
        (b"<row>" + b"<c/>" * 300_000 + b"</row>", "far larger"),
        (b'<row><c t="inlineStr"><is><t>' + b"x" * 30_000_000 + b"</t></is></c></row>", "far larger"),
    ],
    ids=["rows", "numbers", "cells", "text"],
)
def test_no_small_workbook_takes_minutes_or_all_of_the_memory(
    inside: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LAST_ROW", 2_000)
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(workbook(["reference"], ["E1"]))) as packed:
        sheet = packed.read(name).replace(b"</sheetData>", inside + b"</sheetData>")
    with pytest.raises(Unusable, match=said):
        rows(repacked(workbook(["reference"], ["E1"]), name, sheet))


@pytest.mark.parametrize(
    "entity", ['<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;">']
)
def test_no_workbook_reaches_out_or_multiplies_itself(entity: str) -> None:
    sheet = f"""<?xml version="1.0"?><!DOCTYPE x [{entity}]>
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
    <c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>"""
    with pytest.raises(Unusable):
        rows(repacked(workbook(["reference"]), "xl/worksheets/sheet1.xml", sheet.encode()))


def test_a_thousand_damaged_workbooks_are_read_or_refused() -> None:
    chance, whole = random.Random(1), workbook(["reference", "name"], *([f"E{n}", "Owlerby"] for n in range(5)))
    refused = 0
    for _ in range(1000):
        try:
            rows(damaged(chance, whole))
        except Unusable:
            refused += 1
    assert refused > 500
