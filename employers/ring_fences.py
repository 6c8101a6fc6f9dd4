"""For whom the posts of a vacancy are kept on a day, read from the steps that were planned or from the vacancy's agreement.

It is read from the date itself: what the daily job has not noted yet holds all the same. A step lets in those of the steps before it too,
so that steps only widen; where a later step is over, so are those before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from employers.agreement_life import in_force
from employers.clock import on_day
from employers.models import Agreement, Introduction, Vacancy
from employers.ring_fence_flow import OPEN
from employers.ring_fence_models import RingFence
from matching import grammar

EVERYBODY = "everybody on the programme"


@dataclass(frozen=True, slots=True)
class Step:
    """Whom one step lets in, and until when. `over`: noted as over, whatever the date."""

    number: int
    area: str | None = None
    training: str | None = None
    certificate: str | None = None
    until: date | None = None
    introduced: int | None = None
    over: bool = False

    @property
    def whom(self) -> str:
        """`people who live in HB3 and have completed kitchen skills`"""
        parts = [
            self.area and f"live in {' or '.join(grammar.items(self.area))}",
            self.training and f"have completed {self.training}",
            self.certificate and f"hold {self.certificate}",
        ]
        said = " and ".join(part for part in parts if part)
        return f"people who {said}" if said else EVERYBODY

    @property
    def ends(self) -> str:
        """`until 12 December`, `until 3 people are introduced`, or both."""
        day = f"until {on_day(self.until)}" if self.until else ""
        number = f"until {_people(self.introduced)} introduced" if self.introduced else ""
        return f"{day}, or {number}" if day and number else day or number

    def passed(self, on: date, introduced: int) -> bool:
        by_date = self.until is not None and self.until < on
        return self.over or by_date or (self.introduced is not None and introduced >= self.introduced)


@dataclass(frozen=True, slots=True)
class Fence:
    """How a vacancy's posts are kept on a day. `row` is None where only the agreement says so; `gone` counts steps that are over."""

    state: str
    steps: tuple[Step, ...]
    gone: int
    begins_on: date | None
    introduced: int
    row: RingFence | None = None

    @property
    def kept(self) -> bool:
        return self.state == "kept"

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def now(self) -> Step | None:
        """The present step, while the posts are kept."""
        return self.steps[self.gone] if self.kept else None

    @property
    def to_come(self) -> tuple[Step, ...]:
        return self.steps[self.gone + 1 :] if self.kept else self.steps if self.state == "planned" else ()

    @property
    def let_in(self) -> tuple[Step, ...]:
        """The present step and those before it, whose people stay let in."""
        return self.steps[: self.gone + 1] if self.kept else ()

    @property
    def whom(self) -> str:
        """Everybody whom the present step lets in, in one phrase."""
        said = list(dict.fromkeys(step.whom for step in self.let_in))
        return EVERYBODY if EVERYBODY in said else " or ".join(said)

    @property
    def ends(self) -> str:
        return self.now.ends if self.now else ""

    @property
    def open_to_all_after(self) -> date | None:
        """The last day on which the posts are kept for anybody; None where only a number of people ends it."""
        return self.steps[-1].until if self.open else None


def of(session: Session, vacancy: Vacancy, on: date) -> Fence | None:
    """How this vacancy's posts are kept on that day; None where nobody ever said that they were."""
    return of_all(session, [vacancy], on).get(vacancy.reference)


def of_all(session: Session, vacancies: Iterable[Vacancy], on: date) -> dict[str, Fence]:
    """{vacancy: how its posts are kept on that day}, without those of which nobody ever said that they were."""
    jobs = {job.reference: job for job in vacancies}
    rows = _newest(session, jobs)
    counted = [each for each, row in rows.items() if any(step.introduced is not None for step in row.steps)]
    cards = introduced(session, counted)
    found: dict[str, Fence] = {}
    for reference, job in jobs.items():
        row = rows.get(reference)
        agreed = agreed_with(job.agreement, on) if job.agreement_reference else None
        if row is not None and (row.open or agreed is None or row.agreed_until == agreed.steps[0].until):
            found[reference] = _planned(row, job, on, cards.get(reference, 0))
        elif agreed is not None:
            found[reference] = agreed
    return found


def introduced(session: Session, vacancies: Sequence[str]) -> dict[str, int]:
    """{vacancy: how many people its employer has been introduced to}; a card that was taken back was one all the same."""
    if not vacancies:
        return {}
    cards = select(Introduction.vacancy_reference, func.count()).where(Introduction.vacancy_reference.in_(vacancies))
    return {row[0]: row[1] for row in session.execute(cards.group_by(Introduction.vacancy_reference))}


def agreed_with(agreement: Agreement | None, on: date) -> Fence | None:
    """The one step that an agreement in force stands for while its last day is not over."""
    if agreement is None or agreement.ring_fenced_until is None or not in_force(agreement, on):
        return None
    whom = Step(1, agreement.area, agreement.training, agreement.certificate, agreement.ring_fenced_until)
    return None if whom.passed(on, 0) else Fence("kept", (whom,), 0, agreement.starts_on, 0)


def stand(state: str, steps: Sequence[Step], begins_on: date, on: date, introduced: int) -> tuple[str, int]:
    """The state on that day, and how many steps are over."""
    if state not in OPEN:
        return state, len(steps)
    if on < begins_on:
        return "planned", 0
    gone = max((at for at, step in enumerate(steps, 1) if step.passed(on, introduced)), default=0)
    return ("released" if gone == len(steps) else "kept"), gone


def steps_of(row: RingFence) -> tuple[Step, ...]:
    return tuple(
        Step(
            each.number,
            each.area,
            each.training,
            each.certificate,
            each.until,
            each.introduced,
            each.over_at is not None,
        )
        for each in row.steps
    )


def _planned(row: RingFence, job: Vacancy, on: date, introduced: int) -> Fence:
    steps = steps_of(row)
    state, gone = stand(row.state, steps, row.begins_on, on, introduced)
    if state in OPEN and job.places == 0:
        state = "filled"
    return Fence(state, steps, gone, row.begins_on, introduced, row)


def _newest(session: Session, vacancies: Iterable[str]) -> dict[str, RingFence]:
    """{vacancy: its open ring-fence, or the one that ended last}; a new one is planned only where none is open."""
    query = select(RingFence).where(RingFence.vacancy_reference.in_(list(vacancies))).order_by(RingFence.id)
    return {row.vacancy_reference: row for row in session.scalars(query)}


def _people(number: int | None) -> str:
    return "1 person is" if number == 1 else f"{number} people are"
