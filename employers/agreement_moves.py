"""What people and days do to an agreement: the one way in which where it stands changes, and its story."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from employers.agreement_life import STATES, TRANSITIONS, by_the_clock, over, state
from employers.agreement_models import LINE, AgreementLife, AgreementStep
from employers.clock import local, on_day
from employers.columns import Refused
from employers.flows import Act, Transition, check, the_clock
from employers.models import Agreement

SAYS = {"sign": "signed", "pause": "paused", "resume": "signed", "change": "changed", "stop": "ended"}
SETTLES = {"honour": "honoured", "close": "closed"}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a story. `at` is UTC; `why` as it was written; `signed_as` the name under it."""

    at: datetime
    by: str
    role: str
    said: str
    state: str
    why: str | None
    signed_as: str | None


class NoName(Refused):
    def __init__(self) -> None:
        super().__init__(f"Write your name, at most {LINE} characters of it: it stands under the agreement.")


class PastAlready(Refused):
    def __init__(self, last: date) -> None:
        super().__init__(
            f"Its last day, {on_day(last)} {last.year}, has passed. Write a later one first, then have it signed."
        )


class NoLastDay(Refused):
    def __init__(self) -> None:
        super().__init__("It has no last day, so it goes on by itself. Write one first, then draft its renewal.")


class RenewedAlready(Refused):
    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} renews it already. Go on there.")


def take(session: Session, agreement: Agreement, name: str, act: Act) -> AgreementStep:
    """Takes one transition: holds the agreement, notes what the days did meanwhile, and logs the step.

    Raises what `flows.check` raises."""
    return _take(session, agreement, TRANSITIONS[name], act)


def sign(session: Session, agreement: Agreement, name: str, act: Act) -> None:
    """The employer's signature: typed by a contact, or noted by a coordinator who has it on paper.

    Raises NoName, PastAlready, and what `take` raises."""
    name = " ".join(name.split())
    if not name or len(name) > LINE:
        raise NoName
    hold(session, agreement)
    if agreement.ends_on is not None and agreement.ends_on <= local(act.at).date():
        raise PastAlready(date.fromordinal(agreement.ends_on.toordinal() - 1))
    _take(session, agreement, TRANSITIONS["sign"], act, signed_as=name)
    if (before := renewed_by(session, agreement)) is not None:
        catch_up(session, before, act.at)


def begin_draft(agreement: Agreement, act: Act, *, renews: Agreement | None = None) -> None:
    """Makes an agreement that was written down just now, and is not saved yet, a draft."""
    agreement.life = agreement.life or AgreementLife()
    agreement.life.said, agreement.life.renews = "draft", renews.reference if renews else None
    why = f"It renews {renews.reference}." if renews else None
    _log(agreement, "draft", (None, "draft"), replace(act, why=why))


def renew(session: Session, agreement: Agreement, reference: str, act: Act) -> Agreement:
    """Drafts the agreement that goes on in this one's place, with the same promise for as long again.

    Raises RenewedAlready, NoLastDay, and what `take` raises."""
    hold(session, agreement)
    if agreement.renewal is not None:
        raise RenewedAlready(agreement.renewal.agreement_reference)
    today = local(act.at).date()
    if agreement.ends_on is None and not over(agreement, today):
        raise NoLastDay
    _take(session, agreement, TRANSITIONS["renew"], replace(act, why=f"As {reference}."))
    start = max(agreement.ends_on or today, today)
    lasted = agreement.ends_on - agreement.starts_on if agreement.ends_on and agreement.starts_on else None
    kept = ("employer_reference", "kind", "places", "area", "training", "certificate", "days_to_interview", "notes")
    made = Agreement(reference=reference, starts_on=start, ends_on=start + lasted if lasted else None)
    for column in kept:
        setattr(made, column, getattr(agreement, column))
    made.life = AgreementLife()
    for column in ("criteria", "source", "source_reference", "length_days"):
        setattr(made.life, column, getattr(agreement.life, column, None))
    begin_draft(made, act, renews=agreement)
    session.add(made)
    session.flush()
    session.expire(agreement, ["renewal"])
    return made


def note_the_days(session: Session, now: datetime) -> None:
    """The daily job: what began and ended by its days is noted in each story."""
    parts = selectinload(Agreement.life), selectinload(Agreement.renewal), selectinload(Agreement.steps)
    for agreement in session.scalars(select(Agreement).options(*parts).order_by(Agreement.id)).all():
        if _told(agreement) != state(agreement, local(now).date()):
            catch_up(session, agreement, now)


