"""Which move a promise waits for, and whose it is: derived from what has happened, never typed in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from employers.agreement_life import last_day, offered, over, state
from employers.agreements import Promise, promise
from employers.models import Agreement, Slot, Vacancy

Whose = Literal["us", "employer", "nobody"]
SOON = 14  # days: a ring-fence or a promise that ends within them needs a move now


@dataclass(frozen=True, slots=True)
class Move:
    """What an agreement waits for. `about` is the record on which the move is made; `action` its word on a link."""

    whose: Whose
    text: str
    action: str
    about: Agreement | Vacancy


def due(agreement: Agreement, today: date) -> date | None:
    """The day to look to: the end of a ring-fence that still runs, else the last day."""
    fenced = agreement.ring_fenced_until
    return fenced if fenced and fenced >= today else last_day(agreement)


def next_move(agreement: Agreement, today: date) -> Move:
    kept, stands = promise(agreement, today), state(agreement, today)
    employer = agreement.employer
    jobs = [job for job in agreement.vacancies if is_open(job, today)]
    if stands == "draft":
        return _to_sign(agreement)
    if over(agreement, today) and not kept.stands:
        return _settled(agreement, kept)
    if kept.promised is not None and not kept.owed and not kept.broken:
        return Move("nobody", "Everything promised is kept.", "See it", agreement)
    if employer.withheld:
        return Move("us", f"Withheld: {employer.withheld}", "See what can be settled", agreement)
    if stands == "ended":
        return _ended(agreement, kept)
    return _running(agreement, stands, jobs, today)


def _running(agreement: Agreement, stands: str, jobs: list[Vacancy], today: date) -> Move:
    if stands == "paused":
        return Move("us", f"Paused: {_why(agreement, 'pause')}", "Take it up again", agreement)
    if stands == "signed":
        return Move("nobody", f"Begins on {_day(agreement.starts_on)}.", "See it", agreement)
    if not jobs:
        return Move("employer", "No open job under it.", f"Ask {_contact(agreement)} for one", agreement)
    return _with_jobs(agreement, jobs, today)


def is_open(job: Vacancy, today: date) -> bool:
    return job.places != 0 and (job.closes_on is None or job.closes_on >= today)


def coming(agreement: Agreement, today: date) -> list[Slot]:
    """The times still to come under it, of the agreement itself or of a job under it, soonest first."""
    of_jobs = [slot for job in agreement.vacancies for slot in job.slots]
    slots = {slot.id: slot for slot in [*agreement.slots, *of_jobs]}
    begin = datetime.combine(today, datetime.min.time())
    return sorted((slot for slot in slots.values() if slot.starts_at >= begin), key=lambda slot: slot.starts_at)


def _to_sign(agreement: Agreement) -> Move:
    if not offered(agreement):
        return Move("us", "Drafted, and not sent for signing yet.", "Send it", agreement)
    last = agreement.steps[-1] if agreement.steps else None
    again = (
        f"Changed, so to be signed again ({last.why})." if last and last.transition == "change" else "Not signed yet."
    )
    return Move("employer", again, f"Ask {_contact(agreement)} to sign", agreement)


def _settled(agreement: Agreement, kept: Promise) -> Move:
    """Ended, and somebody said what becomes of it."""
    if kept.waiting:
        wait = "1 person still waits" if kept.waiting == 1 else f"{kept.waiting} people still wait"
        return Move("employer", f"{wait} for an interview.", f"Ask {_contact(agreement)} for times", agreement)
    if agreement.renewal is not None:
        return Move("nobody", f"Goes on as {agreement.renewal.agreement_reference}.", "See it", agreement)
    return Move("nobody", "Settled.", "See it", agreement)


def _ended(agreement: Agreement, kept: Promise) -> Move:
    left = [f"{count} {word}" for count, word in ((kept.broken, "broken"), (kept.owed, "never used")) if count]
    what = f" with {' and '.join(left)}" if left else ""
    when = f"Ended on {_day(last_day(agreement))}" if agreement.ends_on else "Ended"
    if agreement.renewal is not None:
        text = f"{when}{what}. Its renewal {agreement.renewal.agreement_reference} is not signed yet."
        return Move("employer", text, f"Ask {_contact(agreement)} to sign", agreement)
    return Move("us", f"{when}{what}.", "Renew it or close it", agreement)


def _with_jobs(agreement: Agreement, jobs: list[Vacancy], today: date) -> Move:
    soonest = min(jobs, key=lambda job: (job.closes_on is None, job.closes_on or today, job.reference))
    fenced = agreement.ring_fenced_until
    if fenced and today <= fenced <= today + timedelta(days=SOON):
        text = f"Kept for our people until {_day(fenced)}; {_used(agreement, today) or 'nobody is put forward under it yet'}."
        return Move("us", text, "Open the shortlist", soonest)
    times = coming(agreement, today)
    if times:
        text = f"{_places(times)} offered, the first on {_day(times[0].starts_at)}; {_used(agreement, today) or 'nobody is booked under it yet'}."
        return Move("us", text, "Open the shortlist", times[0].vacancy or soonest)
    if agreement.kind == "guaranteed_interview":
        return Move("employer", "No times offered yet.", f"Ask {_contact(agreement)} for times", agreement)
    end = last_day(agreement)
    if end and end <= today + timedelta(days=SOON):
        return Move("us", f"Ends on {_day(end)}.", "Open the shortlist", soonest)
    count = len(jobs)
    return Move("nobody", f"{count} open {'job' if count == 1 else 'jobs'} under it.", "Open the shortlist", soonest)


def _places(times: list[Slot]) -> str:
    places = sum(slot.places or 0 for slot in times)
    return f"{places} {'place' if places == 1 else 'places'}"


def _used(agreement: Agreement, today: date) -> str:
    """`2 held and 1 booked`; empty while there is neither."""
    kept = promise(agreement, today)
    done = [f"{count} {word}" for count, word in ((kept.held, "held"), (kept.booked, "booked")) if count]
    return " and ".join(done)


def _why(agreement: Agreement, name: str) -> str:
    return next(
        (each.why for each in reversed(agreement.steps) if each.transition == name and each.why), "no reason kept"
    )


def _contact(agreement: Agreement) -> str:
    there = agreement.employer.contact
    return there.name if there and there.name else agreement.employer.name


def _day(when: date | None) -> str:
    return f"{when:%a} {when.day} {when:%B}" if when else "a day not agreed"
