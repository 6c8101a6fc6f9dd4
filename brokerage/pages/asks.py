"""What would open a vacancy to more people, in words, with whom to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from employers import criteria
from employers.clock import local, on_day
from employers.models import EmployerAsk, Vacancy
from employers.trust.moves import UNITS
from matching import grammar
from matching.pooled import Pooled
from matching.terms import Change, Fit

Asked = Mapping[tuple[str, str], EmployerAsk]  # what was asked about one vacancy, by what and to which value


@dataclass(frozen=True, slots=True)
class Ask:
    """One change that many wait for: what, for how many, what is known of it, and what can be done with it.

    `change`: as a word of a form, where the employer can be asked by one click. `open`: what was asked and is not answered."""

    what: str
    people: int
    known: str
    mark: str
    those: str  # where the people are listed to whom it would open
    change: str = ""
    open: EmployerAsk | None = None
    unit: str = ""


def key(change: Change) -> str:
    """A change as a word of the address."""
    return f"{change.what} {change.to}"


def asks(job: Vacancy, pooled: Iterable[Pooled], asked: Asked) -> list[Ask]:
    taken = any(
        each.answer and not each.negotiable_before and each.negotiable_after == job.negotiable
        for each in asked.values()
    )
    anew_last = sorted(pooled, key=lambda each: bool(refused(asked, each.change)))
    return [_ask(job, each, asked.get((each.change.what, each.change.to)), taken=taken) for each in anew_last]


def refused(asked: Asked, change: Change) -> str:
    """`Asked on 3 November: no.` where the employer will not do just this; empty where that is not known."""
    found = asked.get((change.what, change.to))
    if change.who != "employer" or found is None or found.answer != "no":
        return ""
    far = "" if found.up_to is None else f", up to {found.up_to:g} {UNITS.get(change.what, '')} for the right person"
    return f"Asked on {on_day(local(found.asked_at))}: no{far}."


def with_answers(fit: Fit, asked: Asked) -> Fit:
    """The fit with what the employer said no to told beside it, after what nobody has asked."""

    def told(change: Change) -> Change:
        return replace(change, text=f"{change.text} {refused(asked, change)}".rstrip())

    def known(change: Change) -> bool:
        return bool(refused(asked, change))

    several = sorted(fit.alternatives, key=lambda one: any(map(known, one)))
    return replace(
        fit,
        changes=tuple(map(told, sorted(fit.changes, key=known))),
        alternatives=tuple(tuple(map(told, one)) for one in several),
    )


def answered(asked: Asked) -> list[EmployerAsk]:
    """What the employer has said yes or no to, the latest first; what is truly needed stands with what the job asks for."""
    said = (each for each in asked.values() if each.answered_at and not criteria.is_one(each))
    return sorted(said, key=_when, reverse=True)


def _when(asked: EmployerAsk) -> datetime:
    return asked.answered_at or asked.asked_at


def in_words(change: Change) -> str:
    """`Would fit if the shift began at 09:30.` as `If the shift began at 09:30`."""
    said = change.text.partition(". ")[0].removeprefix("Would fit ").rstrip(".?")
    return said[:1].upper() + said[1:]


def _ask(job: Vacancy, each: Pooled, asked: EmployerAsk | None, *, taken: bool) -> Ask:
    """`taken`: what the vacancy says of its moves is what an ask may be for, because one of them was answered and the others never."""
    those = url_for("vacancies.show", reference=job.reference, opens=key(each.change), _anchor="list")
    what = in_words(each.change)
    if each.change.who != "employer":
        return Ask(what, each.people, "The programme can see to that.", "step", those)
    if asked is not None and asked.answer is None:
        known = f"Asked on {on_day(local(asked.asked_at))}; no answer yet."
        return Ask(what, each.people, known, "ask", those, open=asked, unit=UNITS.get(each.change.what, ""))
    if asked is not None and (no := refused({(asked.what, asked.to): asked}, each.change)):
        return Ask(what, each.people, no, "ask", those)
    return Ask(what, each.people, _could_move(job, each.change, taken=taken), "ask", those, key(each.change))


def _could_move(job: Vacancy, change: Change, *, taken: bool) -> str:
    """What the employer said of moving what this would move."""
    if change.what not in UNITS:
        return ""
    if job.negotiable is None or taken:
        return "They have not been asked yet what could move."
    far = getattr(grammar.negotiable(job.negotiable), change.what)
    return f"They said that could move by {far:g} {UNITS[change.what]}." if far else ""
