"""What would have to change, and who could change it: the smallest sets of changes that open a job to a person.

A change names a field and its new value, so that it can be applied; nobody is ever asked to relax a limit of their own.
"""

from collections.abc import Iterable
from itertools import combinations

from matching.applied import NoShiftLeft, applied
from matching.candidates import SHIFT, Move, candidates
from matching.findings import FIND
from matching.pair import Pair
from matching.terms import Change, FactorName

TOUCHES: dict[str, frozenset[FactorName]] = {
    "start": SHIFT,
    "finish": SHIFT,
    "days": SHIFT,
    "hours": SHIFT,
    "term_time": frozenset({"schedule"}),
    "criterion": frozenset({"skills"}),
    "training": frozenset({"skills"}),
    "certificate": frozenset({"skills"}),
    "demand": frozenset({"conditions"}),
    "contract": frozenset({"preferences"}),
    "pay": frozenset({"pay"}),
    "travel": frozenset({"travel", "schedule"}),
    "childcare": frozenset({"schedule"}),
}
KINDS = tuple(TOUCHES)


def smallest(pair: Pair) -> list[tuple[Change, ...]]:
    """The smallest sets, best first: fewest changes, then asks before steps, then the smallest moves.

    Each set is the smallest of its kind; none holds more changes than the policy allows; empty where more are needed."""
    failing = {name for name, find in FIND.items() if find(pair).status == "fail"}
    moves = list(candidates(pair, failing))
    for many in range(1, pair.policy.changes_most + 1):
        sets = sorted((chosen for chosen in combinations(moves, many) if _covers(chosen, failing)), key=_size)
        found: dict[tuple[tuple[str, str], ...], tuple[Change, ...]] = {}
        for chosen in sets:
            kind = tuple((move.change.what, move.change.to if _named(move.change) else "") for move in chosen)
            if kind not in found and opens(pair, [move.change for move in chosen], failing):
                found[kind] = tuple(move.change for move in chosen)
        if found:
            return list(found.values())
    return []


def opens(pair: Pair, changes: Iterable[Change], first: Iterable[FactorName] = ()) -> bool:
    """Whether the pair, with these changes made, is `check` or better. Looks at the factors in `first` before others."""
    changed = pair
    try:
        for change in changes:
            changed = applied(changed, change)
    except NoShiftLeft:  # each alone leaves enough, both together do not
        return False
    ordered = [*first, *(name for name in FIND if name not in set(first))]
    return all(FIND[name](changed).status != "fail" for name in ordered)


def _named(change: Change) -> bool:
    """Whether two values of this change are two different things, not a smaller and a larger move."""
    return change.what not in ("start", "finish", "days", "hours")


def _covers(chosen: tuple[Move, ...], failing: set[FactorName]) -> bool:
    """Whether a set touches every failing factor, and moves nothing twice."""
    touched = frozenset[FactorName]().union(*(TOUCHES[move.change.what] for move in chosen))
    whats = [move.change.what for move in chosen if not _named(move.change)]
    return failing <= touched and len(whats) == len(set(whats))


def _size(chosen: tuple[Move, ...]) -> tuple[int, float, list[tuple[int, str]]]:
    steps = sum(move.change.who == "programme" for move in chosen)
    return steps, sum(move.size for move in chosen), [(KINDS.index(m.change.what), m.change.to) for m in chosen]
