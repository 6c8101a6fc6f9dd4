"""The list of vacancies: search, filters with their counts, and beside each how many people it could suit."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage.fits import suited
from brokerage.fits.suited import FEW
from brokerage.models import Participant
from brokerage.pages import vacancy_facts
from brokerage.pages.listing import chips, paged
from brokerage.promises import standing
from brokerage.shortlists import unlisted
from employers import ring_fences
from employers.models import Vacancy
from employers.ring_fences import Fence

Test = Callable[[Vacancy], bool]


def listed(session: Session, people: Sequence[Participant], today: date) -> dict[str, Any]:
    """What the page of the list needs. Each filter's counts are of what the others leave."""
    query = (
        select(Vacancy)
        .options(joinedload(Vacancy.employer), joinedload(Vacancy.agreement))
        .order_by(Vacancy.closes_on.is_(None), Vacancy.closes_on, Vacancy.reference)
    )
    jobs = [job for job in session.scalars(query).unique() if _found(job, request.args.get("q", ""))]
    fences = ring_fences.of_all(session, jobs, today)
    stale = standing.stale(session, jobs, today)
    groups = _filters(today, fences, stale)
    kept = {
        name: [job for job in jobs if all(_passes(each, tests, job) for each, tests in groups.items() if each != name)]
        for name in groups
    }
    shown = [job for job in jobs if all(_passes(name, tests, job) for name, tests in groups.items())]
    few = request.args.get("suits") == "few"
    if few:
        shown = _suiting_few(session, people, shown, today)
    page = paged(shown)
    return {
        "page": page,
        "filters": {
            name: chips(name, [(value, word, sum(map(test, kept[name]))) for value, (word, test) in tests.items()])
            for name, tests in groups.items()
        },
        "suits": chips(
            "suits", [("", "However many", None), ("few", f"Fewer than {FEW} people", len(shown) if few else None)]
        ),
        "stand": suited.everybody(session, people, page.items, today),
        "said": vacancy_facts,
        "closed": {job.reference: why for job in page.items if (why := unlisted(job, today))},
        "fences": fences,
        "stale": stale,
        "q": request.args.get("q", ""),
    }


def _suiting_few(session: Session, people: Sequence[Participant], jobs: list[Vacancy], today: date) -> list[Vacancy]:
    """The open ones that hardly anybody fits, or might; all of them where there are too many to look at."""
    stand = suited.everybody(session, people, jobs, today)
    if stand is None:
        return jobs
    return [job for job in jobs if unlisted(job, today) is None and stand.suited(job.reference).good < FEW]


def _filters(
    today: date, fences: Mapping[str, Fence], stale: Mapping[str, date]
) -> dict[str, dict[str, tuple[str, Test]]]:
    """{word of the address: {its value: (what people read, the test)}}; the first of each is where nothing is asked."""

    def is_open(job: Vacancy) -> bool:
        return unlisted(job, today) is None

    def ring_fenced(job: Vacancy) -> bool:
        fence = fences.get(job.reference)
        return fence is not None and fence.kept

    return {
        "state": {
            "": ("Open", is_open),
            "stale": ("Not confirmed", lambda job: job.reference in stale and is_open(job)),
            "closed": ("Closed, full or withheld", lambda job: not is_open(job)),
            "any": ("All", lambda _job: True),
        },
        "promise": {
            "": ("Any", lambda _job: True),
            "agreement": ("Under an agreement", lambda job: job.agreement is not None),
            "fenced": ("Kept for our people", ring_fenced),
        },
        "hours": {
            "": ("Any hours", lambda _job: True),
            "few": ("Under 16 a week", lambda job: _hours(job, 0, 16)),
            "part": ("16 to 30", lambda job: _hours(job, 16, 30.01)),
            "full": ("Over 30", lambda job: _hours(job, 30.01, 169)),
            "unknown": ("Not said", lambda job: job.hours_guaranteed is None),
        },
    }


def _passes(name: str, tests: dict[str, tuple[str, Test]], job: Vacancy) -> bool:
    _, test = tests.get(request.args.get(name, ""), tests[""])
    return test(job)


def _hours(job: Vacancy, least: float, below: float) -> bool:
    return job.hours_guaranteed is not None and least <= (job.hours_typical or job.hours_guaranteed) < below


def _found(job: Vacancy, wanted: str) -> bool:
    """Whether every word stands in the title, trade, employer or reference, or begins the postcode."""
    text = " ".join(filter(None, (job.title, job.occupation, job.sector, job.employer.name, job.reference))).casefold()
    place = (job.postcode or "").casefold()
    wanted = wanted.casefold().strip()
    return bool(place and wanted and place.startswith(wanted)) or all(
        word in text or place.startswith(word) for word in wanted.split()
    )
