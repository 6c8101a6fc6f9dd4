"""Home, and what was promised."""

from datetime import datetime
from typing import Any

from flask import render_template

from employers import asks, introductions, offered_times, waiting
from employers.agreements import promise
from employers.db import reading
from employers.models import Agreement, Introduction
from employers.next_moves import is_open, last_day, over
from employers.portal.room import Answer, Room
from employers.trust.roles import may


class Home(Room):
    def home(self) -> Answer:
        at = self.at()
        with reading() as session:
            contact = self.brokerage.contact(session)
            if contact is None:
                return render_template("portal/nobody.html")
            cards, agreements = introductions.on_desk(session, contact), self.own_agreements(session, contact)
            times = offered_times.coming(session, contact, at)
            coming = sorted((card for card in cards if waiting.stage(card, at) == "booked"), key=_when)
            return self.page(
                session,
                contact,
                "home",
                asks=[]
                if not may(contact, "answer")
                else waiting.asks(
                    cards,
                    agreements,
                    asks.waiting(session, contact),
                    offered_times.free_places(times),
                    at,
                ),
                coming=coming,
                promises=[self._promised(each) for each in agreements if not over(each, at.date())],
                jobs=[job for job in self.own_jobs(session, contact) if is_open(job, at.date())],
            )

    def promises(self) -> Answer:
        with reading() as session:
            contact, today = self.contact(session), self.at().date()
            agreements = self.own_agreements(session, contact)
            return self.page(
                session,
                contact,
                "promises",
                running=[self._promised(each) for each in agreements if not over(each, today)],
                ended=[self._promised(each) for each in agreements if over(each, today)],
            )

    def _promised(self, agreement: Agreement) -> dict[str, Any]:
        return {
            "agreement": agreement,
            "promise": promise(agreement, self.at().date()),
            "last_day": last_day(agreement),
            "what": self.brokerage.promised(agreement),
            "whom": _whom(agreement),
        }


def _whom(agreement: Agreement) -> str:
    """Our side of it: for whom it is, in one sentence."""
    parts = [
        agreement.area and f"who live in {agreement.area.replace('; ', ', ')}",
        agreement.training and f"who have completed {agreement.training}",
        agreement.certificate and f"who hold {agreement.certificate}",
    ]
    said = " and ".join(part for part in parts if part)
    return f"people {said}" if said else "people who want this work"


def _when(card: Introduction) -> tuple[datetime, int]:
    return waiting.ends_at(card), card.id
