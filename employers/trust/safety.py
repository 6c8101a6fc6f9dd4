"""The safety file of an employer's sites, for work experience and job trials: what has been seen, and what has run out.

Insurance: Employers' Liability (Compulsory Insurance) Act 1969, s. 1, and for a certificate the Regulations of 1998, reg. 4; risk
assessment: Management of Health and Safety at Work Regulations 1999, reg. 3, and for people under 18 reg. 19. Safeguarding is asked
for where the work is with children or vulnerable adults: no age is held here. What is missing is not known, and is asked for. What has
run out stops placements until it is renewed and one of us has seen it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from employers.clock import local, on_day
from employers.columns import Refused
from employers.models import LINE, Employer, Vacancy
from employers.readers import postcode as read_postcode
from employers.trust.said import plain
from employers.trust_models import SAFETY_ITEMS, SiteSafety
from matching import grammar
from matching.week import Unreadable

PLACEMENTS = frozenset({"work_experience", "job_trial"})  # kinds of agreements whose people come before any contract
WITH_PEOPLE = frozenset({"children", "vulnerable_adults"})
NEEDED = ("liability_insurance", "risk_assessment", "safeguarding")


class RunOut(Refused):
    def __init__(self, found: SiteSafety, vacancy: Vacancy) -> None:
        employer = vacancy.employer
        there = f" at {found.site}" if found.site else ""
        ends = f"{on_day(found.expires_on)} {found.expires_on.year}" if found.expires_on else "a day not known"
        who = employer.contact.name if employer.contact and employer.contact.name else employer.name
        told = " A renewal is written down and waits for one of us to confirm it." if found.told_by else ""
        super().__init__(
            f"{employer.name}{there}: {_small(SAFETY_ITEMS[found.item])} ran out on {ends}, so nobody is placed there until it is "
            f"renewed. {who} can renew it; write down what you have seen on the employer’s safety page.{told}"
        )


class BadItem(Refused):
    """What was typed cannot be kept; the sentence says what to write."""


@dataclass(frozen=True, slots=True)
class Typed:
    """An item as somebody wrote it down. `site` empty: all of them; `expires_on` empty: it does not run out."""

    site: str
    item: str
    note: str
    expires_on: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item as it stands for a site. `kept` is None where nothing is known of it."""

    item: str
    name: str
    site: str
    kept: SiteSafety | None
    needed: bool

    @property
    def seen(self) -> bool:
        return self.kept is not None and self.kept.seen_by is not None

    def over(self, on: date) -> bool:
        ends = self.kept.expires_on if self.kept is not None else None
        return self.seen and ends is not None and ends < on


def is_placement(vacancy: Vacancy) -> bool:
    """Whether people come there under an agreement of work experience or of a job trial."""
    return vacancy.agreement is not None and vacancy.agreement.kind in PLACEMENTS


def file(session: Session, employer: str) -> Sequence[SiteSafety]:
    query = select(SiteSafety).where(SiteSafety.employer_reference == employer)
    return session.scalars(query.order_by(SiteSafety.site, SiteSafety.id)).all()


def lines(session: Session, employer: Employer) -> list[Line]:
    """The whole file: each item for all sites, then what differs at one of them."""
    kept = {(each.site, each.item): each for each in file(session, employer.reference)}
    wanted = {item for job in employer.vacancies if is_placement(job) for item in needed(job)}
    general = [Line(item, name, "", kept.pop(("", item), None), item in wanted) for item, name in SAFETY_ITEMS.items()]
    return general + [Line(item, SAFETY_ITEMS[item], site, each, item in wanted) for (site, item), each in kept.items()]


def needed(vacancy: Vacancy) -> list[str]:
    """What has to be in place before somebody is placed in this vacancy."""
    involves = set(grammar.items(vacancy.involves)) if vacancy.involves else set()
    with_people = involves & WITH_PEOPLE or vacancy.dbs not in (None, "none", "basic")
    return [item for item in NEEDED if item != "safeguarding" or with_people]


