"""What a participant says to one vacancy, and the words that may be shown to that employer. Nothing else may be shown.

The words are the person's. What is suggested to start from is taken from three columns only: the name, the skills and certificates
as the built-in words have them, and the hours as stated. No other fact is read, so none can show through.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from brokerage import referrals
from brokerage.models import Participant
from brokerage.referral_models import Answer, Referral
from brokerage.referrals import Actor
from employers.clock import local
from employers.columns import Refused
from employers.introductions import Card
from employers.models import LIST
from matching import grammar
from matching.grammar import SHARES
from matching.normalise import certificate, skill
from matching.taxonomy import Taxonomy, built_in
from matching.week import Week

PARTS = {
    "name": "Name",
    "strengths": "Strengths",
    "skills": "Skills",
    "certificates": "Certificates",
    "hours": "Hours",
    "adjustments": "What helps at work",
}
STRENGTHS = 3  # skills with which a first sentence begins
TELL_OF_THE_LAW = frozenset({"dbs", "disclosure"})  # words of certificates
# Skills that may tell of somebody's home, family, faith, health or past instead of work. The person can still write them down.
TELL_OF_A_LIFE = frozenset(
    {
        "budgeting for a household",
        "caring for a disabled child",
        "caring for a relative",
        "end of life care",
        "faith group volunteering",
        "food bank work",
        "fostering",
        "giving medication",
        "homelessness support",
        "interpreting for family",
        "looking after children",
        "mental health support",
        "peer support",
        "physical fitness",
        "reading with children",
        "running a home",
        "sign language",
        "substance use support",
        "supporting autistic people",
        "supporting people with dementia",
        "supporting people with learning disabilities",
        "supporting people with physical disabilities",
        "supporting special needs at school",
    }
)


class NotAgreed(Refused):
    """What was to be shown goes beyond what the person has agreed to."""


class NothingToShow(Refused):
    def __init__(self) -> None:
        super().__init__("A card needs at least one thing on it. Choose what may be shown, and write it down.")


class NotSaid(Refused):
    def __init__(self) -> None:
        super().__init__("Say what the person would like: yes or no. Until then nothing changes.")


class OnTheDesk(Refused):
    def __init__(self) -> None:
        super().__init__("The employer has been shown these words, so they stay. To take them back, withdraw it.")


class StillToCome(Refused):
    def __init__(self, day: date) -> None:
        super().__init__(f"{day} is still to come. Write the day on which it was said.")


def general(participant: Participant) -> tuple[str, ...]:
    """The most that may be shown to any employer, in the order of a card; empty until the person says so."""
    shares = grammar.items(participant.share) if participant.share else ()
    return tuple(part for part in SHARES if part in shares)


def suggested(participant: Participant, shares: Iterable[str]) -> Card:
    """Words to start from for these parts, empty where only the person has them. To be read, changed and agreed to."""
    wanted, words = set(shares), built_in()
    texts = {
        "name": participant.name or "",
        "strengths": _sentence(_skills(participant.skills, words)[:STRENGTHS]),
        "skills": "; ".join(_skills(participant.skills, words)),
        "certificates": "; ".join(_certificates(participant.certificates, words)),
        "hours": _hours(participant.available),
        "adjustments": "",
    }
    return [{"part": part, "text": texts[part]} for part in general(participant) if part in wanted]


def preview(participant: Participant, shares: Iterable[str], words: Sequence[dict[str, str]]) -> Card:
    """The card that these words make: exactly what an employer would see. Raises NotAgreed, NothingToShow."""
    chosen = list(dict.fromkeys(shares))
    texts = {line["part"]: _words(line["text"]) for line in words}
    if not chosen:
        raise NothingToShow
    for part in chosen:
        _check_part(participant, part, texts.get(part, ""))
    return [{"part": part, "text": texts[part]} for part in SHARES if part in chosen]


def answer(
    session: Session,
    referral: Referral,
    said: str,
    *,
    said_on: date,
    actor: Actor,
    now: datetime,
    shares: Iterable[str] = (),
    words: Sequence[dict[str, str]] = (),
    why: str | None = None,
) -> Answer:
    """The person's own yes or no, noted by the keyworker. A no asks for nothing, keeps no words, and changes nothing else.

    A yes may hang on something, which `why` says. It can be said anew with other words until the employer has seen them. Raises NotSaid, NotAgreed, NothingToShow, OnTheDesk,
    StillToCome, and what `referrals.take` raises."""
    if said not in ("yes", "no"):
        raise NotSaid
    if said_on > local(now).date():
        raise StillToCome(said_on)
    if said == "no":
        referrals.take(session, referral, "say_no", actor, now)
        return _keep(session, referral, "no", said_on, [])
    card = preview(referral.participant, shares, words)
    referrals.hold(session, referral)
    if referral.introduction is not None and referral.state != "ended":
        raise OnTheDesk
    if referral.state == "agreed":
        referrals.check_keyworker(referral.participant, actor)
    else:
        referrals.take(session, referral, "say_yes", actor, now, why=why)
    return _keep(session, referral, "yes", said_on, card)


def card_for(referral: Referral) -> Card:
    """Exactly the words agreed for this employer and this vacancy, while the general consent still covers them. Raises NotAgreed."""
    said = referral.answer
    if said is None or said.said != "yes" or not said.words:
        raise NotAgreed(f"{referral.participant.called} has not said yes to this yet.")
    return preview(referral.participant, [line["part"] for line in said.words], said.words)


def _keep(session: Session, referral: Referral, said: str, said_on: date, card: Card) -> Answer:
    if referral.answer is None:
        referral.answer = Answer()
    kept = referral.answer
    kept.said, kept.said_on, kept.words = said, said_on, card
    kept.shares = grammar.print_items(line["part"] for line in card) if card else None
    session.flush()
    return kept


def _check_part(participant: Participant, part: str, text: str) -> None:
    name = PARTS.get(part, part)
    if part not in general(participant):
        raise NotAgreed(
            f"{participant.called} has not agreed that “{name}” may be shown to employers. Ask, and note it in the profile first."
        )
    if not text:
        raise NotAgreed(f"There are no words under “{name}”. Write them, or leave it off the card.")
    if len(text) > LIST:
        raise NotAgreed(f"“{name}” is {len(text)} characters long. Write at most {LIST}.")


def _skills(cell: str | None, words: Taxonomy) -> list[str]:
    """The labels of skills held. A phrase that no built-in word means may say more than a skill, so it is not suggested."""
    held = grammar.skills(cell)[0] if cell else ()
    keys = dict.fromkeys(skill(phrase, words).concept for phrase in held)
    return [words.label(key) for key in keys if key in words.concepts and key not in TELL_OF_A_LIFE]


def _certificates(cell: str | None, words: Taxonomy) -> list[str]:
    held = [certificate(name, words) for name, _ in grammar.dated(cell)] if cell else []
    labels = [words.certificate_label(key) for key in dict.fromkeys(held) if key in words.certificates]
    return [label for label in labels if not TELL_OF_THE_LAW & set(label.casefold().split())]


def _hours(cell: str | None) -> str:
    """The stated pattern. One that tells term from holidays tells of children: its words are left to the person."""
    week = Week.parse(cell, "narrow") if cell else None
    return str(week).replace("-", "–") if week is not None and not week.empty and not week.seasonal else ""


def _sentence(items: Sequence[str]) -> str:
    if not items:
        return ""
    text = ", ".join(items[:-1]) + " and " + items[-1] if len(items) > 1 else items[0]
    return f"{text[:1].upper()}{text[1:]}."


def _words(text: str) -> str:
    """What was typed, without signs that cannot be printed and without blanks around it."""
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable()).strip()
