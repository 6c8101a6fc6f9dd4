"""The words of every message: none that threatens, sets a deadline or blames; plain enough to be read once; a text fits into two, or three with place and link."""

import re
from pathlib import Path

import pytest

import brokerage
from brokerage import messages
from brokerage.sending import texts

FOLDER = Path(brokerage.__file__).parent / "templates/messages"
LETTERS = sorted(file.stem for file in FOLDER.glob("*.txt"))
SHORT = sorted(file.stem for file in (FOLDER / "texts").glob("*.txt"))
NEVER = re.compile(
    r"\b(fail\w*|deficit|barriers?|ready|suitable|reject\w*|no[ -]?shows?|must|deadlines?|last chance|sanction\w*|penalt\w+|"
    r"required?|mandatory|obliged|warn\w*|urgent\w*|final|otherwise|in time|unless|he|she|his|hers?|him)\b",
    re.IGNORECASE,
)
FACTS = {
    "name": "Maximiliana",
    "when": "Wednesday 30 September at 11:15",
    "until": "11:45",
    "before": "Thursday 24 September at 14:00",
    "where": "Reception on the ground floor, Ferrymoor Infirmary, HB5 1FM",
    "employer": "Ferrymoor Infirmary",
    "title": "Catering assistant",
    "keyworker": "Jacqueline Thornton",
    "starts": "Wednesday 30 September 2026",
    "begins": "09:30",
    "link": f"https://stepping.hallbrook.example/sign/{'x' * 75}",
    "times": f"https://stepping.hallbrook.example/my/times/{'x' * 75}",
}


def reading_ease(words: str) -> float:
    """Flesch's figure (1948): from 60 on plain English, from 80 on what a child of ten reads. Syllables are groups of vowels."""
    sentences = max(1, len(re.findall(r"[.!?:](?:\s|$)", words)))
    said = re.findall(r"[A-Za-z’]+", words)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e\b", "", each.lower())))) for each in said)
    return 206.835 - 1.015 * len(said) / sentences - 84.6 * syllables / len(said)


def written(name: str) -> str:
    """A template as somebody reads it, with plain words where its facts stand."""
    plain = re.sub(r"^\{(\w+)\}$", "", (FOLDER / f"{name}.txt").read_text(), flags=re.MULTILINE)
    return re.sub(r"\{(\w+)\}", "Ann", plain.removeprefix("Subject: "))


@pytest.mark.parametrize("name", [*LETTERS, *(f"texts/{each}" for each in SHORT)])
def test_no_word_threatens_or_blames(name: str):
    if name.startswith(("person_", "texts/")):
        assert not NEVER.findall(written(name))
    else:  # to employers and staff a day may be named
        assert not re.findall(
            r"(?i)\b(must|deadline|no[ -]?show|fail\w*|reject\w*|last chance|he|she)\b", written(name)
        )


def test_they_are_plain_to_read():
    figures = {name: reading_ease(written(name)) for name in [*LETTERS, *(f"texts/{each}" for each in SHORT)]}
    print("\n".join(f"{figure:5.1f}  {name}" for name, figure in sorted(figures.items(), key=lambda each: each[1])))
    people = [figure for name, figure in figures.items() if name.startswith(("person_", "texts/"))]
    assert min(people) >= 70
    assert min(figures.values()) >= 55


def test_what_is_told_of_an_interview_has_its_text():
    told = {"person_wanted", "person_booked", "person_moved", "person_link", "person_off", "person_coming"}
    told |= {"placement_sign_participant", "placement_agreed_participant", "placement_first_participant"}
    assert told <= set(SHORT) <= set(LETTERS)


@pytest.mark.parametrize("name", SHORT)
def test_a_text_fits_into_three_and_names_neither_job_nor_interview(name: str):
    told, words = (FOLDER / f"texts/{name}.txt").read_text(), texts.plain(messages.short(name, **FACTS))

    assert texts.parts(words) <= (3 if {"where", "times"} <= set(re.findall(r"{(\w+)}", told)) else 2)
    assert set(words) <= texts.BASIC
    assert not re.findall(r"(?i)interview|job|work\b|Catering", words)
    assert "{" not in words
