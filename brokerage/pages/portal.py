"""The employer's portal, put together with the brokerage: who is signed in, and what moves behind a card.

An employer is told nothing here but the day on which words were agreed and what can be done with a card; both come from the referral's
own steps, never from a profile.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from flask import url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, diaries, interviews, places, referrals, settings, shortlists
from brokerage.access import actor
from brokerage.accounts import SomebodyElses
from brokerage.correspondence import employer_letters
from brokerage.diary.workdays import bank_holiday
from brokerage.pages import after, forms, openings, vacancy_facts
from brokerage.pages.acting import moment
from brokerage.pages.board import what
from brokerage.pages.forms import Answer
from brokerage.placements import deeds, records
from brokerage.promises import holds, standing
from brokerage.referral_models import Referral
from brokerage.referrals import Actor
from employers import portal
from employers import records as employer_records
from employers.columns import Refused
from employers.flows import Act
from employers.models import Contact, Employer, Introduction, Vacancy
from employers.placements.models import Placement
from employers.placements.moves import Signing
from employers.portal import Brokerage
from employers.posting import drafts, own_jobs
from employers.posting.job_questions import PLACEMENT
from employers.records import Kind
from employers.times.diary import Entry
from matching.policy import MinimumWage


def _contact(session: Session) -> Contact | None:
    number = current_user.contact_id
    return session.get(Contact, number) if number is not None else None


def _coordinator(session: Session, employer: Employer) -> tuple[str, str] | None:
    if not employer.coordinator:
        return None
    user = accounts.find(session, employer.coordinator)
    return (user.called, user.email) if user is not None and user.active else None


def _agreed_on(session: Session, introduction: Introduction) -> date | None:
    said = _behind(session, introduction).answer
    return said.said_on if said is not None else None


def _possible(session: Session, introduction: Introduction) -> frozenset[str]:
    employer = Actor(actor(), "employer")
    return frozenset(each.name for each in referrals.possible(_behind(session, introduction), employer))


def _took_place(session: Session, introduction: Introduction, held: bool, by: str, now: datetime) -> None:
    interviews.took_place(session, _behind(session, introduction), held, Actor(by, "employer"), now)


def _cancel(session: Session, introduction: Introduction, why: str, by: str, now: datetime) -> None:
    interviews.cancel(session, _behind(session, introduction), Actor(by, "employer"), now, why=why)


def _minimum_rates(day: date) -> MinimumWage:
    return shortlists.policy().pay.minimum(day)


def _behind(session: Session, introduction: Introduction) -> Referral:
    return session.scalars(select(Referral).where(Referral.introduction_id == introduction.id)).one()


def _invite(session: Session, contact: Contact) -> None:
    """Whether an address has an account for other work is not for an employer to learn."""
    try:
        employer_letters.invite(session, contact, moment())
    except SomebodyElses:
        raise Refused("This address cannot be invited here. Write another one, or ask us.") from None


def _job_form(kind: Kind, reference: str, contact: Contact) -> Answer:
    """The form of a vacancy with the columns that are the employer's to write."""

    def own(vacancy: Vacancy) -> bool:
        return vacancy.employer_reference == contact.employer_reference

    return forms.edit(
        kind,
        reference,
        only=own_jobs.OWN,
        may=own,
        after=lambda vacancy: url_for("portal.job", reference=vacancy.reference),
        trail=lambda _vacancy: [("Your jobs", url_for("portal.jobs"))],
        template="portal/job_form.html",
        title="Change this job",
        intro="Leave empty what is not settled yet: we ask when it matters.",
    )


def _held(session: Session, vacancies: Sequence[Vacancy], on: date) -> Mapping[str, int]:
    return {name: posts.held for name, posts in holds.posts_of(session, vacancies, on).items()}


def _post_job(session: Session, kind: Kind, answers: Mapping[str, str], contact: Contact, now: datetime) -> Vacancy:
    """A vacancy of the answers, listed at once; its coordinator is asked to read it. Raises BadCells, SavedMeanwhile."""
    cells = drafts.whole(contact.employer_reference, answers, employer_records.take_reference(session, kind))
    job: Vacancy = employer_records.save(session, kind, cells, locate=places.finder(session)).record
    job.placement_only = True if answers.get(PLACEMENT) else None
    session.flush()
    standing.posted(session, job, by=actor(), now=now)
    return job


def _diary(session: Session, contact: Contact, first: date, last: date) -> list[Entry]:
    return diaries.entries(session, contact, diaries.between(first, last, moment()))


def _confirm(session: Session, job: Vacancy, by: str, now: datetime) -> None:
    standing.confirm(session, job, by=by, now=now)


def _sign_placement(session: Session, placement: Placement, given: Signing, act: Act) -> None:
    deeds.sign(session, records.behind(session, placement), given, act)


def _end_placement(session: Session, placement: Placement, step: str, act: Act) -> None:
    placed = records.behind(session, placement)
    (deeds.call_off if step == "step_back" else deeds.end)(session, placed, step, act)


pages = portal.pages(
    Brokerage(
        contact=_contact,
        signed_in_as=actor,
        now=moment,
        coordinator=_coordinator,
        agreed_on=_agreed_on,
        possible=_possible,
        took_place=_took_place,
        cancel=_cancel,
        minimum_rates=_minimum_rates,
        policy=shortlists.policy,
        job_form=_job_form,
        facts=partial(vacancy_facts.facts, own=True),
        promised=what,
        free=lambda session, slots: interviews.free_at(session, slots, moment()),
        held=_held,
        post_job=_post_job,
        not_confirmed=standing.stale,
        confirm=_confirm,
        invite=_invite,
        sign_in_ends=accounts.let_go,
        holiday=bank_holiday,
        country=settings.load().work.bank_holidays,
        made_until=openings.until,
        sign_placement=_sign_placement,
        end_placement=_end_placement,
        paper=after.for_employer,
        own_word=after.word_for_employer,
        reviewed=after.reviewed,
        diary=_diary,
    )
)
