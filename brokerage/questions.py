"""What is not known of a person, which cell would say it, and for how many jobs that would settle something."""

from collections.abc import Iterable
from dataclasses import dataclass

from brokerage.models import Participant
from brokerage.shortlists import Listed
from matching.terms import FactorName, Fit, Reason

# Which cell answers what is not known: the first line whose words stand in the reason; the last of each factor is for all others.
ANSWERED_BY: tuple[tuple[FactorName, str, str], ...] = (
    ("skills", "is there a ", "certificates"),
    ("skills", "", "skills"),
    ("travel", "journey start", "postcode"),
    ("travel", "journey be made", "travel_modes"),
    ("travel", "", "travel_max"),
    ("hours", "", "hours_min"),
    ("schedule", "caring for", "caring"),
    ("schedule", "is the school", "drop_off"),
    ("schedule", "hours are wanted", "hours_min"),
    ("schedule", "", "available"),
    ("conditions", "", "limits"),
    ("legal", "", "legal"),
    ("pay", "", "pay_min"),
    ("preferences", "", "wants"),
)
ASKED = {
    "skills": "What can {name} do, paid or unpaid?",
    "certificates": "Which certificates does {name} hold, and until when?",
    "postcode": "Where does {name} set out from?",
    "travel_modes": "How would {name} get to work?",
    "travel_max": "How long may the journey be?",
    "hours_min": "How many hours a week does {name} want?",
    "available": "On which days and at what times could {name} work?",
    "caring": "Are there times when {name} cares for somebody?",
    "drop_off": "Where is the school, and when is {name} at the gate?",
    "limits": "What does work have to leave room for: standing, lifting, noise, nights?",
    "legal": "Have you had the disclosure conversation? Only what the law rules out is written here.",
    "pay_min": "What is the least an hour that would do?",
    "wants": "What kind of work would {name} like?",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask a person: the words, the cell for the answer, how many jobs wait for it, and for how many it is the only question."""

    text: str
    column: str
    jobs: int
    alone: int


def first_name(person: Participant) -> str:
    """What to call a person in a sentence."""
    return (person.name or person.reference).split()[0]


def column_for(factor: FactorName, reason: Reason) -> str:
    """The cell that would answer what this reason does not know."""
    return next(column for name, words, column in ANSWERED_BY if name == factor and words in reason.text)


def for_person(fit: Fit) -> list[tuple[FactorName, Reason]]:
    """The questions of one fit that the person can answer."""
    return [
        (factor.factor, reason)
        for factor in fit.factors
        for reason in factor.reasons
        if reason.status == "unknown" and reason.who == "participant"
    ]


def settling(person: Participant, lines: Iterable[Listed]) -> list[Question]:
    """What to ask a person, the question that most jobs wait for first. Only jobs that stand at `check` count."""
    waiting: dict[tuple[str, str], int] = {}
    alone: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.fit.fit != "check":
            continue
        asked = {_asked(person, factor, reason) for factor, reason in for_person(line.fit)}
        others = any(r.status == "unknown" and r.who != "participant" for f in line.fit.factors for r in f.reasons)
        for question in asked:
            waiting[question] = waiting.get(question, 0) + 1
            alone[question] = alone.get(question, 0) + (len(asked) == 1 and not others)
    ordered = sorted(waiting, key=lambda question: (-alone[question], -waiting[question], question))
    return [Question(*question, waiting[question], alone[question]) for question in ordered]


def _asked(person: Participant, factor: FactorName, reason: Reason) -> tuple[str, str]:
    """One question for all jobs where a cell is blank; where it is not, the question of that job."""
    column = column_for(factor, reason)
    if factor != "skills" or getattr(person, column) is None:
        return ASKED[column].format(name=first_name(person)), column
    said = reason.text.removeprefix("Not known: ").partition("?")[0]
    return f"{said[:1].upper()}{said[1:]}?", column
