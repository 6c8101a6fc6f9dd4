"""The command that prints the way from a name on a shortlist to an outcome."""

import click

from brokerage import flow as way


@click.command()
def flow() -> None:
    """Print the states, what leads from one to the next and who may do it: docs/flow.md."""
    click.echo(way.document(), nl=False)
