"""Employers: their columns, and what must hold between them."""

from collections.abc import Iterator

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from employers import readers
from employers.columns import BadCells, Column, Values, Wrong
from employers.models import LINE, SHORT, Contact, Employer
from employers.records import Broken, Kind
from employers.words import EMPLOYER_CHANNELS

WHO, WHERE, CONTACT, US = "Who they are", "Where they are", "Who to speak to", "Between them and us"

COLUMNS = (
    Column(
        "reference",
        "Reference",
        readers.reference,
        WHO,
        "A short name for files, such as OWL1. It stays.",
        required=True,
    ),
    Column("name", "Name", readers.line, WHO, required=True, longest=LINE),
    Column("sector", "Sector", readers.line, WHO, "Such as retail, care, hospitality", longest=SHORT),
    Column("size", "Size", readers.line, WHO, "How many work there, or small, medium, large", longest=SHORT),
    Column("postcode", "Postcode", readers.postcode, WHERE, "Or its first half, such as S2"),
    Column(
        "latitude",
        "Latitude",
        readers.number(-90, 90, "degrees"),
        WHERE,
        "Only where the postcode is not enough",
        "number",
    ),
    Column("longitude", "Longitude", readers.number(-180, 180, "degrees"), WHERE, control="number"),
    Column("contact_name", "Name", readers.line, CONTACT, longest=LINE, attribute="contact.name"),
    Column("contact_email", "E-mail", readers.email, CONTACT, attribute="contact.email"),
    Column("contact_phone", "Phone", readers.phone, CONTACT, longest=40, attribute="contact.phone"),
    Column("channel", "How they hire", readers.one(EMPLOYER_CHANNELS), US, control="one", choices=EMPLOYER_CHANNELS),
    Column("coordinator", "Coordinator", readers.account, US, "The e-mail address of whoever works with them"),
    Column(
        "withheld",
        "Keep their vacancies out of lists",
        readers.line,
        US,
        "Why, in a few words. Leave empty to keep them in.",
        longest=500,
    ),
)


def rules(values: Values) -> Iterator[Broken]:
    if (values["latitude"] is None) != (values["longitude"] is None):
        missing = "latitude" if values["latitude"] is None else "longitude"
        yield missing, "latitude and longitude go together; write both or neither"


def put_contact(session: Session, employer: Employer, values: Values) -> None:
    """The first contact is made with the first cell about it, and goes with the last. Raises BadCells where somebody signs in as it."""
    said = {part: values[f"contact_{part}"] for part in ("name", "email", "phone")}
    contact = employer.contact
    if not any(said.values()):
        if contact is not None:
            _remove(session, employer, contact)
        return
    if contact is None:
        employer.contacts.append(Contact(**said))
        return
    for part, value in said.items():
        if getattr(contact, part) != value:
            setattr(contact, part, value)


def _remove(session: Session, employer: Employer, contact: Contact) -> None:
    session.flush()
    try:
        with session.begin_nested():
            employer.contacts.remove(contact)
            session.flush()
    except IntegrityError as error:  # something stands on it: the account with which it signs in
        how = "this contact signs in here, so it cannot be left out; write who is to be spoken to there instead"
        raise BadCells([Wrong("contact_name", "", how)]) from error


EMPLOYERS = Kind("employer", "employers", Employer, COLUMNS, rules, put=put_contact)
