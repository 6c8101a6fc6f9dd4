"""Hallbrook's placements that are over: a trial with its certificate, its reference and the job, and one that waits for a few words."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import shortlists
from brokerage.demonstration.accounts import GRACE
from brokerage.demonstration.placements import RUNS
from brokerage.placements import deeds, drafts, own_words
from brokerage.placements import jobs as placement_jobs
from brokerage.placements import letters as placement_letters
from brokerage.placing_models import Placed
from brokerage.referrals import Actor
from employers.flows import Act
from employers.placements import attendance as placement_attendance
from employers.placements import moves as placement_moves
from employers.placements import reviews as placement_reviews
from employers.placements.attendance import Line
from employers.placements.attendance import Typed as Day
from employers.placements.days import fill
from employers.placements.models import Placement
from employers.placements.moves import Signing
from employers.placements.reviews import Typed as Review

DONE, QUIET = "WCATERING", "WPORTER"
HELEN, YUSUF = "helen.marsh@example.org", "yusuf.demir@example.org"
WORDS = {
    "supervisor": "Helen Marsh, in the kitchen",
    "tasks": "Everything that the job is, beside one of the team.",
    "leads_to": "The job, if both of you want it after these days.",
    "expenses": "Lunch is there; we pay the bus",
}


def set_out(session: Session, today: date) -> None:
    """As somebody would have done it on the pages."""
    runs = session.scalars(select(Placement).where(Placement.reference == RUNS)).one()
    _days(session, runs, YUSUF, datetime.combine(today, time(8)))
    _done(session, today - timedelta(days=28 + today.weekday()))
    _trial(session, QUIET, ("P036", "V002"), "Mon-Fri 17:00-19:00", today - timedelta(days=7 + today.weekday()))


def _done(session: Session, first: date) -> None:
    """Five days, all written down; then the words of both, and the job."""
    placed = _trial(session, DONE, ("P055", "V001"), "Mon-Fri 09:00-13:00", first)
    placement, over = placed.placement, datetime.combine(first + timedelta(days=5), time(10))
    _days(session, placement, HELEN, over, {1: Day("part", "2:30")})
    learnt = "Working to a list of allergens\nLabelling and dating\nSaying when something runs low"
    wrote = Review(
        "Laid out and served lunch for sixty\nWashed up and closed the kitchen",
        learnt,
        "Careful, and asks early. The guests liked being asked.",
        True,
        "Helen Marsh",
    )
    placement_reviews.write(session, placement, wrote, Act(HELEN, "employer", over))
    placement_letters.read_it(session, placed, over)
    said = own_words.Typed("yes", "I liked the mornings. The first day was a lot at once.", False, "Xin Yi Chen", 1)
    own_words.say(session, placed, said, by="the participant", how="link", now=over + timedelta(days=1))
    job = placement_jobs.Typed("Catering assistant", str(first + timedelta(days=14)), "", "20")
    placement_jobs.start(session, placement, job, Actor(GRACE, "coordinator"), over + timedelta(days=3))


def _trial(session: Session, reference: str, whom: tuple[str, str], hours: str, first: date) -> Placed:
    """Signed by all three before it began, and over."""
    sent, grace = datetime.combine(first - timedelta(days=10), time(9, 40)), Actor(GRACE, "coordinator")
    person, vacancy = shortlists.participant(session, whom[0]), shortlists.vacancy(session, whom[1])
    card = drafts.named(person)
    placed = drafts.draft(session, person, vacancy, grace, sent, scheme="job_trial", card=card, agreed_on=sent.date())
    placed.placement.reference = reference
    days = fill(first, first + timedelta(days=4), hours)
    drafts.edit(session, placed, drafts.Typed("job_trial", days, words=WORDS, only_person=True), grace, sent)
    drafts.send(session, placed, grace, sent)
    for party, role, by, name, how in (
        ("programme", "coordinator", GRACE, "Grace Okoye", "page"),
        ("employer", "employer", HELEN, "Helen Marsh", "page"),
        ("participant", "participant", deeds.ANONYMOUS, person.called, "link"),
    ):
        signed = sent + timedelta(days=1)
        deeds.sign(session, placed, Signing(party, name, how, 1), Act(by, role, signed))
    placement_moves.note_the_days(session, datetime.combine(first + timedelta(days=5), time(6)))
    return placed


def _days(session: Session, placement: Placement, by: str, at: datetime, other: dict[int, Day] | None = None) -> None:
    """Each day so far was one on which the person came, but for some by their number."""
    lines: list[Line] = placement_attendance.lines(session, placement, at.date() - timedelta(days=1))
    typed = {line.day: (other or {}).get(number, Day("came")) for number, line in enumerate(lines)}
    placement_attendance.note(session, placement, typed, Act(by, "employer", at))
