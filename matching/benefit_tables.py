"""Universal Credit, income tax and National Insurance by date: tables whose home, with their sources, is config.toml.

No factor of a fit reads them. They are for the one estimate that somebody asks for (`matching.better_off`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, cast

from matching.policy import in_force, whole


@dataclass(frozen=True)
class UniversalCredit:
    """Amounts from a day on, in pounds a month; `taper` and `childcare_share` are parts of a pound.

    `children_most`: how many children have an amount; 0 is all of them."""

    since: date
    single_under_25: float
    single: float
    couple_under_25: float
    couple: float
    first_child_before_2017: float
    child: float
    children_most: int
    allowance: float
    allowance_with_housing: float
    taper: float
    childcare_share: float
    childcare_one: float
    childcare_more: float

    def standard(self, *, couple: bool, over_25: bool) -> float:
        if couple:
            return self.couple if over_25 else self.couple_under_25
        return self.single if over_25 else self.single_under_25

    def children(self, number: int, *, before_2017: bool) -> float:
        """The amounts for that many children; `before_2017`: the first was born before 6 April 2017."""
        counted = min(number, self.children_most) if self.children_most else number
        more = self.first_child_before_2017 - self.child if before_2017 and counted else 0.0
        return counted * self.child + more

    def childcare(self, cost: float, children: int) -> float:
        """What is paid back of a month's childcare for that many children."""
        return min(self.childcare_share * cost, self.childcare_more if children > 1 else self.childcare_one)


@dataclass(frozen=True)
class Tax:
    """Income tax (pounds a year) and an employee's National Insurance (pounds a month) from a day on, category A and 1257L.

    Right up to £100,000 a year, from where the personal allowance shrinks."""

    since: date
    personal_allowance: float
    basic_band: float
    basic: float
    higher: float
    insured_from: float
    insured_to: float
    insurance: float
    insurance_above: float

    def income_tax(self, gross: float) -> float:
        """Of a month's pay, where every month is like it."""
        taxed = max(0.0, gross - self.personal_allowance / 12)
        above = max(0.0, taxed - self.basic_band / 12)
        return self.basic * (taxed - above) + self.higher * above

    def national_insurance(self, gross: float) -> float:
        above = max(0.0, gross - self.insured_to)
        return self.insurance * max(0.0, gross - self.insured_from - above) + self.insurance_above * above


@dataclass(frozen=True)
class Amounts:
    """All of them. `leave_weeks` of paid leave go with a year's work."""

    leave_weeks: float
    universal_credit: tuple[UniversalCredit, ...]
    tax: tuple[Tax, ...]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Raises `matching.policy.BadPolicy`."""
        return cast("Self", whole(cls, table, "better_off"))

    def credit_on(self, day: date) -> UniversalCredit:
        return in_force(self.universal_credit, day)

    def tax_on(self, day: date) -> Tax:
        return in_force(self.tax, day)
