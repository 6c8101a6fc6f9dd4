"""Writing a placement down: a draft for a person and a vacancy, what is changed in it, and the renewal that goes on from it.

Nothing that was written is dropped: a renewal begins with everything of the one before, its days moved on by whole weeks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from brokerage import consent
from brokerage.diary import busy
from brokerage.diary.busy import Taken
from brokerage.models import Participant
from brokerage.placements import arranged, asking
from brokerage.placements.looking import booked_over, open_points
from brokerage.placing_models import Placed
from brokerage.referral_models import Referral
from brokerage.referrals import Actor, PausedByThePerson, check_keyworker
from employers.agreement_life import over
from employers.clock import local, on_day
from employers.columns import Refused
from employers.flows import Act
from employers.introductions import Card, random_reference
from employers.models import LINE, NOTES, Agreement, Vacancy
from employers.placements import moves as placement_moves
from employers.placements.days import Hours, in_rotation, totals
from employers.placements.models import Placement, PlacementDay, PlacementRole
from employers.placements.moves import FOR_OTHERS, RenewedAlready
from employers.placements.paper import differences, hours_of, whole
from employers.placements.rules import SCHEMES, Finding
from employers.readers import postcode as read_postcode
from employers.trust.safety import PLACEMENTS
from employers.trust.said import plain
from matching.week import Unreadable

WORDS = {"where": LINE, "supervisor": LINE, "tasks": NOTES, "leads_to": NOTES, "expenses": LINE, "bring": LINE}
COPIED = ("kind", "scheme", "vacancy_reference", "introduction_id", "site", "paid", "only_person", "job_weeks", *WORDS)


class NotYetWhole(Refused):
    """It cannot be sent, or changed so, as it stands."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(each.text for each in findings))


class BookedOver(Refused):
    """It cannot be signed as it stands: the person is booked somewhere in its hours. Where that is, staff alone read."""

    def __init__(self, placed: Placed, other: Taken, role: str) -> None:
        name, day = placed.participant.called, on_day(other.starts)
        told = f"{other.said} takes some of {name}’s hours on {day}. Move it first, or change that day."
        super().__init__(
            f"{told[:1].upper()}{told[1:]}"
            if role in FOR_OTHERS
            else f"The hours on {day} are being looked at again, so it cannot be signed just now. We will be in touch."
        )


