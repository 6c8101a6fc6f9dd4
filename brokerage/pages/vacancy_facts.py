"""More of a vacancy's facts in words, as its own page has them; None where the employer has not said."""

from collections.abc import Iterable

from brokerage.look import day_year
from brokerage.pages.job_facts import hours, pay
from employers.models import Vacancy
from employers.placements import unpaid
from employers.words import CONTRACTS, DBS_CHECKS, INVOLVES
from matching import grammar

__all__ = ["facts", "hours", "pay", "shift"]

MOVES = {
    "start": "the start by {} minutes",
    "finish": "the finish by {} minutes",
    "days": "the days by {}",
    "hours": "the week by {} hours",
}


def shift(job: Vacancy) -> str | None:
    if job.shifts_chosen_by_worker:
        return f"Chosen by the worker{', within ' + _dashed(job.shift) if job.shift else ''}"
    return _dashed(job.shift) if job.shift else None


def where(job: Vacancy) -> str | None:
    if job.home_working == "all":
        return "At home"
    place = job.postcode or (f"{job.latitude}, {job.longitude}" if job.latitude is not None else None)
    return f"{place}, some of it at home" if place and job.home_working == "some" else place


def contract(job: Vacancy) -> str | None:
    said = CONTRACTS.get(job.contract or "")
    return f"{said}, term time only" if said and job.term_time_only else said


def asks_for(job: Vacancy) -> str | None:
    """What is needed, certificates included."""
    if job.essential_skills is None and job.certificates is None:
        return None
    wanted = [item for text in (job.essential_skills, job.certificates) if text for item in grammar.items(text)]
    return _sentence(wanted) or "Nothing in particular"


def helpful(job: Vacancy) -> str | None:
    return _sentence(grammar.items(job.desirable_skills)) or None if job.desirable_skills else None


def is_like(job: Vacancy) -> str | None:
    if job.demands is None:
        return None
    return _sentence(_demand(*each) for each in grammar.demands(job.demands).items()) or "No particular demands"


def checks(job: Vacancy) -> str | None:
    """What it involves that the law looks at, and the check that goes with it."""
    parts = [INVOLVES[each].lower() for each in grammar.items(job.involves)] if job.involves else []
    if job.dbs not in (None, "none"):
        parts.append(f"{DBS_CHECKS[job.dbs].lower()} DBS check")
    return _sentence(parts) or (None if job.involves is None else "Nothing that needs a check")


def could_move(job: Vacancy) -> str | None:
    if job.negotiable is None:
        return None
    moves = grammar.negotiable(job.negotiable)
    said = (words.format(f"{getattr(moves, name):g}") for name, words in MOVES.items() if getattr(moves, name))
    return _sentence(said) or "Nothing of the times"


def facts(job: Vacancy, *, own: bool = False) -> list[tuple[str, str | None, bool]]:
    """(label, what is known or None, whether it takes the whole line). `own`: as its employer reads it."""
    posts = None if job.places is None else str(job.places) if job.places else "None left"
    return [
        ("Places" if unpaid.note(job) else "Posts", posts, False),
        ("Pay", pay(job) or ("Unpaid" if unpaid.note(job) == unpaid.PLACEMENT else None), False),
        ("Hours", hours(job), False),
        ("Shift", shift(job), False),
        ("Starts", day_year(job.starts_on) if job.starts_on else None, False),
        ("Contract", contract(job), False),
        ("Where", where(job), False),
        ("Closes", day_year(job.closes_on) if job.closes_on else None, False),
        ("Asks for", asks_for(job), True),
        *([("Good to have", helpful(job), True)] if job.desirable_skills else []),
        ("What the work is like", is_like(job), True),
        ("Involves", checks(job), True),
        ("You could move" if own else "They could move", could_move(job), True),
    ]


def _demand(name: str, level: float) -> str:
    match grammar.MEASURED.get(name):
        case None:
            return name
        case "kg":
            return f"{name} {level:g} kg"
        case _:
            return (
                f"{name} {level / 60:.1f} hours a day".replace(".0 ", " ")
                if level >= 60
                else f"{name} {level:g} minutes a day"
            )


def _dashed(pattern: str) -> str:
    """With the dash of a span, as people read it: Mon–Fri 08:30–12:30."""
    return pattern.replace("-", "–")


def _sentence(parts: Iterable[str]) -> str:
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
