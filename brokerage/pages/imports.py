"""Import: choose a file, see what it would change before it does, and get back the rows to correct."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import PurePath

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from brokerage import imports, uploads
from brokerage.access import actor, has_role
from brokerage.files.import_plan import Plan, Row
from brokerage.files.sheets import Unusable
from brokerage.fits import lawful
from brokerage.kinds import KINDS
from brokerage.look import plural
from brokerage.models import Upload
from brokerage.participants import PARTICIPANTS
from employers.db import reading, transaction
from employers.vacancies import VACANCIES

pages = Blueprint("imports", __name__)

SHOWN, MOST_SHOWN = 50, 1000  # lines of a table at first, and when all are asked for
HOLDS = {
    "employers": "Organisations, where they are and whom to speak to",
    "agreements": "What an employer has promised",
    "vacancies": "Jobs and placements. Their employers come first.",
    "participants": "People, each with a keyworker",
    "slots": "Times at which employers see people",
}


@pages.get("/import")
def index() -> str:
    return _choose({})


@pages.post("/import")
def choose() -> Answer | str | tuple[str, int]:
    """Keeps the file and shows what it would change."""
    kind, file = request.form.get("kind", ""), request.files.get("file")
    errors = {}
    if kind not in KINDS:
        errors["kind"] = "Choose what the file holds."
    if file is None or not file.filename:
        errors["file"] = "Choose a file."
    if errors or file is None:
        return _choose(errors), 422
    name, content = PurePath((file.filename or "").replace("\\", "/")).name, file.read()
    try:
        with transaction(by=actor()) as session:
            now = datetime.now(UTC).replace(tzinfo=None)
            upload = uploads.keep(session, current_user, kind=kind, name=name, content=content, now=now)
            made = uploads.plan(session, upload, may_grant=_may_grant())
    except Unusable as unusable:
        return _choose({"file": str(unusable)}), 422
    return redirect(url_for(".preview", number=upload.id, _anchor="to-correct" if made.bad else None), 303)


@pages.get("/import/<int:number>")
def preview(number: int) -> str:
    with reading() as session:
        upload = _get(session, number)
        return _show(upload, uploads.plan(session, upload, may_grant=_may_grant()))


@pages.post("/import/<int:number>")
def carry_out(number: int) -> Answer | tuple[str, int]:
    """Imports the good rows, unless the file would now do something else than what was shown."""
    with transaction(by=actor()) as session:
        upload = _get(session, number)
        made = uploads.plan(session, upload, may_grant=_may_grant())
        if made.fingerprint != request.form.get("seen"):
            return _show(upload, made, moved=True), 409
        uploads.carry_out(session, upload, made)
    flash(_told(made), "success")
    return redirect(url_for(".preview", number=number) if made.bad_rows else url_for(".index"), 303)


@pages.get("/import/<int:number>/to-correct")
def bad(number: int) -> Response:
    """The rows to correct as a file, ready to be written in and imported."""
    with reading() as session:
        upload = _get(session, number)
        content = imports.bad_file(uploads.plan(session, upload, may_grant=_may_grant()))
        return send_file(BytesIO(content), "text/csv", as_attachment=True, download_name=uploads.bad_name(upload))


@pages.post("/import/<int:number>/leave")
def leave(number: int) -> Answer:
    """Throws the upload away."""
    with transaction(by=actor()) as session:
        session.delete(_get(session, number))
    flash("The file was left. It changes nothing more.", "success")
    return redirect(url_for(".index"), 303)


def _choose(errors: dict[str, str]) -> str:
    chosen = request.form.get("kind") or request.args.get("kind", "")
    return render_template("imports/index.html", holds=HOLDS, chosen=chosen, errors=errors)


def _show(upload: Upload, made: Plan, *, moved: bool = False) -> str:
    most = MOST_SHOWN if "all" in request.args else SHOWN
    return render_template(
        "imports/preview.html",
        upload=upload,
        plan=made,
        most=most,
        moved=moved,
        unlawful=lawful.under(made, date.today()) if made.kind is VACANCIES else [],
        title=lambda row: _title(made, row),
        now=lambda row, column: _now(made, row, column),
    )


def _title(made: Plan, row: Row) -> str:
    """What stands beside a reference; nothing beside a person's, whose name is not everybody's who imports."""
    return "" if made.kind is PARTICIPANTS else row.values.get("title") or row.values.get("name") or ""


def _now(made: Plan, row: Row, column: str) -> str | None:
    """What a changed cell holds now; None where that is for the person's keyworker alone to see."""
    if made.kind is not PARTICIPANTS:
        return row.changes[column][0]
    keyworker = row.changes["keyworker"][0] if "keyworker" in row.changes else row.values["keyworker"]
    return row.changes[column][0] if keyworker == current_user.email and has_role("keyworker") else None


def _told(made: Plan) -> str:
    parts = [f"{plural(len(made.new), made.kind.word, made.kind.words)} new", f"{len(made.changed):,} changed"]
    said = f"Imported: {' and '.join(parts)}."
    if made.bad_rows:
        said += f" {plural(len(made.bad_rows), 'row')} to correct: get them as a file below."
    if made.invited:
        said += f" Invited as keyworkers: {', '.join(made.invited)}. An administrator has the links to hand over."
    return said


def _may_grant() -> bool:
    """Only an administrator's file makes a keyworker of somebody who has an account for other work."""
    return has_role("administrator")


def _get(session: Session, number: int) -> Upload:
    return uploads.find(session, current_user, number) or abort(404)
