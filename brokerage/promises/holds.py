"""Holding one post of a vacancy for one person until a day. Holds and offers together are never more than the posts.

Whoever holds, grants or offers holds the row of the vacancy first; a seat among the posts, UNIQUE, holds it once more in the database.
A hold whose last day has passed counts no more, whether the daily job has noted it or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from brokerage import shortlists
from brokerage.models import Participant
from brokerage.promises import kept_posts
from brokerage.promises.hold_flow import STATES, TRANSITIONS
from brokerage.promises.kept_post_models import Hold, HoldChange
from brokerage.referral_models import Referral
from employers import ring_fence_plans
from employers.clock import local, on_day
from employers.columns import Refused
from employers.flows import Act, check, the_clock
from employers.introductions import random_reference
from employers.models import Vacancy
from employers.ring_fence_plans import hold as hold_row


class NotHeld(Refused):
    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no hold {reference}. Look at the vacancy how it stands.")


class HeldAlready(Refused):
    def __init__(self, hold: Hold) -> None:
        stands = "is held" if hold.state == "held" else "is asked for"
        super().__init__(f"A post {stands} for {hold.participant.called} until {on_day(hold.until)} already.")


class NoPostFree(Refused):
    def __init__(self, posts: "Posts", first: date | None) -> None:
        taken = [
            f"{count} {word}" for count, word in ((posts.held, "held"), (posts.taken, "offered or taken")) if count
        ]
        when = f" The first hold ends on {on_day(first)}." if first else ""
        of_all = "The one post is" if posts.all == 1 else f"All {posts.all} posts are"
        super().__init__(f"{of_all} spoken for: {' and '.join(taken) or 'there is none'}.{when}")


class PostHeld(Refused):
    """Offered past a hold. It is read by employers too: nobody is named."""

    def __init__(self, held: Sequence[Hold]) -> None:
        what = "1 post is" if len(held) == 1 else f"{len(held)} posts are"
        until = on_day(max(each.until for each in held))
        super().__init__(
            f"{what} held until {until}, so none is free to offer. A coordinator can give a hold up first."
        )


class BadDay(Refused):
    """The day until which a post would be held."""


class Paused(Refused):
    def __init__(self, participant: Participant) -> None:
        super().__init__(f"{participant.called} has paused, so nothing is held until that changes.")


class NotYours(Refused):
    def __init__(self, participant: Participant) -> None:
        super().__init__(f"This is for the keyworker of {participant.called}. Ask that keyworker, or a coordinator.")


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of a vacancy: how many, how many were offered or taken, and how many are held. One where no number was said."""

    all: int
    taken: int
    held: int

    @property
    def free(self) -> int:
        return max(0, self.all - self.taken - self.held)


def posts(session: Session, vacancy: Vacancy, on: date) -> Posts:
    return posts_of(session, [vacancy], on)[vacancy.reference]


def posts_of(session: Session, vacancies: Iterable[Vacancy], on: date) -> dict[str, Posts]:
    """{vacancy: its posts on that day}"""
    jobs = {job.reference: job for job in vacancies}
    of_these = Referral.vacancy_reference.in_(jobs), (Referral.state == "offered") | (Referral.outcome == "started")
    taken = select(Referral.vacancy_reference, func.count()).where(*of_these).group_by(Referral.vacancy_reference)
    held = select(Hold.vacancy_reference, func.count()).where(
        Hold.vacancy_reference.in_(jobs), Hold.state == "held", Hold.until >= on
    )
    takens = {row[0]: row[1] for row in session.execute(taken)}
    helds = {row[0]: row[1] for row in session.execute(held.group_by(Hold.vacancy_reference))}
    return {
        name: Posts(1 if job.places is None else job.places, takens.get(name, 0), helds.get(name, 0))
        for name, job in jobs.items()
    }


def get(session: Session, reference: str) -> Hold:
    """Raises NotHeld."""
    found = session.scalar(select(Hold).where(Hold.reference == reference).options(joinedload(Hold.participant)))
    if found is None:
        raise NotHeld(reference)
    return found


def of_vacancy(session: Session, vacancy: Vacancy) -> Sequence[Hold]:
    """All holds there ever were on it, the newest first."""
    query = select(Hold).where(Hold.vacancy_reference == vacancy.reference).options(joinedload(Hold.participant))
    return session.scalars(query.order_by(Hold.id.desc())).all()


def hold(
    session: Session, vacancy: Vacancy, participant: Participant, until: date, act: Act, *, most_days: int
) -> Hold:
    """A coordinator holds a post; a keyworker asks for it. `most_days`: the longest that a hold may last.

    Raises what `_possible` raises, BadDay, HeldAlready, and for a coordinator NoPostFree."""
    what = "ask" if act.role == "keyworker" else "hold"
    check(TRANSITIONS[what], None, act, STATES)
    _own_people_only(participant, act)
    _hold_row(session, vacancy, act.at)
    _possible(session, vacancy, participant, act.at)
    _check_day(until, local(act.at).date(), most_days)
    if (already := _open_for(session, vacancy, participant)) is not None:
        raise HeldAlready(already)
    made = Hold(
        reference=random_reference("H"),
        vacancy=vacancy,
        participant=participant,
        state=TRANSITIONS[what].after,
        seat=_seat(session, vacancy, act.at) if what == "hold" else None,
        until=until,
        made_at=act.at,
        made_by=act.by,
    )
    session.add(made)
    _log(made, what, None, act)
    session.flush()
    return made


