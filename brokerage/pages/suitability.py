"""The suitability check as it is filled in: the factors, the two views, and the person's own answer with the words that may be shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from brokerage import consent, referrals, shortlists
from brokerage.access import actor, has_role
from brokerage.consent import PARTS
from brokerage.fits import suitability, told
from brokerage.fits.questions import first_name
from brokerage.fits.suitability import Checked, Incomplete
from brokerage.pages import kept
from brokerage.pages.acting import acting, moment, names, status
from brokerage.pages.asks import in_words
from brokerage.pages.matches import pages, pair, told_of
from brokerage.pages.people import mine, own
from brokerage.pages.ways import way
from brokerage.promises.kept_posts import KeptForOthers
from brokerage.referral_models import Referral
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.introductions import Card
from matching import grammar
from matching.terms import FACTORS, FactorName, Fit, Status
from matching.week import Unreadable

__all__ = ["pages"]  # the addresses of people, these among them

Answer = str | Response | tuple[str, int]
Form = MultiDict[str, str]
ANSWERED = {
    True: "{name} said yes. A coordinator introduces {name} with these words, and no others.",
    False: "{name} said no. Nothing else changes, and no reason is kept.",
}
BEFORE_THE_DESK = ("asked", "checked", "agreed")  # states in which the words can still be changed


@dataclass(frozen=True, slots=True)
class Row:
    """One factor with what the keyworker made of it; `status` is as shown, `error` what was wrong with it."""

    factor: FactorName
    found: Status
    status: Status
    source: str
    seen_on: str
    note: str
    touched: bool
    error: str

    @property
    def open(self) -> bool:
        """Whether there is something to answer, or an answer to look at."""
        return self.status == "unknown" or self.touched or bool(self.error)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a card: whether it is ticked, and its words."""

    name: str
    label: str
    ticked: bool
    text: str


@pages.get("/<reference>/check/<vacancy>")
def check(reference: str, vacancy: str) -> str:
    """Does this job suit this person, and what is not known?"""
    kept.note_seen(vacancy)
    return _page(reference, vacancy)


@pages.post("/<reference>/check/<vacancy>/begin")
def begin_check(reference: str, vacancy: str) -> Response:
    """A keyworker puts a job to one of the own people."""
    with transaction(by=actor()) as session:
        person, job = pair(session, reference, vacancy)
        mine(session, reference)
        said = f"The check is open. Look it through, then ask {first_name(person)}.", "success"
        try:
            referrals.ask(session, person, job, acting(person, "ask"), moment())
        except KeptForOthers as kept_for_others:
            said = str(kept_for_others), "note"
    flash(*said)
    return redirect(url_for(".check", reference=reference, vacancy=vacancy))


@pages.post("/<reference>/check/<vacancy>")
def save_check(reference: str, vacancy: str) -> Answer:
    """Keeps the check and the view and, if that was the button, the person's answer. What cannot be kept stays in its field."""
    form, do = request.form, request.form.get("do", "check")
    if do == "again":
        return _page(reference, vacancy, form)
    with reading() as session:
        person, job = pair(session, reference, vacancy)
        keyworker = own(person)
        if referrals.open_for(session, person, job) is None:
            flash("This ended meanwhile, so nothing more is kept. See what happened.", "note")
            return redirect(url_for("people.story", reference=reference))
    errors, code = _keep(reference, vacancy, form, _steps(form, do, keyworker=keyworker))
    if errors:
        return _page(reference, vacancy, form, errors), code
    if do == "check" and keyworker and _answer_begun(form):
        flash("The check is saved. The answer is not noted yet.", "note")
        return _page(reference, vacancy, form)
    name = first_name(person)
    if do == "answer":
        flash(ANSWERED[form["said"] in ("yes", "if")].format(name=name), "success")
        return redirect(url_for("people.story", reference=reference))
    flash(f"The check is saved. Now ask {name}." if keyworker else "Your view is saved.", "success")
    return redirect(url_for(".check", reference=reference, vacancy=vacancy))


