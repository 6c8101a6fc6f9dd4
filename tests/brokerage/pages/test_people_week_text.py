"""The script that reads and writes weekly patterns, held against the reader that the server has."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import brokerage
from matching.week import DAYS, Unreadable, Week, arcs, bits, covered

NODE = shutil.which("node") or shutil.which("nodejs")
SCRIPT = Path(brokerage.__file__).parent / "static" / "week-text.js"
RUN = """
import * as text from './week-text.mjs'
const asked = JSON.parse((await import('node:fs')).readFileSync(0, 'utf8'))
const all = set => [...set].sort((x, y) => x - y)
const one = ([pattern, widen]) => {
  try {
    const week = text.read(pattern, widen)
    return { on: all(week.on), some: all(week.some), kept: week.kept, rest: week.rest, written: text.write(week),
             copied: text.write({ ...week, on: text.copyMonday(week.on) }) }
  } catch (error) { return { unreadable: error instanceof text.Unreadable ? error.message : String(error.stack) } }
}
console.log(JSON.stringify(asked.map(one)))
"""

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no Node on this machine: apt-get install nodejs")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("week")
    (place / "week-text.mjs").write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    (place / "run.mjs").write_text(RUN, encoding="utf-8")
    return place


def ask(folder: Path, asked: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    ran = subprocess.run(
        [str(NODE), "run.mjs"], cwd=folder, input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    answers: list[dict[str, Any]] = json.loads(ran.stdout)
    return answers


def quarters(week: Week) -> list[int]:
    """What the server holds of the first rota week outside any season, in quarter-hours."""
    steady = bits(span.arc for span in week.rotas[0] if span.season is None)
    return sorted(quarter % 672 for start, end in arcs(steady) for quarter in range(start // 15, end // 15))


clocks = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
odd_clocks = st.integers(0, 1439).map(lambda minute: f"{minute // 60}:{minute % 60:02}")
days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=3).map(",".join) | st.sampled_from(
    ["Mon-Fri", "daily", "Fri-Mon", "sat,SUN", "Tuesday", "Mon-Wed,Fri"]
)
seasons = st.sampled_from(["", "", "", " (term)", " (holidays)"])


def parts(times: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    spans = st.tuples(days, times, times, seasons).filter(lambda span: span[1] != span[2])
    return spans.map(lambda span: f"{span[0]} {span[1]}-{span[2]}{span[3]}")


def patterns(times: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    week = st.lists(parts(times), min_size=1, max_size=4).map("; ".join) | st.sampled_from(["any", "none"])
    return st.lists(week, min_size=1, max_size=2).map(" / ".join)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(asked=st.lists(st.tuples(patterns(clocks) | patterns(odd_clocks), st.booleans()), min_size=20, max_size=40))
def test_it_reads_and_writes_what_the_server_reads(folder: Path, asked: list[tuple[str, bool]]) -> None:
    for (text, widen), got in zip(asked, ask(folder, asked), strict=True):
        week = Week.parse(text, "widen" if widen else "narrow")
        assert "unreadable" not in got, (text, got)
        assert got["on"] == quarters(week), text
        written = got["written"] or "none"
        again = Week.parse(written, "widen" if widen else "narrow")
        for rota in range(len(week.rotas)):
            assert covered(again, rota, "term") == covered(week, rota, "term"), (text, written)
            assert covered(again, rota, "holidays") == covered(week, rota, "holidays"), (text, written)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Mon-Fri 8:30–15:30; tue,thu 18:00-21:00", "Mon-Fri 08:30-15:30; Tue,Thu 18:00-21:00"),
        ("any", "any"),
        ("Fri 22:00-06:00", "Fri 22:00-06:00"),
        ("Sun 22:00-06:00", "Sun 22:00-06:00"),
        ("Mon,Tue 00:00-24:00", "Mon,Tue 00:00-24:00"),
        ("Mon-Fri 09:15-14:45; Sat 10:00-12:00 (term)", "Mon-Fri 09:15-14:45; Sat 10:00-12:00 (term)"),
        ("Mon 09:00-17:00 / none / Tue 09:00-17:00", "Mon 09:00-17:00 / none / Tue 09:00-17:00"),
    ],
)
def test_what_it_writes_is_what_a_person_would(folder: Path, text: str, written: str) -> None:
    assert ask(folder, [(text, False)])[0]["written"] == written


def test_monday_is_copied_nights_and_all(folder: Path) -> None:
    asked = [("Mon 22:00-06:00; Wed 09:00-12:00; Sat 10:00-14:00", True), ("Sun 22:00-06:00; Mon 09:00-17:00", True)]
    assert [got["copied"] for got in ask(folder, asked)] == [
        "Mon-Fri 22:00-06:00; Sat 10:00-14:00",
        "Mon-Fri 09:00-17:00; Sun 22:00-06:00",
    ]


def test_what_the_server_cannot_read_it_cannot_read(folder: Path) -> None:
    odd = [
        "Mondey 9-5",
        "Mon 09:00-09:00",
        "Mon 25:00-26:00",
        "Mon 24:00-06:00",
        "Mon 09:00-17:00 (summer)",
        "09:00-17:00",
    ]
    for text, got in zip(odd, ask(folder, [(text, True) for text in odd]), strict=True):
        with pytest.raises(Unreadable):
            Week.parse(text)
        assert got["unreadable"].endswith((".", ")")), got
        assert "at " not in got["unreadable"].partition("week-text")[0][-3:]
