"""What a private link to sign opens: the whole paper in words for one of its parties, a name and a tick, and a no that is as easy.

Opening it uses nothing up and changes nothing. It shows no more than that party may read."""

from flask import Blueprint, current_app, render_template, request
from sqlalchemy.orm import Session

from brokerage.keys import private_links
from brokerage.keys.private_links import Opened, PrivateLinkSpent
from brokerage.pages.acting import moment
from brokerage.pages.forms import Answer
from brokerage.placements import arranged, deeds
from brokerage.placements.deeds import Link
from brokerage.settings import Settings
from employers import readers
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import NotNow
from employers.placements import paper as placement_paper
from employers.placements.life import STATES, signed_by, state
from employers.placements.moves import ChangedMeanwhile, NotJustNow, SignedAlready, Signing

pages = Blueprint("signing", __name__)
NOES = {"participant": "say_no", "employer": "step_back"}
LEAVES = {"participant": "leave", "employer": "end_early"}


pages.add_app_template_filter(private_links.spoken, "spoken")


@pages.route("/sign/<token>", methods=["GET", "POST"])
def by_link(token: str) -> Answer:
    rules: Settings = current_app.config["SETTINGS"]
    try:
        opened = private_links.read("sign", token, rules.secret_key(), None)
        if request.method == "GET":
            return _page(opened)
        try:
            with transaction(by=opened.whom or "a private link") as session:
                done = _do(session, opened)
            return _page(opened, done=done)
        except PrivateLinkSpent:
            raise
        except Refused as refused:
            overtaken = isinstance(refused, NotNow | ChangedMeanwhile | NotJustNow | SignedAlready)
            return _page(opened, refused=str(refused), overtaken=overtaken), 409 if overtaken else 422
    except PrivateLinkSpent as spent:
        return render_template("errors/error.html", heading="This link no longer works", text=str(spent)), 410


def _do(session: Session, opened: Opened) -> str:
    link = deeds.behind_link(session, opened, local(moment()).date())
    act, form = link.act(opened, moment()), request.form
    if form.get("do") == "no":
        deeds.call_off(session, link.placed, NOES[link.party], act)
        return "no"
    if form.get("do") == "leave":
        deeds.end(session, link.placed, LEAVES[link.party], act)
        return "left"
    read = form.get("read", "")
    given = Signing(
        link.party,
        form.get("signed_as", ""),
        "link",
        readers.count(read, readers.EDITIONS) or 0,
        form.get("agree") == "yes",
    )
    deeds.sign(session, link.placed, given, act)
    return "signed"


def _page(opened: Opened, *, done: str = "", refused: str = "", overtaken: bool = False) -> str:
    with reading() as session:
        today = local(moment()).date()
        link: Link = deeds.behind_link(session, opened, today)
        placement = link.placed.placement
        employer, stands = placement.vacancy.employer, state(placement, today)
        withheld = stands == "to_sign" and employer.withheld is not None
        steps = [each for each in placement.steps if each.transition == "change"]
        return render_template(
            "placements/sign.html",
            placement=placement,
            employer=employer,
            not_now=str(NotJustNow(employer, link.party)) if withheld else "",
            party=link.party,
            stands=stands,
            state=STATES[stands],
            terms=placement_paper.terms(placement),
            arranged=arranged.of(link.placed) if link.party == "participant" else "",
            days=placement_paper.days(placement),
            changed=steps[-1].changed if steps and stands == "to_sign" else [],
            signed=link.party in signed_by(placement),
            all_signed=stands in ("signed", "running"),
            done=done,
            overtaken=refused if overtaken else "",
            errors={"signed_as": refused} if refused and not overtaken else {},
            typed=request.form,
        )
