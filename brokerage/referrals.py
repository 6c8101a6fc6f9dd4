"""One person put towards one vacancy: beginning it, the one way in which its state changes, and its story.

`take` changes the state, and with it what would otherwise be left over: a card on the desk, a seat, a promise that was counted; and
whoever is concerned is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage import flow
from brokerage.correspondence import telling
from brokerage.diary import attendance
from brokerage.flow import TRANSITIONS, RoleInFlow, Transition
from brokerage.models import Participant
from brokerage.promises import holds, kept_posts, standing
from brokerage.referral_models import PromisedPlace, Referral, Step
from brokerage.shortlists import NotThere, unlisted
from employers import introductions
from employers.clock import local, on_day
from employers.columns import Refused
from employers.flows import Act
from employers.introductions import random_reference
from employers.models import Slot, Vacancy
from employers.trust import caps

NOT_ON_DESK = frozenset({"declined", "set_aside", "withdrawn", "closed"})  # outcomes with which a card is taken back


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and in which role. Somebody may have several; one step is taken in one."""

    email: str
    role: RoleInFlow


CLOCK = Actor("the clock", "clock")
PERSON = Actor("the person", "participant")  # who holds the private link that went to the person


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a story. `at` is UTC; `state` is where it stood afterwards; `why` as it was written."""

    at: datetime
    by: str
    role: str
    said: str
    state: str
    why: str | None
    referral: Referral


class AskedAlready(Refused):
    def __init__(self, referral: Referral) -> None:
        self.referral = referral
        at = local(referral.asked_at)
        super().__init__(
            f"{referral.participant.called} was put towards this by {referral.asked_by} at {at:%H:%M} on {on_day(at)}. "
            "Look there how it stands."
        )


class NobodyToAsk(Refused):
    def __init__(self, participant: Participant) -> None:
        super().__init__(f"{participant.called} has no keyworker yet. Name one first, then ask.")


class PausedByThePerson(Refused):
    def __init__(self, participant: Participant) -> None:
        super().__init__(f"{participant.called} has paused, so nothing is put forward until that changes.")


class NotYourPerson(Refused):
    def __init__(self, participant: Participant) -> None:
        super().__init__(f"This is for the keyworker of {participant.called}. Ask that keyworker to do it.")


class VacancyGone(Refused):
    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Nobody is put forward for it until that changes.")


def ask(
    session: Session, participant: Participant, vacancy: Vacancy, actor: Actor, now: datetime, *, why: str | None = None
) -> Referral:
    """Asks the keyworker whether this vacancy would suit.

    Raises AskedAlready, KeptForOthers, NotConfirmed, what stands in the way at the employer (`caps.closed`), and what `flow.check` and
    `_both_there` raise."""
    begin = TRANSITIONS["ask"]
    flow.check(begin, None, actor.role, why)
    # The row of the person is held, so that two who ask at once are told apart here and not by an error of the database.
    session.execute(select(Participant.id).where(Participant.id == participant.id).with_for_update(key_share=True))
    if (already := open_for(session, participant, vacancy)) is not None:
        raise AskedAlready(already)
    if participant.keyworker is None:
        raise NobodyToAsk(participant)
    _own_people_only(participant, actor)
    _both_there(participant, vacancy, now)
    kept_posts.check_let_in(session, vacancy, participant, now)
    standing.check(session, vacancy, now)
    if (why_not := caps.closed(session, vacancy.employer, local(now).date())) is not None:
        raise why_not
    referral = Referral(
        reference=random_reference("R"),
        participant=participant,
        vacancy=vacancy,
        state=begin.after,
        asked_at=now,
        asked_by=actor.email,
    )
    session.add(referral)
    _log(referral, begin, None, actor, now, why=why)
    session.flush()
    return referral


def take(
    session: Session,
    referral: Referral,
    transition: str,
    actor: Actor,
    now: datetime,
    *,
    why: str | None = None,
    slot: Slot | None = None,
) -> Referral:
    """Takes one transition: holds the referral, changes its state, logs the step. The only way a state changes.

    `slot`: the time that the step is about, where it is not the one booked before it.

    Raises what `flow.check` raises, NotYourPerson, PausedByThePerson, VacancyGone, KeptForOthers, PostHeld."""
    step, why = TRANSITIONS[transition], (why or "").strip() or None
    hold(session, referral)
    promised = is_promised(referral)
    flow.check(step, referral.state, actor.role, why, outcome=referral.outcome, promised=promised)
    _own_people_only(referral.participant, actor)
    if step.needs_both:
        _both_there(referral.participant, referral.vacancy, now)
    _keep_posts(session, referral, step, actor, now)
    before, booked = referral.state, _slot_booked(session, referral)
    _move(session, referral, step, now)
    about = slot or booked
    _log(referral, step, before, actor, now, why=why, slot=about.reference if about else None)
    session.flush()
    telling.heard(session, referral, step.name, booked, now, why=why)
    return referral


def hold(session: Session, referral: Referral) -> None:
    """Holds the referral until the transaction ends, and looks at it again: somebody may have been quicker."""
    session.flush()  # looking again would forget what is not written yet
    before = [referral.__dict__.get(name) for name in ("introduction", "answer", "booking", "kept_seat")]
    session.refresh(referral, with_for_update={"of": Referral})
    for record in before:
        if record is not None:
            session.expire(record)


def get(session: Session, reference: str) -> Referral:
    """Raises NotThere."""
    found = session.scalar(_whole().where(Referral.reference == reference))
    if found is None:
        raise NotThere("referral", reference)
    return found


def open_for(session: Session, participant: Participant, vacancy: Vacancy) -> Referral | None:
    """The referral of this pair that has no outcome yet."""
    return session.scalar(_of_pair(participant, vacancy).where(Referral.open == "yes"))


def newest_for(session: Session, participant: Participant, vacancy: Vacancy) -> Referral | None:
    """The pair's open referral, or the one that ended last."""
    return session.scalar(_of_pair(participant, vacancy).order_by(Referral.open.is_(None), Referral.id.desc()).limit(1))


