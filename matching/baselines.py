"""Simple ways to order a list, for comparison: chance, distance, words in common, a mean without gates. None of them is used to place anybody.

Each gives a pair a sort key, the best pair the smallest, and is ordered many times with ties, or everything, left to seeded chance.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from matching.evaluation import Labels, gain, mean_ndcg
from matching.fit import order
from matching.journeys import great_circle_km
from matching.pair import Pair
from matching.terms import Fit

Key = tuple[float | int | str, ...]
TIMES = 200  # orders of each list; the mean then moves by less than .01 with another seed
FAR = 1e6  # km; a place that is not known comes last
FEW_LETTERS = 3  # "of", "and": words that say nothing of the work


@dataclass(frozen=True)
class Judged:
    """A labelled pair and what the engine said of it."""

    pair: Pair
    labels: Labels
    fit: Fit


def engine(judged: Judged) -> Key:
    """The order of the lists: class first, then the score."""
    return order(judged.fit, judged.pair.policy)


def chance(_judged: Judged) -> Key:
    return ()


def distance(judged: Judged) -> Key:
    """Great-circle km between home and work; work from home is at hand."""
    home, work = judged.pair.person.home, judged.pair.workplace
    if judged.pair.from_home:
        return (0.0,)
    return (great_circle_km(home, work) if home and work else FAR,)


def keywords(judged: Judged) -> Key:
    """Minus the share of the words of the vacancy (title, occupation, sector, skills) that the person's skills and wishes have too."""
    person, job = judged.pair.person, judged.pair.job
    held = person.skills.held if person.skills else ()
    said = _words([*(skill.words for skill in held), *person.wants])
    asked = (*(job.essential or ()), *job.desirable)
    wanted = _words([job.title, job.occupation, job.sector, *(skill.words for skill in asked)])
    return (-len(said & wanted) / len(wanted) if wanted else 0.0,)


def mean(judged: Judged) -> Key:
    """Minus the weighted arithmetic mean of the eight estimates, with the weights of the policy and no gate."""
    return (-sum(factor.weight * factor.estimate for factor in judged.fit.factors),)


WAYS: Mapping[str, Callable[[Judged], Key]] = {
    "engine": engine,
    "random": chance,
    "distance": distance,
    "keywords": keywords,
    "mean": mean,
}


def ndcg_of(lists: Iterable[Sequence[Judged]], way: Callable[[Judged], Key], seed: int = 1) -> float | None:
    """nDCG@5 of the lists in that order, 0..1: the mean over orders with the ties shuffled, the same for the same seed."""
    shuffler = Random(seed)  # noqa: S311 # not a secret
    keyed = [[(way(each), gain(each.labels)) for each in one] for one in lists]
    found = [_once(keyed, shuffler) for _ in range(TIMES)]
    told = [each for each in found if each is not None]
    return sum(told) / len(told) if told else None


def _once(lists: list[list[tuple[Key, float]]], shuffler: Random) -> float | None:
    for one in lists:
        shuffler.shuffle(one)
    return mean_ndcg([gain for _, gain in sorted(one, key=lambda each: each[0])] for one in lists)


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[a-z]+", text.lower()) if len(word) > FEW_LETTERS}
