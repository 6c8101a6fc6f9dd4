"""What a keyworker could do next, derived from the people, the vacancies and the day. A task vanishes when its thing is done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import profile
from brokerage.fits import questions
from brokerage.fits.caseload import Case, with_changes
from brokerage.fits.questions import first_name
from brokerage.models import AuditEntry
from brokerage.profile import Ending
from brokerage.shortlists import Listed
from employers.models import Vacancy
from matching.terms import Change, Fit, FitClass

NEW = timedelta(days=14)  # a vacancy is new for two weeks: one fortnight of visits
MANY = 5  # jobs that wait for an answer, among other things, before asking for it is a task
PRESSING = 30  # days in which a certificate ends that is a task by itself; further off it stands in the margin
OPENS = {
    "start": "a later start",
    "finish": "an earlier finish",
    "days": "fewer days",
    "hours": "other weekly hours",
    "term_time": "work in school terms only",
    "criterion": "a requirement taken as helpful, not essential",
    "training": "training",
    "demand": "an adjustment",
    "contract": "another kind of contract",
    "pay": "higher pay",
    "travel": "a {to} pass",
    "certificate": "{to}",
    "childcare": "childcare",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: whose move it is (tone and icon), what, why now, and the page where it is done."""

    tone: str
    icon: str
    head: str
    why: str
    action: str
    address: str


@dataclass(frozen=True, slots=True)
class New:
    """A new vacancy and those of the keyworker's people whom it fits now."""

    job: Vacancy
    since: date
    lines: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class Ends:
    """Something of a person's that ends soon; `law` where it is a restriction, so that its end opens something."""

    case: Case
    what: Ending
    law: bool


def tasks(cases: Iterable[Case], today: date) -> list[Task]:
    """Most pressing first: what ends, people whom nothing fits yet, then the questions that settle most."""
    listed = [case for case in cases if not case.person.paused]
    pressing = [_ends(end) for end in ending(listed, today) if not end.law and (end.what.days or 0) <= PRESSING]
    nothing = sorted((case for case in listed if case.nothing_yet), key=lambda case: case.good)
    rest = [(case, ask) for case in listed if not case.nothing_yet and (ask := _question(case)) and _worth(ask)]
    asks = sorted(rest, key=lambda pair: (-pair[1].alone, -pair[1].jobs))
    return [*pressing, *(_nothing(case) for case in nothing), *(_ask(case, ask) for case, ask in asks)]


def ending(cases: Iterable[Case], today: date) -> list[Ends]:
    """Certificates and restrictions that end within the time a course takes to find, soonest first."""
    found = [
        Ends(case, each, law)
        for case in cases
        for law, held in (
            (False, profile.certificates(case.person, today)),
            (True, profile.restrictions(case.person, today)),
        )
        for each in held or ()
        if each.soon
    ]
    return sorted(found, key=lambda end: (end.what.days or 0, end.case.person.called))


def new_and_fitting(session: Session, cases: Iterable[Case], now: datetime) -> list[New]:
    """Vacancies that came in lately and fit somebody now, those that fit most people first."""
    since = _made_since(session, now - NEW)
    fitting: dict[str, list[Listed]] = {}
    for case in cases:
        for line in case.lines:
            if line.fit.fit == "fits_now" and line.vacancy.reference in since:
                fitting.setdefault(line.vacancy.reference, []).append(line)
    made = [New(lines[0].vacancy, since[reference], _best_first(lines)) for reference, lines in fitting.items()]
    return sorted(made, key=lambda new: (-len(new.lines), new.job.title))


def opens_most(fits: Iterable[Fit]) -> tuple[Change, int] | None:
    """The one change that would open most jobs to a person, and how many."""
    kinds: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], Change] = {}
    for fit in fits:
        singles = {_kind(chosen[0]): chosen[0] for chosen in (fit.changes, *fit.alternatives) if len(chosen) == 1}
        kinds.update(singles.keys())
        examples |= singles
    if not kinds:
        return None
    kind, jobs = min(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    return examples[kind], jobs


def _kind(change: Change) -> tuple[str, str]:
    return change.what, change.to if "{to}" in OPENS[change.what] else ""


def _made_since(session: Session, moment: datetime) -> dict[str, date]:
    query = select(AuditEntry.reference, AuditEntry.at).where(
        AuditEntry.kind == Vacancy.__tablename__,
        AuditEntry.action == "created",
        AuditEntry.at >= moment.astimezone(UTC).replace(tzinfo=None),
    )
    return {reference: at.date() for reference, at in session.execute(query)}


def _best_first(lines: list[Listed]) -> list[Listed]:
    return sorted(lines, key=lambda line: -line.fit.score.estimate)


def _question(case: Case) -> questions.Question | None:
    return next(iter(questions.settling(case.person, case.lines)), None)


def _ends(end: Ends) -> Task:
    person, days = end.case.person, end.what.days or 0
    when = "today" if not days else "tomorrow" if days == 1 else f"in {days} days"
    return Task(
        "violet",
        "cal",
        f"{first_name(person)}’s {end.what.words} ends {when}",
        f"{person.called} would need it again for jobs that ask for it.",
        "Open the profile",
        url_for("people.show", reference=person.reference, _anchor="brings"),
    )


def _nothing(case: Case) -> Task:
    """Somebody whom nothing fits as it stands: the question that would tell most, else what would open most."""
    person, ask = case.person, _question(case)
    most = opens_most(with_changes(case))
    if ask and (ask.alone or most is None or ask.jobs > most[1]):
        return _ask(case, ask, f"Nothing fits {first_name(person)} as it stands. ")
    head, matches = f"Nothing fits {person.called} as it stands", url_for("people.matches", reference=person.reference)
    if most is None:
        why = "No single change would open a job. Look at the profile together: days, journey, kinds of work."
        return Task("stone", "own", head, why, "Open the profile", url_for("people.show", reference=person.reference))
    change, jobs = most
    what = OPENS[change.what].format(to=change.to)
    why = f"{what[:1].upper()}{what[1:]} would open {jobs} {'job' if jobs == 1 else 'jobs'}."
    employers = change.who == "employer"
    wanted: FitClass = "ask_employer" if employers else "with_a_step"
    action = "See which" if employers else "See the step"
    return Task(
        "blue" if employers else "violet",
        "ask" if employers else "step",
        head,
        why,
        action,
        f"{matches}?fit={wanted}" if case.count(wanted) else matches,
    )


def _ask(case: Case, ask: questions.Question, before: str = "") -> Task:
    person = case.person
    if ask.alone:
        settles = f"It is the only open question for {ask.alone} {'job' if ask.alone == 1 else 'jobs'}."
    else:
        settles = f"{ask.jobs} {'job waits' if ask.jobs == 1 else 'jobs wait'} for that and something else."
    return Task(
        "amber",
        "unk",
        f"Ask {person.called}",
        f"{ask.text} {before}{settles}",
        "Write it down",
        url_for("people.edit", reference=person.reference, _anchor=ask.column),
    )


def _worth(ask: questions.Question) -> bool:
    return ask.alone > 0 or ask.jobs >= MANY
