"""The bus line of the settings, and how it is fitted. The figures of docs/travel.md are held against the file where it is at hand."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from brokerage import settings
from brokerage.travel import calibration
from brokerage.travel.calibration import Measured
from matching.policy import Line

WALES = Path(__file__).parents[4] / "shared" / "data" / "travel" / "wales_public_transport_minutes.csv"
MAIN = "from brokerage.cli import main; main()"
COLUMNS = ("home_id", "crow_km", "siteward_bound_travel_time_minutes")


def made_up(count: int, places: int = 400) -> list[Measured]:
    """Journeys of which 20 minutes and 4 a km are the quickest and 60 minutes more the slowest, all as likely."""
    chance = Random(7)
    return [
        Measured(f"home {chance.randrange(places)}", km, 20 + 4 * km + 60 * chance.random())
        for km in (chance.uniform(1, 20) for _ in range(count))
    ]


def test_the_fitted_line_is_the_one_that_the_journeys_were_made_from():
    line = calibration.fit(made_up(6000))

    assert line.fixed == pytest.approx((23, 50, 74), abs=3)  # 5, 50, 90 % of an hour over the quickest
    assert line.km_minutes == pytest.approx((4, 4, 4), abs=0.4)


def test_what_judges_was_never_seen():
    fits, judges = calibration.halves(made_up(2000))

    assert not {each.start for each in fits} & {each.start for each in judges}
    assert len(fits) == pytest.approx(1000, abs=150)


def test_what_a_band_says_is_counted():
    line = Line((10, 20, 30), (0, 0, 0))
    taken = [Measured("a", 2.5, minutes) for minutes in (5, 10, 20, 29, 40)] + [Measured("a", 0.4, 1)]

    (band,) = calibration.judge(taken, line)

    assert (band.near, band.far, band.journeys, band.typical, band.off, band.width) == (2, 3, 5, 20, 10, 20)
    assert (band.inside, band.under) == (0.6, 0.2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("home_id,crow_km\nA,1\n", "has no column siteward_bound_travel_time_minutes. Name the one"),
        (
            "home_id,crow_km,siteward_bound_travel_time_minutes\nA,1,\n",
            "row 2, siteward_bound_travel_time_minutes: read ''",
        ),
        ("home_id,crow_km,siteward_bound_travel_time_minutes\nA,far,3\n", "row 2, crow_km: read 'far'"),
        ("home_id,crow_km,siteward_bound_travel_time_minutes\nA,nan,3\n", "row 2, crow_km: read 'nan'"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, text, said):
    file = tmp_path / "journeys.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(calibration.BadJourneys, match=said):
        calibration.read(file, *COLUMNS)


def test_a_file_without_journeys_of_that_length_fits_nothing():
    with pytest.raises(calibration.BadJourneys, match="nothing to fit"):
        calibration.fit([Measured("a", 40, 90)])


def test_the_command_ends_with_lines_for_the_settings(tmp_path):
    file = tmp_path / "ours.csv"
    rows = "".join(f"{each.start},{each.km},{each.minutes}\n" for each in made_up(800))
    file.write_text("from,km,taken\n" + rows, encoding="utf-8")

    said = subprocess.run(
        [sys.executable, "-c", MAIN, "travel", "calibrate", file, "--start", "from", "--km", "km", "--minutes", "taken"],
        capture_output=True, text=True, check=True, env=os.environ,
    ).stdout  # fmt: skip

    assert "[matching.travel.bus]\nfixed = [" in said


@pytest.fixture(scope="module")
def wales() -> tuple[list[Measured], list[Measured]]:
    if not WALES.exists():
        pytest.skip(f"the timetable figures are not here ({WALES})")
    return calibration.halves(calibration.read(WALES, *COLUMNS))


def test_the_settings_are_what_the_first_half_fits(wales):
    bus = settings.load().matching["travel"]["bus"]

    assert calibration.fit(wales[0]) == Line(tuple(bus["fixed"]), tuple(bus["km_minutes"]))


def test_on_the_other_half_four_in_five_to_nine_in_ten_lie_inside_at_every_distance(wales):
    bus = settings.load().matching["travel"]["bus"]

    for band in calibration.judge(wales[1], Line(tuple(bus["fixed"]), tuple(bus["km_minutes"]))):
        assert 0.8 <= band.inside <= 0.9, band
        assert band.off <= 0.25 * band.typical, band


def test_the_figures_before_would_not_have_held(wales):
    start = Line((10, 15, 22), (3, 5, 8))

    assert min(band.inside for band in calibration.judge(wales[1], start)) < 0.6
