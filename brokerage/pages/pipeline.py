"""The pipeline: employers by how far the relationship has come, with what is open between them and us."""

from flask import Blueprint, render_template, request

from brokerage.access import actor
from brokerage.ledger import pipeline
from brokerage.ledger.stages import STAGES, WORDS
from brokerage.pages.acting import moment, names
from brokerage.pages.listing import chips
from brokerage.settings import load
from employers.clock import local
from employers.db import reading

pages = Blueprint("pipeline", __name__)

# Whose move the heading's edge says: blue where the employer's is next, amber where ours is.
EDGES = {"new": "amber", "met": "amber", "talking": "blue", "drafted": "blue", "resting": "amber"}


@pages.get("/pipeline")
def index() -> str:
    """Whom should I speak to next?"""
    today, stage = local(moment()).date(), request.args.get("stage", "")
    with reading() as session:
        everybody = pipeline.lines(session, today, load().ledger)
        mine = [line for line in everybody if line.employer.coordinator == actor()]
        all_of_them = request.args.get("whose", "") == "all" or not mine
        lines = everybody if all_of_them else mine
        counts = {each: sum(line.standing.stage == each for line in lines) for each in STAGES}
        groups = [
            (each, WORDS[each], EDGES.get(each, "pine"), [line for line in lines if line.standing.stage == each])
            for each in STAGES
            if counts[each] and stage in ("", each)
        ]
        emails = {line.employer.coordinator for line in lines} | {
            line.next_visit.by for line in lines if line.next_visit
        }
        return render_template(
            "ledger/pipeline.html",
            groups=groups,
            count=len(lines),
            promises=sum(line.open_promises for line in lines),
            stages=chips("stage", [("", "All", len(lines)), *((each, WORDS[each], counts[each]) for each in STAGES)]),
            whose=chips("whose", [("", "My employers", len(mine)), ("all", "All", len(everybody))]) if mine else [],
            names=names(session, {email for email in emails if email}),
            today=today,
        )
