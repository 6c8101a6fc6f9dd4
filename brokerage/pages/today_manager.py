"""A manager's Today: counts, and nobody's name."""

from datetime import date

from flask import render_template

from brokerage.ledger import diversity
from brokerage.pages import board, care_tasks
from brokerage.pages.today_coordinator import the_world
from brokerage.settings import load
from employers.db import reading
from employers.placements import unpaid


def show() -> str:
    today, wide = date.today(), load().ledger
    with reading() as session:
        world = the_world(session, today)
        live = [person for person in world.people if not person.paused]
        stand = world.stand
        return render_template(
            "today/manager.html",
            today=today,
            live=len(live),
            paused=len(world.people) - len(live),
            fit_now=len(live) - len(stand.without(live, "fits_now")) if stand else None,
            good=len(live) - len(stand.without(live, "fits_now", "check")) if stand else None,
            nobody_yet=len(stand.without(live, "fits_now", "check")) if stand else None,
            jobs=sum(not unpaid.note(job) for job in world.jobs),
            posts=sum(job.places or 1 for job in world.jobs if not unpaid.note(job)),
            no_jobs=sum(bool(unpaid.note(job)) for job in world.jobs),
            unfilled=sum(not stand.suited(job.reference).good for job in world.jobs) if stand else None,
            cards=sorted((card for card in world.cards if card.stands != "draft"), key=board.soonest),
            totals=board.totals(world.cards),
            reach=diversity.reach(session, today, wide.diversity_days),
            reach_days=wide.diversity_days,
            reach_aim=wide.diversity_percent,
            care=care_tasks.for_manager(session, today),
        )
