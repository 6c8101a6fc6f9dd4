from math import log, sqrt

import pytest

from matching.likeness import Likeness, gist

LABELS = [
    ("operate cash register", "till"),
    ("operate a till", "till"),
    ("operate forklift", "forklift"),
    ("drive vehicle", "drive"),
    ("vacuum surface", "clean"),
    ("clean glass surface", "glass"),
    ("supervise child", "children"),
]
WORDS = Likeness(LABELS)


def first(said: str) -> str:
    return WORDS.nearest(said, 1)[0][0]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("cash register", "till"),
        ("drove vehicle", "drive"),
        ("cleaning of glass", "glass"),
        ("forklfit", "forklift"),
        ("cash regsiter", "till"),
        ("looked after child", "children"),
    ],
)
def test_the_label_with_the_rarest_words_in_common_comes_first(said: str, meant: str):
    assert first(said) == meant


def test_a_label_is_wholly_like_itself_and_nothing_is_more_than_that():
    for label, key in LABELS:
        best = WORDS.nearest(label, 3)
        assert best[0] == (key, 1.0)
        assert all(0 < likeness <= 1 for _, likeness in best)


def test_a_word_like_none_here_takes_from_the_likeness():
    assert WORDS.nearest("operate forklift xylophone", 1)[0][1] < 1
    assert WORDS.nearest("xylophone", 5) == []
    assert WORDS.nearest("", 5) == []
    assert Likeness([]).nearest("cash", 5) == []


def test_each_key_is_named_once_and_ties_go_by_key():
    assert [key for key, _ in WORDS.nearest("operate", 5)] == ["forklift", "till"]
    twins = Likeness([("same word", "b"), ("same word", "a")])
    assert twins.nearest("same word", 2) == [("a", 1.0), ("b", 1.0)]


def test_it_is_the_cosine_of_the_words_weights():
    weights = {
        word: log(1 + len(LABELS) / sum(word in gist(label) for label, _ in LABELS))
        for word in ("operate", "cash", "register")
    }
    whole = sqrt(sum(weight**2 for weight in weights.values()))

    [(_, likeness)] = WORDS.nearest("cash", 1)

    assert likeness == pytest.approx(weights["cash"] / whole, abs=1e-6)


def test_the_order_in_which_labels_come_says_nothing():
    again = Likeness(reversed(LABELS))
    for said in ("operate", "surface", "drive a forklift"):
        assert again.nearest(said, 5) == WORDS.nearest(said, 5)


def test_what_is_told_in_the_past_is_listed_in_the_present():
    assert gist("drove the van") == ("drive", "van")
    assert gist("of the") == ("of", "the")
