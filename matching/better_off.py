"""What one job would leave a household in a month, beside what it has now: an estimate to take to a benefits adviser.

Its facts are asked when somebody wants to know, used once and kept nowhere. No factor, class, score or list reads this module.
All amounts are pounds a month unless said otherwise, rounded to pennies line by line, so that the lines of a month add up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.benefit_tables import Amounts, UniversalCredit

MARK = "An estimate to take to a benefits adviser."
LEAVES_OUT = (
    "help with council tax, free school meals, Child Benefit and other benefits, which may change as well",
    "the benefit cap, savings above £6,000, and advances or debts that are paid back out of Universal Credit",
    "a pension at work, which takes some of the pay and for which Universal Credit gives part back",
    "Scotland’s own income tax, a second job, and pay that is not monthly",
    "the first weeks: pay and childcare come before Universal Credit catches up",
)
MonthName = Literal["now", "worst", "typical", "best"]
LineName = Literal[
    "pay", "tax", "insurance", "other_pay", "credit", "childcare_back", "taken", "childcare", "travel", "rent"
]


@dataclass(frozen=True, slots=True)
class Household:
    """What Universal Credit looks at. `over_25`: of a couple, either; `children`: those it counts.

    `housing` is what the award has for housing, None where it is the whole rent; `other_amounts` what else it adds, whatever for;
    `work_allowance`: it has said there is one though there are no children; `other_pay`: take-home pay in the household that goes on."""

    couple: bool = False
    over_25: bool = True
    children: int = 0
    first_child_before_2017: bool = False
    rent: float = 0.0
    housing: float | None = None
    other_amounts: float = 0.0
    work_allowance: bool = False
    other_pay: float = 0.0


@dataclass(frozen=True, slots=True)
class Work:
    """A job's pay in pounds an hour, its paid hours a week, and the weeks a year for which it pays."""

    pay_from: float | None
    pay_to: float | None = None
    hours_guaranteed: float | None = None
    hours_typical: float | None = None
    weeks: float = 52.0


