"""Pay, beside what the person needs, what the law asks, and what the real Living Wage would be there and then."""

from matching.pair import Pair
from matching.terms import Finding, Reason


def find(pair: Pair) -> Finding:
    rules, pay = pair.policy.pay, pair.job.pay_from
    if pay is None:
        return Finding(0.0, rules.unknown, 1.0, (Reason("Not known: what does it pay?", "unknown", "employer"),))
    reasons = _reasons(pair, pay)
    said = {reason.status for reason in reasons}
    if "fail" in said:
        return Finding(0.0, rules.below, rules.below, reasons)
    if "unknown" in said:
        return Finding(0.0, rules.unknown, 1.0, reasons)
    value = _value(pair, pay)
    return Finding(value, value, max(value, _value(pair, pair.job.pay_to or pay)), reasons)


def least_needed(pair: Pair) -> float:
    """The least pay, in pounds an hour, that an employer could be asked for. Under a lawful rate it is the adult one: nobody asks
    for an exception."""
    wage = pair.policy.pay.minimum(pair.starts[0])
    lawful = wage.adult if (pair.job.pay_from or 0.0) < wage.lowest else 0.0
    return max(pair.person.pay_min or 0.0, lawful)


def _reasons(pair: Pair, pay: float) -> tuple[Reason, ...]:
    found: list[Reason] = []
    need, wage = pair.person.pay_min, pair.policy.pay.minimum(pair.starts[0])
    if need is not None and pay < need:
        found.append(
            Reason(f"Pays from £{pay:.2f} an hour; £{need:.2f} is the least that would do.", "fail", "employer")
        )
    if pay < wage.lowest:
        found.append(
            Reason(f"£{pay:.2f} an hour is under the lowest lawful rate of £{wage.lowest:.2f}.", "fail", "employer")
        )
    elif pay < wage.adult:
        text = f"£{pay:.2f} an hour is under the adult minimum wage of £{wage.adult:.2f}: which rate applies?"
        found.append(Reason(text, "unknown", "employer"))
    if not found:
        enough = f"; £{need:.2f} would do" if need is not None else ""
        found.append(Reason(f"Pays from £{pay:.2f} an hour{enough}.", "pass"))
    return tuple(found)


def _value(pair: Pair, pay: float) -> float:
    """From `at_minimum` at the adult minimum wage in a line to 1 at the real Living Wage of the day and the place."""
    rules, day = pair.policy.pay, pair.starts[0]
    adult = rules.minimum(day).adult
    living = rules.living(day, london=pair.job.site is not None and pair.job.site.london)
    if living <= adult or pay >= living:
        return 1.0
    return rules.at_minimum + (1.0 - rules.at_minimum) * (pay - adult) / (living - adult)