@pages.route("/<reference>/check/<vacancy>/preview", methods=["GET", "POST"])
def preview(reference: str, vacancy: str) -> Answer:
    """Exactly what the employer would see: of what is typed, or of what was agreed."""
    form = request.form
    try:
        with reading() as session:
            person, job = pair(session, reference, vacancy)
            mine(session, reference)
            referral = referrals.newest_for(session, person, job)
            card: Card = (
                consent.preview(person, form.getlist("share"), _words(form))
                if request.method == "POST"
                else consent.card_for(referral)
                if referral
                else []
            )
            return render_template(
                "people/preview.html",
                person=person,
                name=first_name(person),
                job=job,
                card=card,
                typed=[(name, value) for name, value in form.items(multi=True) if name not in ("csrf_token", "do")],
            )
    except Refused as refused:
        return _page(reference, vacancy, form, {"share": str(refused)}), 422


Step = Callable[[Session, Referral, Form, datetime], None]


def _steps(form: Form, do: str, *, keyworker: bool) -> list[tuple[str, Step]]:
    """What is kept, one after the other, with the field at which a refusal is shown. A no waits for no check."""
    if not keyworker:
        return [("view", _keep_view)]
    if do == "answer" and form.get("said") in ("not_this", "not_now"):
        return [("said", _keep_answer)]
    rest: list[tuple[str, Step]] = [("said", _keep_answer)] if do == "answer" else []
    return [("factors", _keep_check), ("view", _keep_view), *rest]


def _keep(reference: str, vacancy: str, form: Form, steps: Sequence[tuple[str, Step]]) -> tuple[dict[str, str], int]:
    """Takes the steps, each in a transaction of its own, up to the first that is refused: ({field: sentence}, status)."""
    for field, step in steps:
        try:
            with transaction(by=actor()) as session:
                person, job = pair(session, reference, vacancy)
                referral = referrals.open_for(session, person, job)
                if referral is None:
                    raise Refused("This ended meanwhile, so nothing more is kept.")
                step(session, referral, form, moment())
        except Incomplete as wrong:
            return {f"status-{factor}": said for factor, said in wrong.wrong.items()}, 422
        except Refused as refused:
            return {field: str(refused)}, status(refused)
    return {}, 200


def _keep_check(session: Session, referral: Referral, form: Form, now: datetime) -> None:
    suitability.fill(session, referral, local(now).date())
    suitability.complete(session, referral, _checked(form, referral), acting(referral.participant, "check"), now)


def _keep_view(session: Session, referral: Referral, form: Form, now: datetime) -> None:
    by = acting(referral.participant)
    text, before = form.get("view", "").strip(), suitability.view_of(referral, by.role)
    if by.role == "keyworker" and (not text or (before and before.text == text)):
        return  # it stands among much else, and may be left alone
    suitability.say_view(session, referral, by, text, now)


def _keep_answer(session: Session, referral: Referral, form: Form, now: datetime) -> None:
    said, name = form.get("said", ""), first_name(referral.participant)
    if said not in ("yes", "if", "not_this", "not_now"):
        raise Refused(f"Say what {name} would like, or leave this page: what you filled in is saved.")
    answer = "yes" if said in ("yes", "if") else "no"
    consent.answer(
        session,
        referral,
        answer,
        said_on=_day(form.get("said_on", ""), f"{name}’s answer") or local(now).date(),
        actor=acting(referral.participant, "say_yes" if answer == "yes" else "say_no"),
        now=now,
        shares=form.getlist("share") if answer == "yes" else (),
        words=_words(form) if answer == "yes" else (),
        why=f"Yes, {form['if'][:1].lower()}{form['if'][1:]}." if said == "if" and form.get("if") else None,
    )


def _checked(form: Form, referral: Referral) -> dict[FactorName, Checked]:
    """The lines that differ from what was shown, or that the keyworker had added to before. Raises Incomplete."""
    touched = {line.factor for line in suitability.lines(referral, "keyworker") if line.touched}
    rows: dict[FactorName, Checked] = {}
    wrong: dict[FactorName, str] = {}
    for factor in FACTORS:
        chosen = form.get(f"status-{factor}")
        source, seen_on, note = (form.get(f"{part}-{factor}", "").strip() for part in ("source", "seen_on", "note"))
        if chosen not in suitability.STATUSES:
            continue
        if chosen == form.get(f"shown-{factor}") and not (source or seen_on or note or factor in touched):
            continue
        try:
            rows[factor] = Checked(chosen, source or None, _day(seen_on, told.NAMES[factor]), note or None)
        except Refused as refused:
            wrong[factor] = str(refused)
    if wrong:
        raise Incomplete(wrong)
    return rows


def _day(text: str, what: str) -> date | None:
    try:
        return grammar.day(text.strip()) if text.strip() else None
    except Unreadable:
        raise Refused(f"{what}: we read “{text}”. Write the day as 2027-01-14.") from None


