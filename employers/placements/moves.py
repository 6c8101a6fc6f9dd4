"""What people and days do to a placement: the one way in which where it stands changes, its signatures, and its story.

Whether it may be sent is for those who know both sides to say; what is kept here is the order of things: nothing runs before all three
have signed what it says now, and whoever changes it clears every signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from employers.clock import local, on_day
from employers.columns import Refused
from employers.flows import Act, NotThisRole, Transition, check, the_clock
from employers.models import LINE, Employer
from employers.placements import seats
from employers.placements.life import PARTIES, SIGNER, STATES, TRANSITIONS, signed_by, state
from employers.placements.models import Placement, PlacementSignature, PlacementStep

FOR_OTHERS = ("coordinator", "keyworker")  # who may write down what others signed on paper


class NoName(Refused):
    def __init__(self) -> None:
        super().__init__(f"Write the name, at most {LINE} characters of it: it stands under the paper.")


class NotTicked(Refused):
    def __init__(self) -> None:
        super().__init__("Tick that you have read it and agree; or say no below, which costs nothing.")


class ChangedMeanwhile(Refused):
    def __init__(self) -> None:
        super().__init__("It was changed while you were reading. What it says now is below; read it, then sign.")


class SignedAlready(Refused):
    def __init__(self, signature: PlacementSignature) -> None:
        super().__init__(f"{signature.signed_as} signed it on {on_day(signature.signed_on)} already. It counts once.")


class DaysPassed(Refused):
    def __init__(self, first: date) -> None:
        super().__init__(
            f"Its first day, {on_day(first)} {first.year}, has passed. A coordinator writes new days first."
        )


class NotJustNow(Refused):
    """The employer is withheld: staff read why, whoever is outside does not."""

    def __init__(self, employer: Employer, role: str) -> None:
        if role in FOR_OTHERS:
            super().__init__(
                f"{employer.name} is withheld: {employer.withheld} Nothing is signed with them, and nothing begins, until that changes."
            )
        else:
            super().__init__("It cannot be signed just now. Nothing is asked of you; we get in touch.")


class NotADay(Refused):
    """A day on which it cannot have been signed, or ended."""


class RenewedAlready(Refused):
    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} renews it already. Go on there.")


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature as it is given. `read`: the edition that was read; None on paper. `on`: the day on a paper; None: today."""

    party: str
    name: str
    how: str = "page"
    read: int | None = None
    ticked: bool = True
    on: date | None = None


def take(
    session: Session, placement: Placement, name: str, act: Act, *, changed: Sequence[list[str]] = ()
) -> PlacementStep:
    """Takes one transition: holds the placement, notes what the days did meanwhile, and logs the step. Raises what `flows.check` raises.

    A reason that is not kept is not written down either."""
    catch_up(session, placement, act.at)
    step = TRANSITIONS[name]
    check(step, placement.state, act, STATES)
    return _go(session, placement, step, act, changed=changed)


def send(session: Session, placement: Placement, act: Act) -> None:
    """Out to be signed; its places at the site are taken from now on. Raises NoRoom, DaysPassed, and what `take` raises."""
    with session.begin_nested():
        take(session, placement, "send", act)
        _still_to_come(placement, act.at)
        seats.take(session, placement)


def change(session: Session, placement: Placement, changed: Sequence[list[str]], act: Act) -> None:
    """What was out to be signed says something else now: a new edition, under which nobody has signed. Raises as `send`."""
    with session.begin_nested():
        take(session, placement, "change", act, changed=changed)
        _still_to_come(placement, act.at)
        placement.edition += 1
        seats.take(session, placement)


def sign(session: Session, placement: Placement, given: Signing, act: Act) -> PlacementSignature:
    """One of the three signs. The last of them makes it signed by all.

    Raises NotJustNow, NoName, NotTicked, ChangedMeanwhile, SignedAlready, DaysPassed, NotADay, and what `take` raises."""
    step, name = TRANSITIONS["sign"], " ".join(given.name.split())
    hold(session, placement)
    check(step, placement.state, act, STATES)
    if SIGNER.get(act.role) != given.party and not (given.how == "paper" and act.role in FOR_OTHERS):
        raise NotThisRole(replace(step, verb=f"sign for {PARTIES[given.party].lower()}"), act.role)
    employer = placement.vacancy.employer
    session.refresh(employer, ["withheld"])
    if employer.withheld is not None:
        raise NotJustNow(employer, act.role)
    if given.read is not None and given.read != placement.edition:
        raise ChangedMeanwhile
    kept = next(
        (each for each in placement.signatures if (each.party, each.edition) == (given.party, placement.edition)), None
    )
    if kept is not None:
        raise SignedAlready(kept)
    if not given.ticked:
        raise NotTicked
    if not name or len(name) > LINE:
        raise NoName
    _still_to_come(placement, act.at)
    made = PlacementSignature(
        edition=placement.edition, party=given.party, signed_as=name, signed_on=_signed_on(given, act), how=given.how,
        at=act.at, by=act.by,
    )  # fmt: skip
    placement.signatures.append(made)
    _log(placement, step.name, (placement.state, step.after), replace(act, why=None))
    session.flush()
    if signed_by(placement) == set(PARTIES):
        _go(session, placement, TRANSITIONS["complete"], the_clock(act.at))
    return made


