"""What a coordinator could do about jobs that employers posted: read them, and hear whether older ones are still open."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from flask import url_for
from sqlalchemy.orm import Session

from brokerage.look import plural
from brokerage.pages.keyworker_tasks import Task
from brokerage.pages.shortlist import contact
from brokerage.promises import standing
from employers.clock import local, on_day
from employers.models import Vacancy
from employers.placements.unpaid import titled


def posted(session: Session, jobs: Sequence[Vacancy]) -> Iterator[Task]:
    """Jobs that an employer posted and nobody here has read, the first posted first."""
    unread = standing.unread(session, jobs)
    by_reference = {job.reference: job for job in jobs}
    for reference, row in sorted(unread.items(), key=lambda each: (each[1].posted_at, each[0])):
        job = by_reference[reference]
        when = f" on {on_day(local(row.posted_at))}" if row.posted_at else ""
        why = f"{row.posted_by} posted it{when}. It is in the lists already; look whether anything is to be asked."
        head = f"Read {titled(job)} from {job.employer.name}"
        yield Task("blue", "file", head, why, "Read it", url_for("vacancies.show", reference=reference))


def not_confirmed(session: Session, jobs: Sequence[Vacancy], today: date) -> Iterator[Task]:
    """One task for each employer with jobs that nobody has confirmed for too long."""
    stale = standing.stale(session, jobs, today)
    old = sorted(
        (job for job in jobs if job.reference in stale), key=lambda job: (job.employer_reference, job.reference)
    )
    for _, some in groupby(old, key=lambda job: job.employer_reference):
        theirs = list(some)
        job, many = theirs[0], len(theirs) > 1
        what = plural(len(theirs), "job") if many else titled(job)
        since = standing.in_words(min(stale[each.reference] for each in theirs))
        address = (
            url_for("employers.show", reference=job.employer_reference, _anchor="jobs")
            if many
            else url_for("vacancies.show", reference=job.reference)
        )
        head = f"Ask {contact(job)} at {job.employer.name} whether {what} {'are' if many else 'is'} still open"
        why = f"Nobody has said so since {since}, and nobody new is asked about {'them' if many else 'it'}."
        yield Task("blue", "phone", head, why, "See the jobs" if many else "See the job", address)
