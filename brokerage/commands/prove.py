"""The commands that hold this application to what it promises: whole processes under trouble, and the tables as they stand."""

import json
import signal
import sys
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from brokerage.proving.names import ENGINES, PARTS


@click.command()
@click.option("--quick/--full", default=True, help="Small numbers within ten minutes, or all of them in some hours.")
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="This part alone; may be said more than once.")
@click.option("--engine", multiple=True, type=click.Choice(ENGINES), help="On this one alone; both if not said.")
@click.option(
    "--seed", type=int, default=None, help="Draw the same again; what a proof drew from stands in its evidence."
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("proofs"), help="Where the evidence goes."
)
@click.option("--postgresql-url", default="", help="A PostgreSQL to prove it on, in databases of the proof's own.")
@click.option("--restart", "restart_command", default="", help="The command that restarts that PostgreSQL at once.")
def prove(
    *,
    quick: bool,
    only: tuple[str, ...],
    engine: tuple[str, ...],
    seed: int | None,
    out: Path,
    postgresql_url: str,
    restart_command: str,
) -> None:
    """Race, kill and restart whole processes of this application, and keep the evidence.

    It works on databases of its own and never touches yours. Exit code 0: everything held, and every planted fault was found.
    """
    from brokerage.proving import evidence, proof

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started ends with it
    asked = proof.Asked(quick, only or PARTS, engine or ENGINES, seed, postgresql_url, restart_command)
    found = proof.run(asked, _now, lambda line: click.echo(line, err=True), lambda so_far: evidence.kept(so_far, out))
    data, page = evidence.kept(found, out)
    held = sum(check.good for check in found.checks)
    click.echo(f"{held} of {len(found.checks)} held, in {found.seconds:.0f} seconds. The evidence: {page} and {data}.")
    for check in found.checks:
        for wrong in check.wrong:
            click.echo(f"{check.part} on {check.engine}: {wrong}", err=True)
    if not found.good:
        raise SystemExit(1)


@click.command("consistency-check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def consistency_check(as_json: bool) -> None:
    """Look for what must not be: orphans, overlaps, missing lines in the trail. Nothing is changed. Exit code 1: something was found."""
    from brokerage import schema, settings
    from brokerage.proving import consistency
    from employers.db import reading

    schema.open_database(settings.load().database_url)
    now = _now()
    with reading() as session:
        found = consistency.findings(session, now)
    if as_json:
        whole = {
            "at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "checks": len(consistency.CHECKS),
            "found": [asdict(f) for f in found],
        }
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        for each in found:
            click.echo(f"{each.found} {each.then}")
        many = Counter(each.check for each in found)
        click.echo(f"{len(found)} found, in {len(many)} of {len(consistency.CHECKS)} checks." if found else _ALL_WELL)
    if found:
        raise SystemExit(1)


_ALL_WELL = "Nothing was found: everything agrees with everything else."


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
