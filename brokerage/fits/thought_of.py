"""Jobs of other kinds for which a person has the skills: a suggestion, never a place in the list, and the person may switch it off.

Whoever has worked a till looks for a till. What is asked for elsewhere in other words, and is held, is easily missed.
"""

from collections.abc import Sequence

from brokerage.models import Participant
from brokerage.shortlists import Listed
from matching import grammar
from matching.policy import Policy
from matching.terms import Factor, FactorName, Reason

MOST = 3
REASONS = 2


def others(person: Participant, lines: Sequence[Listed], policy: Policy) -> list[Listed]:
    """Up to three vacancies that fit or might, in sectors where nothing wanted lies, with every essential skill held.

    One of each sector, the best of it by skills, then by score. None for somebody who is paused, who would rather not,
    or who has not said what is wanted: then no kind is another."""
    if person.other_kinds is False or not person.wants or person.wants == "none":
        return []
    wanted = {line.vacancy.sector for line in lines if _number(line, "preferences") == policy.preferences.wanted}
    able = [line for line in lines if _able(line) and line.vacancy.sector and line.vacancy.sector not in wanted]
    able.sort(key=lambda line: (-_number(line, "skills"), -line.fit.score.estimate, line.vacancy.reference))
    best: dict[str | None, Listed] = {}
    for line in able:
        best.setdefault(line.vacancy.sector, line)
    return list(best.values())[:MOST]


def because(line: Listed) -> list[Reason]:
    """What the person has that is asked for, as the fit says it: of what is essential, which stands first."""
    essential = len(grammar.items(line.vacancy.essential_skills or "none"))
    return list(_factor(line, "skills").reasons[: min(essential, REASONS)])


def _able(line: Listed) -> bool:
    asks_for_something = line.vacancy.essential_skills not in (None, "none")
    return line.fit.fit in ("fits_now", "check") and asks_for_something and _factor(line, "skills").status == "pass"


def _number(line: Listed, name: FactorName) -> float:
    return _factor(line, name).estimate


def _factor(line: Listed, name: FactorName) -> Factor:
    return next(factor for factor in line.fit.factors if factor.factor == name)
