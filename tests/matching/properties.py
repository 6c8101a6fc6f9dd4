"""What must always hold of a fit (engine.md): each property is a function of a case that raises AssertionError where it does not hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from itertools import combinations
from math import log
from typing import Any

from builders import TODAY, policy
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies import (
    CERTIFICATES,
    JOB_FACTS,
    PERSON_FACTS,
    PLACES,
    RUN,
    SKILLS,
    WEEKS,
    Case,
    Cells,
    job_of,
    pairs,
    person_of,
)

from matching import fit, free_time, journeys
from matching.applied import NoShiftLeft, applied
from matching.findings import FIND, classify, findings
from matching.moves import furthest
from matching.pair import Pair
from matching.policy import Line, Policy, Road
from matching.terms import FACTORS, MODES, Area, Change, Factor, Finding, Fit, Interval, Job, Person, Spot
from matching.week import GRID, Week, covered

CLASSES = ("fits_now", "check", "ask_employer", "with_a_step", "not_this_one")
ENDS = ("low", "estimate", "high")
SLACK = 1.5e-6  # numbers are rounded to six places


@dataclass(frozen=True)
class Property:
    """A property: how its cases are drawn, and what must hold of each."""

    name: str
    cases: st.SearchStrategy[Any]
    holds: Callable[..., None]

    def run(self, cases: int, *, shrink: bool = True) -> None:
        """Tries that many cases, the same ones in every run. Raises AssertionError with the first that fails."""

        @settings(
            max_examples=cases,
            derandomize=True,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        )
        @given(self.cases)
        def each(case: Any) -> None:
            self.holds(*case)

        each()


def fitted(person: Cells, job: Cells) -> Fit:
    return fit.check(person_of(person), job_of(job), TODAY, policy(), changes=False)


def by_name(found: Fit) -> Mapping[str, Factor]:
    return {each.factor: each for each in found.factors}


def _intervals(found: Fit) -> list[Factor | Interval]:
    return [*found.factors, found.score]


def no_lower(before: Fit, after: Fit, ends: tuple[str, ...] = ENDS) -> None:
    """No number of the second fit lies below the first one's."""
    for name, factor in by_name(before).items():
        for end in ends:
            assert getattr(by_name(after)[name], end) >= getattr(factor, end) - SLACK, (name, end)
    for end in ends:
        assert getattr(after.score, end) >= getattr(before.score, end) - SLACK, ("score", end)


def no_higher(before: Finding, after: Finding, name: str) -> None:
    for end in ENDS:
        assert getattr(after, end) <= getattr(before, end) + SLACK, (name, end)


# 0. What every fit is.


def it_is_in_order(person: Cells, job: Cells) -> None:
    found = fitted(person, job)
    statuses = {each.status for each in found.factors}
    whose = {reason.who for each in found.factors for reason in each.reasons if reason.status == "fail"}

    assert [each.factor for each in found.factors] == list(FACTORS)
    for each in _intervals(found):
        assert 0 <= each.low <= each.estimate <= each.high <= 1, each
    for factor in found.factors:
        assert factor.reasons
        for reason in factor.reasons:
            assert (reason.who is None) == (reason.status == "pass"), reason
            assert reason.text[-1] in ".?"
    if "fail" not in statuses:
        assert found.fit == ("check" if "unknown" in statuses else "fits_now")
    elif whose <= {"employer"}:
        assert found.fit == "ask_employer"
    else:
        assert found.fit == ("with_a_step" if whose <= {"employer", "programme"} else "not_this_one")


# 1. More never hurts.


def more_skills(cells: Cells, pick: int) -> Cells:
    new = SKILLS[pick % len(SKILLS)]
    return {**cells, "skills": new if cells["skills"] == "none" else f"{cells['skills']}; {new}"}


def more_certificates(cells: Cells, pick: int) -> Cells:
    new, held = CERTIFICATES[pick % len(CERTIFICATES)], cells["certificates"]
    return {**cells, "certificates": new if held == "none" else f"{held}; {new}"}


def more_modes(cells: Cells, pick: int) -> Cells:
    new, had = MODES[pick % len(MODES)], cells["travel_modes"]
    return {**cells, "travel_modes": new if had == "none" else f"{had}; {new}"}


def more_time(cells: Cells, pick: int) -> Cells:
    new = WEEKS[pick % len(WEEKS)].split(" / ")[0]
    rotas = [new if rota == "none" else f"{rota}; {new}" for rota in cells["available"].split(" / ")]
    return {**cells, "available": " / ".join(rotas)}


def no_more(column: str, gone: str | None) -> Callable[[Cells, int], Cells]:
    return lambda cells, _pick: {**cells, column: gone}


