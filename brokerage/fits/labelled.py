"""Labelled pairs from a folder: participants.csv, vacancies.csv and expected.csv, read into memory and never kept.

The first two are read as `brokerage import` reads them, but for the records that they name: nobody's keyworker and no employer is
needed to judge a pair.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from brokerage import imports, places, schema, settings
from brokerage.files import sheets
from brokerage.files.import_plan import Plan
from brokerage.files.sheets import Sheet
from brokerage.fits import labels
from brokerage.fits.labels import BadLabels
from brokerage.kinds import KINDS
from brokerage.participants import as_person
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
    people_sheet, jobs_sheet, labels_sheet = (
        _sheet(folder, name) for name in ("participants", "vacancies", "expected")
    )
    with _nothing_kept() as session, _places() as find:
        plans = [
            imports.plan(session, _alone(KINDS[kind]), sheet, find=find)
            for kind, sheet in (("participants", people_sheet), ("vacancies", jobs_sheet))
        ]
        if wrong := [f"{plan.file}, {cell.sentence}" for plan in plans for cell in plan.bad]:
            raise BadLabels(wrong)
        people, jobs = (_records(session, plan, find) for plan in plans)
    told = labels.read(labels_sheet, people, jobs)
    notes = [*_notes(plans[0], people), *_notes(plans[1], jobs), *told.notes]
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
    with _engine("sqlite://") as engine, Session(engine, autoflush=False) as session:
        db.Base.metadata.create_all(session.connection())
        yield session


@contextmanager
def _places() -> Iterator[Locate]:
    """Where postcodes are, as far as the database of this installation knows; nowhere where there is none."""
    with _engine(settings.load().database_url) as engine:
        if not _up_to_date(engine):
            yield nowhere
            return
        with Session(engine) as session:
            session.connection(execution_options={"looking": True})
            yield places.finder(session)


def _up_to_date(engine: Engine) -> bool:
    """Whether the database is there, as this version has it. Asking makes no file."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not (file and Path(file).is_file()):
        return False
    try:
        return schema.version(engine) == schema.NEWEST
    except DBAPIError:
        return False


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = db.connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _alone(kind: Kind) -> Kind:
    """The kind without the records that it names: an employer, an agreement, a keyworker."""
    columns = tuple(
        replace(column, links_to=None, required=column.required and column.links_to is None) for column in kind.columns
    )
    return replace(
        kind, columns=columns, links=lambda _session, _values: (), put=lambda _session, _record, _values: None
    )


def _records(session: Session, plan: Plan, find: Locate) -> dict[str, Any]:
    records = {row.reference: plan.kind.model() for row in plan.rows}
    for row in plan.rows:
        write(session, plan.kind, records[row.reference], row.values, find)
    return records


def _notes(plan: Plan, records: Mapping[str, Any]) -> Iterator[str]:
    for name, cells in plan.unknown.items():
        yield f"{plan.file}: the column “{name}” is not used here; its {cells} cells are left out."
    for row, column, note in plan.notes:
        yield f"{plan.file}, row {row}, {column}: {note}."
    if lost := sum(bool(each.postcode) and each.found_lat is None for each in records.values()):
        yield (
            f"{plan.file}: rows whose postcode is not known here: {lost}. Write their coordinates, "
            "or load postcodes with `brokerage places load`."
        )
