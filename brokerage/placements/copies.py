"""The facts of a placement's papers, each copy made of what its reader may read.

The employer's copy is made of the employer's side of the placement alone: the name as the person agreed to show it, and no word of who
else helps the person. What a keyworker sees to for somebody stands in no copy.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.correspondence import telling
from brokerage.placements import arranged, own_words
from brokerage.placements.papers import (
    AgreementPaper,
    CertificatePaper,
    Day,
    Pair,
    Party,
    ReferencePaper,
    Signed,
    lines,
)
from brokerage.placing_models import Placed
from employers.clock import local, on_day
from employers.models import Employer
from employers.placements import attendance as placement_attendance
from employers.placements import paper as placement_paper
from employers.placements.attendance import in_hours, last_day
from employers.placements.life import HOW, PARTIES, STATES, signed_by, state
from employers.placements.models import Placement, PlacementSignature
from employers.trust import safety

Reader = Literal["person", "employer", "programme"]
KINDS = {"work_experience": "work experience", "job_trial": "job trial"}
WEEK = timedelta(days=7)


def agreement(session: Session, placed: Placed, reader: Reader, now: datetime) -> AgreementPaper:
    """The agreement of three as it stands at that moment (UTC)."""
    placement, name = placed.placement, _name(placed, reader)
    employer = placement.vacancy.employer
    ours = settings.load().mail.sender_name
    changed = next((each for each in reversed(placement.steps) if each.changed), None)
    said = dict(placement_paper.terms(placement))
    return AgreementPaper(
        title=f"{KINDS[placement.kind].capitalize()} agreement",
        mark=_mark(placement, now),
        parties=(
            Party("The person", name, _call_person(session, placed, reader)),
            Party("The employer", employer.name, _call_employer(employer)),
            Party("The programme", ours, telling.helper(session, employer)),
        ),
        purpose=(said["What it is"], f"{placement.vacancy.title} at {employer.name}.", *lines(placement.tasks)),
        leads_to=placement.leads_to or "This is not said yet, and has to be before anybody signs.",
        total=_total(placement),
        roles=tuple((each.name, f"{each.days} {'day' if each.days == 1 else 'days'}") for each in placement.roles),
        days=_days(placement),
        place=_place(placement, said.get("What else may be known")),
        safety=_safety(session, placement),
        promises=_promises(name, employer.name, ours),
        stopping=_stopping(session, placed, reader),
        signatures=tuple(_signed(placement, party, name, reader) for party in PARTIES),
        changed_since=f"On {_long(local(changed.at).date())} it was changed, so all three sign again."
        if changed
        else "",
        changed=tuple((what, before, after) for what, before, after in changed.changed) if changed else (),
        arranged=lines(arranged.of(placed)) if reader == "person" else (),
    )


def certificate(session: Session, placed: Placed, reader: Reader) -> CertificatePaper:
    """What was done and learnt, as the employer wrote it and the person finds it. Raises NotAgreedYet."""
    review, word = own_words.certified(session, placed)
    placement, name = placed.placement, _name(placed, reader)
    return CertificatePaper(
        title=f"Certificate of {'a job trial' if placement.kind == 'job_trial' else 'work experience'}",
        name=name,
        line=f"{placement.vacancy.title} at {_there(placement)}, {_span(session, placement)}.",
        did=lines(review.did),
        learnt=lines(review.learnt),
        confirmed=(
            f"{review.confirmed_as}, {placement.vacancy.employer.name}, on {_long(local(review.at).date())}.",
            f"{name} has read it and finds it so, on {_long(local(word.at).date())}.",
        ),
        mark=f"{placement.reference}. {settings.load().mail.sender_name} keeps a copy.",
    )


def reference(session: Session, placed: Placed, reader: Reader) -> ReferencePaper:
    """The employer's words about the work. Raises NotAgreedYet, NoReference."""
    review = own_words.reference(session, placed)
    placement, name = placed.placement, _name(placed, reader)
    return ReferencePaper(
        title=f"Reference for {name}",
        line=f"{name} was with {_there(placement)} in the role “{placement.vacancy.title}”, {_span(session, placement)}.",
        words=lines(review.words),
        confirmed=(
            f"{review.confirmed_as}, {placement.vacancy.employer.name}.",
            f"Confirmed on {_long(local(review.at).date())}.",
        ),
        mark=placement.reference,
    )


def _name(placed: Placed, reader: Reader) -> str:
    return placed.placement.called if reader == "employer" else placed.participant.called


def _mark(placement: Placement, now: datetime) -> str:
    stands = STATES[state(placement, local(now).date())]
    waited_for = [PARTIES[each].lower() for each in PARTIES if each not in signed_by(placement)]
    still = f" Still to sign: {', '.join(waited_for)}." if waited_for and placement.state == "to_sign" else ""
    return f"{placement.reference}, version {placement.edition}, as it stands on {_long(local(now).date())}. {stands}.{still}"


def _call_person(session: Session, placed: Placed, reader: Reader) -> str:
    """An employer gets in touch through the programme; the person's own copy names the keyworker."""
    keyworker = placed.participant.keyworker
    if reader == "employer" or keyworker is None:
        return f"through {telling.helper(session, placed.placement.vacancy.employer)}"
    return f"with {keyworker.called}, {keyworker.email}"


