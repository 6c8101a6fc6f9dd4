"""What each rule says at its edge, in the pack that is in force on the first day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from brokerage.settings import load
from employers.placements.days import Hours, fill
from employers.placements.rules import Facts, Finding, check, in_force

MONDAY = date(2027, 1, 18)
TRIAL = {"scheme": "job_trial", "only_person": True, "real_job": True, "job_hours": 20.0, "permanent": True}


def days(number: int, pattern: str = "Mon-Fri 09:30-14:30", first: date = MONDAY) -> list[Hours]:
    return fill(first, first + timedelta(days=400), pattern)[:number]


def found(**facts: object) -> list[Finding]:
    return check(Facts(**{"scheme": "work_experience", "hours": days(10)} | facts), load().placements.rules)  # type: ignore[arg-type]


def stops(**facts: object) -> list[str]:
    return [each.text for each in found(**facts) if each.stops]


def test_two_weeks_of_25_hours_are_what_work_experience_is() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"hours": days(41)}, "It lasts 57 days; the longest is 8 weeks"),
        ({"hours": days(10, "Mon-Fri 09:00-15:15")}, "The week of 18 January has 31.25 hours; the most is 30"),
        ({"hours": days(10), "earlier": days(35, first=MONDAY - timedelta(weeks=7))}, "with what it renews"),
        ({"person_days": 51}, "the person would have 61 unpaid days in 12 months; the most is 60"),
        ({"employer_days": 391}, "the employer would have 401 unpaid days"),
        ({"scheme": "swap", "hours": days(31)}, "the longest is 6 weeks"),
        (TRIAL | {"hours": days(31)}, "The trial has 31 days; the most is 30"),
        (
            TRIAL | {"hours": days(6), "permanent": False, "job_weeks": 25},
            "6 days; the most is 5 for a job of 25 weeks",
        ),
        (TRIAL | {"hours": days(5), "permanent": False, "job_weeks": 12}, "lasts 12 weeks; a trial asks for 13"),
        (TRIAL | {"job_hours": 15.5}, "has 15.5 hours a week; a trial asks for 16"),
        (TRIAL | {"only_person": False}, "Somebody else is considered"),
        (TRIAL | {"real_job": False}, "A trial is for a real job"),
    ],
)
def test_what_goes_beyond_a_rule_stops_and_names_it(facts: dict[str, object], says: str) -> None:
    (text,) = stops(**facts)
    assert says in text
    (finding,) = [each for each in found(**facts) if each.stops]
    assert finding.rule
    assert finding.since is not None
    assert finding.since <= MONDAY


@pytest.mark.parametrize(
    "facts",
    [
        {"hours": days(40)},
        {"hours": days(10, "Mon-Fri 09:00-15:00")},
        {"person_days": 50},
        {"person_days": 5000, "paid": True},
        TRIAL | {"hours": days(30)},
        TRIAL | {"hours": days(5), "permanent": False, "job_weeks": 25},
        TRIAL | {"hours": days(30), "permanent": False, "job_weeks": 26},
    ],
)
def test_at_its_edge_a_rule_is_kept(facts: dict[str, object]) -> None:
    assert stops(**facts) == []


def test_what_is_not_known_is_asked_and_stops_nothing() -> None:
    asked = found(**TRIAL | {"only_person": None, "job_hours": None, "permanent": False})

    assert [each.stops for each in asked] == [False, False, False]
    assert all(each.text.startswith("Not known") and each.whose == "employer" for each in asked)


def test_less_than_is_usual_is_said_and_stops_nothing() -> None:
    short = found(hours=days(3))

    assert [each.stops for each in short] == [False, False]


def test_a_pack_holds_from_its_first_day_on() -> None:
    rules = load().placements.rules
    before, after = (in_force(rules, "job_trial", day) for day in (date(2024, 12, 31), date(2025, 1, 1)))
    assert before is not None
    assert after is not None
    assert (before.since, after.since) == (date(2011, 1, 1), date(2025, 1, 1))

    short_job = Facts(**TRIAL | {"hours": days(6, first=date(2024, 12, 23)), "permanent": False, "job_weeks": 20})  # type: ignore[arg-type]
    assert [each for each in check(short_job, rules) if each.stops] == []
    assert [each.stops for each in check(replace(short_job, hours=days(6)), rules)] == [True]


def test_without_a_pack_somebody_is_to_look_by_hand() -> None:
    (only,) = check(Facts("swap", days(5, first=date(2010, 1, 4))), load().placements.rules)
    assert "Check them by hand" in only.text
