"""Skills beyond the built-in ones, such as all of ESCO: looked up one at a time, because a fit needs a few of 13,891."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One skill: what to call it, the groups it is in, and how near others are, 0..1 by key."""

    label: str
    groups: frozenset[str] = frozenset()
    near: Mapping[str, float] = field(default_factory=dict)


class Wide(Protocol):
    """What a wide taxonomy answers. A built-in concept that has a twin there answers for it, under the built-in key."""

    @property
    def version(self) -> str:
        """Changes with any of it."""

    def meant(self, form: str) -> str | None:
        """The key of the one skill that is called so in plain form; None where there is none, or more than one."""

    def entry(self, key: str) -> Entry | None:
        """None where the key is not of this taxonomy."""

    def phrases(self) -> Iterable[tuple[str, str]]:
        """(plain form, key) of every label, always in the same order."""
