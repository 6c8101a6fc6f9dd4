"""The command that prints who would sit in which slot."""

import json
from datetime import UTC, datetime
from typing import Any

import click

from brokerage import schema, settings
from brokerage.seating import gather, words
from brokerage.seating.exact import best
from brokerage.seating.gather import Scene
from brokerage.seating.shortage import shortage
from brokerage.seating.terms import Plan
from employers.db import reading


@click.command()
@click.argument("reference")
@click.option("--json", "as_document", is_flag=True, help="One JSON document.")
def seat(reference: str, as_document: bool) -> None:
    """The best plan for everybody who waits for a time at the vacancy or under the agreement REFERENCE. Books nothing."""
    schema.open_database(settings.load().database_url)
    with reading() as session:
        found = gather.scene(session, gather.subject(session, reference), datetime.now(UTC).replace(tzinfo=None))
        plan = best(found.problem)
        if as_document:
            click.echo(json.dumps(document(found, plan), ensure_ascii=False))
            return
        for line in _lines(found, plan):
            click.echo(line)


def document(found: Scene, plan: Plan) -> dict[str, Any]:
    """{"of": the reference, "seats": who sits where and why, "not_seated": who does not and why, "needed": places missing for a promise}"""
    options = {(each.ask, each.time): each for each in found.problem.options}
    short = shortage(found.problem)
    return {
        "of": found.of.reference,
        "seats": [
            {
                "referral": ask,
                "participant": found.asks[ask].person,
                "slot": time,
                "starts_at": found.slots[time].starts_at.isoformat(" ", "minutes"),
                "promised": found.asks[ask].promised,
                "why": words.reason(found, options[ask, time]),
                "not_known": list(options[ask, time].unknown),
            }
            for ask, time in plan.items()
        ],
        "not_seated": [
            {
                "referral": ask,
                "participant": found.asks[ask].person,
                "promised": found.asks[ask].promised,
                "why": words.why_unseated(found, ask, plan),
                "would_seat": [way.said for way in words.ways(found, ask)],
            }
            for ask in found.referrals
            if ask not in plan
        ],
        "needed": [{"by": day.isoformat() if day else None, "places": count} for day, count in short.by]
        if short
        else [],
    }


def _lines(found: Scene, plan: Plan) -> list[str]:
    told = document(found, plan)
    lines = [
        f"{found.employer.name}, {found.of.reference}: {len(plan)} of {len(found.referrals)} people can be seated. Nothing is booked."
    ]
    for each in sorted(told["seats"], key=lambda each: (each["starts_at"], each["participant"])):
        name = found.referrals[each["referral"]].participant.called
        lines += [
            f"\n{each['starts_at']}  {each['participant']} {name}{', promised' if each['promised'] else ''}",
            f"  {each['why']}",
        ]
    for each in told["not_seated"]:
        name = found.referrals[each["referral"]].participant.called
        lines += [
            f"\nNot seated: {each['participant']} {name}",
            f"  {each['why']}",
            *(f"  > {way}" for way in each["would_seat"]),
        ]
    short = shortage(found.problem)
    return [*lines, f"\nFor what was promised, {words.needed(short, found.now.date())}."] if short else lines
