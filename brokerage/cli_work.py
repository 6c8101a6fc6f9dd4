"""The commands about work in the background: doing it, and printing what is done when."""

import logging
from datetime import UTC, datetime

import click

from brokerage import schema, settings


@click.command()
def work() -> None:
    """Do what is due in the background and send messages, until it is stopped."""
    from brokerage import jobs, messages, post
    from brokerage import work as background

    own = settings.load()
    schema.open_database(own.database_url)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a look takes longer than a tick is no news
    worker = background.Worker(
        jobs.of(own), post.of(own), messages.Rules(own.mail, own.secret_key(), jobs.CHECKS, own.address), _now
    )
    where = f"to {own.mail.server}" if own.mail.server else f"into {own.mail_folder}, as no mail server is set"
    click.echo(f"Stepping Stone works in the background; messages go {where}. Ctrl+C stops it.")
    background.run(worker, own.work.tick_seconds)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@click.command()
def timetable() -> None:
    """Print every job of the background, when it is due and what it does: docs/timetable.md."""
    from brokerage import jobs
    from brokerage import timetable as printed

    click.echo(printed.document(jobs.of(settings.load())), nl=False)
