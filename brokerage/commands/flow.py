"""The commands about what may follow what: printing it, and making a kept result again."""

from importlib import import_module

import click

DOCUMENTS = {
    "referrals": "brokerage.flow",
    "agreements": "employers.agreement_life",
    "placements": "employers.placements.life",
    "ring-fences": "brokerage.promises.ring_fence_page",
}


@click.command()
@click.argument("of", type=click.Choice(list(DOCUMENTS)), default="referrals")
def flow(of: str) -> None:
    """Print the states, what leads from one to the next and who may do it: docs/flow.md and its neighbours."""
    click.echo(import_module(DOCUMENTS[of]).document(), nl=False)


@click.command()
@click.argument("referral")
def replay(referral: str) -> None:
    """Make the kept result of REFERRAL's check again from what it was made of, and say whether it has the same bytes."""
    from brokerage import referrals, schema, settings
    from brokerage.fits import kept_results
    from employers.db import reading

    schema.open_database(settings.load().database_url)
    with reading() as session:
        row = kept_results.get(session, referrals.get(session, referral))
        same = kept_results.again(session, row) == row.result
        if not same:
            raise kept_results.CannotBeMadeAgain("other bytes come out, so the program itself has changed since.")
        click.echo(f"The same, byte for byte: as of {row.as_of}, by rules {row.policy}.")
