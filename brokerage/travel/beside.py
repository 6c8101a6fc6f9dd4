"""What is told beside a journey by bus or rail, as the settings have it: an offer, what a week costs, the first and the last bus.

None of it changes a fit: these are things to talk about, not conditions.
"""

from brokerage import settings
from matching.journeys import assumed, by_mode, limit_of
from matching.pair import Pair
from matching.terms import Mode
from matching.week import DAY, clock

ANY_LIMIT = 10_080


def told(pair: Pair) -> tuple[str, ...]:
    """Sentences beside the fit of a pair; none where nobody has to go anywhere, or goes another way."""
    rules, mode = settings.load().journeys, way(pair)
    if mode not in {"bus", "rail"}:
        return ()
    pence = {"bus": rules.bus_week, "rail": rules.rail_week}[mode]
    cost = f"A week by {mode} costs about £{pence / 100:.2f}." if pence else ""
    return tuple(sentence for sentence in (*_at_the_ends(pair, mode), cost, rules.first_journey) if sentence)


def way(pair: Pair) -> Mode | None:
    """The way the person would most likely go: the quickest within its limit, else the quickest of all."""
    person, site = pair.person, pair.job.site
    if pair.from_home or person.home is None or site is None or pair.ruled_out:
        return None
    times = by_mode(person.home, site, assumed(person), pair.policy.travel, pair.routes)

    def over(mode: Mode) -> bool:
        limit = limit_of(mode, person.travel_max)
        return times[mode].estimate > (ANY_LIMIT if limit is None else limit)

    return min(times, key=lambda mode: (over(mode), times[mode].estimate), default=None)


def _at_the_ends(pair: Pair, mode: Mode) -> list[str]:
    """Which shifts begin before the first bus of the day or end after the last."""
    rules, shift = settings.load().journeys, pair.job.shift
    if mode != "bus" or shift is None or pair.job.shifts_chosen_by_worker:
        return []
    spans = [span for rota in shift.rotas for span in rota]
    first, last = _minutes(rules.first_bus), _minutes(rules.last_bus)
    early = min((span.start for span in spans), default=DAY)
    late = max((span.end for span in spans), default=0)
    said = []
    if first is not None and early < first:
        said.append(f"The first bus is about {rules.first_bus}: how would a start at {clock(early)} be reached?")
    if last is not None and late > last:
        said.append(f"The last bus is about {rules.last_bus}: how would the way home be at {clock(late)}?")
    return said


def _minutes(text: str) -> int | None:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute) if text else None
