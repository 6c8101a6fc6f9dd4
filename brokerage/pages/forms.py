"""One form for every kind of record, made from its columns.

    return forms.edit(PARTICIPANTS, reference, after=lambda record: url_for(".show", reference=record.reference))

is a whole page for GET and POST: it adds a record (`reference` None) or changes one, saves it in one transaction, keeps what
was typed when a cell cannot be read, and saves nothing over what somebody else changed since the form was opened.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import places
from brokerage.access import actor
from brokerage.pages import fields
from brokerage.pages.form_choices import choices, last_change, next_reference
from employers import records
from employers.columns import BadCells, Column, Wrong
from employers.db import reading, transaction
from employers.records import Kind, Saved, SavedMeanwhile

Answer = str | Response | tuple[str, int]
Trail = Sequence[tuple[str, str]]
Cells = Mapping[str, str]
ARTICLE = {"employer": "an employer", "agreement": "an agreement", "participant": "a person"}


class ChangedMeanwhile(Exception):
    """Somebody else (`who`, with the time) saved the record after this form was opened. `now` is what stands in it."""

    def __init__(self, now: Cells, who: str) -> None:
        super().__init__()
        self.now, self.who = now, who


@dataclass
class Shown:
    """A form as it is drawn: its cells, what they were in the record when they were shown, and what is said beside them."""

    cells: Cells
    seen: Cells
    errors: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    changed: str = ""
    status: int = 200
    read: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class Suggested:
    """What a form proposes for a person to look at: cells, beside each what it was `read` from, and `notes` of what is to ask."""

    cells: Cells
    read: Cells
    notes: Cells


def edit(
    kind: Kind,
    reference: str | None,
    *,
    after: Callable[[Any], str],
    trail: Callable[[Any], Trail] = lambda _record: (),
    may: Callable[[Any], bool] = lambda _record: True,
    only: Iterable[str] | None = None,
    suggested: Callable[[Any], Suggested] | None = None,
    also: Callable[[Session, Any], None] = lambda _session, _record: None,
    template: str = "forms/edit.html",
    **said: Any,
) -> Answer:
    """The page that adds a record, or changes the one of that reference.

    `after` is the address to go to once it is saved, `trail` the breadcrumbs; both get the record (`trail` gets None for a new one).
    `may` refuses with a 404. `only` are the columns on the form; the others stay as they are. `suggested` is filled in
    first for a person to look at; `also` is done in the same transaction as the save. A template of one's own
    extends forms/edit.html; `said` goes to it, and may set `title`, `intro` and `button`.
    """
    columns = _columns(kind, reference, only)
    if request.method == "POST":
        typed = fields.cells(kind, request.form, [column.name for column in columns])
        outcome = _save(kind, reference, columns, typed, may, also=also)
        if isinstance(outcome, Saved):
            flash(_news(kind, outcome), "success")
            return redirect(after(outcome.record))
    else:
        outcome = None
    with reading() as session:
        record = _record(session, kind, reference, may)
        shown = outcome or _first(session, kind, record, columns)
        if suggested is not None:
            shown = _with(shown, suggested(record), fill=outcome is None)
        page = render_template(
            template,
            **{"title": _title(kind, record), "intro": "", "button": "Save" if record else "Add"} | said,
            record=record,
            trail=trail(record),
            groups=_groups(session, columns, shown),
            errors=_errors(columns, shown),
            seen=json.dumps(dict(shown.seen)),
            changed=shown.changed,
            needed=[column.label.lower() for column in columns if column.required],
        )
    return (page, shown.status) if shown.status != 200 else page


def called(record: Any) -> str:
    """What people call a record: its title or name, else its reference."""
    return str(getattr(record, "called", None) or getattr(record, "title", None) or _named(record))


def _named(record: Any) -> str:
    return getattr(record, "name", None) or str(record.reference)


def _columns(kind: Kind, reference: str | None, only: Iterable[str] | None) -> list[Column]:
    wanted = None if only is None else frozenset(only)
    return [
        column
        for column in kind.columns
        if (reference is None or column.name != "reference") and (wanted is None or column.name in wanted)
    ]


def _record(session: Session, kind: Kind, reference: str | None, may: Callable[[Any], bool]) -> Any:
    if reference is None:
        return None
    found = records.find(session, kind, reference)
    return found if found is not None and may(found) else abort(404)


def _first(session: Session, kind: Kind, record: Any, columns: Sequence[Column]) -> Shown:
    """A record as it stands; a new one with what the link to this page says of it, and the next free reference."""
    if record is not None:
        now = _of(kind, record, columns)
        return Shown(now, now)
    given = {column.name: request.args.get(column.name, "") for column in columns}
    reference = next_reference(session, kind)
    return Shown({**given, "reference": reference}, {"reference": reference})


def _with(shown: Shown, suggested: Suggested, *, fill: bool) -> Shown:
    """What is suggested, filled in before anything was typed, and its words beside the fields in any case."""
    cells = {**shown.cells, **suggested.cells} if fill else shown.cells
    return replace(shown, cells=cells, read=suggested.read, notes={**suggested.notes, **shown.notes})


def _save(
    kind: Kind,
    reference: str | None,
    columns: Sequence[Column],
    typed: Cells,
    may: Callable[[Any], bool],
    *,
    also: Callable[[Session, Any], None] = lambda _session, _record: None,
) -> Saved | Shown:
    seen = as_shown()
    try:
        with transaction(by=actor()) as session:
            record = _record(session, kind, reference, may)
            before = kind.cells(record) if record is not None else {}
            if record is not None and changed_meanwhile(columns, before, seen, typed):
                raise ChangedMeanwhile(_of(kind, record, columns), last_change(session, kind, record.reference))
            if record is None:
                typed = {**typed, **_suggested_again(session, kind, typed, seen)}
            saved = records.save(session, kind, {**before, **typed}, locate=places.finder(session), record=record)
            also(session, saved.record)
            return saved
    except BadCells as bad:
        return Shown(typed, seen, _wrong(kind, bad.wrong), status=422)
    except (IntegrityError, SavedMeanwhile):
        if reference is not None:
            raise
        how = f"Somebody added a {kind.word} of this reference just now. Write another."
        return Shown(typed, seen, {"reference": how}, status=422)
    except ChangedMeanwhile as meanwhile:
        return merged(columns, typed, seen, meanwhile)


def _suggested_again(session: Session, kind: Kind, typed: Cells, seen: Cells) -> dict[str, str]:
    """The next reference in place of one that was only suggested, where somebody else has taken that meanwhile."""
    suggested = typed.get("reference")
    if not suggested or suggested != seen.get("reference"):
        return {}
    following = records.take_reference(session, kind)
    return {"reference": following} if records.find(session, kind, suggested) is not None else {}


def as_shown() -> dict[str, str]:
    """The record's cells as they were when the form was opened; the form carries them."""
    try:
        told = json.loads(request.form.get("as shown", "{}"))
    except ValueError:
        return {}
    return {str(name): str(cell) for name, cell in told.items()} if isinstance(told, dict) else {}


