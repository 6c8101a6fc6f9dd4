"""The person's own word at the end of a placement, through the keyworker or by a private link, and whether papers are made of it.

A certificate stands on both: what the employer wrote, and that the person has read it and finds it so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.placements.own_word_models import OwnWord
from brokerage.placing_models import Placed
from employers import readers
from employers.columns import Refused
from employers.models import LINE, NOTES
from employers.placements import reviews as placement_reviews
from employers.placements.after_models import PlacementReview
from employers.placements.attendance import hold
from employers.placements.models import Placement
from employers.trust.said import plain


class NothingToRead(Refused):
    def __init__(self) -> None:
        super().__init__("The employer has written nothing yet. Your word goes with theirs, so it can wait.")


class ChangedMeanwhile(Refused):
    def __init__(self) -> None:
        super().__init__("The employer has changed the words meanwhile. Read them again, then say what you think.")


class BadWord(Refused):
    """`sentences`: {field: what is wrong}."""

    def __init__(self, sentences: dict[str, str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences.values()))


class NotAgreedYet(Refused):
    def __init__(self, called: str) -> None:
        super().__init__(
            f"There is no certificate yet: the employer writes what was done, and {called} says whether it was so."
        )


class NoReference(Refused):
    def __init__(self) -> None:
        super().__init__("The employer has not written a reference. Ask for one in the review.")


@dataclass(frozen=True, slots=True)
class Typed:
    """`agrees`: yes or no. `shown`: the employer may read `text`. `seen`: the edition of the review that was read."""

    agrees: str
    text: str
    shown: bool
    signed_as: str
    seen: int


def read_form(form: Mapping[str, str]) -> Typed:
    """What a form of ours says."""
    return Typed(
        form.get("agrees", ""),
        form.get("text", ""),
        bool(form.get("shown")),
        form.get("signed_as", ""),
        readers.count(form.get("seen", ""), readers.EDITIONS) or 0,
    )


def placed(session: Session, placement: Placement) -> Placed:
    return session.scalars(select(Placed).where(Placed.placement_id == placement.id)).one()


def of(session: Session, placed: Placed) -> OwnWord | None:
    """The person's word on what the employer wrote last; None where there is none, or it was changed since."""
    found = session.scalar(select(OwnWord).where(OwnWord.placed_id == placed.id))
    review = placement_reviews.of(session, placed.placement)
    return found if found is not None and review is not None and found.edition == review.edition else None


def say(session: Session, placed: Placed, typed: Typed, *, by: str, how: str, now: datetime) -> OwnWord:
    """The person's word, in place of an earlier one. `how`: `link` or `keyworker`. Raises NothingToRead, ChangedMeanwhile, BadWord."""
    hold(session, placed.placement)
    review = placement_reviews.of(session, placed.placement)
    if review is None:
        raise NothingToRead
    session.refresh(review)
    if review.edition != typed.seen:
        raise ChangedMeanwhile
    text, name = _read(typed)
    query = select(OwnWord).where(OwnWord.placed_id == placed.id).execution_options(populate_existing=True)
    kept = session.scalar(query) or OwnWord(placed=placed)
    kept.edition, kept.agrees, kept.text, kept.shown = review.edition, typed.agrees == "yes", text, typed.shown
    kept.signed_as, kept.how, kept.by, kept.at = name, how, by, now
    session.add(kept)
    session.flush()
    return kept


def certified(session: Session, placed: Placed) -> tuple[PlacementReview, OwnWord]:
    """What a certificate stands on. Raises NotAgreedYet."""
    review, word = placement_reviews.of(session, placed.placement), of(session, placed)
    if review is None or word is None or not word.agrees:
        raise NotAgreedYet(placed.placement.called)
    return review, word


def reference(session: Session, placed: Placed) -> PlacementReview:
    """The review whose words are a reference. Raises NotAgreedYet, NoReference."""
    review, _ = certified(session, placed)
    if not review.is_reference:
        raise NoReference
    return review


def _read(typed: Typed) -> tuple[str | None, str]:
    text, name = plain(typed.text) or None, " ".join(plain(typed.signed_as).split())
    wrong: dict[str, str] = {}
    if typed.agrees not in ("yes", "no"):
        wrong["agrees"] = "Say whether it was as the employer wrote."
    if not name or len(name) > LINE:
        wrong["signed_as"] = f"Write the name, at most {LINE} characters of it."
    if text is not None and len(text) > NOTES:
        wrong["text"] = f"This is {len(text)} characters long. Write at most {NOTES}."
    if wrong:
        raise BadWord(wrong)
    return text, name
