"""The answers about a job as people read them back before they post it: one line a question."""

from collections.abc import Callable, Iterator, Mapping

from employers import words
from employers.clock import on_day
from employers.placements.unpaid import PLACEMENT as PLACEMENT_SAYS
from employers.posting.job_questions import PLACEMENT, Question
from matching import grammar
from matching.factors.conditions import SAID

UNKNOWN = "Not known yet: we ask you about it later"
MOVES = {
    "start": "start by {} minutes",
    "finish": "finish by {} minutes",
    "days": "days by {}",
    "hours": "week by {} hours",
}
Cells = Mapping[str, str]


def line(question: Question, cells: Cells, promises: Mapping[str, str]) -> str:
    """What was answered; `UNKNOWN` where it was left for later. `promises`: {agreement: how people say it}."""
    if question.name == "promise" and cells.get("agreement"):
        return promises.get(cells["agreement"], cells["agreement"])
    said = "; ".join(part for part in SAYS[question.name](cells) if part)
    return f"{said[:1].upper()}{said[1:]}" if said else UNKNOWN


def _title(cells: Cells) -> Iterator[str]:
    places = cells.get("places", "")
    yield cells.get("title", "")
    yield f"{places} {'place' if places == '1' else 'places'}" if places else ""


def _promise(cells: Cells) -> Iterator[str]:
    yield PLACEMENT_SAYS if cells.get(PLACEMENT) else "A job"


def _place(cells: Cells) -> Iterator[str]:
    yield cells.get("postcode", "")
    yield {"some": "some of it at home", "all": "all of it at home"}.get(cells.get("home_working", ""), "")


def _week(cells: Cells) -> Iterator[str]:
    yield cells.get("shift", "").replace("-", "–")
    yield "the worker chooses the shifts" if cells.get("shifts_chosen_by_worker") else ""
    yield "in school terms only" if cells.get("term_time_only") else ""


def _hours(cells: Cells) -> Iterator[str]:
    for column, words_ in (("hours_guaranteed", "{} guaranteed"), ("hours_typical", "as a rule {}")):
        yield words_.format(cells[column]) if cells.get(column) else ""


def _moves(cells: Cells) -> Iterator[str]:
    if cells.get("negotiable"):
        moves = grammar.negotiable(cells["negotiable"])
        said = (words_.format(f"{getattr(moves, name):g}") for name, words_ in MOVES.items() if getattr(moves, name))
        yield ", ".join(said) or "nothing of the times"


def _skills(cells: Cells) -> Iterator[str]:
    essential, desirable = cells.get("essential_skills", ""), cells.get("desirable_skills", "")
    yield f"needed: {_list(essential, 'nothing in particular')}" if essential else ""
    yield f"good to have: {_list(desirable, 'nothing')}" if desirable else ""


def _certificates(cells: Cells) -> Iterator[str]:
    yield _list(cells.get("certificates", ""), "none is needed")


def _demands(text: str) -> Iterator[str]:
    items = []
    for item in grammar.items(text) if text else ():
        name, _, much = item.rpartition(" ")
        items.append(f"{item} {grammar.MEASURED[name]}" if name in grammar.MEASURED and much else SAID.get(item, item))
    yield ", ".join(items) or ("none of it" if text else "")


def _checks(cells: Cells) -> Iterator[str]:
    involves = cells.get("involves", "")
    items = grammar.items(involves) if involves else ()
    yield ", ".join(words.INVOLVES[each].lower() for each in items) or ("none of these" if involves else "")
    yield f"{words.DBS_CHECKS[cells['dbs']].lower()} DBS check" if cells.get("dbs", "none") not in ("", "none") else ""


def _contract(cells: Cells) -> Iterator[str]:
    yield words.CONTRACTS.get(cells.get("contract", ""), "")


def _pay(cells: Cells) -> Iterator[str]:
    low, high = cells.get("pay_from", ""), cells.get("pay_to", "")
    period = "a full-time year" if cells.get("pay_period") == "year" else "an hour"
    yield f"£{low}{f' to £{high}' if high else ''} {period}" if low else ""


def _dates(cells: Cells) -> Iterator[str]:
    for column, sentence in (("starts_on", "begins on {}"), ("closes_on", "people can be put forward until {}")):
        if cells.get(column):
            day = grammar.day(cells[column])
            yield sentence.format(f"{on_day(day)} {day.year}")


def _list(text: str, none: str) -> str:
    return ", ".join(grammar.items(text) if text else ()) or (none if text else "")


SAYS: Mapping[str, Callable[[Cells], Iterator[str]]] = {
    "title": _title,
    "promise": _promise,
    "place": _place,
    "week": _week,
    "hours": _hours,
    "move": _moves,
    "skills": _skills,
    "certificates": _certificates,
    "demands": lambda cells: _demands(cells.get("demands", "")),
    "adjust": lambda cells: _demands(cells.get("adjustable", "")),
    "involves": _checks,
    "contract": _contract,
    "pay": _pay,
    "dates": _dates,
}
