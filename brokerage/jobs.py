"""The timetable: all that `brokerage work` does. Every job that is done by the date, with its rhythm, what it does and what it looks at, and
what every look at the outbox does, where each message has its own time. One line for each.

`brokerage timetable` prints it; docs/timetable.md is that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from brokerage import messages
from brokerage.correspondence import attending, employer_letters, telling
from brokerage.correspondence.employer_letters import Care
from brokerage.diary import given_up
from brokerage.diary.workdays import bank_holiday
from brokerage.due import closing, heartbeat, reminders, runs, still_open
from brokerage.due.closing import Closing
from brokerage.due.reminders import Patience
from brokerage.due.rhythms import Daily, Every, Weekly
from brokerage.due.running import Job, run_due
from brokerage.keys import repeats
from brokerage.messages import Check
from brokerage.placements import asking
from brokerage.promises import holds, seen
from brokerage.settings import Settings
from employers.agreement_moves import note_the_days
from employers.clock import local
from employers.placements import moves as placement_moves
from employers.times import openings

__all__ = ["CHECKS", "Daily", "Errand", "Every", "Job", "Weekly", "errands", "of", "run_due"]

CHECKS: dict[str, Check] = {
    closing.ANSWERS_OPEN: closing.answers_open,
    reminders.ENDS: reminders.ends_still,
    reminders.FEEDBACK: reminders.late_still,
    still_open.ASKED: still_open.open_still,
    employer_letters.ASKED: employer_letters.asked_still,
    employer_letters.AGAIN: employer_letters.asked_still,
    employer_letters.TO_SIGN: employer_letters.to_sign_still,
    employer_letters.SAFETY: employer_letters.safety_still,
    **asking.CHECKS,
    **dict.fromkeys(telling.TOLD, telling.told_still),
    telling.STAFF_LINK: telling.linked_still,
    **attending.CHECKS,
    telling.PERSON_COMING: telling.coming_still,
    telling.EMPLOYER_COMING: telling.coming_still,
}


@dataclass(frozen=True, slots=True)
class Errand:
    """What every look does with messages whose own time has come: `words` are the first ones of their keys; none: all messages.

    `asked`: it is about what became of those that went."""

    name: str
    when: str
    what: str
    looks_at: str
    words: tuple[str, ...] = ()
    asked: bool = False


def errands(settings: Settings) -> tuple[Errand, ...]:
    """They need no rhythm of their own, and no claim: a message is taken and sent once, whoever looks."""
    reminders, placements, look = settings.reminders, settings.placement_letters, settings.work.tick_seconds
    later = f"{placements.going_first_days} and {placements.going_second_days}"
    after = f"{placements.review_second_days} and {placements.review_third_days}"
    return (
        Errand(
            "the outbox",
            f"Every {look} seconds",
            "Sends each message that is due. What cannot go is tried again after ever longer waits, or told by somebody.",
            "All messages, those below among them; each is looked at again before it goes",
        ),
        Errand(
            "reminders of interviews",
            f"{reminders.first_hours} and {reminders.last_hours} hours before each",
            "Reminds the person, in the own safe hours, and the employer’s contact.",
            "Interviews that are booked, at the time that is booked now",
            (telling.PERSON_COMING, telling.EMPLOYER_COMING),
        ),
        Errand(
            "letters about placements",
            "By the days of each",
            f"Asks for signatures, again {placements.sign_working_days} working days before the start; asks the employer how it goes {later} days "
            f"after it, and for the review at the end and {after} days later; says that a placement does not go on.",
            "Placements that are to be signed, go on or have ended",
            tuple(asking.CHECKS),
        ),
        Errand(
            "asking what became of messages",
            f"{settings.notify.ask_minutes} minutes after each went, then ever more rarely",
            "Asks the provider; what arrived nowhere goes once more, or is told by somebody.",
            f"Messages that a provider took, for {settings.notify.ask_days} days",
            asked=True,
        ),
    )


def of(settings: Settings) -> tuple[Job, ...]:
    """The jobs, as the settings have them."""
    rules, address = settings.work, settings.address
    country = rules.bank_holidays
    patience = Patience(rules.feedback_days, rules.feedback_asks, rules.feedback_rest_days, country, address)
    trust = settings.trust
    care = Care(trust.ask_days, trust.safety_days, country, address)
    keep = settings.timetable
    return (
        Job(
            "empty messages",
            Daily(rules.emptying_at),
            partial(messages.empty, keep_days=settings.mail.keep_days),
            "Takes the words and the address out of messages that are over, and tasks away that are done.",
            f"Messages sent or dropped, and tasks done, more than {settings.mail.keep_days} days ago",
        ),
        Job(
            "forget answers",
            Daily(rules.emptying_at),
            partial(repeats.forget, keep_days=settings.programs.keep_days),
            "Forgets what programs were answered, which is kept so that a repeated call has one effect.",
            f"Answers older than {settings.programs.keep_days} days",
        ),
        Job(
            "vacancies that closed",
            Daily(rules.closing_at),
            partial(closing.close_past, rules=Closing(rules.closing_days, address)),
            "Ends what is open towards a vacancy that has closed, and tells the keyworkers and the coordinator.",
            f"Vacancies past their last day; an answer still waited for is given {rules.closing_days} days more",
        ),
        Job(
            "agreements by their days",
            Daily(rules.closing_at),
            note_the_days,
            "Notes that an agreement began, paused, went on or ended by its own days.",
            "Agreements with a day that has come",
        ),
        Job(
            "agreements that end",
            Daily(rules.agreements_at, country),
            partial(reminders.agreements_ending, days=rules.agreements_days, address=address),
            "Tells each coordinator once that an agreement ends soon.",
            f"Agreements that end within {rules.agreements_days} days and are not renewed",
        ),
        Job(
            "feedback that is late",
            Daily(rules.feedback_at, country),
            partial(reminders.ask_for_feedback, patience=patience),
            "Asks an employer’s contact for a word on an interview; after that the coordinator is told.",
            f"Interviews more than {rules.feedback_days} working days ago on which the employer has said nothing",
        ),
        Job(
            "vacancies that nobody confirmed",
            Daily(settings.vacancies.confirm_at, country),
            partial(still_open.ask, rules=settings.vacancies),
            "Asks the employer whether a vacancy is still open.",
            f"Vacancies of which nobody has said so for nearly {settings.vacancies.confirm_days} days",
        ),
        Job(
            "letters to employers",
            Daily(trust.letters_at, country),
            partial(_to_employers, care=care),
            "Puts a question to an employer a second time, and says that a paper of a site runs out.",
            f"Questions open for {trust.ask_days} working days; papers with {trust.safety_days} days left",
        ),
        Job(
            "ring-fences and holds",
            Daily(settings.ring_fences.noted_at),
            holds.keep_up,
            "Writes down what the date has done to them: released, run out, free again.",
            "Ring-fences with a day that has come, and posts held for one person",
        ),
        Job(
            "forget who has seen",
            Daily(rules.emptying_at),
            partial(seen.forget, keep_days=settings.ring_fences.seen_days),
            "Forgets who has opened a vacancy.",
            f"Openings more than {settings.ring_fences.seen_days} days ago",
        ),
        Job(
            "forget interviews that were off",
            Daily(rules.emptying_at),
            partial(given_up.forget, keep_days=settings.calendars.cancelled_days),
            "Forgets when an interview would have been, which calendars elsewhere are told for a while.",
            f"Interviews given up more than {settings.calendars.cancelled_days} days ago",
        ),
        Job(
            "forget old runs",
            Weekly(keep.forget_on, keep.forget_at),
            partial(runs.forget, keep_days=keep.keep_days),
            "Forgets when jobs ran, but for the last time of each.",
            f"Runs more than {keep.keep_days} days ago",
        ),
        Job(
            "forget processes that are gone",
            Every(60),
            partial(heartbeat.forget, keep_days=keep.gone_days),
            "Forgets processes of this work that ended, or were last heard of long ago.",
            f"Processes not heard of for {keep.gone_days} days",
        ),
        Job(
            "times that come again",
            Daily(settings.interviews.openings_at),
            partial(_openings, weeks=settings.interviews.openings_weeks),
            "Makes the times of openings that come again, and leaves out bank holidays and days away.",
            f"Openings, {settings.interviews.openings_weeks} weeks ahead",
        ),
        Job(
            "placements by their days",
            Daily(settings.placements.noted_at),
            placement_moves.note_the_days,
            "Notes that a placement began, or came to its last day.",
            "Placements that everybody has signed, with a day that has come",
        ),
    )


def _openings(session: Session, now: datetime, weeks: int) -> None:
    today = local(now).date()
    openings.make_all(session, today, today + timedelta(weeks=weeks), bank_holiday)


def _to_employers(session: Session, now: datetime, care: Care) -> None:
    employer_letters.ask_again(session, now, care)
    employer_letters.safety_ending(session, now, care)
