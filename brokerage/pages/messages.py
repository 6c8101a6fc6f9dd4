"""Messages: what a keyworker tells by word of mouth, ticked off; and letters that could not be sent."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from brokerage import by_hand
from brokerage.access import actor, has_role
from brokerage.pages.acting import moment
from brokerage.pages.people import own
from brokerage.questions import first_name
from brokerage.work_models import Message, Task
from employers.db import reading, transaction

pages = Blueprint("messages", __name__, url_prefix="/messages")


@pages.get("")
def index() -> str:
    """What could not be sent, and what waits for whom?"""
    now = moment()
    with reading() as session:
        return render_template(
            "unsent/index.html",
            unsent=by_hand.unsent(session),
            to_tell=by_hand.to_tell(session, now),
            stuck=by_hand.stuck(session, now),
            with_referrals=has_role("coordinator"),
        )


@pages.post("/<int:number>/settled")
def settled(number: int) -> Response:
    """Somebody has called, or has written in another way."""
    with transaction(by=actor()) as session:
        message = session.get(Message, number)
        if message is None or message.failed_at is None:
            abort(404)
        by_hand.settle(message, actor(), moment())
    flash("Noted. It is off this page.", "success")
    return redirect(url_for(".index"))


@pages.post("/told/<int:number>")
def told(number: int) -> Response:
    """A keyworker has told one of the own people."""
    with transaction(by=actor()) as session:
        task = session.get(Task, number)
        if task is None or not own(task.participant):
            abort(404)
        by_hand.done(task, actor(), moment())
        flash(f"Noted: {first_name(task.participant)} has been told. {task.subject}.", "success")
    return redirect(url_for("today.show"))
