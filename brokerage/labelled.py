"""Labelled pairs from a folder: participants.csv, vacancies.csv and expected.csv, read into memory and never kept.

The first two are read as `brokerage import` reads them, but for the records that they name: nobody's keyworker and no employer is
needed to judge a pair.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from brokerage import imports, labels, places, schema, settings, sheets
from brokerage.kinds import KINDS
from brokerage.labels import BadLabels
from brokerage.participants import as_person
from brokerage.sheets import Sheet
from employers import db
from employers.points import Locate, nowhere
from employers.records import Kind, write
from employers.vacancies import as_job
from matching.judgement import Label
from matching.taxonomy import Taxonomy
from matching.terms import Job, Person


@dataclass(frozen=True)
class Folder:
    """People and jobs by reference, what was said of their pairs, and what a person should be told of the files."""

    people: dict[str, Person]
    jobs: dict[str, Job]
    labels: tuple[Label, ...]
    notes: tuple[str, ...]


def read(folder: Path, taxonomy: Taxonomy) -> Folder:
    """Raises BadLabels, with every row that cannot be used; Unusable where a file as a whole cannot be read."""
    notes: list[str] = []
    with _nothing_kept() as session, _places() as find:
        people = _records(session, _alone(KINDS["participants"]), _sheet(folder, "participants"), find, notes)
        jobs = _records(session, _alone(KINDS["vacancies"]), _sheet(folder, "vacancies"), find, notes)
        told = labels.read(_sheet(folder, "expected"), people, jobs)
        notes += told.notes
        return Folder(
            {reference: as_person(each, taxonomy) for reference, each in people.items()},
            {reference: as_job(each, taxonomy) for reference, each in jobs.items()},
            told.labels,
            tuple(notes),
        )


def _sheet(folder: Path, name: str) -> Sheet:
    file = next((file for end in ("csv", "xlsx") if (file := folder / f"{name}.{end}").is_file()), None)
    if file is None:
        raise BadLabels(
            [f"There is no {name}.csv in {folder}. Put participants.csv, vacancies.csv and expected.csv there."]
        )
    return sheets.read(file.name, file.read_bytes())


@contextmanager
def _nothing_kept() -> Iterator[Session]:
    """A session on empty tables in memory, for a plan that compares with nothing."""
    engine = db.connect("sqlite://")
    db.Base.metadata.create_all(engine)
    with Session(engine, autoflush=False) as session:
        yield session
    engine.dispose()


@contextmanager
def _places() -> Iterator[Locate]:
    """Where postcodes are, as far as the database of this installation knows; nowhere where there is none."""
    url = settings.load().database_url
    engine = db.connect(url)
    file = engine.url.database
    try:
        there = engine.dialect.name != "sqlite" or (file is not None and Path(file).is_file())
        known = there and schema.version(engine) == schema.NEWEST
    except DBAPIError:
        known = False
    if not known:
        yield nowhere
    else:
        with Session(engine) as session:
            session.connection(execution_options={"looking": True})
            yield places.finder(session)
    engine.dispose()


def _alone(kind: Kind) -> Kind:
    """The kind without the records that it names: an employer, an agreement, a keyworker."""
    columns = tuple(
        replace(column, links_to=None, required=column.required and column.links_to is None) for column in kind.columns
    )
    return replace(
        kind, columns=columns, links=lambda _session, _values: (), put=lambda _session, _record, _values: None
    )


def _records(session: Session, kind: Kind, sheet: Sheet, find: Locate, notes: list[str]) -> dict[str, Any]:
    plan = imports.plan(session, kind, sheet)
    if plan.bad:
        raise BadLabels([f"{plan.file}, {cell.sentence}" for cell in plan.bad])
    notes += [
        f"{plan.file}: the column “{name}” is not used here; its {cells} cells are left out."
        for name, cells in plan.unknown.items()
    ]
    notes += [f"{plan.file}, row {row}, {column}: {note}." for row, column, note in plan.notes]
    records = {row.reference: kind.model() for row in plan.rows}
    for row in plan.rows:
        write(session, kind, records[row.reference], row.values, find)
    lost = sum(bool(each.postcode) and each.found_lat is None for each in records.values())
    if lost:
        notes.append(
            f"{plan.file}: the places of {lost} rows are not known. Write their coordinates, or load postcodes with `brokerage places load`."
        )
    return records
