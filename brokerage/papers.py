"""The papers of a placement: its agreement, its certificate, a reference. Each is plain facts in words, and one template that sets them.

What stands in them was decided by whoever made the facts: a copy for an employer is made of what that employer may read.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from brokerage import documents
from brokerage.documents import NoPaper

Pair = tuple[str, str]
LONGEST = 28  # characters of a word that still fits a column of a table
MISSING = "\N{WHITE SQUARE}"  # what stands for a letter that no font of this machine has
NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
TURNED = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")  # marks that turn the order of what follows
TRIES = 40  # different letters of one paper that no font has; a paper with more of them is none


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
    """The paper as PDF/UA-1. A letter that no font of this machine has is set as a square, so that there is a paper at all.

    Raises NoPaper."""
    facts: dict[str, Any] = _each_text(asdict(paper), _clean)
    for _ in range(TRIES):
        try:
            return documents.pdf(paper.template, facts, now)
        except NoPaper as error:
            if (found := NOT_SHOWN.search(str(error))) is None:
                raise
            lacking = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found[1])
        facts = _each_text(facts, lambda text, of=lacking: _without(text, of))
    raise NoPaper(f"{paper.template}: too many of its letters are in no font of this machine.")


def lines(text: str | None) -> tuple[str, ...]:
    """The lines that somebody wrote, without empty ones."""
    return tuple(filter(None, (each.strip() for each in (text or "").splitlines())))


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _each_text(each, change) for name, each in value.items()}
    return [_each_text(each, change) for each in value]


def _clean(text: str) -> str:
    """Without what is no letter, and with places in very long words where a line may break."""
    kept = "".join(each for each in text if each == "\n" or _is_letter(each))
    return re.sub(rf"\S{{{LONGEST},}}", lambda found: "\N{ZERO WIDTH SPACE}".join(found[0]), kept)


def _is_letter(each: str) -> bool:
    return unicodedata.category(each) not in ("Cc", "Cs", "Cn", "Co") and unicodedata.bidirectional(each) not in TURNED


def _without(text: str, lacking: str) -> str:
    """Squares for these letters, and for the marks that stand on them."""
    kept = ""
    for each in text:
        mark = unicodedata.category(each).startswith("M")
        if mark and kept.endswith(MISSING):
            continue
        kept += MISSING if each in lacking else each
    return kept
