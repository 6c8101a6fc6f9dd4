"""How the cells that are not for the engine are read: names, addresses, references, moments. The rest is `matching.grammar`."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, time
from typing import Any

from employers.columns import Noted
from matching import grammar
from matching.terms import MODES
from matching.week import Unreadable

EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}")
FULL = re.compile(r"(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
OUTWARD = re.compile(r"GIR|[A-Z]{1,2}[0-9][A-Z0-9]?")
EDITIONS = 1_000_000  # of one paper: more than anybody could write
Read = Callable[[str], Any]


def line(text: str) -> str:
    """Words in one line."""
    return " ".join(text.split())


def lines(text: str) -> str:
    return "\n".join(line(each) for each in text.strip().splitlines())


def reference(text: str) -> str:
    """What a record is called in files and addresses of pages."""
    if not re.fullmatch(r"[^\W_](?:[\w .:'&()+@-]{0,58}[\w.)])?", text):
        raise Unreadable(
            "write letters, digits, spaces, full stops and hyphens, at most 60, beginning with a letter or digit"
        )
    if text.lower() == "clear":
        raise Unreadable("every row has its own reference; it cannot be cleared")
    return text


def email(text: str) -> str:
    if not EMAIL.fullmatch(text) or len(text) > 254 or ".." in text:
        raise Unreadable("write one e-mail address, such as grace@hallbrook.example")
    return text


def account(text: str) -> str:
    """The e-mail address by which somebody signs in: capital letters make no difference."""
    return email(text.lower())


def phone(text: str) -> str:
    if (
        not re.fullmatch(r"[+(]?[0-9][0-9 ()./-]*(?:(?:ext|x)\.? ?[0-9]+)?", text, re.IGNORECASE)
        or sum(map(str.isdigit, text)) < 5
    ):
        raise Unreadable("write a phone number in digits, such as 0114 496 0000")
    return line(text)


def postcode(text: str) -> str:
    """A full postcode, or its first half alone."""
    tight = re.sub(r"\s", "", text).upper()
    if full := FULL.fullmatch(tight):
        return f"{full[1]} {full[2]}"
    if OUTWARD.fullmatch(tight):
        return tight
    raise Unreadable("write a postcode, such as S2 4QN, or its first half, S2")


def one(words: Mapping[str, str]) -> Read:
    allowed = tuple(words)
    return lambda text: grammar.word(text, allowed)


def many(words: Iterable[str]) -> Read:
    allowed = tuple(words)
    return lambda text: grammar.print_items(grammar.words(text, allowed))


def number(least: float, most: float, unit: str = "") -> Read:
    return lambda text: grammar.number(text, least, most, unit)


def whole(least: int, most: int, unit: str = "") -> Read:
    return lambda text: grammar.whole(text, least, most, unit)


def count(text: str, most: int) -> int | None:
    """A whole number from 0 on that a form or an address carries; None where it is none, or more than `most`."""
    try:
        return grammar.whole(text, 0, most)
    except Unreadable:
        return None


def money(text: str) -> float:
    """Pounds, to a hundredth of a penny: a year's pay divided into hours has such ends."""
    return round(grammar.number(text, 0, 999_999, "pounds, without the sign"), 4)


def clock(text: str) -> time:
    minutes = grammar.clock(text)
    return time(minutes // 60, minutes % 60)


def moment(text: str) -> datetime:
    """A local date and time of day."""
    found = re.fullmatch(r"(\S+)[ T]+(\S+)", text.strip())
    try:
        if found:
            return datetime.combine(grammar.day(found[1]), clock(found[2]))
    except Unreadable:
        pass
    raise Unreadable("write a date and a time, as 2027-01-14 10:30")


def pattern(widen: bool) -> Read:
    def read(text: str) -> Any:
        found, moved = grammar.week(text, widen=widen)
        kept = str(found)
        return Noted(kept, f"times are kept in quarter hours: {kept}") if moved else kept

    return read


def items(text: str) -> str:
    return grammar.print_items(grammar.items(text))


def skills(text: str) -> str:
    grammar.skills(text)
    return items(text)


def dated(text: str) -> str:
    found = grammar.dated(text)
    _once(text, {name.lower() for name, _ in found})
    return grammar.print_dated(found)


def legal(text: str) -> str:
    found = grammar.legal(text)
    _once(text, {name for name, _ in found})
    return grammar.print_dated(found)


def demands(text: str) -> str:
    found = grammar.demands(text)
    _once(text, found)
    return grammar.print_demands(found)


def limits(text: str) -> str:
    found = grammar.limits(text)
    _once(text, found)
    return grammar.print_limits(found)


def negotiable(text: str) -> str:
    _once(text, {item.lower().partition(" ")[0] for item in grammar.items(text)})
    return grammar.print_negotiable(grammar.negotiable(text))


def modes(text: str) -> str:
    found = grammar.modes(text)
    return grammar.print_items(mode for mode in MODES if mode in found)


def travel_max(text: str) -> str:
    found = grammar.travel_max(text)
    if not isinstance(found, int):
        _once(text, found)
    return grammar.print_travel_max(found)


def areas(text: str) -> str:
    """Postcodes or first halves, each with how many km around it where that is said."""
    found = tuple((postcode(place), km) for place, km in grammar.areas(text))
    if len({place for place, _ in found}) < len(found):
        raise Unreadable("the same place is named twice; name it once, with the larger distance")
    return grammar.print_areas(found)


def _once(text: str, names: Collection[str]) -> None:
    if len({item.lower() for item in grammar.items(text)}) > len(names):
        raise Unreadable("the same thing is named twice; name it once")
