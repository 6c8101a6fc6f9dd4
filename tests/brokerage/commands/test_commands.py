"""The command line as somebody types it: exit codes, one JSON document, and sentences."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def brokerage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = "from brokerage.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | environment,
        check=False,
    )


@pytest.fixture
def employers(tmp_path: Path) -> str:
    file = tmp_path / "employers.csv"
    file.write_text("reference,name\nE1,Owlerby\n")
    return str(file)


@pytest.mark.usefixtures("database_url")
def test_import_prints_one_json_document(employers: str) -> None:
    done = brokerage("import", "employers", employers, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) | {"notes": []} == {
        "kind": "employers", "file": "employers.csv", "new": 1, "changed": 0, "unchanged": 0, "bad": [], "bad_rows": 0,
        "notes": [], "unknown_columns": {}, "invited": [], "imported": True,
    }  # fmt: skip


def test_a_new_sqlite_database_is_made_on_the_way(tmp_path: Path, employers: str) -> None:
    done = brokerage(
        "import", "employers", employers, BROKERAGE_DATABASE_URL=f"sqlite:///{tmp_path / 'a' / 'new.sqlite'}"
    )
    assert done.returncode == 0
    assert "1 new" in done.stdout


@pytest.mark.usefixtures("database_url")
def test_bad_input_is_exit_2_with_a_sentence(tmp_path: Path, employers: str) -> None:
    no_spreadsheet = tmp_path / "photo.csv"
    no_spreadsheet.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    for words in (
        ("import", "employers", str(tmp_path / "absent.csv")),
        ("import", "pets", employers),
        ("import", "employers", str(no_spreadsheet)),
        ("import", "employers", str(no_spreadsheet), "--json"),
        ("import", "vacancies", employers),
        ("places", "load", employers),
        ("user", "add", "not-an-address", "--role", "keyworker"),
        ("user", "add", "kim@hallbrook.example", "--role", "king"),
        ("dance",),
    ):
        done = brokerage(*words)
        assert done.returncode == 2, (words, done)
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
        if "--json" in words:
            assert json.loads(done.stdout)["imported"] is False


def test_anything_else_is_exit_1_with_a_sentence(tmp_path: Path, employers: str) -> None:
    no_database = tmp_path / "no.sqlite"
    no_database.write_text("this is a letter, not a database, and long enough to look at" * 20)
    for url in (f"sqlite:///{no_database}", "postgresql://127.0.0.1:9/nothing"):
        done = brokerage("import", "employers", employers, BROKERAGE_DATABASE_URL=url)
        assert done.returncode == 1, done
        assert "database cannot be used" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_used_is_exit_2(tmp_path: Path, employers: str) -> None:
    done = brokerage("import", "employers", employers, BROKERAGE_CONFIG=str(tmp_path / "absent.toml"))
    assert done.returncode == 2
    assert "absent.toml" in done.stderr


@pytest.mark.usefixtures("database_url")
def test_migrate_says_what_it_found() -> None:
    assert "was up to date" in brokerage("migrate").stdout


@pytest.mark.usefixtures("database_url")
def test_the_first_administrator_gets_a_link() -> None:
    done = brokerage("user", "add", "ada@hallbrook.example", "--role", "administrator")
    assert done.returncode == 0
    assert "http://127.0.0.1:8000/password/" in done.stdout


def test_the_command_line_starts_without_what_only_pages_need() -> None:
    code = "import sys, brokerage.cli, brokerage.commands.imports; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"flask", "flask_security", "openpyxl", "geopy", "rapidfuzz", "alembic"} & set(loaded)


def test_a_command_that_only_reads_starts_without_the_tables_of_all_else() -> None:
    code = "import sys, brokerage.cli, brokerage.commands.fit; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "brokerage.models" in loaded
    assert not {"brokerage.audit", "brokerage.referral_models", "brokerage.sending.work_models"} & set(loaded)