def grant(session: Session, held: Hold, act: Act) -> Hold:
    """A coordinator holds the post that a keyworker asked for. Raises NoPostFree, and what `_possible` raises."""
    _held_now(session, held, act)
    check(TRANSITIONS["grant"], held.state, act, STATES)
    _possible(session, held.vacancy, held.participant, act.at)
    seat = _seat(session, held.vacancy, act.at)
    before, held.state, held.seat = held.state, "held", seat
    _log(held, "grant", before, act)
    session.flush()
    return held


def leave(session: Session, held: Hold, act: Act) -> Hold:
    """A coordinator says that no post is held, and why."""
    return _end(session, held, "leave", act)


def give_up(session: Session, held: Hold, act: Act) -> Hold:
    """Somebody gives it up before its day: the post is free for others."""
    return _end(session, held, "give_up", act)


def expire(session: Session, now: datetime) -> None:
    """Notes every hold whose last day has passed."""
    query = select(Hold).where(Hold.open == "yes", Hold.until < local(now).date()).order_by(Hold.vacancy_reference)
    for held in session.scalars(query.options(joinedload(Hold.vacancy))).all():
        _hold_row(session, held.vacancy, now)


def make_room(session: Session, referral: Referral, act: Act) -> None:
    """An offer takes the post held for this person, or a free one. Raises PostHeld where all that is free is held for others."""
    vacancy = referral.vacancy
    _hold_row(session, vacancy, act.at)
    own = _open_for(session, vacancy, referral.participant)
    others = [each for each in _held_of(session, vacancy) if each is not own]
    there = posts(session, vacancy, local(act.at).date())
    if others and there.taken + 1 + len(others) > there.all:
        raise PostHeld(others)
    if own is not None:
        _close(own, "use", act)
        session.flush()


def fall_away(session: Session, referral: Referral, act: Act) -> None:
    """What was held for somebody ends with the referral for which it was held."""
    _hold_row(session, referral.vacancy, act.at)
    own = _open_for(session, referral.vacancy, referral.participant)
    if own is not None:
        _close(own, "fall_away", act)
        session.flush()


def keep_up(session: Session, now: datetime) -> None:
    """Every day: what the date, the introductions and the jobs taken have done to holds and ring-fences is noted."""
    expire(session, now)
    for fence in ring_fence_plans.open_ones(session):
        hold_row(session, fence.vacancy)
        there = posts(session, fence.vacancy, local(now).date())
        ring_fence_plans.keep_up(session, fence, now, filled=there.taken >= there.all)


def _hold_row(session: Session, vacancy: Vacancy, now: datetime) -> None:
    """Holds the vacancy's row, and notes which of its holds have run out."""
    hold_row(session, vacancy)
    on = local(now).date()
    query = select(Hold).where(Hold.vacancy_reference == vacancy.reference, Hold.open == "yes", Hold.until < on)
    for over in session.scalars(query.execution_options(populate_existing=True)).all():
        _close(over, "expire", the_clock(now, f"It ran until {on_day(over.until)} {over.until.year}."))
    session.flush()


def _held_now(session: Session, held: Hold, act: Act) -> None:
    """Looks at a hold again once the vacancy is held: somebody may have been quicker. Raises NotYours."""
    _own_people_only(held.participant, act)
    _hold_row(session, held.vacancy, act.at)
    session.refresh(held)


def _possible(session: Session, vacancy: Vacancy, participant: Participant, now: datetime) -> None:
    """Raises Paused, KeptForOthers, and Refused for a vacancy in no list."""
    if participant.paused:
        raise Paused(participant)
    if why := shortlists.unlisted(vacancy, local(now).date()):
        raise Refused(f"{why} No post of it is held until that changes.")
    kept_posts.check_let_in(session, vacancy, participant, now)


def _check_day(until: date, on: date, most_days: int) -> None:
    if until < on:
        raise BadDay(f"{on_day(until)} has passed. Write a day from today on.")
    if (until - on).days > most_days:
        raise BadDay(f"A post is held for {most_days} days at the most. Write a day sooner than {on_day(until)}.")


def _seat(session: Session, vacancy: Vacancy, now: datetime) -> int:
    """The lowest of the posts that nobody holds. Raises NoPostFree."""
    there, held = posts(session, vacancy, local(now).date()), _held_of(session, vacancy)
    if there.taken + len(held) >= there.all:
        raise NoPostFree(replace(there, held=len(held)), min((each.until for each in held), default=None))
    seats = {each.seat for each in held}
    return next(seat for seat in range(1, there.all + 1) if seat not in seats)


def _held_of(session: Session, vacancy: Vacancy) -> list[Hold]:
    query = select(Hold).where(Hold.vacancy_reference == vacancy.reference, Hold.state == "held")
    return list(session.scalars(query.order_by(Hold.until)))


def _open_for(session: Session, vacancy: Vacancy, participant: Participant) -> Hold | None:
    pair = Hold.vacancy_reference == vacancy.reference, Hold.participant_id == participant.id
    return session.scalar(select(Hold).where(*pair, Hold.open == "yes"))


def _end(session: Session, held: Hold, what: str, act: Act) -> Hold:
    _held_now(session, held, act)
    check(TRANSITIONS[what], held.state, act, STATES)
    _close(held, what, act)
    session.flush()
    return held


def _close(held: Hold, what: str, act: Act) -> None:
    before, held.state = held.state, TRANSITIONS[what].after
    held.open, held.seat, held.ended_at = None, None, act.at
    _log(held, what, before, act)


def _log(held: Hold, what: str, before: str | None, act: Act) -> None:
    held.changes.append(HoldChange(**act.line(what, before, held.state)))


def _own_people_only(participant: Participant, act: Act) -> None:
    keyworker = participant.keyworker
    if act.role == "keyworker" and (keyworker is None or keyworker.email != act.by):
        raise NotYours(participant)
