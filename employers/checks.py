"""CHECK constraints written once, so that every table says the same thing in the same words."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", f"{column}_word")


def between(column: str, low: float, high: float) -> CheckConstraint:
    return CheckConstraint(f"{column} >= {low} AND {column} <= {high}", f"{column}_range")


def point(latitude: str = "latitude", longitude: str = "longitude") -> tuple[CheckConstraint, ...]:
    """Both or neither, in degrees."""
    return (
        between(latitude, -90, 90),
        between(longitude, -180, 180),
        CheckConstraint(f"({latitude} IS NULL) = ({longitude} IS NULL)", f"{latitude}_with_{longitude}"),
    )
