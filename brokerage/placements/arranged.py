"""What was arranged for days of a placement that meet what the person has stated. The person and staff read it, and no employer ever does.

It answers for those days at those hours and for no others, so that whatever comes to meet later is asked about again.
"""

from collections.abc import Collection
from datetime import date

from brokerage.placements import care
from brokerage.placing_models import Placed
from employers.columns import Refused
from employers.models import NOTES
from employers.placements.days import Hours
from employers.placements.paper import hours_of
from employers.trust.said import plain


class NothingMeets(Refused):
    def __init__(self, placed: Placed) -> None:
        super().__init__(
            f"No day of it meets what {placed.participant.called} has stated, so there is nothing to arrange for them."
        )


class TooLong(Refused):
    def __init__(self, length: int) -> None:
        super().__init__(f"What was arranged is {length} characters long. Write at most {NOTES}.")


def write(placed: Placed, text: str) -> None:
    """Keeps it for the days that meet something as they are now; blank: nothing is arranged any more. Raises NothingMeets, TooLong."""
    words = plain(text).strip()
    if not words:
        placed.arranged = placed.arranged_for = None
        return
    if len(words) > NOTES:
        raise TooLong(len(words))
    hours = hours_of(placed.placement)
    meets = care.look(placed.participant, placed.placement.vacancy, hours).meets
    if not meets:
        raise NothingMeets(placed)
    placed.arranged, placed.arranged_for = words, [_mark(each) for each in hours if each.day in meets]


def unanswered(placed: Placed, meets: Collection[date]) -> list[date]:
    """Those of the days for which nothing was arranged."""
    kept = placed.arranged_for or []
    return [each.day for each in hours_of(placed.placement) if each.day in meets and _mark(each) not in kept]


def of(placed: Placed) -> str:
    """What stands now; empty where none of the days for which it was arranged is one of its days any more."""
    kept = placed.arranged_for or []
    there = any(_mark(each) in kept for each in hours_of(placed.placement))
    return placed.arranged or "" if there else ""


def _mark(hours: Hours) -> str:
    return f"{hours.day} {hours.starts:%H:%M}-{hours.ends:%H:%M}"
