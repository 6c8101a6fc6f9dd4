"""A fit: the eight factors of one pair, the class, the score and the shares. The plain oracle of everything faster.

fit = check(person, job, on, policy)
"""

import hashlib
import math
from dataclasses import replace
from datetime import date
from typing import Any

from matching.areas import ruled_out
from matching.changes import smallest
from matching.findings import Findings, classify, findings
from matching.journeys import NO_ROUTES, Routes, minutes_apart
from matching.pair import Pair
from matching.policy import Policy
from matching.terms import Change, Factor, FactorName, Fit, FitClass, Interval, Job, Person

TOO_MANY = "One or two changes would not be enough."


def check(
    person: Person, job: Job, on: date, policy: Policy, routes: Routes = NO_ROUTES, *, changes: bool = True
) -> Fit:
    """What fits, what is not known, and (with `changes`) what would have to change, on the day `on`.

    Numbers are in 0..1, rounded to six places. The same values always give the same fit."""
    pair = Pair(person, job, on, policy, routes)
    found = findings(pair)
    fit = classify(found.values())
    made = Fit(
        person.reference,
        job.reference,
        fit,
        on,
        Interval(*(_score(found, policy, end) for end in ("low", "estimate", "high"))),
        _factors(found, policy),
        policy.id,
    )
    return with_changes(made, pair) if changes else made


def with_changes(fit: Fit, pair: Pair) -> Fit:
    """The same fit with the smallest set of changes that would bring it to `check` or better."""
    if fit.fit not in ("ask_employer", "with_a_step"):
        return fit
    sets = smallest(pair)
    if not sets:
        return replace(fit, notes=(TOO_MANY,))
    return replace(fit, changes=sets[0], alternatives=tuple(sets[1 : 1 + pair.policy.alternatives_most]))


def _score(found: Findings, policy: Policy, end: str) -> float:
    """The weighted geometric mean of the eight numbers, each floored."""
    total = sum(
        policy.weights[name] * math.log(max(policy.floor, getattr(finding, end))) for name, finding in found.items()
    )
    return round(math.exp(total), 6)


def _factors(found: Findings, policy: Policy) -> tuple[Factor, ...]:
    shares = _shares(found, policy)
    return tuple(
        Factor(
            name,
            round(finding.low, 6),
            round(finding.estimate, 6),
            round(finding.high, 6),
            policy.weights[name],
            shares[name],
            finding.status,
            finding.reasons,
        )
        for name, finding in found.items()
    )


def _shares(found: Findings, policy: Policy) -> dict[FactorName, float]:
    """Each factor's part of the loss. The score's logarithm is a sum, so the parts are exact and add up to 1."""
    losses = {
        name: 0.0 - policy.weights[name] * math.log(max(policy.floor, finding.estimate))
        for name, finding in found.items()
    }
    whole = sum(losses.values())
    if whole < 1e-12:
        return dict.fromkeys(losses, 0.0)
    shares = {name: round(loss / whole, 6) for name, loss in losses.items()}
    largest = max(losses, key=lambda name: losses[name])
    shares[largest] = round(shares[largest] + 1 - sum(shares.values()), 6)
    return shares


def in_reach(person: Person, job: Job, policy: Policy) -> bool:
    """Whether a pair is near enough to be listed, in a place that suits. Home-based work and unknown places always are."""
    if job.home_working == "all":
        return True
    if ruled_out(person, job):
        return False
    apart = minutes_apart(person, job.site, policy.travel)
    rules = policy.travel
    return apart is None or apart <= (rules.reach_unknown if person.travel_max is None else rules.reach)


GROUPS: dict[FitClass, int] = {"fits_now": 0, "check": 0, "ask_employer": 1, "with_a_step": 2, "not_this_one": 3}


def group(fit: Fit, policy: Policy) -> int:
    """Which group of a list a fit stands in: 0 fits or to check, 1 to ask, 2 with a step, 3 not this one."""
    travel_estimate = next(factor.estimate for factor in fit.factors if factor.factor == "travel")
    return 1 if fit.fit == "check" and travel_estimate < policy.lists_near else GROUPS[fit.fit]


def order(fit: Fit, policy: Policy, recent_chances: int = 0) -> tuple[int, float, int, str]:
    """The sort key of a list: class first, then the estimate; ties by fewest recent chances, then a keyed hash."""
    tie = hashlib.blake2b(
        f"{fit.participant}\0{fit.vacancy}".encode(), key=policy.tie_key.encode()[:64], digest_size=16
    ).hexdigest()
    return group(fit, policy), -fit.score.estimate, recent_chances, tie


def as_json(fit: Fit) -> dict[str, Any]:
    """A fit as the command, the API and the pages give it."""
    return {
        "participant": fit.participant,
        "vacancy": fit.vacancy,
        "fit": fit.fit,
        "as_of": fit.as_of.isoformat(),
        "score": _interval(fit.score),
        "factors": [
            {
                "factor": each.factor,
                **_interval(each),
                "weight": each.weight,
                "share": each.share,
                "status": each.status,
                "reasons": [
                    {"text": reason.text, "status": reason.status, "who": reason.who} for reason in each.reasons
                ],
            }
            for each in fit.factors
        ],
        "changes": [_change(change) for change in fit.changes],
        "alternatives": [[_change(change) for change in one] for one in fit.alternatives],
        "notes": list(fit.notes),
        "policy": fit.policy,
    }


def _interval(numbers: Interval | Factor) -> dict[str, float]:
    return {"low": numbers.low, "estimate": numbers.estimate, "high": numbers.high}


def _change(change: Change) -> dict[str, str]:
    return {"who": change.who, "what": change.what, "to": change.to, "text": change.text}
