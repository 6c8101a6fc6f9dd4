"""What a file does to what is there: nothing twice, nothing by a blank, nothing half."""

import csv
import io
import json
import random
import resource
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from damage import damaged
from sqlalchemy import Engine, func, select

from brokerage import imports
from brokerage.commands.imports import import_file
from brokerage.files import sheets
from brokerage.files.import_plan import Plan
from brokerage.files.sheets import Unusable
from brokerage.kinds import KINDS
from brokerage.models import AuditEntry, Participant, Place
from employers.db import reading, transaction
from employers.models import Employer, Vacancy
from employers.records import SavedMeanwhile, write

SHARED = Path(__file__).parents[3] / "shared/data"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _places_that_are_named(database: Engine) -> None:
    with transaction(by="test") as session:
        for code in ("HB42TR", "S8"):
            session.add(Place(code=code, latitude=53.4, longitude=-1.5, radius_km=1.0, london=False))


def bring(kind: str, text: str | bytes, by: str = "test") -> Plan:
    content = text if isinstance(text, bytes) else text.encode()
    with transaction(by=by) as session:
        made = imports.plan(session, KINDS[kind], sheets.read(f"{kind}.csv", content))
        assert not made.bad, made.bad
        imports.carry_out(session, made)
    return made


def stored(kind: str) -> list[dict[str, str]]:
    with reading() as session:
        records = session.scalars(select(KINDS[kind].model).order_by(KINDS[kind].model.reference))
        return [KINDS[kind].cells(record) for record in records]


def trail() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


FILES = {
    "employers": {
        "reference": "E1", "name": "Owlerby", "sector": "retail", "size": "small", "postcode": "S2 4QN", "latitude": "53.37", "longitude": "-1.46",
        "contact_name": "Grace Okoye", "contact_email": "Grace@owlerby.example", "contact_phone": "0114 496 0000", "channel": "agency",
        "coordinator": "sam@hallbrook.example", "withheld": "asked for a pause",
    },
    "agreements": {
        "reference": "A1", "employer": "E1", "kind": "ring_fenced", "starts_on": "2026-09-01", "ends_on": "2027-09-01", "places": "4",
        "area": "S2; S3", "training": "pre-employment health care", "certificate": "care certificate", "days_to_interview": "10",
        "ring_fenced_until": "2026-12-01", "notes": "two lines\nof notes",
    },
    "vacancies": {
        "reference": "V1", "employer": "E1", "agreement": "A1", "title": "Porter", "occupation": "porter", "sector": "health", "postcode": "S2 4QN",
        "latitude": "53.37", "longitude": "-1.46", "home_working": "none", "shift": "Mon-Fri 07:00-15:00; Sat 10:00-14:00 (term) / none",
        "shifts_chosen_by_worker": "no", "rota_notice_days": "14", "hours_guaranteed": "16", "hours_typical": "37.5",
        "negotiable": "start 60; hours 8", "term_time_only": "no", "starts_on": "2027-01-04", "essential_skills": "driving; till work",
        "desirable_skills": "none", "certificates": "driving licence", "demands": "standing 240; noise", "adjustable": "noise",
        "involves": "children; money", "dbs": "enhanced", "pay_from": "26506.5", "pay_to": "30000", "pay_period": "year", "contract": "permanent",
        "places": "2", "closes_on": "2026-12-15",
    },
    "participants": {
        "reference": "P1", "name": "Aisha", "email": "aisha@example.org", "phone": "07700 900123", "channel": "sms",
        "safe_window": "Mon-Fri 10:00-14:00", "postcode": "S2", "latitude": "53.37", "longitude": "-1.46", "area": "local",
        "keyworker": "kim@hallbrook.example", "available": "Mon-Fri 09:00-17:00", "caring": "Mon-Fri 15:00-18:00 (term)",
        "school_postcode": "S2", "school_latitude": "53.38", "school_longitude": "-1.47", "drop_off": "08:50", "pick_up": "15:15",
        "childcare_welcome": "yes", "hours_min": "16", "hours_max": "24", "day_hours_max": "6", "travel_modes": "walk; bus",
        "travel_max": "walk 25; bus 45", "skills": "care work; not yet audio typing", "certificates": "food hygiene level 2 until 2027-09-01",
        "limits": "standing 30; nights no", "not_adjustable": "nights", "legal": "money until 2029-02-01", "legal_confirmed": "An officer, 3 March 2027", "wants": "care", "avoids": "none",
        "pay_min": "12.71", "contracts": "permanent; casual", "training_completed": "customer service level 2",
        "share": "name; strengths; skills", "live": "yes", "school_terms": "Sheffield; Rotherham",
        "not_near": "HB4 2TR 2; S8", "only_near": "none",
    },
    "slots": {
        "reference": "T1", "agreement": "A1", "vacancy": "V1", "starts_at": "2027-01-14 10:30", "minutes": "20", "places": "3",
        "where": "Owlerby, first floor", "with_coordinator": "yes",
    },
}  # fmt: skip


