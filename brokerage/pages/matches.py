"""A person's best matches, and what is told of one person and one vacancy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from flask import abort, render_template, request, url_for
from sqlalchemy.orm import Session

from brokerage import accounts, shortlists
from brokerage.fits import caseload, questions, told
from brokerage.fits.questions import first_name
from brokerage.look import opens
from brokerage.models import Participant
from brokerage.pages import job_quality, kept
from brokerage.pages.asks import refused, with_answers
from brokerage.pages.other_kinds import pages
from brokerage.pages.people import own, seen, trail
from brokerage.pages.vacancy_facts import facts
from brokerage.pages.waterfall import rows
from brokerage.promises import kept_posts, standing
from brokerage.shortlists import Listed
from employers import asks, records
from employers.db import reading
from employers.models import Vacancy
from employers.vacancies import VACANCIES
from matching.changes import TOUCHES
from matching.fit import TOO_MANY, group
from matching.terms import Factor, FactorName, Fit, FitClass, Reason, Who

__all__ = ["pages"]  # the addresses of people, this one among them

AT_ONCE = 20  # lines of a page
POINTS = 3  # of what is open, beside a line; the check has them all
FILTERS: tuple[FitClass, ...] = ("fits_now", "check", "ask_employer", "with_a_step")
HEADINGS = (
    "Fits now, or something to check",
    "Would fit if the employer agreed to something, or is a long way",
    "Would fit with a step we can take",
    "Not this one: by the law, by own wish, or because it will not move",
)


class Action(NamedTuple):
    """What can be done about an open point, and where."""

    word: str
    address: str


@dataclass(frozen=True, slots=True)
class Open:
    """Something open: the sentence, whose move it is, what to do about it, and whether the person can say yes or no to it."""

    text: str
    mark: str
    action: Action | None
    to_person: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One vacancy on a person's list."""

    listed: Listed
    fit: Fit
    strengths: Sequence[told.Point]
    open: Sequence[Open]
    more: int


@dataclass(frozen=True)
class Reader:
    """Who reads about a pair: the person's keyworker reads all of it, a coordinator what `told` leaves."""

    person: Participant
    job: Vacancy
    keyworker: bool
    coordinator: accounts.User | None

    def told(self, fit: Fit) -> Fit:
        return fit if self.keyworker else told.for_coordinator(fit)

    def action(self, who: Who | None, column: str) -> Action | None:
        """What this reader can do where `who` could answer or change something."""
        if who == "employer":
            return self._ask_employer()
        if who != "participant":
            return None
        if self.keyworker:
            # What is said in a disclosure conversation is not written here; only what it rules out is.
            word = "Note the outcome" if column == "legal" else "Write it down"
            return Action(word, url_for("people.edit", reference=self.person.reference, _anchor=column))
        keyworker = self.person.keyworker
        return Action(f"Ask {keyworker.called}", _letter(keyworker.email, self.job)) if keyworker else None

    def _ask_employer(self) -> Action | None:
        if not self.keyworker:
            if not opens("vacancies.show"):
                return None
            return Action("Open the vacancy", url_for("vacancies.show", reference=self.job.reference))
        email = self.job.employer.coordinator
        if not email:
            return None
        called = self.coordinator.called if self.coordinator else email
        return Action(f"Write to {called}", _letter(email, self.job))


