"""The commands that bring files in: `brokerage import`, `brokerage places load` and `brokerage skills load`."""

import json
from pathlib import Path

import click

from brokerage import imports, schema, settings
from brokerage.files import sheets
from brokerage.files.import_plan import Plan
from brokerage.files.sheets import Unusable
from brokerage.kinds import KINDS
from employers import db

BY = "command line"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
MOST_NOTES = 20  # lines; a file of 20,000 people could have as many


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option(
    "--skip-bad", is_flag=True, help="Keep the good rows, and write the others to NAME.bad.csv beside the file."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_file(kind: str, file: Path, dry_run: bool, skip_bad: bool, as_json: bool) -> None:
    """Make or change records from a CSV or .xlsx file. A file with bad rows changes nothing."""
    schema.open_database(settings.load().database_url)
    try:
        made, kept = _import(kind, file, dry_run=dry_run, skip_bad=skip_bad)
    except Unusable as unusable:
        if as_json:
            click.echo(json.dumps(_unusable(kind, unusable), ensure_ascii=False, indent=2))
        raise
    for cell in made.bad:
        click.echo(f"{made.file}, {cell.sentence}", err=True)
    if as_json:
        click.echo(json.dumps(made.as_json() | {"imported": kept}, ensure_ascii=False, indent=2))
    else:
        _report(made, kept=kept)
    if made.bad and not (skip_bad and kept):
        click.echo(_nothing(made, skip_bad=skip_bad), err=True)
        raise SystemExit(2)
    if made.bad_rows and not as_json:
        click.echo(f"{_rows(len(made.bad_rows))} to correct: {_bad_name(file)}")


def _import(kind: str, file: Path, *, dry_run: bool, skip_bad: bool) -> tuple[Plan, bool]:
    """The plan, and whether it was carried out. The bad rows are on disk before anything is kept."""
    if file.stat().st_size > sheets.MOST_BYTES:
        raise Unusable(
            file.name, f"The file is larger than {sheets.MOST_BYTES // 1_000_000} MB. Split it into smaller ones."
        )
    content = file.read_bytes()
    if dry_run:
        with db.reading() as session:
            return imports.plan(session, KINDS[kind], sheets.read(file.name, content)), False
    with db.transaction(by=BY) as session:
        made = imports.plan(session, KINDS[kind], sheets.read(file.name, content))
        if made.bad and not skip_bad:
            return made, False
        if made.bad:
            _bad_name(file).write_bytes(imports.bad_file(made))
        imports.carry_out(session, made)
    return made, True


def _report(made: Plan, *, kept: bool) -> None:
    would = "" if kept else "would be "
    click.echo(
        f"{made.file}: {len(made.new)} {would}new, {len(made.changed)} {would}changed, {made.unchanged} the same as before."
    )
    for name, cells in made.unknown.items():
        click.echo(f"The column “{name}” is not used here; its {cells} cells are left out.")
    for row, column, note in made.notes[:MOST_NOTES]:
        click.echo(f"Row {row}, {column}: {note}.")
    if len(made.notes) > MOST_NOTES:
        click.echo(f"And {len(made.notes) - MOST_NOTES} notes more; --json has them all.")
    if made.invited:
        are = "are" if kept else "would be"
        click.echo(
            f"These keyworkers {are} invited; `brokerage user add EMAIL --role keyworker` prints each one's link: "
            f"{', '.join(made.invited)}"
        )


def _nothing(made: Plan, *, skip_bad: bool) -> str:
    other = "" if skip_bad else ", or use --skip-bad to keep the others"
    return f"Nothing was imported: {_rows(len(made.bad_rows))} to correct. Correct the file and import it again{other}."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _bad_name(file: Path) -> Path:
    return file.with_name(f"{file.stem}.bad.csv")


def _unusable(kind: str, unusable: Unusable) -> dict[str, object]:
    bad = {"file": unusable.file, "row": unusable.row, "column": unusable.column, "read": "", "how": unusable.how}
    return {
        "kind": kind,
        "file": unusable.file,
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "bad": [bad],
        "imported": False,
    }


@click.group("places")
def places() -> None:
    """Where postcodes are."""


@places.command("load")
@click.argument("file", type=FILE)
def load_places(file: Path) -> None:
    """Load GeoNames' GB.txt, or the CSV of the ONS Postcode Directory, over what was there."""
    from brokerage.files import place_files

    schema.open_database(settings.load().database_url)
    with db.transaction(by=BY) as session:
        loaded, moved = place_files.load(session, file)
    click.echo(f"{loaded} places loaded; {moved} records were found anew.")


@click.group("skills")
def skills() -> None:
    """What skills there are, and how near they are to each other."""


@skills.command("load")
@click.argument("folder", type=FOLDER)
def load_skills(folder: Path) -> None:
    """Load the folder of ESCO's CSV download, in place of what was loaded before."""
    from brokerage.files import skill_files

    schema.open_database(settings.load().database_url)
    with db.transaction(by=BY) as session:
        loaded = skill_files.load(session, folder)
    click.echo(f"{loaded} skills loaded." if loaded else "These skills are loaded already; nothing was changed.")
