"""HiGHS, by way of scipy: Q. Huangfu and J. A. J. Hall, Math. Prog. Comp. 10 (2018) 119-142.

A goal is first solved as if people could be seated in parts, which is quick. Its prices (duals) say which columns and rows the best
solutions have in common: keeping those keeps the goal, and the next one is as quick (complementary slackness). Mostly the
solution is whole by itself, for a plan is nearly an assignment; where it is not, a search for whole ones follows, with no gap allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

ALIKE = 1e-5  # figures of goals are whole numbers below some thousands, and prices are not smaller than a part of one


class NotSolved(RuntimeError):
    """The solver gave up; it has no limit of time, so this does not happen to a plan of any size that people have."""


class Row(Protocol):
    weights: Mapping[int, int]
    most: int
    tight: bool


class Program(Protocol):
    """So many columns that are 0 or 1; rows that hold; and columns that are known already."""

    size: int
    rows: Any
    bounds: dict[int, int]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The most of a goal with people in parts; `whole`: the solution where it has none, else nothing; the prices of columns and rows."""

    value: float
    whole: list[int]
    at_least: Any
    at_most: Any
    loose: list[Any]
    prices: Any


def relaxed(program: Program, goal: Mapping[int, int]) -> Relaxed:
    from scipy.optimize import linprog  # loading it takes half a second, and most commands need it not

    loose, tight = [row for row in program.rows if not row.tight], [row for row in program.rows if row.tight]
    found = linprog(
        _costs(program, goal),
        A_ub=_matrix(loose, program.size),
        b_ub=[row.most for row in loose] or None,
        A_eq=_matrix(tight, program.size),
        b_eq=[row.most for row in tight] or None,
        bounds=[(low, high) for low, high in zip(*_bounds(program), strict=True)],
        method="highs",
    )
    if found.x is None:
        raise NotSolved(found.message)
    rounded = [round(value) for value in found.x]
    whole = all(abs(value - near) < ALIKE for value, near in zip(found.x, rounded, strict=True))
    return Relaxed(
        -found.fun,
        rounded if whole else [],
        found.lower.marginals,
        found.upper.marginals,
        loose,
        found.ineqlin.marginals,
    )


def whole(program: Program, goal: Mapping[int, int]) -> list[int]:
    from scipy.optimize import Bounds, LinearConstraint, milp

    most = [row.most for row in program.rows]
    least = [row.most if row.tight else float("-inf") for row in program.rows]
    found = milp(
        _costs(program, goal),
        integrality=[1] * program.size,
        bounds=Bounds(*_bounds(program)),
        constraints=LinearConstraint(_matrix(program.rows, program.size), least, most),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise NotSolved(found.message)
    return [round(value) for value in found.x]


def keep(program: Program, found: Relaxed) -> None:
    """Lays down what all solutions have in common that are as good: what has a price is at its bound."""
    low, high = _bounds(program)
    for column in range(program.size):
        if abs(found.at_least[column]) > ALIKE:
            program.bounds[column] = low[column]
        elif abs(found.at_most[column]) > ALIKE:
            program.bounds[column] = high[column]
    for row, price in zip(found.loose, found.prices, strict=True):
        row.tight = row.tight or abs(price) > ALIKE


def _costs(program: Program, goal: Mapping[int, int]) -> list[int]:
    return [-goal.get(column, 0) for column in range(program.size)]


def _bounds(program: Program) -> tuple[list[int], list[int]]:
    columns = range(program.size)
    return [program.bounds.get(column, 0) for column in columns], [program.bounds.get(column, 1) for column in columns]


def _matrix(rows: list[Any], size: int) -> Any:
    from scipy.sparse import csr_array

    entries = [(number, column, weight) for number, row in enumerate(rows) for column, weight in row.weights.items()]
    if not entries:
        return None
    at, columns, weights = zip(*entries, strict=True)
    return csr_array((weights, (at, columns)), shape=(len(rows), size))
