"""Puts the application together. The only module that knows every other."""

from apiflask import APIFlask
from flask import Flask, request
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError
from werkzeug.wrappers import Response

from brokerage import access, desk, look, schema
from brokerage.api import description, problems
from brokerage.keys import sign_in
from brokerage.pages import (
    about,
    accounts,
    adverts,
    after,
    agreements,
    calendars,
    contact_weeks,
    diary,
    employer_asks,
    employer_care,
    employers,
    errors,
    find,
    holds,
    imports,
    interviews,
    leads,
    ledger,
    messages,
    my_times,
    openings,
    own_word,
    pipeline,
    placement_link,
    placements,
    portal,
    posting,
    referrals,
    ring_fences,
    safety,
    seating,
    site_map,
    skills,
    slots,
    stories,
    there,
    timetable,
    today,
    tokens,
    vacancies,
    visits,
    way_in,
    withheld,
)
from brokerage.settings import Settings, load

PAGES = (
    today.pages,
    accounts.pages,
    tokens.pages,
    about.pages,
    imports.pages,
    stories.pages,
    vacancies.pages,
    adverts.pages,
    skills.pages,
    employers.pages,
    employer_asks.pages,
    ring_fences.pages,
    holds.pages,
    ledger.pages,
    leads.pages,
    pipeline.pages,
    visits.pages,
    site_map.pages,
    contact_weeks.pages,
    employer_care.pages,
    withheld.pages,
    safety.pages,
    seating.pages,
    agreements.pages,
    referrals.pages,
    placements.pages,
    placement_link.pages,
    interviews.pages,
    messages.pages,
    slots.pages,
    openings.pages,
    there.pages,
    my_times.pages,
    find.pages,
    portal.pages,
    posting.pages,
    way_in.pages,
    timetable.pages,
    after.pages,
    own_word.pages,
    calendars.pages,
    diary.pages,
)

# Nothing from elsewhere and no style or script written into a page: they are files of ours, or carry the page's nonce.
CONTENT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


class Key(IntegerConverter):
    """The number of a row in an address. One that no table can hold is the address of nothing."""

    def __init__(self, addresses: Map) -> None:
        super().__init__(addresses, max=2**31 - 1)


class Word(UnicodeConverter):
    """A reference in an address. None holds a NUL, which PostgreSQL takes not even to look."""

    def to_python(self, value: str) -> str:
        if "\0" in value:
            raise ValidationError
        return value


def create_app(settings: Settings | None = None) -> Flask:
    """The application over the database that the settings name. Raises SchemaTooOld, SchemaTooNew."""
    settings = settings or load()
    app = APIFlask(__name__, title="Stepping Stone", version="1", json_errors=False, spec_path=None, docs_path=None)
    megabytes = settings.server.largest_upload * 1_000_000
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key(),
        MAX_CONTENT_LENGTH=megabytes,
        MAX_FORM_MEMORY_SIZE=megabytes,
        SESSION_COOKIE_NAME="stepping_stone",
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch is still good
    )
    app.url_map.converters.update(int=Key, default=Word, string=Word)
    schema.open_database(settings.database_url)
    desk.listen()
    _headers(app, settings)  # first: the refusals of the next two are pages too, and carry its nonce
    access.guard(app)
    protect = CSRFProtect(app)
    sign_in.set_up(app, settings)
    look.set_up(app)
    errors.set_up(app, problems.answer)
    for pages in PAGES:
        app.register_blueprint(pages)
    description.set_up(app, protect)
    hops = settings.server.proxies
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _headers(app: Flask, settings: Settings) -> None:
    secure = settings.over_https or not settings.only_this_machine
    Talisman(
        app,
        force_https=False,  # the proxy before it does that
        session_cookie_secure=secure,
        strict_transport_security=secure,
        content_security_policy=CONTENT,
        content_security_policy_nonce_in=["script-src"],
        frame_options="DENY",
        referrer_policy="same-origin",
    )
    app.after_request(_keep_no_copy)


def _keep_no_copy(response: Response) -> Response:
    """No copy of a page stays in a browser or a proxy, for whoever sits at that desk next. A calendar program asks whether it has changed."""
    if request.endpoint not in ("static", "calendars.feed"):
        response.headers["Cache-Control"] = "no-store"
    return response
