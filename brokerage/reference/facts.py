"""What is true of the database as a whole."""

from sqlalchemy.orm import Session

from brokerage.models import FactAboutDatabase

DEMONSTRATION = "demonstration"
SKILLS = "skills"  # which wide taxonomy is loaded


def is_demonstration(session: Session) -> bool:
    """Whether everybody in this database is invented. Only then does the sign-in page show its accounts."""
    return session.get(FactAboutDatabase, DEMONSTRATION) is not None


def mark_demonstration(session: Session) -> None:
    if not is_demonstration(session):
        session.add(FactAboutDatabase(key=DEMONSTRATION, value="yes"))


def skills(session: Session) -> str | None:
    """The version of the wide taxonomy of skills that is loaded."""
    fact = session.get(FactAboutDatabase, SKILLS)
    return fact.value if fact else None


def note_skills(session: Session, version: str) -> None:
    session.merge(FactAboutDatabase(key=SKILLS, value=version))