def as_csv(*rows: dict[str, str]) -> str:
    text = io.StringIO(newline="")
    out = csv.DictWriter(text, rows[0])
    out.writeheader()
    out.writerows(rows)
    return text.getvalue()


def bring_all() -> None:
    for kind, cells in FILES.items():
        bring(kind, as_csv(cells))


def test_every_column_of_every_file_comes_back_as_it_went_in() -> None:
    bring_all()
    for kind, cells in FILES.items():
        assert list(cells) == [column.name for column in KINDS[kind].columns]
        assert stored(kind) == [cells]


def test_the_same_file_twice_changes_nothing() -> None:
    bring_all()
    before = trail()
    for kind, cells in FILES.items():
        made = bring(kind, as_csv(cells))
        assert (made.rows, made.unchanged) == ([], 1)
    assert trail() == before


def test_a_blank_cell_and_a_column_that_is_not_there_change_nothing() -> None:
    bring_all()
    for kind, cells in FILES.items():
        bring(kind, as_csv(dict.fromkeys(cells, "") | {"reference": cells["reference"]}))
        bring(kind, f"reference\n{cells['reference']}\n")
        assert stored(kind) == [cells]


def test_clear_empties_what_may_be_empty() -> None:
    bring_all()
    for kind, cells in list(FILES.items())[::-1]:
        kept = {column.name: cells[column.name] for column in KINDS[kind].columns if column.required}
        kept |= {"vacancy": "V1"} if kind == "slots" else {}
        bring(kind, as_csv(dict.fromkeys(cells, "Clear") | kept))
        assert stored(kind) == [dict.fromkeys(cells, "") | kept]


def test_a_change_is_told_with_what_was_there_before() -> None:
    bring("employers", "reference,name,sector\nE1,Owlerby,retail\nE2,Netherfield,\n")

    made = bring("employers", "reference,name,sector\nE1,Owlerby,plants\nE2,,\nE3,New,\n")

    assert [row.changes for row in made.changed] == [{"sector": ("retail", "plants")}]
    assert [row.reference for row in made.new] == ["E3"]
    assert made.unchanged == 1


def test_a_workbook_is_read_like_its_csv() -> None:
    for kind, cells in FILES.items():
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(list(cells))
        book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in cells.values()])
        packed = io.BytesIO()
        book.save(packed)
        bring(kind, packed.getvalue())
        assert stored(kind) == [cells]


def test_unknown_columns_are_counted_and_headers_may_be_written_as_people_do() -> None:
    made = bring("employers", "Reference, NAME ,,Contact name,Notes 2\nE1,Owlerby,y,Grace,x\nE2,Netherfield,,,\n")

    assert made.unknown == {"Notes 2": 1, "without a name": 1}
    assert stored("employers")[0]["contact_name"] == "Grace"


def test_times_move_onto_the_quarter_hour_and_the_import_says_so() -> None:
    made = bring("participants", "reference,available,caring\nP1,Mon 09:10-17:05,Mon 09:10-17:05\n")

    assert [(row, column) for row, column, _ in made.notes] == [(2, "available"), (2, "caring")]
    assert stored("participants")[0]["available"] == "Mon 09:15-17:00"
    assert stored("participants")[0]["caring"] == "Mon 09:00-17:15"


def test_a_keyworker_without_an_account_is_invited_once() -> None:
    made = bring("participants", "reference,keyworker\nP1,Kim@hallbrook.example\nP2,kim@hallbrook.example\n")
    again = bring("participants", "reference,keyworker\nP3,kim@hallbrook.example\n")

    assert made.invited == ["kim@hallbrook.example"]
    assert again.invited == []
    with reading() as session:
        assert len({person.keyworker_id for person in session.scalars(select(Participant))}) == 1


def test_a_file_is_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ROWS_AT_ONCE", 2)
    calls = []

    def breaks_off(*_: object) -> None:
        calls.append(1)
        if len(calls) == 5:
            raise RuntimeError

    monkeypatch.setattr(imports, "write", lambda *given: breaks_off() or write(*given))

    with pytest.raises(RuntimeError):
        bring("employers", "reference,name\n" + "".join(f"E{n},x\n" for n in range(9)))
    with reading() as session:
        assert session.scalar(select(Employer)) is None
    assert trail() == 0


