"""The check of a pair asks the route planner before it is drawn, and says so where nobody answers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from planner_server import osrm, planner_server

from brokerage.settings import load
from brokerage.travel import routes

PRIYA = "priya.nair@hallbrook.example"


def test_the_page_has_the_planners_minutes_and_falls_back_to_the_estimate(
    sign_in: Callable[..., FlaskClient], make: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("employers")
    for reference, latitude in (("V001", "53.40"), ("V002", "53.42")):
        make("vacancies", reference=reference, postcode="", latitude=latitude, longitude="-1.50")
    here = {"postcode": "", "latitude": "53.43", "longitude": "-1.50"}
    make("participants", keyworker=PRIYA, travel_modes="walk", travel_max="60", **here)
    with planner_server(osrm(47)) as server:
        (tmp_path / "own.toml").write_text(f'[routes]\nwalk = "osrm {server.address}"\n', encoding="utf-8")
        monkeypatch.setenv("BROKERAGE_CONFIG", str(tmp_path / "own.toml"))
        load.cache_clear()
        routes._resting.clear()

        assert "About 47 minutes on foot" in client.get("/people/P001/check/V001").text
        server.answer = lambda *_: (503, {})
        page = client.get("/people/P001/check/V002").text
    assert "About 17 minutes on foot" in page
    assert routes.NOT_ANSWERED in page
