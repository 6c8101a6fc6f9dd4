"""Which of our employers an advert means: the one of that name, or some that sound like it, for a person to say."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import settings
from employers.models import Employer

LEGAL_FORMS = frozenset({"ltd", "limited", "plc", "llp", "inc", "cic", "the"})
MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Named:
    """`sure` has this very name; `near` are like it, the likest first."""

    sure: Employer | None = None
    near: tuple[Employer, ...] = ()


def named(session: Session, name: str) -> Named:
    wanted = normal(name)
    if not wanted:
        return Named()
    everyone = [(normal(each.name), each) for each in session.scalars(select(Employer).order_by(Employer.reference))]
    same = [each for known, each in everyone if known == wanted]
    if len(same) == 1:
        return Named(same[0])
    scored = sorted(
        ((likeness(wanted, known), each.reference, each) for known, each in everyone),
        key=lambda found: (-found[0], found[1]),
    )
    return Named(
        near=tuple(each for score, _, each in scored[:MOST_NEAR] if score >= settings.load().adverts.name_alike)
    )


def alike(name: str, other: str) -> bool:
    """Whether two names may be the same organisation's."""
    return likeness(normal(name), normal(other)) >= settings.load().adverts.name_alike


def likeness(one: str, other: str) -> float:
    """0..100; 100 for the same words in any order."""
    return float(fuzz.token_sort_ratio(one, other))


def normal(name: str) -> str:
    """A name in small letters without signs, or what kind of company it is."""
    words = re.findall(r"\w+", name.casefold().replace("&", " and ").replace("’", "").replace("'", ""))
    return " ".join(word for word in words if word not in LEGAL_FORMS)
