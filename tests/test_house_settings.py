"""Settings: each has a home, a unit and a reason, and a wrong one is a sentence."""

import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from brokerage.settings import BESIDE, BadSetting, load, settings_of

WHOLE = tomllib.loads(BESIDE.read_text())


def with_changed(table: str, **words: object) -> dict[str, object]:
    return WHOLE | {table: WHOLE[table] | words}


def test_every_setting_says_why_beside_it() -> None:
    own = BESIDE.read_text().partition("[matching")[0]
    for line in own.splitlines():
        if re.match(r"\w+ = ", line):
            assert re.search(r"# .{15,}", line), line


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (with_changed("server", prot=1), "There is no setting server.prot. Did you mean server.port?"),
        (with_changed("server", port="8000"), "The setting server.port is '8000'. Write a whole number."),
        (with_changed("server", port=True), "The setting server.port is True. Write a whole number."),
        (WHOLE | {"servre": {}}, "There is no setting [servre]. Did you mean [server]?"),
        (WHOLE | {"server": {}}, "The settings lack server.address."),
    ],
)
def test_a_setting_that_cannot_be_used_is_a_sentence(tables: dict[str, object], said: str) -> None:
    with pytest.raises(BadSetting, match=re.escape(said)):
        settings_of(tables, Path("/somewhere"))


def test_a_file_of_ones_own_is_laid_over_the_one_that_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[server]\nport = 8080\n")
    monkeypatch.setenv("BROKERAGE_CONFIG", str(own))
    settings = load()
    assert settings.server.port == 8080
    assert settings.server.host == "127.0.0.1"
    assert settings.database_file == tmp_path / "instance/stepping-stone.sqlite"


@pytest.mark.parametrize("short", ["postgresql://", "postgres://"])
def test_the_environment_names_another_database(monkeypatch: pytest.MonkeyPatch, short: str) -> None:
    monkeypatch.setenv("BROKERAGE_DATABASE_URL", f"{short}somewhere/jobs")
    assert load().database_url == "postgresql+psycopg://somewhere/jobs"


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROKERAGE_SECRET_KEY")
    monkeypatch.setenv("BROKERAGE_DATABASE_URL", f"sqlite:///{tmp_path}/here.sqlite")
    key = load().secret_key()
    assert len(key) >= 48
    assert load().secret_key() == key
    assert stat.S_IMODE((tmp_path / "here.secret").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["here.secret"]


def test_reading_the_settings_imports_no_schema_library() -> None:
    """Every command reads them first, and `check` has 0.8 seconds for everything."""
    heavy = "{'pydantic', 'flask', 'sqlalchemy'} & set(sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"import brokerage.settings, sys; print({heavy})"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
