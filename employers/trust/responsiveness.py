"""How an employer answers: counts of a period, for people to read. Nothing ranks by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from employers.models import Introduction, Vacancy


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """Of people introduced since `since` (UTC): `days` is the median until an answer, None where nobody was answered.

    `met` interviews took place, and on `feedback` of them the employer said something."""

    since: datetime
    introduced: int
    answered: int
    days: float | None
    interviews: int
    met: int
    feedback: int

    def few(self, least: int) -> bool:
        """Whether it is too few to say anything by."""
        return self.introduced < least


def responsiveness(session: Session, employer: str, since: datetime) -> Responsiveness:
    """A promised interview needs no answer, so it counts as one when it was given or booked; what was taken back before does not count."""
    query = (
        select(Introduction)
        .join(Introduction.vacancy)
        .where(Vacancy.employer_reference == employer, Introduction.laid_at >= since)
    )
    cards = [card for card in session.scalars(query) if card.taken_back_at is None or card.answer is not None]
    waits = _waits(cards)
    met = [card for card in cards if card.met]
    return Responsiveness(
        since,
        introduced=len(cards),
        answered=sum(_answered(card) for card in cards),
        days=round(median(waits), 1) if waits else None,
        interviews=sum(card.slot_reference is not None or bool(card.met) for card in cards),
        met=len(met),
        feedback=sum(card.feedback is not None for card in met),
    )


def _answered(card: Introduction) -> bool:
    return card.answer in ("see", "not_this_time") or card.slot_reference is not None


def _waits(cards: Sequence[Introduction]) -> list[float]:
    """Days between the card and the answer; an answer on hold is none yet."""
    return [
        (card.answered_at - card.laid_at).total_seconds() / 86_400
        for card in cards
        if card.answered_at is not None and card.answer in ("see", "not_this_time")
    ]