def _words(form: Form) -> Card:
    return [{"part": part, "text": form.get(f"words-{part}", "")} for part in PARTS]


def _answer_begun(form: Form) -> bool:
    return bool(form.get("said") or form.getlist("share"))


def _page(reference: str, vacancy: str, typed: Form | None = None, errors: dict[str, str] | None = None) -> str:
    """The check; with what was typed where it could not be kept."""
    errors, now = errors or {}, moment()
    form: Form = MultiDict() if typed is None else typed
    with reading() as session:
        both = pair(session, reference, vacancy)
    shortlists.look_up([both], now)
    with reading() as session:
        person, job = pair(session, reference, vacancy)
        shown = told_of(session, person, job)
        referral = referrals.newest_for(session, person, job)
        live = referral if referral and referral.state != "ended" else None
        keyworker = own(person)
        return render_template(
            "people/check.html",
            **shown,
            referral=referral,
            live=live,
            way=way(referral, now) if referral else None,
            rows=_rows(live, shown["fit"], typed if keyworker else None, errors) if live else {},
            views=_views(session, referral),
            own_view=form.get("view", _own_view(referral, keyworker=keyworker)),
            general=[PARTS[part] for part in consent.general(person)] if keyworker else [],
            parts=_parts(live, form) if live and keyworker and live.state in BEFORE_THE_DESK else [],
            answering=bool(live and keyworker and live.state in BEFORE_THE_DESK),
            condition=_condition(shown["fit"]),
            said=form.get("said", ""),
            said_on=form.get("said_on", "") or local(now).date().isoformat(),
            coordinator=has_role("coordinator"),
            errors=errors,
        )


def _rows(referral: Referral, fit: Fit, typed: Form | None, errors: dict[str, str]) -> dict[FactorName, Row]:
    """The factors with what was kept of them, and over it what was typed."""
    role = "keyworker" if own(referral.participant) else "coordinator"
    kept = {line.factor: line for line in suitability.lines(referral, role)}
    made: dict[FactorName, Row] = {}
    for factor in fit.factors:
        line, name = kept.get(factor.factor), factor.factor
        touched = line is not None and line.touched
        cells = {
            "status": line.status if line and touched else factor.status,
            "source": line.source if line and touched and line.source != suitability.OUR_RECORD else "",
            "seen_on": str(line.seen_on or "") if line else "",
            "note": (line.note or "") if line else "",
        }
        if typed is not None:
            cells |= {part: typed.get(f"{part}-{name}", cell) for part, cell in cells.items()}
        chosen: Any = cells["status"] if cells["status"] in suitability.STATUSES else factor.status
        made[name] = Row(
            name,
            factor.status,
            chosen,
            cells["source"],
            cells["seen_on"],
            cells["note"],
            touched,
            errors.get(f"status-{name}", ""),
        )
    return made


def _parts(referral: Referral, typed: Form) -> list[Part]:
    """The parts that may be shown in general, none ticked; the words are those agreed, else some to start from."""
    person = referral.participant
    agreed = {line["part"]: line["text"] for line in (referral.answer.words if referral.answer else [])}
    words = {line["part"]: line["text"] for line in consent.suggested(person, consent.general(person))} | agreed
    ticked = typed.getlist("share")
    return [
        Part(part, PARTS[part], part in ticked, typed.get(f"words-{part}", words.get(part, "")))
        for part in consent.general(person)
    ]


def _condition(fit: Fit) -> str:
    """The one change on which a yes can hang. An adjustment is not named, for more than the keyworker read it."""
    if fit.fit != "ask_employer" or len(fit.changes) != 1:
        return ""
    [change] = fit.changes
    return "If something is adjusted" if change.what == "demand" else in_words(change)


def _views(session: Session, referral: Referral | None) -> list[tuple[str, str, str]]:
    """Both views, side by side: (role, who, text)."""
    if referral is None:
        return []
    who = names(session, {view.by for view in referral.opinions})
    found = [(role, suitability.view_of(referral, role)) for role in ("keyworker", "coordinator")]
    return [(role, who[view.by], view.text) for role, view in found if view]


def _own_view(referral: Referral | None, *, keyworker: bool) -> str:
    view = suitability.view_of(referral, "keyworker" if keyworker else "coordinator") if referral else None
    return view.text if view else ""
