"""The commands about the way from a name on a shortlist to an outcome: printing it, and making a kept result again."""

import click

from brokerage import flow as way
from brokerage import ring_fence_page

PAGES = {"referrals": way.document, "ring-fences": ring_fence_page.document}


@click.command()
@click.argument("of", type=click.Choice(list(PAGES)), default="referrals")
def flow(of: str) -> None:
    """Print the states, what leads from one to the next and who may do it: docs/flow.md, docs/ring_fences.md."""
    click.echo(PAGES[of](), nl=False)


@click.command()
@click.argument("referral")
def replay(referral: str) -> None:
    """Make the kept result of REFERRAL's check again from what it was made of, and say whether it has the same bytes."""
    from brokerage import kept_results, referrals, schema, settings
    from employers.db import reading

    schema.open_database(settings.load().database_url)
    with reading() as session:
        row = kept_results.get(session, referrals.get(session, referral))
        same = kept_results.again(session, row) == row.result
        if not same:
            raise kept_results.CannotBeMadeAgain("other bytes come out, so the program itself has changed since.")
        click.echo(f"The same, byte for byte: as of {row.as_of}, by rules {row.policy}.")
