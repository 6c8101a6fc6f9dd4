"""What every page of the portal begins with: who is signed in, and that nothing but that employer's own is looked at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response

from employers import introductions, ring_fences
from employers.agreement_life import offered
from employers.clock import local
from employers.flows import Act
from employers.introductions import NotOnDesk
from employers.models import Agreement, Contact, Employer, Introduction, Vacancy
from employers.placements.models import Placement
from employers.placements.moves import Signing
from employers.portal.kept import held_of, kept_for
from employers.records import Kind
from employers.times.diary import Entry
from employers.times.offered_times import Free
from employers.times.openings import Holiday
from employers.trust import roles
from matching.policy import MinimumWage, Policy

Answer = str | Response | tuple[str, int]
Fact = tuple[str, str | None, bool]  # label, what is known, whether it takes the whole line


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What an employer learns of the person's word: which papers there are, and the words that were to be shown."""

    papers: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Brokerage:
    """What the portal asks of those who put it together; all that it knows of them.

    `contact`: the contact who is signed in; None where the account belongs to none. `now`: UTC. `coordinator`: who works with an
    employer, as (name, address). `agreed_on`: the day on which the words of a card were agreed. `possible`: which of the employer's
    own moves a card has now, by their names in the flow. `took_place`, `cancel`: what he says of an interview. `minimum_rates`: the
    minimum wages of a day, in pounds an hour. `policy`: by which a change that was asked for is made. `job_form`: the page that
    changes a vacancy. `free`: {slot: how many more people can be seen at it}. `held`: {vacancy: how many of its posts are held}. `facts`, `promised`: a vacancy and an agreement in words.
    `post_job`: makes a vacancy of an employer’s answers.
    `not_confirmed`: since when nobody has said that they are open, of those vacancies of which that is too long ago; `confirm` says so.
    `invite`: writes to a contact with a way in; `sign_in_ends`: there is none any more. `diary`: what a contact's diary has between two days.
    `holiday`: whether a day is a bank holiday of a country, `country` the usual one; `made_until`: up to when times are made ahead.
    `sign_placement`, `end_placement`: what he does to a placement, with whoever is behind it told.
    `paper`: a paper of a placement as this employer may read it; `own_word`: what its person said at the end; `reviewed`: a review was
    written, and the person is told.
    """

    contact: Callable[[Session], Contact | None]
    signed_in_as: Callable[[], str]
    now: Callable[[], datetime]
    coordinator: Callable[[Session, Employer], tuple[str, str] | None]
    agreed_on: Callable[[Session, Introduction], date | None]
    possible: Callable[[Session, Introduction], frozenset[str]]
    took_place: Callable[[Session, Introduction, bool, str, datetime], None]
    cancel: Callable[[Session, Introduction, str, str, datetime], None]
    minimum_rates: Callable[[date], MinimumWage]
    policy: Callable[[], Policy]
    job_form: Callable[[Kind, str, Contact], Answer]
    facts: Callable[[Vacancy], list[Fact]]
    promised: Callable[[Agreement], str]
    free: Free
    held: Callable[[Session, Sequence[Vacancy], date], Mapping[str, int]]
    post_job: Callable[[Session, Kind, Mapping[str, str], Contact, datetime], Vacancy]
    not_confirmed: Callable[[Session, Iterable[Vacancy], date], Mapping[str, date]]
    confirm: Callable[[Session, Vacancy, str, datetime], None]
    invite: Callable[[Session, Contact], None]
    sign_in_ends: Callable[[Session, Contact], None]
    holiday: Holiday
    country: str
    made_until: Callable[[date], date]
    sign_placement: Callable[[Session, Placement, Signing, Act], None]
    end_placement: Callable[[Session, Placement, str, Act], None]
    paper: Callable[[Session, Placement, str], Answer]
    own_word: Callable[[Session, Placement], OwnWord]
    reviewed: Callable[[Session, Placement, datetime], None]
    diary: Callable[[Session, Contact, date, date], list[Entry]]


class Room:
    """Some pages of the portal. What is another employer's, taken back or absent looks the same: 404."""

    def __init__(self, brokerage: Brokerage) -> None:
        self.brokerage = brokerage

    def page(self, session: Session, contact: Contact, name: str, **said: Any) -> str:
        return render_template(
            f"portal/{name}.html",
            contact=contact,
            employer=contact.employer,
            our_person=self.brokerage.coordinator(session, contact.employer),
            today=self.at().date(),
            **said,
        )

    def contact(self, session: Session) -> Contact:
        return self.brokerage.contact(session) or abort(404)

    def card(self, session: Session, contact: Contact, reference: str) -> Introduction:
        try:
            return introductions.own(session, contact, reference)
        except NotOnDesk:
            abort(404)

    def own_job(self, session: Session, contact: Contact, reference: str) -> Vacancy:
        own = Vacancy.reference == reference, roles.sees(contact)
        return session.scalar(select(Vacancy).where(*own)) or abort(404)

    def own_jobs(self, session: Session, contact: Contact) -> list[Vacancy]:
        own = select(Vacancy).where(roles.sees(contact))
        return list(session.scalars(own.options(selectinload(Vacancy.agreement)).order_by(Vacancy.title, Vacancy.id)))

    def own_agreements(self, session: Session, contact: Contact) -> list[Agreement]:
        own = select(Agreement).where(Agreement.employer_reference == contact.employer_reference)
        found = session.scalars(
            own.options(selectinload(Agreement.steps)).order_by(Agreement.ends_on, Agreement.reference)
        )
        return [each for each in found if offered(each)]

    def kept(self, session: Session, jobs: Sequence[Vacancy]) -> dict[str, tuple[str, str]]:
        """{vacancy: (for whom its posts are kept, how many are held) in words}; empty where none is."""
        today = self.at().date()
        fences, held = ring_fences.of_all(session, jobs, today), self.brokerage.held(session, jobs, today)
        return {
            job.reference: (kept_for(fences.get(job.reference)), held_of(held.get(job.reference, 0))) for job in jobs
        }

    def at(self) -> datetime:
        """Now, on the clock on the wall."""
        return local(self.brokerage.now())
