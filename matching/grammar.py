"""How the cells of a file, a form or a message are read: text in, a value out, or `Unreadable` with how to write it.

A cell that is blank never comes here: what a blank means differs from column to column."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from matching.terms import MODES, Mode, Moves
from matching.week import DAY, Unreadable, Week

MEASURED = {"standing": "minutes a day", "walking": "minutes a day", "lifting": "kg"}
PLAIN = ("noise", "pace", "conflict", "targets", "nights", "lone working", "heights", "outdoors")
DEMANDS = (*MEASURED, *PLAIN)
INVOLVES = ("children", "vulnerable_adults", "money", "driving", "licensed_premises", "controlled_drugs")
CONTRACTS = ("permanent", "fixed_term", "temporary", "casual", "apprenticeship")
SHARES = ("name", "strengths", "skills", "certificates", "hours", "adjustments")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # a week from there, or a year, is a day too
MOVES = ("start", "finish", "days", "hours")


def week(text: str, *, widen: bool) -> tuple[Week, bool]:
    """A weekly pattern, and whether a time was moved to the quarter-hour grid."""
    pattern = Week.parse(text, "widen" if widen else "narrow")
    return pattern, pattern.moved_onto_grid(text)


def items(text: str) -> tuple[str, ...]:
    """The items of a list; `none` is the empty list."""
    found = tuple(dict.fromkeys(" ".join(item.split()) for item in text.split(";") if item.strip()))
    if not found:
        raise Unreadable("separate items by ; or write none")
    if "none" not in (item.lower() for item in found):
        return found
    if len(found) > 1:
        raise Unreadable("none stands alone; take it out, or take the other items out")
    return ()


def print_items(found: Iterable[str]) -> str:
    """A list as its cell is written."""
    return "; ".join(found) or "none"


def words(text: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """A list whose items are all among `allowed`."""
    found = tuple(item.lower() for item in items(text))
    for item in found:
        if item not in allowed:
            raise Unreadable(f"{item!r} is not known here; write {_or(allowed)}, separated by ;")
    return found


def word(text: str, allowed: tuple[str, ...]) -> str:
    """One of `allowed`."""
    if text.strip().lower() not in allowed:
        raise Unreadable(f"write {_or(allowed)}")
    return text.strip().lower()


def yes_no(text: str) -> bool:
    return word(text, ("yes", "no")) == "yes"


def day(text: str) -> date:
    """A date as 2027-03-01, or as a British spreadsheet writes it, 01/03/2027, of the years 2000 to 2099."""
    found = _any_day(text.strip())
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unreadable(f"{text.strip()} is not a day of 2000 to 2099; write a date as 2027-03-01")
    return found


def _any_day(text: str) -> date:
    try:
        if british := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return date(int(british[3]), int(british[2]), int(british[1]))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"{text} is not in the calendar; write a date as 2027-03-01") from None
    raise Unreadable("write a date as 2027-03-01")


def number(text: str, least: float, most: float, unit: str = "") -> float:
    """A number from `least` to `most`, both included."""
    unit = f" {unit}" if unit else ""
    try:
        value = float(text.strip()) if re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)\s*", text, re.ASCII) else None
    except ValueError:
        value = None
    if value is None or not least <= value <= most:
        raise Unreadable(f"write a number from {least:g} to {most:g}{unit}")
    return value


def whole(text: str, least: int, most: int, unit: str = "") -> int:
    """A whole number from `least` to `most`, both included."""
    value = number(text, least, most, unit)
    if value != int(value):
        raise Unreadable(f"write a whole number from {least} to {most}{' ' + unit if unit else ''}")
    return int(value)


def clock(text: str) -> int:
    """A time of day in minutes after midnight."""
    found = re.fullmatch(r"\s*(\d{1,2}):(\d\d)(?::00)?\s*", text, re.ASCII)
    if not found or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) >= DAY:
        raise Unreadable("write a time of day as 08:50")
    return int(found[1]) * 60 + int(found[2])


def dated(text: str) -> tuple[tuple[str, date | None], ...]:
    """A list whose items may each end `until 2027-03-01`, that day included."""
    return tuple(_split_until(item) for item in items(text))


def legal(text: str) -> tuple[tuple[str, date | None], ...]:
    """What a person may not work with, each with its last day where there is one."""
    found = dated(text)
    for name, _ in found:
        if name.lower() not in INVOLVES:
            raise Unreadable(
                f"{name!r} is not known here; write {_or(INVOLVES)}, each with until 2031-05-01 where it ends"
            )
    return tuple((name.lower(), until) for name, until in found)


def print_dated(found: Iterable[tuple[str, date | None]]) -> str:
    return print_items(f"{name} until {until}" if until else name for name, until in found)


def areas(text: str) -> tuple[tuple[str, float | None], ...]:
    """Places, each with the km around it where they are said: `HB4 2TR 2; S8`."""
    return tuple(_area(item) for item in items(text))


def print_areas(found: Iterable[tuple[str, float | None]]) -> str:
    return print_items(place if km is None else f"{place} {km:g}" for place, km in found)


def demands(text: str) -> dict[str, float]:
    """What a job asks of a body and a head: minutes a day or kg where it is measured, else 1."""
    return dict(_level(item, plain=1.0) for item in items(text))


def limits(text: str) -> dict[str, float]:
    """The most of each demand that a person can do; 0 is none of it."""
    return dict(_limit(item) for item in items(text))


def print_demands(found: Mapping[str, float]) -> str:
    return print_items(f"{name} {level:g}" if name in MEASURED else name for name, level in found.items())


def print_limits(found: Mapping[str, float]) -> str:
    return print_items(f"{name} {level:g}" if level else f"{name} no" for name, level in found.items())


def negotiable(text: str) -> Moves:
    """How far the employer said start, finish (minutes), days and weekly hours could move; what is not named does not."""
    most = {"start": 720, "finish": 720, "days": 6, "hours": 60}
    found: dict[str, float] = {}
    for item in items(text):
        name, _, amount = item.lower().partition(" ")
        if name not in MOVES:
            raise Unreadable("write how far each may move, as in start 60; finish 30; days 1; hours 8, or none")
        unit = {"days": "days", "hours": "hours a week"}.get(name, "minutes")
        found[name] = number(amount, 0, most[name], unit) if name == "hours" else whole(amount, 0, most[name], unit)
    return Moves(
        int(found.get("start", 0)), int(found.get("finish", 0)), int(found.get("days", 0)), found.get("hours", 0)
    )


def print_negotiable(moves: Moves) -> str:
    amounts = {"start": moves.start, "finish": moves.finish, "days": moves.days, "hours": moves.hours}
    return print_items(f"{name} {amount:g}" for name, amount in amounts.items() if amount)


def modes(text: str) -> frozenset[Mode]:
    found = words(text, MODES)
    return frozenset(mode for mode in MODES if mode in found)


def travel_max(text: str) -> int | dict[Mode, int | None]:
    """Minutes one way: one number for every mode, or one for each mode named; a mode not named is not used."""
    if re.fullmatch(r"\s*\d+(\.0)?\s*", text, re.ASCII):
        return whole(text, 0, 600, "minutes one way")
    found: dict[Mode, int | None] = {}
    for item in items(text):
        name, _, amount = item.lower().partition(" ")
        mode = next((mode for mode in MODES if mode == name), None)
        if mode is None:
            raise Unreadable("write minutes one way, as 45, or for each mode, as walk 25; bus 45")
        found[mode] = whole(amount, 0, 600, "minutes one way")
    if not found:
        raise Unreadable(
            "write minutes one way, as 45, or for each mode, as walk 25; bus 45; leave it blank if not known"
        )
    return found


def print_travel_max(found: int | Mapping[Mode, int | None]) -> str:
    return (
        str(found)
        if isinstance(found, int)
        else print_items(f"{mode} {found[mode]}" for mode in MODES if mode in found)
    )


def skills(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Phrases for what a person can do, and for what the person says is not there yet; two empty lists for `none`."""
    held: list[str] = []
    not_yet: list[str] = []
    for item in items(text):
        start = re.match(r"not yet\b\s*:?\s*", item, re.IGNORECASE)
        phrase = item[start.end() :] if start else item
        if not phrase:
            raise Unreadable("name the skill after not yet, as in not yet audio typing")
        (not_yet if start else held).append(phrase)
    return tuple(held), tuple(not_yet)