@pages.get("/<reference>/matches")
def matches(reference: str) -> str:
    today, page = date.today(), max(1, request.args.get("page", 1, type=int))
    chosen = request.args.get("fit", "")
    with reading() as session:
        person = seen(session, reference)
        [case] = caseload.cases(session, [person], today)
        lines, away = list(case.lines), 0
        if chosen == "not_this_one":
            found = shortlists.matches(session, person, today)
            lines = [line for line in found.lines if line.fit.fit == chosen]
        elif chosen:
            lines = [line for line in lines if line.fit.fit == chosen]
        shown = lines[(page - 1) * AT_ONCE : page * AT_ONCE]
        return render_template(
            "people/matches.html",
            person=person,
            keyworker=own(person),
            case=case,
            away=away,
            filters=FILTERS,
            chosen=chosen,
            groups=_grouped(session, person, shown),
            stale=standing.stale(session, [line.vacancy for line in shown], today),
            kept=kept.of_person(session, person, [line.vacancy for line in shown], today),
            shown=len(shown),
            found=len(lines),
            page=page,
            pages=-(-len(lines) // AT_ONCE),
            trail=trail(person),
        )


def pair(session: Session, reference: str, vacancy: str) -> tuple[Participant, Vacancy]:
    """A person of whom whoever asks may see something, and a vacancy; what is absent or another's is a 404."""
    person = seen(session, reference)
    job: Vacancy | None = records.find(session, VACANCIES, vacancy)
    return (person, job) if job is not None else abort(404)


def told_of(session: Session, person: Participant, job: Vacancy) -> dict[str, Any]:
    """Does this job suit this person, and what is not known? As much of it as whoever asks may read."""
    fit = shortlists.check_pair(person, job, date.today())
    reader = _reader(session, person, job)
    asked = asks.of(session, job)
    read = with_answers(reader.told(fit), asked)
    theirs = [change for change in read.changes if change.who == "employer"]
    settled = bool(theirs) and all(refused(asked, change) for change in theirs)
    return {
        "person": person,
        "name": first_name(person),
        "job": job,
        "fit": read,
        "answer": _answer(read, person),
        "notes": [note for note in read.notes if note != TOO_MANY],
        "keyworker": reader.keyworker,
        "factors": _factors(read, reader),
        "facts": [(label, fact) for label, fact, _ in facts(job)],
        "quality": job_quality.shown(person, job, fit.as_of),
        "waterfall": rows(fit) if reader.keyworker else None,
        "kept_mark": kept.of_person(session, person, [job], fit.as_of).get(job.reference),
        "releases": kept_posts.releases(session, job),
        "ask_employer": None if settled else reader.action("employer", ""),
        "trail": [*trail(person), ("Best matches", url_for("people.matches", reference=person.reference))],
    }


@dataclass(frozen=True, slots=True)
class Looked:
    """One factor as the check shows it. `status` is None where only the keyworker reads it."""

    factor: FactorName
    name: str
    status: str | None
    who: Who | None
    reasons: Sequence[Reason]
    asks: Sequence[Open]
    changes: Sequence[str]


def _factors(fit: Fit, reader: Reader) -> list[Looked]:
    """Met first, then not met, then not known; last what only the keyworker reads."""
    order = {"pass": 0, "fail": 1, "unknown": 2, None: 3}
    return sorted((_looked(factor, fit, reader) for factor in fit.factors), key=lambda looked: order[looked.status])


def _looked(factor: Factor, fit: Fit, reader: Reader) -> Looked:
    name = told.NAMES[factor.factor]
    if factor.factor in told.KEPT and not reader.keyworker:
        return Looked(factor.factor, name, None, None, (), (), ())
    who = next((reason.who for reason in factor.reasons if reason.status == "fail"), None)
    asks = [
        Open(
            _asked(reason, reader),
            "unk",
            reader.action(reason.who, questions.column_for(reader.person, factor.factor, reason)),
            reason.who == "participant",
        )
        for reason in factor.reasons
        if reason.status == "unknown"
    ]
    changes = [change.text for change in fit.changes if factor.factor in TOUCHES[change.what]]
    reasons = [reason for reason in factor.reasons if reason.status != "unknown"]
    return Looked(factor.factor, name, factor.status, who, reasons, asks, changes if factor.status == "fail" else ())


def _asked(reason: Reason, reader: Reader) -> str:
    """A question with whom to ask it."""
    text = questions.plainly(reason.text)
    if reason.who == "employer":
        return f"Ask {reader.job.employer.name}. {text}"
    if reason.who == "participant" and "conversation" not in text:
        return f"Ask {first_name(reader.person)}. {text}"
    return text


def _answer(fit: Fit, person: Participant) -> str:
    """The check in one sentence."""
    name = first_name(person)
    if fit.fit == "fits_now":
        return f"It fits {name} as it stands."
    if fit.fit == "check":
        return "Nothing stands against it; something is not known yet."
    if fit.changes:
        return " ".join(change.text for change in fit.changes)
    if fit.fit != "not_this_one":
        return f"{TOO_MANY} See below what they are."
    why = [r.text for f in fit.factors for r in f.reasons if r.status == "fail" and r.who in ("law", "participant")]
    return f"Not one to put to {name}. {why[0] if why else 'Ask the keyworker why.'}"


def _grouped(session: Session, person: Participant, shown: Sequence[Listed]) -> list[tuple[str, list[Line]]]:
    rules = shortlists.policy()
    lines = [_line(session, person, one, fit) for one, fit in zip(shown, shortlists.complete(shown), strict=True)]
    return [(HEADINGS[number], list(some)) for number, some in groupby(lines, lambda line: group(line.fit, rules))]


def _line(session: Session, person: Participant, one: Listed, whole: Fit) -> Line:
    reader = _reader(session, person, one.vacancy)
    fit = reader.told(whole)
    points = list(_open(fit, reader))
    return Line(one, fit, told.strengths(fit), points[:POINTS], max(0, len(points) - POINTS))


def _open(fit: Fit, reader: Reader) -> Iterator[Open]:
    """The open points of a line with what can be done; for a coordinator without those that only the keyworker reads."""
    reasons = {(f.factor, r.text): r for f in fit.factors for r in f.reasons}
    for point in told.open_points(fit):
        if point.factor in told.KEPT and not reader.keyworker:
            continue
        reason = reasons.get((point.factor, point.text)) if point.factor else None
        if point.mark == "unk" and reason and point.factor:
            action = reader.action(reason.who, questions.column_for(reader.person, point.factor, reason))
        else:
            action = reader.action("employer", "") if point.mark == "ask" else None
        yield Open(questions.plainly(point.text), point.mark, action)


def _reader(session: Session, person: Participant, job: Vacancy) -> Reader:
    known: dict[str, accounts.User | None] = session.info.setdefault("coordinators", {})
    email = job.employer.coordinator
    if email and email not in known:
        known[email] = accounts.find(session, email)
    return Reader(person, job, own(person), known[email] if email else None)


def _letter(email: str, job: Vacancy) -> str:
    """A letter that names the vacancy and nobody."""
    from urllib.parse import quote

    return f"mailto:{email}?subject={quote(f'{job.reference}, {job.title}')}"
