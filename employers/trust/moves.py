"""What an answer says of how far a vacancy could move: used up by a yes, limited by a no, set by “up to so much, for the right person”."""

from dataclasses import replace

from employers.columns import Refused
from employers.models import Vacancy
from matching import grammar
from matching.policy import Policy
from matching.terms import Job, Moves

UNITS = {"start": "minutes", "finish": "minutes", "days": "days a week", "hours": "hours a week"}


class NotAMove(Refused):
    def __init__(self) -> None:
        super().__init__("This cannot be done in part. Say yes or no.")


class NotAnAmount(Refused):
    def __init__(self, what: str, read: str) -> None:
        said = f"“{read}” cannot be read. " if read else ""
        super().__init__(f"{said}Write by how many {UNITS[what]} it could move, such as {EXAMPLES[what]}.")


EXAMPLES = {"start": "30", "finish": "30", "days": "1", "hours": "4"}
MOST = {"start": 720, "finish": 720, "days": 6, "hours": 60}  # as the column `negotiable` takes them


def amount(what: str, text: str) -> float:
    """How far something could move, as it was typed. Raises NotAMove, NotAnAmount."""
    if what not in grammar.MOVES:
        raise NotAMove
    try:
        found = float(text.strip())
    except ValueError:
        raise NotAnAmount(what, text.strip()) from None
    if not 0 <= found <= MOST[what] or (what != "hours" and not found.is_integer()):
        raise NotAnAmount(what, text.strip())
    return found


def limited(vacancy: Vacancy, what: str, most: float, policy: Policy) -> str:
    """`negotiable` when this one could move by `most`. Where nobody had asked, the others stay what an ask may be for (`Policy.asks`)."""
    return grammar.print_negotiable(_with(_now(vacancy, policy), what, most))


def left(vacancy: Vacancy, before: Job, after: Job, what: str, policy: Policy) -> str:
    """`negotiable` once that much of it is used up."""
    moves = _now(vacancy, policy)
    return grammar.print_negotiable(_with(moves, what, max(0, getattr(moves, what) - used(before, after, what))))


def used(before: Job, after: Job, what: str) -> float:
    """How much of what could move a change takes, in its unit."""
    match what:
        case "hours":
            return abs((after.hours_guaranteed or 0) - (before.hours_guaranteed or 0))
        case "days":
            return _days(before) - _days(after)
        case "start":
            return _edge(after, "start") - _edge(before, "start")
        case _:
            return _edge(before, "end") - _edge(after, "end")


def _now(vacancy: Vacancy, policy: Policy) -> Moves:
    if vacancy.negotiable:
        return grammar.negotiable(vacancy.negotiable)
    asks = policy.asks
    return Moves(asks.start, asks.finish, asks.days, asks.hours)


def _with(moves: Moves, what: str, most: float) -> Moves:
    if what == "hours":
        return replace(moves, hours=float(most))
    return replace(moves, **{what: int(most)})


def _days(job: Job) -> int:
    return len({span.day for rota in job.shift.rotas for span in rota}) if job.shift else 0


def _edge(job: Job, which: str) -> int:
    spans = [span for rota in job.shift.rotas for span in rota] if job.shift else []
    return min((getattr(span, which) for span in spans), default=0)
