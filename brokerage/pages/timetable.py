"""The timetable of the work in the background: what is due next, what ran last, and whether anybody is at work."""

from flask import Blueprint, render_template

from brokerage import jobs, timetable
from brokerage.pages.acting import moment
from brokerage.settings import load
from employers.db import reading

pages = Blueprint("timetable", __name__, url_prefix="/timetable")


@pages.get("")
def show() -> str:
    now, own = moment(), load()
    with reading() as session:
        return render_template(
            "timetable/show.html",
            went=timetable.went(session, jobs.errands(own), now),
            lines=timetable.lines(session, jobs.of(own), now),
            work=timetable.at_work(session, now, own.timetable.alive_seconds),
            tick=own.work.tick_seconds,
            now=now,
        )
