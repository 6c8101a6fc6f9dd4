"""What is true of the database as a whole."""

from sqlalchemy.orm import Session

from brokerage.models import FactAboutDatabase

DEMONSTRATION = "demonstration"


def is_demonstration(session: Session) -> bool:
    """Whether everybody in this database is invented. Only then does the sign-in page show its accounts."""
    return session.get(FactAboutDatabase, DEMONSTRATION) is not None


def mark_demonstration(session: Session) -> None:
    if not is_demonstration(session):
        session.add(FactAboutDatabase(key=DEMONSTRATION, value="yes"))