def _call_employer(employer: Employer) -> str:
    contact = employer.contact
    return ", ".join(filter(None, [contact.name, contact.phone, contact.email])) if contact else "Not known yet"


def _total(placement: Placement) -> str:
    if not placement.days:
        return "No days are written down yet."
    first, last = placement.days[0].day, placement.days[-1].day
    weeks: dict[date, int] = {}
    for each in placement.days:
        monday = each.day - timedelta(days=each.day.weekday())
        weeks[monday] = weeks.get(monday, 0) + each.minutes
    number = f"{len(placement.days)} {'day' if len(placement.days) == 1 else 'days'}"
    whole, most = in_hours(sum(weeks.values())), in_hours(max(weeks.values()))
    return f"From {_long(first)} to {_long(last)}: {number}, {whole} in all, at most {most} in a week."


def _days(placement: Placement) -> tuple[Day, ...]:
    names = {each.number: each.name for each in placement.roles}
    return tuple(
        Day(
            f"{each.day:%A} {on_day(each.day)}",
            f"{each.starts:%H:%M} to {each.ends:%H:%M}{_break(each.break_minutes)}",
            names.get(each.role or 0, placement.vacancy.title),
            in_hours(each.minutes),
        )
        for each in placement.days
    )


def _break(minutes: int) -> str:
    return f", {minutes} min break" if minutes else ""


def _place(placement: Placement, known: str | None) -> tuple[Pair, ...]:
    site = placement_paper.site(placement)
    return _known(
        ("Site", ", ".join(filter(None, [placement.vacancy.employer.name, placement.where, site]))),
        ("Supervisor", placement.supervisor or "Will be named before the first day"),
        ("Travel and lunch", placement.expenses or "Ask us before the first day"),
        ("To bring", placement.bring),
        ("What may be known there", known),
    )


def _known(*pairs: tuple[str, str | None]) -> tuple[Pair, ...]:
    return tuple((what, said) for what, said in pairs if said)


def _safety(session: Session, placement: Placement) -> tuple[Pair, ...]:
    """What one of us has seen of the site's safety file, and what is still asked for."""
    site = placement_paper.site(placement)
    found: dict[str, str] = {}
    for each in safety.lines(session, placement.vacancy.employer):
        if each.site not in ("", site) or each.item not in safety.needed(placement.vacancy):
            continue
        ends = each.kept.expires_on if each.kept else None
        found[each.name] = (
            (f"Seen, in date until {_long(ends)}" if ends else "Seen") if each.seen else "Asked for; not seen by us yet"
        )
    return tuple(found.items())


def _promises(name: str, employer: str, ours: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (
            name,
            (
                "To come on these days, or to say so when one of them does not work.",
                "To keep to the rules of the site.",
            ),
        ),
        (
            employer,
            (
                "Whoever supervises is there to ask on each of these days, and first shows the site and how to be safe on it.",
                "Nobody who is paid loses work or hours by it.",
                "A few words at the end on what was done and learnt.",
            ),
        ),
        (
            ours,
            (
                "To ask both sides early on how it goes, and to come when something is not right.",
                "To write a certificate at the end.",
            ),
        ),
    )


def _stopping(session: Session, placed: Placed, reader: Reader) -> str:
    name, helper = _name(placed, reader), telling.helper(session, placed.placement.vacancy.employer)
    keyworker = placed.participant.keyworker
    first = f"{keyworker.called}, {keyworker.email}, or " if keyworker is not None and reader != "employer" else ""
    return (
        f"{name} can stop on any day and need not say why. It costs nothing, and changes nothing in what else we do together. "
        f"Whoever has a question or a worry gets in touch with {first}{helper}."
    )


def _signed(placement: Placement, party: str, name: str, reader: Reader) -> Signed:
    found = next((each for each in placement.signatures if _stands(each, placement, party)), None)
    if found is None:
        return Signed(PARTIES[party], "", "Not yet", "")
    # What somebody typed may say more of a name than was agreed to be shown.
    typed = name if party == "participant" and reader == "employer" else found.signed_as
    return Signed(PARTIES[party], typed, _long(found.signed_on), HOW[found.how])


def _stands(signature: PlacementSignature, placement: Placement, party: str) -> bool:
    return signature.party == party and signature.edition == placement.edition


def _there(placement: Placement) -> str:
    employer = placement.vacancy.employer
    return ", ".join(filter(None, [employer.name, placement.where or placement.site]))


def _span(session: Session, placement: Placement) -> str:
    """From when to when, with the hours that are written down."""
    first, last = placement.starts_on, last_day(placement)
    there = placement_attendance.minutes(session, placement)
    hours = [f"{in_hours(there)} in all"] if there else []
    days = [f"{_long(first)} to {_long(last)}"] if first and last else []
    return ", ".join(_one_day(days, first, last) + hours)


def _one_day(days: Iterable[str], first: date | None, last: date | None) -> list[str]:
    return [_long(first)] if first is not None and first == last else list(days)


def _long(day: date | None) -> str:
    return f"{on_day(day)} {day.year}" if day is not None else "a day not known yet"
