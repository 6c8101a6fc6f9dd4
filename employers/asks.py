"""What an employer is asked to change about a vacancy, so that it opens to more people: asked, answered, and done by a yes.

How many people an ask is for is the coordinators' to know; the employer reads the question alone.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from employers.clock import local, on_day
from employers.columns import Refused, as_cell
from employers.introductions import random_reference
from employers.models import NOTES, Contact, EmployerAsk, Vacancy
from employers.records import save
from employers.trust import moves, roles
from employers.trust.said import plain
from employers.vacancies import HOURS_OF_A_YEAR, VACANCIES, as_job
from matching import grammar
from matching.applied import applied
from matching.factors.conditions import SAID
from matching.factors.preferences import a_contract
from matching.pair import Pair
from matching.policy import Policy
from matching.terms import Change, Job, Person


class NotTheirs(Refused):
    def __init__(self) -> None:
        super().__init__("This is not the employer’s to change. The programme can see to it.")


class TooFew(Refused):
    def __init__(self, least: int) -> None:
        super().__init__(
            f"An ask goes to an employer from {least} people up: one for fewer could point to somebody. "
            "Speak with the keyworker of each first."
        )


class AskedAlready(Refused):
    def __init__(self, ask: EmployerAsk) -> None:
        super().__init__(f"This was asked on {on_day(local(ask.asked_at))}, and the answer is still open.")


class AnsweredOtherwise(Refused):
    def __init__(self, ask: EmployerAsk) -> None:
        when = on_day(local(ask.answered_at)) if ask.answered_at else "an earlier day"
        super().__init__(f"The answer of {when} was {ask.answer}. To change it, change the job itself.")


class NoSuchAsk(Refused):
    def __init__(self) -> None:
        super().__init__("There is no such question here. It may have been taken back.")


class WordsTooLong(Refused):
    def __init__(self, length: int) -> None:
        super().__init__(f"This is {length} characters long. Write at most {NOTES}.")


class NotPossibleAnyMore(Refused):
    def __init__(self) -> None:
        super().__init__(
            "The job has changed since this was asked, so that it cannot be done as it was asked. Change the job itself."
        )


def ask(
    session: Session, vacancy: Vacancy, change: Change, people: int, *, by: str, now: datetime, policy: Policy
) -> EmployerAsk:
    """Puts one change to the employer; after a no, it is asked anew. `people`: how many it alone would open the job to.

    Raises NotTheirs, TooFew, AskedAlready."""
    if change.who != "employer":
        raise NotTheirs
    if people < policy.pooled_least:
        raise TooFew(policy.pooled_least)
    session.refresh(vacancy, with_for_update={"of": Vacancy})  # two coordinators at once ask once
    found = _same(session, vacancy, change)
    if found is not None and found.answer is None:
        raise AskedAlready(found)
    made = found or EmployerAsk(reference=random_reference("Q"), vacancy=vacancy, what=change.what, to=change.to)
    made.question, made.people = question(change), people
    made.asked_at, made.asked_by = now, by
    made.answer = made.word = made.answered_at = made.answered_by = None
    made.up_to = made.negotiable_before = made.negotiable_after = None
    session.add(made)
    session.flush()
    return made


def answer(
    session: Session,
    asked: EmployerAsk,
    said: bool,
    word: str,
    *,
    by: str,
    on: date,
    now: datetime,
    policy: Policy,
    up_to: float | None = None,
) -> None:
    """Writes the answer down. A yes changes the vacancy so; a no takes that move out of `negotiable`. The same answer twice is one.

    `up_to`: it could move so far for the right person, and the job stays as it is; that is a yes where it covers what was asked.
    Raises AnsweredOtherwise, WordsTooLong, NotPossibleAnyMore, BadCells."""
    session.refresh(asked, with_for_update={"of": EmployerAsk})
    vacancy, change = asked.vacancy, Change("employer", asked.what, asked.to, "")
    if asked.answer is not None:
        if asked.up_to == up_to and (up_to is not None or (asked.answer == "yes") == said):
            return
        raise AnsweredOtherwise(asked)
    if len(word := plain(word)) > NOTES:
        raise WordsTooLong(len(word))
    if up_to is not None:
        said = up_to >= moves.used(*_before_and_after(vacancy, change, on, policy), change.what)
    asked.answer, asked.word = "yes" if said else "no", word or None
    asked.answered_at, asked.answered_by = now, by
    asked.up_to, asked.negotiable_before = up_to, vacancy.negotiable
    cells: dict[str, str] = {}
    if said and up_to is None:
        cells = _cells(vacancy, change, on, policy)
    elif change.what in grammar.MOVES:
        cells = {"negotiable": moves.limited(vacancy, change.what, up_to or 0, policy)}
    asked.negotiable_after = cells.get("negotiable", vacancy.negotiable)
    save(session, VACANCIES, cells, record=vacancy, whole=False)


def of(session: Session, vacancy: Vacancy) -> dict[tuple[str, str], EmployerAsk]:
    """Everything that was asked about one vacancy, by what and to which value."""
    found = session.scalars(select(EmployerAsk).where(EmployerAsk.vacancy_reference == vacancy.reference))
    return {(each.what, each.to): each for each in found}


def own(session: Session, contact: Contact, reference: str) -> EmployerAsk:
    """One about a vacancy that this contact sees. Raises NoSuchAsk for another's and for none alike."""
    found = get(session, reference)
    if (
        session.scalar(select(Vacancy.id).where(Vacancy.reference == found.vacancy_reference, roles.sees(contact)))
        is None
    ):
        raise NoSuchAsk
    return found


