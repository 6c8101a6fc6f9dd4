"""`brokerage adverts`: exit codes, one JSON document, sentences, and nothing saved where something is to be decided."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from adverts_of_shops import PASTED, a_page, a_posting
from click.testing import CliRunner, Result
from planner_server import planner_server
from sqlalchemy import Engine, func, select

from brokerage.adverts import sources
from brokerage.commands import adverts as cli_adverts
from brokerage.fetching import Public
from employers import db
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Employer, Vacancy

LATER = {"validThrough": "2099-02-05", "jobStartDate": None}


@pytest.fixture(autouse=True)
def _closed(database: Engine) -> Iterator[None]:
    """Each command opens the database anew; its connections are closed before the database goes."""
    yield
    db.sessions.kw["bind"].dispose()


def run(*words: object) -> Result:
    return CliRunner().invoke(cli_adverts.adverts, list(map(str, words)))


def jobs() -> int:
    with reading() as session:
        return session.scalar(select(func.count(Vacancy.id))) or 0


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    with transaction(by="test") as session:
        session.add(Employer(reference="E1", name="Tanner Street Kitchens"))
    file = tmp_path / "jobs.html"
    file.write_bytes(a_page(a_posting(**LATER), a_posting(**LATER, identifier="2", title="Cook")))
    return file


def test_reading_shows_the_words_and_saves_nothing(saved: Path) -> None:
    done = run("read", saved)
    assert done.exit_code == 0
    assert "1. Kitchen porter, Tanner Street Kitchens Ltd" in done.stdout
    assert "DBS check: enhanced  (The advert says: “Enhanced DBS check”.)" in done.stdout
    assert done.stdout.endswith("2 jobs in jobs.html. Nothing was saved.\n")
    assert [each["said"]["title"]["cell"] for each in json.loads(run("read", saved, "--json").stdout)["adverts"]] == [
        "Kitchen porter",
        "Cook",
    ]
    assert jobs() == 0


def test_an_import_and_the_same_again(saved: Path) -> None:
    dry = run("import", saved, "--employer", "E1", "--dry-run")
    assert (dry.exit_code, jobs()) == (0, 0)
    assert "2 would be new" in dry.stdout

    done = run("import", saved, "--employer", "E1")
    assert (done.exit_code, jobs()) == (0, 2)
    assert "jobs.html: 2 new, 0 changed, 0 the same as before." in done.stdout
    assert "6 more facts stand in the words" in done.stdout

    again = json.loads(run("import", saved, "--employer", "E1", "--json").stdout)
    assert (again["new"], again["changed"], again["unchanged"], again["imported"]) == (0, 0, 2, True)
    assert [job["vacancy"] for job in again["jobs"]] == ["V001", "V002"]
    assert jobs() == 2


def test_one_that_is_to_be_decided_keeps_all_back_unless_it_is_skipped(saved: Path) -> None:
    saved.write_bytes(a_page(a_posting(**LATER), a_posting(**LATER, identifier="2", hiringOrganization="College")))

    done = run("import", saved, "--employer", "E1")
    assert (done.exit_code, jobs()) == (2, 0)
    assert "It is a job of “College”" in done.stderr
    assert "Nothing was imported: of 1 job a person has to decide" in done.stderr

    assert run("import", saved, "--employer", "E1", "--skip-bad").exit_code == 0
    assert jobs() == 1


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"<rss>", b"\x00\x01"])
def test_bad_input_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "jobs.json"
    file.write_bytes(content)
    for words in (
        ("read", file),
        ("read", tmp_path / "absent"),
        ("import", file, "--employer", "E1"),
        ("read", "http://127.0.0.1/"),
    ):
        done = run(*words)
        assert isinstance(done.exception, Refused), done.output
        assert str(done.exception).endswith(".")


def test_words_in_a_file_are_read_too(tmp_path: Path) -> None:
    file = tmp_path / "advert.txt"
    file.write_text(PASTED)
    assert "Working times: Mon-Fri 09:00-13:00" in run("read", file).stdout


def test_a_sitemap_is_followed_page_by_page(monkeypatch: pytest.MonkeyPatch, saved: Path) -> None:
    def answer(path: str, _body: object) -> tuple[int, bytes]:
        if path == "/sitemap.xml":
            listed = "".join(f"<url><loc>{server.address}/{name}</loc></url>" for name in ("1", "2", "gone"))
            return 200, f"<?xml version='1.0'?><urlset>{listed}</urlset>".encode()
        return (404, b"") if path == "/gone" else (200, a_page(a_posting(**LATER, identifier=path)))

    with planner_server(answer) as server:
        guarded = Public(seconds=3, largest=100_000, ports=frozenset({server.server_port}), may=lambda _address: True)
        monkeypatch.setattr(sources, "public", lambda: guarded)
        found = json.loads(run("read", f"{server.address}/sitemap.xml", "--json").stdout)["adverts"]

    assert [bool(each["unread"]) for each in found] == [False, False, True]
    assert "answered 404" in found[2]["unread"]
