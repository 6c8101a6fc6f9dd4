"""Work experience and job trials: the list, one with what is open and whose move it is, writing it down, and signing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import consent, referrals, settings, shortlists
from brokerage.access import actor, has_role
from brokerage.diary.workdays import nation
from brokerage.fits import caseload
from brokerage.models import Participant
from brokerage.pages import forms, people, placement_form, placement_tasks
from brokerage.pages.acting import moment, names, seen_referral, status
from brokerage.pages.forms import Answer
from brokerage.pages.listing import chips, paged
from brokerage.pages.placement_acting import actor_for, actor_of, roles, seen_placement, status_of
from brokerage.pages.placement_steps import STEPS
from brokerage.placements import care, drafts, looking, records
from brokerage.placements.drafts import BadCell, NotYetWhole
from brokerage.placing_models import Placed
from brokerage.referral_models import Referral
from brokerage.shortlists import NotThere
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Agreement, Vacancy
from employers.placements import moves as placement_moves
from employers.placements import paper as placement_paper
from employers.placements import seats as placement_seats
from employers.placements.life import HOW, PARTIES, STATES, TRANSITIONS, signed_by, state, waits_for
from employers.placements.models import Placement
from employers.placements.paper import hours_of
from employers.placements.rules import SCHEMES
from employers.placements.unpaid import titled

pages = Blueprint("placements", __name__, url_prefix="/placements")
GROUPS = {
    "draft": ("draft",),
    "sign": ("to_sign",),
    "coming": ("signed", "running"),
    "over": ("finished", "ended", "cancelled"),
}
WORDS = {"draft": "Drafts", "sign": "To be signed", "coming": "Signed and running", "over": "Over"}


@pages.get("")
def index() -> str:
    """Who goes where, and what waits for a signature?"""
    chosen, today = request.args.get("show", ""), date.today()
    with reading() as session:
        own = None if has_role("coordinator") else [each.id for each in caseload.people_of(session, current_user)]
        found = [(each, state(each.placement, today)) for each in records.of_people(session, own)]
        shown = [each for each in found if each[1] in GROUPS.get(chosen, records.OPEN)]
        counts = {name: sum(stands in group for _, stands in found) for name, group in GROUPS.items()}
        return render_template(
            "placements/index.html",
            page=paged(shown),
            shows=chips(
                "show",
                [("", "All that go on", sum(stands in records.OPEN for _, stands in found))]
                + [(name, word, counts[name]) for name, word in WORDS.items() if counts[name]],
            ),
            next_move=placement_tasks.next_move,
            today=today,
            states=STATES,
        )


@pages.route("/new", methods=["GET", "POST"])
def new() -> Answer:
    """A draft for a person and a vacancy, or of a referral; the words that may be shown come first."""
    try:
        if request.method == "GET":
            return _new()
        with transaction(by=actor()) as session:
            made = _draft(session, request.form)
            reference = made.placement.reference
        flash("The draft is begun. Nobody outside sees it yet.", "success")
        return redirect(url_for(".edit", reference=reference))
    except Refused as refused:
        return _new(refused), status(refused)


@pages.get("/<reference>")
def show(reference: str) -> str:
    return _page(reference)


@pages.route("/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    """All that it says. “Fill the days” writes the dates of a pattern into the form; saving keeps them."""
    if request.method == "GET":
        with reading() as session:
            closed = _closed(seen_placement(session, reference))
        if closed:
            flash(closed, "error")
            return redirect(url_for(".show", reference=reference))
        return _form(reference)
    page = placement_form.typed_in(request.form, forms.as_shown())
    if request.form.get("do") == "fill":
        with reading() as session:
            country = _country(seen_placement(session, reference), page.cells["site"])
        placement_form.fill_in(page, country)
        return _form(reference, page), 422 if page.errors else 200
    typed = placement_form.values(page)
    if typed is None:
        return _form(reference, page), 422
    try:
        with transaction(by=actor()) as session:
            placed = seen_placement(session, reference)
            before, by = placed.placement.edition, actor_of(placed, "change")
            drafts.edit(
                session,
                placed,
                typed,
                by,
                moment(),
                why=request.form.get("why"),
                look=lambda: placement_form.merge(page, placement_form.of(placed, _country(placed))),
            )
            again = placed.placement.edition > before
        flash("Saved. All three are asked to sign what it says now." if again else "Saved.", "success")
        return redirect(url_for(".show", reference=reference))
    except BadCell as cell:
        placement_form.refused(page, cell)
        return _form(reference, page), 422
    except Refused as refused:
        page.errors["refused"] = str(refused)
        code = 409 if isinstance(refused, placement_form.EditedMeanwhile) else status_of(refused)
        return _form(reference, page), code


@pages.post("/<reference>/<step>")
def act(reference: str, step: str) -> Answer:
    """One thing that happened, written down. What is refused comes back with what was typed."""
    do = STEPS.get(step) or abort(404)
    try:
        with transaction(by=actor()) as session:
            said, then = do(session, seen_placement(session, reference), request.form)
        flash(said, "success")
        return redirect(url_for(".show", reference=then))
    except Refused as refused:
        return _page(reference, step, refused), status_of(refused)


@pages.app_context_processor
def _for_other_pages() -> dict[str, Any]:
    return {"placements_of": _placements_of, "placements_under": _placements_under}


def _placements_under(agreement: Agreement) -> list[tuple[Placed, str]]:
    """Those under an agreement, drafts too, with where each stands."""
    with reading() as session:
        found = records.under(session, agreement.reference)
        return [(each, STATES[state(each.placement, date.today())]) for each in found]


def _placements_of(person: Participant, referral: Referral | None = None) -> list[tuple[Placed, str]]:
    """Somebody's placements, or those of one referral, with where each stands."""
    with reading() as session:
        found = records.of_person(session, person)
        shown = [each for each in found if referral is None or each.referral_id == referral.id]
        return [(each, STATES[state(each.placement, date.today())]) for each in shown]


