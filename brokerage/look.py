"""What every template may use: words for dates and numbers, the menu of each role, addresses of static files."""

from datetime import date, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, current_app, g, url_for
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from brokerage.access import allowed, has_role
from brokerage.accounts import RoleName, User, everyone
from brokerage.reference.facts import is_demonstration
from employers.db import reading
from employers.placements import unpaid


class Place(NamedTuple):
    """A word of the menu, the page it opens, and whose menu it stands in."""

    word: str
    endpoint: str
    roles: tuple[RoleName, ...]


MENU = (
    Place("Today", "today.show", ("coordinator", "keyworker", "manager")),
    Place("Home", "portal.home", ("employer",)),
    Place("Your jobs", "portal.jobs", ("employer",)),
    Place("People", "portal.people", ("employer",)),
    Place("Times", "portal.times", ("employer",)),
    Place("Promises", "portal.promises", ("employer",)),
    Place("Vacancies", "vacancies.index", ("coordinator",)),
    Place("People", "people.index", ("coordinator",)),
    Place("My people", "people.index", ("keyworker",)),
    Place("Vacancies", "vacancies.index", ("keyworker",)),
    Place("Employers", "employers.index", ("coordinator",)),
    Place("Agreements", "agreements.index", ("coordinator", "manager")),
    Place("On the way", "referrals.index", ("coordinator", "keyworker")),
    Place("Interviews", "interviews.index", ("coordinator", "keyworker")),
    Place("Placements", "placements.index", ("keyworker",)),
    Place("Import", "imports.index", ("administrator",)),
    Place("Accounts", "accounts.index", ("administrator",)),
    Place("Messages", "messages.index", ("administrator",)),
    Place("Messages", "messages.ways", ("manager",)),
    Place("Timetable", "timetable.show", ("manager", "administrator")),
)


def set_up(app: Flask) -> None:
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([FileSystemLoader(Path(app.root_path, "templates")), components])
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(
        day=day, day_year=day_year, day_short=day_short, clock=clock, plural=plural, hundred=hundred
    )
    # in macros, too, which no context reaches
    app.jinja_env.globals.update(no_job=unpaid.note, titled=unpaid.titled, post_word=unpaid.post)
    app.context_processor(_for_every_page)


def day(when: date) -> str:
    """Thursday 14 January"""
    return f"{when:%A} {when.day} {when:%B}"


def day_year(when: date) -> str:
    """14 January 2027"""
    return f"{when.day} {when:%B %Y}"


def day_short(when: date) -> str:
    """Thu 14 Jan"""
    return f"{when:%a} {when.day} {when:%b}"


def clock(when: time | datetime) -> str:
    """09:30"""
    return f"{when:%H:%M}"


def plural(count: int, one: str, many: str = "") -> str:
    """3 people; 1 person"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def hundred(part: float) -> int:
    """A figure from 0 to 1 as it is shown, out of 100."""
    return round(part * 100)


def menu() -> list[Place]:
    """The pages of this version that the person signed in has, each once, in the order of the first role."""
    mine: dict[str, Place] = {}
    for place in MENU:
        if has_role(*place.roles) and opens(place.endpoint):
            mine.setdefault(place.endpoint, place)
    return list(mine.values())


def opens(endpoint: str) -> bool:
    """Whether this version has the page and the person signed in may open it: a link is shown only then."""
    return endpoint in current_app.view_functions and allowed(endpoint)


def asset(name: str) -> str:
    """The address of a static file. It changes with the file, so that no browser keeps an old one."""
    return url_for("static", filename=name, v=_mark(Path(str(current_app.static_folder), name)))


@cache
def _mark(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:10] if file.exists() else "none"


def _for_every_page() -> dict[str, Any]:
    return {
        "asset": asset,
        "menu": menu,
        "opens": opens,
        "has_role": has_role,
        "demonstration": demonstration,
        "demonstration_accounts": demonstration_accounts,
    }


def demonstration_accounts() -> list[User]:
    """Who can sign in to a demonstration, for its sign-in page; nobody where people are real."""
    if not demonstration():
        return []
    with reading() as session:
        return [user for user in everyone(session) if user.active and not user.invited and user.roles]


def demonstration() -> bool:
    """Whether everybody in the database is invented. Asked once a request."""
    if "demonstration" not in g:
        with reading() as session:
            g.demonstration = is_demonstration(session)
    return bool(g.demonstration)
