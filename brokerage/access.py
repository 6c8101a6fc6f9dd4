"""Who may open what. Every address has a line here; one without a line opens for nobody.

People come with a session, programs with a personal token, and under `/api` only a token counts: a cookie that a browser sends along
opens nothing there, so that no other site can make a browser call.
"""

from typing import Any

from flask import Flask, g, redirect, request, url_for
from flask_security import current_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized
from werkzeug.wrappers import Response

from brokerage.accounts import RoleName
from brokerage.keys import tokens
from employers.db import reading

Rule = frozenset[str]
EVERYONE: Rule = frozenset({"everyone"})
SIGNED_IN: Rule = frozenset({"signed in"})
NOBODY: Rule = frozenset()


def _only(*roles: RoleName) -> Rule:
    return frozenset(roles)


COORDINATOR = _only("coordinator")
KEYWORKER = _only("keyworker")
STAFF = _only("coordinator", "keyworker")
LEADS = _only("coordinator", "manager")
ADMINISTRATOR = _only("administrator")
COUNTED = _only("coordinator", "manager")
EMPLOYER = _only("employer")
OVERSIGHT = _only("coordinator", "manager")
IMPORTERS = _only("coordinator", "administrator")

POLICY: dict[str, Rule] = {
    # the way in
    "static": EVERYONE,
    "security.login": EVERYONE,
    "security.logout": EVERYONE,
    "security.change_password": SIGNED_IN,
    "accounts.password": EVERYONE,  # whoever holds the link
    "way_in.show": EVERYONE,  # whoever holds the link
    "way_in.again": EVERYONE,  # tells nobody whether the address is known
    "way_in.account": ADMINISTRATOR,
    "way_in.contact": COORDINATOR,
    # the employer's own pages; the own employer's records only, which the pages see to
    "portal.home": EMPLOYER,
    "portal.jobs": EMPLOYER,
    "portal.job": EMPLOYER,
    "portal.new_job": EMPLOYER,
    "portal.edit_job": EMPLOYER,
    "portal.draft": EMPLOYER,
    "portal.check_draft": EMPLOYER,
    "portal.post_draft": EMPLOYER,
    "portal.drop_draft": EMPLOYER,
    "portal.posted": EMPLOYER,
    "portal.still_open": EMPLOYER,
    "portal.answer_criterion": EMPLOYER,
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
    "portal.attendance": EMPLOYER,
    "portal.review": EMPLOYER,
    "portal.placement_paper": EMPLOYER,
    "portal.times": EMPLOYER,
    "portal.offer_times": EMPLOYER,
    "portal.take_back": EMPLOYER,
    "portal.again": EMPLOYER,
    "portal.add_again": EMPLOYER,
    "portal.end_again": EMPLOYER,
    "portal.add_away": EMPLOYER,
    "portal.back_away": EMPLOYER,
    "portal.promises": EMPLOYER,
    "portal.promise": EMPLOYER,
    "portal.sign": EMPLOYER,
    "portal.placements": EMPLOYER,
    "portal.placement": EMPLOYER,
    "portal.sign_placement": EMPLOYER,
    "portal.end_placement": EMPLOYER,
    "portal.contacts": EMPLOYER,
    "portal.invite": EMPLOYER,
    "portal.change_contact": EMPLOYER,
    "portal.remove_contact": EMPLOYER,
    "portal.limits": EMPLOYER,
    "portal.safety": EMPLOYER,
    "my_times.show": EVERYONE,  # whoever holds the link in the message
    "portal.calendar": EMPLOYER,
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
    # work experience and job trials; a keyworker's are those of the own people, which the pages see to
    "placements.index": STAFF,
    "placements.new": STAFF,
    "placements.show": STAFF,
    "placements.edit": STAFF,
    "placements.act": STAFF,
    "signing.by_link": EVERYONE,  # whoever holds the link in the letter
    # vacancies; a keyworker sees the own people on one
    "vacancies.index": STAFF,
    "vacancies.show": STAFF,
    "vacancies.download": STAFF,
    "vacancies.ask": COORDINATOR,
    "ring_fences.plan": COORDINATOR,
    "ring_fences.change": COORDINATOR,
    "holds.make": STAFF,  # a keyworker asks for a hold, for the own people only, which the page sees to
    "holds.change": STAFF,
    "asks.index": COORDINATOR,
    "asks.ask": COORDINATOR,
    "asks.answer": COORDINATOR,
    "posting.read": COORDINATOR,
    "posting.still_open_by_word": COORDINATOR,
    "posting.placement": COORDINATOR,
    "posting.challenge": COORDINATOR,
    "posting.answer_criterion": COORDINATOR,
    "posting.by_link": EVERYONE,  # whoever holds the link in the letter
    "vacancies.new": COORDINATOR,
    "vacancies.edit": COORDINATOR,
    # from what employers have published
    "adverts.index": COORDINATOR,
    "adverts.read": COORDINATOR,
    "adverts.show": COORDINATOR,
    "adverts.add": COORDINATOR,
    "adverts.into": COORDINATOR,
    "adverts.leave": COORDINATOR,
    # what employers are, promise and offer
    "employers.index": COORDINATOR,
    "employers.show": COORDINATOR,
    "employers.new": COORDINATOR,
    "employers.edit": COORDINATOR,
    # the contact ledger, which is the programme's: no employer reads a word of it
    "ledger.index": COORDINATOR,
    "ledger.new": COORDINATOR,
    "ledger.show": COORDINATOR,
    "ledger.correct": COORDINATOR,
    "ledger.take_back": COORDINATOR,
    "ledger.read": COORDINATOR,
    "ledger.promise": COORDINATOR,
    "ledger.close": COORDINATOR,
    "leads.change": COORDINATOR,
    "pipeline.index": COORDINATOR,
    "visits.index": COORDINATOR,
    "visits.plan": COORDINATOR,
    "visits.call_off": COORDINATOR,
    "visits.calendar": COORDINATOR,
    "site_map.index": COORDINATOR,
    "contact_weeks.index": COUNTED,  # a coordinator's own; a manager's are everybody's, by name
    "contact_weeks.sign": _only("manager"),
    # agreements
    "agreements.index": LEADS,
    "agreements.download": LEADS,
    "agreements.show": LEADS,
    "agreements.act": LEADS,  # which step is whose, the agreement's own table says
    # trust in an employer; what a manager sees of it names nobody
    "withheld.show": OVERSIGHT,
    "withheld.act": OVERSIGHT,
    "care.show": OVERSIGHT,
    "care.placements": OVERSIGHT,
    "care.limits": COORDINATOR,
    "safety.show": COORDINATOR,
    "safety.see": COORDINATOR,
    "agreements.new": COORDINATOR,
    "agreements.edit": COORDINATOR,
    # what a placement came to; a keyworker's own people only, and what each role may do the use cases say
    "after.show": STAFF,
    "after.act": STAFF,
    "after.paper": STAFF,
    "own_word.show": EVERYONE,  # whoever holds the link
    "own_word.paper": EVERYONE,  # whoever holds the link
    "own_word.agreement": EVERYONE,  # whoever holds the link to sign
    # on the way; a keyworker's own people only, and what each role may do the flow itself says
    "referrals.index": STAFF,
    "referrals.show": STAFF,
    "referrals.act": STAFF,
    "referrals.book": STAFF,
    "interviews.index": STAFF,
    "interviews.day": STAFF,
    "seating.plan": COORDINATOR,
    "seating.mock": COORDINATOR,
    "openings.index": COORDINATOR,
    "openings.new": COORDINATOR,
    "openings.edit": COORDINATOR,
    "openings.end": COORDINATOR,
    "openings.away": STAFF,  # a keyworker's own days only, which the page sees to
    "openings.back": STAFF,
    "there.show": STAFF,  # a keyworker's own people's times only, and those at which the keyworker is to be
    "there.name": COORDINATOR,
    "there.link": COORDINATOR,
    "slots.index": COORDINATOR,
    "slots.new": COORDINATOR,
    "slots.edit": COORDINATOR,
    "slots.take_away": COORDINATOR,
    "find.index": STAFF,
    # what could not be sent; what is told by word of mouth, which a keyworker ticks off for the own people
    "messages.index": IMPORTERS,
    "messages.settled": IMPORTERS,
    "messages.again": IMPORTERS,
    "messages.on_paper": IMPORTERS,
    "messages.told": KEYWORKER,
    "messages.told_again": KEYWORKER,
    "messages.to_print": KEYWORKER,
    "messages.print_letters": KEYWORKER,
    "messages.ways": _only("manager", "administrator"),  # figures, and nobody's name
    # calendars: here, and elsewhere under a private address
    "diary.week": STAFF,
    "diary.day": STAFF,
    "calendars.feed": EVERYONE,  # whoever holds the address
    "calendars.own": STAFF | EMPLOYER,
    "calendars.make": STAFF | EMPLOYER,
    "calendars.of_person": KEYWORKER,  # the own people only, which the pages see to
    "calendars.for_person": KEYWORKER,
    "calendars.send": KEYWORKER,
    "calendars.private": EVERYONE,  # whoever holds the link
    "calendars.by_link": EVERYONE,  # whoever holds the link
    # the work in the background
    "timetable.show": _only("manager", "administrator"),
    # files
    "imports.index": IMPORTERS,
    "imports.choose": IMPORTERS,
    "imports.preview": IMPORTERS,
    "imports.carry_out": IMPORTERS,
    "imports.bad": IMPORTERS,
    "imports.leave": IMPORTERS,
    # personal tokens, for those who can do something with one
    "tokens.index": STAFF,
    "tokens.make": STAFF,
    "tokens.end": STAFF,
    # programs; each does what its owner may, and meets the same people
    "api.description": EVERYONE,  # the same for every installation, and without a word about anybody
    "api.participants": STAFF,
    "api.participant": STAFF,
    "api.add_participant": KEYWORKER,
    "api.change_participant": KEYWORKER,
    "api.matches": STAFF,
    "api.check": STAFF,
    "api.vacancies": STAFF,
    "api.vacancy": STAFF,
    "api.add_vacancy": COORDINATOR,
    "api.change_vacancy": COORDINATOR,
    "api.shortlist": STAFF,
    "api.slots": COORDINATOR,
    "api.slot": COORDINATOR,
    "api.add_slot": COORDINATOR,
    "api.change_slot": COORDINATOR,
    "api.referrals": STAFF,
    "api.referral": STAFF,
    "api.times": STAFF,
    "api.ask": STAFF,
    "api.bookings": STAFF,
    "api.booking": STAFF,
    "api.book": STAFF,
    "api.move": STAFF,
    "api.cancel": STAFF,
}
API = "api."  # what the endpoints of programs begin with
SEND_ONE = "Send a personal token that works, as Authorization: Bearer ss_… One is made under Your account; an ended one works no more."


