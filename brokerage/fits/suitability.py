"""The suitability check: eight factors as met, not met or not known. The engine fills them in, the keyworker completes them.

What the engine found stays beside what the keyworker made of it; a figure is never overwritten by a view.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from brokerage import referrals, shortlists
from brokerage.fits import kept_results
from brokerage.fits.told import ASK, KEPT, NAMES, WAY
from brokerage.referral_models import CheckedFactor, Opinion, Referral
from brokerage.referrals import Actor
from employers.clock import local
from employers.columns import Refused
from employers.models import LINE, NOTES
from matching.areas import UNSUITED
from matching.terms import FACTORS, Factor, FactorName, Fit, Status, Who

STATUSES: dict[Status, str] = {"pass": "Met", "fail": "Not met", "unknown": "Not known"}
OUR_RECORD = "our record"  # the source of what the engine worked out and nobody has added to


@dataclass(frozen=True, slots=True)
class Checked:
    """What a keyworker makes of one factor: `source` says who or what told it, `seen_on` when."""

    status: Status
    source: str | None = None
    seen_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is not known, and who can answer it."""

    factor: FactorName
    text: str
    who: Who | None


@dataclass(frozen=True, slots=True)
class Line:
    """One factor as a page shows it. `touched`: the keyworker has added to what the engine found."""

    factor: FactorName
    name: str
    found: Status
    status: Status
    text: str
    source: str
    seen_on: date | None
    note: str | None
    touched: bool


class Incomplete(Refused):
    """Some lines of the check cannot be kept; `wrong` has a sentence for each, by factor."""

    def __init__(self, wrong: Mapping[FactorName, str]) -> None:
        self.wrong = dict(wrong)
        super().__init__(" ".join(wrong.values()))


class NotOpen(Refused):
    def __init__(self, referral: Referral) -> None:
        super().__init__(
            f"This ended with an outcome, and its check stays as it was. Ask about {referral.participant.called} again."
        )


class NothingSaid(Refused):
    def __init__(self) -> None:
        super().__init__("There is nothing in it yet. Write what you think, in a sentence or two.")


class NotAView(Refused):
    def __init__(self) -> None:
        super().__init__("A view is the keyworker's or a coordinator's. Write to one of them.")


def fill(session: Session, referral: Referral, on: date) -> Fit:
    """Puts in what the engine finds on that day, and returns it. What the keyworker has added stays, as does all that ended."""
    referrals.hold(session, referral)
    fit = shortlists.check_pair(referral.participant, referral.vacancy, on)
    if referral.state == "ended":
        return fit
    kept = {row.factor: row for row in referral.findings}
    for factor in fit.factors:
        row = kept.get(factor.factor)
        if row is None:
            row = CheckedFactor(factor=factor.factor, status=factor.status)
            referral.findings.append(row)
        elif not _touched(row):
            row.status = factor.status
        row.found, row.text = factor.status, sentences(factor)
    kept_results.keep(session, referral, fit)
    session.flush()
    return fit


def save(session: Session, referral: Referral, rows: Mapping[FactorName, Checked], actor: Actor, now: datetime) -> None:
    """Keeps what the keyworker has put in so far. Raises Incomplete, NotOpen, NotYourPerson."""
    _own_and_open(referral, actor)
    if not referral.findings:
        fill(session, referral, local(now).date())
    kept = {row.factor: row for row in referral.findings}
    wrong = {factor: said for factor, checked in rows.items() if (said := _wrong(factor, checked, kept[factor], now))}
    if wrong:
        raise Incomplete(wrong)
    for factor, checked in rows.items():
        row = kept[factor]
        row.status, row.seen_on = checked.status, checked.seen_on
        row.source, row.note = _words(checked.source), _words(checked.note)
    session.flush()


def complete(
    session: Session, referral: Referral, rows: Mapping[FactorName, Checked], actor: Actor, now: datetime
) -> None:
    """Keeps the check and, the first time, says that the person can be asked. What is not known may stay so.

    Raises what `save` and `referrals.take` raise."""
    save(session, referral, rows, actor, now)
    if referral.state == "asked":
        referrals.take(session, referral, "check", actor, now)


