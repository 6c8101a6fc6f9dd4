"""A placement that runs or is over, as its employer writes it down: who was there, a few words at the end; and its papers."""

from collections.abc import Mapping
from datetime import date

from flask import abort, flash, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import Act
from employers.models import Contact, Vacancy
from employers.placements import attendance as placement_attendance
from employers.placements import reviews as placement_reviews
from employers.placements.after_models import CAME
from employers.placements.attendance import BadDays, Meanwhile, in_hours
from employers.placements.life import CAME as BEGUN
from employers.placements.life import state
from employers.placements.models import Placement
from employers.placements.reviews import BadReview, ReviewedMeanwhile
from employers.portal.placing import GIVEN
from employers.portal.room import Answer, Room
from employers.trust import roles


class Stays(Room):
    def attendance(self, reference: str) -> Answer:
        """Who was there on which day, as far as the days have come."""
        if request.method == "GET":
            return self._days(reference)
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                placement = self.own_placement(session, self.contact(session), reference)
                days = placement_attendance.lines(session, placement, self.at().date())
                typed = placement_attendance.read_form(request.form, days)
                number = placement_attendance.note(session, placement, typed, self._act())
        except Refused as refused:
            return self._days(reference, refused), 409 if isinstance(refused, Meanwhile) else 422
        flash(f"Thank you. {number} {'day is' if number == 1 else 'days are'} written down.", "success")
        return redirect(url_for(".attendance", reference=reference))

    def review(self, reference: str) -> Answer:
        """A few words at the end, which become the certificate."""
        if request.method == "GET":
            return self._review(reference)
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                placement = self.own_placement(session, self.contact(session), reference)
                placement_reviews.write(session, placement, placement_reviews.read_form(request.form), self._act())
                self.brokerage.reviewed(session, placement, self.brokerage.now())
                called = placement.called
        except Refused as refused:
            return self._review(reference, refused), 409 if isinstance(refused, ReviewedMeanwhile) else 422
        flash(f"Thank you. {called} reads it next; then there is a certificate.", "success")
        return redirect(url_for(".review", reference=reference))

    def paper(self, reference: str, which: str) -> Answer:
        with reading() as session:
            return self.brokerage.paper(session, self.own_placement(session, self.contact(session), reference), which)

    def own_placement(self, session: Session, contact: Contact, reference: str) -> Placement:
        """One that this contact sees, once it was sent to be signed."""
        own = Placement.reference == reference, roles.sees(contact)
        return session.scalar(select(Placement).join(Placement.vacancy).where(*own, *GIVEN)) or abort(404)

    def _days(self, reference: str, refused: Refused | None = None) -> str:
        with reading() as session:
            contact, today = self.contact(session), self.at().date()
            placement = self.own_placement(session, contact, reference)
            return self.page(
                session,
                contact,
                "attendance",
                placement=placement,
                stands=state(placement, today),
                review_due=placement_reviews.due(placement, today),
                lines=placement_attendance.lines(session, placement, today),
                words=CAME,
                there=in_hours(placement_attendance.minutes(session, placement)),
                typed=request.form if refused else {},
                errors=_errors(refused),
                refused=str(refused) if isinstance(refused, Meanwhile) else "",
            )

    def _review(self, reference: str, refused: Refused | None = None) -> str:
        with reading() as session:
            contact, today = self.contact(session), self.at().date()
            placement = self.own_placement(session, contact, reference)
            return self.page(
                session,
                contact,
                "review",
                placement=placement,
                kept=placement_reviews.of(session, placement),
                due=placement_reviews.due(placement, today),
                unsaid=len(placement_attendance.unsaid(session, placement, today)),
                own_word=self.brokerage.own_word(session, placement),
                typed=request.form if refused else {},
                errors=_errors(refused),
                refused=str(refused) if isinstance(refused, ReviewedMeanwhile) else "",
            )

    def _act(self) -> Act:
        return Act(self.brokerage.signed_in_as(), "employer", self.brokerage.now())


def running(session: Session, contact: Contact, today: date) -> list[tuple[Placement, bool]]:
    """Placements that run or are over without a review: each with whether the review is what is wanted."""
    query = select(Placement).join(Placement.vacancy).where(roles.sees(contact), *GIVEN)
    found = session.scalars(query.order_by(Placement.starts_on, Placement.id).join(Vacancy.employer)).all()
    stays = [(each, placement_reviews.due(each, today)) for each in found if state(each, today) in BEGUN]
    return [(each, due) for each, due in stays if not due or placement_reviews.of(session, each) is None]


def _errors(refused: Refused | None) -> Mapping[str, str]:
    """{field: sentence}"""
    if isinstance(refused, BadDays):
        return {f"what-{day}": sentence for day, sentence in refused.sentences.items()}
    if isinstance(refused, BadReview):
        return refused.sentences
    return {"refused": str(refused)} if refused is not None else {}
