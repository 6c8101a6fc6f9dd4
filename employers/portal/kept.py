"""What an employer reads of the posts that he keeps: for whom, until when, and how many are held. Nobody is named."""

from collections.abc import Iterable
from datetime import date

from employers.ring_fences import EVERYBODY, Fence, Step


def kept_for(fence: Fence | None) -> str:
    """`Kept for people who live in HB3 until 12 December 2026, then for people from here until 31 December 2026.`"""
    if fence is not None and fence.kept:
        after = " After that it is open to anybody." if len(fence.steps) > 1 else ""
        return f"Kept for {', then for '.join(_then(fence.let_in, fence.to_come))}.{after}"
    if fence is not None and fence.open:
        return f"From {_day(fence.begins_on)} kept for {', then for '.join(map(_step, fence.steps))}."
    return ""


def held_of(number: int) -> str:
    return "" if not number else "1 post is held." if number == 1 else f"{number} posts are held."


def _then(let_in: Iterable[Step], to_come: Iterable[Step]) -> list[str]:
    *before, now = let_in
    whom = list(dict.fromkeys(_whom(step) for step in (*before, now)))
    everybody = now.whom == EVERYBODY
    return [f"{_whom(now) if everybody else ' or '.join(whom)} {_ends(now)}", *map(_step, to_come)]


def _step(step: Step) -> str:
    return f"{_whom(step)} {_ends(step)}"


def _whom(step: Step) -> str:
    return "people from here" if step.whom == EVERYBODY else step.whom


def _ends(step: Step) -> str:
    day = f"until {_day(step.until)}" if step.until else ""
    people = "1 person is" if step.introduced == 1 else f"{step.introduced} people are"
    number = f"until {people} introduced" if step.introduced else ""
    return f"{day}, or {number}" if day and number else day or number


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "a day not agreed"
