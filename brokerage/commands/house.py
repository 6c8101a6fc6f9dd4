"""The commands that run the house: the demonstration, serving, migrating, the first accounts."""

import click

from brokerage import accounts, schema, settings
from brokerage.accounts import ROLES, RoleName
from employers import db


@click.command()
@click.option("--fresh", is_flag=True, help="Throw the demonstration away and make a new one.")
def demo(fresh: bool) -> None:
    """Make a demonstration with invented people if there is none, and serve it on this machine only."""
    from brokerage import demo as demonstration

    demonstration.run(fresh)


@click.command()
def serve() -> None:
    """Serve the pages."""
    from brokerage.serve import serve as answer

    answer(settings.load())


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    engine = schema.reach(settings.load().database_url)
    before = schema.version(engine)
    schema.migrate(engine)
    after = schema.version(engine)
    click.echo("The database was up to date." if before == after else f"The database is up to date now: {after}.")


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--name", default="", help="What the person is called.")
def add_user(email: str, role: RoleName, name: str) -> None:
    """Invite somebody, and print the link with which that person sets a password."""
    own = settings.load()
    schema.open_database(own.database_url)
    with db.transaction(by="command line") as session:
        invited = accounts.invite(session, email, role, name)
        link = accounts.new_link(invited, own.secret_key(), own.address)
    click.echo(
        f"{invited.email} is a {role} now. Hand over this link; it works once, for {own.accounts.link_days} days:\n{link}"
    )
