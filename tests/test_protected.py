"""Twin databases that differ in who people are and in nothing that a fit may know: every answer of the engine is the same to the byte.

Who somebody is: the name, how and when to be reached, where the area and the training are from, who the keyworker is, what may be shown,
and what anybody wrote about the person. Answers: a check, a list of matches, a shortlist, and what would open a vacancy to more people.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, datetime
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, demo, participants, referrals, schema, shortlists
from brokerage.fits import suitability
from brokerage.models import Participant
from brokerage.referrals import Actor
from employers.db import transaction
from employers.models import Vacancy
from matching.fit import as_json
from matching.taxonomy import Taxonomy
from matching.terms import Person

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12)
PROTECTED = {
    "name": ("Aoife Byrne", "Mohammed Al-Rashid", "Grandma Violet Winterbottom, 71", None),
    "email": ("she.her@home.example", "trans.pride@home.example", None),
    "phone": ("07700 900123", None),
    "channel": ("email", "sms", "none", None),
    "safe_window": ("Tue 10:00-12:00", None),
    "area": ("S3", "Burngreave; asylum", None),
    "training_completed": ("HMP workshop; 2024", "ESOL entry 1", "none", None),
    "share": ("name; strengths", "none", None),
}
WRITTEN = ("On benefits since 2019, spent conviction.", "Pregnant.", "Has depression; out of work for nine years.")


@pytest.fixture(scope="module", autouse=True)
def _hallbrook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    url = f"sqlite:///{tmp_path_factory.mktemp('protected') / 'hallbrook.sqlite'}"
    demo.make(schema.reach(url), TODAY)
    engine = schema.open_database(url)
    yield
    engine.dispose()


def told(session: Session, person: Participant, job: Vacancy, *, openers: bool) -> str:
    """Everything the engine says of this person and this job, and of both with everybody else; what would open the job takes longest."""
    matches = shortlists.matches(session, person, TODAY).shown(everyone=True)
    shortlist = shortlists.shortlist(session, job, TODAY).shown(everyone=True)
    return json.dumps(
        {
            "check": as_json(shortlists.check_pair(person, job, TODAY)),
            "matches": [as_json(line.fit) for line in matches],
            "shortlist": [as_json(line.fit) for line in shortlist],
            "openers": [asdict(each) for each in shortlists.openers(shortlist)] if openers else [],
        }
    )


def become_somebody_else(session: Session, person: Participant, chance: Random) -> None:
    """Changes who the person is, and what is written about them."""
    for column, values in PROTECTED.items():
        setattr(person, column, chance.choice([value for value in values if value != getattr(person, column)]))
    keyworker = accounts.invite(session, f"keyworker{chance.randint(1, 5)}@other.example", "keyworker")
    person.keyworker = keyworker
    session.flush()
    for begun in referrals.of_person(session, person):
        if begun.state != "ended":
            suitability.say_view(session, begun, Actor(keyworker.email, "keyworker"), chance.choice(WRITTEN), NOON)


class Forgotten(Exception):
    """Nothing of a pair is kept."""


def twins(seed: int) -> tuple[str, str]:
    """What is told of one pair, before and after the person became somebody else."""
    chance = Random(seed)
    before = after = ""
    with suppress(Forgotten), transaction(by="test") as session:
        person = chance.choice(session.scalars(select(Participant).order_by(Participant.id)).all())
        job = chance.choice(session.scalars(select(Vacancy).order_by(Vacancy.id)).all())
        before = told(session, person, job, openers=seed % 20 == 0)
        become_somebody_else(session, person, chance)
        after = told(session, person, job, openers=seed % 20 == 0)
        raise Forgotten
    return before, after


@pytest.mark.parametrize(
    ("first", "many"),
    [(0, 10), *(pytest.param(first, 250, marks=pytest.mark.full) for first in range(1000, 3000, 250))],
)
def test_who_somebody_is_changes_no_byte(first: int, many: int) -> None:
    for seed in range(first, first + many):
        before, after = twins(seed)
        assert before == after, seed


def _by_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = participants.as_person

    def told_by_name(one: Participant, taxonomy: Taxonomy) -> Person:
        return replace(asked(one, taxonomy), hours_min=len(one.name or ""))

    monkeypatch.setattr(shortlists, "as_person", told_by_name)


def _by_the_area(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = participants.as_person

    def told_by_area(one: Participant, taxonomy: Taxonomy) -> Person:
        made = asked(one, taxonomy)
        return replace(made, pay_min=20.0) if one.area == "S3" else made

    monkeypatch.setattr(shortlists, "as_person", told_by_area)


@pytest.mark.parametrize("leak", [_by_the_name, _by_the_area])
def test_a_trace_is_found(monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]) -> None:
    leak(monkeypatch)

    assert any(before != after for before, after in map(twins, range(20)))
