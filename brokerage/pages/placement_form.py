"""The form of a placement: its lines, its roles and each of its days, read into what is kept; with what was typed where it cannot be."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from brokerage.diary.workdays import bank_holiday
from brokerage.placements.drafts import WORDS, BadCell, Typed
from brokerage.placing_models import Placed
from employers import readers
from employers.columns import Refused
from employers.placements.days import BadHours, Hours, fill, read, totals
from employers.placements.paper import hours_of, said_days
from matching import grammar
from matching.week import day_names

ROLES = 6  # rows for roles by turns
MORE = 2  # empty rows for dates that no pattern fills
LINES = {  # what stands in the record, as a sentence names it
    "scheme": "whose rules it keeps",
    "tasks": "what is done there",
    "leads_to": "what it leads to",
    "supervisor": "who is there for the person",
    "where": "where exactly",
    "site": "the postcode of the site",
    "expenses": "travel and meals",
    "bring": "what to wear and to bring",
    "only_person": "whether others are considered",
    "job_weeks": "how many weeks the job lasts",
    "paid": "whether it is paid",
    "support": "what we see to",
}
Form = Mapping[str, str]
Some = TypeVar("Some", str, int)


class EditedMeanwhile(Refused):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"Somebody else saved it while you were writing: {', '.join(names)}. What you wrote is kept here; what you left alone says what they wrote. Look it through, then save again."
        )


@dataclass
class Page:
    """What stands in the form. `days` are (date, hours as typed); `errors` by the id of their field.

    `shown`: what the record said when the form was opened; `kept`: how many dates a pattern left as they were changed by hand."""

    cells: dict[str, str]
    days: list[tuple[date, str]]
    roles: list[tuple[str, str]]
    errors: dict[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    kept: int = 0

    @property
    def sums(self) -> str:
        """What the days come to, as far as they can be read."""
        try:
            return said_days(totals(filter(None, (read(day, typed) for day, typed in self.days))))
        except BadHours:
            return ""


def of(placed: Placed, country: str) -> Page:
    """The form as the record fills it. `country`: whose bank holidays are left out."""
    placement = placed.placement
    cells = {name: getattr(placement, name) or "" for name in (*WORDS, "site")}
    cells |= {
        "scheme": placement.scheme,
        "support": placed.support or "",
        "paid": "yes" if placement.paid else "",
        "only_person": {True: "yes", False: "no", None: ""}[placement.only_person],
        "job_weeks": str(placement.job_weeks or ""),
    }
    hours = hours_of(placement)
    days = [(each.day, each.typed) for each in hours]
    page = Page(cells, days, _with_room([(each.name, str(each.days)) for each in placement.roles]))
    page.shown = _flat(page)
    cells |= _pattern(hours, country)
    return page


def typed_in(form: Form, shown: Mapping[str, str]) -> Page:
    """The form as somebody filled it in; dates are the names of their fields."""
    cells = {
        name: form.get(name, "")
        for name in (*WORDS, "site", "scheme", "support", "arranged", "paid", "only_person", "job_weeks")
    }
    cells |= {name: form.get(name, "") for name in ("first", "last", "pattern", "less", "filled")}
    page = Page(cells, [], _with_room([]), shown=shown)
    page.roles = [
        (form.get(f"role-{number}", ""), form.get(f"role-{number}-days", "")) for number in range(1, ROLES + 1)
    ]
    rows: dict[date, str] = {}
    for name, value in form.items():
        if name.startswith("day-") and value.strip() and (day := _day(name.removeprefix("day-"))):
            rows[day] = value
    for number in range(1, MORE + 1):
        when, hours = form.get(f"more-{number}", ""), form.get(f"more-{number}-hours", "")
        if when.strip() and (day := _day(when)):
            rows[day] = hours
        elif when.strip():
            page.errors[f"more-{number}"] = "Write the date as 2027-01-14."
    page.days = sorted(rows.items())
    return page


def fill_in(page: Page, country: str) -> None:
    """Fills the dates of the pattern, in the place of those of the one before it. Dates between the first and the last that were changed
    by hand stay as they are. What cannot be read becomes an error."""
    first, last, cells = _day(page.cells["first"]), _day(page.cells["last"]), page.cells
    for name, day in (("first", first), ("last", last)):
        if day is None:
            page.errors[name] = "Write the date as 2027-01-14."
    if first is None or last is None:
        return
    less = cells["less"].strip() or "0"
    try:
        if (minutes := readers.count(less, 480)) is None:
            raise BadHours("Write the minutes of the break, such as 30, or leave it empty.")
        hours = fill(first, last, cells["pattern"], minutes, lambda day: bank_holiday(day, country))
    except BadHours as wrong:
        page.errors["pattern"] = str(wrong)
        return
    before, there = _filled(cells["filled"], country), dict(page.days)
    own = {day for day in before.keys() | there.keys() if first <= day <= last and there.get(day) != before.get(day)}
    rows = {each.day: each.typed for each in hours if each.day not in own}
    rows |= {day: there[day] for day in own if day in there}
    page.days, page.kept = sorted(rows.items()), len(own)
    cells["filled"] = f"{first} {last} {less} {cells['pattern']}"


def merge(page: Page, now: Page) -> None:
    """Raises EditedMeanwhile where somebody else has saved since the form was opened; the form has it then, but for what was typed."""
    known = {name: cell for name, cell in page.shown.items() if name in LINES or name.startswith(("day-", "role-"))}
    was, typed, there = known, _flat(page), _flat(now)
    theirs = [name for name in was.keys() | there.keys() if was.get(name, "") != there.get(name, "")]
    if not was or all(typed.get(name, "") == there.get(name, "") for name in theirs):
        return
    for name in theirs:
        if typed.get(name, "") == was.get(name, ""):
            typed[name] = there.get(name, "")
    days = {name: hours for name, hours in typed.items() if name.startswith("day-") and hours}
    page.days = sorted((date.fromisoformat(name.removeprefix("day-")), hours) for name, hours in days.items())
    page.roles = [(typed[f"role-{number}"], typed[f"role-{number}-days"]) for number in range(1, ROLES + 1)]
    page.cells |= {name: typed[name] for name in LINES}
    page.shown = there
    parts = [LINES.get(name) or {"day": "its days", "role": "its roles"}[name.partition("-")[0]] for name in theirs]
    raise EditedMeanwhile(sorted(set(parts)))


def values(page: Page) -> Typed | None:
    """What is to be kept; None where something cannot be, and then `errors` says what."""
    hours: list[Hours] = []
    for day, text in page.days:
        try:
            if (each := read(day, text)) is not None:
                hours.append(each)
        except BadHours as wrong:
            page.errors[f"day-{day}"] = str(wrong)
    roles = [(" ".join(name.split())[:250], days.strip()) for name, days in page.roles if name.strip()]
    for number, (_, days) in enumerate(roles, 1):
        if not readers.count(days, 1000):
            page.errors[f"role-{number}-days"] = "Write for how many days, such as 3."
    weeks = page.cells["job_weeks"].strip()
    if weeks and not readers.count(weeks, 1000):
        page.errors["job_weeks"] = (
            "Write how many weeks the job lasts, or leave it empty where it has no end or nobody has said."
        )
    if page.errors:
        return None
    cells = page.cells
    return Typed(
        scheme=cells["scheme"],
        hours=hours,
        roles=[(name, int(days)) for name, days in roles],
        words={name: cells[name] for name in WORDS},
        site=cells["site"],
        paid=cells["paid"] == "yes",
        only_person={"yes": True, "no": False}.get(cells["only_person"]) if cells["scheme"] == "job_trial" else None,
        job_weeks=int(weeks) if weeks and cells["scheme"] == "job_trial" else None,
        support=cells["support"],
        arranged=cells["arranged"],
    )


def refused(page: Page, cell: BadCell) -> None:
    page.errors[cell.field] = str(cell)


def _flat(page: Page) -> dict[str, str]:
    """What stands in the form by the names of its fields, but for the pattern."""
    days = {f"day-{day}": typed.strip() for day, typed in page.days}
    roles = {f"role-{number}": name for number, (name, _) in enumerate(page.roles, 1)}
    lengths = {f"role-{number}-days": length for number, (_, length) in enumerate(page.roles, 1)}
    cells = {name: "\n".join(page.cells[name].split("\r\n")).strip() for name in LINES}
    return cells | days | roles | lengths


def _pattern(hours: Sequence[Hours], country: str) -> dict[str, str]:
    """The cells that fill a pattern, as far as the days follow one."""
    empty = dict.fromkeys(("first", "last", "pattern", "less", "filled"), "")
    if not hours:
        return empty
    first, last, less = hours[0].day, hours[-1].day, _usual(each.break_minutes for each in hours)
    every = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    weekdays: dict[str, list[int]] = {}
    for weekday in range(7):
        there = [each for each in hours if each.day.weekday() == weekday]
        could = sum(day.weekday() == weekday and not bank_holiday(day, country) for day in every)
        if there and len(there) * 2 >= could:
            weekdays.setdefault(_usual(f"{each.starts:%H:%M}-{each.ends:%H:%M}" for each in there), []).append(weekday)
    pattern = "; ".join(f"{day_names(days)} {span}" for span, days in weekdays.items())
    filled = f"{first} {last} {less} {pattern}"
    if not _filled(filled, country):
        return empty
    return {"first": f"{first}", "last": f"{last}", "pattern": pattern, "less": str(less or ""), "filled": filled}


def _filled(how: str, country: str) -> dict[date, str]:
    """The dates that a pattern filled: `2027-01-25 2027-02-05 30 Mon-Fri 09:30-14:30`. Nothing where it cannot be read."""
    first, last, less, pattern = (how.split(" ", 3) + [""] * 4)[:4]
    from_day, to_day = _day(first), _day(last)
    if from_day is None or to_day is None or not less[:4].isdecimal():
        return {}
    try:
        hours = fill(from_day, to_day, pattern, int(less[:4]), lambda day: bank_holiday(day, country))
    except BadHours:
        return {}
    return {each.day: each.typed for each in hours}


def _usual(found: Iterable[Some]) -> Some:
    return Counter(found).most_common(1)[0][0]


def _with_room(roles: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*roles, *[("", "")] * (ROLES - len(roles))]


def _day(text: str) -> date | None:
    try:
        return grammar.day(text.strip())
    except ValueError:
        return None
