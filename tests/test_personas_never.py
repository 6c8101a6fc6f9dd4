"""What must never be done to the six people of the study: each sentence of their "never" lists, and the tests that hold it.

A sentence about what this version does not do yet is under NOT_YET, with what stands in its place.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from brokerage import consent, demo, participants, schema
from brokerage.models import Participant
from brokerage.participants import PARTICIPANTS
from brokerage.settings import load
from employers import db, vacancies
from employers.models import Vacancy
from matching.fit import check, order
from matching.grammar import DEMANDS, SHARES
from matching.policy import Policy
from matching.taxonomy import built_in

TESTS = Path(__file__).parent
PERSONAS = TESTS.parents[1] / "shared" / "data" / "personas.json"
TODAY = date(2026, 11, 21)
SIX = ("P001", "P002", "P003", "P004", "P005", "P006")  # kamila, rupi, tanya, joseph, amina, stewart

NO_FIELD = ("test_nothing_of_whom_somebody_is_can_reach_the_engine", "test_a_record_has_no_room_for_a_life_story")
NOTHING_PRIVATE = (
    "test_nothing_private_changes_a_byte_that_an_employer_gets",
    "test_no_suggested_byte_depends_on_what_is_private",
    "test_no_card_of_the_six_tells_of_home_school_or_health",
)
SAME_TO_THE_BYTE = "test_who_somebody_is_changes_no_byte"
NO_THREAT = ("test_no_message_to_anybody_threatens", "test_nothing_on_a_page_threatens")

HELD: dict[str, tuple[str, ...]] = {
    # kamila
    "show diagnosis, medication or triggers to an employer": (*NO_FIELD, *NOTHING_PRIVATE),
    "rank permanent contract above what she asked for": (
        "test_a_permanent_contract_never_stands_above_what_kamila_asked_for",
    ),
    "hide part-time-possible vacancies because advert is silent on hours (unknown is 'ask', not 'no')": (
        "test_kamila_is_told_of_an_advert_that_is_silent_on_shift_and_hours",
    ),
    "send pressure reminders": NO_THREAT,
    # rupi
    "treat CV gap as a negative feature": (*NO_FIELD, SAME_TO_THE_BYTE),
    "disclose address, children's school, reason for gap or work location to any third party": NOTHING_PRIVATE,
    "message outside the safe-contact window or channel": (
        "test_a_message_waits_for_the_safe_window_and_is_no_failed_try",
        "test_no_moment_is_outside_the_window_and_none_is_missed",
        "test_what_may_be_no_message_is_a_task_for_the_keyworker",
    ),
    "put the reason for an exclusion zone in any explanation": NO_FIELD,
    "IT-only application route": ("test_what_may_be_no_message_is_a_task_for_the_keyworker",),
    # tanya
    "use age or date of birth, or years since last job, in the score": (*NO_FIELD, SAME_TO_THE_BYTE),
    "read old experience as zero (decay to zero)": (
        "test_what_tanya_did_long_ago_stands_and_recent_experience_is_only_a_question",
    ),
    "drop her below others only because unemployment is long": (*NO_FIELD, SAME_TO_THE_BYTE),
    "export graduation/employment years to employer by default": (
        *NOTHING_PRIVATE,
        "test_no_card_of_the_six_names_a_year",
    ),
    # joseph
    "exclude from care work because of an impairment record": (
        "test_what_is_to_be_proposed_stays_open",
        "test_no_limit_is_read_into_joseph",
    ),
    "infer task limits from a diagnosis/impairment label": (*NO_FIELD, "test_no_limit_is_read_into_joseph"),
    "use ethnicity or family status": (*NO_FIELD, "test_another_name_changes_nothing", SAME_TO_THE_BYTE),
    "assume no driving licence from 'taxi licence lost'": (
        "test_joseph_is_asked_for_the_driving_licence_and_never_taken_to_have_none",
    ),
    # amina
    "any sanction, benefit-threat or deadline wording": NO_THREAT,
    "risk/suicidality text used as a feature or shown to EPC/employer": (
        *NO_FIELD,
        *NOTHING_PRIVATE,
        "test_a_word_to_the_keyworker_is_read_by_nobody_else",
    ),
    # stewart
    "application closed without outcome and feedback request": (
        "test_the_tables_hold_no_end_without_an_outcome",
        "test_late_feedback_is_asked_for_twice_and_then_left_to_the_coordinator",
    ),
    "score down for leaving the zero-hours job": (*NO_FIELD, SAME_TO_THE_BYTE),
    "offer zero-hours as meeting his hours because 'typical' hours are high": (
        "test_zero_hours_never_meet_the_hours_stewart_wants",
    ),
    "unpaid placement longer than agreed or with no role/learning plan": (
        "test_what_goes_beyond_a_rule_stops_and_names_it",
        "test_what_is_missing_is_said_and_stops_it",
    ),
}
NOT_YET: dict[str, str] = {
    "let keyworker refer without the health worker's opinion being requested when she has consented to it": "Only keyworker and coordinator write a view.",
    "job start without better-off incl. rent and nursery in the worst month": "The estimate stands beside the check; no step waits for it.",
    "automated message when a safeguarding flag is open": "There is no such flag; a person who is paused gets no message by itself.",
}


@pytest.fixture(scope="module")
def hallbrook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    engine = schema.reach(f"sqlite:///{tmp_path_factory.mktemp('never') / 'hallbrook.sqlite'}")
    demo.make(engine, TODAY)
    db.use(engine)
    yield
    engine.dispose()


@pytest.fixture
def six(hallbrook: None) -> list[Participant]:
    with db.reading() as session:
        found = list(session.scalars(select(Participant).where(Participant.reference.in_(SIX))))
    assert len(found) == len(SIX)
    return found


@pytest.mark.skipif(not PERSONAS.exists(), reason="the published personas are not beside this checkout")
def test_every_never_has_its_place():
    never = [each for persona in json.loads(PERSONAS.read_text())["personas"] for each in persona["never"]]
    assert set(never) == HELD.keys() | NOT_YET.keys()
    assert not HELD.keys() & NOT_YET.keys()


def test_the_tests_that_hold_them_are_there():
    there = {
        name
        for file in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert {name for names in HELD.values() for name in names} <= there


def test_a_permanent_contract_never_stands_above_what_kamila_asked_for(six: list[Participant]):
    policy = Policy.of(load().matching, built_in())
    kamila = participants.as_person(next(each for each in six if each.reference == "P001"), built_in())
    assert kamila.contracts
    assert "permanent" not in kamila.contracts
    with db.reading() as session:
        jobs = [vacancies.as_job(each, built_in()) for each in session.scalars(select(Vacancy))]
    for job in jobs:
        asked_for, permanent = (
            check(kamila, replace(job, contract=contract), TODAY, policy, changes=False)
            for contract in (min(kamila.contracts), "permanent")
        )
        assert order(asked_for, policy) <= order(permanent, policy), job.reference
        assert permanent.fit not in ("fits_now", "check")


def test_a_record_has_no_room_for_a_life_story():
    """No column of a participant is for age, health, family, a gap or a reason; those that are free are words for work."""
    columns = {column.name for column in PARTICIPANTS.columns}
    parts = {part for name in columns for part in name.split("_")}
    never = {"age", "birth", "gender", "ethnicity", "health", "diagnosis", "medication", "risk", "family", "marital"}
    assert not parts & (never | {"gap", "reason", "zone", "notes", "offence", "conviction", "benefit", "years", "left"})


def test_no_card_of_the_six_tells_of_home_school_or_health(six: list[Participant]):
    for person in six:
        person.share = "; ".join(SHARES)
        words = " ".join(line["text"] for line in consent.suggested(person, SHARES)).casefold()
        assert words
        kept = [
            person.postcode,
            person.school_postcode,
            person.email,
            person.phone,
            person.area,
            person.caring,
            person.limits,
        ]
        assert not [fact for fact in kept if fact and fact != "none" and fact.casefold() in words]
        assert not [demand for demand in DEMANDS if f"{demand} no" in words]


def test_no_card_of_the_six_names_a_year(six: list[Participant]):
    for person in six:
        person.share = "; ".join(SHARES)
        words = " ".join(line["text"] for line in consent.suggested(person, SHARES))
        assert not re.search(r"\b(19|20)\d\d\b", words), words


def test_nothing_on_a_page_threatens():
    templates = TESTS.parent / "brokerage" / "templates"
    for file in templates.rglob("*.*"):
        words = re.sub(r"<[^>]*>|\{[{%#].*?[}%#]\}", " ", file.read_text("utf-8"), flags=re.DOTALL).casefold()
        found = re.findall(
            r"sanction|deadline|last chance|final warning|fail to|failure to|lose your|will be stopped|overdue", words
        )
        assert not found, (file.name, found)
