"""What is promised, as columns: those of the file and those of the form alone; and what an edit may do to a promise that was made.

Places cannot fall below the people who were promised one. What was signed stays as it was signed for a file; on the form it can be
changed, and then it is to be signed again.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from employers import readers
from employers.agreement_life import state
from employers.agreement_models import LINE, LIST, AgreementLife
from employers.agreement_moves import begin_draft, hold, signature, take
from employers.agreements import COLUMNS, WHAT, WHEN, WHOM, rules
from employers.clock import local
from employers.columns import BadCells, Column, Values, Wrong, as_cell
from employers.flows import Act
from employers.models import Agreement, Introduction
from employers.records import Broken, Kind

COHORT = "A group that learns together"
MORE = (
    Column(
        "criteria",
        "What the interview asks for at least",
        readers.items,
        WHOM,
        "The essentials, separated by ; Everything else is no reason not to be seen.",
        longest=LIST,
        attribute="life.criteria",
    ),
    Column(
        "length_days",
        "Length",
        readers.whole(1, 1000, "days"),
        WHEN,
        "Days that a placement or a trial lasts",
        "number",
        attribute="life.length_days",
    ),
    Column(
        "cohort", "Its name", readers.line, COHORT, "Such as: caretakers, spring", longest=LINE, attribute="life.cohort"
    ),
    Column(
        "trainees",
        "People in it",
        readers.whole(1, 100_000),
        COHORT,
        "They are told how many jobs there are before they say yes",
        "number",
        attribute="life.trainees",
    ),
    Column(
        "cohort_jobs", "Jobs for them", readers.whole(0, 100_000), COHORT, "", "number", attribute="life.cohort_jobs"
    ),
    Column(
        "source",
        "Where it comes from",
        readers.line,
        WHAT,
        "Such as: planning obligation of the developer Calder Homes",
        longest=LINE,
        attribute="life.source",
    ),
    Column(
        "source_reference",
        "Reference there",
        readers.line,
        WHAT,
        "Such as the number of the planning decision",
        longest=LINE,
        attribute="life.source_reference",
    ),
)
NOT_PROMISED = {"reference", "employer", "notes", "source", "source_reference", "cohort"}
DAYS = ("starts_on", "ends_on")


def promised_columns() -> tuple[Column, ...]:
    """The columns for which a signature stands."""
    return tuple(column for column in (*COLUMNS, *MORE) if column.name not in NOT_PROMISED)


def mark(agreement: Agreement) -> str:
    """A short word that changes with what is promised: whoever signs, signs what was read."""
    cells = [as_cell(column.of(agreement)) for column in promised_columns()]
    return sha256(repr(cells).encode()).hexdigest()[:16]


def form(act: Act) -> Kind:
    """The kind of record that the page's form edits: a new one is a draft, and a change to what was signed clears the signature."""
    return replace(
        AGREEMENTS,
        columns=(*COLUMNS, *MORE),
        rules=_all_rules,
        links=_places_given,
        put=partial(_put, act=act),
    )


def _put(session: Session, agreement: Agreement, values: Values, *, act: Act) -> None:
    new = agreement.id is None
    if not new:
        _change(session, agreement, values, act)
    if any(values[column.name] is not None for column in MORE) and agreement.life is None:
        agreement.life = AgreementLife(said="signed")
    for column in MORE if agreement.life is not None else ():
        setattr(agreement.life, column.name, values[column.name])
    if new:
        begin_draft(agreement, act)


def _change(session: Session, agreement: Agreement, values: Values, act: Act) -> None:
    """What an edit does to a promise that was made. Raises BadCells."""
    hold(session, agreement)
    different = [column for column in promised_columns() if column.of(agreement) != values[column.name]]
    if not different:
        return
    if state(agreement, local(act.at).date()) == "renewed" and agreement.renewal is not None:
        how = f"{agreement.renewal.agreement_reference} goes on in its place; change what is promised there"
        raise BadCells([Wrong(different[0].name, as_cell(values[different[0].name]), how)])
    if signature(agreement) is not None or (agreement.life is not None and agreement.life.said == "ended"):
        why = "; ".join(_said(column, agreement, values) for column in different)
        take(session, agreement, "change", replace(act, why=why))
    elif agreement.life is not None and any(column.name in DAYS for column in different):
        agreement.life.settled = None  # a new end is a new question


def _said(column: Column, agreement: Agreement, values: Values) -> str:
    before, after = as_cell(column.of(agreement)) or "nothing", as_cell(values[column.name]) or "nothing"
    return f"{column.label}: {before} became {after}"


def _all_rules(values: Values) -> Iterator[Broken]:
    yield from rules(values)
    if (values["trainees"] is None) != (values["cohort_jobs"] is None):
        missing = "trainees" if values["trainees"] is None else "cohort_jobs"
        yield missing, "people and jobs go together; write both or neither"


def _places_given(session: Session, values: Values) -> Iterator[Broken]:
    """Nobody's promised interview is lost to an edit: the agreement is held while they are counted."""
    if values["places"] is None:
        return
    here = select(Agreement.id).where(Agreement.reference == values["reference"])
    session.execute(here.with_for_update(key_share=True))
    not_off = Introduction.taken_back_at.is_(None), func.coalesce(Introduction.answer, "") != "not_this_time"
    on = Introduction.agreement_reference == values["reference"], or_(Introduction.met.is_(True), and_(*not_off))
    taken = session.scalar(select(func.count()).select_from(Introduction).where(*on)) or 0
    if values["places"] < taken:
        said = "1 person has" if taken == 1 else f"{taken} people have"
        yield "places", f"{said} been promised one; write at least {taken}"


def _for_files(session: Session, values: Values) -> Iterator[Broken]:
    agreement = session.scalar(select(Agreement).where(Agreement.reference == values["reference"]))
    if agreement is None:
        return
    if (how := _kept_as_it_is(agreement)) is not None:
        for column in COLUMNS:
            if column.name not in NOT_PROMISED and column.of(agreement) != values[column.name]:
                yield column.name, how
    yield from _places_given(session, values)


def _kept_as_it_is(agreement: Agreement) -> str | None:
    """Why a file cannot change what it promises; None where it can."""
    if agreement.renewal is not None and agreement.renewal.said != "draft":
        return f"{agreement.renewal.agreement_reference} renews it; change what is promised there"
    if signature(agreement) is not None:
        return f"{agreement.reference} was signed for something else; change it on its page, where it is signed again"
    return None


AGREEMENTS = Kind("agreement", "agreements", Agreement, COLUMNS, rules, _for_files)
