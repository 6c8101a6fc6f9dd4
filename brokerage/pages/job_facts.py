"""Pay and hours of a vacancy in words; None where the employer has not said."""

from employers.models import Vacancy


def pay(job: Vacancy) -> str | None:
    if job.pay_from is None:
        return None
    digits = ",.0f" if job.pay_period == "year" else ",.2f"
    span = f"£{job.pay_from:{digits}}"
    if job.pay_to and job.pay_to != job.pay_from:
        span += f"–£{job.pay_to:{digits}}"
    return f"{span} {'a year' if job.pay_period == 'year' else 'an hour'}"


def hours(job: Vacancy) -> str | None:
    if job.hours_guaranteed is None:
        return None
    usual = job.hours_typical
    said = f"{job.hours_guaranteed:g} hours a week"
    return f"{said}, usually {usual:g}" if usual is not None and usual != job.hours_guaranteed else said
