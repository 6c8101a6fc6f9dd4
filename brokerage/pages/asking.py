"""Asking the keyworkers of the people chosen on a shortlist: who is asked, who is not, and what is said of both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, referrals
from brokerage.access import actor
from brokerage.fits.questions import first_name
from brokerage.models import Participant
from brokerage.pages.acting import acting, moment
from brokerage.pages.ways import Way, way
from brokerage.promises import entitlement
from brokerage.referrals import AskedAlready
from brokerage.shortlists import participant, vacancy
from employers.agreement_life import in_force
from employers.agreements import promise
from employers.clock import local, on_day
from employers.columns import Refused
from employers.db import transaction
from employers.models import Vacancy


@dataclass
class Asked:
    """What came of asking: who was asked, and a sentence for each who was not."""

    people: list[Participant] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """Lorraine was asked by Sam at 10:42. The other two have been asked."""
        if not self.people:
            return " ".join(self.not_asked)
        if self.not_asked:
            others = len(self.people)
            rest = "The other one has" if others == 1 else f"The other {NUMBERS.get(others, others)} have"
            return " ".join([*self.not_asked, f"{rest} been asked."])
        names = _and([person.called for person in self.people])
        keyworkers = {person.keyworker_id for person in self.people}
        return f"{'The keyworker' if len(keyworkers) == 1 else 'The keyworkers'} of {names} {'is' if len(keyworkers) == 1 else 'are'} asked."


NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def ask(reference: str, people: Sequence[str], why: str | None) -> Asked:
    """Asks for each of these people, one after the other: what hinders one hinders nobody else."""
    done = Asked()
    for each in dict.fromkeys(people):
        try:
            with transaction(by=actor()) as session:
                _ask(session, reference, each, why, done)
        except Refused as refused:
            done.not_asked.append(str(refused))
    return done


def chosen(session: Session, people: Sequence[str]) -> list[Participant]:
    """The people of these references, in their order."""
    found = session.scalars(select(Participant).where(Participant.reference.in_(people))).unique()
    by_reference = {person.reference: person for person in found}
    return [by_reference[each] for each in dict.fromkeys(people) if each in by_reference]


def under_way(session: Session, job: Vacancy) -> dict[str, Way]:
    """{person: how the latest referral to this vacancy stands}"""
    now = moment()
    return {each.participant.reference: way(each, now) for each in referrals.of_vacancy(session, job)}


def guaranteed(job: Vacancy, people: Sequence[Participant], now: datetime) -> set[str]:
    """Who is entitled to an interview that is promised for this vacancy, while there is one left to give."""
    agreement, on = job.agreement, local(now).date()
    if agreement is None or agreement.kind != "guaranteed_interview" or not in_force(agreement, on):
        return set()
    if promise(agreement, on).left == 0:
        return set()
    return {person.reference for person in people if entitlement.entitled(agreement, person, on).said == "yes"}


def was_asked(session: Session, way: Way, now: datetime) -> str:
    """Lorraine was asked by Sam at 10:42."""
    return _sentence(session, way.referral.participant, way.referral.asked_by, way.referral.asked_at, now)


def _ask(session: Session, reference: str, each: str, why: str | None, done: Asked) -> None:
    now, person = moment(), participant(session, each)
    try:
        referrals.ask(session, person, vacancy(session, reference), acting(person, "ask"), now, why=why)
        done.people.append(person)
    except AskedAlready as already:
        referral = already.referral
        done.not_asked.append(_sentence(session, person, referral.asked_by, referral.asked_at, now))


def _sentence(session: Session, person: Participant, by: str, at: datetime, now: datetime) -> str:
    user, clock = accounts.find(session, by), local(at)
    who = "you" if by == actor() else (user.called.split()[0] if user else by)
    day = "" if clock.date() == local(now).date() else f" on {on_day(clock)}"
    return f"{first_name(person)} was asked by {who} at {clock:%H:%M}{day}."


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
