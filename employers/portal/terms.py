"""On what terms people come: how many at once, and what is in place at the sites."""

from flask import flash, redirect, request, url_for

from employers.columns import Refused
from employers.db import reading, transaction
from employers.portal.room import Answer, Room
from employers.trust import caps, safety
from employers.trust_models import SAFETY_ITEMS


class Terms(Room):
    def limits(self) -> Answer:
        """How many people may wait for an answer at once, and a rest until a day."""
        form = request.form
        if request.method == "GET":
            return self._limits()
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                by, now = contact.email or contact.name or "the employer", self.brokerage.now()
                caps.put(
                    session, contact.employer_reference, form.get("most", ""), form.get("opens_on", ""), by=by, now=now
                )
        except Refused as refused:
            return self._limits(str(refused)), 422
        flash("Thank you. We keep to it.", "success")
        return redirect(url_for(".limits"))

    def _limits(self, refused: str = "") -> str:
        with reading() as session:
            contact = self.contact(session)
            return self.page(
                session,
                contact,
                "limits",
                limit=caps.of(session, contact.employer_reference),
                waits=caps.waiting(session, contact.employer_reference),
                errors={"most": refused} if refused else {},
                typed=request.form,
            )

    def safety(self) -> Answer:
        """What is in place at the sites; what is written down here counts once one of the brokerage has seen it."""
        form = request.form
        if request.method == "GET":
            return self._safety()
        said = form.get("site", ""), form.get("item", ""), form.get("note", ""), form.get("expires_on", "")
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                by, now = contact.email or contact.name or "the employer", self.brokerage.now()
                safety.tell(session, contact.employer_reference, safety.Typed(*said), by=by, now=now)
        except Refused as refused:
            return self._safety(str(refused)), 422
        flash("Thank you. It counts once one of us has seen it; we come back to you.", "success")
        return redirect(url_for(".safety"))

    def _safety(self, refused: str = "") -> str:
        with reading() as session:
            contact = self.contact(session)
            return self.page(
                session,
                contact,
                "safety",
                lines=safety.lines(session, contact.employer),
                items=SAFETY_ITEMS,
                errors={"note": refused} if refused else {},
                typed=request.form,
            )
