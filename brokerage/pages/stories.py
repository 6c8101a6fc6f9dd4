"""A person's story: which jobs, what happened with each, who did it, when and why."""

from flask import render_template

from brokerage import referrals
from brokerage.pages import ways
from brokerage.pages.acting import moment, names
from brokerage.pages.better_off import pages
from brokerage.pages.people import own, seen, trail
from employers.db import reading

__all__ = ["pages"]  # the addresses of people, this one among them


@pages.get("/<reference>/story")
def story(reference: str) -> str:
    now = moment()
    with reading() as session:
        person = seen(session, reference)
        told = [(ways.way(each, now), referrals.story(each)) for each in referrals.of_person(session, person)]
        return render_template(
            "people/story.html",
            person=person,
            keyworker=own(person),
            told=told,
            names=names(session, {line.by for _, lines in told for line in lines}),
            trail=trail(person),
        )
