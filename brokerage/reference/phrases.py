"""What a phrase means that is in no table of words: the five likeliest are offered, and a person says which.

The answer stands in the list itself, the name before the words that were used: `door supervision (did the doors)`. So
it is seen, exported and changed like everything else, and who said it so is in the trail.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from employers.columns import Refused
from matching import grammar
from matching.normalise import skill, suggested
from matching.taxonomy import Taxonomy


class NotThereNow(Refused):
    def __init__(self, said: str) -> None:
        super().__init__(
            f"“{said}” is not in the list any more, so nothing was changed. Look at what stands there now."
        )


@dataclass(frozen=True, slots=True)
class Unsure:
    """A phrase as it was said, the column it stands in, and the names of what it may mean, likeliest first."""

    said: str
    column: str
    may_mean: tuple[str, ...]


def unsure(said: Iterable[str], column: str, taxonomy: Taxonomy) -> list[Unsure]:
    """The phrases that are in no table and are like something; whoever is like nothing is left in peace."""
    asked = [Unsure(phrase, column, may_mean(phrase, taxonomy)) for phrase in said]
    return [each for each in asked if each.may_mean]


def may_mean(phrase: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Up to five names; none for a phrase that is known."""
    return tuple(dict.fromkeys(taxonomy.label(key) for key in suggested(phrase, taxonomy)))


def settled(text: str, said: str, meant: str, taxonomy: Taxonomy) -> str:
    """The list with that phrase under the name of what is meant. Raises `NotThereNow`, also where the name is none."""
    if said and taxonomy.knows(skill(meant, taxonomy).concept):
        items = list(grammar.items(text)) if text else []
        for place, item in enumerate(items):
            before = item.removesuffix(said)
            if before != item and before.casefold().strip(" :") in ("", "not yet"):
                words = said.replace("(", "").replace(")", "").strip()
                items[place] = f"{before}{meant} ({words})"
                return "; ".join(items)
    raise NotThereNow(said)
