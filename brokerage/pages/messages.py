"""Messages: what could not be sent, what a keyworker tells by word of mouth or by letter, and how messages go at all."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import jobs
from brokerage.access import actor, has_role
from brokerage.correspondence import by_hand, letters, resending, ways_out
from brokerage.correspondence.resending import BadAddress, NotAgain
from brokerage.fits.questions import first_name
from brokerage.messages import overtaken
from brokerage.pages.acting import moment, names
from brokerage.pages.people import own
from brokerage.placements import asking
from brokerage.sending import post
from brokerage.sending.work_models import Message, Task
from brokerage.settings import load
from employers import readers
from employers.db import reading, transaction

pages = Blueprint("messages", __name__, url_prefix="/messages")


@pages.get("")
def index() -> str:
    """What could not be sent, and what waits for whom?"""
    with reading() as session:
        return _index(session)


@pages.post("/<int:number>/settled")
def settled(number: int) -> Response:
    """Somebody has called, or has written in another way."""
    with transaction(by=actor()) as session:
        by_hand.settle(_failed(session, number), actor(), moment())
    flash("Noted. It is off this page.", "success")
    return redirect(url_for(".index"))


@pages.post("/<int:number>/again")
def again(number: int) -> Response | tuple[str, int]:
    """Once more, to the address that was written; what is not true any more does not go."""
    typed = request.form.get("address", "")
    try:
        with transaction(by=actor()) as session:
            message = _failed(session, number)
            resending.send_again(session, message, moment(), jobs.CHECKS, address=typed)
            flash(f"It goes once more: {message.subject}, to {message.recipient}.", "success")
    except (BadAddress, NotAgain) as refused:
        with reading() as session:
            wrong = {number: (str(refused), typed)}
            return _index(session, wrong=wrong), 422 if isinstance(refused, BadAddress) else 409
    return redirect(url_for(".index"))


@pages.post("/<int:number>/letter")
def on_paper(number: int) -> Response | tuple[str, int]:
    """The same as a letter to post, while it is still true."""
    with transaction(by=actor()) as session:
        message = _failed(session, number)
        if why := overtaken(session, message, moment(), jobs.CHECKS):
            wrong = {number: (f"It is not printed, as it is not true any more. {why}", message.recipient)}
            return _index(session, wrong=wrong), 409
        if not message.body:
            abort(404)
        letters.mark_printed(message, actor(), moment())
        made = letters.of_message(message, load().secret_key(), load().address, moment())
    return _paper(made, f"letter-{number}.pdf")


@pages.post("/told/<int:number>")
def told(number: int) -> Response:
    """A keyworker has told one of the own people."""
    with transaction(by=actor()) as session:
        task = _own_task(session, number)
        by_hand.done(task, actor(), moment())
        flash(f"Noted: {first_name(task.participant)} has been told. {task.subject}.", "success")
    return redirect(url_for(".to_print" if request.form.get("from") == "letters" else "today.show"))


@pages.post("/told/<int:number>/again")
def told_again(number: int) -> Response:
    """The address was mended, so the message goes after all, and the keyworker need not tell it."""
    try:
        with transaction(by=actor()) as session:
            task = _own_task(session, number)
            message = resending.of_task(session, task) or abort(404)
            name = first_name(task.participant)
            resending.send_again(session, message, moment(), jobs.CHECKS)
        flash(f"It goes to {name} once more.", "success")
    except NotAgain as refused:
        flash(str(refused), "error")
    return redirect(url_for("today.show"))


@pages.get("/letters")
def to_print() -> str:
    """Which letters wait to be printed, and which to be posted?"""
    with reading() as session:
        return _letters(session)


@pages.post("/letters/print")
def print_letters() -> Response | tuple[str, int]:
    """The letters that were ticked, as one PDF; from now on it stands beside them that they were printed."""
    chosen = {readers.count(each, 2**31) for each in request.form.getlist("letter")} - {None}
    with transaction(by=actor()) as session:
        found = [
            task for task in letters.to_print(session, current_user.id, moment(), asking.CHECKS) if task.id in chosen
        ]
        if found:
            made = letters.of_tasks(found, load().secret_key(), load().address, moment())
            for task in found:
                session.refresh(task, with_for_update={"of": Task})
                letters.mark_printed(task, actor(), moment())
            return _paper(made, "letters.pdf")
        why = (
            "What was ticked has been told, or is not true any more." if chosen else "Tick the letters to print first."
        )
        return _letters(session, why), 409 if chosen else 422


@pages.get("/ways")
def ways() -> str:
    """How do messages go now, and do they?"""
    with reading() as session:
        now = moment()
        return render_template(
            "unsent/ways.html",
            stand=ways_out.stand(session, now, asking.CHECKS),
            how=post.described(load()),
            followed="notify" in (load().mail.way, load().texts.way),
            stuck=by_hand.stuck(session, now),
        )


def _index(session: Session, wrong: dict[int, tuple[str, str]] | None = None) -> str:
    now = moment()
    unsent = by_hand.unsent(session)
    return render_template(
        "unsent/index.html",
        unsent=unsent,
        wrong=wrong or {},
        printers=names(session, {each.printed_by for each in unsent if each.printed_by}),
        to_tell=by_hand.to_tell(session, now, asking.CHECKS),
        stuck=by_hand.stuck(session, now),
        with_referrals=has_role("coordinator"),
    )


def _letters(session: Session, why: str = "") -> str:
    now = moment()
    found = letters.to_print(session, current_user.id, now, asking.CHECKS)
    return render_template(
        "unsent/letters.html",
        letters=found,
        too_soon={task.id for task in found if letters.too_soon(session, task, now)},
        printers=names(session, {task.printed_by for task in found if task.printed_by}),
        why=why,
    )


def _failed(session: Session, number: int) -> Message:
    message = session.get(Message, number, with_for_update=True)
    return message if message is not None and message.failed_at is not None else abort(404)


def _own_task(session: Session, number: int) -> Task:
    task = session.get(Task, number, with_for_update={"of": Task})
    return task if task is not None and own(task.participant) else abort(404)


def _paper(made: bytes, name: str) -> Response:
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
