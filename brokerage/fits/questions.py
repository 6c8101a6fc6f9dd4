"""What is not known of a person, which cell would say it, and for how many jobs that would settle something."""

from collections.abc import Iterable
from dataclasses import dataclass

from brokerage.models import Participant
from brokerage.shortlists import Listed
from matching.terms import FactorName, Fit, Reason

# Which cells answer what is not known: the first line whose words stand in the reason; the last of each factor is for all others.
WAY = ("postcode", "travel_modes", "travel_max")
ANSWERED_BY: tuple[tuple[FactorName, str, tuple[str, ...]], ...] = (
    ("skills", "is there a ", ("certificates",)),
    ("skills", "", ("skills",)),
    ("travel", "", WAY),
    ("hours", "", ("hours_min",)),
    ("schedule", "caring for", ("caring",)),
    ("schedule", "is the school", ("drop_off",)),
    ("schedule", "hours are wanted", ("hours_min",)),
    ("schedule", "is the journey", WAY),
    ("schedule", "", ("available",)),
    ("conditions", "", ("limits",)),
    ("legal", "", ("legal",)),
    ("pay", "", ("pay_min",)),
    ("preferences", "", ("wants",)),
)
SKILLS, SKILLS_AT_ONCE = "skills", 3
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


def column_for(person: Participant, factor: FactorName, reason: Reason) -> str:
    """The cell that would answer what this reason does not know: the first that is blank of those that could."""
    columns = next(columns for name, words, columns in ANSWERED_BY if name == factor and words in reason.text)
    return next((column for column in columns if _blank(person, column)), columns[0])


def _blank(person: Participant, column: str) -> bool:
    """A home stated as a point needs no postcode; one whose postcode no file knows is not known."""
    return getattr(person, "found_lat" if column == "postcode" else column) is None


def settling(person: Participant, lines: Iterable[Listed]) -> list[Question]:
    """What to ask a person, the question that settles most jobs first. Only jobs that stand at `check` count."""
    jobs = [_open_of(person, line.fit) for line in lines if line.fit.fit == "check"]
    asked = sorted({ask for job in jobs for ask in job.asks})
    found = [_question(ask, jobs) for ask in asked if ask[1] != SKILLS] + _about_skills(person, asked, jobs)
    return sorted(found, key=lambda question: (-question.alone, -question.jobs, question.text))


def plainly(text: str) -> str:
    """A question as it stands beside the words “not known”."""
    before, _, after = text.partition("Not known: ")
    said = after or before
    return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class _Open:
    """What one job leaves open: what the person could be asked, as (words, cell), and whether others have to answer too."""

    asks: frozenset[tuple[str, str]]
    others: bool


def _open_of(person: Participant, fit: Fit) -> _Open:
    unknown = [(f.factor, r) for f in fit.factors for r in f.reasons if r.status == "unknown"]
    asks = {_asked(person, factor, reason) for factor, reason in unknown if reason.who == "participant"}
    return _Open(frozenset(asks), any(reason.who != "participant" for _, reason in unknown))


def _asked(person: Participant, factor: FactorName, reason: Reason) -> tuple[str, str]:
    """One question for all jobs where a cell is blank; where it is not, the skill or certificate that this job asks about."""
    column = column_for(person, factor, reason)
    if factor != "skills" or _blank(person, column):
        return ASKED[column].format(name=first_name(person)), column
    return reason.text.removeprefix("Not known: ").partition(", paid or unpaid?")[0], SKILLS


def _question(ask: tuple[str, str], jobs: Iterable[_Open]) -> Question:
    waiting = [job for job in jobs if ask in job.asks]
    return Question(*ask, len(waiting), sum(not job.others and len(job.asks) == 1 for job in waiting))


def _about_skills(person: Participant, asked: Iterable[tuple[str, str]], jobs: list[_Open]) -> list[Question]:
    """The skills to ask about in one breath: those that most jobs wait for."""
    counted = [(_question(ask, jobs), ask) for ask in asked if ask[1] == SKILLS]
    best = sorted(counted, key=lambda pair: (-pair[0].alone, -pair[0].jobs, pair[1]))[:SKILLS_AT_ONCE]
    if not best:
        return []
    together = {ask for _, ask in best}
    *most, last = [words for words, _ in sorted(together)]
    named = f"{', '.join(most)} or {last}" if most else last
    waiting = [job for job in jobs if job.asks & together]
    settled = sum(not job.others and job.asks <= together for job in waiting)
    return [
        Question(
            f"Has {first_name(person)} done any of this, paid or unpaid: {named}?"
            if most
            else f"Has {first_name(person)} done this, paid or unpaid: {named}?",
            SKILLS,
            len(waiting),
            settled,
        )
    ]
