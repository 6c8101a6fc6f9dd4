"""Which labels a phrase is most like: word by word, the rare words first, each word as itself or as one that looks like it.

A word looks like another by the trigrams that they share, weighed by how rare each is; a typing error by one slip. A
phrase is then as like a label as the weights of their common words say (the cosine of tf-idf). Against full ESCO this
finds twice as much as comparing letters of whole phrases does, and more than forty times sooner:
tests/benchmarks/test_phrase_benchmark.py. No method of letters finds synonyms: those stand in the tables of words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from heapq import nlargest
from math import log, sqrt

ALIKE = 0.5  # 0..1 of trigrams shared, from which one word may stand for another; below it they merely rhyme
SLIP = 0.9  # how near a word is that differs by a slip of the finger only
ALIKE_MOST = 25  # words looked at for one
POSTINGS = 1000  # labels gathered by the rarest words before the common ones only re-rank them
CANDIDATES = 60
SLIP_LENGTH = 4  # letters: shorter words differ from other real words by a single letter too often

JOINS = """
a an the my our his her their some to of in on at for with and or by as from up out off do be i it that this them people
who whole all when had have has been was were get got can could one other down round over into work worked working
"""
JOINING = frozenset(JOINS.split())  # words that join the others and say nothing of a skill
TOLD = """
drove=drive did=do ran=run made=make sold=sell kept=keep taught=teach built=build dug=dig fed=feed held=hold laid=lay
led=lead rode=ride sang=sing sat=sit swept=sweep spoke=speak stood=stand took=take wrote=write wore=wear bred=breed
bought=buy brought=bring drew=draw fought=fight found=find gave=give grew=grow hung=hang knew=know met=meet paid=pay
said=say saw=see sent=send shot=shoot swam=swim told=tell thought=think threw=throw went=go won=win broke=break
"""
PRESENT = dict(pair.split("=") for pair in TOLD.split())  # what is told in the past is listed in the present


class Likeness:
    """Labels by their words. `entries` are (label in its plain form, key of what it means); many labels may share a key."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._labels: list[frozenset[str]] = []
        self._keys: list[str] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for words, key in dict.fromkeys((frozenset(gist(form)), key) for form, key in entries):
            for word in words:
                self._with_word[word].append(len(self._labels))
            self._labels.append(words)
            self._keys.append(key)
        self._weigh()
        self._alike = lru_cache(maxsize=65536)(self._words_like)

    def nearest(self, form: str, n: int) -> list[tuple[str, float]]:
        """Up to n keys with how like the phrase's plain form each is, 0..1, likeliest first; ties by key."""
        said = [(word, self._alike(word)) for word in gist(form)]
        whole = sqrt(sum(self._weight(word, alike) for word, alike in said))
        if not whole:
            return []
        best: dict[str, float] = {}
        for score, label in self._candidates(said):
            key = self._keys[label]
            if score > best.get(key, 0.0):
                best[key] = score
        rounded = ((key, round(min(1.0, score / whole), 6)) for key, score in best.items())
        return sorted(rounded, key=lambda found: (-found[1], found[0]))[:n]

    def _weigh(self) -> None:
        count = len(self._labels)
        self._square = {word: log(1 + count / len(labels)) ** 2 for word, labels in self._with_word.items()}
        self._length = [sqrt(sum(self._square[word] for word in words)) or 1.0 for words in self._labels]
        self._words = list(self._with_word)
        self._by_first: dict[str, list[str]] = defaultdict(list)
        self._with_gram: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            self._by_first[word[0]].append(word)
            for gram in _grams(word):
                self._with_gram[gram].append(place)
        self._gram = {gram: log(1 + len(self._words) / len(places)) for gram, places in self._with_gram.items()}
        self._word_length = [sqrt(sum(self._gram[gram] for gram in _grams(word))) for word in self._words]

    def _candidates(self, said: list[tuple[str, Mapping[str, float]]]) -> list[tuple[float, int]]:
        """(score, label) of the labels that share the phrase's rarest words, with all their common words counted."""
        rare, common = self._split(said)
        scores: dict[int, float] = {}
        for alike in rare:
            one: dict[int, float] = {}
            for word in sorted(alike, key=alike.__getitem__):  # the nearest last: it is the one that counts
                one.update(dict.fromkeys(self._with_word[word], alike[word] ** 2 * self._square[word]))
            for label, score in one.items():
                scores[label] = scores.get(label, 0.0) + score
        length = self._length
        best = nlargest(CANDIDATES, [(score / length[label], label) for label, score in scores.items()])
        if not common:
            return best
        return [(score + self._rest(label, common) / length[label], label) for score, label in best]

    def _split(
        self, said: list[tuple[str, Mapping[str, float]]]
    ) -> tuple[list[Mapping[str, float]], list[Mapping[str, float]]]:
        """The words that gather labels, then those that only re-rank them; the first gathers whatever it costs."""
        sized = sorted((sum(len(self._with_word[word]) for word in alike), n) for n, (_, alike) in enumerate(said))
        rare: list[Mapping[str, float]] = []
        common: list[Mapping[str, float]] = []
        used = 0
        for size, n in sized:
            used += size
            (common if used > POSTINGS and any(rare) else rare).append(said[n][1])
        return rare, common

    def _rest(self, label: int, common: list[Mapping[str, float]]) -> float:
        words = self._labels[label]
        return sum(
            max((alike[word] ** 2 * self._square[word] for word in words if word in alike), default=0.0)
            for alike in common
        )

    def _weight(self, word: str, alike: Mapping[str, float]) -> float:
        """What a word of the phrase weighs; one that is like none here weighs as much as the rarest."""
        if word in self._square:
            return self._square[word]
        return max((self._square[each] for each in alike), default=log(1 + len(self._labels)) ** 2)

    def _words_like(self, said: str) -> Mapping[str, float]:
        """{word: how near}; what is written as here, or is only a slip away, needs no trigrams to be told from others."""
        shared: dict[int, float] = {}
        square = 0.0
        for gram in _grams(said):
            weight = self._gram.get(gram, log(1 + len(self._words)))
            square += weight
            for place in self._with_gram.get(gram, ()):
                shared[place] = shared.get(place, 0.0) + weight
        length = sqrt(square)
        least, lengths = ALIKE * length, self._word_length
        near = [
            (weight / lengths[place], place) for place, weight in shared.items() if weight >= least * lengths[place]
        ]
        alike = {self._words[place]: score / length for score, place in nlargest(ALIKE_MOST, near)}
        if said not in self._square:
            alike |= dict.fromkeys(self._slips(said), SLIP)
        return alike

    def _slips(self, said: str) -> list[str]:
        if len(said) < SLIP_LENGTH:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = process.extract(said, self._by_first[said[0]], scorer=OSA.distance, score_cutoff=1, limit=None)
        return [word for word, _, _ in found if len(word) >= SLIP_LENGTH]


def gist(form: str) -> tuple[str, ...]:
    """The words of a plain form that say something, as they would be listed."""
    words = tuple(dict.fromkeys(PRESENT.get(word, word) for word in form.split()))
    return tuple(word for word in words if word not in JOINING) or words


def _grams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}
