"""The eight factors of a pair, and the class that follows from their statuses."""

from collections.abc import Callable, Iterable, Mapping

from matching.factors import conditions, hours, legal, pay, preferences, schedule, skills, travel
from matching.pair import Pair
from matching.terms import FactorName, Finding, FitClass

Findings = Mapping[FactorName, Finding]

FIND: Mapping[FactorName, Callable[[Pair], Finding]] = {
    "skills": skills.find,
    "travel": travel.find,
    "hours": hours.find,
    "schedule": schedule.find,
    "conditions": conditions.find,
    "legal": legal.find,
    "pay": pay.find,
    "preferences": preferences.find,
}


def findings(pair: Pair) -> Findings:
    return {name: find(pair) for name, find in FIND.items()}


def classify(found: Iterable[Finding]) -> FitClass:
    """The class from the statuses alone: a high number never buys off a fail."""
    found = list(found)
    fails = {reason.who for finding in found for reason in finding.reasons if reason.status == "fail"}
    if not fails:
        return "check" if any(finding.status == "unknown" for finding in found) else "fits_now"
    if fails <= {"employer"}:
        return "ask_employer"
    return "with_a_step" if fails <= {"employer", "programme"} else "not_this_one"
