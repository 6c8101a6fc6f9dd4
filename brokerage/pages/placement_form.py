"""The form of a placement: its lines, its roles and each of its days, read into what is kept; with what was typed where it cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from brokerage import settings
from brokerage.placing.drafts import WORDS, BadCell, Typed
from brokerage.placing_models import Placed
from brokerage.workdays import bank_holiday
from employers import readers
from employers.placement_days import BadHours, Hours, fill, read, totals
from employers.placement_paper import hours_of, said_days
from matching import grammar

ROLES = 6  # rows for roles by turns
MORE = 2  # empty rows for dates that no pattern fills
Form = Mapping[str, str]


@dataclass
class Page:
    """What stands in the form. `days` are (date, hours as typed); `errors` by the id of their field."""

    cells: dict[str, str]
    days: list[tuple[date, str]]
    roles: list[tuple[str, str]]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def sums(self) -> str:
        """What the days come to, as far as they can be read."""
        try:
            return said_days(totals(filter(None, (read(day, typed) for day, typed in self.days))))
        except BadHours:
            return ""


def of(placed: Placed) -> Page:
    """The form as the record fills it."""
    placement = placed.placement
    cells = {name: getattr(placement, name) or "" for name in (*WORDS, "site")}
    cells |= {
        "scheme": placement.scheme,
        "support": placed.support or "",
        "paid": "yes" if placement.paid else "",
        "only_person": {True: "yes", False: "no", None: ""}[placement.only_person],
        "job_weeks": str(placement.job_weeks or ""),
    }
    days = [(each.day, each.typed) for each in hours_of(placement)]
    return Page(cells, days, _with_room([(each.name, str(each.days)) for each in placement.roles]))


def typed_in(form: Form) -> Page:
    """The form as somebody filled it in; dates are the names of their fields."""
    cells = {
        name: form.get(name, "") for name in (*WORDS, "site", "scheme", "support", "paid", "only_person", "job_weeks")
    }
    cells |= {name: form.get(name, "") for name in ("first", "last", "pattern", "less")}
    page = Page(cells, [], _with_room([]))
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


def fill_in(page: Page) -> None:
    """Fills the dates of the pattern, in the place of those that stood there. What cannot be read becomes an error."""
    first, last, cells = _day(page.cells["first"]), _day(page.cells["last"]), page.cells
    for name, day in (("first", first), ("last", last)):
        if day is None:
            page.errors[name] = "Write the date as 2027-01-14."
    if first is None or last is None:
        return
    country = settings.load().work.bank_holidays
    less = cells["less"].strip() or "0"
    try:
        if (minutes := readers.count(less, 480)) is None:
            raise BadHours("Write the minutes of the break, such as 30, or leave it empty.")
        hours = fill(first, last, cells["pattern"], minutes, lambda day: bank_holiday(day, country))
    except BadHours as wrong:
        page.errors["pattern"] = str(wrong)
        return
    page.days = [(each.day, each.typed) for each in hours]


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
    )


def refused(page: Page, cell: BadCell) -> None:
    page.errors[cell.field] = str(cell)


def _with_room(roles: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*roles, *[("", "")] * (ROLES - len(roles))]


def _day(text: str) -> date | None:
    try:
        return grammar.day(text.strip())
    except ValueError:
        return None
