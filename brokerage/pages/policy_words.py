"""The rules of a fit in plain words, made from the policy itself, so that what people read is what is reckoned with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from brokerage.fits import told
from brokerage.settings import Agreed
from matching.policy import Policy
from matching.terms import FACTORS, FactorName


class Weight(NamedTuple):
    name: str
    percent: float


@dataclass(frozen=True, slots=True)
class Looked:
    """What one factor looks at: when it is met, when not, and what is made of what nobody knows."""

    name: str
    sentences: tuple[str, ...]


def weights(policy: Policy) -> list[Weight]:
    """The heaviest first; those that are gates only are at the end with 0."""
    found = [Weight(told.NAMES[factor], round(100 * policy.weights[factor], 2)) for factor in FACTORS]
    return sorted(found, key=lambda weight: -weight.percent)


def factors(policy: Policy) -> list[Looked]:
    return [Looked(told.NAMES[factor], _SAID[factor](policy)) for factor in FACTORS]


def lists(policy: Policy) -> tuple[str, ...]:
    """How lists are made of it."""
    return (
        (
            "First come the jobs that fit or have something to check, then those an employer could open, then those with a step of ours, "
            "and last those that are not one to put to the person. Within each, the figure orders them."
        ),
        (
            f"A pair that is more than {policy.travel.reach} minutes apart is in no list "
            f"({policy.travel.reach_unknown} where the person has not said how far is too far). It can still be looked at."
        ),
        f"Something to check that looks a long way off (a journey under {_hundred(policy.lists_near)} of 100) stands with those an employer could open.",
        f"Where two are the same, whoever had fewer chances in the last {policy.chances_days} days comes first; then a draw that favours no one.",
        f"Not even a 0 in one factor takes everything off: it counts as {_hundred(policy.floor)} of 100.",
    )


def changes(policy: Policy) -> tuple[str, ...]:
    """What is asked of whom."""
    asks = policy.asks
    return (
        (
            f"Where something stands in the way, the smallest set of at most {policy.changes_most} changes is looked for that would open the job, "
            f"and up to {policy.alternatives_most} others are shown beside it. Nobody asks a person to move a limit."
        ),
        (
            f"An employer who has not said what could move may be asked for up to {asks.start} minutes at the start, {asks.finish} at the finish, "
            f"{asks.days} day{'s' if asks.days != 1 else ''} fewer and {asks.hours:g} hours a week."
        ),
        f"What a change would open is told for groups of {policy.pooled_least} people or more, so that it points to nobody.",
    )


def unwritten(agreed: tuple[Agreed, ...], policy: Policy) -> bool:
    """Whether the rules have another mark than the newest line of the log that names one."""
    marks = [line.rules for line in agreed if line.rules]
    return bool(marks) and marks[-1] != policy.id


def _skills(policy: Policy) -> tuple[str, ...]:
    rules = policy.skills
    return (
        "Met when each skill that is essential is there, or one close to it. Unpaid counts as paid, and nothing fades with time.",
        (
            "A skill that is not on the list is not known and is asked about: nobody lists them all. It counts "
            f"{_hundred(rules.unlisted)} of 100 until then, more where something near it is listed."
        ),
        f"An essential skill weighs {rules.essential:g}, one that is only helpful {rules.desirable:g}. A certificate is needed or not, and adds nothing.",
    )


def _travel(policy: Policy) -> tuple[str, ...]:
    rules = policy.travel
    return (
        "Met when the journey there and back, at the times of the shift, is within the limit the person stated, by a way the person goes.",
        f"Up to {rules.near:.0%} of that limit a journey takes nothing off; at the limit it counts 50 of 100, at twice the limit 0.",
        f"Where no limit is stated, {rules.limit_unknown} minutes are reckoned with and the question is asked. Working at home is no journey.",
    )


def _hours(policy: Policy) -> tuple[str, ...]:
    return (
        (
            "Met when the guaranteed hours, and the usual ones, are within the hours the person would like, "
            f"give or take {policy.hours.tolerance:g} a week."
        ),
        "Where they only overlap, the question is what would really be given. A limit for one day counts as well.",
    )


def _schedule(policy: Policy) -> tuple[str, ...]:
    rules = policy.schedule
    return (
        (
            f"Met when every shift, with the journey and {policy.travel.margin} minutes to spare at each end, lies in the time the person has "
            "and outside caring and the school run."
        ),
        f"A year is {rules.term_weeks} school weeks and {rules.holiday_weeks} weeks of holidays. What clashes in the holidays alone is asked about and never a bar.",
        f"{rules.full_week / 60:g} hours a week that cannot be worked bring it to 0; fewer take off less.",
    )


def _conditions(policy: Policy) -> tuple[str, ...]:
    rules = policy.conditions
    return (
        "Met when what the work asks for (standing, lifting, noise and the like) is within what the person said suits.",
        "What is beyond it is an adjustment to ask the employer for, unless the person or the employer said that none would do.",
        f"Where one side has said nothing it counts {_hundred(rules.unknown)} of 100, where neither has {_hundred(rules.unasked)}.",
    )


def _legal(_policy: Policy) -> tuple[str, ...]:
    return (
        "Not met only where a restriction by law covers what the work involves on its first day. It says from when the job is possible.",
        "Where nothing is known of it, it is a conversation to have and never a bar. No offence is written down anywhere.",
    )


def _pay(policy: Policy) -> tuple[str, ...]:
    rules = policy.pay
    return (
        "Met when the lowest pay is what the person needs and the law asks for.",
        f"The adult minimum wage counts {_hundred(rules.at_minimum)} of 100, the real Living Wage of the day and the place 100, what lies between in a line.",
        f"Under what the person needs or the law asks it counts {_hundred(rules.below)}; where the pay is not known, {_hundred(rules.unknown)} until it is.",
    )


def _preferences(policy: Policy) -> tuple[str, ...]:
    rules = policy.preferences
    return (
        "Not met where the person wants to avoid this work, or would like another kind of contract.",
        (
            f"Work that is wanted counts {_hundred(rules.wanted)} of 100, other work {_hundred(rules.other)}; "
            f"where nothing is stated, {_hundred(rules.unstated)}."
        ),
    )


_SAID: dict[FactorName, Callable[[Policy], tuple[str, ...]]] = {
    "skills": _skills,
    "travel": _travel,
    "hours": _hours,
    "schedule": _schedule,
    "conditions": _conditions,
    "legal": _legal,
    "pay": _pay,
    "preferences": _preferences,
}


def _hundred(part: float) -> str:
    return f"{100 * part:g}"
