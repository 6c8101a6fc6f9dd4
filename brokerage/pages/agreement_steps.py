"""The buttons of an agreement's page: what may be done by whoever looks at it, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for
from sqlalchemy.orm import Session

from brokerage.access import actor, has_role
from brokerage.accounts import RoleName
from brokerage.correspondence import employer_letters
from brokerage.pages.board import what
from employers import agreement_moves
from employers.agreement_life import TRANSITIONS, state
from employers.agreement_terms import AGREEMENTS
from employers.columns import Refused
from employers.flows import Act, NotNow, NotThisRole
from employers.models import Agreement
from employers.records import take_reference

ROLES: tuple[RoleName, ...] = ("coordinator", "manager")


@dataclass(frozen=True, slots=True)
class Button:
    """One step as it is offered: the words of the button, what follows from it, and whether a reason is asked for."""

    step: str
    word: str
    says: str
    why_wanted: bool = False


# step: the button, what follows from it, and what is said once it is done
BUTTONS = {
    "send": (
        "Send it for signing",
        "Whoever may sign there gets a letter with a way in, and reads it on the employer's own pages. Until then nobody there sees it.",
        "It is sent for signing.",
    ),
    "sign": ("Note a signature on paper", "From then on it holds, by its days.", "The signature is noted."),
    "resume": ("Take it up again", "It promises interviews again, by its days.", "It is taken up again."),
    "renew": (
        "Draft its renewal",
        "A new agreement with the same promise begins where this one ends, once it is signed.",
        "The renewal is drafted from what was promised here. Look it through; then have it signed.",
    ),
    "honour": (
        "What is owed is honoured",
        "Whoever was promised an interview still gets one; nobody new is promised any.",
        "Noted: whoever waits is still seen.",
    ),
    "pause": (
        "Pause it",
        "Nobody new is promised anything. What was promised to somebody stays owed.",
        "It is paused. What was promised to somebody stays owed.",
    ),
    "stop": (
        "End it before its time",
        "Nobody new is promised anything. What was promised to somebody stays owed until you say what happens.",
        "It has ended.",
    ),
    "close": (
        "Close it",
        "What was never used is given up; whoever still waited counts as a promise that was broken.",
        "It is closed.",
    ),
}
GIVEN_UP = {
    "stop": (
        "Give the draft up",
        "Nothing of it was ever promised. It stays in the list, as ended.",
        "The draft is given up.",
    )
}


def buttons(agreement: Agreement, today: date) -> list[Button]:
    """What whoever looks may do now; `do` looks again."""
    stands = state(agreement, today)
    able = [
        name
        for name in BUTTONS
        if stands in TRANSITIONS[name].before
        and any(has_role(each) for each in ROLES if each in TRANSITIONS[name].roles)
    ]
    if agreement.renewal is not None or (agreement.ends_on is None and stands != "ended"):
        able = [name for name in able if name != "renew"]
    words = BUTTONS | (GIVEN_UP if agreement.life is not None and agreement.life.said == "draft" else {})
    return [Button(name, *words[name][:2], TRANSITIONS[name].why == "wanted") for name in able]


def do(session: Session, agreement: Agreement, step: str, form: Mapping[str, str], now: datetime) -> tuple[str, str]:
    """Takes the step: (what to say, the page to go to). Raises what is refused."""
    act = Act(actor(), _role(step), now, form.get("why"))
    then = url_for("agreements.show", reference=agreement.reference)
    match step:
        case "sign":
            agreement_moves.sign(
                session, agreement, form.get("signed_as", ""), replace(act, why=act.reason or "On paper.")
            )
        case "send":
            employer_letters.send_for_signing(session, agreement, act, what(agreement))
        case "renew":
            made = agreement_moves.renew(session, agreement, take_reference(session, AGREEMENTS), act)
            then = url_for("agreements.edit", reference=made.reference)
        case _:
            agreement_moves.take(session, agreement, step, act)
    return BUTTONS[step][2], then


def status(refused: Refused) -> int:
    """409 where somebody was quicker, 403 where the role is another, else 422: what was typed cannot be kept."""
    if isinstance(refused, NotNow | agreement_moves.RenewedAlready):
        return 409
    return 403 if isinstance(refused, NotThisRole) else 422


def _role(step: str) -> str:
    """The role in which whoever asks may take the step; if none may, one that they have, so that the table says so."""
    mine = [role for role in ROLES if has_role(role)]
    return next((role for role in mine if role in TRANSITIONS[step].roles), mine[0])
