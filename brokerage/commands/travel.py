"""The commands `brokerage travel calibrate`, `brokerage travel look-up` and `brokerage terms load`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from employers.columns import Refused

if TYPE_CHECKING:
    from brokerage.travel.calibration import Band
    from matching.policy import Line

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HEAD = "straight km  journeys  median  off by  low-high  inside  under low"


@click.group("travel")
def travel() -> None:
    """How long journeys take."""


@travel.command("calibrate")
@click.argument("file", type=FILE)
@click.option("--start", default="home_id", show_default=True, help="Column that says where a journey starts.")
@click.option("--km", default="crow_km", show_default=True, help="Column of straight km.")
@click.option(
    "--minutes",
    default="siteward_bound_travel_time_minutes",
    show_default=True,
    help="Column of minutes, door to door.",
)
def calibrate(file: Path, start: str, km: str, minutes: str) -> None:
    """Fit the bus line to measured journeys (a CSV). One half of the places fits, the other half judges."""
    from brokerage import shortlists
    from brokerage.travel import calibration

    fits, judges = calibration.halves(calibration.read(file, start, km, minutes))
    line = calibration.fit(fits)
    click.echo(f"{len(fits)} journeys fit, {len(judges)} from other places judge. Minutes; shares of journeys.\n")
    _print(
        "The settings as they are",
        shortlists.policy().travel.bus,
        calibration.judge(judges, shortlists.policy().travel.bus),
    )
    _print("Fitted", line, calibration.judge(judges, line))
    click.echo(f"[matching.travel.bus]\n{_setting(line)}")


@travel.command("look-up")
@click.argument("vacancy")
def look_up(vacancy: str) -> None:
    """Ask the route planners of the settings for everybody whom VACANCY (a reference) is in reach of, and keep the answers.

    Its shortlist then knows them; a list never asks by itself."""
    from brokerage import schema, shortlists
    from brokerage.settings import load
    from employers.db import reading

    if not load().routes.planners:
        raise Refused(
            "The settings name no route planner. Name one under [routes]; minutes are by distance until then."
        )
    schema.open_database(load().database_url)
    now = datetime.now(UTC).replace(tzinfo=None)
    with reading() as session:
        job = shortlists.vacancy(session, vacancy)
        lines = shortlists.shortlist(session, job, date.today()).lines
        pairs = [(line.participant, line.vacancy) for line in lines]
    shortlists.look_up(pairs, now)
    with reading() as session:
        known = shortlists.looked_up(session, pairs)
    click.echo(f"{known} of {len(pairs)} people's journeys are known from the route planners.")
    if known < len(pairs):
        click.echo(
            "The others are by distance: a place is known only roughly, or the planner did not answer. Try again in a minute."
        )


@click.group("terms")
def terms() -> None:
    """When schools have term and holidays."""


@terms.command("load")
@click.argument("file", type=FILE)
@click.option(
    "--districts", default="", help="Postcode districts or areas whose schools these are, as “S1; S2” or “S”."
)
def load_terms(file: Path, districts: str) -> None:
    """Load term dates (JSON), in place of those of the same name. Without --districts they are for all schools not named."""
    from brokerage import schema
    from brokerage.files import school_files
    from brokerage.settings import load
    from employers.db import transaction

    schema.open_database(load().database_url)
    with transaction(by="command line") as session:
        made = school_files.load(session, file, districts)
        click.echo(
            f"{made.name}: {len(made.closed)} stretches without school, from {made.first_day} to {made.last_day}, "
            f"for {made.districts or 'every school that no other calendar names'}."
        )


def _print(title: str, line: "Line", bands: Sequence["Band"]) -> None:
    click.echo(f"{title}: {_setting(line).replace(chr(10), ', ')}\n{HEAD}")
    for band in bands:
        click.echo(
            f"{f'{band.near}-{band.far}':>11}  {band.journeys:8}  {band.typical:6.0f}  {band.off:6.0f}  {band.width:8.0f}"
            f"  {band.inside:6.0%}  {band.under:9.0%}"
        )
    click.echo()


def _setting(line: "Line") -> str:
    fixed, slope = (", ".join(f"{value:g}" for value in values) for values in (line.fixed, line.km_minutes))
    return f"fixed = [{fixed}]\nkm_minutes = [{slope}]"
