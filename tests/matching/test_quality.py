"""Job quality beside a fit. On 21 November 2026 the real Living Wage is 13.45, in London 14.80; enough notice is 28 days."""

import pytest
from builders import TODAY, a_job, a_person, north, policy

from brokerage import settings
from matching.pair import Pair
from matching.quality import Offered, quality


def aspect(side, person=None, job=None, **offered):
    pair = Pair(person or a_person(), job or a_job(), TODAY, policy())
    found = quality(pair, Offered(**offered), settings.load().quality.rota_notice_days)
    [one] = [each for each in found if each.side == side]
    return one.status, one.text


@pytest.mark.parametrize(
    ("guaranteed", "typical", "status", "text"),
    [
        (25, None, "pass", "All 25 hours are guaranteed."),
        (25, 20, "pass", "All 25 hours are guaranteed."),
        (16, 20, "fail", "16 of the usual 20 hours are guaranteed, 80%."),
        (18, 20, "pass", "18 of the usual 20 hours are guaranteed, 90%."),
        (0, 25, "fail", "None of the usual 25 hours are guaranteed."),
        (0, None, "fail", "No hours are guaranteed."),
        (None, 25, "unknown", "Not known: how many hours are guaranteed?"),
    ],
)
def test_guaranteed_hours(guaranteed, typical, status, text) -> None:
    assert aspect("guaranteed", job=a_job(hours_guaranteed=guaranteed, hours_typical=typical)) == (status, text)


@pytest.mark.parametrize(
    ("days", "status", "text"),
    [
        (28, "pass", "Shifts are told 28 days before; 28 days are good practice."),
        (27, "fail", "Shifts are told 27 days before; 28 days are good practice."),
        (1, "fail", "Shifts are told 1 day before; 28 days are good practice."),
        (0, "fail", "Shifts are told on the day; 28 days are good practice."),
        (None, "unknown", "Not known: how long before are shifts told?"),
    ],
)
def test_notice_of_shifts(days, status, text) -> None:
    assert aspect("notice", rota_notice_days=days) == (status, text)


def test_whoever_chooses_the_shifts_needs_no_notice() -> None:
    assert aspect("notice", job=a_job(shifts_chosen_by_worker="yes"), rota_notice_days=0)[0] == "pass"


@pytest.mark.parametrize(
    ("job", "status", "text"),
    [
        ({"pay_from": 13.45}, "pass", "£13.45 an hour; the real Living Wage of £13.45 is met."),
        ({"pay_from": 12.71}, "fail", "£12.71 an hour is £0.74 under the real Living Wage of £13.45."),
        (
            {"pay_from": 13.00, "pay_to": 14.00},
            "unknown",
            "From £13.00 to £14.00 an hour: from when does it pay the real Living Wage of £13.45?",
        ),
        ({"pay_from": None}, "unknown", "Not known: does it pay the real Living Wage of £13.45?"),
        (
            {"pay_from": 13.45, "site": north(1, london=True)},
            "fail",
            "£13.45 an hour is £1.35 under the real Living Wage of £14.80 for London.",
        ),
    ],
)
def test_pay_against_the_real_living_wage(job, status, text) -> None:
    assert aspect("pay", job=a_job(**job)) == (status, text)


@pytest.mark.parametrize(
    ("stated", "kind", "status", "text"),
    [
        ("permanent; fixed_term", "permanent", "pass", "It is a permanent contract, as would be liked."),
        ("permanent", "casual", "fail", "It is a casual contract; a permanent contract would be liked."),
        (None, "casual", "unknown", "It is a casual contract. Not known: which kinds would be liked?"),
        ("permanent", None, "unknown", "Not known: what kind of contract is it?"),
    ],
)
def test_the_contract_against_what_this_person_would_like(stated, kind, status, text) -> None:
    assert aspect("contract", a_person(contracts=stated), a_job(contract=kind)) == (status, text)


def test_training() -> None:
    assert aspect("training") == ("unknown", "Not known: is there training on the job?")
    assert aspect("training", training="Kitchen skills")[1] == "Training before it, by agreement: Kitchen skills."
    assert aspect("training", job=a_job(contract="apprenticeship"))[0] == "pass"
