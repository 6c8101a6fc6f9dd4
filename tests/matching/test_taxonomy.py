from itertools import product

import pytest

from matching.taxonomy import CLOSE, Certificate, Concept, Taxonomy, built_in

WORDS = built_in()


def test_there_is_enough_to_say_what_people_do():
    assert len(WORDS.concepts) >= 200
    assert len({concept.group for concept in WORDS.concepts.values()}) >= 15
    assert len(WORDS.certificates) >= 60


@pytest.mark.parametrize(
    ("wanted", "held", "closeness"),
    [
        ("till work", "till work", 1),
        ("cash handling", "till work", 0.8),
        ("personal care", "care work", 0.8),
        ("personal care", "caring for a relative", 0.8),
        ("kitchen and catering work", "cooking from scratch", 0.5),
        ("retail sales", "till work", 0.5),
        ("shelf stacking", "merchandising", 0.3),
        ("till work", "gardening", 0),
        ("macrame", "macrame", 1),
        ("macrame", "till work", 0),
    ],
)
def test_how_near_a_skill_held_is_to_one_wanted(wanted: str, held: str, closeness: float):
    assert WORDS.closeness(wanted, held) == closeness


def test_nearness_is_the_same_both_ways_round_and_one_only_for_itself():
    for a, b in product(WORDS.concepts, repeat=2):
        closeness = WORDS.closeness(a, b)
        assert closeness == WORDS.closeness(b, a)
        assert (closeness == 1) == (a == b)
        assert closeness in {0, 0.3, 0.5, 1} or CLOSE <= closeness < 1


def test_neighbours_say_what_closeness_says():
    for key in WORDS.concepts:
        for other, closeness in WORDS.neighbours(key).items():
            assert WORDS.closeness(key, other) == closeness
    assert WORDS.neighbours("macrame") == {}


def test_one_language_is_never_taken_for_another():
    assert WORDS.closeness("speaking polish", "speaking somali") == 0.3


@pytest.mark.parametrize(
    ("wanted", "held", "enough"),
    [
        ("food hygiene level 2", "food hygiene level 3", True),
        ("food hygiene level 3", "food hygiene level 2", False),
        ("sia security guard licence", "sia door supervisor licence", True),
        ("sia cctv licence", "sia door supervisor licence", False),
        ("driving licence", "category c licence", True),
        ("category d licence", "category c licence", False),
        ("driving licence", "taxi licence", False),
        ("basic dbs certificate", "enhanced dbs certificate", False),
        ("a badge nobody foresaw", "a badge nobody foresaw", True),
    ],
)
def test_a_certificate_stands_in_for_a_lower_one_only_where_that_is_true(wanted: str, held: str, enough: bool):
    assert WORDS.satisfies(wanted, held) is enough


def test_what_a_certificate_covers_is_covered_all_the_way_down():
    for certificate in WORDS.certificates.values():
        for lower in certificate.covers:
            assert set(WORDS.certificates[lower].covers) <= set(certificate.covers), certificate.key


def test_a_relation_to_nothing_is_refused():
    with pytest.raises(ValueError, match="till work: cash"):
        Taxonomy.of([Concept("till work", "till work", "retail", close=("cash",))], [])
    with pytest.raises(ValueError, match="level 3: level 2"):
        Taxonomy.of([], [Certificate("level 3", "level 3", covers=("level 2",))])


def test_the_version_follows_the_content_and_not_the_order():
    till, care = Concept("till", "till", "retail"), Concept("care", "care", "care")
    told = Concept("till", "till", "retail", aliases=("checkout",))

    assert Taxonomy.of([till, care], []) == Taxonomy.of([care, till], [])
    assert Taxonomy.of([till, care], []).version != Taxonomy.of([told, care], []).version


def test_labels_are_the_words_to_show():
    assert WORDS.label("pc repairs") == "PC repairs"
    assert WORDS.label("macrame") == "macrame"
    assert WORDS.certificate_label("cscs card") == "CSCS card"