class BadCell(Refused):
    """What was typed in a field cannot be kept."""

    def __init__(self, name: str, text: str) -> None:
        self.field = name
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says of it. `words`: its lines of text by name; `roles`: (name, days) in their order."""

    scheme: str
    hours: Sequence[Hours] = ()
    roles: Sequence[tuple[str, int]] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
    paid: bool = False
    only_person: bool | None = None
    job_weeks: int | None = None
    support: str = ""
    arranged: str = ""  # blank: what was arranged before stays


def draft(
    session: Session,
    participant: Participant,
    vacancy: Vacancy,
    actor: Actor,
    now: datetime,
    *,
    scheme: str,
    card: Card | None = None,
    agreed_on: date | None = None,
    referral: Referral | None = None,
) -> Placed:
    """A new draft. `card`: the words that the person agreed to show this employer. Raises PausedByThePerson, BadCell, NotYourPerson."""
    check_own(participant, actor)
    if participant.paused:
        raise PausedByThePerson(participant)
    if scheme not in SCHEMES:
        raise BadCell("scheme", "Choose whose rules it keeps.")
    made = Placement(
        reference=random_reference("W"),
        vacancy_reference=vacancy.reference,
        agreement_reference=_agreement(vacancy, local(now).date()),
        introduction_id=referral.introduction_id if referral is not None else None,
        card=card or [],
        drafted_at=now,
        drafted_by=actor.email,
    )
    _scheme(made, scheme)
    placement_moves.begin_draft(session, made, Act(actor.email, actor.role, now))
    placed = Placed(placement=made, participant=participant, referral=referral, agreed_on=agreed_on)
    session.add(placed)
    session.flush()
    return placed


def edit(
    session: Session,
    placed: Placed,
    typed: Typed,
    actor: Actor,
    now: datetime,
    *,
    why: str | None = None,
    look: Callable[[], None] = lambda: None,
) -> None:
    """Writes what the form says. Of what was sent already it clears every signature, and all three are asked again.

    `look` is called once nobody else can change it: it may raise where the form rests on what is no longer so.

    Raises BadCell, NotYetWhole, and what `arranged.write` and `placements.moves.change` raise; then nothing has changed."""
    placement = placed.placement
    check_own(placed.participant, actor)
    busy.hold(session, placed.participant_id)
    placement_moves.catch_up(session, placement, now)  # by the days that were signed, before there are others
    look()
    with session.begin_nested():
        before = whole(placement)
        _write(placement, placed, typed)
        session.flush()
        session.expire(placement, ["days", "roles"])
        if typed.arranged.strip():
            arranged.write(placed, typed.arranged)
        changed = differences(before, whole(placement))
        if placement.state == "draft" or not changed:
            return
        _stop(open_points(session, placed, now))
        placement_moves.change(session, placement, changed, Act(actor.email, actor.role, now, why))
    asking.ask(session, placed, now)


def arrange(session: Session, placed: Placed, text: str, actor: Actor) -> None:
    """What was arranged for the days that meet what the person has stated. Raises NotYourPerson, and what `arranged.write` raises."""
    check_own(placed.participant, actor)
    placement_moves.hold(session, placed.placement)
    if placed.placement.state not in ("draft", "to_sign", "signed"):
        raise Refused("It has begun, or is over: what was arranged for its days stays as it was written.")
    arranged.write(placed, text)
    session.flush()


def check_free(session: Session, placed: Placed, act: Act) -> None:
    """Holds the person and the placement. Raises BookedOver where an interview was booked in its hours."""
    busy.hold(session, placed.participant_id)
    placement_moves.hold(session, placed.placement)
    if others := booked_over(session, placed):
        raise BookedOver(placed, others[0], act.role)


def say_card(session: Session, placed: Placed, card: Card, agreed_on: date, actor: Actor) -> None:
    """The words that the person agrees to show, while nobody has been shown any. Raises NotYourPerson."""
    check_own(placed.participant, actor)
    placement_moves.hold(session, placed.placement)
    if placed.placement.state != "draft":
        raise Refused(
            "The employer has read these words already, so they stay. To take them back, call the placement off."
        )
    placed.placement.card, placed.agreed_on = list(card), agreed_on
    session.flush()


def named(participant: Participant) -> Card:
    """A card with the name alone. Raises NotAgreed where the person has not agreed that employers may be told it."""
    return consent.preview(participant, ["name"], [{"part": "name", "text": participant.name or ""}])


def send(session: Session, placed: Placed, actor: Actor, now: datetime) -> None:
    """Out to all three. Raises NotYetWhole, and what `placements.moves.send` raises."""
    busy.hold(session, placed.participant_id)
    placement_moves.hold(session, placed.placement)
    _stop(open_points(session, placed, now))
    placement_moves.send(session, placed.placement, Act(actor.email, actor.role, now))
    asking.ask(session, placed, now)


def renew(session: Session, placed: Placed, actor: Actor, now: datetime) -> Placed:
    """Drafts the one that goes on after it, with everything that it says. Raises RenewedAlready, and what `take` raises."""
    old = placed.placement
    check_own(placed.participant, actor)
    placement_moves.hold(session, old)
    if (there := placement_moves.renewal_of(session, old)) is not None:
        raise RenewedAlready(there.reference)
    reference = random_reference("W")
    placement_moves.take(session, old, "renew", Act(actor.email, actor.role, now, f"As {reference}."))
    made = Placement(
        reference=reference, renews=old.reference, card=list(old.card), drafted_at=now, drafted_by=actor.email
    )
    for column in COPIED:
        setattr(made, column, getattr(old, column))
    made.agreement_reference = _agreement(old.vacancy, local(now).date())
    made.roles = [PlacementRole(number=each.number, name=each.name, days=each.days) for each in old.roles]
    _set_days(made, _moved_on(hours_of(old)))
    placement_moves.begin_draft(session, made, Act(actor.email, actor.role, now, f"It renews {old.reference}."))
    next_one = Placed(
        placement=made,
        participant=placed.participant,
        referral=placed.referral,
        agreed_on=placed.agreed_on,
        support=placed.support,
        arranged=placed.arranged,  # for the days before; whether it holds for these is asked
    )
    session.add(next_one)
    session.flush()
    return next_one


def check_own(participant: Participant, actor: Actor) -> None:
    """A keyworker acts for the own people only. Raises NotYourPerson."""
    if actor.role == "keyworker":
        check_keyworker(participant, actor)


def _agreement(vacancy: Vacancy, today: date) -> str | None:
    """The agreement on placements under which the vacancy is, unless that is over."""
    agreement: Agreement | None = vacancy.agreement
    if agreement is None or agreement.kind not in PLACEMENTS:
        return None
    if over(agreement, today) and agreement.renewal is not None and agreement.renewal.said != "draft":
        return agreement.renewal.agreement_reference
    return agreement.reference


def _scheme(placement: Placement, scheme: str) -> None:
    placement.scheme = scheme
    placement.kind = "job_trial" if scheme == "job_trial" else "work_experience"


def _write(placement: Placement, placed: Placed, typed: Typed) -> None:
    if typed.scheme not in SCHEMES:
        raise BadCell("scheme", "Choose whose rules it keeps.")
    _scheme(placement, typed.scheme)
    for name, most in WORDS.items():
        setattr(placement, name, _text(name, typed.words.get(name, ""), most))
    placement.site = _site(typed.site)
    placement.paid, placement.only_person, placement.job_weeks = typed.paid, typed.only_person, typed.job_weeks
    placed.support = _text("support", typed.support, NOTES)
    _set_roles(placement, typed.roles)
    _set_days(placement, in_rotation(typed.hours, [days for _, days in typed.roles]) if typed.roles else typed.hours)


def _set_roles(placement: Placement, roles: Sequence[tuple[str, int]]) -> None:
    kept = {each.number: each for each in placement.roles}
    for number, (name, days) in enumerate(roles, 1):
        role = kept.pop(number, None)
        if role is None:
            placement.roles.append(PlacementRole(number=number, name=name, days=days))
        else:
            role.name, role.days = name, days
    for gone in kept.values():
        placement.roles.remove(gone)


def _set_days(placement: Placement, hours: Sequence[Hours]) -> None:
    """Rows that stay are changed in place: a day has one row."""
    kept = {each.day: each for each in placement.days}
    for each in sorted(hours):
        day = kept.pop(each.day, None)
        if day is None:
            day = PlacementDay(day=each.day)
            placement.days.append(day)
        day.starts, day.ends, day.break_minutes, day.role = each.starts, each.ends, each.break_minutes, each.role
    for gone in kept.values():
        placement.days.remove(gone)
    sums = totals(hours)
    placement.starts_on, placement.ends_on = sums.first, sums.last


def _moved_on(hours: Sequence[Hours]) -> list[Hours]:
    """The same days, so many whole weeks later that they begin after the last."""
    sums = totals(hours)
    weeks = -(-sums.calendar_days // 7)
    return [replace(each, day=each.day + timedelta(weeks=weeks)) for each in hours]


def _text(name: str, typed: str, most: int) -> str | None:
    words = plain(typed).strip() if name in ("tasks", "leads_to", "support") else " ".join(plain(typed).split())
    if len(words) > most:
        raise BadCell(name, f"This is {len(words)} characters long. Write at most {most}.")
    return words or None


def _site(typed: str) -> str | None:
    try:
        return str(read_postcode(typed.strip())) if typed.strip() else None
    except Unreadable:
        raise BadCell(
            "site", "Write the site’s postcode, such as HB1 2RH, or leave it empty where it is the vacancy’s."
        ) from None


def _stop(findings: Sequence[Finding]) -> None:
    if stopping := [each for each in findings if each.stops]:
        raise NotYetWhole(stopping)
