"""The journey: door-to-door minutes by each way of going a person has, beside the longest the person would go."""

from collections.abc import Mapping

from matching.areas import UNSUITED
from matching.journeys import NEVER, Minutes, assumed, by_mode, limit_of, passes_to_offer, usable
from matching.pair import Pair
from matching.terms import MODES, Finding, Mode, Reason

NAMES: Mapping[Mode, str] = {"walk": "on foot", "cycle": "by bike", "bus": "by bus", "rail": "by rail", "car": "by car"}


def find(pair: Pair) -> Finding:
    person, job, rules = pair.person, pair.job, pair.policy.travel
    if pair.from_home:
        return Finding(1.0, 1.0, 1.0, (Reason("The work is done at home: no journey.", "pass"),))
    if pair.ruled_out:
        return Finding(0.0, 0.0, 0.0, (UNSUITED,))
    if person.home is None or job.site is None:
        return Finding(0.0, rules.place_unknown, 1.0, (_where(pair),))
    times = by_mode(person.home, job.site, usable(person), rules, pair.routes)
    reason = _gate(pair, times)
    low, estimate, high = _number(pair, times)
    return Finding(low, estimate, high, (reason,))


def _where(pair: Pair) -> Reason:
    if pair.job.site is None:
        return Reason("Not known: where is the work?", "unknown", "employer")
    return Reason("Not known: where would the journey start? A postcode district is enough.", "unknown", "participant")


def _gate(pair: Pair, times: Mapping[Mode, Minutes]) -> Reason:
    person = pair.person
    limits = {mode: limit_of(mode, person.travel_max) for mode in times}
    passing = [m for m, t in times.items() if (limit := limits[m]) is not None and t.high <= limit]
    if passing and person.modes is not None:
        best = min(passing, key=lambda mode: (times[mode].estimate, MODES.index(mode)))
        return Reason(f"About {times[best].estimate} minutes {NAMES[best]}; the limit is {limits[best]}.", "pass")
    open_modes = [m for m, t in times.items() if (limit := limits[m]) is None or t.low <= limit]
    if open_modes:
        return _unknown(pair, times, open_modes)
    return _fail(pair, times)


def _unknown(pair: Pair, times: Mapping[Mode, Minutes], open_modes: list[Mode]) -> Reason:
    person = pair.person
    if person.modes is None:
        return Reason("Not known: how would the journey be made?", "unknown", "participant")
    best = min(open_modes, key=lambda mode: (times[mode].estimate, MODES.index(mode)))
    low, high = times[best].low, times[best].high
    if high == NEVER:
        return Reason(
            f"Not known: the route planner found no way {NAMES[best]} at the hours of the shift. Is there one?",
            "unknown",
            "programme",
        )
    span = f"{low} to {high} minutes {NAMES[best]}" if low < high else f"{high} minutes {NAMES[best]}"
    limit = limit_of(best, person.travel_max)
    if limit is None:
        return Reason(f"Not known: is {span} all right? No longest journey is written down.", "unknown", "participant")
    return Reason(
        f"Not known: {span}, with a limit of {limit}. Try the journey, or look it up for the shift.",
        "unknown",
        "programme",
    )


def _fail(pair: Pair, times: Mapping[Mode, Minutes]) -> Reason:
    if mode := next(iter(passes(pair)), None):
        return Reason(f"Too far as it is; a {mode} pass would bring it within reach.", "fail", "programme")
    if not times:
        return Reason("None of the ways of going that are written down leads there.", "fail", "participant")
    best = min(times, key=lambda mode: (times[mode].low, MODES.index(mode)))
    limit = limit_of(best, pair.person.travel_max)
    return Reason(
        f"At least {times[best].low} minutes {NAMES[best]}, over the limit of {limit}.", "fail", "participant"
    )


def passes(pair: Pair) -> list[Mode]:
    """A bus or a rail pass that would bring the journey within the limit (estimate).

    A pass whose limit is not known counts: nobody was asked how long a bus ride may be who only ever walks."""
    person, job = pair.person, pair.job
    if person.home is None or job.site is None or pair.ruled_out:
        return []
    times = by_mode(person.home, job.site, passes_to_offer(person), pair.policy.travel, pair.routes)
    limits = {mode: limit_of(mode, person.travel_max) for mode in times}
    return [mode for mode, time in times.items() if (limit := limits[mode]) is None or time.estimate <= limit]


def _number(pair: Pair, times: Mapping[Mode, Minutes]) -> tuple[float, float, float]:
    """Low, estimate and high; where modes or limit are not known, over all that they could be."""
    person, rules = pair.person, pair.policy.travel
    value = {mode: _values(pair, mode, time) for mode, time in times.items()}
    if person.modes is None:
        guess = [value[mode][1] for mode in assumed(person) if mode in value]
        high = max((high for _, _, high in value.values()), default=0.0)
        return 0.0, min(max(guess, default=rules.place_unknown), high), high
    return (
        max((low for low, _, _ in value.values()), default=0.0),
        max((estimate for _, estimate, _ in value.values()), default=0.0),
        max((high for _, _, high in value.values()), default=0.0),
    )


def _values(pair: Pair, mode: Mode, time: Minutes) -> tuple[float, float, float]:
    limit = limit_of(mode, pair.person.travel_max)
    if limit is None:
        return 0.0, _ease(time.estimate, pair.policy.travel.limit_unknown, pair), 1.0
    return _ease(time.high, limit, pair), _ease(time.estimate, limit, pair), _ease(time.low, limit, pair)


def _ease(minutes: int, limit: int, pair: Pair) -> float:
    """1 up to half the limit, in a line to a half at the limit, in a line to 0 at twice the limit."""
    near = pair.policy.travel.near * limit
    if minutes <= near:
        return 1.0
    if minutes <= limit:
        return 1.0 - 0.5 * (minutes - near) / (limit - near)
    return max(0.0, 1.0 - 0.5 * minutes / limit) if limit else 0.0