def catch_up(session: Session, agreement: Agreement, now: datetime) -> None:
    """Notes the step that the days took since the last one, and lets a renewal have the jobs and the times to come."""
    hold(session, agreement)
    told, stands = _told(agreement), state(agreement, local(now).date())
    if told == stands:
        return
    step = TRANSITIONS[by_the_clock(told, stands)]
    _log(agreement, step.name, (told, stands), the_clock(now))
    if agreement.life is not None and agreement.life.said == "paused":
        agreement.life.said = "signed"  # a pause is over with its last day
    if step.name == "succeed" and agreement.renewal is not None:
        _hand_over(agreement, agreement.renewal.agreement_reference, now)
    session.flush()


def hold(session: Session, agreement: Agreement) -> None:
    """Holds the agreement until the transaction ends, and looks at it again: somebody may have been quicker."""
    session.flush()  # looking again would forget what is not written yet
    life = agreement.__dict__.get("life")
    session.refresh(agreement, with_for_update={"of": Agreement, "key_share": True})
    session.expire(agreement, ["life", "renewal", "steps", "promised"])
    if life is not None:
        session.expire(life)


def renewed_by(session: Session, agreement: Agreement) -> Agreement | None:
    """The agreement in whose place this one goes on."""
    before = agreement.life.renews if agreement.life else None
    return session.scalar(select(Agreement).where(Agreement.reference == before)) if before else None


def chain(session: Session, agreement: Agreement) -> list[Agreement]:
    """All that renew one another, from the first to the last; this one among them."""
    found = [agreement]
    while (before := renewed_by(session, found[0])) is not None:
        found.insert(0, before)
    while (after := found[-1].renewal) is not None:
        found.append(session.scalars(select(Agreement).where(Agreement.reference == after.agreement_reference)).one())
    return found


def signature(agreement: Agreement) -> AgreementStep | None:
    """The signature under what is promised now; None where there is none, or what was signed has been changed since."""
    last = next((each for each in reversed(agreement.steps) if each.transition in ("sign", "change")), None)
    return last if last is not None and last.transition == "sign" else None


def cleared(agreement: Agreement) -> AgreementStep | None:
    """The change for which the last signature was taken away, while nobody has signed again."""
    last = next((each for each in reversed(agreement.steps) if each.transition in ("sign", "change")), None)
    return last if last is not None and last.transition == "change" else None


def story(agreement: Agreement) -> list[Told]:
    """What happened, in its order."""
    return [
        Told(each.at, each.by, each.role, TRANSITIONS[each.transition].said, each.after, each.why, each.signed_as)
        for each in agreement.steps
    ]


def _take(
    session: Session, agreement: Agreement, step: Transition, act: Act, *, signed_as: str | None = None
) -> AgreementStep:
    catch_up(session, agreement, act.at)
    before = state(agreement, local(act.at).date())
    check(step, before, act, STATES)
    life = agreement.life = agreement.life or AgreementLife(said="signed")
    never_held = life.said == "draft"
    life.said = SAYS.get(step.name, life.said)
    life.settled = SETTLES.get(step.name, None if step.name == "change" else life.settled)
    if step.name == "stop" and never_held:
        _make_room(session, agreement, life)
    session.flush()
    logged = _log(agreement, step.name, (before, step.after or before), act, signed_as=signed_as)
    session.flush()
    catch_up(session, agreement, act.at)
    return logged


def _make_room(session: Session, agreement: Agreement, life: AgreementLife) -> None:
    """A draft that is given up never promised anything, and another may renew what it was to renew."""
    before, life.renews, life.settled = renewed_by(session, agreement), None, "closed"
    session.flush()
    if before is not None:
        session.expire(before, ["renewal"])


def _log(
    agreement: Agreement, what: str, way: tuple[str | None, str], act: Act, *, signed_as: str | None = None
) -> AgreementStep:
    logged = AgreementStep(signed_as=signed_as, **act.line(what, *way))
    agreement.steps.append(logged)
    return logged


def _told(agreement: Agreement) -> str:
    """Where its story left it; what nobody told of is as one that was signed and has not begun."""
    return agreement.steps[-1].after if agreement.steps else "signed"


def _hand_over(agreement: Agreement, reference: str, now: datetime) -> None:
    """Jobs and times to come go on under the renewal; what was promised to somebody stays where it was promised."""
    for job in agreement.vacancies:
        if job.closes_on is None or job.closes_on >= local(now).date():
            job.agreement_reference = reference
    for slot in agreement.slots:
        if slot.starts_at > local(now):
            slot.agreement_reference = reference
