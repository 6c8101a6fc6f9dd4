"""What Grace and Sam wrote down of Hallbrook's employers: visits, promises, and a week that was signed off."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.demonstration.accounts import GRACE, SAM
from brokerage.ledger import entries, promises, visits, weeks
from employers.models import Employer

MANAGER = "ruth.castell@example.org"

# employer, days ago, who, how, with whom, decides, what for, what was said
CONTACTS = (
    ("E001", 23, GRACE, "visit", "Helen Marsh", "yes", "learn", "Thirty-five people, two kitchens. Breakfast shifts are hard to fill. No asking for jobs yet."),
    ("E001", 9, GRACE, "visit", "Helen Marsh", "yes", "offer", "Explained the kitchen course and what a guaranteed interview asks of both. Helen likes that people have tried the work."),
    ("E002", 6, SAM, "video", "Martin Szabo", "no", "follow_up", "Laundry takes on eight by spring. Group visits stay on Thursdays."),
    ("E003", 5, SAM, "call", "Bev Tranter", "", "follow_up", "Rang about a repairs post. Bev says to speak with Grace about the ring-fence."),
    ("E003", 16, GRACE, "visit", "Bev Tranter", "yes", "offer", "Posts on the estate, tenants first. Would take somebody who learns on the job."),
    ("E004", 3, SAM, "visit", "Piotr Banas", "yes", "describe", "Described somebody steady with stock and early mornings. Piotr would start with three paid days."),
    ("E005", 78, GRACE, "visit", "Ines Calder", "yes", "learn", "Quiet until March, then everything at once."),
    ("E008", 2, GRACE, "event", "Femi Adeleke", "no", "learn", "Met at the jobs fair in the town hall. The care team decides for itself."),
    ("E009", 12, SAM, "visit", "Lena Morrow", "yes", "follow_up", "Two people from the last round are still there and doing well."),
    ("E011", 1, GRACE, "call", "Colm Brady", "yes", "learn", "One part-time post at the front desk, perhaps in spring."),
)  # fmt: skip
# employer, which of its contacts (the first is 1), which side, what, due in so many days, how it stands
PROMISES = (
    ("E001", 1, "us", "Send the dates of the kitchen course", -20, "kept"),
    ("E001", 2, "them", "Two more interview times this month", 2, ""),
    ("E003", 2, "us", "A page on what ring-fencing means for tenants", -3, ""),
    ("E004", 1, "them", "A day for the trial shift", 5, ""),
)
# employer, who, in so many days, at, again after so many weeks
VISITS = (
    ("E001", GRACE, 0, time(10, 30), 4),
    ("E008", GRACE, 6, None, None),
    ("E011", GRACE, 8, time(14, 0), None),
    ("E004", SAM, 4, time(9, 0), 2),
)


def write_down(session: Session, today: date) -> None:
    employers = {each.reference: each for each in session.scalars(select(Employer))}
    counted: dict[str, int] = {}
    for reference, ago, by, kind, whom, decides, purpose, said in sorted(CONTACTS, key=lambda each: -each[1]):
        day, number = today - timedelta(days=ago), counted.get(reference, 0) + 1
        cells = {"day": f"{day}", "kind": kind, "decides": decides, "purpose": purpose, "said": said}
        contact = next(each for each in employers[reference].contacts if each.name == whom)
        counted[reference] = number
        entries.write(
            session,
            employers[reference],
            {**cells, "contact": str(contact.id)},
            key=f"{reference}-{number}",
            by=by,
            now=datetime.combine(day, time(16, 20)),
        )
    for reference, number, side, what, due, word in PROMISES:
        entry = entries.get(session, f"{reference}-{number}")
        if entry is not None:
            promise = promises.add(session, entry, side, what, today + timedelta(days=due))
            if word:
                promises.close(session, promise, word, by=entry.by, now=datetime.combine(today, time(9, 0)))
    for reference, by, ahead, at, again in VISITS:
        day = _working_day(today + timedelta(days=ahead))
        visits.plan(session, employers[reference], day, at, by=by, today=today, weeks=again)
    week = weeks.week(session, GRACE, weeks.monday_of(today - timedelta(days=7)))
    signed_at = datetime.combine(today, time(9, 5))
    weeks.sign(session, week, "Good that you went back to Helen.", counted=week.counted, by=MANAGER, now=signed_at)


def _working_day(day: date) -> date:
    """That day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
