"""What the person would like and would not, and the kinds of contract that would do."""

import re
from collections.abc import Iterable

from matching.grammar import CONTRACTS
from matching.pair import Pair
from matching.terms import Finding, Job, Reason


def find(pair: Pair) -> Finding:
    rules = pair.policy.preferences
    wanted, avoided = named(pair.person.wants, pair.job), named(pair.person.avoids, pair.job)
    reasons = [contract] if (contract := _contract(pair)) else []
    if avoided:
        reasons.insert(
            0, Reason(f"{_first(avoided[0])} is on the list of what to stay away from.", "fail", "participant")
        )
        return Finding(0.0, 0.0, 0.0, tuple(reasons))
    if wanted:
        reasons.insert(0, Reason(f"{_first(wanted[0])} is on the list of what is wanted.", "pass"))
        return Finding(rules.wanted, rules.wanted, rules.wanted, tuple(reasons))
    if pair.person.wants:
        reasons.append(Reason("Not among the kinds of work on the list of what is wanted.", "pass"))
        return Finding(rules.other, rules.other, rules.other, tuple(reasons))
    reasons.append(Reason("Nothing is written down about what is wanted.", "pass"))
    return Finding(rules.unstated_low, rules.unstated, 1.0, tuple(reasons))


def named(wishes: Iterable[str], job: Job) -> list[str]:
    """Which of a person's words are the job's occupation, its sector, or whole words of its title."""
    title = f" {_plain(job.title)} "
    return [
        wish
        for wish in wishes
        if (plain := _plain(wish)) and (plain in (_plain(job.occupation), _plain(job.sector)) or f" {plain} " in title)
    ]


def contract_wanted(pair: Pair) -> str:
    """The first kind of contract, in the order of the contract file, that would do."""
    return next((kind for kind in CONTRACTS if kind in pair.person.contracts), "")


def _contract(pair: Pair) -> Reason | None:
    kinds, kind = pair.person.contracts, pair.job.contract
    if not kinds:
        return None
    said = " or ".join(a_contract(each) for each in CONTRACTS if each in kinds)
    if kind is None:
        return Reason(f"Not known: what kind of contract is it? {_first(said)} would do.", "unknown", "employer")
    if kind not in kinds:
        return Reason(f"It is {a_contract(kind)}; {said} would do.", "fail", "employer")
    return Reason(f"{_first(a_contract(kind))} would do.", "pass")


def a_contract(kind: str) -> str:
    """A kind of contract as it is said."""
    return "an apprenticeship" if kind == "apprenticeship" else f"a {kind.replace('_', '-')} contract"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"(?:[^\W_]|[+#'])+", text.casefold()))
