"""What private links open at a placement's end: the employer's words with the person's own beside them, and papers to keep."""

from flask import Blueprint, current_app, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.fits.questions import first_name
from brokerage.keys import private_links
from brokerage.keys.private_links import Opened, PrivateLinkSpent
from brokerage.pages.acting import moment
from brokerage.pages.after import Answer, as_file, there_are
from brokerage.placements import deeds, own_words
from brokerage.placements.own_words import BadWord, ChangedMeanwhile
from brokerage.placing_models import Placed
from brokerage.sending import reaching
from brokerage.settings import Settings
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.placements import reviews as placement_reviews
from employers.placements.models import Placement

pages = Blueprint("own_word", __name__)
BY_LINK = "the participant"


@pages.route("/my/word/<token>", methods=["GET", "POST"])
def show(token: str) -> Answer:
    """The employer's words, and what the person says to them; it can be said anew as long as they stand."""
    try:
        opened = _opened(token)
        if request.method == "GET":
            return _page(token, opened)
        with transaction(by=BY_LINK) as session:
            placed = _behind(session, opened)
            typed = own_words.read_form(request.form)
            own_words.say(session, placed, typed, by=BY_LINK, how="link", now=moment())
    except PrivateLinkSpent as spent:
        return _spent(spent)
    except Refused as refused:
        return _page(token, opened, refused), 409 if isinstance(refused, ChangedMeanwhile) else 422
    return _page(token, opened, done=True)


@pages.get("/my/word/<token>/<which>.pdf")
def paper(token: str, which: str) -> Answer:
    try:
        with reading() as session:
            return as_file(session, _behind(session, _opened(token)), which, "person")
    except PrivateLinkSpent as spent:
        return _spent(spent)


@pages.get("/sign/<token>/agreement.pdf")
def agreement(token: str) -> Answer:
    """The paper that is to be signed, as whoever holds the link may read it."""
    try:
        opened = private_links.read("sign", token, _settings().secret_key(), None)
        with reading() as session:
            link = deeds.behind_link(session, opened, local(moment()).date())
            return as_file(session, link.placed, "agreement", "employer" if link.party == "employer" else "person")
    except PrivateLinkSpent as spent:
        return _spent(spent)


def _page(token: str, opened: Opened, refused: Refused | None = None, *, done: bool = False) -> str:
    with reading() as session:
        placed = _behind(session, opened)
        word = own_words.of(session, placed)
        return render_template(
            "after/own_word.html",
            token=token,
            name=first_name(placed.participant),
            placement=placed.placement,
            employer=placed.placement.vacancy.employer,
            review=placement_reviews.of(session, placed.placement),
            word=word,
            done=done,
            papers=there_are(session, placed) if word is not None else [],
            typed=request.form if refused else {},
            refused=str(refused) if isinstance(refused, ChangedMeanwhile) else "",
            errors=refused.sentences if isinstance(refused, BadWord) else {},
        )


def _opened(token: str) -> Opened:
    settings = _settings()
    return private_links.read("word", token, settings.secret_key(), settings.placement_letters.link_days)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _behind(session: Session, opened: Opened) -> Placed:
    query = select(Placed).join(Placed.placement).where(Placement.reference == opened.reference)
    if (found := session.scalar(query)) is None:
        raise PrivateLinkSpent
    reaching.check_link(found.participant, opened)
    return found


def _spent(spent: PrivateLinkSpent) -> Answer:
    return render_template("errors/error.html", heading="This link no longer works", text=str(spent)), 410