@dataclass(frozen=True, slots=True)
class Costs:
    """Of going to work: travel in pounds a week, childcare in pounds a month for so many children."""

    travel_week: float = 0.0
    childcare: float = 0.0
    children_in_childcare: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One amount of a month, below 0 where it goes out, and the sentence that says how it comes about."""

    name: LineName
    pounds: float
    text: str


@dataclass(frozen=True, slots=True)
class Month:
    name: MonthName
    text: str
    lines: tuple[Line, ...]

    def sum(self, *names: LineName) -> float:
        """Of these lines; of all of them where none is named."""
        return round(sum(line.pounds for line in self.lines if not names or line.name in names), 2)

    @property
    def take_home(self) -> float:
        return self.sum("pay", "tax", "insurance")

    @property
    def credit(self) -> float:
        """Universal Credit as it is paid."""
        return self.sum("credit", "childcare_back", "taken")

    @property
    def left(self) -> float:
        """What remains when rent, childcare and travel are paid."""
        return self.sum()


@dataclass(frozen=True, slots=True)
class Estimate:
    """The month as it is now, and a worst, a typical and a best one as far as they are known; `asks` has what is not."""

    now: Month
    months: tuple[Month, ...]
    asks: tuple[str, ...]
    amounts_of: date

    def more(self, month: Month) -> float:
        """What a month leaves more than now; below 0 less."""
        return round(month.left - self.now.left, 2)


def estimate(household: Household, work: Work, costs: Costs, amounts: Amounts, on: date) -> Estimate:
    """Worst: the hours guaranteed at the lowest pay. Typical: the usual hours at the lowest pay. Best: the usual hours at the highest.

    Travel and childcare are counted in full in each, for they are paid before anybody knows how a month turns out."""
    reckoning = _Reckoning(household, work, costs, amounts, on)
    usual = work.hours_typical if work.hours_typical is not None else work.hours_guaranteed or None
    best_pay = work.pay_to if work.pay_to is not None else work.pay_from
    wanted: tuple[tuple[MonthName, str, float | None, float | None], ...] = (
        ("worst", "The hours that are guaranteed, at the lowest pay", work.hours_guaranteed, work.pay_from),
        ("typical", "The usual hours, at the lowest pay", usual, work.pay_from),
        ("best", "The usual hours, at the highest pay", usual, best_pay),
    )
    months = tuple(
        reckoning.month(
            name, f"{said}: {hours:g} hours a week at {pounds(pay)} an hour.", hours * pay * work.weeks / 12
        )
        for name, said, hours, pay in wanted
        if hours is not None and pay is not None
    )
    unknown = (
        (work.pay_from is None, "What does it pay?"),
        (
            work.hours_guaranteed is None,
            "How many hours a week are guaranteed? Without that no worst month can be worked out.",
        ),
        (
            usual is None,
            "How many hours a week are usual? Without that no typical and no best month can be worked out.",
        ),
    )
    asks = tuple(text for missing, text in unknown if missing)
    return Estimate(reckoning.now(), months, asks, amounts.credit_on(on).since)


def pounds(amount: float) -> str:
    """£1,234.50, −£20.00"""
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"


@dataclass(frozen=True)
class _Reckoning:
    household: Household
    work: Work
    costs: Costs
    amounts: Amounts
    on: date

    def now(self) -> Month:
        return Month("now", "As it is, without this job.", tuple(self._lines(0.0, Costs(0.0, 0.0))))

    def month(self, name: MonthName, text: str, gross: float) -> Month:
        return Month(name, text, tuple(self._lines(round(gross, 2), self.costs)))

    def _lines(self, gross: float, costs: Costs) -> Iterable[Line]:
        home = self.household
        earned = _earnings(gross, self.amounts, self.on)
        other = round(home.other_pay, 2)
        yield from earned
        yield Line("other_pay", other, "Take-home pay in the household that goes on.")
        yield from self._credit(sum(line.pounds for line in earned) + other, gross, costs)
        yield Line("childcare", -round(costs.childcare, 2), "What the provider is paid, before any of it comes back.")
        fares = -round(costs.travel_week * self.work.weeks / 12, 2)
        yield Line("travel", fares, f"{pounds(costs.travel_week)} a week, {self.work.weeks:g} weeks a year.")
        yield Line("rent", -round(home.rent, 2), "Paid in full, out of pay and Universal Credit.")

    def _credit(self, net: float, gross: float, costs: Costs) -> Iterable[Line]:
        table, home = self.amounts.credit_on(self.on), self.household
        most = Line("credit", *_before_earnings(home, table))
        back = Line("childcare_back", *_childcare(costs, gross, table))
        yield most
        yield back
        yield Line("taken", *_taken(home, table, net, round(most.pounds + back.pounds, 2)))


def _earnings(gross: float, amounts: Amounts, on: date) -> tuple[Line, ...]:
    table = amounts.tax_on(on)
    tax, insurance = round(table.income_tax(gross), 2), round(table.national_insurance(gross), 2)
    free = f"Nothing is due on the first {pounds(table.personal_allowance / 12)} of a month."
    return (
        Line("pay", gross, "Paid hours of a year, spread over twelve months."),
        Line("tax", -tax, f"{free} {table.basic:.0%} of what is above, with the usual tax code."),
        Line("insurance", -insurance, f"{table.insurance:.0%} of what is above {pounds(table.insured_from)} a month."),
    )


def _before_earnings(home: Household, table: UniversalCredit) -> tuple[float, str]:
    """What the award is before anything is taken off for earnings, and of what it is made."""
    parts = {
        "the standard allowance": table.standard(couple=home.couple, over_25=home.over_25),
        "for children": table.children(home.children, before_2017=home.first_child_before_2017),
        "for housing": _housing(home),
        "other amounts": home.other_amounts,
    }
    said = ", ".join(f"{name} {pounds(amount)}" for name, amount in parts.items() if amount)
    return round(sum(parts.values()), 2), f"Made of {said}."


def _childcare(costs: Costs, gross: float, table: UniversalCredit) -> tuple[float, str]:
    if costs.childcare and not gross:
        return 0.0, "In a month without paid hours nothing may come back. Ask the adviser about such a month."
    most = table.childcare_more if costs.children_in_childcare > 1 else table.childcare_one
    back = round(table.childcare(costs.childcare, costs.children_in_childcare), 2)
    return (
        back,
        f"{table.childcare_share:.0%} of what was paid, up to {pounds(most)}; it comes after the bill was paid.",
    )


def _taken(home: Household, table: UniversalCredit, net: float, most: float) -> tuple[float, str]:
    """What is taken off for earnings: a part of each pound above the work allowance, and never more than there is."""
    allowed = _allowance(home, table)
    taken = round(table.taper * max(0.0, net - allowed), 2)
    free = f"above the work allowance of {pounds(allowed)}" if allowed else "of take-home pay"
    said = f"{table.taper * 100:.0f}p of each pound {free}."
    if taken <= most:
        return -taken, said
    return -most, f"{said} That is more than the award, so that none would be left."


def _allowance(home: Household, table: UniversalCredit) -> float:
    if not (home.children or home.work_allowance):
        return 0.0
    return table.allowance_with_housing if _housing(home) else table.allowance


def _housing(home: Household) -> float:
    return home.rent if home.housing is None else home.housing