MORE: Mapping[str, Callable[[Cells, int], Cells]] = {
    "skills": more_skills,
    "certificates": more_certificates,
    "travel_modes": more_modes,
    "available": more_time,
    "limits": no_more("limits", "none"),
    "caring": no_more("caring", "none"),
    "legal": no_more("legal", "none"),
    "day_hours_max": no_more("day_hours_max", None),
    "pay_min": no_more("pay_min", None),
    "avoids": no_more("avoids", None),
    "contracts": no_more("contracts", None),
    "not_adjustable": no_more("not_adjustable", None),
}


def more_never_hurts(case: Case, pick: int) -> None:
    person, job = case
    before = fitted(person, job)
    for column, more in MORE.items():
        if person[column] is not None:
            after = fitted(more(person, pick), job)
            no_lower(before, after)
            assert CLASSES.index(after.fit) <= CLASSES.index(before.fit), (column, before.fit, after.fit)


def nothing_barred_never_hurts(case: Case, barred: Spot, allowed: Spot, km: float) -> None:
    """Somebody with places ruled out, and the same person with none."""
    free, job = person_of(case[0]), job_of(case[1])
    bound = replace(free, barred=(Area(barred, km),), allowed=(Area(allowed, km),))
    before, after = (fit.check(each, job, TODAY, policy(), changes=False) for each in (bound, free))
    no_lower(before, after)
    assert CLASSES.index(after.fit) <= CLASSES.index(before.fit), (before.fit, after.fit)
    assert fit.in_reach(free, job, policy()) or not fit.in_reach(bound, job, policy())


# 2. A blank never lowers what could be, and bars nobody.   3. An answer stays inside what was shown before it.


def blanked(person: Cells, job: Cells) -> list[tuple[str, Cells, Cells]]:
    """Every way to blank one stated fact whose blank means not known."""
    found = [(name, {**person, name: None}, job) for name in PERSON_FACTS if person[name] is not None]
    stated = [name for name in RUN if person[name] is not None]
    if len(stated) > 1:  # with its last cell gone there is no school run at all
        found += [(name, {**person, name: None}, job) for name in stated]
    for name in JOB_FACTS:
        if job[name] is not None:
            with_it = {"pay_from": "pay_to"}.get(name, name)
            found.append((name, person, {**job, name: None, with_it: None}))
    if job["hours_guaranteed"] == 0 and job["hours_typical"] is not None:
        found.append(("hours_typical", person, {**job, "hours_typical": None}))
    return found


def a_blank_bars_nobody(person: Cells, job: Cells) -> None:
    stated = fitted(person, job)
    for name, other_person, other_job in blanked(person, job):
        blank = fitted(other_person, other_job)
        no_lower(stated, blank, ("high",))
        assert blank.fit != "not_this_one" or stated.fit == "not_this_one", (name, stated.fit)


def an_answer_stays_inside(person: Cells, job: Cells) -> None:
    stated = fitted(person, job)
    for name, other_person, other_job in blanked(person, job):
        blank = fitted(other_person, other_job)
        for was, now in zip(_intervals(blank), _intervals(stated), strict=True):
            for end in ENDS:
                assert was.low - SLACK <= getattr(now, end) <= was.high + SLACK, (name, was, now)


# 4. More minutes, an earlier start, fewer hours.


def slower(more: int) -> Policy:
    """The policy in which every journey takes so many minutes more."""
    rules = policy().travel
    changed: dict[str, Any] = {}
    for mode in MODES:
        pace: Road | Line = getattr(rules, mode)
        low, estimate, high = pace.fixed
        changed[mode] = replace(pace, fixed=(low + more, estimate + more, high + more))
    return replace(policy(), travel=replace(rules, **changed))


def a_longer_journey_raises_nothing(case: Case, minutes: int) -> None:
    person, job = person_of(case[0]), job_of(case[1])
    for name in ("travel", "schedule"):
        before = FIND[name](Pair(person, job, TODAY, policy()))
        after = FIND[name](Pair(person, job, TODAY, slower(minutes)))
        no_higher(before, after, name)


def an_earlier_start_raises_nothing(case: Case, quarters: int) -> None:
    person, job = person_of(case[0]), job_of(case[1])
    if job.shift is None or job.shifts_chosen_by_worker:
        return
    earlier = Week(
        [[replace(span, start=max(0, span.start - GRID * quarters)) for span in rota] for rota in job.shift.rotas]
    )
    before, after = (Pair(person, each, TODAY, policy()) for each in (job, replace(job, shift=earlier)))
    no_higher(FIND["schedule"](before), FIND["schedule"](after), "schedule")


