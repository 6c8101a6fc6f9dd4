"""Who may open what. Every address has a line here; one without a line opens for nobody."""

from flask import Flask, redirect, request, url_for
from flask_security import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from brokerage.accounts import RoleName

Rule = frozenset[str]
EVERYONE: Rule = frozenset({"everyone"})
SIGNED_IN: Rule = frozenset({"signed in"})
NOBODY: Rule = frozenset()


def _only(*roles: RoleName) -> Rule:
    return frozenset(roles)


COORDINATOR = _only("coordinator")
KEYWORKER = _only("keyworker")
STAFF = _only("coordinator", "keyworker")
ADMINISTRATOR = _only("administrator")
EMPLOYER = _only("employer")
IMPORTERS = _only("coordinator", "administrator")

POLICY: dict[str, Rule] = {
    # the way in
    "static": EVERYONE,
    "security.login": EVERYONE,
    "security.logout": EVERYONE,
    "security.change_password": SIGNED_IN,
    "accounts.password": EVERYONE,  # whoever holds the link
    "way_in.show": EVERYONE,  # whoever holds the link
    "way_in.account": ADMINISTRATOR,
    "way_in.contact": COORDINATOR,
    # the employer's own pages; the own employer's records only, which the pages see to
    "portal.home": EMPLOYER,
    "portal.jobs": EMPLOYER,
    "portal.job": EMPLOYER,
    "portal.new_job": EMPLOYER,
    "portal.edit_job": EMPLOYER,
    "portal.answer_ask": EMPLOYER,
    "portal.people": EMPLOYER,
    "portal.person": EMPLOYER,
    "portal.answer": EMPLOYER,
    "portal.reason": EMPLOYER,
    "portal.give_reason": EMPLOYER,
    "portal.met": EMPLOYER,
    "portal.cancel": EMPLOYER,
    "portal.feedback": EMPLOYER,
    "portal.offer": EMPLOYER,
    "portal.times": EMPLOYER,
    "portal.offer_times": EMPLOYER,
    "portal.take_back": EMPLOYER,
    "portal.promises": EMPLOYER,
    # what everybody may read
    "about.accessibility": EVERYONE,
    "about.policy": EVERYONE,
    "about.what_we_hold": EVERYONE,
    # home
    "today.show": SIGNED_IN,
    # accounts
    "accounts.own": SIGNED_IN,
    "accounts.index": ADMINISTRATOR,
    "accounts.invite": ADMINISTRATOR,
    "accounts.show": ADMINISTRATOR,
    "accounts.link": ADMINISTRATOR,
    "accounts.change": ADMINISTRATOR,
    "accounts.active": ADMINISTRATOR,
    # people; a keyworker's own only, which the pages see to
    "people.index": STAFF,
    "people.show": STAFF,
    "people.matches": STAFF,
    "people.check": STAFF,
    "people.save_check": STAFF,
    "people.begin_check": KEYWORKER,
    "people.preview": KEYWORKER,
    "people.work_out": KEYWORKER,
    "people.story": STAFF,
    "people.new": KEYWORKER,
    "people.edit": KEYWORKER,
    "people.week": KEYWORKER,
    "people.live": KEYWORKER,
    "people.other_kinds": KEYWORKER,
    "skills.of_person": KEYWORKER,
    "skills.of_vacancy": COORDINATOR,
    # vacancies; a keyworker sees the own people on one
    "vacancies.index": STAFF,
    "vacancies.show": STAFF,
    "vacancies.download": STAFF,
    "vacancies.ask": COORDINATOR,
    "asks.ask": COORDINATOR,
    "asks.answer": COORDINATOR,
    "vacancies.new": COORDINATOR,
    "vacancies.edit": COORDINATOR,
    # what employers are, promise and offer
    "employers.index": COORDINATOR,
    "employers.show": COORDINATOR,
    "employers.new": COORDINATOR,
    "employers.edit": COORDINATOR,
    "agreements.index": COORDINATOR,
    "agreements.download": COORDINATOR,
    "agreements.show": COORDINATOR,
    "agreements.new": COORDINATOR,
    "agreements.edit": COORDINATOR,
    # on the way; a keyworker's own people only, and what each role may do the flow itself says
    "referrals.index": STAFF,
    "referrals.show": STAFF,
    "referrals.act": STAFF,
    "referrals.book": STAFF,
    "interviews.index": STAFF,
    "interviews.day": STAFF,
    "slots.index": COORDINATOR,
    "slots.new": COORDINATOR,
    "slots.edit": COORDINATOR,
    "find.index": STAFF,
    # files
    "imports.index": IMPORTERS,
    "imports.choose": IMPORTERS,
    "imports.preview": IMPORTERS,
    "imports.carry_out": IMPORTERS,
    "imports.bad": IMPORTERS,
    "imports.leave": IMPORTERS,
}


def guard(app: Flask) -> None:
    """Asks the table before every request, and before anything else does."""
    app.before_request(_refuse_or_pass)


def actor() -> str:
    """Who is named in the audit for what this request changes."""
    return str(current_user.email)


def has_role(*roles: RoleName) -> bool:
    """Whether the person signed in has one of these roles."""
    return bool(current_user.is_authenticated) and any(current_user.has_role(role) for role in roles)


def allowed(endpoint: str) -> bool:
    """Whether whoever asks now may open that page."""
    rule = POLICY.get(endpoint, NOBODY)
    if rule == EVERYONE:
        return True
    return bool(current_user.is_authenticated) and (rule == SIGNED_IN or any(map(current_user.has_role, rule)))


def _refuse_or_pass() -> Response | None:
    if request.endpoint is None or allowed(request.endpoint):
        return None  # where there is no such address, the router says so itself
    if request.endpoint in POLICY and not current_user.is_authenticated:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("security.login", next=wanted if wanted != "/" else None))
    raise NotFound  # what is not yours looks like what is not there
