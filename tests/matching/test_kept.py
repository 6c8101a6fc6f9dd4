"""Facts that are kept say the same when they are read again: the result that is made of them has the same bytes."""

import json
from dataclasses import replace
from datetime import date

import pytest
from builders import TODAY, TOWN, a_job, a_person, north, policy
from hypothesis import given
from strategies import job_of, pairs, person_of

from brokerage import settings
from matching.fit import as_json, check
from matching.journeys import Routes
from matching.kept import Unreadable, pack, pack_table, unpack, unpack_table
from matching.pair import Pair
from matching.policy import Policy
from matching.school_year import SchoolYear
from matching.taxonomy import built_in


def told(pair: Pair) -> str:
    return json.dumps(as_json(check(pair.person, pair.job, pair.on, pair.policy, pair.routes)))


@given(pairs)
def test_any_pair_comes_back_and_says_the_same(case) -> None:
    person, job = case
    pair = Pair(person_of(person), job_of(job), TODAY, policy())
    again = unpack(pack(pair), policy())
    assert again == pair
    assert told(again) == told(pair)


def test_journeys_that_were_looked_up_and_school_calendars_come_back() -> None:
    site = north(3)
    routes = Routes({("bus", TOWN, site): 31, ("walk", TOWN, site): None})
    pair = Pair(a_person(), a_job(site=site), TODAY, policy(), routes)
    again = unpack(pack(pair), policy())
    assert again.routes == routes
    assert told(again) == told(pair)
    year = SchoolYear("Hallbrook", date(2026, 9, 1), date(2027, 8, 31), ((date(2026, 12, 19), date(2027, 1, 3)),))
    with_calendar = replace(pair, person=replace(pair.person, school_years=(year,)))
    assert unpack(pack(with_calendar), policy()) == with_calendar


def test_the_rules_come_back_with_their_mark() -> None:
    table = settings.load().matching
    assert Policy.of(unpack_table(pack_table(table)), built_in()).id == Policy.of(table, built_in()).id


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"person": {"is": "Nobody", "of": {}}}', '{"person": {"is": "Spot", "of": {"x": 1}}}']
)
def test_what_another_version_wrote_is_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match="kept by another version"):
        unpack(text, policy())
