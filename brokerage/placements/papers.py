"""The papers of a placement: its agreement, its certificate, a reference. Each is plain facts in words, and one template that sets them.

What stands in them was decided by whoever made the facts: a copy for an employer is made of what that employer may read.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from brokerage import documents

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Party:
    side: str
    name: str
    call: str


@dataclass(frozen=True, slots=True)
class Day:
    day: str
    hours: str
    role: str
    length: str


@dataclass(frozen=True, slots=True)
class Signed:
    side: str
    name: str
    when: str
    how: str


@dataclass(frozen=True, slots=True)
class AgreementPaper:
    """`mark` says which version it is. `promises`: (side, what it promises). `changed`: (what, before, now)."""

    title: str
    mark: str
    parties: tuple[Party, ...]
    purpose: tuple[str, ...]
    leads_to: str
    total: str
    roles: tuple[Pair, ...]
    days: tuple[Day, ...]
    place: tuple[Pair, ...]
    safety: tuple[Pair, ...]
    promises: tuple[tuple[str, tuple[str, ...]], ...]
    stopping: str
    signatures: tuple[Signed, ...]
    changed_since: str = ""
    changed: tuple[tuple[str, str, str], ...] = ()
    arranged: tuple[str, ...] = ()  # in the person's own copy alone

    template = "placement_agreement"


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """`line`: where, when and how many hours."""

    title: str
    name: str
    line: str
    did: tuple[str, ...]
    learnt: tuple[str, ...]
    confirmed: tuple[str, ...]
    mark: str

    template = "placement_certificate"


@dataclass(frozen=True, slots=True)
class ReferencePaper:
    title: str
    line: str
    words: tuple[str, ...]
    confirmed: tuple[str, ...]
    mark: str

    template = "placement_reference"


Paper = AgreementPaper | CertificatePaper | ReferencePaper


def pdf(paper: Paper, now: datetime) -> bytes:
    """The paper as PDF/UA-1. Raises NoPaper."""
    return documents.pdf(paper.template, asdict(paper), now)


def lines(text: str | None) -> tuple[str, ...]:
    """The lines that somebody wrote, without empty ones."""
    return tuple(filter(None, (each.strip() for each in (text or "").splitlines())))
