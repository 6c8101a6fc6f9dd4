"""What is told about a placement: that it is to be signed, that it changed, that it does not go on. Each looks again before it goes.

Each of the two outside gets a link of the own, under which the whole paper stands and is signed or said no to. An employer is told that
a placement does not go on, never why. That an employer ends one is told to the person by the keyworker, not by a letter; that the person does, to the keyworker.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import messages
from brokerage.correspondence import telling
from brokerage.keys import private_links
from brokerage.placements import letters
from brokerage.placing_models import Placed
from brokerage.sending.work_models import Message, Task
from employers.flows import Act
from employers.models import LINE, Contact, Employer
from employers.placements.days import totals
from employers.placements.life import OVER, signed_by
from employers.placements.models import Placement
from employers.placements.paper import hours_of, said_days
from employers.trust import roles

SIGN, OFF = "placement-sign", "placement-off"  # the first words of these messages' keys
PARTIES = ("participant", "employer")
BY_A_PERSON = "That a placement does not go on is better heard from somebody than read."


def ask(session: Session, placed: Placed, now: datetime) -> None:
    """Asks the person and the employer to sign what it says now; whoever was asked for an older edition is not asked for that any more."""
    placement, person = placed.placement, placed.participant
    facts = _facts(session, placement) | {"name": person.called.split()[0] if person.name else "there"}
    again = "again_" if placement.edition > 1 else ""
    for party in PARTIES:
        to = person if party == "participant" else _signer(session, placement)
        if to is None:
            continue
        link = private_links.mark("sign", f"{placement.reference}:{party}")
        template, said = f"placement_sign_{again}{party}", facts | {"link": link, "changed": _changed(placement)}
        subject, body = messages.worded(template, **said)
        short = letters.in_short(placed, template, **said) if party == "participant" else None
        recipient = to.email or "" if isinstance(to, Contact) else to
        key = f"{SIGN} {placement.reference} {placement.edition} {party}"
        messages.put(session, key, recipient, subject, body, short=short, due_at=now)
    letters.follow(session, placement, now)


def told_off(session: Session, placed: Placed, by: str, act: Act) -> None:
    """It does not go on. `by` is the party whose wish that was: it is told to the others, and the person's to the keyworker."""
    placement, now = placed.placement, act.at
    if by != "employer" and (contact := _signer(session, placement)) is not None:
        subject, body = messages.worded("placement_off_employer", **_facts(session, placement))
        messages.put(session, f"{OFF} {placement.reference} employer", contact.email or "", subject, body, due_at=now)
    if by != "participant" or act.role != "keyworker":  # who wrote the person's wish down knows of it
        facts, name = _facts(session, placement), placed.participant.called
        text = f"The placement with {facts['employer']} ({facts['title']}) does not go on. It is nobody’s fault; look at what is next together."
        how = " by the private link" if act.role == "participant" else ""
        why = BY_A_PERSON if by != "participant" else f"{name} said so{how}. No reason is asked."
        task = Task(
            key=f"told placement {placement.reference}", participant=placed.participant, why=why[:LINE], made_at=now
        )
        task.subject, task.body = f"{facts['employer']}: the placement does not go on", text
        session.add(task)
        session.flush()


def sign_still(session: Session, message: Message, _now: datetime) -> str | None:
    """Is that edition still to be signed by that party?"""
    _, reference, edition, party = message.key.split(" ")
    placement = _placement(session, reference)
    if placement is None or placement.state != "to_sign":
        return "It is not to be signed any more."
    if placement.edition != int(edition):
        return "It says something else by now, and was sent anew."
    if party in signed_by(placement):
        return "It is signed already."
    withheld = placement.vacancy.employer.withheld is not None
    return "The employer is withheld." if withheld else None


def off_still(session: Session, message: Message, _now: datetime) -> str | None:
    """Has it really ended?"""
    placement = _placement(session, message.key.split(" ")[1])
    return None if placement is not None and placement.state in OVER else "It goes on."


CHECKS: dict[str, messages.Check] = {SIGN: sign_still, OFF: off_still, **letters.CHECKS}


def _signer(session: Session, placement: Placement) -> Contact | None:
    """Who signs there: whoever is written to about the vacancy if that contact may sign, else the first who may."""
    employer = placement.vacancy.employer
    if employer.withheld is not None:
        return None
    first = telling.reached(session, employer, placement.vacancy)
    those = able(employer)
    return first if first in those else next(iter(those), None)


def able(employer: Employer) -> list[Contact]:
    """Who may sign for it and can be written to."""
    return [each for each in employer.contacts if each.email and roles.may(each, "sign")]


def _facts(session: Session, placement: Placement) -> dict[str, str]:
    employer = placement.vacancy.employer
    return {
        "employer": employer.name,
        "title": placement.vacancy.title,
        "days": said_days(totals(hours_of(placement))),
        "helper": telling.helper(session, employer),
    }


def _changed(placement: Placement) -> str:
    """What the last change did, line by line."""
    last = next((each for each in reversed(placement.steps) if each.transition == "change"), None)
    return "\n".join(f"{what}: {before} became {after}" for what, before, after in last.changed) if last else ""


def _placement(session: Session, reference: str) -> Placement | None:
    return session.scalar(select(Placement).where(Placement.reference == reference))
