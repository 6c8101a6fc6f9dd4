"""What a job asks for, item by item, and whether the employer was asked if it is truly needed: asked, answered, and done by the answer.

A coordinator may ask this about any job, whoever it would open to: no number of people stands in it. The question is an `EmployerAsk`
as those of `employers.asks` are, so that one thing is asked once; to this one there are three answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from employers import asks
from employers.asks import AnsweredOtherwise, AskedAlready, NotPossibleAnyMore, WordsTooLong
from employers.columns import Refused
from employers.introductions import random_reference
from employers.models import NOTES, EmployerAsk, Vacancy
from employers.records import save
from employers.vacancies import VACANCIES
from matching import grammar
from matching.factors.conditions import SAID

STORED: dict[str, Literal["yes", "no", "drop"]] = {"nice": "yes", "needed": "no", "drop": "drop"}
ANSWERS = {"needed": "It is needed", "nice": "Good to have, not needed", "drop": "Drop it"}
ANSWERED = {"no": "needed", "yes": "good to have", "drop": "dropped"}
COLUMNS = {
    "criterion": "essential_skills",
    "desirable": "desirable_skills",
    "certificate": "certificates",
    "demand": "demands",
}
LONGEST = 200  # characters of what a question can name
SORTS = {"criterion": "Needed", "desirable": "Good to have", "certificate": "Certificate", "demand": "The work"}


class WhyNeeded(Refused):
    def __init__(self) -> None:
        super().__init__("Say in a few words why it is needed, so that people know what it is for.")


class NoSuchCriterion(Refused):
    def __init__(self) -> None:
        super().__init__("The job does not ask for that any more. Here is what it asks for now.")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a job asks for. `what` and `to` name it as an ask does; `asked` is what became of the question."""

    what: str
    to: str
    words: str
    asked: EmployerAsk | None

    @property
    def key(self) -> str:
        return f"{self.what} {self.to}"

    @property
    def sort(self) -> str:
        return SORTS[self.what]

    @property
    def askable(self) -> bool:
        """Whether it is short enough for a question."""
        return len(self.to) <= LONGEST

    @property
    def open(self) -> bool:
        return self.asked is not None and self.asked.answer is None


def of(vacancy: Vacancy, asked: Mapping[tuple[str, str], EmployerAsk]) -> list[Criterion]:
    """Everything that the job asks for, the essential first."""
    return [Criterion(what, to, words, asked.get((what, to))) for what, to, words in _items(vacancy)]


def settled(vacancy: Vacancy, asked: Mapping[tuple[str, str], EmployerAsk]) -> list[EmployerAsk]:
    """Answers by which the job asks for something no more, or not as before."""
    there = {(what, to) for what, to, _ in _items(vacancy)}
    return [each for key, each in asked.items() if is_one(each) and each.answer and key not in there]


def is_one(ask: EmployerAsk) -> bool:
    """Whether an ask is about a criterion, and takes the three answers."""
    return ask.what in ("criterion", "desirable", "certificate") or (ask.what == "demand" and ask.to.startswith("no "))


def answers(ask: EmployerAsk) -> dict[str, str]:
    """The answers that it can have: what the work is like is no matter of being good to have, nor what is so already."""
    without = () if ask.what in ("criterion", "certificate") else ("nice",)
    return {said: words for said, words in ANSWERS.items() if said not in without}


def named(ask: EmployerAsk) -> str:
    """Driving licence"""
    words = SAID.get(ask.to.removeprefix("no "), ask.to.removeprefix("no ")) if ask.what == "demand" else ask.to
    return words[:1].upper() + words[1:]


def challenge(session: Session, vacancy: Vacancy, key: str, *, by: str, now: datetime) -> EmployerAsk:
    """Asks the employer whether one thing is truly needed; after an answer, anew. Raises NoSuchCriterion, AskedAlready."""
    session.refresh(vacancy, with_for_update={"of": Vacancy})  # two coordinators at once ask once
    known = asks.of(session, vacancy)
    chosen = next((each for each in of(vacancy, known) if each.key == key), None)
    if chosen is None or not chosen.askable:
        raise NoSuchCriterion
    if chosen.asked is not None and chosen.asked.answer is None:
        raise AskedAlready(chosen.asked)
    made = chosen.asked or EmployerAsk(reference=random_reference("Q"), vacancy=vacancy, what=chosen.what, to=chosen.to)
    made.question, made.people = _question(chosen), None
    made.asked_at, made.asked_by = now, by
    made.answer = made.word = made.answered_at = made.answered_by = None
    session.add(made)
    session.flush()
    return made


def answer(session: Session, asked: EmployerAsk, said: str, word: str, *, by: str, now: datetime) -> None:
    """Writes the answer down and makes the job so: what is good to have becomes desirable, what is dropped goes.

    The same answer twice is one. Raises WhyNeeded, WordsTooLong, AnsweredOtherwise, NotPossibleAnyMore."""
    session.refresh(asked, with_for_update={"of": EmployerAsk})
    if said not in answers(asked):
        raise NotPossibleAnyMore
    if asked.answer is not None:
        if asked.answer == STORED[said]:
            return
        raise AnsweredOtherwise(asked)
    if len(word := word.replace("\r\n", "\n").strip()) > NOTES:
        raise WordsTooLong(len(word))
    if said == "needed" and not word:
        raise WhyNeeded
    asked.answer, asked.word = STORED[said], word or None
    asked.answered_at, asked.answered_by = now, by
    if said != "needed":
        save(session, VACANCIES, dict(_changed(asked, said)), record=asked.vacancy, whole=False)
    session.flush()


def _items(vacancy: Vacancy) -> Iterator[tuple[str, str, str]]:
    """(what, to, words)"""
    for what in ("criterion", "certificate", "desirable"):
        text = getattr(vacancy, COLUMNS[what])
        yield from ((what, item, item) for item in (grammar.items(text) if text else ()))
    for name, level in (grammar.demands(vacancy.demands) if vacancy.demands else {}).items():
        unit = grammar.MEASURED.get(name)
        words = SAID.get(name, name)
        yield "demand", f"no {name}", f"{words}, {level:g} {unit}" if unit else words


def _question(chosen: Criterion) -> str:
    if chosen.what == "demand":
        return f"Does the job truly need this: {chosen.words}?"
    if chosen.what == "desirable":
        return f"Does it still help to ask for {chosen.to}?"
    return f"Is {chosen.to} truly needed from the first day?"


def _changed(asked: EmployerAsk, said: str) -> Iterator[tuple[str, str]]:
    """The cells that the answer changes."""
    vacancy, column = asked.vacancy, COLUMNS[asked.what]
    if asked.what == "demand":
        yield from _without_demand(vacancy, asked.to.removeprefix("no "))
        return
    items = grammar.items(getattr(vacancy, column) or "none")
    if asked.to not in items:
        raise NotPossibleAnyMore
    yield column, grammar.print_items(item for item in items if item != asked.to)
    if said == "nice":
        helpful = grammar.items(vacancy.desirable_skills or "none")
        yield "desirable_skills", grammar.print_items(dict.fromkeys((*helpful, asked.to)))


def _without_demand(vacancy: Vacancy, name: str) -> Iterator[tuple[str, str]]:
    demands = grammar.demands(vacancy.demands or "none")
    if name not in demands:
        raise NotPossibleAnyMore
    yield "demands", grammar.print_demands({each: level for each, level in demands.items() if each != name})
    adjustable = grammar.items(vacancy.adjustable) if vacancy.adjustable else ()
    if name in adjustable:
        left = [each for each in adjustable if each != name]
        yield "adjustable", "; ".join(left) if left else "clear"
