"""Skills. Of the built-in words, cash handling is close to till work; retail sales is broader; merchandising and shelf stacking share a group."""

from datetime import date

import pytest
from builders import a_job, a_person, check, factor, numbers, who


@pytest.mark.parametrize(
    ("held", "asked", "status", "whose", "expected"),
    [
        ("till work", "till work", "pass", None, (1, 1, 1)),
        ("till work", "cash handling", "pass", None, (0.8, 0.8, 1)),
        ("till work", "retail sales", "unknown", "participant", (0, 0.35, 1)),  # .7 x .5
        ("merchandising", "shelf stacking", "unknown", "participant", (0, 0.21, 1)),  # .7 x .3
        ("gardening", "till work", "unknown", "participant", (0, 0.2, 1)),
        (None, "till work", "unknown", "participant", (0, 0.2, 1)),
        ("none", "till work", "fail", "employer", (0, 0, 0)),
        ("gardening; not yet till work", "till work", "fail", "employer", (0, 0, 0)),
        ("till work; not yet cash handling", "cash handling", "fail", "employer", (0, 0, 0)),  # a `not yet` stands
        ("not yet cash handling", "till work", "unknown", "participant", (0, 0.2, 1)),
        ("till work", "none", "pass", None, (1, 1, 1)),
        (None, "none", "pass", None, (1, 1, 1)),
        ("till work", None, "unknown", "employer", (0, 0.3, 1)),
        ("till work", "till work; gardening", "unknown", "participant", (0.5, 0.6, 1)),
        ("none", "till work; gardening", "fail", "employer", (0, 0, 0)),
    ],
)
def test_essential_skills(held, asked, status, whose, expected):
    found = factor("skills", a_person(skills=held), a_job(essential_skills=asked))

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("held", "desirable", "expected"),
    [
        ("till work", "gardening", (0.75, 0.8, 1)),  # an essential one weighs three times as much
        ("till work", "cash handling", (0.95, 0.95, 1)),
        ("till work; not yet gardening", "gardening", (0.75, 0.75, 0.75)),
        ("till work; gardening", "gardening", (1, 1, 1)),
    ],
)
def test_a_desirable_skill_counts_and_never_bars(held, desirable, expected):
    found = factor("skills", a_person(skills=held), a_job(desirable_skills=desirable))

    assert found.status == "pass"
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


STARTS = date(2027, 1, 11)


@pytest.mark.parametrize(
    ("held", "starts_on", "status", "whose"),
    [
        ("food hygiene level 2", STARTS, "pass", None),
        ("food hygiene level 3", STARTS, "pass", None),  # who holds the higher needs the lower no more
        ("food hygiene level 2 until 2027-01-11", STARTS, "pass", None),  # the last day counts
        ("food hygiene level 2 until 2027-01-10", STARTS, "fail", "programme"),
        ("food hygiene level 2 until 2026-11-20", None, "fail", "programme"),
        ("food hygiene level 2 until 2026-11-21", None, "unknown", "employer"),  # it could start today
        ("food hygiene level 2 until 2027-11-20", None, "unknown", "employer"),
        ("food hygiene level 2 until 2027-11-21", None, "pass", None),  # 365 days later
        (
            "food hygiene level 2 until 2026-11-21",
            date(2026, 6, 1),
            "pass",
            None,
        ),  # begun already: nobody starts in the past
        ("none", STARTS, "fail", "programme"),
        ("cscs card", STARTS, "fail", "programme"),
        (None, STARTS, "unknown", "participant"),
    ],
)
def test_certificates_on_the_day_the_job_starts(held, starts_on, status, whose):
    job = a_job(certificates="food hygiene level 2", starts_on=starts_on)
    found = factor("skills", a_person(certificates=held), job)

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == (1, 1, 1)  # certificates are no part of the number


def test_certificates_that_an_advert_does_not_name_are_none():
    assert factor("skills", a_person(certificates=None), a_job(certificates=None)).status == "pass"


def test_a_missing_certificate_takes_a_step_and_a_missing_skill_an_ask():
    assert check(a_person(), a_job(certificates="food hygiene level 2")).fit == "with_a_step"
    assert check(a_person(skills="none"), a_job()).fit == "ask_employer"


def test_paid_or_unpaid_is_never_asked_and_old_is_as_good_as_new():
    paid = factor("skills", a_person(skills="care work"), a_job(essential_skills="personal care"))
    unpaid = factor("skills", a_person(skills="caring for a relative"), a_job(essential_skills="personal care"))
    old = factor("skills", a_person(skills="till work (until 2008)"), a_job())

    assert numbers(paid) == numbers(unpaid) == (0.8, 0.8, 1)
    assert numbers(old) == (1, 1, 1)
