"""What a vacancy does not say: asked once of the employer, not once for each person."""

from collections.abc import Iterable
from dataclasses import dataclass

from employers.models import Vacancy
from employers.placements import unpaid
from matching.terms import FactorName, Fit

# Of conditions and law the number of people who wait could point to one of them; it is told of the others only.
NOT_COUNTED: frozenset[FactorName] = frozenset({"conditions", "legal"})
PAID = ("pay_from", "contract")
# Column of the vacancy, the factor that waits for it, the question, and what it is called in a sentence.
ASKED: tuple[tuple[str, FactorName | None, str, str], ...] = (
    ("shift", "schedule", "On which days and at what times is the work?", "working times"),
    ("hours_guaranteed", "hours", "How many paid hours a week are guaranteed?", "hours"),
    ("pay_from", "pay", "What does it pay, an hour or a year?", "pay"),
    ("postcode", "travel", "Where is the work? A postcode is enough.", "the place"),
    ("essential_skills", "skills", "What does somebody have to be able to do on the first day, if anything?", "skills"),
    ("certificates", None, "Is any certificate or licence needed?", "certificates"),
    ("demands", "conditions", "What is the work like: standing, walking, lifting, noise, pace, nights?", "demands"),
    (
        "involves",
        "legal",
        "Does it involve children, vulnerable adults, money, driving, alcohol or medicines?",
        "what it involves",
    ),
    ("contract", "preferences", "What kind of contract is it?", "the contract"),
    (
        "negotiable",
        None,
        "Could the start, the finish, the days or the hours move, and by how much?",
        "what could move",
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an employer, the cell for the answer, and how many listed people's fit waits for it."""

    text: str
    column: str
    short: str
    waiting: int


def questions(job: Vacancy, fits: Iterable[Fit] = ()) -> list[Asked]:
    """What to ask about a vacancy; with fits, the question that most people wait for first."""
    waiting = waiting_for_employer(fits)
    asked = [
        Asked(text, column, short, 0 if factor is None or factor in NOT_COUNTED else waiting.get(factor, 0))
        for column, factor, text, short in ASKED
        if to_ask(job, column)
    ]
    return sorted(asked, key=lambda one: -one.waiting)


def factors(job: Vacancy) -> frozenset[FactorName]:
    """The factors whose question stands on the vacancy, so that no person's line repeats it."""
    return frozenset(factor for column, factor, _, _ in ASKED if factor and not said(job, column))


def to_ask(job: Vacancy, column: str) -> bool:
    """Whether that is a question to the employer: of a placement nobody asks what it pays."""
    return not said(job, column) and not (column in PAID and unpaid.note(job))


def said(job: Vacancy, column: str) -> bool:
    if column == "postcode":
        return job.found_lat is not None or job.home_working == "all"
    if column == "shift" and job.shifts_chosen_by_worker:
        return True
    return getattr(job, column) is not None


def waiting_for_employer(fits: Iterable[Fit]) -> dict[FactorName, int]:
    """{factor: how many of these fits the employer's answer would settle something in}"""
    found: dict[FactorName, int] = {}
    for fit in fits:
        for factor in fit.factors:
            if any(reason.status == "unknown" and reason.who == "employer" for reason in factor.reasons):
                found[factor.factor] = found.get(factor.factor, 0) + 1
    return found
