"""The pipeline: employers by how far the relationship has come, with what is open between them and us."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from brokerage.access import actor
from brokerage.ledger import pipeline
from brokerage.ledger.pipeline import Line
from brokerage.ledger.stages import STAGES, WORDS, Stage
from brokerage.pages.acting import moment, names
from brokerage.pages.listing import chips, paged
from brokerage.settings import load
from employers.clock import local
from employers.db import reading

pages = Blueprint("pipeline", __name__)

# Whose move the edge says: blue where the employer's is next, amber where ours is, pine where it goes its way.
EDGES: dict[Stage, str] = {"new": "amber", "met": "amber", "talking": "blue", "drafted": "blue", "resting": "amber"}
FEW = 10  # of each stage, until one is chosen


@dataclass(frozen=True)
class Group:
    """One stage: how many there are, and those that are shown."""

    stage: Stage
    count: int
    lines: Sequence[Line]

    @property
    def heading(self) -> str:
        return WORDS[self.stage]

    @property
    def edge(self) -> str:
        return EDGES.get(self.stage, "pine")


@pages.get("/pipeline")
def index() -> str:
    """Whom should I speak to next?"""
    today, stage = local(moment()).date(), request.args.get("stage", "")
    with reading() as session:
        everybody = pipeline.lines(session, today, load().ledger)
        mine = [line for line in everybody if line.employer.coordinator == actor()]
        lines = everybody if request.args.get("whose", "") == "all" or not mine else mine
        by_stage = {each: [line for line in lines if line.standing.stage == each] for each in STAGES}
        page = next((paged(those) for each, those in by_stage.items() if each == stage), None)
        groups = [
            Group(each, len(those), page.items if page else those[:FEW])
            for each, those in by_stage.items()
            if those and stage in ("", each)
        ]
        shown = [line for group in groups for line in group.lines]
        emails = {line.employer.coordinator for line in shown} | {
            line.next_visit.by for line in shown if line.next_visit
        }
        return render_template(
            "ledger/pipeline.html",
            groups=groups,
            page=page,
            count=len(lines),
            promises=sum(line.open_promises for line in lines),
            stages=chips(
                "stage", [("", "All", len(lines)), *((each, WORDS[each], len(by_stage[each])) for each in STAGES)]
            ),
            whose=chips("whose", [("", "My employers", len(mine)), ("all", "All employers", len(everybody))])
            if mine
            else [],
            names=names(session, {email for email in emails if email}),
        )
