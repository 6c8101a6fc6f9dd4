"""The end of a placement in the employer's words: what was done, what was learnt. No mark is given to anybody.

Whoever changes it after the person has read it asks the person again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from employers import readers
from employers.agreement_models import LINE, NOTES
from employers.clock import local
from employers.columns import Refused
from employers.flows import Act
from employers.placements.after_models import PlacementReview
from employers.placements.attendance import hold, last_day
from employers.placements.life import CAME, state
from employers.placements.models import Placement
from employers.trust.said import plain

ROLES = ("employer", "coordinator")


class TooEarly(Refused):
    def __init__(self) -> None:
        super().__init__("The review is written on the last day or after it.")


class NotTheirs(Refused):
    def __init__(self) -> None:
        super().__init__("The employer writes the review, or a coordinator writes down what the employer said.")


class ReviewedMeanwhile(Refused):
    def __init__(self, review: PlacementReview) -> None:
        super().__init__(
            f"{review.confirmed_as} wrote a review meanwhile. Look at it, then change it if something is missing."
        )


class BadReview(Refused):
    """`sentences`: {field: what is wrong}."""

    def __init__(self, sentences: dict[str, str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences.values()))


@dataclass(frozen=True, slots=True)
class Typed:
    """`seen`: the edition that was on the page, 0 for none."""

    did: str
    learnt: str
    words: str
    is_reference: bool
    confirmed_as: str
    seen: int = 0


def read_form(form: Mapping[str, str]) -> Typed:
    """What a form of ours says."""
    return Typed(
        form.get("did", ""),
        form.get("learnt", ""),
        form.get("words", ""),
        bool(form.get("is_reference")),
        form.get("confirmed_as", ""),
        readers.count(form.get("seen", ""), readers.EDITIONS) or 0,
    )


def of(session: Session, placement: Placement) -> PlacementReview | None:
    return session.scalar(select(PlacementReview).where(PlacementReview.placement_id == placement.id))


def due(placement: Placement, on: date) -> bool:
    """Whether a review can be written on that day."""
    last = last_day(placement)
    return state(placement, on) in CAME and last is not None and last <= on


def write(session: Session, placement: Placement, typed: Typed, act: Act) -> PlacementReview:
    """The review as it is from now on; what is as it was stays the same edition.

    Raises NotTheirs, TooEarly, BadReview, ReviewedMeanwhile."""
    if act.role not in ROLES:
        raise NotTheirs
    hold(session, placement)
    if not due(placement, local(act.at).date()):
        raise TooEarly
    values = _read(typed)
    kept = session.scalar(
        select(PlacementReview)
        .where(PlacementReview.placement_id == placement.id)
        .execution_options(populate_existing=True)
    )
    if kept is not None and all(getattr(kept, name) == value for name, value in values.items()):
        return kept
    if kept is not None and kept.edition != typed.seen:
        raise ReviewedMeanwhile(kept)
    said = {**values, "by": act.by, "role": act.role, "at": act.at}
    if kept is None:
        kept = PlacementReview(placement=placement, edition=1, **said)
        session.add(kept)
    else:
        kept.edition += 1
        for name, value in said.items():
            setattr(kept, name, value)
    session.flush()
    return kept


def _read(typed: Typed) -> dict[str, object]:
    values: dict[str, object] = {
        "did": plain(typed.did),
        "learnt": plain(typed.learnt) or None,
        "words": plain(typed.words) or None,
        "is_reference": typed.is_reference,
        "confirmed_as": " ".join(plain(typed.confirmed_as).split()),
    }
    wrong = {
        field: f"This is {len(str(values[field]))} characters long. Write at most {longest}."
        for field, longest in (("did", NOTES), ("learnt", NOTES), ("words", NOTES), ("confirmed_as", LINE))
        if values[field] and len(str(values[field])) > longest
    }
    if not values["did"]:
        wrong["did"] = "Write what was done, a line for each task."
    if not values["confirmed_as"]:
        wrong["confirmed_as"] = "Write your name: it stands under these words."
    if typed.is_reference and not values["words"]:
        wrong["words"] = "Write the words of the reference, or take the tick away."
    if wrong:
        raise BadReview(wrong)
    return values
