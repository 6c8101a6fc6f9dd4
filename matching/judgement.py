"""Labelled pairs beside what the engine says of them: where the two agree, where not, and how good the lists are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matching.baselines import WAYS, Judged, ndcg_of
from matching.evaluation import Confusion, Labels, as_table, confusion, f1, macro_f1, serious
from matching.fit import check
from matching.pair import Pair
from matching.policy import Policy
from matching.terms import FactorName, Fit, Job, Person, Status


@dataclass(frozen=True, slots=True)
class Label:
    """What was said of a pair, and in which row. Without `fits`, nothing of the class; without `factor`, nothing of one factor."""

    row: int
    participant: str
    vacancy: str
    fits: Labels = ()
    factor: FactorName | None = None
    statuses: tuple[Status, ...] = ()
    text: str = ""  # words to be found in what is said of that factor, or else of the pair; capitals make no difference


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label and the fit of its pair. Each of the three is `None` where the label does not speak of it."""

    label: Label
    fit: Fit

    @property
    def fit_right(self) -> bool | None:
        return self.fit.fit in self.label.fits if self.label.fits else None

    @property
    def status(self) -> Status | None:
        """What the engine says of the labelled factor."""
        return next((each.status for each in self.fit.factors if each.factor == self.label.factor), None)

    @property
    def status_right(self) -> bool | None:
        return self.status in self.label.statuses if self.label.statuses else None

    @property
    def text_right(self) -> bool | None:
        wanted = self.label.text.casefold()
        return any(wanted in said.casefold() for said in self._said()) if wanted else None

    @property
    def right(self) -> bool:
        return False not in (self.fit_right, self.status_right, self.text_right)

    @property
    def serious(self) -> bool:
        return bool(self.label.fits) and serious(self.label.fits, self.fit.fit)

    @property
    def told(self) -> list[str]:
        """The reasons that decide: what is not met or not known, and what is said of the labelled factor."""
        return [
            reason.text
            for factor in self.fit.factors
            for reason in factor.reasons
            if reason.status != "pass" or factor.factor == self.label.factor
        ]

    def _said(self) -> Iterator[str]:
        for factor in self.fit.factors:
            if self.label.factor in (None, factor.factor):
                yield from (reason.text for reason in factor.reasons)
        for change in (*self.fit.changes, *(change for one in self.fit.alternatives for change in one)):
            yield change.text
        yield from self.fit.notes

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.label.row,
            "participant": self.label.participant,
            "vacancy": self.label.vacancy,
            "labelled": {
                "fit": "|".join(self.label.fits),
                "factor": self.label.factor,
                "status": "|".join(self.label.statuses),
                "text": self.label.text,
            },
            "shown": {"fit": self.fit.fit, "status": self.status},
            "reasons": self.told,
        }


@dataclass(frozen=True)
class Judgement:
    """All verdicts in the order of the rows, and the lists' nDCG@5 as {how ordered: {"by_participant" or "by_vacancy": 0..1}}."""

    on: date
    policy: str
    verdicts: tuple[Verdict, ...]
    ndcg: Mapping[str, Mapping[str, float | None]]

    @property
    def classed(self) -> tuple[Verdict, ...]:
        """One verdict for each pair whose class was labelled."""
        pairs = {(each.label.participant, each.label.vacancy): each for each in self.verdicts if each.label.fits}
        return tuple(pairs.values())

    @property
    def confusion(self) -> Confusion:
        return confusion((each.label.fits, each.fit.fit) for each in self.classed)

    @property
    def serious(self) -> tuple[Verdict, ...]:
        return tuple(each for each in self.classed if each.serious)

    @property
    def wrong(self) -> tuple[Verdict, ...]:
        return tuple(each for each in self.verdicts if not each.right)

    def counted(self, what: str) -> tuple[int, int]:
        """(right, of how many) of `fit_right`, `status_right` or `text_right`; the class once for each pair."""
        of = self.classed if what == "fit_right" else self.verdicts
        said = [right for each in of if (right := getattr(each, what)) is not None]
        return sum(said), len(said)

    def as_json(self) -> dict[str, Any]:
        table = as_table(self.confusion)
        named = {"fit": "fit_right", "status": "status_right", "text": "text_right"}
        return {
            "as_of": self.on.isoformat(),
            "policy": self.policy,
            "pairs": len(self.classed),
            "macro_f1": macro_f1(self.confusion),
            "f1": {fit: f1(self.confusion, fit) for fit in table},
            "confusion": table,
            "right": dict(
                zip(named, ({"right": r, "of": n} for r, n in map(self.counted, named.values())), strict=True)
            ),
            "serious": [each.as_json() for each in self.serious],
            "ndcg_at_5": self.ndcg,
            "wrong": [each.as_json() for each in self.wrong],
        }


def judge(
    labels: Sequence[Label], people: Mapping[str, Person], jobs: Mapping[str, Job], on: date, policy: Policy
) -> Judgement:
    """What the engine says of every labelled pair on a day. Lists are a person's labelled vacancies and a vacancy's labelled people."""
    pairs = {
        names: Pair(people[names[0]], jobs[names[1]], on, policy)
        for names in dict.fromkeys((each.participant, each.vacancy) for each in labels)
    }
    fits = {names: check(pair.person, pair.job, on, policy) for names, pair in pairs.items()}
    verdicts = tuple(Verdict(each, fits[each.participant, each.vacancy]) for each in labels)
    graded = {(each.participant, each.vacancy): each.fits for each in labels if each.fits}
    judged = [Judged(pairs[names], allowed, fits[names]) for names, allowed in graded.items()]
    lists = {
        "by_participant": _lists(judged, [participant for participant, _ in graded]),
        "by_vacancy": _lists(judged, [vacancy for _, vacancy in graded]),
    }
    ndcg = {name: {whose: ndcg_of(each, way) for whose, each in lists.items()} for name, way in WAYS.items()}
    return Judgement(on, policy.id, verdicts, ndcg)


def _lists(judged: Iterable[Judged], whose: Iterable[str]) -> list[list[Judged]]:
    found: defaultdict[str, list[Judged]] = defaultdict(list)
    for each, one in zip(judged, whose, strict=True):
        found[one].append(each)
    return list(found.values())
