"""Who is entitled to an interview that an employer has guaranteed, and the places of that promise, counted down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from brokerage import shortlists
from brokerage.models import Participant
from brokerage.places import outward
from brokerage.referral_models import Booking, PromisedPlace, Referral
from employers.agreement_life import state
from employers.agreement_moves import hold
from employers.clock import local, on_day
from employers.db import broken_rule
from employers.models import Agreement, Introduction, Vacancy
from employers.readers import OUTWARD
from matching import grammar
from matching.normalise import certificate, form

Said = Literal["yes", "no", "not known"]
Standing = Literal["none", "question", "not entitled", "used up", "open", "taken"]
WAITING = ("introduced", "held", "wanted")  # with the employer, and no interview booked


class ForWhom(Protocol):
    """What names those for whom something is meant, in the words of the files."""

    @property
    def area(self) -> str | None: ...
    @property
    def training(self) -> str | None: ...
    @property
    def certificate(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that entitles, and whether it is so. Where it is not known, the text is the question."""

    what: Literal["training", "certificate", "area"]
    said: Said
    text: str


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Every ground that an agreement names; with none it entitles anybody."""

    grounds: tuple[Ground, ...]

    @property
    def said(self) -> Said:
        answers = {ground.said for ground in self.grounds}
        return "no" if "no" in answers else "not known" if "not known" in answers else "yes"

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(ground.text for ground in self.grounds) or ("The promise is to anybody who is introduced.",)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """How a referral stands to what its vacancy's employer has promised, in one sentence, with the grounds."""

    standing: Standing
    text: str
    entitlement: Entitlement | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """An interview that was promised and is not booked. `due_on` is None where no number of days was agreed."""

    referral: Referral
    agreement: Agreement
    laid_on: date
    due_on: date | None

    def days_left(self, on: date) -> int | None:
        """Days until it has to be held; below nothing when it is late."""
        return None if self.due_on is None else (self.due_on - on).days


def entitled(meant: ForWhom, participant: Participant, on: date) -> Entitlement:
    """Whether somebody is one of those for whom it is meant. What is not known is a question, never a no."""
    grounds = (
        _training(meant, participant),
        _certificate(meant, participant, on),
        _area(meant, participant),
    )
    return Entitlement(tuple(ground for ground in grounds if ground))


def guarantee(session: Session, referral: Referral, on: date) -> Guarantee:
    """Whether an interview is guaranteed to this person for this vacancy, and if not, why not."""
    agreement = referral.vacancy.agreement
    if agreement is None or agreement.kind != "guaranteed_interview":
        return Guarantee("none", "No interview is guaranteed for this vacancy.")
    found = entitled(agreement, referral.participant, on)
    if (taken := place(session, referral)) is not None:
        return Guarantee("taken", f"An interview is guaranteed under {taken.agreement_reference}.", found)
    if (why_not := _promises_nothing(agreement, on)) is not None:
        return Guarantee("none", why_not, found)
    if found.said == "no":
        return Guarantee("not entitled", " ".join(_texts(found, "no")), found)
    if found.said == "not known":
        return Guarantee("question", " ".join(_texts(found, "not known")), found)
    if _next(session, agreement) is None:
        return Guarantee(
            "used up", f"All {agreement.places} interviews promised under {agreement.reference} are taken.", found
        )
    return Guarantee("open", f"{agreement.reference} guarantees an interview.", found)


def place(session: Session, referral: Referral) -> PromisedPlace | None:
    """The place of a promise that a referral has taken."""
    return session.scalar(select(PromisedPlace).where(PromisedPlace.referral_id == referral.id))


def take_place(session: Session, referral: Referral, on: date) -> PromisedPlace | None:
    """One of the interviews promised, where this person is entitled to one. None where there is none: `guarantee` says why.

    Asked again once a question is answered, it takes what was not sure before; what is taken is taken once. It is given back
    by `referrals.take` when the referral ends before an interview was held."""
    agreement = referral.vacancy.agreement
    if agreement is None or agreement.kind != "guaranteed_interview":
        return None
    session.refresh(referral, with_for_update={"of": Referral})
    hold(session, agreement)  # what is promised stays so until this is saved, and places are taken one after the other
    if guarantee(session, referral, on).standing != "open":
        return place(session, referral)
    while (number := _next(session, agreement)) is not None:
        if (taken := _take(session, agreement, number, referral)) is not None:
            return taken
    return None


def owed(session: Session, on: date) -> list[Owed]:
    """The interviews that are owed: introduced under a guarantee and not booked. The one due first stands first.

    `on` is the day asked about; cards laid later are not counted."""
    query = (
        select(Referral, Agreement, Introduction.laid_at)
        .join(PromisedPlace, PromisedPlace.referral_id == Referral.id)
        .join(Agreement, Agreement.reference == PromisedPlace.agreement_reference)
        .join(Introduction, Introduction.id == Referral.introduction_id)
        .outerjoin(Booking, Booking.referral_id == Referral.id)
        .where(Referral.state.in_(WAITING), Booking.id.is_(None))
        .options(joinedload(Referral.participant), joinedload(Referral.introduction), joinedload(Referral.vacancy))
    )
    found = [_owed(referral, agreement, laid_at) for referral, agreement, laid_at in session.execute(query)]
    return sorted(
        (each for each in found if each.laid_on <= on),
        key=lambda each: (each.due_on or date.max, each.laid_on, each.referral.id),
    )


