"""What may be done with a placement on its page, by the name in its address: (what is said, which placement to show then)."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import abort
from sqlalchemy.orm import Session

from brokerage.access import actor, has_role
from brokerage.pages.acting import moment
from brokerage.pages.placement_acting import act_of, actor_of
from brokerage.placements import deeds, drafts
from brokerage.placing_models import Placed
from employers import readers
from employers.clock import local
from employers.columns import Refused
from employers.placements import paper as placement_paper
from employers.placements import seats as placement_seats
from employers.placements.life import PARTIES
from employers.placements.moves import Signing
from matching import grammar

Step = Callable[[Session, Placed, Mapping[str, str]], tuple[str, str]]


def _date(text: str) -> date | None:
    try:
        return grammar.day(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused("Write the day as 2027-01-14.") from None


def _send(session: Session, placed: Placed, _form: Mapping[str, str]) -> tuple[str, str]:
    drafts.send(session, placed, actor_of(placed, "send"), moment())
    return "It is out to be signed. Each of the other two gets a link; you sign here.", placed.placement.reference


def _sign(session: Session, placed: Placed, form: Mapping[str, str]) -> tuple[str, str]:
    """The programme's own signature here, or what was signed on paper."""
    party = form.get("party", "")
    if party not in PARTIES:
        raise Refused("Say for whom it was signed.")
    on_paper = form.get("how") == "paper" or party != "programme"
    read = form.get("read", "")
    given = Signing(
        party,
        form.get("signed_as", ""),
        "paper" if on_paper else "page",
        readers.count(read, readers.EDITIONS),
        on=_date(form.get("signed_on", "")) if on_paper else None,
    )
    deeds.sign(session, placed, given, act_of(placed, "sign"))
    return "The signature is noted." if on_paper else "Signed.", placed.placement.reference


def _call_off(step: str, said: str) -> Step:
    def do(session: Session, placed: Placed, form: Mapping[str, str]) -> tuple[str, str]:
        deeds.call_off(session, placed, step, act_of(placed, step, form.get("why")))
        return said.format(name=placed.participant.called), placed.placement.reference

    return do


def _end(step: str, said: str) -> Step:
    def do(session: Session, placed: Placed, form: Mapping[str, str]) -> tuple[str, str]:
        last, wish = _date(form.get("last", "")), form.get("wish", "programme")
        deeds.end(session, placed, step, act_of(placed, step, form.get("why")), last=last, wish=wish)
        return said, placed.placement.reference

    return do


def _renew(session: Session, placed: Placed, _form: Mapping[str, str]) -> tuple[str, str]:
    made = drafts.renew(session, placed, actor_of(placed, "renew"), moment())
    return (
        "The renewal is drafted, with everything that this one says. Look its days through.",
        made.placement.reference,
    )


def _name_card(session: Session, placed: Placed, _form: Mapping[str, str]) -> tuple[str, str]:
    """The person has agreed that the name may be said to this employer."""
    named = drafts.named(placed.participant)
    drafts.say_card(session, placed, named, local(moment()).date(), actor_of(placed, "draft"))
    return "Noted: the name may be said to this employer.", placed.placement.reference


def _arranged(session: Session, placed: Placed, form: Mapping[str, str]) -> tuple[str, str]:
    drafts.arrange(session, placed, form.get("arranged", ""), actor_of(placed, "draft"))
    return "Noted: what was arranged. No employer reads it.", placed.placement.reference


def _room(session: Session, placed: Placed, form: Mapping[str, str]) -> tuple[str, str]:
    if not has_role("coordinator"):
        abort(404)
    placement = placed.placement
    site = placement_paper.site(placement) if form.get("all_sites") != "yes" else ""
    placement_seats.set_room(
        session, placement.vacancy.employer, site, form.get("places", ""), by=actor(), now=moment()
    )
    return "Noted: how many there is room for at once.", placement.reference


STEPS: dict[str, Step] = {
    "send": _send,
    "sign": _sign,
    "say-no": _call_off("say_no", "{name} said no. Nothing else changes, and no reason is kept."),
    "step-back": _call_off("step_back", "Noted. {name} is to be told by somebody, not by a letter."),
    "cancel": _call_off("cancel", "It is called off."),
    "end-early": _end("end_early", "It has ended. That is nobody’s fault."),
    "leave": _end("leave", "It has ended, as the person wished. No reason is kept."),
    "renew": _renew,
    "card": _name_card,
    "arranged": _arranged,
    "room": _room,
}
