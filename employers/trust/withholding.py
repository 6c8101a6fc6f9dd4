"""Why an employer is withheld: on what evidence, since when, what the employer says, and who looks at it again.

Whether an employer is withheld is `Employer.withheld`, which a file can set and clear; the case here stands behind it. A second person
reviews it: keeps it until a day, or puts the employer back with a reason. Nothing that runs already is cancelled by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from employers.columns import Refused
from employers.models import NOTES, Employer
from employers.trust.said import plain
from employers.trust_models import Withholding, WithholdingStep

REASON = 500  # characters of `Employer.withheld`
BY_FILE = "a file"


class NothingSaid(Refused):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what} Without it nothing is changed.")


class Longer(Refused):
    def __init__(self, length: int, most: int) -> None:
        super().__init__(f"This is {length} characters long. Write at most {most}.")


class WithheldAlready(Refused):
    def __init__(self) -> None:
        super().__init__("This employer is withheld already. Look at the case, and add to it.")


class NotWithheld(Refused):
    def __init__(self) -> None:
        super().__init__("This employer is not withheld any more. Look at what happened meanwhile.")


class SecondPerson(Refused):
    def __init__(self) -> None:
        super().__init__("Whoever withheld an employer does not review it as well. Ask another manager.")


class ReviewPast(Refused):
    def __init__(self) -> None:
        super().__init__("Choose a day that is still to come for the next look at it.")


@dataclass(frozen=True, slots=True)
class Due:
    """An employer whose case is to be looked at. `case` is None where a file wrote the reason and nothing stands behind it."""

    employer: Employer
    case: Withholding | None


def case(session: Session, employer: Employer) -> Withholding | None:
    """The open case of an employer that is withheld; None where nothing but a file's word is known."""
    return _open(session, employer) if employer.withheld else None


def cases(session: Session, employer: Employer) -> Sequence[Withholding]:
    """All of an employer's, the newest first."""
    query = select(Withholding).where(Withholding.employer_reference == employer.reference)
    return session.scalars(query.options(selectinload(Withholding.steps)).order_by(Withholding.id.desc())).all()


def evidence(found: Withholding | None) -> list[WithholdingStep]:
    return [step for step in found.steps if step.what in ("withheld", "evidence")] if found else []


def withhold(
    session: Session, employer: Employer, reason: str, rests_on: str, review_on: date, *, by: str, now: datetime
) -> Withholding:
    """From now on this employer reaches nobody new. Raises WithheldAlready, NothingSaid, Longer, ReviewPast."""
    _hold(session, employer)
    if employer.withheld:
        raise WithheldAlready
    _check_day(review_on, now)
    said, words = _words(reason, "Say why, in a few words.", REASON), _words(rests_on, "Say what it rests on.")
    if (stale := _open(session, employer)) is not None:  # a file has cleared the reason meanwhile
        _end(stale, BY_FILE, "Put back by a file.", now)
        session.flush()
    employer.withheld = said
    made = _new(session, employer, by, review_on, now)
    _step(made, "withheld", f"{said}\n{words}", by=by, now=now, review_on=review_on)
    session.flush()
    return made


def note(
    session: Session, employer: Employer, what: str, text: str, review_on: date, *, by: str, now: datetime
) -> Withholding:
    """More of what it rests on (`evidence`), or what the employer says (`their_side`). `review_on`: where a file began it."""
    found = _case(session, employer, review_on, now)
    _step(found, what, _words(text, "Write what was seen or said."), by=by, now=now)
    if found.opened_by is None and what == "evidence":
        found.opened_by = by
    session.flush()
    return found


def keep(session: Session, employer: Employer, review_on: date, why: str, *, by: str, now: datetime) -> Withholding:
    """A second person has looked at it: it stays, and is looked at again on that day. Raises SecondPerson, ReviewPast, NothingSaid."""
    found = _reviewed(session, employer, by, review_on, now)
    _check_day(review_on, now)
    found.review_on = review_on
    _step(found, "kept", _words(why, "Say what you found."), by=by, now=now, review_on=review_on)
    session.flush()
    return found


def put_back(session: Session, employer: Employer, why: str, *, by: str, now: datetime) -> Withholding:
    """A second person has looked at it: the employer is in lists again. Raises SecondPerson, NothingSaid."""
    found = _reviewed(session, employer, by, now.date(), now)
    _end(found, by, _words(why, "Say why they are put back."), now)
    employer.withheld = None
    session.flush()
    return found


def due(session: Session, today: date) -> list[Due]:
    """Withheld employers that somebody is to look at again by today, or for which nothing but a file's word is known."""
    query = select(Employer).where(Employer.withheld.is_not(None)).order_by(Employer.name, Employer.reference)
    found = [Due(each, _open(session, each)) for each in session.scalars(query)]
    return [each for each in found if each.case is None or each.case.review_on <= today]


def _hold(session: Session, employer: Employer) -> None:
    """Two who decide at once wait for each other, and the second sees what the first did."""
    session.flush()
    session.refresh(employer, with_for_update={"of": Employer})


def _open(session: Session, employer: Employer) -> Withholding | None:
    own = Withholding.employer_reference == employer.reference, Withholding.open == "yes"
    return session.scalar(select(Withholding).where(*own).options(selectinload(Withholding.steps)))


def _case(session: Session, employer: Employer, review_on: date, now: datetime) -> Withholding:
    """The open case, begun with the file's word where there is none yet. Raises NotWithheld."""
    _hold(session, employer)
    if not employer.withheld:
        raise NotWithheld
    if (found := _open(session, employer)) is not None:
        session.refresh(found)
        return found
    made = _new(session, employer, None, review_on, now)
    _step(made, "by_file", employer.withheld, by=BY_FILE, now=now)
    session.flush()
    return made


def _reviewed(session: Session, employer: Employer, by: str, review_on: date, now: datetime) -> Withholding:
    found = _case(session, employer, review_on, now)
    if found.opened_by == by:
        raise SecondPerson
    found.reviewed_by = by
    return found


def _new(session: Session, employer: Employer, by: str | None, review_on: date, now: datetime) -> Withholding:
    made = Withholding(employer=employer, since=now, opened_by=by, review_on=review_on, open="yes")
    session.add(made)
    return made


def _step(found: Withholding, what: str, text: str, *, by: str, now: datetime, review_on: date | None = None) -> None:
    found.steps.append(WithholdingStep(at=now, by=by, what=what, text=text, review_on=review_on))


def _end(found: Withholding, by: str, why: str, now: datetime) -> None:
    found.open, found.ended_at = None, now
    _step(found, "put_back", why, by=by, now=now)


def _words(text: str, missing: str, most: int = NOTES - REASON) -> str:
    words = plain(text)
    if not words:
        raise NothingSaid(missing)
    if len(words) > most:
        raise Longer(len(words), most)
    return words


def _check_day(day: date, now: datetime) -> None:
    if day <= now.date():
        raise ReviewPast