def questions(session: Session, on: date) -> list[tuple[Referral, Guarantee]]:
    """Who waits for an employer's answer, and would be guaranteed an interview if something that is not known were so."""
    query = (
        select(Referral)
        .join(Vacancy)
        .join(Agreement, Agreement.reference == Vacancy.agreement_reference)
        .outerjoin(PromisedPlace, PromisedPlace.referral_id == Referral.id)
        .where(Referral.state.in_(WAITING), Agreement.kind == "guaranteed_interview", PromisedPlace.id.is_(None))
        .order_by(Referral.id)
    )
    stand = [(referral, guarantee(session, referral, on)) for referral in session.scalars(query)]
    return [(referral, found) for referral, found in stand if found.standing == "question"]


def _training(meant: ForWhom, participant: Participant) -> Ground | None:
    wanted, done = meant.training, participant.training_completed
    if not wanted:
        return None
    if done is None:
        return Ground("training", "not known", f"Not known: is the training {wanted} completed?")
    if form(wanted) in {form(each) for each in grammar.items(done)}:
        return Ground("training", "yes", f"The training {wanted} is completed.")
    return Ground("training", "no", f"The training {wanted} is not completed yet.")


def _certificate(meant: ForWhom, participant: Participant, on: date) -> Ground | None:
    wanted, held, taxonomy = meant.certificate, participant.certificates, shortlists.policy().taxonomy
    if not wanted:
        return None
    if held is None:
        return Ground("certificate", "not known", f"Not known: is there a certificate {wanted}, and until when?")
    key = certificate(wanted, taxonomy)
    ends = [until for name, until in grammar.dated(held) if taxonomy.satisfies(key, certificate(name, taxonomy))]
    if any(until is None or on <= until for until in ends):
        return Ground("certificate", "yes", f"The certificate {wanted} is held.")
    if ends:
        last = max(until for until in ends if until)
        return Ground("certificate", "no", f"The certificate {wanted} ended on {on_day(last)} {last.year}.")
    return Ground("certificate", "no", f"The certificate {wanted} is not held yet.")


def _area(meant: ForWhom, participant: Participant) -> Ground | None:
    """An item is an area's code or a postcode district; what looks like a district may be either."""
    wanted = {item.upper() for item in grammar.items(meant.area or "none")}
    if not wanted:
        return None
    area = participant.area.upper() if participant.area else None
    district = outward(participant.postcode) if participant.postcode else None
    if area in wanted or district in wanted:
        return Ground("area", "yes", f"Lives in {area if area in wanted else district}, where it is promised.")
    codes = {item for item in wanted if not OUTWARD.fullmatch(item)}
    if (codes and area is None) or (wanted - codes and district is None):
        return Ground("area", "not known", f"Not known: is the home in {meant.area}?")
    return Ground("area", "no", f"It is promised to people who live in {meant.area}.")


def _promises_nothing(agreement: Agreement, on: date) -> str | None:
    """Why it promises nobody anything new on that day; None while it is in force."""
    match state(agreement, on):
        case "active":
            return None
        case "draft":
            return f"{agreement.reference} is not signed, so it guarantees no interview yet."
        case "paused":
            return f"{agreement.reference} is paused, so it guarantees nobody else an interview."
        case _:
            return f"{agreement.reference} guarantees no interview on {on_day(on)}."


def _texts(found: Entitlement, said: Said) -> list[str]:
    return [ground.text for ground in found.grounds if ground.said == said]


def _next(session: Session, agreement: Agreement) -> int | None:
    """The lowest number that nobody has taken; None when as many are as were promised. Where no number was agreed there is always one."""
    taken = set(
        session.scalars(select(PromisedPlace.number).where(PromisedPlace.agreement_reference == agreement.reference))
    )
    number = next(number for number in range(1, len(taken) + 2) if number not in taken)
    return number if agreement.places is None or len(taken) < agreement.places else None


def _take(session: Session, agreement: Agreement, number: int, referral: Referral) -> PromisedPlace | None:
    """That place; None when somebody else took it in the meantime."""
    taken = PromisedPlace(agreement_reference=agreement.reference, number=number, referral_id=referral.id)
    try:
        with session.begin_nested():
            session.add(taken)
            referral.agreement_reference = agreement.reference
            if referral.introduction is not None:
                referral.introduction.agreement_reference = agreement.reference
    except IntegrityError as error:
        if broken_rule(error) == "uq_promised_place_agreement_reference_number":
            return None
        raise
    return taken


def _owed(referral: Referral, agreement: Agreement, laid_at: datetime) -> Owed:
    laid_on, days = local(laid_at).date(), agreement.days_to_interview
    return Owed(referral, agreement, laid_on, None if days is None else laid_on + timedelta(days=days))
