"""What each contact of an employer may do on the employer's own pages, and which of its vacancies each sees.

An administrator of the employer invites and removes the others; the last one stays.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from employers.columns import Refused
from employers.models import LINE, Contact, Employer, Vacancy
from employers.readers import email as read_email
from employers.trust.said import plain
from employers.trust_models import ContactJob
from employers.words import CONTACT_ROLES
from matching.week import Unreadable

Right = Literal["answer", "times", "asks", "jobs", "contacts", "sign", "limits", "safety"]
RIGHTS: dict[str, frozenset[Right]] = {
    "admin": frozenset({"answer", "times", "asks", "jobs", "contacts", "sign", "limits", "safety"}),
    "hiring_manager": frozenset({"answer", "times", "asks"}),
    "viewer": frozenset(),
}


class LastAdmin(Refused):
    def __init__(self) -> None:
        super().__init__("Somebody has to be able to invite others. Give another contact that role first.")


class NoSuchContact(Refused):
    def __init__(self) -> None:
        super().__init__("There is no such contact here. It may have been removed.")


class NotARole(Refused):
    def __init__(self) -> None:
        super().__init__("Choose what this contact may do.")


class BadAddress(Refused):
    def __init__(self) -> None:
        super().__init__("Write the whole e-mail address, like grace@hallbrook.example.")


class HereAlready(Refused):
    def __init__(self, contact: Contact) -> None:
        super().__init__(f"{contact.name or contact.email} is written down here already, with this address.")


def may(contact: Contact, what: Right) -> bool:
    """Whether this contact's role has that right."""
    return what in RIGHTS[contact.role]


def sees(contact: Contact) -> ColumnElement[bool]:
    """The employer's vacancies that this contact sees, as a condition: a hiring manager's are the own ones."""
    theirs = Vacancy.employer_reference == contact.employer_reference
    if contact.role != "hiring_manager":
        return theirs
    own = select(ContactJob.vacancy_reference).where(ContactJob.contact_id == contact.id)
    return and_(theirs, Vacancy.reference.in_(own))


def own_jobs(session: Session, contact: Contact) -> set[str]:
    """The vacancies that are a hiring manager's own."""
    query = select(ContactJob.vacancy_reference).where(ContactJob.contact_id == contact.id)
    return set(session.scalars(query))


def get(session: Session, employer: str, number: int) -> Contact:
    """Raises NoSuchContact for another's and for none alike."""
    found = session.get(Contact, number)
    if found is None or found.employer_reference != employer:
        raise NoSuchContact
    return found


def add(session: Session, employer: Employer, *, name: str, email: str, role: str, jobs: Iterable[str] = ()) -> Contact:
    """Somebody more at the employer. Raises NotARole, BadAddress, HereAlready."""
    if role not in CONTACT_ROLES:
        raise NotARole
    try:
        address = str(read_email(email.strip()))
    except Unreadable:
        raise BadAddress from None
    _hold(session, employer)
    if found := next((each for each in employer.contacts if (each.email or "").lower() == address.lower()), None):
        raise HereAlready(found)
    made = Contact(name=plain(name)[:LINE] or None, email=address, role=role)
    employer.contacts.append(made)
    session.flush()
    _give(session, made, jobs)
    return made


def change(session: Session, contact: Contact, role: str, jobs: Iterable[str]) -> None:
    """Another role, and for a hiring manager which jobs. Raises NotARole, LastAdmin."""
    if role not in CONTACT_ROLES:
        raise NotARole
    _hold(session, contact.employer)
    if role != "admin":
        _keep_an_admin(contact)
    if contact.role != role:
        contact.role = role
    _give(session, contact, jobs)


def remove(session: Session, contact: Contact) -> None:
    """Takes a contact off the list; that its sign-in has ended is seen to before. Raises LastAdmin."""
    _hold(session, contact.employer)
    _keep_an_admin(contact)
    _give(session, contact, ())
    contact.employer.contacts.remove(contact)
    session.flush()


def administrators(contacts: Sequence[Contact]) -> list[Contact]:
    """Those who can sign in and invite others."""
    return [each for each in contacts if each.role == "admin" and each.email]


def _hold(session: Session, employer: Employer) -> None:
    """Two who change contacts at once wait for each other, so that both together never remove the last administrator."""
    session.flush()
    session.refresh(employer, with_for_update={"of": Employer})
    for each in employer.contacts:
        session.refresh(each)


def _keep_an_admin(contact: Contact) -> None:
    others = [each for each in administrators(contact.employer.contacts) if each is not contact]
    if contact.role == "admin" and not others:
        raise LastAdmin


def _give(session: Session, contact: Contact, jobs: Iterable[str]) -> None:
    """Exactly these jobs, of those that the employer has; none to whoever is no hiring manager."""
    wanted = set(jobs) if contact.role == "hiring_manager" else set[str]()
    theirs = select(Vacancy.reference).where(Vacancy.employer_reference == contact.employer_reference)
    wanted &= set(session.scalars(theirs))
    kept = session.scalars(select(ContactJob).where(ContactJob.contact_id == contact.id)).all()
    for each in kept:
        if each.vacancy_reference not in wanted:
            session.delete(each)
    for reference in sorted(wanted - {each.vacancy_reference for each in kept}):
        session.add(ContactJob(contact_id=contact.id, vacancy_reference=reference))
    session.flush()
