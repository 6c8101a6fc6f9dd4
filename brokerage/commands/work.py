"""The commands about work in the background: doing it, printing what is done when, and trying how messages go."""

import logging
from datetime import UTC, datetime

import click

from brokerage import schema, settings
from employers.columns import Refused


@click.command()
def work() -> None:
    """Do what is due in the background and send messages, until it is stopped."""
    from brokerage import jobs, messages
    from brokerage import work as background
    from brokerage.sending import post

    own = settings.load()
    schema.open_database(own.database_url)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a look takes longer than a tick is no news
    worker = background.Worker(
        jobs.of(own), post.of(own), messages.Rules(own.mail, own.secret_key(), jobs.CHECKS, own.address), _now
    )
    folder = own.mail.way == "" and not own.mail.server
    where = f"into {own.mail_folder}, as no mail server is set" if folder else post.described(own)["E-mail"]
    click.echo(f"Stepping Stone works in the background; messages go {where}. Ctrl+C stops it.")
    background.run(worker, own.work.tick_seconds)


@click.group("messages")
def messages_out() -> None:
    """Messages to people and employers."""


@messages_out.command()
@click.argument("address")
def test(address: str) -> None:
    """Send one message now, by the way that is set, to an e-mail address or to a mobile number."""
    from brokerage.sending import post, texts
    from brokerage.sending.outgoing import PostAway, Text, Undeliverable

    own, now = settings.load(), _now()
    way, number = post.of(own), texts.number(address)
    if number is not None and own.texts.way == "":
        raise CannotSend("No way for texts is set. Write one into texts.way of the settings.")
    words = "This is a test. Whoever looks after Stepping Stone sent it, and there is nothing to do."
    try:
        if number is not None:
            called = way.send(Text(number, words, f"test-{now:%Y%m%d%H%M%S%f}"))
        else:
            key, secret = f"test {now}", own.secret_key()
            called = way.send(
                post.letter(own.mail, key, secret, recipient=address, subject="A test", body=words, now=now)
            )
    except (Undeliverable, PostAway) as why:
        raise CannotSend(f"It did not go. {why}") from None
    goes = post.described(own)["E-mail" if number is None else "Text message"]
    click.echo(f"It went {goes}{f' and is called {called} there' if called else ''}. See whether it arrives.")


class CannotSend(Refused):
    exit_code = 1


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@click.command()
def timetable() -> None:
    """Print every job of the background, when it is due and what it does: docs/timetable.md."""
    from brokerage import jobs
    from brokerage import timetable as printed

    own = settings.load()
    click.echo(printed.document(jobs.of(own), jobs.errands(own)), nl=False)
