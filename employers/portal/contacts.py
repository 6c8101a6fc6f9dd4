"""Who of an employer signs in, and what each may do: seen to by the employer's own administrators."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from sqlalchemy.orm import Session

from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Contact
from employers.portal.room import Answer, Room
from employers.trust import roles
from employers.words import CONTACT_ROLES


class Contacts(Room):
    def contacts(self) -> Answer:
        return self._page()

    def _page(self, refused: str = "", about: str = "") -> str:
        """`about`: the box at which a refusal stands."""
        with reading() as session:
            contact = self.contact(session)
            return self.page(
                session,
                contact,
                "contacts",
                contacts=contact.employer.contacts,
                roles=CONTACT_ROLES,
                jobs=self.own_jobs(session, contact),
                own={each.id: roles.own_jobs(session, each) for each in contact.employer.contacts},
                errors={about: refused} if refused else {},
                typed=request.form if about == "email" else {},
            )

    def invite(self) -> Answer:
        """Somebody more, who is written to with a way in."""
        form = request.form

        def add(session: Session, contact: Contact) -> str:
            typed = {name: form.get(name, "") for name in ("name", "email", "role")}
            made = roles.add(session, contact.employer, **typed, jobs=_jobs())
            self.brokerage.invite(session, made)
            return f"{made.name or made.email} is invited, and is written to with a link."

        return self._do(add, "email")

    def change(self, number: int) -> Answer:
        def change(session: Session, contact: Contact) -> str:
            other = roles.get(session, contact.employer_reference, number)
            roles.change(session, other, request.form.get("role", ""), _jobs())
            return f"{other.name or other.email}: {CONTACT_ROLES[other.role].lower()}."

        return self._do(change, f"role-{number}")

    def remove(self, number: int) -> Answer:
        """Ends the sign-in of a contact, and takes the contact off the list."""

        def remove(session: Session, contact: Contact) -> str:
            other = roles.get(session, contact.employer_reference, number)
            name = other.name or other.email
            self.brokerage.sign_in_ends(session, other)
            roles.remove(session, other)
            return f"{name} is removed and cannot sign in any more."

        return self._do(remove, f"role-{number}")

    def _do(self, what: Callable[[Session, Contact], str], about: str) -> Answer:
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                flash(what(session, self.contact(session)), "success")
        except roles.NoSuchContact:
            abort(404)
        except Refused as refused:
            return self._page(str(refused), about), 409 if isinstance(refused, roles.LastAdmin) else 422
        return redirect(url_for(".contacts"))


def _jobs() -> list[str]:
    return request.form.getlist("job")
