"""The properties of a fit over whole people and jobs, and for each the faults that it finds.

200 cases each; `pytest -m full` tries 10,000, or as many as BROKERAGE_CASES says, and prints which fault was caught by which property."""

import os
from collections.abc import Callable
from dataclasses import make_dataclass, replace
from typing import Any

import pytest
from properties import ALLOWED, PROPERTIES, there_is_no_field_for_more

from brokerage.models import Participant
from brokerage.participants import as_person
from matching import changes, fit, free_time
from matching.factors import hours, schedule, travel
from matching.findings import FIND
from matching.pair import Pair
from matching.taxonomy import built_in
from matching.terms import Change, FactorName, Finding, Person, Reason
from matching.week import Week

MANY = int(os.environ.get("BROKERAGE_CASES", "10000"))
Patch = pytest.MonkeyPatch


@pytest.mark.parametrize("cases", [200, pytest.param(MANY, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", PROPERTIES)
def test_it_always_holds(name, cases):
    PROPERTIES[name].run(cases)


@pytest.mark.parametrize(("side", "allowed"), ALLOWED.items())
def test_there_is_no_field_for_what_must_not_be_known(side, allowed):
    there_is_no_field_for_more(side, allowed)


def test_a_field_for_what_must_not_be_known_is_found():
    told = make_dataclass("Told", [("age", int, 0)], bases=(Person,), frozen=True)

    with pytest.raises(AssertionError):
        there_is_no_field_for_more(told, ALLOWED[Person])


def test_what_stands_beside_the_facts_does_not_reach_the_engine():
    facts: dict[str, Any] = {
        "reference": "P001",
        "available": "Mon-Fri 09:00-15:00",
        "skills": "till work",
        "hours_min": 16,
    }
    plain = Participant(name="Ann Other", **facts)
    told = Participant(
        name="Zoë Quill", email="z@example.org", phone="0114 496 0000", channel="phone", safe_window="Mon 10:00-12:00",
        area="S8", training_completed="retail; 2026", share="name", live=False, **facts,
    )  # fmt: skip

    assert as_person(plain, built_in()) == as_person(told, built_in())


# Faults, each planted in one place of the engine.


def factor(name: FactorName, wrong: Callable[[Pair, Finding], Finding]) -> Callable[[Patch], None]:
    """One factor's finding, made wrong."""

    def plant(patch: Patch) -> None:
        right = FIND[name]
        patch.setitem(FIND, name, lambda pair: wrong(pair, right(pair)))  # type: ignore[misc] # a plain dictionary

    return named(plant, wrong)


def instead(owner: Any, name: str, wrong: Callable[..., Any]) -> Callable[[Patch], None]:
    """A function of the engine, given the right one first."""

    def plant(patch: Patch) -> None:
        right = getattr(owner, name)
        patch.setattr(owner, name, lambda *given, **said: wrong(right, *given, **said))

    return named(plant, wrong)


def named(plant: Callable[[Patch], None], wrong: Callable[..., Any]) -> Callable[[Patch], None]:
    plant.__name__ = wrong.__name__.replace("_", " ")
    return plant


def scaled(found: Finding, by: float) -> Finding:
    return replace(found, low=found.low * by, estimate=found.estimate * by, high=found.high * by)


def a_longer_list_counts_less(pair: Pair, found: Finding) -> Finding:
    return scaled(found, 1 / (1 + len(pair.person.skills.held)) if pair.person.skills else 1)


def only_the_first_mode(pair: Pair, _found: Finding) -> Finding:
    one = frozenset(sorted(pair.person.modes)[:1]) if pair.person.modes else pair.person.modes
    return travel.find(replace(pair, person=replace(pair.person, modes=one)))


def certificates_are_counted_twice(pair: Pair, found: Finding) -> Finding:
    if len(pair.person.certificates or ()) > 1 and pair.job.certificates:
        return replace(found, reasons=(*found.reasons, Reason("Too many.", "fail", "participant")))
    return found


def more_time_is_held_against_the_person(pair: Pair, found: Finding) -> Finding:
    spans = sum(map(len, pair.person.available.rotas)) if pair.person.available else 0
    return scaled(found, 0.99**spans)


def ruled_out_is_as_good_as_here(pair: Pair, found: Finding) -> Finding:
    return replace(found, low=1.0, estimate=1.0, high=1.0) if pair.ruled_out else found


def a_blank_is_a_fail(pair: Pair, found: Finding) -> Finding:
    if pair.person.limits is None:
        return replace(found, reasons=(Reason("Nothing is written down.", "fail", "participant"),))
    return found


def a_blank_is_none(pair: Pair, _found: Finding) -> Finding:
    return schedule.find(replace(pair, person=replace(pair.person, caring=pair.person.caring or Week([[]]))))


def a_blank_is_half(_pair: Pair, found: Finding) -> Finding:
    return replace(found, low=0.5, high=0.5) if found.status == "unknown" else found


def pay_that_is_not_known_is_the_least(pair: Pair, found: Finding) -> Finding:
    return replace(found, high=0.4, estimate=0.4) if pair.job.pay_from is None else found


def further_is_better(right, minutes: int, limit: int, pair: Pair) -> float:
    return 1.0 - right(minutes, limit, pair)


def a_part_of_the_shift(pair: Pair, found: Finding) -> Finding:
    """Lost minutes by the length of the shift, instead of by the week: a longer shift looks better."""
    offered, _ = free_time.weekly(pair.job.shift or free_time.EMPTY, *schedule.look(pair, "low")._with(True), "term")
    lost = 2400 * (1 - found.high)
    value = 1 - min(1, lost / offered) if offered else found.high
    return replace(found, low=min(found.low, value), estimate=value, high=value)


def the_usual_hours_count(pair: Pair, found: Finding) -> Finding:
    offered = hours.offered(pair.job)
    return replace(found, estimate=offered[1] / 168, high=1.0) if offered else found


def fewer_is_better(right, worked: float, least: float, most: float) -> float:
    return 1 - worked / 168


def the_reference_leaks(pair: Pair, found: Finding) -> Finding:
    return scaled(found, 0.9 + sum(pair.person.reference.encode()) % 7 / 100)


def the_first_to_come_is_served(seen: list[str]) -> Callable[[Pair, Finding], Finding]:
    def first_come_first_served(pair: Pair, found: Finding) -> Finding:
        seen.append(pair.person.reference)
        return scaled(found, 1 - 0.001 * (len(seen) % 5))

    return first_come_first_served


ONE_MORE = Change("employer", "pay", "20.00", "Would fit at £20.00 an hour.")


def one_too_many(right, pair: Pair) -> list[tuple[Change, ...]]:
    return [(*chosen, ONE_MORE) for chosen in right(pair) if all(change.what != "pay" for change in chosen)]


def one_too_few(right, pair: Pair) -> list[tuple[Change, ...]]:
    return [chosen[:-1] or (ONE_MORE,) for chosen in right(pair)]


def any_set_opens(_right, *_given: Any) -> bool:
    return True


def of_the_whole(_right, found, policy) -> dict[FactorName, float]:
    return {name: policy.weights[name] * (1 - finding.estimate) for name, finding in found.items()}


def upside_down(_pair: Pair, found: Finding) -> Finding:
    return replace(found, low=found.high, high=found.low)


def nobody_can_answer(_pair: Pair, found: Finding) -> Finding:
    return replace(found, reasons=tuple(replace(reason, who=None) for reason in found.reasons))


FAULTS: list[tuple[str, Callable[[Patch], None]]] = [
    ("every fit is in order", factor("hours", upside_down)),
    ("every fit is in order", factor("skills", nobody_can_answer)),
    ("more never hurts", factor("skills", a_longer_list_counts_less)),
    ("more never hurts", factor("travel", only_the_first_mode)),
    ("more never hurts", factor("skills", certificates_are_counted_twice)),
    ("more never hurts", factor("schedule", more_time_is_held_against_the_person)),
    ("a blank bars nobody", factor("conditions", a_blank_is_a_fail)),
    ("a blank bars nobody", factor("pay", pay_that_is_not_known_is_the_least)),
    ("an answer stays inside", factor("schedule", a_blank_is_none)),
    ("an answer stays inside", factor("travel", a_blank_is_half)),
    ("a longer journey", instead(travel, "_ease", further_is_better)),
    ("an earlier start", factor("schedule", a_part_of_the_shift)),
    ("fewer hours", factor("hours", the_usual_hours_count)),
    ("fewer hours", instead(hours, "suits", fewer_is_better)),
    ("nobody else matters", factor("pay", the_reference_leaks)),
    ("nobody else matters", factor("pay", the_first_to_come_is_served([]))),
    ("the changes are enough", instead(fit, "smallest", one_too_many)),
    ("the changes are enough", instead(fit, "smallest", one_too_few)),
    ("the changes are enough", instead(changes, "opens", any_set_opens)),
    ("nothing barred", factor("travel", ruled_out_is_as_good_as_here)),
    ("the shares add up", instead(fit, "_shares", of_the_whole)),
]


@pytest.mark.parametrize("cases", [200, pytest.param(MANY, marks=pytest.mark.full)], ids=["some", "many"])
@pytest.mark.parametrize(("name", "plant"), FAULTS)
def test_a_planted_fault_is_found(name, plant, cases, monkeypatch, record_property):
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        PROPERTIES[name].run(cases, shrink=False)
    record_property("caught", f"{name:<30} {plant.__name__}")


def test_every_property_is_shown_able_to_fail():
    assert {name for name, _ in FAULTS} == set(PROPERTIES)