def unknown(session: Session, vacancy: Vacancy, site: str | None = None) -> list[str]:
    """What is needed and nobody of us has seen: to be asked for, no reason to stop."""
    found = dict(_standing(session, vacancy, site))
    return [SAFETY_ITEMS[item] for item in needed(vacancy) if (kept := found[item]) is None or kept.seen_by is None]


def check(session: Session, vacancy: Vacancy, on: date) -> None:
    """Whether somebody can be placed there on that day. Raises RunOut for what was seen and has run out by then."""
    if is_placement(vacancy):
        for found in run_out(session, vacancy, on):
            raise RunOut(found, vacancy)


def run_out(session: Session, vacancy: Vacancy, on: date, site: str | None = None) -> list[SiteSafety]:
    """What is needed there, was seen, and has run out before that day. `site`: a postcode, where it is not the vacancy's own."""
    return [
        found
        for _, found in _standing(session, vacancy, site)
        if found is not None and found.seen_by is not None and found.expires_on is not None and found.expires_on < on
    ]


def ending(session: Session, today: date, days: int) -> Sequence[SiteSafety]:
    """What has been seen and runs out within so many days."""
    soon = SiteSafety.expires_on >= today, SiteSafety.expires_on <= today + timedelta(days=days)
    query = select(SiteSafety).where(SiteSafety.seen_by.is_not(None), *soon).options(joinedload(SiteSafety.employer))
    return session.scalars(query.order_by(SiteSafety.expires_on, SiteSafety.id)).all()


def see(session: Session, employer: str, typed: Typed, *, by: str, now: datetime) -> SiteSafety:
    """One of us has seen it. What the employer wrote before is settled with it. Raises BadItem."""
    kept = _get(session, employer, typed)
    kept.note, kept.expires_on = _note(typed.note), _day(typed.expires_on)
    kept.seen_by, kept.seen_on = by, local(now).date()
    kept.told_note = kept.told_expires_on = kept.told_by = kept.told_at = None
    session.add(kept)
    session.flush()
    return kept


def tell(session: Session, employer: str, typed: Typed, *, by: str, now: datetime) -> SiteSafety:
    """The employer writes down what is in place; it counts once one of us has seen it. Raises BadItem."""
    kept = _get(session, employer, typed)
    kept.told_note, kept.told_expires_on = _note(typed.note), _day(typed.expires_on)
    kept.told_by, kept.told_at = by, now
    session.add(kept)
    session.flush()
    return kept


def _standing(session: Session, vacancy: Vacancy, site: str | None = None) -> Iterator[tuple[str, SiteSafety | None]]:
    """What is kept of each needed item for that site, else for all of the employer's. Without one it is the vacancy's own."""
    kept = {(each.site, each.item): each for each in file(session, vacancy.employer_reference)}
    site = site or vacancy.postcode or vacancy.employer.postcode or ""
    for item in needed(vacancy):
        yield item, kept.get((site, item)) or kept.get(("", item))


def _get(session: Session, employer: str, typed: Typed) -> SiteSafety:
    item, site = typed.item, typed.site
    if item not in SAFETY_ITEMS:
        raise BadItem("Choose what it is about.")
    try:
        place = str(read_postcode(site.strip())) if site.strip() else ""
    except Unreadable:
        raise BadItem("Write the site’s postcode, such as HB1 2RH, or leave it empty for all sites.") from None
    session.execute(select(Employer.id).where(Employer.reference == employer).with_for_update())
    own = SiteSafety.employer_reference == employer, SiteSafety.site == place, SiteSafety.item == item
    return session.scalar(select(SiteSafety).where(*own)) or SiteSafety(
        employer_reference=employer, site=place, item=item
    )


def _note(text: str) -> str:
    if not (words := " ".join(plain(text).split())):
        raise BadItem("Write what it is, such as the insurer and the number of the certificate.")
    if len(words) > LINE:
        raise BadItem(f"This is {len(words)} characters long. Write at most {LINE}.")
    return words


def _day(text: str) -> date | None:
    try:
        return grammar.day(text.strip()) if text.strip() else None
    except ValueError:
        raise BadItem("Write the day on which it runs out as 2027-01-14, or leave it empty if it does not.") from None


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
