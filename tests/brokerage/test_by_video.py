"""An interview by video sends nobody anywhere: no address, no journey, and somebody gets the link."""

from datetime import UTC, datetime

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, TODAY, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import accounts, interviews
from brokerage.diary import busy
from brokerage.sending.work_models import Message
from employers.db import transaction
from employers.models import Slot
from employers.times.offered_times import Offer, put


def test_a_call_has_no_address_and_no_journey(session: Session):
    an_employer(session, postcode="HB5 1FM")
    referral = a_referral(session, a_participant(session, channel="email", email="p1@home.example"), a_vacancy(session))
    (slot,) = put(session, Offer(referral.vacancy, (datetime(2027, 1, 19, 10, 30),), 30, 1, "By video"))
    assert busy.journey(session, referral.participant, a_slot(session)) > 0
    assert busy.journey(session, referral.participant, slot) == 0

    interviews.book(session, referral, slot, GRACE, NOON)
    for letter in session.scalars(select(Message).where(Message.key.contains("_booked "))):
        assert "HB5 1FM" not in f"{letter.body}{letter.short}{letter.calendar}", letter.key
        assert "By video. The link of the call follows" in letter.body


def test_the_link_is_asked_for_where_times_are_offered_and_then_on_today(app, sign_in):
    with transaction(by="test") as session:
        employer = an_employer(session, coordinator=GRACE.email)
        referral = a_referral(session, a_participant(session), a_vacancy(session))
        employer.contacts[0].role = "admin"
        accounts.invite_contact(session, employer.contacts[0])
        accounts.invite(session, GRACE.email, "coordinator", "Grace")
        name = referral.reference
    with time_machine.travel(datetime.combine(TODAY, NOON.time(), UTC), tick=False):
        contact, grace = sign_in("employer", email=HELEN.email), sign_in("coordinator", email=GRACE.email)
        offer = {"job": "V1", "minutes": "30", "places": "1", "where": "By video"}
        refused = contact.post("/portal/times", data=offer | {"at": "2027-01-19 10:30", "link": "zoom"})
        assert refused.status_code == 422
        assert "Write the whole address of the call" in refused.text
        for at, link in (("10:30", ""), ("11:30", "https://call.example/1")):
            assert (
                contact.post("/portal/times", data=offer | {"at": f"2027-01-19 {at}", "link": link}).status_code == 302
            )
        assert "Get the link" not in grace.get("/").text, "nobody is booked"
        for hour in (10, 11):
            with transaction(by="test") as session:
                slot = session.scalars(select(Slot).where(Slot.starts_at == datetime(2027, 1, 19, hour, 30))).one()
                way = session.scalars(select(type(referral)).where(type(referral).reference == name)).one()
                (interviews.book if hour == 10 else interviews.move)(session, way, slot, GRACE, NOON)
            assert ("Get the link of the call" in grace.get("/").text) == (hour == 10)
