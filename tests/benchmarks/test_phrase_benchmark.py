"""Phrases against all of ESCO: the tables and the index beside exhaustive rapidfuzz, in one run on one processor.

Run by hand: `pytest -m full -n 0 -s tests/benchmarks/test_phrase_benchmark.py`. It needs ESCO's CSV download (1.1.0, English).
"""

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest
from rapidfuzz import fuzz, process

from brokerage.files import skill_files
from matching.esco import twins
from matching.likeness import Likeness
from matching.normalise import form, likeliest, skill, suggested
from matching.taxonomy import Taxonomy, built_in
from matching.wide import Entry

ROOT = Path(__file__).parents[2]
ESCO = ROOT.parent / "shared/data/esco"
LAY = ROOT / "tests/matching/data/lay_phrases.csv"
TYPING_ERRORS = 5000
COMPARED = 500  # of them, for the exhaustive engine: it takes half a minute for a thousand

pytestmark = [pytest.mark.full, pytest.mark.skipif(not ESCO.is_dir(), reason="ESCO is not beside this checkout")]

Phrase = tuple[str, frozenset[str]]  # as said, and the ESCO labels that would be right
Engine = Callable[[str], Sequence[str]]  # a phrase -> ESCO labels, likeliest first


class Whole:
    """ESCO in memory, as the database answers for it."""

    version = "benchmark"

    def __init__(self, gathered: skill_files.Gathered) -> None:
        self.gathered = gathered
        self.rows = skill_files.phrase_rows(gathered)
        self.sure = {row["form"]: row["key"] for row in self.rows if row["sure"]}

    def meant(self, said: str) -> str | None:
        return self.sure.get(said)

    def entry(self, key: str) -> Entry | None:
        label = self.gathered.labels.get(key)
        return Entry(label, frozenset(self.gathered.groups[key]), self.gathered.near[key]) if label else None

    def phrases(self) -> Iterator[tuple[str, str]]:
        return ((row["form"], row["key"]) for row in self.rows)


@dataclass(frozen=True)
class Result:
    first: float
    five: float
    ms: float


@pytest.fixture(scope="module")
def esco() -> Whole:
    return Whole(skill_files.gather(ESCO))


@pytest.fixture(scope="module")
def taxonomy(esco: Whole) -> Taxonomy:
    return Taxonomy(built_in().concepts, built_in().certificates, esco)


@pytest.fixture(scope="module")
def labels(esco: Whole) -> dict[str, list[str]]:
    """Key -> ESCO's own labels: a built-in concept's twin, then those close to it."""
    named = {key: [label] for key, label in esco.gathered.labels.items()}
    for key, label in twins().close:
        named.setdefault(key, []).append(label)
    return named


def exhaustive(esco: Whole) -> Engine:
    """Every label compared, letter by letter: what is usually done."""
    forms, keys = [row["form"] for row in esco.rows], [row["key"] for row in esco.rows]

    def find(said: str) -> list[str]:
        best = process.extract(form(said), forms, scorer=fuzz.token_sort_ratio, limit=40)
        return [esco.gathered.labels[key] for key in dict.fromkeys(keys[place] for _, _, place in best)][:5]

    return find


def by_index(esco: Whole) -> Engine:
    """The index alone, over ESCO's labels alone."""
    index = Likeness(esco.phrases())
    return lambda said: [esco.gathered.labels[key] for key, _ in index.nearest(form(said), 5)]


def with_tables(taxonomy: Taxonomy, labels: dict[str, list[str]]) -> Engine:
    """What the program does: the tables of lay phrases, then the index."""
    likeliest("warm", taxonomy)  # the index is built once a process

    def find(said: str) -> list[str]:
        return list(dict.fromkeys(label for key in likeliest(said, taxonomy) for label in labels.get(key, [])))[:5]

    return find


def measured(engine: Engine, phrases: Sequence[Phrase]) -> Result:
    began = process_time()
    found = [engine(said) for said, _ in phrases]
    ms = (process_time() - began) / len(phrases) * 1000
    first = sum(bool(labels) and labels[0] in right for labels, (_, right) in zip(found, phrases, strict=True))
    five = sum(not right.isdisjoint(labels[:5]) for labels, (_, right) in zip(found, phrases, strict=True))
    return Result(first / len(phrases), five / len(phrases), ms)


def tell(title: str, results: dict[str, Result]) -> None:
    print(f"\n{title}\n{'':34}right at 1   in 5   ms a phrase (processor)")
    for name, result in results.items():
        print(f"{name:34}{result.first:10.3f}{result.five:7.3f}{result.ms:9.3f}")


def lay_phrases() -> list[Phrase]:
    with LAY.open(newline="", encoding="utf-8") as rows:
        return [(row["phrase"], frozenset(row["right"].split("; "))) for row in csv.DictReader(rows)]


def test_lay_phrases_are_found_more_often_and_much_sooner(
    esco: Whole, taxonomy: Taxonomy, labels: dict[str, list[str]]
) -> None:
    phrases = lay_phrases()
    slow = measured(exhaustive(esco), phrases)
    index = measured(by_index(esco), phrases)
    whole = measured(with_tables(taxonomy, labels), phrases)
    tell(
        "200 lay phrases", {"rapidfuzz token_sort, exhaustive": slow, "index alone": index, "tables, then index": whole}
    )
    told = [(said, right) for said, right in phrases if taxonomy.knows(skill(said, taxonomy).concept)]
    sure = measured(with_tables(taxonomy, labels), told)
    silent = sum(not suggested(said, taxonomy) for said, _ in phrases)
    print(
        f"confident (found in a table) {len(told)}, of them wrong {round(len(told) * (1 - sure.first))}; unsure, five are "
        f"offered {len(phrases) - len(told) - silent}; abstained {silent}"
    )
    print(
        f"index against exhaustive: {index.first / slow.first:.2f} times as often, {slow.ms / index.ms:.0f} times as fast"
    )
    print(
        f"whole against exhaustive: {whole.first / slow.first:.2f} times as often, {slow.ms / whole.ms:.0f} times as fast"
    )

    assert index.first >= 1.5 * slow.first
    assert whole.first >= 1.5 * slow.first
    assert index.ms * 40 <= slow.ms
    assert whole.ms * 40 <= slow.ms


def test_typing_errors_in_escos_own_labels_are_seen_through(esco: Whole) -> None:
    called: dict[str, set[str]] = defaultdict(set)
    for row in esco.rows:
        called[row["form"]].add(esco.gathered.labels[row["key"]])
    chance = random.Random(2026)
    long = sorted(words for words in called if any(len(word) >= 5 for word in words.split()))
    phrases = [(slip(words, chance), frozenset(called[words])) for words in chance.sample(long, TYPING_ERRORS)]

    index, slow = measured(by_index(esco), phrases), measured(exhaustive(esco), phrases[:COMPARED])
    tell(
        f"{TYPING_ERRORS} labels with a typing error", {f"rapidfuzz, the first {COMPARED}": slow, "index alone": index}
    )

    assert index.first >= 0.95


def slip(words: str, chance: random.Random) -> str:
    """One long word with a letter too few, twice, swapped or wrong, anywhere but first and last."""
    said = words.split()
    place = chance.choice([n for n, word in enumerate(said) if len(word) >= 5])
    word, at = said[place], chance.randrange(1, len(said[place]) - 1)
    wrong = chance.choice("abcdefghijklmnopqrstuvwxyz")
    said[place] = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + wrong + word[at + 1 :],
        ]
    )
    return " ".join(said)