def end(
    session: Session, placement: Placement, name: str, act: Act, *, last: date | None = None, wish: str = "programme"
) -> None:
    """Ends one that runs. `last`: the last day there, today where nobody says. Whose `wish` it was is kept, never as a fault.

    Raises NotADay, and what `take` raises."""
    today = local(act.at).date()
    with session.begin_nested():
        take(session, placement, name, act)
        day = last or today
        if placement.starts_on is None or not placement.starts_on <= day <= today:
            raise NotADay("Write a day since it began, up to today.")
        theirs = "employer" if act.role == "employer" or wish == "employer" else "programme"
        placement.ended_by = "participant" if name == "leave" else theirs
        placement.ended_on = day
        seats.give_back(session, placement, after=day)
        session.flush()


def call_off(session: Session, placement: Placement, name: str, act: Act) -> None:
    """It does not go ahead: somebody said no, or it was called off. Its places are free again. Raises what `take` raises."""
    take(session, placement, name, act)
    seats.give_back(session, placement)


def renewal_of(session: Session, placement: Placement) -> Placement | None:
    """The one that goes on in its place and was not called off."""
    return session.scalar(select(Placement).where(Placement.renews == placement.reference))


def chain(session: Session, placement: Placement) -> list[Placement]:
    """All that renew one another, from the first to the last; this one among them."""
    found = [placement]
    while found[0].renews is not None:
        found.insert(0, session.scalars(select(Placement).where(Placement.reference == found[0].renews)).one())
    while (after := renewal_of(session, found[-1])) is not None:
        found.append(after)
    return found


def note_the_days(session: Session, now: datetime) -> None:
    """The daily job: what began and ended by its days is noted in each story."""
    waits = Placement.state.in_(("signed", "running")), Placement.starts_on <= local(now).date()
    for placement in session.scalars(select(Placement).where(*waits).order_by(Placement.id)).all():
        catch_up(session, placement, now)


def catch_up(session: Session, placement: Placement, now: datetime) -> None:
    """Holds it, and notes the steps that the days took since the last one."""
    hold(session, placement)
    stands = state(placement, local(now).date())
    if placement.state == "signed" and stands == "to_sign":
        _go(session, placement, TRANSITIONS["stop"], the_clock(now))
        placement.edition += 1  # what was signed was for these days
        session.flush()
    if placement.state == "signed" and stands in ("running", "finished"):
        _go(session, placement, TRANSITIONS["begin"], the_clock(now))
    if placement.state == "running" and stands == "finished":
        _go(session, placement, TRANSITIONS["finish"], the_clock(now))


def hold(session: Session, placement: Placement) -> None:
    """Holds the placement until the transaction ends, and looks at it again: somebody may have been quicker."""
    session.flush()  # looking again would forget what is not written yet
    session.refresh(placement, with_for_update={"of": Placement, "key_share": True})
    session.expire(placement, ["days", "roles", "signatures", "steps"])


def _go(
    session: Session, placement: Placement, step: Transition, act: Act, *, changed: Sequence[list[str]] = ()
) -> PlacementStep:
    before = placement.state
    placement.state = step.after or before
    if placement.state == "ended":  # a CHECK asks for both at once
        placement.ended_by, placement.ended_on = "programme", local(act.at).date()
    if placement.state == "cancelled":
        placement.renews = None  # another can renew what this one was to renew
    told = act if step.why != "never" else replace(act, why=None)
    logged = _log(placement, step.name, (before, placement.state), told, changed)
    session.flush()
    return logged


def _log(
    placement: Placement, name: str, way: tuple[str | None, str], act: Act, changed: Sequence[list[str]] = ()
) -> PlacementStep:
    logged = PlacementStep(changed=[list(each) for each in changed], **act.line(name, *way))
    placement.steps.append(logged)
    return logged


def begin_draft(session: Session, placement: Placement, act: Act) -> None:
    """The first line of its story."""
    session.add(placement)
    _log(placement, "draft", (None, "draft"), act)
    session.flush()


def _still_to_come(placement: Placement, now: datetime) -> None:
    first = placement.starts_on
    if first is not None and first < local(now).date():
        raise DaysPassed(first)


def _signed_on(given: Signing, act: Act) -> date:
    today = local(act.at).date()
    day = given.on or today
    if day > today or day < today - timedelta(days=60):
        raise NotADay("Write the day that stands on the paper: not after today, nor two months back.")
    return day
