"""The demonstration: Hallbrook's programme in a database of its own, brought in through the same imports as anybody's files."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import click
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from brokerage import accounts, imports, jobs, schema, settings
from brokerage.accounts import User
from brokerage.demonstration import (
    adverts,
    after,
    agreements,
    messages,
    placements,
    posting,
    ring_fences,
    seating,
    times,
    trust,
)
from brokerage.demonstration.accounts import ACCOUNTS
from brokerage.demonstration.contacts import write_down
from brokerage.demonstration.files import KINDS as FILES
from brokerage.demonstration.files import Row, rows
from brokerage.demonstration.town import PLACES
from brokerage.demonstration.ways import set_out
from brokerage.due import running
from brokerage.due.timetable_models import JobRun, WorkingProcess
from brokerage.files import sheets
from brokerage.kinds import KINDS
from brokerage.models import Participant, Place
from brokerage.reference import facts
from employers import db
from employers.columns import Refused
from employers.models import Contact, Employer

BY = "demonstration"
HOST = "127.0.0.1"  # everybody may sign in to it, so nobody else's machine may reach it


class NotADemonstration(Refused):
    def __init__(self) -> None:
        super().__init__(
            "This database has records of its own, so no demonstration is made of it. Name another one in "
            "BROKERAGE_DATABASE_URL, such as sqlite:///demonstration.sqlite, and run `brokerage demo` again."
        )


def run(fresh: bool) -> None:
    """Makes the demonstration if there is none, or a new one, says who may sign in, and serves it on this machine only."""
    own = settings.load()
    made = prepare(own.database_url, date.today(), fresh=fresh)
    here = replace(own, server=replace(own.server, host=HOST, address="", proxies=0))
    click.echo(_welcome(here.address, own.demonstration.password, made=made))
    from brokerage.serve import serve  # the pages take a second to load; until then there is something to read

    serve(here)


def prepare(url: str, today: date, *, fresh: bool) -> bool:
    """Sees to it that the database is a demonstration, and says whether it was made just now. Raises NotADemonstration."""
    if fresh:
        _throw_away(url)
    engine = schema.open_database(url)
    try:
        with db.reading() as session:
            marked, empty = facts.is_demonstration(session), _empty(session)
        if not marked and not empty:
            raise NotADemonstration
        if not marked:
            make(engine, today)
    finally:
        engine.dispose()  # whoever serves it opens it anew
    return not marked


def make(engine: Engine, today: date) -> None:
    """Fills an empty database with Hallbrook as it is on that day: all of it, or nothing."""
    if schema.version(engine) != schema.NEWEST:
        schema.migrate(engine)
    db.use(engine)
    with db.transaction(by=BY) as session:
        facts.mark_demonstration(session)
        session.add_all(Place(**place._asdict()) for place in PLACES)
        _invite(session)
        for kind in FILES:
            _import(session, kind, rows(kind, today))
        _let_contacts_in(session)
        ring_fences.keep(session, today)
        posting.stand(session, today)
        set_out(session, today)
        times.set_out(session, today)
        seating.wait(session, today)
        ring_fences.hold(session, today)
        write_down(session, today)
        trust.set_out(session, today)
        agreements.set_out(session, today)
        adverts.set_out(session, today)
        placements.set_out(session, today)
        after.set_out(session, today)
        messages.set_out(session, today)
        _worked_until(session, datetime.combine(today, time(0)))


def _invite(session: Session) -> None:
    password = accounts.hashed(settings.load().demonstration.password)
    for account in ACCOUNTS:
        accounts.invite(session, account.email, account.role, account.name).password = password


def _import(session: Session, kind: str, made: list[Row]) -> None:
    """Brings rows in as a file. Raises Refused where one is bad."""
    plan = imports.plan(session, KINDS[kind], sheets.read(f"{kind}.csv", as_file(made)))
    if plan.bad:
        raise Refused("\n".join(f"{plan.file}, {cell.sentence}" for cell in plan.bad))
    imports.carry_out(session, plan)


def as_file(made: list[Row]) -> bytes:
    """Rows as the CSV file that somebody would have typed, with the columns that any of them has."""
    columns = list(dict.fromkeys(column for row in made for column in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(made)
    return text.getvalue().encode()


def _let_contacts_in(session: Session) -> None:
    """Ties the account of somebody at an employer to that person's entry there."""
    for user in session.scalars(select(User)):
        if user.may("employer"):
            user.contact_id = session.scalar(select(Contact.id).where(Contact.email == user.email))


def _worked_until(session: Session, midnight: datetime) -> None:
    """The work in the background as it was until the night before: from then on it waits for `brokerage work`."""
    for job in jobs.of(settings.load()):
        due = job.rhythm.due(midnight, None)
        if due is not None:
            running.take(session, job.name, due).done_at = due
            session.add(JobRun(job=job.name, due_at=due, began_at=due, ended_at=due, tries=1))
    session.add(WorkingProcess(name=BY, began_at=midnight - timedelta(days=9), seen_at=midnight, stopped_at=midnight))


def _empty(session: Session) -> bool:
    return not any(session.scalar(select(kind.id).limit(1)) for kind in (User, Employer, Participant))


def _throw_away(url: str) -> None:
    """Takes a demonstration's tables away, whatever version made them; any other database is left as it is."""
    engine = schema.reach(url)
    try:
        if inspect(engine).has_table("fact_about_database"):
            db.use(engine)
            with db.reading() as session:
                marked = facts.is_demonstration(session)
            if marked:
                schema.migrate_down(engine)
                schema.migrate(engine)
    finally:
        engine.dispose()


def _welcome(address: str, password: str, *, made: bool) -> str:
    begun = "A demonstration was made" if made else "The demonstration is as it was left; --fresh makes a new one"
    width = max(len(account.email) for account in ACCOUNTS)
    lines = [f"  {account.email:<{width}}  {account.name}, {account.role}" for account in ACCOUNTS]
    return "\n".join(
        [
            f"{begun}. Everybody in it is made up.",
            "",
            f"Open {address} and sign in with the password {password} as",
            *lines,
            "",
        ]
    )
