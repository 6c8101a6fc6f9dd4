from datetime import date

import pytest
from builders import a_job, a_person, check, factor, numbers, who

STARTS = date(2027, 1, 11)


@pytest.mark.parametrize(
    ("legal", "involves", "dbs", "starts_on", "status", "whose"),
    [
        ("none", "children", "enhanced", STARTS, "pass", None),
        ("none", None, None, None, "pass", None),
        ("money", "children", None, STARTS, "pass", None),
        ("money", "none", "basic", STARTS, "pass", None),
        ("children", "children; money", None, STARTS, "fail", "law"),
        ("children until 2027-01-11", "children", None, STARTS, "fail", "law"),  # the last day
        ("children until 2027-01-10", "children", None, STARTS, "pass", None),
        ("children until 2026-11-20", "children", None, None, "pass", None),
        ("children until 2026-11-21", "children", None, None, "unknown", "employer"),
        ("children until 2027-11-20", "children", None, None, "unknown", "employer"),
        ("children until 2027-11-21", "children", None, None, "fail", "law"),  # no start within 365 days
        ("children until 2026-11-20", "children", None, date(2026, 6, 1), "pass", None),  # begun already
        ("children", None, None, STARTS, "unknown", "employer"),
        ("children until 2027-01-10", None, None, STARTS, "pass", None),
        (None, "none", None, STARTS, "pass", None),
        (None, "none", "none", STARTS, "pass", None),
        (None, "none", "basic", STARTS, "unknown", "participant"),
        (None, "children", None, STARTS, "unknown", "participant"),
        (None, None, None, STARTS, "unknown", "participant"),
    ],
)
def test_what_the_law_restricts(legal, involves, dbs, starts_on, status, whose):
    found = factor("legal", a_person(legal=legal), a_job(involves=involves, dbs=dbs, starts_on=starts_on))

    assert (found.status, who(found)) == (status, {whose})
    low, _, high = numbers(found)
    assert (low, high) == {"pass": (1, 1), "fail": (0, 0), "unknown": (0, 1)}[status]


def test_a_bar_says_from_which_day_the_work_is_possible_and_weighs_nothing():
    found = check(a_person(legal="money until 2028-02-28"), a_job(involves="money", starts_on=STARTS))
    legal = next(each for each in found.factors if each.factor == "legal")

    assert found.fit == "not_this_one"
    assert "possible from 29 February 2028" in legal.reasons[0].text
    assert (found.score.estimate, legal.weight, legal.share) == (1, 0, 0)


def test_what_is_not_known_is_a_conversation_and_never_a_bar():
    found = factor("legal", a_person(legal=None), a_job(dbs="enhanced", involves="children"))

    assert "disclosure conversation" in found.reasons[0].text
    assert check(a_person(legal=None), a_job(dbs="enhanced", involves="children")).fit == "check"
