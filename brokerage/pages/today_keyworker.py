"""A keyworker's Today: what to do next, what is new and fits, and what ends soon."""

from datetime import UTC, date, datetime

from flask import render_template, request
from flask_security import current_user

from brokerage.correspondence import by_hand, resending
from brokerage.fits import caseload
from brokerage.pages import after_tasks, keyworker_tasks, placement_tasks, referral_tasks, ring_fence_tasks, slot_tasks
from brokerage.pages.acting import moment
from brokerage.placements import asking
from employers.db import reading

SHOWN = 6  # tasks and new vacancies; the rest is one link away


def show() -> str:
    today, everything = date.today(), "all" in request.args
    with reading() as session:
        people = caseload.people_of(session, current_user)
        cases = caseload.cases(session, people, today)
        tasks = [
            *ring_fence_tasks.for_keyworker(session, people, moment()),
            *referral_tasks.for_keyworker(session, people),
            *slot_tasks.for_keyworker(session, people),
            *placement_tasks.for_keyworker(session, people, today),
            *after_tasks.for_keyworker(session, people, today),
            *keyworker_tasks.tasks(cases, today),
        ]
        new = keyworker_tasks.new_and_fitting(session, cases, datetime.now(UTC))
        return render_template(
            "people/today.html",
            today=today,
            cases=cases,
            tell=(tell := by_hand.tasks(session, current_user.id, moment(), asking.CHECKS)),
            can_go=resending.can_go(session, tell),
            tasks=tasks if everything else tasks[:SHOWN],
            count=len(tasks),
            new=new if everything else new[:SHOWN],
            new_count=len(new),
            ending=keyworker_tasks.ending(cases, today),
            everything=everything,
            news=referral_tasks.news(session, people, moment()),
            coming=referral_tasks.coming(session, people, moment()),
        )
