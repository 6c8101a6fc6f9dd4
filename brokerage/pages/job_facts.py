"""The facts of a vacancy in words, for the margin of a check."""

from brokerage.look import day_year
from employers.models import Vacancy
from employers.words import CONTRACTS, DBS_CHECKS

Facts = list[tuple[str, str | None]]  # label, and what is known; None: the employer has not said


def job_facts(job: Vacancy) -> Facts:
    return [
        ("Pay", pay(job)),
        ("Hours", hours(job)),
        ("Shift", _shift(job)),
        ("Where", _where(job)),
        ("Starts", day_year(job.starts_on) if job.starts_on else None),
        ("Contract", CONTRACTS.get(job.contract or "")),
        ("Asks for", job.essential_skills),
        ("Certificates", job.certificates or "None named"),
        ("DBS check", DBS_CHECKS.get(job.dbs or "", "None named")),
        ("Closes", day_year(job.closes_on) if job.closes_on else "No day named"),
    ]


def in_short(job: Vacancy) -> str:
    """What stands above a check: pay, hours and shift, as far as they are known."""
    return " · ".join(fact for fact in (pay(job), hours(job), _shift(job)) if fact)


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
    said = f"{job.hours_guaranteed:g} hours a week" if job.hours_guaranteed else "No hours guaranteed"
    return f"{said}, usually {usual:g}" if usual is not None and usual != job.hours_guaranteed else said


def _shift(job: Vacancy) -> str | None:
    if job.shift is None:
        return None
    return f"{job.shift}, chosen by the worker" if job.shifts_chosen_by_worker else job.shift


def _where(job: Vacancy) -> str | None:
    if job.home_working == "all":
        return "From home"
    at_home = " or partly from home" if job.home_working == "some" else ""
    return f"{job.postcode}{at_home}" if job.postcode else None
