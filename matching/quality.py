"""How good a job is, in five plain sentences shown beside a fit. Nothing of it is scored, ranked or part of a class.

What is enough: the guaranteed hours are the usual ones, within the tolerance that a fit has for hours; notice of shifts as the Living
Hours standard has it (Living Wage Foundation); pay of the real Living Wage of the day and the place; a contract of a kind this person
would like; training.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from matching.factors.preferences import a_contract
from matching.grammar import CONTRACTS
from matching.pair import Pair
from matching.terms import Status

Side = Literal["guaranteed", "notice", "pay", "contract", "training"]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One side of a job's quality: pass is met, fail not met, unknown not known. It bars nobody."""

    side: Side
    status: Status
    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known of a job's quality and no fit reads: days of notice, and the training that goes with it."""

    rota_notice_days: int | None = None
    training: str | None = None


def quality(pair: Pair, offered: Offered, enough_notice: int) -> tuple[Aspect, ...]:
    """`enough_notice`: days of notice of shifts that are enough."""
    return (
        Aspect("guaranteed", *_guaranteed(pair)),
        Aspect("notice", *_notice(pair, offered.rota_notice_days, enough_notice)),
        Aspect("pay", *_pay(pair)),
        Aspect("contract", *_contract(pair)),
        Aspect("training", *_training(pair, offered.training)),
    )


Found = tuple[Status, str]


def _guaranteed(pair: Pair) -> Found:
    sure, usual = pair.job.hours_guaranteed, pair.job.hours_typical
    if sure is None:
        return "unknown", "Not known: how many hours are guaranteed?"
    if usual is None and not sure:
        return "fail", "No hours are guaranteed."
    if usual is None or usual <= sure:
        return "pass", f"All {sure:g} hours are guaranteed."
    if not sure:
        return "fail", f"None of the usual {usual:g} hours are guaranteed."
    near = usual - sure <= pair.policy.hours.tolerance
    return "pass" if near else "fail", f"{sure:g} of the usual {usual:g} hours are guaranteed, {sure / usual:.0%}."


def _notice(pair: Pair, days: int | None, enough: int) -> Found:
    if pair.job.shifts_chosen_by_worker:
        return "pass", "The shifts are chosen by whoever works them."
    if days is None:
        return "unknown", "Not known: how long before are shifts told?"
    said = "on the day" if days == 0 else f"{days} day{'s' if days != 1 else ''} before"
    return "pass" if days >= enough else "fail", f"Shifts are told {said}; {enough} days are good practice."


def _pay(pair: Pair) -> Found:
    least, most, day = pair.job.pay_from, pair.job.pay_to, pair.starts[0]
    london = pair.job.site is not None and pair.job.site.london
    living = pair.policy.pay.living(day, london=london)
    of = f"the real Living Wage of £{living:.2f}{' for London' if london else ''}"
    if least is None:
        return "unknown", f"Not known: does it pay {of}?"
    if least >= living:
        return "pass", f"£{least:.2f} an hour; {of} is met."
    if most is not None and most >= living:
        return "unknown", f"From £{least:.2f} to £{most:.2f} an hour: from when does it pay {of}?"
    return "fail", f"£{least:.2f} an hour is £{living - least:.2f} under {of}."


def _contract(pair: Pair) -> Found:
    kinds, kind = pair.person.contracts, pair.job.contract
    if kind is None:
        return "unknown", "Not known: what kind of contract is it?"
    if not kinds:
        return "unknown", f"It is {a_contract(kind)}. Not known: which kinds would be liked?"
    wanted = " or ".join(a_contract(each) for each in CONTRACTS if each in kinds)
    if kind in kinds:
        return "pass", f"It is {a_contract(kind)}, as would be liked."
    return "fail", f"It is {a_contract(kind)}; {wanted} would be liked."


def _training(pair: Pair, training: str | None) -> Found:
    said = list(_trains(pair, training))
    return ("pass", " ".join(said)) if said else ("unknown", "Not known: is there training on the job?")


def _trains(pair: Pair, training: str | None) -> Iterator[str]:
    if pair.job.contract == "apprenticeship":
        yield "An apprenticeship: training is part of it."
    if training:
        yield f"Training before it, by agreement: {training}."
