"""Whether a job of an advert is here already: by the advert's own number or address, or because it looks like one of ours."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.adverts.advert import Advert
from brokerage.adverts.models import AdvertSource
from brokerage.places import outward
from employers.models import Vacancy
from employers.vacancies import VACANCIES

Changes = dict[str, tuple[str, str]]  # column -> (our cell, the advert's)


@dataclass(frozen=True, slots=True)
class Alike:
    """A vacancy that an advert may be, and how like its title is, 0..100."""

    vacancy: Vacancy
    title: float


def source_of(session: Session, advert: Advert, *, to_change: bool = False) -> AdvertSource | None:
    """What is kept of this very advert from a reading before. `to_change` holds it until the transaction ends."""
    by_key = select(AdvertSource).where(AdvertSource.key == advert.key)
    found = session.scalar(by_key.with_for_update() if to_change else by_key) if advert.key else None
    if found is None and advert.url and advert.key.startswith(("page", "words")):
        found = session.scalar(select(AdvertSource).where(AdvertSource.url == advert.url).order_by(AdvertSource.id))
    return found


def alike(session: Session, advert: Advert, employers: Iterable[str], today: date) -> Alike | None:
    """The likest vacancy of those employers with a similar title, the same place as far as is known, and days that overlap."""
    references = sorted(set(employers))
    if not references or not advert.title:
        return None
    jobs = session.scalars(
        select(Vacancy).where(Vacancy.employer_reference.in_(references)).order_by(Vacancy.reference)
    )
    found = [
        Alike(job, score)
        for job in jobs
        if (score := fuzz.token_sort_ratio(_bare(job.title), _bare(advert.title)))
        >= settings.load().adverts.title_alike
        and _one_place(job, advert)
        and _overlap(job, advert, today)
    ]
    return max(found, key=lambda each: each.title, default=None)


def differences(job: Vacancy, advert: Advert, columns: Iterable[str] | None = None) -> Changes:
    """What the advert says otherwise than the vacancy, or says and the vacancy does not."""
    ours = VACANCIES.cells(job)
    wanted: Sequence[str] = list(advert.said if columns is None else columns)
    return {
        name: (ours[name], advert.cell(name))
        for name in wanted
        if advert.cell(name) and ours[name] != advert.cell(name)
    }


def news(source: AdvertSource, advert: Advert) -> Changes:
    """What the advert's own data, or its words where it has none, say otherwise than when it was read last: (our cell now, the advert's).

    What somebody corrected here meanwhile, and the advert still says as before, is no news."""
    if source.key == advert.key and advert.key.startswith(("words", "data")):
        return {}  # a hash of all that it says
    changed = [name for name, cell in (advert.stated() or advert.cells()).items() if source.said.get(name, "") != cell]
    return differences(source.vacancy, advert, changed)


def _likeness(title: str, other: str) -> float:
    """0..100 of words in common, whatever their order; what stands in brackets may count or not."""
    without = [re.sub(r"\([^()]{0,80}\)", " ", each) for each in (title, other)]
    return max(fuzz.token_sort_ratio(*map(_bare, pair)) for pair in ((title, other), without))


def _bare(title: str) -> str:
    """A title as plain words, without numbers and plurals: `2 Cooks - £500 bonus` is `cook bonus`."""
    return " ".join(word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", title.casefold()))


def _one_place(job: Vacancy, advert: Advert) -> bool:
    ours, theirs = job.postcode or "", advert.cell("postcode")
    if not ours or not theirs or "all" in (job.home_working, advert.cell("home_working")):
        return True
    return ours == theirs if " " in ours and " " in theirs else outward(ours) == outward(theirs)


def _overlap(job: Vacancy, advert: Advert, today: date) -> bool:
    begins, ends = min(advert.posted or today, today), advert.closes_on
    return (job.closes_on is None or job.closes_on >= begins) and (ends is None or ends >= today)