def guard(app: Flask) -> None:
    """Asks the table before every request, and before anything else does."""
    app.before_request(_refuse_or_pass)


def who() -> Any:
    """Whoever asks: the owner of the token where a program calls, else whoever is signed in, who may be nobody."""
    return g.token_owner if "token_owner" in g else current_user


def actor() -> str:
    """Who is named in the audit for what this request changes."""
    return str(who().email)


def has_role(*roles: RoleName) -> bool:
    """Whether whoever asks has one of these roles."""
    return any(role.name in roles for role in who().roles)


def allowed(endpoint: str) -> bool:
    """Whether whoever is signed in may open that page."""
    rule = POLICY.get(endpoint, NOBODY)
    if rule == EVERYONE:
        return True
    return bool(current_user.is_authenticated) and (rule == SIGNED_IN or any(map(current_user.has_role, rule)))


def _refuse_or_pass() -> Response | None:
    if request.endpoint is None:
        return None  # where there is no such address, the router says so itself
    if request.endpoint.startswith(API):
        _by_token(POLICY.get(request.endpoint, NOBODY))
        return None
    if allowed(request.endpoint):
        return None
    if request.endpoint in POLICY and not current_user.is_authenticated:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("security.login", next=wanted if wanted != "/" else None))
    raise NotFound  # what is not yours looks like what is not there


def _by_token(rule: Rule) -> None:
    """Sets whose token it is. Raises Unauthorized without one that works, Forbidden where its owner has none of the roles."""
    if rule == EVERYONE:
        return
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    with reading() as session:
        owner = tokens.owner_of(session, text.strip()) if kind.lower() == "bearer" else None
    if owner is None:
        raise Unauthorized(SEND_ONE, www_authenticate=WWWAuthenticate("bearer"))
    g.token_owner = owner
    if rule.isdisjoint(role.name for role in owner.roles):
        raise Forbidden(f"This call is for {' and '.join(f'{role}s' for role in sorted(rule))}." if rule else None)
