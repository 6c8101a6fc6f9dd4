"""The employer's own pages: his jobs, the cards on his desk with his answers, his times, and what was promised.

Nothing of the brokerage is imported here: whoever puts the application together says who is signed in and what moves behind a card
(`Brokerage`), registers the blueprint and guards it.
"""

from flask import Blueprint

from employers import waiting
from employers.portal import rights
from employers.portal.again import Again
from employers.portal.contacts import Contacts
from employers.portal.home import Home
from employers.portal.jobs import Jobs
from employers.portal.people import OnDesk
from employers.portal.posting import Posting
from employers.portal.room import Brokerage
from employers.portal.terms import Terms
from employers.portal.times import Times
from employers.trust import roles

__all__ = ["Brokerage", "pages"]


def pages(brokerage: Brokerage) -> Blueprint:
    """The blueprint `portal`, at /portal. Its templates stand under portal/ of the application that registers it."""
    made = Blueprint("portal", __name__, url_prefix="/portal")
    home, jobs, desk, times = Home(brokerage), Jobs(brokerage), OnDesk(brokerage), Times(brokerage)
    posting, draft = Posting(brokerage), "/jobs/drafts/<draft>"
    contacts, terms, again = Contacts(brokerage), Terms(brokerage), Again(brokerage)
    job, person, get, post = "/jobs/<reference>", "/people/<reference>", ["GET"], ["POST"]
    for address, name, view, methods in (
        ("", "home", home.home, get),
        ("/promises", "promises", home.promises, get),
        ("/promises/<agreement>", "promise", home.promise, get),
        ("/promises/<agreement>", "sign", home.sign, post),
        ("/jobs", "jobs", jobs.jobs, get),
        (job, "job", jobs.job, get),
        ("/jobs/new", "new_job", posting.new_job, get + post),
        (f"{draft}/check", "check_draft", posting.check_draft, get),
        (f"{draft}/check", "post_draft", posting.post_draft, post),
        (f"{draft}/leave", "drop_draft", posting.drop_draft, post),
        (f"{draft}/<question>", "draft", posting.draft, get + post),
        (f"{job}/posted", "posted", posting.posted, get),
        (f"{job}/still-open", "still_open", jobs.still_open, post),
        (f"{job}/edit", "edit_job", jobs.edit_job, get + post),
        (f"{job}/asked/<asked>", "answer_ask", jobs.answer_ask, post),
        (f"{job}/needed/<asked>", "answer_criterion", jobs.answer_criterion, post),
        ("/people", "people", desk.people, get),
        (person, "person", desk.person, get),
        (person, "answer", desk.answer, post),
        (f"{person}/reason", "reason", desk.reason, get),
        (f"{person}/reason", "give_reason", desk.give_reason, post),
        (f"{person}/met", "met", desk.met, post),
        (f"{person}/cancel", "cancel", desk.cancel, post),
        (f"{person}/feedback", "feedback", desk.feedback, post),
        (f"{person}/offer", "offer", desk.offer, post),
        ("/times", "times", times.times, get),
        ("/times", "offer_times", times.offer_times, post),
        ("/times/<reference>/back", "take_back", times.take_back, post),
        ("/times/again", "again", again.again, get),
        ("/times/again", "add_again", again.add_again, post),
        ("/times/again/<reference>/end", "end_again", again.end_again, post),
        ("/times/away", "add_away", again.add_away, post),
        ("/times/away/<reference>/back", "back_away", again.back_away, post),
        ("/contacts", "contacts", contacts.contacts, get),
        ("/contacts", "invite", contacts.invite, post),
        ("/contacts/<int:number>", "change_contact", contacts.change, post),
        ("/contacts/<int:number>/remove", "remove_contact", contacts.remove, post),
        ("/limits", "limits", terms.limits, get + post),
        ("/safety", "safety", terms.safety, get + post),
    ):
        made.add_url_rule(address, name, rights.guarded(name, view, brokerage), methods=methods)
    made.context_processor(
        lambda: {"called": waiting.called, "line": waiting.line, "stages": waiting.STAGES, "may": roles.may}
    )
    return made
