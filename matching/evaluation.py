"""How well classes and lists agree with what people said of the same pairs: a confusion matrix, macro-F1, nDCG.

A label names one class, or several where a sensible person could say either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import get_args

from matching.terms import FitClass

CLASSES: tuple[FitClass, ...] = get_args(FitClass)
# What finding a pair near the top of a list is worth: the steps of the classes, from none to all.
GAINS: dict[FitClass, float] = {"fits_now": 4, "check": 3, "ask_employer": 2, "with_a_step": 1, "not_this_one": 0}
Labels = tuple[FitClass, ...]
Confusion = Counter[tuple[FitClass, FitClass]]  # (labelled, shown) -> pairs


def confusion(judged: Iterable[tuple[Labels, FitClass]]) -> Confusion:
    """Pairs by (labelled, shown). What is shown counts as the label where it is one of several; else the first of them does."""
    return Counter((shown if shown in labels else labels[0], shown) for labels, shown in judged)


def f1(found: Confusion, fit: FitClass) -> float | None:
    """2TP / (2TP + FP + FN) of one class, 0..1; `None` where it is neither labelled nor shown.

    Source: C. J. van Rijsbergen, Information Retrieval (1979), chapter 7, with precision and recall weighing the same."""
    either = sum(count * ((labelled == fit) + (shown == fit)) for (labelled, shown), count in found.items())
    return 2 * found[fit, fit] / either if either else None


def macro_f1(found: Confusion) -> float | None:
    """The mean F1 of the classes that occur, 0..1: a rare one weighs as much as a common one. `None` where none does.

    Source: the first of the two ways in J. Opitz and S. Burst, Macro F1 and Macro F1 (2019)."""
    each = [score for fit in CLASSES if (score := f1(found, fit)) is not None]
    return sum(each) / len(each) if each else None


def serious(labels: Labels, shown: FitClass) -> bool:
    """Whether something that is not for this person, by law or own limit, is shown as if it fitted."""
    return labels == ("not_this_one",) and shown == "fits_now"


def gain(labels: Labels) -> float:
    """What a pair is worth in a list, 0..4; the mean where several classes are allowed."""
    return sum(GAINS[fit] for fit in labels) / len(labels)


def dcg(gains: Sequence[float], most: int) -> float:
    """Discounted cumulated gain: the sum of gain / log2(1 + rank) over the first `most` ranks, counted from 1.

    Source: K. Järvelin and J. Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20 (2002); the discount with
    1 + rank, so that the second place counts less than the first."""
    return sum(each / log2(1 + rank) for rank, each in enumerate(gains[:most], 1))


def ndcg(gains: Sequence[float], most: int = 5) -> float | None:
    """DCG of a list in the order shown over that of the best order, 0..1; `None` where every order is as good."""
    if len(set(gains)) < 2:
        return None
    return dcg(gains, most) / dcg(sorted(gains, reverse=True), most)


def mean_ndcg(lists: Iterable[Sequence[float]], most: int = 5) -> float | None:
    """The mean over the lists whose order matters; `None` where there is none."""
    each = [found for gains in lists if (found := ndcg(gains, most)) is not None]
    return sum(each) / len(each) if each else None


def as_table(found: Confusion) -> Mapping[FitClass, Mapping[FitClass, int]]:
    """The matrix in full: a row for each class labelled, in it the pairs by the class shown."""
    return {labelled: {shown: found[labelled, shown] for shown in CLASSES} for labelled in CLASSES}