def _split_until(item: str) -> tuple[str, date | None]:
    name, found, end = re.match(r"(.*?)(?:(?:^|\s+)(until)\b\s*(.*))?$", item, re.IGNORECASE | re.DOTALL).groups()  # type: ignore[union-attr]
    if found and not name:
        raise Unreadable("name what ends before until, as in food hygiene level 2 until 2027-03-01")
    return name, _any_day(end.strip()) if found else None


def _area(item: str) -> tuple[str, float | None]:
    found = re.fullmatch(r"(.*\S)\s+(-?[\d.]+)(?:\s*km)?", item, re.IGNORECASE | re.ASCII)
    if found is None:
        return item, None
    return found[1], number(found[2], 0, 100, "km")


def _level(item: str, plain: float) -> tuple[str, float]:
    item = item.lower()
    if item in PLAIN:
        return item, plain
    name, _, amount = item.partition(" ")
    if name in MEASURED:
        if not amount:
            raise Unreadable(f"say how much {name}, in {MEASURED[name]}, as in {name} 30")
        return name, number(amount, 0, 1440 if name != "lifting" else 200, MEASURED[name])
    raise Unreadable(
        f"{item!r} is not known here; write {_or(DEMANDS)}, with an amount for standing, walking and lifting"
    )


def _limit(item: str) -> tuple[str, float]:
    name, _, last = item.lower().rpartition(" ")
    if last == "no" and name in DEMANDS:
        return name, 0.0
    if item.lower() in PLAIN:
        raise Unreadable(f"write {item.lower()} no where the person cannot do it; leave it out where the person can")
    return _level(item, plain=0.0)


def _or(allowed: Iterable[str]) -> str:
    *most, last = allowed
    return f"{', '.join(most)} or {last}" if most else last