def changed_meanwhile(columns: Sequence[Column], now: Cells, seen: Cells, typed: Cells) -> list[Column]:
    """The columns that somebody else changed to something else than what is wanted now."""
    return [
        column
        for column in columns
        if not fields.same(column, now[column.name], seen.get(column.name, ""))
        and not fields.same(column, now[column.name], typed[column.name])
    ]


def merged(columns: Sequence[Column], typed: Cells, seen: Cells, meanwhile: ChangedMeanwhile) -> Shown:
    """What was typed stays; where nothing was typed, what the other person wrote is shown. Both are pointed out."""
    cells, notes, now = dict(typed), {}, meanwhile.now
    for column in changed_meanwhile(columns, now, seen, typed):
        before = seen.get(column.name, "")
        if fields.same(column, typed[column.name], before):
            cells[column.name] = now[column.name]
            notes[column.name] = f"Changed meanwhile. It was: {before or 'empty'}."
        else:
            notes[column.name] = f"Changed meanwhile to: {now[column.name] or 'empty'}. What you wrote is kept here."
    return Shown(cells, now, notes=notes, changed=meanwhile.who, status=409)


def _wrong(kind: Kind, wrong: Iterable[Wrong]) -> dict[str, str]:
    return {each.column: fields.in_words(kind, each.sentence) for each in wrong}


def _groups(session: Session, columns: Sequence[Column], shown: Shown) -> dict[str, list[fields.Field]]:
    """The fields by the heading under which they stand, in the order of the columns."""
    groups: dict[str, list[fields.Field]] = {}
    for column in columns:
        cell = shown.cells.get(column.name, "")
        made = fields.field(
            column,
            cell,
            choices(session, column, cell),
            error=shown.errors.get(column.name, ""),
            note=shown.notes.get(column.name, ""),
            read=shown.read.get(column.name, ""),
        )
        groups.setdefault(column.group, []).append(made)
    return groups


def _errors(columns: Sequence[Column], shown: Shown) -> dict[str, str]:
    """{id of a box: sentence that names the field}, for the summary; what is wrong with a column not on this form, too."""
    told = {}
    for column in columns:
        if column.name in shown.errors:
            box = fields.field(column, "", None).first
            told[box] = f"{column.label}: {shown.errors[column.name]}"
    elsewhere = sorted(shown.errors.keys() - {column.name for column in columns})
    return told | ({"main-content": " ".join(shown.errors[name] for name in elsewhere)} if elsewhere else {})


def _title(kind: Kind, record: Any) -> str:
    return f"Change {called(record)}" if record is not None else f"Add {ARTICLE.get(kind.word, 'a ' + kind.word)}"


def _of(kind: Kind, record: Any, columns: Sequence[Column]) -> dict[str, str]:
    held = kind.cells(record)
    return {column.name: held[column.name] for column in columns}


def _news(kind: Kind, saved: Saved) -> str:
    name = called(saved.record)
    both = name if name == saved.record.reference else f"{name} ({saved.record.reference})"
    if saved.new:
        said = f"{both} is added."
    elif saved.changes:
        said = f"{both} is saved. Changed: {', '.join(kind.column(each).label.lower() for each in saved.changes)}."
    else:
        said = f"Nothing was different, so nothing was changed in {both}."
    return " ".join([said, *(f"“{kind.column(column).label}”: {note}." for column, note in saved.notes)])