def _new(refused: Refused | None = None) -> str:
    asked = request.values
    with reading() as session:
        person, vacancy, referral = _whom(session, asked)
        card = list(referral.answer.words) if referral is not None and referral.answer is not None else []
        jobs = _jobs(session) if vacancy is None else []
        return render_template(
            "placements/new.html",
            person=person,
            vacancy=vacancy,
            referral=referral,
            card=card,
            may_name="name" in consent.general(person) if person is not None else False,
            jobs=jobs,
            people=_choosable(session) if person is None else [],
            schemes=SCHEMES,
            scheme=asked.get("scheme", "") or _likely(vacancy),
            typed=asked,
            errors={"scheme": str(refused)} if refused else {},
            today=date.today(),
        )


def _draft(session: Session, form: Mapping[str, str]) -> Placed:
    person, vacancy, referral = _whom(session, form)
    if person is None or vacancy is None:
        raise Refused("Choose a person and a vacancy.")
    now, card = moment(), []
    if form.get("agreed") == "yes":
        card = (
            consent.card_for(referral) if referral is not None and referral.answer is not None else drafts.named(person)
        )
    return drafts.draft(
        session,
        person,
        vacancy,
        actor_for(person, "draft"),
        now,
        scheme=form.get("scheme", ""),
        card=card,
        agreed_on=local(now).date() if card else None,
        referral=referral,
    )


def _whom(session: Session, asked: Mapping[str, str]) -> tuple[Participant | None, Vacancy | None, Any]:
    """The person, the vacancy and the referral that an address or a form names; what is another's looks absent."""
    if reference := asked.get("referral", ""):
        of = seen_referral(session, reference)
        return of.participant, of.vacancy, of
    person = people.seen(session, asked["person"]) if asked.get("person") else None
    try:
        vacancy = shortlists.vacancy(session, asked["vacancy"]) if asked.get("vacancy") else None
    except NotThere:
        abort(404)
    referral = referrals.open_for(session, person, vacancy) if person is not None and vacancy is not None else None
    return person, vacancy, referral


