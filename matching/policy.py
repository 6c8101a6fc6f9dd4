"""The weights, limits and dated tables of a fit: one value that travels with every result.

Their home, with unit and reason, is config.toml; this module gives them types and refuses a table that is not whole.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Protocol, Self, TypeVar, cast, get_args, get_origin, get_type_hints

from matching.taxonomy import Taxonomy
from matching.terms import FACTORS, FactorName

Three = tuple[float, float, float]  # low, estimate, high


class BadPolicy(ValueError):
    """A table of settings that is not whole; the message names the setting."""


@dataclass(frozen=True)
class SkillRules:
    essential: float
    desirable: float
    near: float
    unlisted: float
    unlisted_near: float
    unstated: float


@dataclass(frozen=True)
class Road:
    """A mode that follows roads: straight km times a detour, at a speed (slow, usual, quick), plus fixed minutes."""

    detour: float
    kmh: Three
    fixed: Three


@dataclass(frozen=True)
class Line:
    """A mode with stops and changes: fixed minutes, plus minutes for each straight km."""

    fixed: Three
    km_minutes: Three


@dataclass(frozen=True)
class TravelRules:
    near: float
    limit_unknown: int
    place_unknown: float
    margin: int
    reach: int
    reach_unknown: int
    rail_from: float
    routed: Three
    walk: Road
    cycle: Road
    car: Road
    bus: Line
    rail: Line


@dataclass(frozen=True)
class HoursRules:
    tolerance: float
    longest_day: float
    unknown: float


@dataclass(frozen=True)
class ScheduleRules:
    full_week: int
    term_weeks: int
    holiday_weeks: int
    unknown: float
    shortest_shift: int


@dataclass(frozen=True)
class ConditionRules:
    unknown: float
    unasked: float


@dataclass(frozen=True)
class MinimumWage:
    since: date
    adult: float
    lowest: float


@dataclass(frozen=True)
class LivingWage:
    since: date
    uk: float
    london: float


class Rate(Protocol):
    """Something that holds from a day on."""

    @property
    def since(self) -> date: ...


AnyRate = TypeVar("AnyRate", bound=Rate)


@dataclass(frozen=True)
class PayRules:
    unknown: float
    below: float
    at_minimum: float
    minimum_wage: tuple[MinimumWage, ...]
    living_wage: tuple[LivingWage, ...]

    def minimum(self, day: date) -> MinimumWage:
        return in_force(self.minimum_wage, day)

    def living(self, day: date, *, london: bool) -> float:
        wage = in_force(self.living_wage, day)
        return wage.london if london else wage.uk


@dataclass(frozen=True)
class PreferenceRules:
    wanted: float
    other: float
    unstated_low: float
    unstated: float


@dataclass(frozen=True)
class Asks:
    start: int
    finish: int
    days: int
    hours: float
    step: int


@dataclass(frozen=True)
class Policy:
    """Everything a fit depends on beside its two sides and the day. `id` changes with any of it."""

    id: str
    taxonomy: Taxonomy
    floor: float
    lists_near: float
    changes_most: int
    alternatives_most: int
    pooled_least: int
    year_hours: int
    start_days: int
    chances_days: int
    tie_key: str
    weights: Mapping[FactorName, float]
    skills: SkillRules
    travel: TravelRules
    hours: HoursRules
    schedule: ScheduleRules
    conditions: ConditionRules
    pay: PayRules
    preferences: PreferenceRules
    asks: Asks

    @classmethod
    def of(cls, table: Mapping[str, Any], taxonomy: Taxonomy) -> Self:
        """The policy that a settings table and a taxonomy make. Raises `BadPolicy`."""
        said = json.dumps(table, sort_keys=True, default=str)
        made = hashlib.sha256(f"{said} {taxonomy.version}".encode()).hexdigest()[:12]
        policy = cast("Self", whole(cls, {**table, "id": made, "taxonomy": taxonomy}, "matching"))
        if set(policy.weights) != set(FACTORS) or abs(sum(policy.weights.values()) - 1) > 1e-9:
            raise BadPolicy(f"matching.weights names each of {', '.join(FACTORS)} once, and adds up to 1.")
        return policy


def in_force(rates: tuple[AnyRate, ...], day: date) -> AnyRate:
    """The rate of a day; before the first one known, the first."""
    return max((rate for rate in rates if rate.since <= day), key=lambda rate: rate.since, default=rates[0])


def whole(kind: Any, value: Any, name: str) -> Any:
    """`value` as the type `kind`, or `BadPolicy` naming where it stands."""
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, Mapping):
        hints = get_type_hints(kind)
        known = {field.name for field in fields(kind)}
        if odd := sorted(known ^ set(value)):
            raise BadPolicy(f"The setting {name}.{odd[0]} is {'missing' if odd[0] in known else 'not known'}.")
        return kind(**{word: whole(hints[word], item, f"{name}.{word}") for word, item in value.items()})
    if get_origin(kind) is tuple:
        if not isinstance(value, list) or not value:
            raise BadPolicy(f"The setting {name} is a list.")
        inner = get_args(kind)
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else list(inner)
        if len(kinds) != len(value):
            raise BadPolicy(f"The setting {name} has {len(kinds)} values: low, estimate, high.")
        return tuple(whole(each, item, name) for each, item in zip(kinds, value, strict=True))
    if get_origin(kind) is Mapping:
        return dict(value)
    if kind is float and type(value) is int:
        return float(value)
    if isinstance(kind, type) and not isinstance(value, kind):
        raise BadPolicy(f"The setting {name} is {value!r}; it is a {kind.__name__}.")
    return value
