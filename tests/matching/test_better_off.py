"""The better-off estimate against months worked out by hand, the working beside each; amounts are those of 2026 to 2027."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage import settings
from matching import better_off
from matching.benefit_tables import Amounts
from matching.better_off import Costs, Household, Work, estimate
from matching.policy import BadPolicy

ON = date(2026, 11, 21)
AMOUNTS = Amounts.of(settings.load().better_off)
FREE = Costs()
PARENT = Household(children=1, rent=650.0)
PART_TIME = Work(pay_from=13.00, hours_guaranteed=16, hours_typical=20, pay_to=13.50)


def months(household: Household, work: Work, costs: Costs = FREE, on: date = ON):
    made = estimate(household, work, costs, AMOUNTS, on)
    return {month.name: month for month in (made.now, *made.months)}


def line(month, name):
    return next(each.pounds for each in month.lines if each.name == name)


def test_a_lone_parent_who_rents_for_a_part_time_job() -> None:
    """Now: 424.90 + 303.94 + 650 = 1,378.84 of Universal Credit, less 650 rent = 728.84.

    Typical, 20 hours at 13.00: 20 x 13 x 52 / 12 = 1,126.67 of pay. Tax: 20 % of (1,126.67 - 1,047.50) = 15.83. National Insurance:
    8 % of (1,126.67 - 1,048) = 6.29. Take-home 1,104.55. Childcare 300: 85 % = 255.00 comes back. Taken off: 55 % of
    (1,104.55 - 427) = 372.65. Universal Credit 1,378.84 + 255.00 - 372.65 = 1,261.19. Travel 15 x 52 / 12 = 65.00.
    Left: 1,104.55 + 1,261.19 - 300 - 65 - 650 = 1,350.74; 621.90 more than now.

    Worst, 16 hours: 901.33, under both thresholds. Taken off 55 % of (901.33 - 427) = 260.88. Universal Credit 1,372.96.
    Left: 901.33 + 1,372.96 - 1,015 = 1,259.29.

    Best, 20 hours at 13.50: 1,170.00; tax 24.50, insurance 9.76, take-home 1,135.74; taken off 55 % of 708.74 = 389.81.
    Left: 1,135.74 + 1,378.84 + 255 - 389.81 - 1,015 = 1,364.77."""
    costs = Costs(travel_week=15, childcare=300)
    made = estimate(PARENT, PART_TIME, costs, AMOUNTS, ON)
    of = months(PARENT, PART_TIME, costs)

    assert (of["now"].credit, of["now"].left) == (1378.84, 728.84)
    assert [line(of["typical"], name) for name in ("pay", "tax", "insurance")] == [1126.67, -15.83, -6.29]
    assert of["typical"].take_home == 1104.55
    assert [line(of["typical"], name) for name in ("credit", "childcare_back", "taken")] == [1378.84, 255.00, -372.65]
    assert (of["typical"].credit, line(of["typical"], "travel")) == (1261.19, -65.00)
    assert [of[name].left for name in ("worst", "typical", "best")] == [1259.29, 1350.74, 1364.77]
    assert made.more(of["typical"]) == 621.90


def test_the_taper_as_an_adviser_published_it() -> None:
    """A single parent of two in supported housing, April 2023: of a wage of £1,631, £631 is free, 55 % of £1,000 is £550, and of
    £953.32 there remain £403.32 (mikebolton.co.uk, "Can you claim only the housing costs element"). Only the taper is looked at, so
    the take-home pay comes in as it is."""
    then = replace(
        AMOUNTS.universal_credit[0],
        single=368.74,
        child=269.58,
        first_child_before_2017=315.00,
        allowance=631.00,
        allowance_with_housing=379.00,
    )
    amounts = replace(AMOUNTS, universal_credit=(then,))
    home = Household(children=2, first_child_before_2017=True, other_pay=1631.00)
    assert estimate(home, Work(None), Costs(), amounts, ON).now.credit == 403.32


def test_a_single_person_under_25_without_a_work_allowance() -> None:
    """40 hours at 12.71 are 2,203.07. Tax 20 % of 1,155.57 = 231.11; insurance 8 % of 1,155.07 = 92.41; take-home 1,879.55. 55 % of it
    is 1,033.75, more than 338.58 + 400: no Universal Credit is left, and nothing below none."""
    home = Household(over_25=False, rent=500.0, housing=400.0)
    month = months(home, Work(12.71, None, 40, 40))["typical"]
    assert (month.take_home, month.credit, line(month, "taken")) == (1879.55, 0.0, -738.58)
    assert month.left == 1379.55


def test_a_couple_with_two_in_childcare_reaches_the_most() -> None:
    """85 % of 2,400 is 2,040; 1,836.16 is the most for two or more, 1,071.09 for one."""
    home = Household(couple=True, children=2, other_pay=1200)
    for children, most in ((2, 1836.16), (1, 1071.09)):
        month = months(home, Work(14.0, None, 35, 35), Costs(0, 2400, children))["typical"]
        assert line(month, "childcare_back") == most


@pytest.mark.parametrize(
    ("on", "children", "amount"),
    [
        (date(2026, 4, 5), 3, 2 * 292.81),  # the two-child limit
        (date(2026, 4, 6), 3, 3 * 303.94),
        (date(2024, 1, 1), 1, 292.81),  # before the first table, the first
    ],
)
def test_amounts_are_those_of_the_day(on: date, children: int, amount: float) -> None:
    single = AMOUNTS.credit_on(on).single
    assert months(Household(children=children), Work(None), on=on)["now"].credit == round(single + amount, 2)


def test_a_first_child_born_before_april_2017_has_more() -> None:
    assert (
        months(Household(children=2, first_child_before_2017=True), Work(None))["now"].credit == 1080.72
    )  # 424.90 + 351.88 + 303.94


@pytest.mark.parametrize(
    ("home", "allowed"),
    [
        (Household(), 0),
        (Household(work_allowance=True), 710),
        (Household(work_allowance=True, rent=400), 427),
        (Household(children=1), 710),
        (Household(children=1, rent=400, housing=0), 710),  # rent that Universal Credit does not pay towards
    ],
)
def test_the_work_allowance(home: Household, allowed: float) -> None:
    month = months(home, Work(13.0, None, 16, 16))["typical"]  # 901.33, nothing due on it
    assert line(month, "taken") == -min(round(0.55 * (901.33 - allowed), 2), month.sum("credit"))


def test_higher_pay_pays_the_higher_rate() -> None:
    """5,000 a month: 20 % of 3,141.67 and 40 % of 810.83 are 952.67; 8 % of 3,141 and 2 % of 811 are 267.50."""
    tax = AMOUNTS.tax_on(ON)
    assert (round(tax.income_tax(5000), 2), round(tax.national_insurance(5000), 2)) == (952.67, 267.50)


def test_what_is_not_known_is_asked_and_nothing_is_guessed() -> None:
    made = estimate(PARENT, Work(13.0, None, None, 20), Costs(), AMOUNTS, ON)
    assert [month.name for month in made.months] == ["typical", "best"]
    assert "guaranteed" in made.asks[0]
    zero = estimate(PARENT, Work(13.0, None, 0, None), Costs(childcare=200), AMOUNTS, ON)
    assert [month.name for month in zero.months] == ["worst"]
    assert "usual" in zero.asks[0]
    assert estimate(PARENT, Work(None, None, 16, 20), Costs(), AMOUNTS, ON).months == ()


def test_a_month_without_hours_counts_on_nothing_for_childcare() -> None:
    month = months(PARENT, Work(13.0, None, 0, 20), Costs(childcare=200))["worst"]
    assert (line(month, "childcare_back"), line(month, "childcare")) == (0, -200)
    assert "Ask the adviser" in next(each.text for each in month.lines if each.name == "childcare_back")


def test_fewer_weeks_of_pay_are_less_of_everything_that_goes_with_work() -> None:
    whole, term = (months(PARENT, Work(13.0, None, 20, 20, weeks), Costs(15))["typical"] for weeks in (52, 44.6))
    assert line(term, "pay") == pytest.approx(line(whole, "pay") * 44.6 / 52, abs=0.01)
    assert line(term, "travel") == -55.75  # 15 x 44.6 / 12


money = st.floats(0, 3000).map(lambda amount: round(amount, 2))


@given(
    st.builds(
        Household,
        couple=st.booleans(),
        over_25=st.booleans(),
        children=st.integers(0, 6),
        rent=money,
        housing=st.none() | money,
        other_amounts=money,
        work_allowance=st.booleans(),
        other_pay=money,
    ),
    st.builds(Costs, st.floats(0, 60), money, st.integers(1, 3)),
    st.floats(8, 25),
    st.floats(1, 44),
)
def test_lines_add_up_and_another_hour_never_leaves_less(
    home: Household, costs: Costs, pay: float, hours: float
) -> None:
    less, more = (months(home, Work(pay, None, each, each), costs)["typical"] for each in (hours, hours + 1))
    for month in (less, more):
        assert month.left == round(sum(each.pounds for each in month.lines), 2)
        assert 0 <= month.credit <= month.sum("credit", "childcare_back")
        assert all(each.text for each in month.lines)
    assert more.left >= less.left - 0.02  # the roundings of three lines


def test_only_who_was_asked_reads_it() -> None:
    """No factor, list, command, employer's page or stored record imports the estimate: its own page does."""
    root = Path(better_off.__file__).parents[1]
    readers = {
        str(file.relative_to(root))
        for package in ("matching", "employers", "brokerage")
        for file in (root / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (
            node.module in ("matching.better_off", "matching.benefit_tables")
            or (node.module == "matching" and {alias.name for alias in node.names} & {"better_off", "benefit_tables"})
        )
    }
    assert readers == {"matching/better_off.py", "brokerage/pages/better_off.py"}


def test_a_table_that_is_not_whole_is_a_sentence() -> None:
    table = settings.load().better_off
    with pytest.raises(BadPolicy, match=r"better_off\.leave_weeks is missing"):
        Amounts.of({word: value for word, value in table.items() if word != "leave_weeks"})
