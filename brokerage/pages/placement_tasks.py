"""What placements ask of a coordinator and a keyworker: whose move one is, what waits for a signature, and what starts soon unsigned."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.diary.workdays import after_working_days
from brokerage.look import day_short, plural
from brokerage.models import Participant
from brokerage.pages.keyworker_tasks import Task
from brokerage.placements import records
from brokerage.placing_models import Placed
from employers.clock import local
from employers.models import Employer
from employers.placements.life import PARTIES, TRANSITIONS, state, waits_for

OFF = ("say_no", "step_back", "cancel", "leave", "end_early")  # steps after which it does not go on


@dataclass(frozen=True, slots=True)
class Move:
    """What is next, whose move it is as the hues of the pages say it, and the words of its state's tag."""

    text: str
    tone: str
    icon: str
    tag: str


def next_move(placed: Placed, today: date) -> Move:
    """Whose move a placement is."""
    placement, name = placed.placement, placed.participant.called
    stands, employer = state(placement, today), placement.vacancy.employer
    if employer.withheld is not None and stands in ("to_sign", "signed"):
        return Move(f"{employer.name} is withheld, so it does not begin.", "amber", "own", "check")
    match stands:
        case "draft":
            return Move("Look it through, then send it to be signed.", "amber", "file", "check")
        case "to_sign":
            return _to_sign(waits_for(placement))
        case "signed":
            first = placement.starts_on
            return Move(f"It begins on {day_short(first)}." if first else "It begins soon.", "pine", "cal", "fits_now")
        case "running":
            last = placement.ends_on
            return Move(
                f"{name} is there until {day_short(last)}." if last else f"{name} is there.",
                "pine",
                "people",
                "fits_now",
            )
        case "finished":
            return Move("It ran to its last day.", "stone", "yes", "soft")
        case "ended":
            on = f" on {day_short(placement.ended_on)}" if placement.ended_on else ""
            return Move(f"It ended early{on}, which is nobody’s fault.", "stone", "own", "not_this_one")
        case _:
            return Move("It does not go ahead. Nothing else changes.", "stone", "own", "not_this_one")


def for_coordinator(session: Session, ours: Callable[[Employer], bool], today: date) -> list[Task]:
    """At the coordinator's own employers."""
    found = [each for each in records.of_people(session) if ours(each.placement.vacancy.employer)]
    return [*_off(found, today), *_tasks(found, today)]


def for_keyworker(session: Session, people: Sequence[Participant], today: date) -> list[Task]:
    return [*_tasks(records.of_people(session, [each.id for each in people]), today)]


def _off(found: Sequence[Placed], today: date) -> Iterator[Task]:
    """What somebody else ended lately, or said no to. A keyworker has it among what is to be told."""
    rules = settings.load()
    for placed in found:
        if placed.placement.state not in ("ended", "cancelled"):
            continue
        step = next((each for each in reversed(placed.placement.steps) if each.transition in OFF), None)
        if step is None or step.role == "coordinator" or step.before == "draft":
            continue
        on = local(step.at).date()
        if after_working_days(on, rules.placements.off_days, rules.work.bank_holidays) < today:
            continue
        who, where = placed.participant.called, placed.placement.vacancy.employer.name
        said = TRANSITIONS[step.transition].said
        yield Task(
            "blue",
            "own",
            f"Placement of {who} does not go on",
            f"{where}. {day_short(on)}: {said[:1].lower()}{said[1:]} The place there is free again.",
            "See how it stands",
            _to(placed),
        )


def _tasks(found: Sequence[Placed], today: date) -> Iterator[Task]:
    rules = settings.load()
    soon = after_working_days(today, rules.placements.unsigned_days, rules.work.bank_holidays)
    for placed in found:
        placement, first = placed.placement, placed.placement.starts_on
        who, where = placed.participant.called, placement.vacancy.employer.name
        if placement.vacancy.employer.withheld is not None and placement.state in ("to_sign", "signed", "running"):
            yield _withheld(placed, today)
        elif placement.state == "draft" and first is not None and first <= soon:
            when = f"Its first day is {day_short(first)}, and nobody has been asked to sign."
            yield Task(
                "amber",
                "file",
                f"Placement of {who} is a draft still",
                f"{where}. {when}",
                "Look it through",
                _to(placed),
            )
        elif placement.state == "to_sign":
            waits = waits_for(placement)
            begins = f" Its first day, {day_short(first)}, is near." if first is not None and first <= soon else ""
            if first is not None and first < today:
                begins = f" Its first day, {day_short(first)}, has passed: write new days."
            tone = "amber" if begins or "programme" in waits else "blue" if "employer" in waits else "stone"
            head = f"{plural(len(waits), 'signature')} wanted: {who}, {where}"
            yield Task(tone, "file", head, f"{_who(waits)} to sign.{begins}", "See how it stands", _to(placed))


def _withheld(placed: Placed, today: date) -> Task:
    first, name = placed.placement.starts_on, placed.participant.called
    if state(placed.placement, today) == "running":
        why = f"{name} is there. Nothing was ended: decide with {name} whether it goes on."
    else:
        day = f" on {day_short(first)}" if first is not None and first >= today else ""
        why = f"It cannot be signed, and does not begin{day}. Tell {name}, and settle what is next."
    head = f"{placed.placement.vacancy.employer.name} is withheld: the placement of {name}"
    return Task("amber", "people", head, why, "See the placement", _to(placed))


def _to_sign(waits: Sequence[str]) -> Move:
    tone = "amber" if "programme" in waits else "blue" if "employer" in waits else "stone"
    tag = {"amber": "check", "blue": "ask_employer", "stone": "not_this_one"}[tone]
    return Move(f"{_who(waits)} to sign.", tone, "file", tag)


def _who(waits: Sequence[str]) -> str:
    words = [
        PARTIES[each] if number == 0 else PARTIES[each][:1].lower() + PARTIES[each][1:]
        for number, each in enumerate(waits)
    ]
    listed = ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else words[0]
    return f"{listed} {'have' if len(words) > 1 else 'has'} still"


def _to(placed: Placed) -> str:
    return url_for("placements.show", reference=placed.placement.reference)
