"""The package as somebody installs it: `pip install .` into a clean environment, served from an empty folder."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.wheel
def test_an_installed_copy_serves_a_page_with_its_stylesheet_from_an_empty_folder(tmp_path: Path) -> None:
    python = tmp_path / "venv/bin/python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", ROOT], check=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "own.toml").write_text("[server]\nport = 8765\n")
    own = {"BROKERAGE_CONFIG": str(tmp_path / "own.toml"), "PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    serving = subprocess.Popen([python.with_name("brokerage"), "serve"], cwd=empty, env=own)
    try:
        page = _fetch("http://127.0.0.1:8765/")
        assert "<h1" in page
        sheets = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', page)
        assert len(sheets) == 2
        for sheet in sheets:
            assert ".ss-card" in _fetch(f"http://127.0.0.1:8765{sheet}") or "govuk" in _fetch(
                f"http://127.0.0.1:8765{sheet}"
            )
    finally:
        serving.terminate()
        serving.wait(timeout=10)
    assert not list(empty.iterdir()), "nothing is left in the folder it was started from"
    shipped = tmp_path / "venv/lib"
    assert not list(shipped.rglob("brokerage/build_assets.py"))
    assert not list(shipped.rglob("brokerage/package*.json"))


def _fetch(address: str, patience: float = 20) -> str:
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
