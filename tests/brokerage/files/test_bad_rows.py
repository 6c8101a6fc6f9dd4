"""Every kind of bad row is named by row and column, and keeps its whole file out; the rest can be kept, and the rest corrected."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select

from brokerage.commands.imports import import_file
from brokerage.kinds import KINDS
from employers.db import reading, transaction
from employers.records import save

ROW = {
    "employers": {"reference": "R{n}", "name": "Owlerby"},
    "agreements": {"reference": "R{n}", "employer": "E1", "kind": "job_trial"},
    "vacancies": {"reference": "R{n}", "employer": "E1", "title": "Porter"},
    "participants": {"reference": "R{n}", "name": "Aisha"},
    "slots": {"reference": "R{n}", "vacancy": "V1", "starts_at": "2027-01-14 10:30"},
}
# kind, the cells that are wrong, the column that is named (the first of the cells where none is said)
WRONG: list[tuple[str, dict[str, str], str]] = [
    ("employers", {"reference": ""}, ""),
    ("employers", {"reference": "a/b"}, ""),
    ("employers", {"reference": "x" * 61}, ""),
    ("employers", {"reference": "clear"}, ""),
    ("employers", {"name": ""}, ""),
    ("employers", {"name": "clear"}, ""),
    ("employers", {"name": "x" * 251}, ""),
    ("employers", {"name": "x" * 9000}, ""),
    ("employers", {"name": "Owl\x00erby"}, ""),
    ("employers", {"name": "Owl\x1berby"}, ""),
    ("employers", {"postcode": "SHEFFIELD"}, ""),
    ("employers", {"latitude": "53.4"}, "longitude"),
    ("employers", {"contact_email": "grace at hallbrook"}, ""),
    ("employers", {"contact_email": "a@b.example, c@d.example"}, ""),
    ("employers", {"contact_phone": "ask Grace"}, ""),
    ("employers", {"channel": "shop"}, ""),
    ("employers", {"coordinator": "Grace"}, ""),
    ("agreements", {"employer": ""}, ""),
    ("agreements", {"employer": "E9"}, ""),
    ("agreements", {"kind": ""}, ""),
    ("agreements", {"kind": "guaranteed"}, ""),
    ("agreements", {"starts_on": "14 January"}, ""),
    ("agreements", {"starts_on": "2027-02-30"}, ""),
    ("agreements", {"ends_on": "2026-01-01", "starts_on": "2026-01-01"}, ""),
    ("agreements", {"places": "-1"}, ""),
    ("agreements", {"places": "2.5"}, ""),
    ("agreements", {"places": "ten"}, ""),
    ("agreements", {"days_to_interview": "2000"}, ""),
    ("agreements", {"ring_fenced_until": "2025-12-31", "starts_on": "2026-01-01"}, ""),
    ("agreements", {"area": "; ;"}, ""),
    ("agreements", {"area": "none; S2"}, ""),
    ("vacancies", {"employer": "e1"}, ""),
    ("vacancies", {"agreement": "A9"}, ""),
    ("vacancies", {"agreement": "A2"}, ""),
    ("vacancies", {"title": ""}, ""),
    ("vacancies", {"latitude": "95", "longitude": "1"}, ""),
    ("vacancies", {"longitude": "1,5", "latitude": "53"}, ""),
    ("vacancies", {"home_working": "sometimes"}, ""),
    ("vacancies", {"shift": "Mon-Fri 07:00-"}, ""),
    ("vacancies", {"shift": "Mon-Fri 25:00-26:00"}, ""),
    ("vacancies", {"shift": "Monk 09:00-17:00"}, ""),
    ("vacancies", {"shift": "Mon 09:00-09:00"}, ""),
    ("vacancies", {"shift": "Mon 09:00-17:00 (summer)"}, ""),
    ("vacancies", {"shifts_chosen_by_worker": "maybe"}, ""),
    ("vacancies", {"rota_notice_days": "a week"}, ""),
    ("vacancies", {"hours_guaranteed": "200"}, ""),
    ("vacancies", {"hours_guaranteed": "37,5"}, ""),
    ("vacancies", {"hours_typical": "10", "hours_guaranteed": "20"}, ""),
    ("vacancies", {"negotiable": "start"}, ""),
    ("vacancies", {"negotiable": "lunch 30"}, ""),
    ("vacancies", {"negotiable": "start 30; start 60"}, ""),
    ("vacancies", {"demands": "singing"}, ""),
    ("vacancies", {"demands": "standing"}, ""),
    ("vacancies", {"demands": "lifting 10; lifting 20"}, ""),
    ("vacancies", {"adjustable": "pay"}, ""),
    ("vacancies", {"involves": "animals"}, ""),
    ("vacancies", {"dbs": "super"}, ""),
    ("vacancies", {"pay_from": "£12.71"}, ""),
    ("vacancies", {"pay_from": "nan"}, ""),
    ("vacancies", {"pay_to": "12", "pay_from": "13", "pay_period": "hour"}, ""),
    ("vacancies", {"pay_from": "", "pay_to": "13"}, "pay_from"),
    ("vacancies", {"pay_period": "week"}, ""),
    ("vacancies", {"pay_period": "hour", "pay_from": "26506"}, ""),
    ("vacancies", {"pay_period": "year", "pay_from": "13.45"}, ""),
    ("vacancies", {"contract": "forever"}, ""),
    ("vacancies", {"closes_on": "2027-1-5"}, ""),
    ("participants", {"channel": "pigeon"}, ""),
    ("participants", {"safe_window": "mornings"}, ""),
    ("participants", {"keyworker": "Kim"}, ""),
    ("participants", {"available": "Mon-Fri 09:00-17:00, Sat"}, ""),
    ("participants", {"caring": "after school"}, ""),
    ("participants", {"school_latitude": "53"}, "school_longitude"),
    ("participants", {"drop_off": "25:10"}, ""),
    ("participants", {"pick_up": "08:00", "drop_off": "08:50"}, ""),
    ("participants", {"childcare_welcome": "1"}, ""),
    ("participants", {"hours_min": "30", "hours_max": "16"}, ""),
    ("participants", {"day_hours_max": "25"}, ""),
    ("participants", {"travel_modes": "walk; broom"}, ""),
    ("participants", {"travel_max": "an hour"}, ""),
    ("participants", {"travel_max": "walk 25; walk 30"}, ""),
    ("participants", {"skills": "not yet"}, ""),
    ("participants", {"certificates": "food hygiene until Easter"}, ""),
    ("participants", {"certificates": "until 2027-01-01"}, ""),
    ("participants", {"limits": "noise"}, ""),
    ("participants", {"limits": "standing long"}, ""),
    ("participants", {"not_adjustable": "mornings"}, ""),
    ("participants", {"legal": "theft"}, ""),
    ("participants", {"legal": "money until 2027-01-01; money until 2028-01-01"}, ""),
    ("participants", {"pay_min": "-1"}, ""),
    ("participants", {"contracts": "permanent, casual"}, ""),
    ("participants", {"share": "everything"}, ""),
    ("participants", {"live": "paused"}, ""),
    ("slots", {"vacancy": ""}, ""),
    ("slots", {"vacancy": "V9"}, ""),
    ("slots", {"agreement": "A2"}, ""),
    ("slots", {"starts_at": "2027-01-14"}, ""),
    ("slots", {"starts_at": "2027-01-14 24:30"}, ""),
    ("slots", {"minutes": "0"}, ""),
    ("slots", {"places": "1e3"}, ""),
    ("slots", {"with_coordinator": "Grace"}, ""),
]


@dataclass
class Bad:
    """A file of one kind, with a good row first and last and one row for each way to be wrong; and what is wrong where."""

    kind: str
    rows: list[dict[str, str]]
    named: list[tuple[int, str]]


def bad_files() -> list[Bad]:
    return [_bad_file(kind) for kind in ROW]


def _bad_file(kind: str) -> Bad:
    def row(number: int) -> dict[str, str]:
        return {column: cell.format(n=number) for column, cell in ROW[kind].items()}

    rows, named = [row(2)], []
    for _, cells, column in (case for case in WRONG if case[0] == kind):
        number = len(rows) + 2
        rows.append(row(number) | cells)
        named.append((number, column or next(iter(cells))))
    rows.append(row(len(rows) + 2))
    named.append((len(rows) + 2, "reference"))
    rows.append(row(2))  # the reference of the first row once more
    return Bad(kind, rows, named)


@pytest.fixture
def _two_employers(database: Engine) -> None:
    with transaction(by="test") as session:
        for cells in ({"reference": "E1", "name": "Owlerby"}, {"reference": "E2", "name": "Netherfield"}):
            save(session, KINDS["employers"], cells)
        save(session, KINDS["agreements"], {"reference": "A2", "employer": "E2", "kind": "job_trial"})
        save(session, KINDS["vacancies"], {"reference": "V1", "employer": "E1", "title": "Cook"})


def written(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    header = list(dict.fromkeys(column for row in rows for column in row))
    file = folder / name
    with file.open("w", newline="", encoding="utf-8") as lines:
        out = csv.DictWriter(lines, header)
        out.writeheader()
        out.writerows(rows)
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(import_file, [str(word) for word in words])


def count(kind: str) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(KINDS[kind].model)) or 0


def test_there_are_kinds_enough() -> None:
    assert len(WRONG) >= 90


@pytest.mark.usefixtures("_two_employers")
@pytest.mark.parametrize("bad", bad_files(), ids=lambda bad: bad.kind)
def test_each_bad_row_is_named_and_nothing_is_imported(bad: Bad, tmp_path: Path) -> None:
    before = count(bad.kind)

    result = run(bad.kind, written(tmp_path, "people.csv", bad.rows), "--json")

    assert result.exit_code == 2, result.output
    said = json.loads(result.stdout)
    assert [(cell["row"], cell["column"]) for cell in said["bad"]] == bad.named
    for cell in said["bad"]:
        assert f"people.csv, row {cell['row']}, column {cell['column']}: " in result.stderr
        assert len(cell["how"]) > 10
    assert count(bad.kind) == before


@pytest.mark.usefixtures("_two_employers")
@pytest.mark.parametrize("bad", bad_files(), ids=lambda bad: bad.kind)
def test_the_good_are_kept_and_the_bad_given_back_as_they_were(bad: Bad, tmp_path: Path) -> None:
    before, good = count(bad.kind), len(bad.rows) - len(bad.named)
    file = written(tmp_path, "people.csv", bad.rows)

    result = run(bad.kind, file, "--skip-bad")

    assert result.exit_code == 0, result.output
    assert "people.bad.csv" in result.stdout
    assert count(bad.kind) == before + good
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    with (tmp_path / "people.bad.csv").open(newline="", encoding="utf-8-sig") as lines:
        assert list(csv.reader(lines)) == [rows[0], *(rows[row - 1] for row, _ in bad.named)]


@pytest.mark.usefixtures("_two_employers")
@pytest.mark.parametrize("bad", bad_files(), ids=lambda bad: bad.kind)
def test_the_file_of_bad_rows_imports_once_it_is_corrected(bad: Bad, tmp_path: Path) -> None:
    run(bad.kind, written(tmp_path, "people.csv", bad.rows), "--skip-bad")
    with (tmp_path / "people.bad.csv").open(newline="", encoding="utf-8-sig") as lines:
        given = list(csv.DictReader(lines))
    corrected = [
        {column: ROW[bad.kind].get(column, "").format(n=1000 + place) for column in row}
        for place, row in enumerate(given)
    ]
    before = count(bad.kind)

    result = run(bad.kind, written(tmp_path, "people.bad.csv", corrected))

    assert result.exit_code == 0, result.output
    assert count(bad.kind) == before + len(corrected)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("reference,name\nE1,Owlerby,lost comma\n", 2, "number 3"),
        ("reference,name,sector\nE1,Owlerby\n", 2, "sector"),
        ("reference,name\nE1,Owl\0erby\n", 2, "name"),
    ],
)
def test_a_damaged_row_is_named(tmp_path: Path, text: str, row: int, column: str) -> None:
    file = tmp_path / "employers.csv"
    file.write_text(text)

    result = run("employers", file)

    assert result.exit_code == 2
    assert f"employers.csv, row {row}, column {column}" in result.stderr
    assert count("employers") == 0