def test_what_somebody_else_made_since_the_plan_is_not_made_twice() -> None:
    with reading() as session:
        made = imports.plan(session, KINDS["employers"], sheets.read("a.csv", b"reference,name\nE1,Owlerby\n"))
    bring("employers", "reference,name\nE1,Netherfield\n")

    with pytest.raises(SavedMeanwhile), transaction(by="test") as session:
        imports.carry_out(session, made)
    assert stored("employers")[0]["name"] == "Netherfield"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("name\nOwlerby\n", "employers.csv, row 1, column reference"),
        ("reference,name,Name\nE1,a,b\n", "column name"),
        ("reference,name\n", "row 2"),
    ],
)
def test_a_file_without_what_every_file_needs_is_refused(header: str, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        bring("employers", header)


def test_dry_run_says_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "employers.csv"
    file.write_text("reference,name\nE1,Owlerby\n")

    result = CliRunner().invoke(import_file, ["employers", str(file), "--dry-run", "--json"])

    assert result.exit_code == 0
    assert json.loads(result.stdout)["new"] == 1
    assert not json.loads(result.stdout)["imported"]
    with reading() as session:
        assert session.scalar(select(Employer)) is None


def test_ten_thousand_malformed_files_end_in_a_sentence() -> None:
    """Real files with bytes changed, cut and thrown in: planned or refused, never a traceback."""
    chance = random.Random(7)
    for kind in ("employers", "agreements", "vacancies"):
        bring(kind, as_csv(FILES[kind]))
    whole = {kind: as_csv(cells, cells | {"reference": "X2"}).encode() for kind, cells in FILES.items()}
    planned = 0
    with reading() as session:
        for _ in range(10_000):
            kind = chance.choice(list(KINDS))
            try:
                made = imports.plan(session, KINDS[kind], sheets.read("a.csv", damaged(chance, whole[kind])))
                planned += 1
                assert all(cell.sentence.endswith((".", "?")) for cell in made.bad)
            except Unusable:
                continue
    assert planned > 1000


def test_cells_at_random_are_read_or_refused_and_what_is_read_can_be_stored() -> None:
    """Whatever passes the columns passes the database's own checks too."""
    chance = random.Random(11)
    pool = ["", "none", "any", "clear", "yes", "0", "1", "24", "-1", "99999999", "1e9", "nan", "08:50", "24:00", "2027-01-14", "31/12/2027",
            "S2 4QN", "E1", "children", "hour", "year", "a@b.example", "Mon-Fri 22:00-06:00", "standing 30", "start 60", "é", "=1+1", "'; --", "💡"]  # fmt: skip
    bring("employers", as_csv(FILES["employers"]))
    for kind, cells in FILES.items():
        rows = [
            {column: chance.choice([cell, chance.choice(pool)]) for column, cell in cells.items()} for _ in range(400)
        ]
        rows = [row | {"reference": f"R{n}"} for n, row in enumerate(rows)]
        with transaction(by="test") as session:
            imports.carry_out(session, imports.plan(session, KINDS[kind], sheets.read("a.csv", as_csv(*rows).encode())))


@pytest.mark.full
def test_twenty_thousand_people_in_half_a_minute_and_half_a_gigabyte(tmp_path: Path) -> None:
    source = SHARED / "participants/synthetic_2000.csv"
    if not source.exists():
        pytest.skip("the synthetic participants are not here")
    with source.open(encoding="utf-8", newline="") as lines:
        people = list(csv.DictReader(lines))
    content = as_csv(
        *(person | {"reference": f"{person['reference']}-{n}"} for n in range(10) for person in people)
    ).encode()

    start = time.perf_counter()
    made = bring("participants", content)
    took, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    print(f"20,000 participants: {took:.1f} s, at most {peak:.0f} MB", file=sys.stderr)
    assert len(made.new) == 20_000
    assert took < 30
    assert peak < 500


def test_real_vacancies_come_in_whole() -> None:
    source = SHARED / "vacancies/nhs_2020.csv"
    if not source.exists():
        pytest.skip("the real vacancies are not here")
    with source.open(encoding="utf-8", newline="") as lines:
        vacancies = list(csv.DictReader(lines))
    names = {name: f"E{n}" for n, name in enumerate(sorted({row["employer"] for row in vacancies}))}
    bring("employers", as_csv(*({"reference": reference, "name": name} for name, reference in names.items())))

    made = bring("vacancies", as_csv(*(row | {"employer": names[row["employer"]]} for row in vacancies)))

    assert len(made.new) == len(vacancies)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Vacancy).where(Vacancy.found_lat.is_not(None))) == len(
            vacancies
        )
