"""A shortlist as it is drawn: who is listed under which heading, and beside each what speaks for it, what is open, and whose move it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from urllib.parse import quote

from flask import url_for
from flask_security import current_user

from brokerage import shortlists
from brokerage.fits import told, unsaid
from brokerage.fits.told import Point
from brokerage.models import Participant
from brokerage.pages.asks import Asked, refused, with_answers
from brokerage.pages.listing import Chip, chips
from brokerage.shortlists import Found, Listed, policy
from employers.models import Vacancy
from matching import changes
from matching.fit import group
from matching.terms import Change, Fit, FitClass, Who

# As in the list of one person's matches: the order is the engine's.
HEADINGS = (
    "Fits now, or something to check",
    "Would fit if the employer agreed to something, or is a long way",
    "Would fit with a step we can take",
    "Not one to put to them",
)
CLASSES: tuple[tuple[FitClass, str], ...] = (
    ("fits_now", "Fits now"),
    ("check", "To check"),
    ("ask_employer", "Ask the employer"),
    ("with_a_step", "With a step"),
)
NOT_THIS_ONE = "not_this_one"
LINES = 4  # of what is open, beside a person; the check has them all


@dataclass(frozen=True, slots=True)
class Line:
    """What is not known or would have to change, whose move it is (unk, ask, step, own), and the link that makes it."""

    text: str
    mark: str
    action: str
    address: str


@dataclass(frozen=True)
class Row:
    """One person on a shortlist."""

    person: Participant
    fit: Fit
    heading: str
    strengths: Sequence[Point]
    all_lines: Sequence[Line]

    @property
    def lines(self) -> list[Line]:
        return _in_short(self.all_lines)

    @property
    def more(self) -> int:
        """How many lines only the check has."""
        return max(0, len(self.all_lines) - LINES)

    @property
    def address(self) -> str:
        """The check of this person and this job."""
        return url_for("people.check", reference=self.fit.participant, vacancy=self.fit.vacancy)


def chosen(found: Found, fit: str, keyworker: str, order: str) -> list[Listed]:
    """The lines that the filters leave; those that are not this one only when they are asked for."""
    of_keyworker = [line for line in found.lines if not keyworker or _keyworker(line.participant) == keyworker]
    if fit:
        kept = [line for line in of_keyworker if line.fit.fit == fit]
    else:
        kept = [line for line in of_keyworker if line.fit.fit != NOT_THIS_ONE]
    if order == "name":
        kept.sort(key=lambda line: (group(line.fit, policy()), line.participant.called.lower()))
    return kept


def opened_by(line: Listed, change: Change) -> bool:
    """Whether this one change alone opens the vacancy to this person."""
    if line.fit.fit not in ("ask_employer", "with_a_step"):
        return False
    failing = [factor.factor for factor in line.fit.factors if factor.status == "fail"]
    return changes.opens(shortlists.pair_of(line.participant, line.vacancy, line.fit.as_of), [change], failing)


def fit_chips(found: Found, keyworker: str, fit: str) -> list[Chip]:
    """All, then each class with its count; those that are not this one stand there only while they are shown."""
    counts = {
        each: sum(
            line.fit.fit == each for line in found.lines if not keyworker or _keyworker(line.participant) == keyworker
        )
        for each in (*(name for name, _ in CLASSES), NOT_THIS_ONE)
    }
    everyone = sum(count for each, count in counts.items() if each != NOT_THIS_ONE)
    choices: list[tuple[str, str, int | None]] = [("", "All", everyone)]
    choices += [(each, word, counts[each]) for each, word in CLASSES if counts[each] or each == fit]
    if fit == NOT_THIS_ONE:
        choices.append((NOT_THIS_ONE, "Not this one", counts[NOT_THIS_ONE]))
    return chips("fit", choices)


def rows(lines: Sequence[Listed], job: Vacancy, *, coordinator: bool, asked: Asked = MappingProxyType({})) -> list[Row]:
    """The lines in full. A coordinator reads nobody's law and conditions; a keyworker reads all of it of their own people.

    `asked`: what the employer was asked, so that a no is told and not asked again."""
    fits = shortlists.complete(lines)
    if coordinator:
        fits = [told.for_coordinator(fit) for fit in fits]
    fits = [with_answers(fit, asked) for fit in fits]
    answered_above = unsaid.factors(job)
    return [
        Row(
            line.participant,
            fit,
            heading(fit),
            told.strengths(fit),
            _lines(fit, line.participant, job, answered_above, asked),
        )
        for fit, line in zip(fits, lines, strict=True)
    ]


def _lines(fit: Fit, person: Participant, job: Vacancy, answered_above: frozenset[str], asked: Asked) -> list[Line]:
    """What would have to change, then what is not known. Of law and conditions a coordinator reads no line of its own:
    that there is something there would say what it is; where nothing else explains the class, the keyworker is named."""
    lines = [_of_change(change, person, job, asked) for change in fit.changes]
    for factor, reason in [(each, reason) for each in fit.factors for reason in each.reasons]:
        asked_above = reason.who == "employer" and factor.factor in answered_above
        if reason.text == told.ASK or asked_above:
            continue
        if reason.status == "fail" and not fit.changes:
            lines.append(_line(reason.text, reason.who, told.MARKS[reason.who or "participant"], person, job))
        elif reason.status == "unknown":
            lines.append(_line(reason.text, reason.who, "unk", person, job))
    if fit.fit == NOT_THIS_ONE:
        return _why_not(lines, person, job)
    if lines or fit.fit == "fits_now":
        return lines
    if fit.fit == "check" and answered_above:
        return [Line("What is open is asked of the employer.", "unk", "See the questions", "#asked")]
    return [_line("The keyworker knows what is open.", None, "unk", person, job)]


def _why_not(lines: list[Line], person: Participant, job: Vacancy) -> list[Line]:
    """What rules it out comes first; where a coordinator may not read that, the keyworker is named."""
    ruling = [line for line in lines if line.mark == "own"]
    if not ruling:
        ruling = [_line("The keyworker knows why.", None, "own", person, job)]
    return [*ruling, *(line for line in lines if line.mark != "own")]


def _of_change(change: Change, person: Participant, job: Vacancy, asked: Asked) -> Line:
    """An adjustment that only the keyworker may read has no new value here, and is asked about there."""
    if refused(asked, change):
        return Line(change.text, told.MARKS[change.who], "", "")
    kept_back = change.what == "demand" and not change.to
    return _line(change.text, None if kept_back else change.who, told.MARKS[change.who], person, job)


def _line(text: str, who: Who | None, mark: str, person: Participant, job: Vacancy) -> Line:
    if who == "employer":
        return Line(text, mark, f"Ask {contact(job)}", to_employer(job))
    nobodys = who == "law" or (who == "participant" and mark == "own")
    if nobodys or person.keyworker is None:
        return Line(text, mark, "", "")
    return Line(text, mark, *_ask_keyworker(person, job))


def _in_short(lines: Sequence[Line]) -> list[Line]:
    """The first lines, and of those that lead to the same place only the last with its link."""
    shown = lines[:LINES]
    return [
        replace(line, action="", address="") if line.address in {later.address for later in shown[at:]} else line
        for at, line in enumerate(shown, 1)
    ]


def contact(job: Vacancy) -> str:
    """Whom to speak to: the person there if one is known, else the employer."""
    there = job.employer.contact
    return there.name if there and there.name else job.employer.name


def to_employer(job: Vacancy) -> str:
    return url_for("employers.show", reference=job.employer_reference, _anchor="speak")


def _ask_keyworker(person: Participant, job: Vacancy) -> tuple[str, str]:
    """A letter that names both by reference only, because letters leave the house; one's own person has a page."""
    keyworker = person.keyworker
    if keyworker is None or keyworker.id == current_user.id:
        return f"Ask {person.called}", url_for("people.check", reference=person.reference, vacancy=job.reference)
    return (
        f"Ask {keyworker.called}",
        f"mailto:{keyworker.email}?subject={quote(f'{person.reference} and {job.reference}')}",
    )


def _keyworker(person: Participant) -> str:
    return person.keyworker.email if person.keyworker else "none"


def heading(fit: Fit) -> str:
    """Under which heading of the list a fit stands."""
    return HEADINGS[group(fit, policy())]


def grouped(listed: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of a page under their headings."""
    return [(title, list(some)) for title, some in groupby(listed, lambda row: row.heading)]
