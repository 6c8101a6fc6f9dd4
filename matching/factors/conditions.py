"""What the work asks of body and head, beside what the person can do."""

from collections.abc import Iterable

from matching.grammar import MEASURED
from matching.pair import Pair
from matching.terms import Finding, Reason

# As a keyworker would say those of the demands that are short for something.
SAID = {"pace": "a fast pace", "nights": "night work", "heights": "work at heights", "outdoors": "outdoor work"}


def find(pair: Pair) -> Finding:
    demands, limits, rules = pair.job.demands, pair.person.limits, pair.policy.conditions
    if demands is None and limits is None:
        return Finding(
            0.0, rules.unasked, 1.0, (Reason("Nothing is written down about conditions, on either side.", "pass"),)
        )
    if demands is None:
        if not limits:
            return Finding(1.0, 1.0, 1.0, (Reason("There are no limits to hold the work against.", "pass"),))
        return Finding(
            0.0,
            rules.unknown,
            1.0,
            (
                Reason(
                    f"Not known: does the work involve {_or(SAID.get(name, name) for name in limits)}?",
                    "unknown",
                    "employer",
                ),
            ),
        )
    if not demands:
        return Finding(1.0, 1.0, 1.0, (Reason("The work makes no particular demands.", "pass"),))
    if limits is None:
        asked = _or(_words(name, level) for name, level in demands.items())
        return Finding(
            0.0, rules.unknown, 1.0, (Reason(f"Not known: would {asked} be all right?", "unknown", "participant"),)
        )
    over = over_limit(pair)
    share = 1.0 - len(over) / len(demands)
    reasons = [_reason(pair, name) for name in over] or [
        Reason("All that the work asks for is within the limits.", "pass")
    ]
    return Finding(share, share, share, tuple(reasons))


def over_limit(pair: Pair) -> list[str]:
    """The demands that go over a limit the person stated."""
    limits = pair.person.limits or {}
    return [name for name, level in (pair.job.demands or {}).items() if name in limits and level > limits[name]]


def within_limit(pair: Pair, name: str) -> str:
    """The demand at the most the person can do, as it is written in a vacancy."""
    limit = (pair.person.limits or {})[name]
    return f"{name} {limit:g}" if name in MEASURED and limit else f"no {name}"


def adjusted(pair: Pair, name: str) -> str:
    """The same as a person would say it: `with standing for 30 minutes a day`, `without noise`."""
    limit = (pair.person.limits or {})[name]
    return f"with {_words(name, limit)}" if name in MEASURED and limit else f"without {SAID.get(name, name)}"


def _reason(pair: Pair, name: str) -> Reason:
    level, limit = (pair.job.demands or {})[name], (pair.person.limits or {})[name]
    suits = f"; up to {_amount(name, limit)} would suit" if limit else ", which would not suit"
    text = f"The work involves {_words(name, level)}{suits}."
    if name in pair.person.not_adjustable or pair.job.adjustable == frozenset():
        return Reason(text, "fail", "participant")
    if pair.job.adjustable and name in pair.job.adjustable:
        return Reason(f"{text} The employer has said that this could be adjusted.", "fail", "employer")
    return Reason(f"{text} The employer could be asked for an adjustment.", "fail", "employer")


def _words(name: str, level: float) -> str:
    if name not in MEASURED:
        return SAID.get(name, name)
    return f"{name} {_amount(name, level)}" if name == "lifting" else f"{name} for {_amount(name, level)}"


def _amount(name: str, level: float) -> str:
    return f"{level:g} kg" if name == "lifting" else f"{level:g} minutes a day"


def _or(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
