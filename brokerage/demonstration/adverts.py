"""What Owlerby Garden Centre has published of its jobs, as Grace has just read it: one that changed, one like ours, one new."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.accounts import User
from brokerage.adverts import finding, kept, taking
from brokerage.adverts.sources import Source
from employers.models import Employer, Vacancy

GRACE, OWLERBY = "grace.okoye@example.org", "E005"
PAGE = "https://jobs.owlerby.example"


def set_out(session: Session, today: date) -> None:
    """V019 was read from its advert three weeks ago; this morning the whole page was read again."""
    morning = datetime.combine(today, time(8, 30))
    owner = session.scalars(select(User).where(User.email == GRACE)).one()
    employer = session.scalars(select(Employer).where(Employer.reference == OWLERBY)).one()
    job = session.scalars(select(Vacancy).where(Vacancy.reference == "V019")).one()
    before = finding.read(_page(_weekends(today, closes=20)), today)
    taking.remember(session, job, before.adverts[0], morning - timedelta(days=21))
    now = finding.read(_page(_weekends(today, closes=40), _cafe(today), _nursery(today)), today)
    kept.keep(session, owner, now, employer=employer, now=morning)


def _page(*records: dict[str, Any]) -> Source:
    return Source(f"{PAGE}/", f"{PAGE}/", json.dumps(records).encode())


def _posting(number: str, title: str, **facts: Any) -> dict[str, Any]:
    return {
        "@type": "JobPosting",
        "title": title,
        "identifier": {"name": "Owlerby Garden Centre", "value": number},
        "url": f"{PAGE}/{number}",
        "hiringOrganization": {"name": "Owlerby Garden Centre Ltd"},
        "jobLocation": {"address": {"postalCode": "HB6 4GC", "addressCountry": "GB"}},
    } | facts


def _pay(low: float, high: float | None = None) -> dict[str, Any]:
    return {"currency": "GBP", "value": {"minValue": low, "maxValue": high, "unitText": "HOUR"}}


def _weekends(today: date, closes: int) -> dict[str, Any]:
    last = (today + timedelta(days=closes)).isoformat()
    return _posting("OGC-8", "Garden centre assistant, weekends", baseSalary=_pay(12.9), validThrough=last)


def _cafe(today: date) -> dict[str, Any]:
    text = "<p>Choose your shifts. A busy, noisy café: food hygiene level 2 certificate required. Experience of barista work is desirable.</p>"
    last = (today + timedelta(days=30)).isoformat()
    return _posting(
        "OGC-11", "Café assistant (shifts you choose)", baseSalary=_pay(13.1), validThrough=last, description=text
    )


def _nursery(today: date) -> dict[str, Any]:
    text = """<p>Help to grow what we sell.</p><ul><li>Working outdoors in all weathers</li><li>Lifting up to 15kg</li></ul>
    <p>You will need experience of gardening. A full driving licence would be an advantage. Competitive salary.</p>"""
    return _posting(
        "OGC-12",
        "Plant nursery assistant",
        employmentType=["PART_TIME", "TEMPORARY"],
        workHours="24 hours per week, Tuesday to Thursday 8am - 4.30pm",
        totalJobOpenings=2,
        description=text,
        validThrough=(today + timedelta(days=25)).isoformat(),
    )
