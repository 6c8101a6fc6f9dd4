"""Pay. On 21 November 2026 the lowest lawful rate is 8.00, the adult rate 12.71, the real Living Wage 13.45, in London 14.80."""

from datetime import date

import pytest
from builders import a_job, a_person, factor, north, numbers, who


@pytest.mark.parametrize(
    ("pay_from", "pay_to", "pay_min", "status", "whose", "expected"),
    [
        (13.45, None, None, "pass", None, (1, 1, 1)),
        (20, None, None, "pass", None, (1, 1, 1)),
        (12.71, None, None, "pass", None, (0.6, 0.6, 0.6)),
        (13.08, None, None, "pass", None, (0.8, 0.8, 0.8)),  # halfway
        (12.71, 13.08, None, "pass", None, (0.6, 0.6, 0.8)),
        (12.71, 15, None, "pass", None, (0.6, 0.6, 1)),
        (12.70, None, None, "unknown", "employer", (0, 0.5, 1)),
        (8.00, None, None, "unknown", "employer", (0, 0.5, 1)),
        (7.99, None, None, "fail", "employer", (0, 0.3, 0.3)),
        (13.45, None, 13.45, "pass", None, (1, 1, 1)),
        (13.45, 20, 13.46, "fail", "employer", (0, 0.3, 0.3)),
        (12.00, None, 13.00, "fail", "employer", (0, 0.3, 0.3)),
        (None, None, None, "unknown", "employer", (0, 0.5, 1)),
        (None, None, 13.00, "unknown", "employer", (0, 0.5, 1)),
    ],
)
def test_pay(pay_from, pay_to, pay_min, status, whose, expected):
    found = factor("pay", a_person(pay_min=pay_min), a_job(pay_from=pay_from, pay_to=pay_to))

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


def test_london_has_its_own_living_wage():
    found = factor("pay", a_person(), a_job(pay_from=13.755, site=north(1, london=True)))

    assert numbers(found) == pytest.approx((0.8, 0.8, 0.8), abs=1e-6)


@pytest.mark.parametrize(
    ("on", "pay", "status", "estimate"),
    [
        (date(2026, 3, 31), 12.21, "pass", 0.6),
        (date(2026, 4, 1), 12.21, "unknown", 0.5),
        (date(2026, 3, 31), 7.55, "unknown", 0.5),
        (date(2026, 4, 1), 7.55, "fail", 0.3),
        (date(2025, 9, 30), 12.60, "pass", 1),
        (date(2025, 10, 1), 13.45, "pass", 1),
        (date(2020, 1, 1), 11.44, "pass", 0.6),  # before the first rate known: the first
    ],
)
def test_rates_are_those_of_the_date(on, pay, status, estimate):
    found = factor("pay", a_person(), a_job(pay_from=pay), on)

    assert (found.status, found.estimate) == (status, pytest.approx(estimate))


def test_a_job_that_starts_later_pays_by_the_rates_of_its_start():
    job = a_job(pay_from=12.21, starts_on=date(2026, 4, 1))

    assert factor("pay", a_person(), job, date(2026, 3, 1)).status == "unknown"
