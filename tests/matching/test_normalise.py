import csv
from pathlib import Path

import pytest

from matching.normalise import certificate, form, likeliest, skill
from matching.taxonomy import built_in

SHARED = Path(__file__).parents[3] / "shared" / "data"
WORDS = built_in()


def concept(phrase: str) -> str:
    return skill(phrase, WORDS).concept


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("worked the tills", "till work"),
        ("Cared for my nan.", "caring for a relative"),
        ("did the school run rota", "organising rotas"),
        ("PC repairs", "pc repairs"),
        ("admin", "admin"),
        ("HGV driver", "hgv driving"),
        ("Experience of working with the public", "customer service"),
        ("I can drive", "driving"),
        ("fluent in Polish", "speaking polish"),
        ("café work", "barista work"),
        ("legal secretary until 2008", "legal secretarial work"),
        ("taxi driver (lost licence two years ago)", "taxi driving"),
        ("basic hospitality courses", "hospitality work"),
        ("library administration", "library work"),
        ("delivery person", "delivery driving"),
    ],
)
def test_lay_phrases_find_their_concept(said: str, meant: str):
    assert concept(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("recieptionist", "reception work"),
        ("warehose picking and packing", "warehouse picking and packing"),
        ("bricklaying laboring", "bricklaying labouring"),
        ("maintanance", "building maintenance"),
        ("customer servise", "customer service"),
        ("gardneing", "gardening"),
    ],
)
def test_typing_errors_are_seen_through(said: str, meant: str):
    assert concept(said) == meant


@pytest.mark.parametrize("said", ["mill work", "bill work", "diving", "clearing", "watering", "dare work", "tanning"])
def test_another_word_is_never_taken_for_a_typing_error(said: str):
    assert concept(said) not in WORDS.concepts


def test_what_nobody_foresaw_becomes_its_own_concept_so_that_equal_words_still_meet():
    assert concept("Macramé") == concept("experience of macrame") == "macrame"
    assert concept("falconry") != concept("macramé")
    assert skill(" Falconry ", WORDS).words == "Falconry"


def test_no_words_point_at_two_concepts():
    for entries in (WORDS.concepts, WORDS.certificates):
        meant: dict[str, str] = {}
        for key, entry in entries.items():
            for words in (entry.label, *entry.aliases):
                assert meant.setdefault(form(words), key) == key, words


def test_all_words_of_a_concept_resolve_to_it():
    for key, entry in WORDS.concepts.items():
        assert {concept(words) for words in (key, entry.label, *entry.aliases)} == {key}
    for key, entry in WORDS.certificates.items():
        assert {certificate(words, WORDS) for words in (key, entry.label, *entry.aliases)} == {key}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Level 2 Food Hygiene", "food hygiene level 2"),
        ("food hygene level 2", "food hygiene level 2"),
        ("full clean driving licence", "driving licence"),
        ("HGV class 2", "category c licence"),
        ("First Aid at Work", "first aid at work"),
        ("level 2 customer service", "level 2 customer service"),
        ("falconry diploma", "falconry diploma"),
    ],
)
def test_certificates_are_found_by_their_usual_names(said: str, meant: str):
    assert certificate(said, WORDS) == meant


def test_levels_are_never_mistaken_for_each_other():
    assert certificate("customer service level 2", WORDS) != certificate("customer service level 3", WORDS)
    assert certificate("food hygiene level 4", WORDS) not in WORDS.certificates


def test_the_likeliest_are_offered_best_first():
    assert likeliest("worked the tills", WORDS)[0] == "till work"
    assert "customer service" in likeliest("customer something", WORDS)
    assert len(likeliest("driving", WORDS, n=3)) == 3
    assert likeliest("", WORDS) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside this checkout")
@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("participants/synthetic_2000.csv", ("skills", "certificates")),
        ("vacancies/nhs_2020.csv", ("essential_skills", "desirable_skills", "certificates")),
    ],
)
def test_every_phrase_of_the_shared_files_is_known(file: str, columns: tuple[str, ...]):
    with (SHARED / file).open(newline="", encoding="utf-8") as rows:
        cells = [
            (column, item.strip())
            for row in csv.DictReader(rows)
            for column in columns
            for item in row[column].split(";")
        ]
    unknown = set()
    for column, item in set(cells) - {(column, stated) for column in columns for stated in ("", "none")}:
        phrase = item.removeprefix("not yet ").partition(" until ")[0]
        if column == "certificates":
            known = certificate(phrase, WORDS) in WORDS.certificates
        else:
            known = concept(phrase) in WORDS.concepts
        unknown |= set() if known else {phrase}

    assert len(cells) > 1000
    assert unknown == set()
