"""Pay under the lowest lawful rate: not written by a coordinator, on the form or through the API, and pointed out in a file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from brokerage import shortlists
from brokerage.files.import_plan import Plan
from employers.columns import Values
from employers.db import reading
from employers.models import Agreement, Vacancy
from employers.posting.own_jobs import lawful_pay, real_job
from employers.records import Broken, Kind
from employers.vacancies import VACANCIES

PAY = ("pay_from", "pay_period", "contract", "starts_on", "agreement")


def form(job: Vacancy | None, today: date) -> Kind:
    """The vacancies' columns with that rule, and that a job trial is for a real job. What came in by a file stays as it is until somebody changes the pay."""
    before = VACANCIES.values(job) if job is not None else None
    with reading() as session:
        trials = set(session.scalars(select(Agreement.reference).where(Agreement.kind == "job_trial")))

    def rules(values: Values) -> Iterator[Broken]:
        yield from VACANCIES.rules(values)
        if before is None or any(values[name] != before[name] for name in PAY):
            yield from lawful_pay(values, today, shortlists.policy().pay.minimum)
            yield from real_job(values, values["agreement"] in trials)

    return replace(VACANCIES, rules=rules)


def under(plan: Plan, today: date) -> list[tuple[int, str]]:
    """(row, what is too low) for the vacancies of a file that pay less; the file brings them in all the same."""
    rates = shortlists.policy().pay.minimum
    found = ((row.number, how) for row in plan.rows for _, how in lawful_pay(row.values, today, rates))
    return [(number, how.partition(";")[0]) for number, how in found]
