"""A placement in words: what the three sign, line by line, and what a change did to it. It holds nothing that the employer may not read."""

from collections.abc import Mapping
from datetime import date, datetime, time

from employers.clock import on_day
from employers.placements.days import Hours, Totals, totals
from employers.placements.models import Placement, PlacementDay
from employers.placements.rules import SCHEMES

KINDS = {"work_experience": "Work experience", "job_trial": "Job trial"}
NOTHING = "nothing"


def hours_of(placement: Placement) -> list[Hours]:
    return [Hours(each.day, each.starts, each.ends, each.break_minutes, each.role) for each in placement.days]


def terms(placement: Placement) -> list[tuple[str, str]]:
    """Each thing that was written down, with its label; the single days stand in `days`."""
    job, sums = placement.vacancy, totals(hours_of(placement))
    trial = placement.kind == "job_trial"
    lines = (
        ("What it is", _what(placement)),
        ("Who comes", placement.called),
        ("What else may be known", _card(placement)),
        ("With", job.employer.name),
        ("The job it is for" if trial else "The work", job.title),
        ("Where", ", ".join(filter(None, [placement.where, site(placement)]))),
        ("Who is there for the person", placement.supervisor),
        ("What is done there", placement.tasks),
        ("Roles by turns", ", ".join(f"{each.name} ({_days(each.days)})" for each in placement.roles)),
        ("What it leads to", placement.leads_to),
        ("Travel and meals", placement.expenses),
        ("To wear and to bring", placement.bring),
        ("Days", said_days(sums)),
    )
    return [(label, text) for label, text in lines if text]


def days(placement: Placement) -> list[tuple[date, str]]:
    """Each day with its hours and, where there are several, its role."""
    names = {each.number: each.name for each in placement.roles}
    return [(each.day, ", ".join(filter(None, [each.said, names.get(each.role or 0)]))) for each in hours_of(placement)]


def said_days(sums: Totals) -> str:
    """`10 days, 50 hours, from 14 January to 27 January 2027`; empty where there is no day."""
    if sums.first is None or sums.last is None:
        return ""
    whole = f"{_days(sums.days)}, {sums.minutes / 60:g} hours"
    if sums.first == sums.last:
        return f"{whole}, on {on_day(sums.first)} {sums.first.year}"
    return f"{whole}, from {on_day(sums.first)} to {on_day(sums.last)} {sums.last.year}"


def site(placement: Placement) -> str:
    """The postcode at which it is, as the safety file and the room of a site are kept; empty where none is known."""
    return placement.site or placement.vacancy.postcode or placement.vacancy.employer.postcode or ""


def whole(placement: Placement) -> dict[str, str]:
    """All of it, day by day, as a change is told."""
    said = {label: text for label, text in terms(placement) if label != "Days"}
    return said | {f"{day:%A} {on_day(day)} {day.year}": text for day, text in days(placement)}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[list[str]]:
    """[[what, before, after], ...] of what differs, in the order of the paper."""
    labels = list(dict.fromkeys([*before, *after]))
    return [
        [label, before.get(label, NOTHING), after.get(label, NOTHING)]
        for label in labels
        if before.get(label) != after.get(label)
    ]


def dropped(placement: Placement) -> list[PlacementDay]:
    """Days that all three had signed and that a change took out since, as they were last. They are in no session."""
    gone: dict[date, PlacementDay] = {}
    signed = False
    for step in placement.steps:
        signed = signed or step.transition == "complete"
        for label, before, after in step.changed if signed else ():
            if after == NOTHING and (day := _day_of(label)) is not None:
                starts, ends = (time.fromisoformat(each) for each in before[:11].split("–"))
                gone[day] = PlacementDay(day=day, starts=starts, ends=ends)
    return [gone[day] for day in sorted(gone.keys() - {each.day for each in placement.days})]


def _day_of(label: str) -> date | None:
    """The day of a line of `whole`; None where it is another line."""
    try:
        return datetime.strptime(label, "%A %d %B %Y").date()  # noqa: DTZ007 (a day, no moment)
    except ValueError:
        return None


def _what(placement: Placement) -> str:
    name = KINDS[placement.kind] if placement.scheme == placement.kind else SCHEMES[placement.scheme]
    pay = "paid" if placement.paid else "unpaid"
    return f"{name}, {pay}. Taking part is voluntary, and it can be ended at any time by anybody."


def _card(placement: Placement) -> str:
    return " ".join(_ended(line["text"]) for line in placement.card if line["part"] != "name")


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"