def say_view(session: Session, referral: Referral, actor: Actor, text: str, now: datetime) -> Opinion:
    """The keyworker's view or a coordinator's, each kept beside the other; neither stops anything. Saying it again replaces it."""
    if actor.role not in ("keyworker", "coordinator"):
        raise NotAView
    if actor.role == "keyworker":
        referrals.check_keyworker(referral.participant, actor)
    if referral.state == "ended":
        raise NotOpen(referral)
    words = _words(text)
    if words is None:
        raise NothingSaid
    if len(words) > NOTES:
        raise Refused(f"This is {len(words)} characters long. Write at most {NOTES}.")
    view = view_of(referral, actor.role)
    if view is None:
        view = Opinion(role=actor.role)
        referral.opinions.append(view)
    view.by, view.at, view.text = actor.email, now, words
    session.flush()
    return view


def view_of(referral: Referral, role: str) -> Opinion | None:
    return next((each for each in referral.opinions if each.role == role), None)


def lines(referral: Referral, role: str) -> list[Line]:
    """The check in its order. Of law and conditions only the keyworker reads what stands there, whatever it is;
    of a journey that is too long, how long it is."""
    kept = {row.factor: row for row in referral.findings}
    far = role != "keyworker" and "travel" in kept and kept["travel"].found == "fail"
    return [
        _line(name, kept[name], role, unsuited=far and name in WAY and kept[name].found != "pass")
        for name in FACTORS
        if name in kept
    ]


def open_questions(referral: Referral, fit: Fit) -> list[Question]:
    """What is still not known, from what the engine finds now and what the keyworker has answered."""
    answered = {row.factor for row in referral.findings if row.status != "unknown"}
    return [
        Question(factor.factor, reason.text, reason.who)
        for factor in fit.factors
        if factor.factor not in answered
        for reason in factor.reasons
        if reason.status == "unknown"
    ]


def sentences(factor: Factor) -> str:
    """What the engine says of one factor, as much as a column holds."""
    return " ".join(reason.text for reason in factor.reasons)[:NOTES]


def _line(name: FactorName, row: CheckedFactor, role: str, *, unsuited: bool) -> Line:
    own = role == "keyworker" or name not in KEPT
    return Line(
        factor=name,
        name=NAMES[name],
        found=row.found,  # type: ignore[arg-type] # held by a CHECK
        status=row.status,  # type: ignore[arg-type] # held by a CHECK
        text=(UNSUITED.text if unsuited else row.text) if own else ASK,
        source=(row.source or OUR_RECORD) if own else "",
        seen_on=row.seen_on if own else None,
        note=row.note if own else None,
        touched=own and _touched(row),
    )


def _touched(row: CheckedFactor) -> bool:
    return row.source is not None or row.note is not None or row.status != row.found


def _wrong(factor: FactorName, checked: Checked, row: CheckedFactor, now: datetime) -> str | None:
    """What is wrong with one line. A status other than the engine's needs to say where it comes from."""
    name, source, note = NAMES[factor], _words(checked.source), _words(checked.note)
    if checked.status != row.found and (source is None or checked.seen_on is None):
        return f"{name}: say who or what told you, and when."
    if source is not None and checked.seen_on is None:
        return f"{name}: say when that was."
    if checked.seen_on is not None and checked.seen_on > local(now).date():
        return f"{name}: {checked.seen_on} is still to come. Write the day on which you saw or heard it."
    if factor == "legal" and note is not None:
        return f"{name}: nothing about an offence is written down here. Leave the note empty."
    if len(source or "") > LINE or len(note or "") > NOTES:
        return f"{name}: write at most {LINE} characters as the source and {NOTES} as the note."
    return None


def _own_and_open(referral: Referral, actor: Actor) -> None:
    referrals.check_keyworker(referral.participant, actor)
    if referral.state == "ended":
        raise NotOpen(referral)


def _words(text: str | None) -> str | None:
    return (text or "").replace("\r\n", "\n").strip() or None
