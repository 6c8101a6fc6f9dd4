"""Migrations make exactly the tables that the records say, up and down, with data, on either engine."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from brokerage import placing_models, schema, tables  # noqa: F401 (every table)
from brokerage.adverts import models as advert_models
from brokerage.kinds import KINDS
from brokerage.models import AuditEntry, Participant
from brokerage.placements import own_word_models
from brokerage.schema import NEWEST, SchemaTooNew, SchemaTooOld
from employers import db
from employers.db import Base, reading, transaction
from employers.placements import after_models as placement_after_models
from employers.placements import models as placement_models
from employers.records import save

VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"


@pytest.fixture
def bare(server: str | None, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table: a file, or a schema of its own in the PostgreSQL of the tests."""
    if server is None:
        engine = db.connect(f"sqlite:///{tmp_path / 'bare.sqlite'}")
        yield engine
    else:
        name = f"bare_{uuid4().hex}"
        before, mark, after = server.partition("?")
        admin = db.connect(f"{before.rstrip('/')}/postgres{mark}{after}")
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        engine = db.connect(f"{before.rstrip('/')}/{name}{mark}{after}")
        yield engine
    engine.dispose()


def shape(engine: Engine) -> dict[str, Any]:
    """Every table as its database tells it: columns, keys, checks, indexes."""
    seen = inspect(engine)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in seen.get_columns(table)},
            "checks": sorted((c["name"], c["sqltext"]) for c in seen.get_check_constraints(table)),
            "unique": sorted((c["name"], tuple(c["column_names"])) for c in seen.get_unique_constraints(table)),
            "foreign": sorted(
                (
                    c["name"],
                    tuple(c["constrained_columns"]),
                    c["referred_table"],
                    tuple(c["referred_columns"]),
                    str(c["options"]),
                )
                for c in seen.get_foreign_keys(table)
            ),
            "indexes": sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in seen.get_indexes(table)),
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def fill() -> None:
    """A record of each kind."""
    with transaction(by="test") as session:
        save(session, KINDS["employers"], {"reference": "E1", "name": "Owlerby", "contact_name": "Grace"})
        save(session, KINDS["agreements"], {"reference": "A1", "employer": "E1", "kind": "job_trial"})
        save(session, KINDS["vacancies"], {"reference": "V1", "employer": "E1", "title": "Porter"})
        save(session, KINDS["participants"], {"reference": "P1", "keyworker": "kim@hallbrook.example"})
        session.add(
            advert_models.AdvertSource(
                vacancy_reference="V1", key="page x", said={"title": "Porter"}, read_at=datetime(2027, 1, 14)
            )
        )
        save(session, KINDS["slots"], {"reference": "T1", "vacancy": "V1", "starts_at": "2027-01-14 10:30"})
        _a_placement(session)


def _a_placement(session: Session) -> None:
    person = session.scalars(select(Participant)).one()
    words = {"kind": "job_trial", "scheme": "job_trial", "vacancy_reference": "V1", "agreement_reference": "A1"}
    hours = {"day": date(2027, 1, 14), "starts": time(9, 30), "ends": time(14, 30)}
    made = placement_models.Placement(reference="W1", drafted_at=datetime(2027, 1, 14), drafted_by="kim", **words)
    made.days.append(placement_models.PlacementDay(**hours))
    made.roles.append(placement_models.PlacementRole(number=1, name="Kitchen", days=1))
    log = {"at": made.drafted_at, "by": "kim"}
    made.steps.append(placement_models.PlacementStep(role="coordinator", transition="draft", after="draft", **log))
    signed = {"edition": 1, "party": "programme", "signed_as": "Kim", "signed_on": date(2027, 1, 14), "how": "page"}
    made.signatures.append(placement_models.PlacementSignature(**signed, **log))
    session.add(placed := placing_models.Placed(placement=made, participant=person))
    session.flush()
    _after_it(session, made, placed)
    at = {"employer_reference": "E1", "site": "HB1 2RH"}
    session.add(placement_models.PlacementSeat(placement_id=made.id, day=date(2027, 1, 14), seat=1, **at))
    session.add(placement_models.SitePlaces(places=2, set_by="kim", set_at=made.drafted_at, **at))


def _after_it(session: Session, made: placement_models.Placement, placed: placing_models.Placed) -> None:
    said = {"placement": made, "by": "kim", "role": "employer", "at": made.drafted_at}
    came = {"day": date(2027, 1, 14), "what": "came", "minutes": 300}
    session.add(placement_after_models.PlacementAttendance(**came, **said))
    session.add(placement_after_models.PlacementReview(did="Carried.", confirmed_as="Kim", **said))
    session.add(placement_after_models.PlacementJob(title="Porter", starts_on=date(2027, 2, 1), **said))
    word = {"edition": 1, "agrees": True, "signed_as": "Jo", "how": "link", "by": "jo", "at": made.drafted_at}
    session.add(own_word_models.OwnWord(placed=placed, **word))
    session.flush()


def test_migrations_make_what_the_records_say(bare: Engine) -> None:
    schema.migrate(bare)
    migrated = shape(bare)
    with bare.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    schema.migrate_down(bare)
    Base.metadata.create_all(bare)

    assert migrated == shape(bare)


def test_up_and_down_and_up_again_with_data(bare: Engine) -> None:
    schema.migrate(bare)
    db.use(bare)
    fill()

    schema.migrate_down(bare)
    assert shape(bare) == {}
    schema.migrate(bare)
    fill()


def test_each_step_alone_goes_down_and_up_with_data(bare: Engine) -> None:
    schema.migrate(bare)
    db.use(bare)
    fill()
    steps = [script.revision for script in ScriptDirectory(str(VERSIONS.parent)).walk_revisions()]

    for step in steps[1:]:
        schema.migrate_down(bare, step)
        assert schema.version(bare) == step
    for step in reversed(steps):
        schema.migrate(bare, step)
        assert schema.version(bare) == step


def test_the_newest_is_the_last_migration_and_each_is_named_in_words() -> None:
    scripts = ScriptDirectory(str(VERSIONS.parent))
    assert scripts.get_heads() == [NEWEST]
    assert {script.revision for script in scripts.walk_revisions()} == {
        file.stem for file in VERSIONS.glob("*.py") if file.stem != "__init__"
    }


def test_a_new_sqlite_database_is_made_by_whatever_opens_it(tmp_path: Path) -> None:
    engine = schema.open_database(f"sqlite:///{tmp_path / 'new' / 'house.sqlite'}")
    fill()
    with reading() as session:
        assert session.scalar(select(AuditEntry.id).limit(1)) is not None
    engine.dispose()


def test_an_older_and_a_newer_database_are_refused_in_a_sentence(bare: Engine) -> None:
    schema.migrate(bare, "people")
    url = bare.url.render_as_string(hide_password=False)

    with pytest.raises(SchemaTooOld, match="brokerage migrate"):
        schema.open_database(url)
    schema.migrate(bare)
    with bare.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_next_year'"))
    with pytest.raises(SchemaTooNew, match="of_next_year"):
        schema.open_database(url)


def test_an_empty_postgresql_is_told_apart_from_an_old_one(bare: Engine) -> None:
    if bare.dialect.name == "sqlite":
        schema.open_database(str(bare.url)).dispose()  # a file without tables gets them
        assert schema.version(bare) == NEWEST
    else:
        with pytest.raises(SchemaTooOld, match="no tables of ours yet"):
            schema.open_database(bare.url.render_as_string(hide_password=False))
