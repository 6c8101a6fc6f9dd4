"""Placements as the employer reads them: the paper, who has signed, signing it, and saying that it does not go on."""

from collections.abc import Mapping

from flask import abort, flash, redirect, request, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from employers import readers
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import Act, NotNow
from employers.models import Contact, Vacancy
from employers.placements import paper as placement_paper
from employers.placements.life import OVER, PARTIES, STATES, signed_by, state
from employers.placements.models import Placement, PlacementStep
from employers.placements.moves import ChangedMeanwhile, NotJustNow, SignedAlready, Signing
from employers.portal.room import Answer, Room
from employers.trust import roles

GIVEN = (  # those that the employer was ever given to read: one that was called off as a draft was not
    Placement.state != "draft",
    or_(Placement.state != "cancelled", Placement.steps.any(PlacementStep.transition == "send")),
)
ENDS = {"to_sign": "step_back", "signed": "step_back", "running": "end_early"}


class Placing(Room):
    def placements(self) -> Answer:
        with reading() as session:
            contact, today = self.contact(session), self.at().date()
            told = [(each, state(each, today)) for each in _own(session, contact)]
            return self.page(
                session,
                contact,
                "placements",
                to_sign=[each for each, stands in told if stands == "to_sign" and "employer" not in signed_by(each)],
                going=[
                    (each, STATES[stands])
                    for each, stands in told
                    if stands in ("signed", "running") or (stands == "to_sign" and "employer" in signed_by(each))
                ],
                over=[(each, STATES[stands]) for each, stands in reversed(told) if stands in OVER],
                said_days=_days,
            )

    def placement(self, reference: str) -> Answer:
        return self._placement(reference)

    def sign_placement(self, reference: str) -> Answer:
        by, form = self.brokerage.signed_in_as(), request.form
        try:
            with transaction(by=by) as session:
                own = _one(session, self.contact(session), reference)
                read = form.get("read", "")
                given = Signing(
                    "employer", form.get("signed_as", ""), "page", readers.count(read, readers.EDITIONS) or 0
                )
                self.brokerage.sign_placement(session, own, given, Act(by, "employer", self.brokerage.now()))
        except Refused as refused:
            return self._placement(reference, refused=refused, typed=form), _status(refused)
        flash("Thank you. It is signed, and stands here for you to read.", "success")
        return redirect(url_for(".placement", reference=reference))

    def end_placement(self, reference: str) -> Answer:
        """It does not go ahead, or not any longer."""
        by = self.brokerage.signed_in_as()
        try:
            with transaction(by=by) as session:
                own = _one(session, self.contact(session), reference)
                step = ENDS.get(state(own, self.at().date()), "step_back")
                act = Act(by, "employer", self.brokerage.now(), request.form.get("why"))
                self.brokerage.end_placement(session, own, step, act)
        except Refused as refused:
            return self._placement(reference, refused=refused, typed=request.form), _status(refused)
        flash("Thank you for saying so. We see to the rest.", "success")
        return redirect(url_for(".placement", reference=reference))

    def _placement(
        self, reference: str, *, refused: Refused | None = None, typed: Mapping[str, str] | None = None
    ) -> str:
        with reading() as session:
            contact = self.contact(session)
            own, today = _one(session, contact, reference), self.at().date()
            changes = [each for each in own.steps if each.transition == "change"]
            stands = state(own, today)
            return self.page(
                session,
                contact,
                "placement",
                placement=own,
                stands=stands,
                not_now=str(NotJustNow(contact.employer, "employer")) if contact.employer.withheld is not None else "",
                state=STATES[stands],
                terms=placement_paper.terms(own),
                days=placement_paper.days(own),
                changed=changes[-1].changed if changes and stands == "to_sign" else [],
                parties=PARTIES,
                signed={each.party: each for each in own.signatures if each.edition == own.edition},
                overtaken=str(refused) if refused and _status(refused) == 409 else "",
                errors={"signed_as": str(refused)} if refused and _status(refused) != 409 else {},
                typed=typed or {},
            )


def to_sign(session: Session, contact: Contact) -> list[Placement]:
    """Those that wait for this contact's signature."""
    if not roles.may(contact, "sign") or contact.employer.withheld is not None:
        return []
    return [each for each in _own(session, contact) if each.state == "to_sign" and "employer" not in signed_by(each)]


def _own(session: Session, contact: Contact) -> list[Placement]:
    """The employer's, of the jobs that this contact sees, once they were sent to be signed."""
    query = select(Placement).join(Vacancy, Vacancy.reference == Placement.vacancy_reference).where(roles.sees(contact))
    return list(session.scalars(query.where(*GIVEN).order_by(Placement.starts_on, Placement.id)))


def _one(session: Session, contact: Contact, reference: str) -> Placement:
    return next((each for each in _own(session, contact) if each.reference == reference), None) or abort(404)


def _days(placement: Placement) -> str:
    return next((text for label, text in placement_paper.terms(placement) if label == "Days"), "")


def _status(refused: Refused) -> int:
    return 409 if isinstance(refused, NotNow | ChangedMeanwhile | NotJustNow | SignedAlready) else 422