def of_person(session: Session, participant: Participant) -> Sequence[Referral]:
    """All of one person's, the newest first."""
    return session.scalars(_whole().where(Referral.participant_id == participant.id).order_by(Referral.id.desc())).all()


def of_vacancy(session: Session, vacancy: Vacancy) -> Sequence[Referral]:
    """All towards one vacancy, in the order in which they were asked."""
    return session.scalars(_whole().where(Referral.vacancy_reference == vacancy.reference).order_by(Referral.id)).all()


def story(referral: Referral) -> list[Told]:
    """What happened, in its order: each line with who, in which role, when and why."""
    names = {"name": referral.participant.called, "employer": referral.vacancy.employer.name}
    return [
        Told(
            each.at,
            each.by,
            each.role,
            TRANSITIONS[each.transition].said.format(**names),
            each.after,
            each.why,
            referral,
        )
        for each in referral.steps
    ]


def possible(referral: Referral, actor: Actor) -> tuple[Transition, ...]:
    """What that person could do now, for buttons; `take` looks again."""
    return flow.allowed(referral.state, actor.role, promised=is_promised(referral))


def check_keyworker(participant: Participant, actor: Actor) -> None:
    """Raises NotYourPerson, unless this is the participant's own keyworker, acting as such."""
    keyworker = participant.keyworker
    if actor.role != "keyworker" or keyworker is None or keyworker.email != actor.email:
        raise NotYourPerson(participant)


def is_promised(referral: Referral) -> bool:
    """Whether the employer has guaranteed this interview, so that it needs no answer of his."""
    return referral.introduction is not None and referral.introduction.agreement_reference is not None


def _whole() -> Select[Referral]:
    return select(Referral).options(
        joinedload(Referral.participant),
        joinedload(Referral.vacancy).joinedload(Vacancy.employer),
        selectinload(Referral.steps),
    )


def _of_pair(participant: Participant, vacancy: Vacancy) -> Select[Referral]:
    pair = Referral.participant_id == participant.id, Referral.vacancy_reference == vacancy.reference
    return _whole().where(*pair)


def _move(session: Session, referral: Referral, step: Transition, now: datetime) -> None:
    before, referral.state = referral.state, step.after or referral.state
    if step.after == "ended":
        referral.outcome, referral.ended_at, referral.open = step.outcome, now, None
        if referral.introduction is not None and step.outcome in NOT_ON_DESK:
            introductions.take_back(referral.introduction, now)
    if before == "booked" and referral.state not in ("booked", "met"):
        _free_seat(session, referral)
    if step.after == "ended" and before not in ("met", "offered"):
        _give_back_promise(session, referral)
    if step.after == "ended" and referral.kept_seat is not None:
        session.delete(referral.kept_seat)


def _keep_posts(session: Session, referral: Referral, step: Transition, actor: Actor, now: datetime) -> None:
    """What is kept or held of the vacancy's posts goes along: nobody passes by it, and nothing of it stays behind."""
    if step.name == "introduce":
        kept_posts.check_let_in(session, referral.vacancy, referral.participant, now)
    elif step.name == "offer":
        holds.make_room(session, referral, Act(actor.email, actor.role, now))
    elif step.after == "ended":
        holds.fall_away(session, referral, Act(actor.email, actor.role, now))


def _slot_booked(session: Session, referral: Referral) -> Slot | None:
    booking = referral.booking
    return session.scalar(select(Slot).where(Slot.reference == booking.slot_reference)) if booking else None


def _free_seat(session: Session, referral: Referral) -> None:
    if (slot := _slot_booked(session, referral)) is not None:
        attendance.go_with(session, referral, None, before=slot)
        session.delete(referral.booking)
        session.flush()
        session.expire(referral, ["booking"])
    if referral.introduction is not None:
        referral.introduction.slot_reference = None


def _give_back_promise(session: Session, referral: Referral) -> None:
    """An interview that did not come about can be promised to somebody else. The card keeps under what it was promised: it is counted there."""
    taken = session.scalar(select(PromisedPlace).where(PromisedPlace.referral_id == referral.id))
    if taken is not None:
        session.delete(taken)


def _log(
    referral: Referral,
    step: Transition,
    before: str | None,
    actor: Actor,
    now: datetime,
    *,
    why: str | None,
    slot: str | None = None,
) -> None:
    referral.steps.append(
        Step(
            at=now,
            by=actor.email,
            role=actor.role,
            transition=step.name,
            before=before,
            after=step.after or referral.state,
            why=(why or "").strip() or None,
            slot_reference=slot,
        )
    )


def _own_people_only(participant: Participant, actor: Actor) -> None:
    if actor.role == "keyworker":
        check_keyworker(participant, actor)


def _both_there(participant: Participant, vacancy: Vacancy, now: datetime) -> None:
    if participant.paused:
        raise PausedByThePerson(participant)
    if why := unlisted(vacancy, local(now).date()):
        raise VacancyGone(why)
