"""Home: what would help, what comes, what was promised, and the jobs."""

from datetime import date, datetime

from flask import render_template

from employers import asks, introductions, waiting
from employers.agreement_life import over, state
from employers.db import reading
from employers.models import Agreement, Contact, Introduction
from employers.next_moves import is_open
from employers.portal import placing, stays
from employers.portal.posting import how_far, next_page
from employers.portal.promises import Promises
from employers.portal.room import Answer
from employers.posting import drafts
from employers.times import offered_times
from employers.trust.roles import may
from employers.waiting import Ask


class Home(Promises):
    def home(self) -> Answer:
        at = self.at()
        with reading() as session:
            contact = self.brokerage.contact(session)
            if contact is None:
                return render_template("portal/nobody.html")
            cards, agreements = introductions.on_desk(session, contact), self.own_agreements(session, contact)
            times = offered_times.coming(session, contact, at, self.brokerage.free)
            coming = sorted((card for card in cards if waiting.stage(card, at) == "booked"), key=_when)
            jobs = [job for job in self.own_jobs(session, contact) if is_open(job, at.date())]
            return self.page(
                session,
                contact,
                "home",
                asks=_would_help(
                    contact,
                    waiting.to_sign(agreements, at.date()),
                    waiting.asks(
                        cards,
                        agreements,
                        asks.waiting(session, contact),
                        offered_times.unbooked(times),
                        at,
                    ),
                ),
                coming=coming,
                promises=[
                    self.told(each)
                    for each in agreements
                    if not over(each, at.date()) and not _first_to_sign(contact, each, at.date())
                ],
                jobs=jobs,
                kept=self.kept(session, jobs),
                not_confirmed=self.brokerage.not_confirmed(session, jobs, at.date()),
                placements_to_sign=placing.to_sign(session, contact),
                stays=stays.running(session, contact, at.date()),
                drafts=[(each, next_page(each), how_far(each)) for each in drafts.of(session, contact)],
            )


def _would_help(contact: Contact, to_sign: list[Ask], others: list[Ask]) -> list[Ask]:
    """What this contact may do of it."""
    return [*(to_sign if may(contact, "sign") else []), *(others if may(contact, "answer") else [])]


def _first_to_sign(contact: Contact, agreement: Agreement, today: date) -> bool:
    """Whether it stands among what would help already."""
    return may(contact, "sign") and state(agreement, today) == "draft"


def _when(card: Introduction) -> tuple[datetime, int]:
    return waiting.ends_at(card), card.id
