"""Which right of a contact each page of the portal asks for; pages that are not named here are read by every contact."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template

from employers.db import reading
from employers.portal.room import Answer, Brokerage
from employers.trust import roles
from employers.trust.roles import Right

View = Callable[..., Answer]
NEEDS: dict[str, Right] = {
    "sign": "sign",
    "new_job": "jobs",
    "draft": "jobs",
    "check_draft": "jobs",
    "post_draft": "jobs",
    "drop_draft": "jobs",
    "still_open": "jobs",
    "edit_job": "jobs",
    "answer_criterion": "asks",
    "answer_ask": "asks",
    "answer": "answer",
    "reason": "answer",
    "give_reason": "answer",
    "met": "answer",
    "cancel": "answer",
    "feedback": "answer",
    "offer": "answer",
    "times": "times",
    "offer_times": "times",
    "take_back": "times",
    "again": "times",
    "add_again": "times",
    "end_again": "times",
    "add_away": "times",
    "back_away": "times",
    "contacts": "contacts",
    "invite": "contacts",
    "change_contact": "contacts",
    "remove_contact": "contacts",
    "limits": "limits",
    "safety": "safety",
}


def guarded(name: str, view: View, brokerage: Brokerage) -> View:
    """The view of that name, for contacts who may do what it is for; the others are told who at the employer can."""
    wanted = NEEDS.get(name)
    if wanted is None:
        return view

    @wraps(view)
    def look_first(**words: Any) -> Answer:
        refused = _refused(brokerage, wanted)
        return (refused, 403) if refused else view(**words)

    return look_first


def _refused(brokerage: Brokerage, wanted: Right) -> str:
    """The page that says who can do it; empty where this contact can, and where nobody's contact is signed in: the page itself says so."""
    with reading() as session:
        contact = brokerage.contact(session)
        if contact is None or roles.may(contact, wanted):
            return ""
        return render_template(
            "portal/not_yours.html",
            contact=contact,
            employer=contact.employer,
            our_person=brokerage.coordinator(session, contact.employer),
            able=roles.administrators(contact.employer.contacts),
        )
