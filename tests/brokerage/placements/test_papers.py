"""Papers of placements: every one is PDF/UA-1, whatever people write in it, and the same facts are the same paper."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from brokerage.documents import NoPaper
from brokerage.placements import papers
from brokerage.placements.papers import AgreementPaper, CertificatePaper, Day, Paper, Party, ReferencePaper, Signed

NOON = datetime(2027, 1, 14, 12)
HOSTILE = (
    '#strong[x] $a^2$ *b* _c_ `d` <e> @f \\ // /* */ #import "x.typ": * #read("paper.typ")',
    "a" * 400,
    "line one\nline two\r\n\tthree",
    "\x00\x07\x1b\ud800 \u202egnp.exe\u2066",
    "محمد \u200f李小龙\u200f አማርኛ বাংলা 😀 \ue000 e\u0301\u0323",
    "Łukasz Đorđe Ștefan Ŵyn Zoë Ірина",
    "'; DROP TABLE placement; --",
    "",
    " ",
)


def eight_weeks(text: str = "Kitchen") -> tuple[Day, ...]:
    days = (date(2027, 1, 18) + timedelta(days=number) for number in range(56))
    return tuple(Day(f"{day:%A %-d %B %Y}", "09:30 to 14:30", text, "5 h") for day in days if day.weekday() < 5)


def agreement(text: str = "Aisha Rahman") -> AgreementPaper:
    return AgreementPaper(
        title=f"Work experience agreement {text}",
        mark=text,
        parties=tuple(Party(side, text, text) for side in ("The person", "The employer", "The programme")),
        purpose=(text, text),
        leads_to=text,
        total=text,
        roles=((text, "20 days"), ("Front of house", text)),
        days=eight_weeks(text),
        place=(("Site", text), (text, "Sam Osei")),
        safety=((text, text),),
        promises=((f"For {text}", (text, text)), ("The employer", ())),
        stopping=text,
        signatures=(Signed("The person", text, text, text),),
        changed_since=text,
        changed=((text, text, text),),
        arranged=(text,),
    )


def certificate(text: str = "Aisha Rahman") -> CertificatePaper:
    return CertificatePaper(f"Certificate {text}", text, text, (text,), (text, text), (text,), text)


def reference(text: str = "Aisha Rahman") -> ReferencePaper:
    return ReferencePaper(f"Reference {text}", text, (text, text), (text,), text)


@pytest.mark.parametrize("made", [agreement, certificate, reference])
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_written_there_is_a_tagged_paper(made, text: str) -> None:
    paper = papers.pdf(made(text), NOON)
    assert paper.startswith(b"%PDF-")
    assert b"/MarkInfo" in paper
    assert b"pdfuaid" in paper


@pytest.mark.parametrize("paper", [agreement(), certificate(), reference()], ids=lambda paper: paper.template)
def test_the_same_facts_are_the_same_paper(paper: Paper) -> None:
    assert papers.pdf(paper, NOON) == papers.pdf(paper, NOON.replace(microsecond=123456))


def test_nothing_is_set_where_there_is_nothing() -> None:
    bare = replace(agreement(), roles=(), safety=(), changed=(), place=(), promises=(), arranged=())
    assert len(papers.pdf(bare, NOON)) < len(papers.pdf(agreement(), NOON))


def test_a_letter_of_no_font_is_a_square_and_the_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def set_(template: str, facts: dict[str, object], now: datetime) -> bytes:
        seen.append(facts["line"])
        if "李" in str(facts):
            raise NoPaper('x: the text `"李"` could not be displayed with font `"A"`')
        return b"%PDF-"

    monkeypatch.setattr(papers.documents, "_set", set_)
    papers.pdf(reference("Ms 李 Smith"), NOON)
    assert seen == ["Ms 李 Smith", "Ms □ Smith"]


def test_a_template_that_is_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReferencePaper, "template", "placement_agreement")
    with pytest.raises(NoPaper, match="placement_agreement"):
        papers.pdf(reference(), NOON)


def test_words_become_lines() -> None:
    assert papers.lines(" Peeled \n\n served\n") == ("Peeled", "served")
    assert papers.lines(None) == ()
