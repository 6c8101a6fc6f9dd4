"""`brokerage evaluate`: the labelled pairs of tests/evaluation hold the engine, and a folder that cannot be read says where."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brokerage.commands.evaluate import evaluate
from brokerage.files.sheets import Unusable
from brokerage.fits.labels import BadLabels
from brokerage.models import Place
from employers import db
from matching.terms import FACTORS

PAIRS = Path(__file__).parents[2] / "evaluation"
MAIN = "from brokerage.cli import main; main()"
DAY = "2026-11-21"  # that the labels are for
FILES = {
    "participants.csv": "reference,hours_min,hours_max,skills\nP1,16,25,till work\nP2,30,40,none\n",
    "vacancies.csv": "reference,employer,title,hours_guaranteed,negotiable,essential_skills\n"
    "V1,E1,Sales assistant,20,none,till work\n",
    "expected.csv": "participant,vacancy,fit,factor,status,text\nP1,V1,check,hours,pass,\nP2,V1,not_this_one,,,\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(evaluate, [str(folder), "--on", DAY, *options], catch_exceptions=False)


def document(folder: Path) -> dict:
    return json.loads(run(folder, "--json").output)


def refused(folder: Path) -> list[str]:
    """The sentences with which a folder is refused."""
    with pytest.raises((BadLabels, Unusable)) as told:
        run(folder)
    assert told.value.exit_code == 2
    return str(told.value).splitlines()


def expect(folder: Path, *rows: str) -> Path:
    head = "participant,vacancy,fit,factor,status,text"
    (folder / "expected.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own() -> dict:
    """Our own labelled pairs, judged."""
    return document(PAIRS)


def test_nothing_that_is_not_for_somebody_is_shown_as_fitting(own):
    assert own["pairs"] >= 150
    assert own["serious"] == []


def test_the_classes_are_those_of_the_labels(own):
    assert own["macro_f1"] >= 0.90
    assert own["right"]["status"]["right"] >= 0.95 * own["right"]["status"]["of"]
    assert own["right"]["text"] == {"right": own["right"]["text"]["of"], "of": own["right"]["text"]["of"]}


def test_the_labels_hold_every_class_and_every_factor(own):
    with (PAIRS / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["factor"] for row in rows if row["factor"]} == set(FACTORS)
    assert all(sum(shown.values()) >= 10 for shown in own["confusion"].values())


def test_the_lists_are_better_than_every_simpler_way(own):
    simple = dict(own["ndcg_at_5"])
    ours = simple.pop("engine")
    assert simple.keys() == {"random", "distance", "keywords", "mean"}
    for name, simpler in simple.items():
        assert ours["by_participant"] > simpler["by_participant"] + 0.1, name
        assert ours["by_vacancy"] > simpler["by_vacancy"] + 0.05, name


def test_planted_mistakes_are_found(tmp_path):
    """Every label of one class changed: the figures fall, and each pair is named."""
    shutil.copytree(PAIRS, tmp_path / "pairs")
    file = tmp_path / "pairs" / "expected.csv"
    file.write_text(file.read_text("utf-8").replace(",fits_now,", ",not_this_one,"), encoding="utf-8")

    found = document(tmp_path / "pairs")

    assert found["macro_f1"] < 0.8
    assert len(found["serious"]) >= 30
    assert {each["row"] for each in found["serious"]} <= {each["row"] for each in found["wrong"]}


def test_a_folder_is_judged_on_a_machine_without_a_database(folder, tmp_path):
    nowhere = tmp_path / "new" / "stepping.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "evaluate", folder, "--on", DAY],
        env={"BROKERAGE_DATABASE_URL": f"sqlite:///{nowhere}", "PYTHONPATH": str(PAIRS.parents[1])},
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip

    assert "Macro-F1             1.000" in done.stdout
    assert not nowhere.parent.exists()


def test_what_differs_is_told_with_its_reasons(folder):
    told = run(expect(folder, "P2,V1,fits_now,hours,pass|unknown,zebra")).output

    assert "labelled fits_now, shown as not_this_one" in told
    assert "hours labelled pass or unknown, shown as fail; “zebra” is not said" in told
    assert "20 hours a week guaranteed" in told


def test_a_row_may_speak_of_a_class_alone_a_factor_alone_or_words_alone(folder):
    found = document(expect(folder, "P1,V1,check|fits_now,,,", "P2,V1,,hours,fail,", "P2,V1,,,,20 hours"))

    assert found["pairs"] == 1
    assert found["right"] == {
        "fit": {"right": 1, "of": 1},
        "status": {"right": 1, "of": 1},
        "text": {"right": 1, "of": 1},
    }


def test_without_any_class_there_is_no_matrix(folder):
    told = run(expect(folder, "P2,V1,,hours,fail,")).output

    assert "no class is labelled" in told
    assert "Labelled (down)" not in told
    assert document(folder)["macro_f1"] is None


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("P9,V1,check,,,", "column participant: read “P9”. There is no participant of this reference"),
        ("P1,V9,check,,,", "column vacancy: read “V9”. There is no vacancy of this reference"),
        (",V1,check,,,", "column participant: Left blank"),
        (
            "P1,V1,maybe,,,",
            "column fit: read “maybe”. Write fits_now, check, ask_employer, with_a_step or not_this_one",
        ),
        ("P1,V1,check|,,,", "column fit: read “check|”. Write fits_now"),
        ("P1,V1,check,luck,pass,", "column factor: read “luck”. Write skills, travel"),
        ("P1,V1,check,hours,perhaps,", "column status: read “perhaps”. Write pass, fail or unknown"),
        ("P1,V1,check,,pass,", "column factor: There is a status and no factor"),
        ("P1,V1,,,,", "column fit: The row says nothing of the pair"),
        ("P1,V1,check", "column factor: The row ends before this column"),
        ("P2,V1,check,,,\nP2,V1,fits_now,,,", "Row 2 says another class of this pair"),
    ],
)
def test_a_row_that_cannot_be_used_is_a_sentence_with_its_number(folder, row, sentence):
    told = refused(expect(folder, *row.split("\n"), "P8,V1,check,,,"))

    number = 2 + row.count("\n")
    assert told[0].startswith(f"expected.csv, row {number}, ")
    assert sentence in told[0]
    assert told[-1].startswith(f"expected.csv, row {number + 1}, column participant: read “P8”")


def test_a_bad_row_of_the_records_is_the_sentence_of_the_import(folder):
    (folder / "participants.csv").write_text("reference,hours_min\nP1,many\n", encoding="utf-8")

    (folder / "vacancies.csv").write_text("reference,employer\nV1,E1\n", encoding="utf-8")

    assert refused(folder) == [
        "participants.csv, row 2, column hours_min: read “many”. Write a number from 0 to 168 hours a week.",
        "vacancies.csv, row 2, column title: left blank. A new vacancy needs it; write it.",
    ]


def test_a_file_that_is_not_there_is_named(folder):
    (folder / "vacancies.csv").unlink()

    assert refused(folder)[0].startswith("There is no vacancies.csv in ")


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("participant,fit", "row 1, column vacancy: There is no column of this name"),
        ("participant,vacancy", "row 1, column fit: There is no column of this name"),
        ("participant,vacancy,fit,fit", "row 1, column fit: The column fit is there twice"),
        ("participant,vacancy,fit", "row 2: There is no row"),
    ],
)
def test_a_file_without_its_columns_or_rows_says_so(folder, header, sentence):
    (folder / "expected.csv").write_text(f"{header}\n", encoding="utf-8")

    assert sentence in refused(folder)[0]


def test_a_column_that_is_not_used_is_told(folder):
    (folder / "expected.csv").write_text("Participant,Vacancy,Fit,colour\nP1,V1,check,red\n", encoding="utf-16")
    (folder / "participants.csv").write_text("reference,age,keyworker\nP1,40,grace@example.org\n", encoding="utf-8")

    told = run(folder).output

    assert "expected.csv: the column “colour” is not used here." in told
    assert "participants.csv: the column “age” is not used here" in told


def test_postcodes_are_found_where_places_are_loaded(folder, database):
    with db.transaction(by="test") as session:
        session.add(Place(code="S2", latitude=53.37, longitude=-1.45, radius_km=1.0, london=False))
    for name, head, row in (
        ("participants", "postcode,only_near", "P1,S2,S2"),
        ("vacancies", "title,postcode", "V1,Baker,S2"),
    ):
        (folder / f"{name}.csv").write_text(f"reference,{head}\n{row}\n", encoding="utf-8")
    expect(folder, "P1,V1,check,travel,unknown,")

    assert document(folder)["notes"] == []


def test_postcodes_that_are_not_found_are_told(folder):
    (folder / "vacancies.csv").write_text("reference,title,postcode\nV1,Baker,S2\n", encoding="utf-8")

    assert "rows whose postcode is not known here: 1." in run(folder).output