def _page(reference: str, failed: str = "", refused: Refused | None = None) -> str:
    today = date.today()
    with reading() as session:
        placed = seen_placement(session, reference)
        placement = placed.placement
        stands = state(placement, today)
        findings = looking.open_points(session, placed, moment()) if stands in ("draft", "to_sign", "signed") else []
        room = placement_seats.room(session, placement)
        return render_template(
            "placements/show.html",
            placed=placed,
            placement=placement,
            person=placed.participant,
            employer=placement.vacancy.employer,
            stands=stands,
            state=STATES[stands],
            terms=placement_paper.terms(placement),
            days=placement_paper.days(placement),
            findings=findings,
            stops=[each for each in findings if each.stops],
            meets=bool(findings) and care.look(placed.participant, placement.vacancy, hours_of(placement)).meets,
            move=placement_tasks.next_move(placed, today),
            parties=PARTIES,
            how=HOW,
            signed={each.party: each for each in placement.signatures if each.edition == placement.edition},
            waits=waits_for(placement),
            may=_possible(placed, stands),
            story=_story(placement),
            names=names(session, {each.by for each in placement.steps}),
            chain=placement_moves.chain(session, placement),
            site=placement_paper.site(placement),
            room="" if room is None else str(room),
            failed=failed,
            refused=refused,
            overtaken=refused is not None and status_of(refused) == 409,
            errors={"do-next": str(refused)} if refused and not isinstance(refused, NotYetWhole) else {},
            typed=request.form if refused else {},
            today=today,
        )


def _form(reference: str, page: placement_form.Page | None = None) -> str:
    with reading() as session:
        placed = seen_placement(session, reference)
        page = page or placement_form.of(placed, _country(placed))
        return render_template(
            "placements/edit.html",
            placed=placed,
            placement=placed.placement,
            page=page,
            schemes=SCHEMES,
            more=placement_form.MORE,
            signed=signed_by(placed.placement),
            closed=_closed(placed),
            errors=page.errors,
        )


def _closed(placed: Placed) -> str:
    """Why it cannot be written by whoever looks, and what can be done instead; empty where it can."""
    stands = state(placed.placement, local(moment()).date())
    if stands == "draft" or "change" in _possible(placed, stands):
        return ""
    if stands in ("to_sign", "signed"):
        return "It was sent to be signed, so a coordinator changes it. Say there what should be different."
    if stands == "cancelled":
        return "It does not go ahead, so it stays as it was. For another try, begin a new draft."
    first = "It is running: note its last day here first. " if stands == "running" else ""
    return f"What all three signed stays as it is. {first}Draft its renewal, which begins with everything that it says, and change that."


def _country(placed: Placed, typed: str = "") -> str:
    """Whose bank holidays are kept at its site."""
    return nation(typed or placement_paper.site(placed.placement), settings.load().work.bank_holidays)


def _story(placement: Placement) -> list[dict[str, Any]]:
    """Its lines as the pages of stories draw them; what a change did stands under it."""
    return [
        {
            "at": each.at,
            "by": each.by,
            "role": each.role,
            "said": TRANSITIONS[each.transition].said,
            "why": "\n".join(
                [
                    *([each.why] if each.why else []),
                    *(f"{what}: {old} became {new}." for what, old, new in each.changed),
                ]
            ),
        }
        for each in placement.steps
    ]


def _possible(placed: Placed, stands: str) -> set[str]:
    """The steps that whoever looks could take now."""
    mine = set(roles(placed.participant))
    return {each.name for each in TRANSITIONS.values() if stands in each.before and mine & set(each.roles)}


def _likely(vacancy: Vacancy | None) -> str:
    kind = vacancy.agreement.kind if vacancy is not None and vacancy.agreement is not None else ""
    return kind if kind in SCHEMES else ""


def _jobs(session: Session) -> list[tuple[str, str]]:
    """The vacancies that can be chosen, those that are no job first: (reference, words)."""
    found = session.scalars(select(Vacancy).order_by(Vacancy.title)).all()
    open_now = [job for job in found if shortlists.unlisted(job, date.today()) is None]
    open_now.sort(key=lambda job: (titled(job) == job.title, job.title))
    return [(job.reference, f"{titled(job)}, {job.employer.name}") for job in open_now]


def _choosable(session: Session) -> list[tuple[str, str]]:
    found = caseload.everybody(session) if has_role("coordinator") else caseload.people_of(session, current_user)
    return sorted(((each.reference, each.called) for each in found if not each.paused), key=lambda pair: pair[1])