def fewer_hours_raise_nothing(case: Case, share: float) -> None:
    person, job = case
    most, guaranteed = person["hours_max"], job["hours_guaranteed"]
    if most is None or not guaranteed or guaranteed > most:
        return
    typical = guaranteed if job["hours_typical"] is None else job["hours_typical"]
    less = {"hours_guaranteed": guaranteed * share}
    before, fewer, alone = (
        FIND["hours"](Pair(person_of(person), job_of(job | cells), TODAY, policy()))
        for cells in ({"hours_typical": typical}, less | {"hours_typical": typical}, less)
    )
    no_higher(before, fewer, "hours")
    assert alone.estimate <= before.estimate + SLACK  # with usual hours that nobody gave, nothing makes them known


# 5. Others, their order, and references change nothing.


def nobody_else_matters(first: Case, second: Case) -> None:
    one, other = fitted(*first), fitted(*second)
    _forget()
    assert (fitted(*second), fitted(*first)) == (other, one)
    person, job = replace(person_of(first[0]), reference="zz"), replace(job_of(first[1]), reference="AA")
    renamed = fit.check(person, job, TODAY, policy(), changes=False)
    assert (renamed.participant, renamed.vacancy) == ("zz", "AA")
    assert replace(renamed, participant=one.participant, vacancy=one.vacancy) == one


def _forget() -> None:
    for kept in (free_time.weekly, free_time.windows, covered, furthest, journeys.great_circle_km):
        kept.cache_clear()


# 6. The changes that are returned open the job, all of them together and none of them without the others.


def the_changes_are_enough_and_none_is_needless(person: Cells, job: Cells) -> None:
    pair = Pair(person_of(person), job_of(job), TODAY, policy())
    found = fit.check(pair.person, pair.job, TODAY, policy())
    if found.changes or found.alternatives:
        assert found.fit in ("ask_employer", "with_a_step")
    for chosen in (found.changes, *found.alternatives):
        if chosen:
            assert _class_with(pair, chosen) in ("fits_now", "check"), chosen
            for fewer in combinations(chosen, len(chosen) - 1):
                assert _class_with(pair, fewer) not in ("fits_now", "check"), (chosen, fewer)


def _class_with(pair: Pair, changes: tuple[Change, ...]) -> str:
    changed = pair
    try:
        for change in changes:
            changed = applied(changed, change)
    except NoShiftLeft:
        return "no shift is left"
    return classify(findings(changed).values())


# 7. The shares add up, and say what each factor takes off.


def the_shares_add_up(person: Cells, job: Cells) -> None:
    found = fitted(person, job)
    floor = policy().floor
    losses = [-each.weight * log(max(floor, each.estimate)) for each in found.factors]
    whole = sum(losses)
    if whole < 1e-9:
        assert [each.share for each in found.factors] == [0] * len(FACTORS)
        assert found.score.estimate == 1
        return
    assert abs(sum(each.share for each in found.factors) - 1) < 1e-9
    assert abs(whole + log(found.score.estimate)) < 1e-4
    for each, loss in zip(found.factors, losses, strict=True):
        assert abs(each.share - loss / whole) < 1e-4, each.factor


# 8. What must not reach the engine has no field to stand in.

ALLOWED = {
    Person: "reference home available caring school_run school_years childcare_welcome hours_min hours_max day_hours_max modes travel_max"
    " skills certificates limits not_adjustable legal wants avoids pay_min contracts"
    " barred allowed",  # areas as points and km: a place that is out of the question, never why
    Job: "reference title occupation sector site home_working shift shifts_chosen_by_worker hours_guaranteed hours_typical"
    " negotiable term_time_only starts_on essential desirable certificates demands adjustable involves dbs pay_from pay_to"
    " contract",
}


def there_is_no_field_for_more(side: type, allowed: str) -> None:
    assert {field.name for field in fields(side)} == set(allowed.split())


_picks, _minutes, _places = st.integers(0, 500), st.integers(1, 60), st.sampled_from(PLACES)

PROPERTIES = {
    each.name: each
    for each in (
        Property("every fit is in order", pairs, it_is_in_order),
        Property("more never hurts", st.tuples(pairs, _picks), more_never_hurts),
        Property("nothing barred", st.tuples(pairs, _places, _places, st.floats(0, 8)), nothing_barred_never_hurts),
        Property("a blank bars nobody", pairs, a_blank_bars_nobody),
        Property("an answer stays inside", pairs, an_answer_stays_inside),
        Property("a longer journey", st.tuples(pairs, _minutes), a_longer_journey_raises_nothing),
        Property("an earlier start", st.tuples(pairs, st.integers(1, 12)), an_earlier_start_raises_nothing),
        Property("fewer hours", st.tuples(pairs, st.floats(0, 1)), fewer_hours_raise_nothing),
        Property("nobody else matters", st.tuples(pairs, pairs), nobody_else_matters),
        Property("the changes are enough", pairs, the_changes_are_enough_and_none_is_needless),
        Property("the shares add up", pairs, the_shares_add_up),
    )
}
