"""The commands that read job adverts: `brokerage adverts read` and `brokerage adverts import`."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from brokerage import schema, settings
from brokerage.adverts import finding, sources, taking
from brokerage.adverts.advert import Advert
from brokerage.adverts.documents import NotAnAdvert
from brokerage.adverts.finding import Read
from brokerage.adverts.taking import Plan
from employers import db
from employers.vacancies import VACANCIES

BY = "command line"
WHERE = "FILE_OR_URL"


@click.group("adverts")
def adverts() -> None:
    """Vacancies from job adverts that employers have published."""


@adverts.command("read")
@click.argument("where", metavar=WHERE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def read(where: str, as_json: bool) -> None:
    """Show what a page, a feed or a file says of jobs. Nothing is saved."""
    schema.open_database(settings.load().database_url)
    found = _read(where)
    if as_json:
        click.echo(json.dumps(_read_json(found), ensure_ascii=False, indent=2))
        return
    for number, advert in enumerate(found.adverts, 1):
        click.echo(
            f"{number}. {advert.title or 'A job that cannot be used'}{', ' + advert.employer if advert.employer else ''}"
        )
        for column, said in advert.said.items():
            click.echo(f"   {VACANCIES.column(column).label}: {said.cell}  ({said.note})")
        for question in advert.questions:
            click.echo(f"   To ask: {question.text}")
        if advert.unread:
            click.echo(f"   {advert.unread}")
    click.echo(f"{_jobs(len(found.adverts))} in {found.name}. Nothing was saved.{_left(found)}")


@adverts.command("import")
@click.argument("where", metavar=WHERE)
@click.option("--employer", required=True, help="The reference of the employer whose jobs they are.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the others where of some a person has to decide something.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_adverts(where: str, employer: str, dry_run: bool, skip_bad: bool, as_json: bool) -> None:
    """Make or change an employer's vacancies from what the adverts' own data says.

    What is only read from an advert's words is never imported: the page “From an advert” shows it to a person.
    """
    schema.open_database(settings.load().database_url)
    found = _read(where)
    made, kept = _import(found, employer, dry_run=dry_run, skip_bad=skip_bad)
    for advert, why in made.bad:
        click.echo(f"{found.name}, {advert.title or advert.url or 'a job'}: {why}", err=True)
    if as_json:
        click.echo(json.dumps(_plan_json(found, made, kept=kept), ensure_ascii=False, indent=2))
    else:
        _report(found, made, kept=kept)
    if made.bad and not (skip_bad and (kept or dry_run)):
        click.echo(
            f"Nothing was imported: of {_jobs(len(made.bad))} a person has to decide. Use --skip-bad for the others.",
            err=True,
        )
        raise SystemExit(2)


def _read(where: str) -> Read:
    today = date.today()
    if sources.is_address(where):
        return finding.follow(finding.read(sources.fetched(where), today), today, sources.fetched)
    file = Path(where)
    if not file.is_file():
        raise NotAnAdvert(f"There is no file {where}. Write a file’s name, or an address that begins with https://.")
    return finding.follow(finding.read(sources.opened(file), today), today, sources.fetched)


def _import(found: Read, employer: str, *, dry_run: bool, skip_bad: bool) -> tuple[Plan, bool]:
    """The plan, and whether it was carried out."""
    if dry_run:
        with db.reading() as session:
            return taking.plan(session, found.adverts, employer, date.today()), False
    with db.transaction(by=BY) as session:
        made = taking.plan(session, found.adverts, employer, date.today())
        if made.bad and not skip_bad:
            return made, False
        taking.carry_out(session, made, datetime.now(UTC).replace(tzinfo=None))
    return made, True


def _report(found: Read, made: Plan, *, kept: bool) -> None:
    would = "" if kept else "would be "
    counts = [
        f"{len(made.of('new'))} {would}new",
        f"{len(made.of('changed'))} {would}changed",
        f"{len(made.of('same'))} the same as before",
    ]
    closed = made.of("closed")
    click.echo(
        f"{found.name}: {', '.join(counts)}{f', {len(closed)} left out as closed' if closed else ''}.{_left(found)}"
    )
    for reference, stands in made.taken:
        click.echo(f"{reference}: {stands.advert.title}{_changed(stands.changes)}")
    waiting = sum(len(_waiting(look.advert)) for look in made.of("new"))
    if waiting:
        click.echo(
            f"{waiting} more facts stand in the words of the adverts and were not imported: `brokerage adverts read` shows them, a person confirms them."
        )


def _changed(changes: dict[str, tuple[str, str]]) -> str:
    return "".join(f"; {column} {before or 'empty'} -> {after}" for column, (before, after) in changes.items())


def _waiting(advert: Advert) -> list[str]:
    return [column for column, said in advert.said.items() if said.how != "stated"]


def _left(found: Read) -> str:
    return (
        f" {found.left} more were not read: the most at once is {settings.load().adverts.most} jobs and {settings.load().adverts.pages} pages."
        if found.left
        else ""
    )


def _jobs(count: int) -> str:
    return "1 job" if count == 1 else f"{count} jobs"


def _read_json(found: Read) -> dict[str, Any]:
    return {"read": found.name, "left": found.left, "adverts": [each.as_json() for each in found.adverts]}


def _plan_json(found: Read, made: Plan, *, kept: bool) -> dict[str, Any]:
    references = {id(look): reference for reference, look in made.taken}
    lines = [
        {
            "title": look.advert.title,
            "url": look.advert.url,
            "state": look.state,
            "vacancy": references.get(id(look)) or (look.vacancy.reference if look.vacancy else None),
            "changes": {column: {"before": before, "after": after} for column, (before, after) in look.changes.items()},
            "to_confirm": _waiting(look.advert),
        }
        for look in made.looks
    ]
    return {
        "read": found.name,
        "employer": made.employer.reference,
        "new": len(made.of("new")),
        "changed": len(made.of("changed")),
        "unchanged": len(made.of("same")),
        "closed": len(made.of("closed")),
        "bad": [{"title": advert.title, "url": advert.url, "how": why} for advert, why in made.bad],
        "jobs": lines,
        "imported": kept,
    }
