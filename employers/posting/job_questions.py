"""The questions by which an employer tells us about a job: one thing a page, in the order in which people tell it.

Each reads what was pressed and typed into cells of the vacancies' columns, and writes cells back into its boxes; what cannot be
read is `Unread`, with the box. “I don’t know yet” leaves the cells blank: an unknown is asked about later, never guessed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from employers.columns import Refused
from employers.words import INVOLVES
from matching import grammar
from matching.week import DAYS, Unreadable, Week, clock

Cells = Mapping[str, str]
Boxes = Mapping[str, list[str]]  # a form as it was sent: {name: [values]}
Filled = dict[str, list[str]]
PLACEMENT = "placement"  # beside the columns: `yes` where it is no job
SHIFTS, SKILLS = 3, 6  # lines on a page; more once they are filled
WHEN = ("essential", "desirable")
MOVED = {
    "start": (0, 15, 30, 60, 90, 120),
    "finish": (0, 15, 30, 60, 90, 120),
    "days": (0, 1, 2),
    "hours": (0, 4, 8, 12, 16),
}
MEASURED = {
    "standing": (0, 60, 120, 240, 360, 480),
    "walking": (0, 30, 60, 120, 240),
    "lifting": (0, 5, 10, 15, 20, 25),
}


class Unread(Refused):
    """What was filled in cannot be read; `box` is where."""

    def __init__(self, box: str, sentence: str) -> None:
        self.box = box
        super().__init__(sentence)


@dataclass(frozen=True)
class Question:
    """`columns` are the cells that it is about; `unknown` whether it can be left for later; `nothing` the word on a button for none."""

    name: str
    title: str
    columns: tuple[str, ...]
    read: Callable[[Boxes], Cells]
    fill: Callable[[Cells], Filled]
    short: str = ""
    hint: str = ""
    unknown: bool = True
    nothing: str = ""
    none: tuple[str, ...] = ()  # the columns that are `none` after it
    applies: Callable[[Cells], bool] = lambda _cells: True


def first(boxes: Boxes, name: str) -> str:
    return " ".join(next(iter(boxes.get(name, [])), "").split())


def plain(*names: str) -> tuple[Callable[[Boxes], Cells], Callable[[Cells], Filled]]:
    """Boxes that are cells already."""
    return (
        lambda boxes: {name: first(boxes, name) for name in names},
        lambda cells: {name: [cells.get(name, "")] for name in names},
    )


def _promise(boxes: Boxes) -> Cells:
    said = first(boxes, "agreement")
    if "agreement" not in boxes:
        raise Unread("agreement", "Choose what it is.")
    return {"agreement": "" if said == PLACEMENT else said, PLACEMENT: "yes" if said == PLACEMENT else ""}


def _promised(cells: Cells) -> Filled:
    if "agreement" not in cells:
        return {}
    return {"agreement": [PLACEMENT if cells.get(PLACEMENT) else cells["agreement"]]}


def _week(boxes: Boxes) -> Cells:
    lines = [line for number in range(_many(boxes, "from")) if (line := _shift(boxes, number))]
    other = first(boxes, "other")
    if other and lines:
        raise Unread("other", "Use either the days above or this box, so that we read it right.")
    text = other or "; ".join(lines)
    chosen = "yes" if boxes.get("shifts_chosen_by_worker") else ""
    if not text and not chosen:
        raise Unread("day-0-Mon", "Tick the days and say from when to when, or press “I don’t know yet”.")
    if text:
        try:
            text = str(Week.parse(text, "widen"))
        except Unreadable as unreadable:
            raise Unread("other" if other else "day-0-Mon", _sentence(unreadable.how)) from None
    return {
        "shift": text,
        "shifts_chosen_by_worker": chosen,
        "term_time_only": "yes" if boxes.get("term_time_only") else "",
    }


def _shift(boxes: Boxes, number: int) -> str:
    """Mon,Tue 09:00-17:00"""
    days = [day for day in DAYS if day in boxes.get(f"day-{number}", [])]
    start, end = _at(boxes, "from", number), _at(boxes, "to", number)
    if not (days or start or end):
        return ""
    which = ("", "second ", "third ")[number] if number < 3 else ""
    if not days:
        raise Unread(f"day-{number}-Mon", f"Tick the days of the {which}shift.")
    if not (start and end):
        raise Unread(f"from-{number}" if not start else f"to-{number}", f"Say from when to when the {which}shift is.")
    return f"{','.join(days)} {start}-{end}"


def _at(boxes: Boxes, name: str, number: int) -> str:
    """A clock time as people type it: 9, 9.30, 09:30."""
    text = first(boxes, f"{name}-{number}").replace(".", ":")
    text = f"{text}:00" if text.isdecimal() and len(text) < 3 else text
    if not text or (name == "to" and text == "24:00"):
        return text
    try:
        minutes = grammar.clock(text)
    except Unreadable:
        raise Unread(f"{name}-{number}", "Write a time as 8:30 or 17:00.") from None
    return clock(minutes)


def _week_back(cells: Cells) -> Filled:
    filled: Filled = {
        name: [cells.get(name, "")] if cells.get(name) == "yes" else []
        for name in ("shifts_chosen_by_worker", "term_time_only")
    }
    if not cells.get("shift"):
        return filled
    week = Week.parse(cells["shift"])
    if len(week.rotas) > 1 or week.seasonal or week.empty:
        return filled | {"other": [cells["shift"]]}
    lines: dict[tuple[int, int], list[str]] = {}
    for span in week.rotas[0]:
        lines.setdefault((span.start, span.end), []).append(DAYS[span.day])
    for number, ((start, end), days) in enumerate(lines.items()):
        filled |= {f"day-{number}": days, f"from-{number}": [clock(start)], f"to-{number}": [clock(end)]}
    return filled


def minutes_a_week(cells: Cells) -> int | None:
    """What the shifts come to, breaks included; None where they are not known or the worker chooses them."""
    if not cells.get("shift") or cells.get("shifts_chosen_by_worker"):
        return None
    rotas = Week.parse(cells["shift"]).rotas
    return round(sum(span.end - span.start for rota in rotas for span in rota) / len(rotas))


def _hours(boxes: Boxes) -> Cells:
    said = {name: first(boxes, name) for name in ("hours_guaranteed", "hours_typical")}
    if not said["hours_guaranteed"]:
        raise Unread("hours_guaranteed", "Write the hours, 0 if none are guaranteed, or press “I don’t know yet”.")
    return said


def _moves(boxes: Boxes) -> Cells:
    said = {name: first(boxes, f"move-{name}") for name in grammar.MOVES}
    return {"negotiable": grammar.print_items(f"{name} {much}" for name, much in said.items() if much not in ("", "0"))}


def _moves_back(cells: Cells) -> Filled:
    if not cells.get("negotiable"):
        return {}
    moves = grammar.negotiable(cells["negotiable"])
    return {f"move-{name}": [f"{getattr(moves, name):g}"] for name in grammar.MOVES}


def _skills(boxes: Boxes) -> Cells:
    found: dict[str, list[str]] = {each: [] for each in WHEN}
    for number in range(_many(boxes, "skill")):
        text, when = first(boxes, f"skill-{number}"), first(boxes, f"when-{number}")
        if not text:
            continue
        if when not in WHEN:
            raise Unread(f"when-{number}", f"Say of “{text}” whether it is needed from the first day or good to have.")
        found[when] += [each for each in (part.strip() for part in text.split(";")) if each.lower() != "none"]
    if not any(found.values()):
        raise Unread("skill-0", "Write at least one thing, or press one of the buttons below it.")
    return {
        "essential_skills": grammar.print_items(found["essential"]),
        "desirable_skills": "; ".join(found["desirable"]),
    }


def _skills_back(cells: Cells) -> Filled:
    filled: Filled = {}
    number = 0
    for when in WHEN:
        text = cells.get(f"{when}_skills", "")
        for item in grammar.items(text) if text else ():
            filled |= {f"skill-{number}": [item], f"when-{number}": [when]}
            number += 1
    return filled


def _certificates(boxes: Boxes) -> Cells:
    lines = [
        " ".join(line.split()) for line in "\n".join(boxes.get("certificates", [])).replace(";", "\n").splitlines()
    ]
    if not any(lines):
        raise Unread("certificates", "Write at least one, or press one of the buttons below.")
    return {"certificates": "; ".join(line for line in lines if line)}


def _certificates_back(cells: Cells) -> Filled:
    text = cells.get("certificates", "")
    return {"certificates": ["\n".join(grammar.items(text) if text else ())]}


def _demands(boxes: Boxes) -> Cells:
    found = [f"{name} {much}" for name in grammar.MEASURED if (much := first(boxes, name)) not in ("", "0")]
    found += [name for name in grammar.PLAIN if name in boxes.get("demands", [])]
    if not found:
        raise Unread("standing", "Say what the work is like, or press one of the buttons below.")
    return {"demands": "; ".join(found)}


def _demands_back(cells: Cells) -> Filled:
    found = grammar.demands(cells["demands"]) if cells.get("demands") else {}
    return {name: [f"{found[name]:g}"] for name in grammar.MEASURED if name in found} | {
        "demands": [name for name in grammar.PLAIN if name in found]
    }


def demanded(cells: Cells) -> list[str]:
    """What the job asks of a body and a head, by name."""
    return list(grammar.demands(cells["demands"])) if cells.get("demands") else []


def _ticked(name: str, sentence: str) -> tuple[Callable[[Boxes], Cells], Callable[[Cells], Filled]]:
    def read(boxes: Boxes) -> Cells:
        if not boxes.get(name):
            raise Unread(name, sentence)
        return {name: "; ".join(boxes[name])}

    return read, lambda cells: {name: [each.strip() for each in cells.get(name, "").split(";") if each.strip()]}


def _checks(boxes: Boxes) -> Cells:
    involved = [each for each in boxes.get("involves", []) if each in INVOLVES]
    if not involved and not first(boxes, "dbs"):
        raise Unread("involves", "Tick what applies, or press one of the buttons below.")
    return {"involves": "; ".join(involved), "dbs": first(boxes, "dbs")}


def _checks_back(cells: Cells) -> Filled:
    return {
        "involves": [each.strip() for each in cells.get("involves", "").split(";") if each.strip()],
        "dbs": [cells.get("dbs", "")],
    }


def _one(name: str, sentence: str) -> tuple[Callable[[Boxes], Cells], Callable[[Cells], Filled]]:
    def read(boxes: Boxes) -> Cells:
        if not first(boxes, name):
            raise Unread(name, sentence)
        return {name: first(boxes, name)}

    return read, lambda cells: {name: [cells.get(name, "")]}


def _title(boxes: Boxes) -> Cells:
    said = {name: first(boxes, name) for name in ("title", "places")}
    if not said["title"]:
        raise Unread("title", "Write what you call the job.")
    return said


def _place(boxes: Boxes) -> Cells:
    said = {name: first(boxes, name) for name in ("postcode", "home_working")}
    if not any(said.values()):
        raise Unread("postcode", "Write a postcode, or press “I don’t know yet”.")
    return said


def _pay(boxes: Boxes) -> Cells:
    said = {name: first(boxes, name).lstrip("£").replace(",", "") for name in ("pay_from", "pay_to", "pay_period")}
    if not said["pay_from"]:
        raise Unread("pay_from", "Write what it pays, or press “I don’t know yet”.")
    if not said["pay_period"]:
        raise Unread("pay_period", "Say whether that is for an hour or for a year.")
    return said


def _dates(boxes: Boxes) -> Cells:
    return {name: _date(boxes, name) for name in ("starts_on", "closes_on")}


def _date(boxes: Boxes, name: str) -> str:
    day, month, year = (first(boxes, f"{name}-{part}") for part in ("day", "month", "year"))
    if not (day or month or year):
        return ""
    try:
        return grammar.day(f"{day}/{month}/{year}").isoformat()
    except Unreadable:
        raise Unread(f"{name}-day", "Write day, month and year, as 1 3 2027.") from None


def _dates_back(cells: Cells) -> Filled:
    filled: Filled = {}
    for name in ("starts_on", "closes_on"):
        if cells.get(name):
            day = grammar.day(cells[name])
            filled |= {
                f"{name}-day": [str(day.day)],
                f"{name}-month": [str(day.month)],
                f"{name}-year": [str(day.year)],
            }
    return filled


def _is_job(cells: Cells) -> bool:
    return not cells.get(PLACEMENT)


QUESTIONS = (
    Question("title", "What is the job called?", ("title", "places"), _title, plain("title", "places")[1], "Name", unknown=False),
    Question("promise", "What is it?", ("agreement",), _promise, _promised, "What it is", unknown=False),
    Question("place", "Where is the work?", ("postcode", "home_working"), _place, plain("postcode", "home_working")[1], "Where"),
    Question(
        "week", "On which days, and from when to when?", ("shift", "shifts_chosen_by_worker", "term_time_only"), _week,
        _week_back, "Days and times",
    ),
    Question(
        "hours", "How many paid hours a week?", ("hours_guaranteed", "hours_typical"), _hours,
        plain("hours_guaranteed", "hours_typical")[1], "Paid hours a week",
    ),
    Question(
        "move", "What could move, for the right person?", ("negotiable",), _moves, _moves_back, "What could move",
        "Half an hour often opens a job to somebody with a school run. Nothing moves unless you say yes to it again.",
        nothing="Nothing could", none=("negotiable",),
    ),
    Question(
        "skills", "What does somebody have to be able to do?", ("essential_skills", "desirable_skills"), _skills, _skills_back,
        "Able to do", "One thing a line, in your words: washing up, till work, driving a van. What can be learnt in the first week is good to have.",
        nothing="Nothing in particular", none=("essential_skills",),
    ),
    Question(
        "certificates", "Is a certificate or a licence needed?", ("certificates",), _certificates, _certificates_back,
        "Certificates", "One a line, such as food hygiene level 2. We can often help somebody to get one.",
        nothing="None is needed", none=("certificates",),
    ),
    Question(
        "demands", "What is the work like?", ("demands",), _demands, _demands_back, "The work",
        "On an ordinary day. People read it before they say yes to you.",
        nothing="None of these", none=("demands",),
    ),
    Question(
        "adjust", "What of that could you adjust?", ("adjustable",), *_ticked("adjustable", "Tick what you could adjust, or press one of the buttons below."),
        "Could be adjusted", "Such as a stool at the till, or somebody else for the heavy boxes.",
        nothing="None of it", none=("adjustable",), applies=lambda cells: bool(demanded(cells)),
    ),
    Question(
        "involves", "Does it involve any of these?", ("involves", "dbs"), _checks, _checks_back, "Involves",
        nothing="None of these, no check", none=("involves", "dbs"),
    ),
    Question("contract", "What kind of contract is it?", ("contract",), *_one("contract", "Choose one, or press “I don’t know yet”."), "Contract", applies=_is_job),
    Question("pay", "What does it pay?", ("pay_from", "pay_to", "pay_period"), _pay, plain("pay_from", "pay_to", "pay_period")[1], "Pay", applies=_is_job),
    Question(
        "dates", "From when, and until when can people be put forward?", ("starts_on", "closes_on"), _dates, _dates_back, "Dates",
        "Leave empty what is not settled yet.", unknown=False,
    ),
)  # fmt: skip
BY_NAME = {question.name: question for question in QUESTIONS}


def asked(cells: Cells) -> list[Question]:
    """The questions that these answers leave to ask, in their order."""
    return [question for question in QUESTIONS if question.applies(cells)]


def blank(question: Question) -> dict[str, str]:
    """Its cells when nothing is known."""
    return dict.fromkeys(question.columns, "")


def _many(boxes: Boxes, name: str) -> int:
    """How many numbered lines of that name were sent."""
    ends = [each.removeprefix(f"{name}-") for each in boxes if each.startswith(f"{name}-")]
    numbers = [int(end) for end in ends if end.isdecimal() and len(end) < 3]
    return min(max(numbers, default=-1) + 1, 50)


def _sentence(how: str) -> str:
    said = how[:1].upper() + how[1:]
    return said if said.endswith(".") else f"{said}."
