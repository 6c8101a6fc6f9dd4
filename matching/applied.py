"""A change, made: from nothing but the field it names and the new value."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from matching.factors import hours
from matching.journeys import PASSES, with_pass
from matching.moves import finish_earlier, shift_days, start_later, with_shift, without_days
from matching.pair import Pair
from matching.terms import Change, Dated, Person, Skill, Skills
from matching.week import DAY, Span, Week

SCHOOL_RUN, HOLIDAY_CLUB = "school run", "holiday club"


class NoShiftLeft(ValueError):
    """The change would leave no shift, or one too short to come in for."""

    def __init__(self) -> None:
        super().__init__("The change leaves no shift.")


def applied(pair: Pair, change: Change) -> Pair:
    """The pair with one change made. Raises `ValueError` where it names no change, `NoShiftLeft` where it takes too much away."""
    if change.what not in MADE:
        raise ValueError(f"There is no change called {change.what}.")
    return MADE[change.what](pair, change.to)


def _start(pair: Pair, to: str) -> Pair:
    shift = _shift(pair)
    later = int(to[1:]) if to[0] == "+" else _minutes(to) - _first(shift).start
    return _with_shift(pair, start_later(shift, later, pair.policy.schedule.shortest_shift))


def _finish(pair: Pair, to: str) -> Pair:
    shift = _shift(pair)
    earlier = int(to[1:]) if to[0] == "-" else (_first(shift).end - _minutes(to)) % DAY
    return _with_shift(pair, finish_earlier(shift, earlier, pair.policy.schedule.shortest_shift))


def _fewer_days(pair: Pair, to: str) -> Pair:
    shift = _shift(pair)
    kept = {span.day for span in Week.parse(f"{to} 00:00-24:00").rotas[0]}
    return _with_shift(pair, without_days(shift, set(shift_days(shift)) - kept))


def _other_hours(pair: Pair, to: str) -> Pair:
    return replace(pair, job=hours.with_hours(pair.job, float(to)))


def _term_time(pair: Pair, _to: str) -> Pair:
    return replace(pair, job=replace(pair.job, term_time_only=True))


def _criterion(pair: Pair, to: str) -> Pair:
    essential = pair.job.essential or ()
    eased = tuple(skill for skill in essential if skill.words == to)
    kept = tuple(skill for skill in essential if skill.words != to)
    return replace(pair, job=replace(pair.job, essential=kept, desirable=(*pair.job.desirable, *eased)))


def _training(pair: Pair, to: str) -> Pair:
    gained = tuple(skill for skill in pair.job.essential or () if skill.words == to)
    learnt, said = {skill.concept for skill in gained}, pair.person.skills or Skills()
    not_yet: tuple[Skill, ...] = tuple(skill for skill in said.not_yet if skill.concept not in learnt)
    return replace(pair, person=replace(pair.person, skills=Skills((*said.held, *gained), not_yet, said.only_these)))


def _certificate(pair: Pair, to: str) -> Pair:
    gained = tuple(Dated(asked.key, asked.words) for asked in pair.job.certificates or () if asked.words == to)
    return replace(pair, person=replace(pair.person, certificates=(*(pair.person.certificates or ()), *gained)))


def _demand(pair: Pair, to: str) -> Pair:
    demands = dict(pair.job.demands or {})
    if to.startswith("no "):
        demands.pop(to.removeprefix("no "), None)
    else:
        name, _, level = to.rpartition(" ")
        demands[name] = float(level)
    return replace(pair, job=replace(pair.job, demands=demands))


def _contract(pair: Pair, to: str) -> Pair:
    return replace(pair, job=replace(pair.job, contract=to))


def _pay(pair: Pair, to: str) -> Pair:
    rate, top = float(to), pair.job.pay_to
    return replace(pair, job=replace(pair.job, pay_from=rate, pay_to=None if top is None else max(rate, top)))


def _travel(pair: Pair, to: str) -> Pair:
    mode = next(mode for mode in PASSES if mode == to)
    return replace(pair, person=with_pass(pair.person, mode))


def _childcare(pair: Pair, to: str) -> Pair:
    person = _with_club(pair.person) if to == HOLIDAY_CLUB else replace(pair.person, school_run=None)
    return replace(pair, person=person)


MADE: Mapping[str, Callable[[Pair, str], Pair]] = {
    "start": _start,
    "finish": _finish,
    "days": _fewer_days,
    "hours": _other_hours,
    "term_time": _term_time,
    "criterion": _criterion,
    "training": _training,
    "certificate": _certificate,
    "demand": _demand,
    "contract": _contract,
    "pay": _pay,
    "travel": _travel,
    "childcare": _childcare,
}


def _shift(pair: Pair) -> Week:
    if pair.job.shift is None:
        raise ValueError("There is no shift to move.")
    return pair.job.shift


def _first(shift: Week) -> Span:
    return next(span for rota in shift.rotas for span in rota)


def _with_shift(pair: Pair, shift: Week | None) -> Pair:
    if shift is None:
        raise NoShiftLeft
    return replace(pair, job=with_shift(pair.job, shift))


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _with_club(person: Person) -> Person:
    """School holidays like term, but for the school run."""
    return replace(person, available=_as_in_term(person.available), caring=_as_in_term(person.caring))


def _as_in_term(week: Week | None) -> Week | None:
    if week is None:
        return None
    return Week([[replace(span, season=None) for span in rota if span.within("term")] for rota in week.rotas])
