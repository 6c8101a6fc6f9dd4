"""Whether jobs of other kinds are suggested to a person: as the person likes."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from brokerage.access import actor
from brokerage.fits.questions import first_name
from brokerage.pages.people import mine, pages
from employers.db import transaction

__all__ = ["pages"]  # the addresses of people, this one among them


@pages.post("/<reference>/other-kinds")
def other_kinds(reference: str) -> Response:
    wanted = request.form.get("other_kinds") == "yes"
    with transaction(by=actor()) as session:
        person = mine(session, reference)
        person.other_kinds = wanted
        name = first_name(person)
    said = "are suggested again" if wanted else "are not suggested any more"
    flash(f"Jobs of other kinds {said} for {name}.", "success")
    return redirect(url_for("people.show", reference=reference))