def get(session: Session, reference: str) -> EmployerAsk:
    """Raises NoSuchAsk."""
    found = session.scalar(select(EmployerAsk).where(EmployerAsk.reference == reference))
    if found is None:
        raise NoSuchAsk
    return found


def waiting(session: Session, contact: Contact) -> Sequence[EmployerAsk]:
    """What has not been answered yet of what this contact sees, the oldest first."""
    query = (
        select(EmployerAsk)
        .join(EmployerAsk.vacancy)
        .options(joinedload(EmployerAsk.vacancy))
        .where(roles.sees(contact), EmployerAsk.answer.is_(None))
    )
    return session.scalars(query.order_by(EmployerAsk.asked_at, EmployerAsk.id)).all()


def everything(session: Session) -> Sequence[EmployerAsk]:
    """All that was ever asked, what has waited longest first, then what was answered last."""
    query = select(EmployerAsk).options(joinedload(EmployerAsk.vacancy).joinedload(Vacancy.employer))
    found = session.scalars(query.order_by(EmployerAsk.asked_at, EmployerAsk.id)).all()
    still = [each for each in found if each.answered_at is None]
    return still + sorted((each for each in found if each.answered_at), key=_answered_at, reverse=True)


def _answered_at(asked: EmployerAsk) -> datetime:
    return asked.answered_at or asked.asked_at


def question(change: Change) -> str:
    """A change as it is put to an employer: `Could the shift begin at 09:30?`."""
    return f"Could {QUESTIONS[change.what](change.to)}?"


def _start(to: str) -> str:
    return f"shifts begin {to[1:]} minutes later" if to[0] == "+" else f"the shift begin at {to}"


def _finish(to: str) -> str:
    return f"shifts end {to[1:]} minutes earlier" if to[0] == "-" else f"the shift end at {to}"


def _demand(to: str) -> str:
    if to.startswith("no "):
        name = to.removeprefix("no ")
        return f"the job be done without {SAID.get(name, name)}"
    name, _, amount = to.rpartition(" ")
    unit = "kg" if name == "lifting" else "minutes a day"
    return f"the job be done with at most {amount} {unit} of {name}"


QUESTIONS: dict[str, Callable[[str], str]] = {
    "start": _start,
    "finish": _finish,
    "days": lambda to: f"the job be {to} only",
    "hours": lambda to: f"you guarantee {to} hours a week",
    "term_time": lambda _to: "the job be in school terms only, by contract or with leave in the holidays",
    "criterion": lambda to: f"{to} be helpful, and not essential",
    "demand": _demand,
    "contract": lambda to: f"the job be {a_contract(to)}",
    "pay": lambda to: f"the job pay £{to} an hour",
}


def _same(session: Session, vacancy: Vacancy, change: Change) -> EmployerAsk | None:
    return of(session, vacancy).get((change.what, change.to))


def _cells(vacancy: Vacancy, change: Change, on: date, policy: Policy) -> dict[str, str]:
    """What the change makes of the vacancy's cells, by the same hand as the engine's own reckoning."""
    before, after = _before_and_after(vacancy, change, on, policy)
    was = _written(before, vacancy)
    changed = {name: text for name, text in _written(after, vacancy).items() if text != was[name]}
    if not changed:
        raise NotPossibleAnyMore
    if vacancy.negotiable and change.what in grammar.MOVES:
        changed["negotiable"] = moves.left(vacancy, before, after, change.what, policy)
    return changed


def _before_and_after(vacancy: Vacancy, change: Change, on: date, policy: Policy) -> tuple[Job, Job]:
    before = as_job(vacancy, policy.taxonomy)
    try:
        return before, applied(Pair(Person("nobody"), before, on, policy), change).job
    except ValueError as cannot:
        raise NotPossibleAnyMore from cannot


def _written(job: Job, vacancy: Vacancy) -> dict[str, str]:
    """The columns that a change can reach, as cells."""
    pay = HOURS_OF_A_YEAR if vacancy.pay_period == "year" else 1
    return {
        "shift": str(job.shift) if job.shift else "",
        "hours_guaranteed": as_cell(job.hours_guaranteed),
        "hours_typical": as_cell(job.hours_typical),
        "term_time_only": as_cell(job.term_time_only),
        "essential_skills": grammar.print_items(skill.words for skill in job.essential or ()),
        "desirable_skills": grammar.print_items(skill.words for skill in job.desirable),
        "demands": grammar.print_demands(job.demands or {}),
        "contract": job.contract or "",
        "pay_from": as_cell(None if job.pay_from is None else round(job.pay_from * pay, 4)),
        "pay_to": as_cell(None if job.pay_to is None else round(job.pay_to * pay, 4)),
    }
