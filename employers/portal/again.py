"""The employer's times that come again, and days away."""

from flask import abort, flash, redirect, request, url_for

from employers.columns import BadCells, Refused
from employers.db import reading, transaction
from employers.portal.room import Answer, Room
from employers.times import days_away, offered_times, opening_form, openings
from employers.times.time_models import COUNTRIES

HIRING_MANAGER = "hiring_manager"  # the days away are the whole employer's, so others say them


class Again(Room):
    def again(self) -> Answer:
        return self._again()

    def add_again(self) -> Answer:
        today = self.at().date()
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                job = self.own_job(session, self.contact(session), request.form.get("job", ""))
                opening = opening_form.read(request.form, request.form.getlist("weekdays"), vacancy=job.reference)
                made = openings.put(session, opening, today, self.brokerage.made_until(today), self.brokerage.holiday)
                now = f"{len(made)} of them are offered now" if len(made) != 1 else "1 of them is offered now"
                flash(f"Thank you. {now}, and more follow by themselves.", "success")
        except BadCells as bad:
            return self._again({each.column: each.sentence for each in bad.wrong})
        return redirect(url_for(".again"))

    def end_again(self, reference: str) -> Answer:
        today = self.at().date()
        with transaction(by=self.brokerage.signed_in_as()) as session:
            own = openings.of_contact(session, self.contact(session), today)
            opening = next((each for each in own if each.reference == reference), None) or abort(404)
            stay = openings.end(session, opening, today)
            flash(f"Ended. Times that were still free are taken out.{_stay(len(stay))}", "success")
        return redirect(url_for(".again"))

    def add_away(self) -> Answer:
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                if contact.role == HIRING_MANAGER:
                    abort(404)
                first, last = opening_form.days(request.form)
                _, stay = days_away.away(session, contact.employer, first, last, self.at().date())
                flash(
                    f"Thank you. Times that were still free on these days are taken out.{_stay(len(stay))}", "success"
                )
        except BadCells as bad:
            return self._again({f"away_{each.column}": each.sentence for each in bad.wrong})
        return redirect(url_for(".again"))

    def back_away(self, reference: str) -> Answer:
        today = self.at().date()
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                absence = days_away.get(session, reference)
                if absence.employer_reference != contact.employer_reference or contact.role == HIRING_MANAGER:
                    abort(404)
                until = self.brokerage.made_until(today)
                openings.there_after_all(session, absence, today, until, self.brokerage.holiday)
                flash("Thank you. Times that come again are offered on these days as before.", "success")
        except Refused as refused:
            flash(str(refused), "error")
        return redirect(url_for(".again"))

    def _again(self, errors: dict[str, str] | None = None) -> Answer:
        at = self.at()
        with reading() as session:
            contact = self.contact(session)
            whole = contact.role != HIRING_MANAGER
            away = days_away.of_employer(session, contact.employer_reference) if whole else []
            page = self.page(
                session,
                contact,
                "again",
                jobs=offered_times.jobs(session, contact, at.date()),
                openings=openings.of_contact(session, contact, at.date()),
                said=openings.said,
                away=[each for each in away if each.last_on >= at.date()],
                on_days=days_away.on_days,
                whole=whole,
                weekdays=list(enumerate(openings.DAYS)),
                countries=COUNTRIES,
                country=self.brokerage.country,
                ticked=request.form.getlist("weekdays"),
                typed=request.form,
                errors=errors or {},
            )
        return (page, 422) if errors else page


def _stay(count: int) -> str:
    if not count:
        return ""
    return (
        f" {'1 interview stays' if count == 1 else f'{count} interviews stay'}: we look for other times and tell you."
    )
