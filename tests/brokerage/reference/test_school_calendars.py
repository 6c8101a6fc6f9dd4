"""Term dates: loading a published file, and whose children go by it."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from trade import a_participant

from brokerage.files import school_files
from brokerage.files.school_files import NotTermDates
from brokerage.models import AuditEntry
from brokerage.participants import as_person
from brokerage.reference import school_calendars
from brokerage.reference.school_models import SchoolCalendar
from employers.db import reading, transaction
from matching.school_year import weeks
from matching.taxonomy import built_in

SHEFFIELD = Path(__file__).parents[4] / "shared" / "data" / "calendar" / "sheffield_term_dates.json"
YEAR = {
    "school_holidays": [
        {"start": "2026-12-19", "end": "2027-01-03", "label": "Christmas holiday"},
        {"start": "2027-02-13", "end": "2027-02-21"},
    ],
    "bank_holidays": ["2027-01-01", "2027-05-03", "2027-01-04"],
    "dates": [{"date": "2026-09-01", "week": 1}, {"date": "2027-07-21", "week": 40}],
}


def a_file(tmp_path: Path, name: str = "Owlerby", **changed) -> Path:
    file = tmp_path / f"{name}.json"
    file.write_text(json.dumps({"school": name, "academic_years": [YEAR | changed]}), encoding="utf-8")
    return file


def load(file: Path, districts: str = "") -> SchoolCalendar:
    with transaction(by="test") as session:
        return school_files.load(session, file, districts)


def names(**facts) -> list[str]:
    """Whose term dates a participant's children have."""
    with transaction(by="test") as session:
        person = as_person(a_participant(session, **facts), built_in())
        session.rollback()
    return [year.name for year in person.school_years]


@pytest.mark.usefixtures("database")
class TestLoading:
    def test_stretches_that_follow_each_other_are_one(self, tmp_path):
        made = load(a_file(tmp_path))

        assert [(each.starts_on.isoformat(), each.ends_on.isoformat()) for each in made.closed] == [
            ("2026-12-19", "2027-01-04"),  # the bank holiday on the Monday after belongs to it
            ("2027-02-13", "2027-02-21"),
            ("2027-05-03", "2027-05-03"),
        ]
        assert (made.first_day, made.last_day) == (date(2026, 9, 1), date(2027, 7, 21))

    def test_the_same_name_is_put_in_place_of_the_old_and_the_trail_says_so(self, tmp_path):
        load(a_file(tmp_path))
        load(a_file(tmp_path, school_holidays=YEAR["school_holidays"][:1]), "s1; S2")

        with reading() as session:
            [only] = session.scalars(select(SchoolCalendar)).all()
            assert (len(only.closed), only.districts) == (2, "S1; S2")
            trail = session.scalars(select(AuditEntry).where(AuditEntry.kind == "school calendar")).all()
        assert [line.reference for line in trail] == ["Owlerby", "Owlerby"]

    @pytest.mark.parametrize(
        "content",
        [
            "", "[]", "null", "{}", '{"school": "A", "academic_years": []}', "[" * 100_000,
            '{"school": 7, "academic_years": []}', '{"school": "A", "academic_years": [{}]}',
            json.dumps({"school": " ", "academic_years": [YEAR]}),
            json.dumps({"school": "A", "academic_years": [YEAR | {"dates": []}]}),
            json.dumps({"school": "A", "academic_years": [YEAR | {"bank_holidays": ["Christmas"]}]}),
            json.dumps({"school": "A", "academic_years": [YEAR | {"school_holidays": [{"start": "2027-02-21", "end": "2027-02-13"}]}]}),
        ],
    )  # fmt: skip
    def test_another_file_is_refused_in_a_sentence_and_changes_nothing(self, tmp_path, content):
        load(a_file(tmp_path))
        file = tmp_path / "other.json"
        file.write_text(content, encoding="utf-8")

        with pytest.raises(NotTermDates, match=r"other\.json is no file of term dates"):
            load(file)
        with reading() as session:
            assert session.scalars(select(SchoolCalendar.name)).all() == ["Owlerby"]

    def test_the_command(self, tmp_path):
        done = subprocess.run(
            [sys.executable, "-c", "from brokerage.cli import main; main()", "terms", "load", a_file(tmp_path), "--districts", "S2"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout == "Owlerby: 3 stretches without school, from 2026-09-01 to 2027-07-21, for S2.\n"


@pytest.mark.usefixtures("database")
class TestWhoseChildren:
    @pytest.fixture(autouse=True)
    def _loaded(self, database, tmp_path):
        load(a_file(tmp_path, "Everywhere"))
        load(a_file(tmp_path, "Sheffield"), "S")
        load(a_file(tmp_path, "Owlerby"), "S6; S35")

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ({"school_postcode": "S6 2AB"}, ["Owlerby"]),
            ({"school_postcode": "S6"}, ["Owlerby"]),
            ({"school_postcode": "S35 1AA", "postcode": "LS1 1AA"}, ["Owlerby"]),
            ({"school_postcode": "S60 1AA"}, ["Sheffield"]),  # not S6
            ({"school_postcode": "SK1 1AA"}, ["Everywhere"]),  # not S
            ({"postcode": "S6 2AB"}, ["Owlerby"]),
            ({}, ["Everywhere"]),
            ({"school_terms": "sheffield; Owlerby", "school_postcode": "LS1 1AA"}, ["Sheffield", "Owlerby"]),
            ({"school_terms": "Sheffield; Atlantis"}, []),  # one that is not loaded says nothing of the weeks
        ],
    )
    def test_by_name_else_by_the_schools_postcode_else_by_home(self, facts, expected):
        assert names(**facts) == expected


@pytest.mark.usefixtures("database")
def test_where_no_calendar_is_loaded_there_is_none():
    assert names(school_postcode="S6 2AB") == []


@pytest.mark.usefixtures("database")
def test_sheffield_has_39_weeks_of_school():
    if not SHEFFIELD.exists():
        pytest.skip(f"the term dates are not here ({SHEFFIELD})")
    made = load(SHEFFIELD, "S")
    year = school_calendars._year(made)

    assert weeks((year,), date(2026, 8, 3)) == (39.0, 13.0)
    assert not year.open_on(date(2027, 2, 15))
    assert year.open_on(date(2027, 2, 22))
