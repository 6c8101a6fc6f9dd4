"""A participant's facts as a keyworker reads them: in groups, in words, and `None` where something is not known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from brokerage import messages
from brokerage.files.participant_columns import PARTS
from brokerage.models import CHANNELS, Participant
from brokerage.reference.phrases import may_mean
from brokerage.sending import reaching
from brokerage.sending.reaching import ByHand
from employers.words import CONTRACTS, INVOLVES
from matching import grammar
from matching.grammar import MEASURED
from matching.lifetimes import LIFETIMES
from matching.normalise import certificate, likeliest, skill
from matching.taxonomy import Taxonomy, built_in

CHILDCARE = {True: "Help to find it would be welcome", False: "No help wanted", None: None}
SOON = 90  # days; a course has to be found and booked


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is called, what is known (None: nobody has said), and the field where it is changed."""

    label: str
    text: str | None
    column: str
    missing: str = "Not known"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A skill in the person's words, what it was understood as (None: its own words only), and what else it may mean."""

    words: str
    held: bool
    meant: str | None
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that holds until a day: `days` left from today, below 0 when it is over."""

    words: str
    until: date | None
    days: int | None
    lasts: int | None = None  # years that one usually does, where nobody has said until when

    @property
    def soon(self) -> bool:
        return self.days is not None and 0 <= self.days <= SOON

    @property
    def over(self) -> bool:
        return self.days is not None and self.days < 0


def phrases(person: Participant, taxonomy: Taxonomy) -> list[Phrase] | None:
    """The person's skills; None where nobody has asked, empty where there are none."""
    if person.skills is None:
        return None
    held, not_yet = grammar.skills(person.skills)
    return [_phrase(words, True, taxonomy) for words in held] + [_phrase(words, False, taxonomy) for words in not_yet]


def certificates(person: Participant, today: date) -> list[Ending] | None:
    if person.certificates is None:
        return None
    ends = _endings(grammar.dated(person.certificates), today)
    return [each if each.until else replace(each, lasts=_usual_years(each.words)) for each in ends]


def restrictions(person: Participant, today: date) -> list[Ending] | None:
    """What the law rules out, as a category and its last day."""
    if person.legal is None:
        return None
    return _endings(((INVOLVES[name].lower(), until) for name, until in grammar.legal(person.legal)), today)


def wishes(person: Participant) -> list[Fact]:
    """What the person wants of work."""
    return [
        Fact("Work", _work(person), "wants", "Anything"),
        Fact("Hours", _hours(person), "hours_min"),
        Fact(
            "Pay",
            f"£{person.pay_min:.2f} an hour or more" if person.pay_min is not None else None,
            "pay_min",
            "No limit stated",
        ),
        Fact("Contract", _contracts(person), "contracts", "Any kind"),
        Fact("Goes by", _ways(person), "travel_modes"),
        Fact("Journey", _longest(person), "travel_max"),
    ]


def room(person: Participant) -> list[Fact]:
    """What work has to leave room for."""
    facts = [Fact("The most that suits", _limits(person.limits), "limits")]
    if person.not_adjustable:
        fixed = grammar.items(person.not_adjustable)
        facts.append(
            Fact(
                "No adjustment would help with",
                _and(fixed) or "Something could be adjusted everywhere",
                "not_adjustable",
            )
        )
    if person.not_near:
        facts.append(Fact("Not near", person.not_near, "not_near"))
    if person.only_near:
        facts.append(Fact("Only near", person.only_near, "only_near"))
    if person.drop_off or person.pick_up or person.school_postcode:
        welcome = CHILDCARE[person.childcare_welcome]
        facts.append(Fact("Childcare", welcome, "childcare_welcome", "Not asked yet"))
        facts.append(
            Fact(
                "School",
                person.school_postcode or ("Stated as a point" if person.school_latitude else None),
                "school_postcode",
            )
        )
    return facts


def touch(person: Participant) -> list[Fact]:
    """How to get in touch, and where home is."""
    return [
        Fact("Best way", CHANNELS.get(person.channel or ""), "channel", "Not said"),
        Fact("Messages", _messages(person), "channel"),
        Fact("Phone", person.phone, "phone", "None"),
        Fact("E-mail", person.email, "email", "None"),
        Fact("Safe times", person.safe_window, "safe_window", "Any time"),
        Fact("Home", person.postcode or ("Stated as a point" if person.latitude else None), "postcode"),
        Fact("Area code", person.area, "area", "None stated"),
    ]


def shared(person: Participant) -> list[str]:
    """What the person agreed may at most be shown to employers, in words."""
    return [PARTS[part] for part in grammar.items(person.share)] if person.share else []


def training(person: Participant) -> tuple[str, ...]:
    return grammar.items(person.training_completed) if person.training_completed else ()


def _phrase(words: str, held: bool, taxonomy: Taxonomy) -> Phrase:
    key = skill(words, taxonomy).concept
    if not taxonomy.knows(key):
        return Phrase(words, held, None, may_mean(words, taxonomy))
    others = [taxonomy.label(each) for each in likeliest(words, taxonomy, 4) if each != key]
    return Phrase(words, held, taxonomy.label(key), tuple(others[:3]))


def _endings(found: Iterable[tuple[str, date | None]], today: date) -> list[Ending]:
    return [Ending(words, until, (until - today).days if until else None) for words, until in found]


def _usual_years(words: str) -> int | None:
    usual = LIFETIMES.get(certificate(words, built_in()))
    return usual.years if usual else None


def _work(person: Participant) -> str | None:
    wants = grammar.items(person.wants) if person.wants else ()
    avoids = grammar.items(person.avoids) if person.avoids else ()
    said = [_and(wants)] * bool(wants) + [f"not {_and(avoids, 'or')}"] * bool(avoids)
    text = "; ".join(said)
    return text[:1].upper() + text[1:] if text else None


def _hours(person: Participant) -> str | None:
    least, most, day = person.hours_min, person.hours_max, person.day_hours_max
    if least is None and most is None:
        return None
    span = (
        f"{least:g} to {most:g}"
        if least is not None and most is not None
        else f"{least:g} or more"
        if least is not None
        else f"up to {most:g}"
    )
    return f"{span} a week" + (f", up to {day:g} a day" if day is not None else "")


def _contracts(person: Participant) -> str | None:
    kinds = grammar.items(person.contracts) if person.contracts else ()
    text = _and([CONTRACTS[kind].lower() for kind in kinds], "or")
    return text[:1].upper() + text[1:] if text else None


def _ways(person: Participant) -> str | None:
    if person.travel_modes is None:
        return None
    return _and(grammar.items(person.travel_modes), "or").capitalize() or "No way of going"


def _longest(person: Participant) -> str | None:
    if person.travel_max is None:
        return None
    most = grammar.travel_max(person.travel_max)
    if isinstance(most, int):
        return f"Up to {most} minutes one way"
    return _and([f"{mode} {minutes}" for mode, minutes in most.items()]).capitalize() + " minutes one way"


def _limits(text: str | None) -> str | None:
    if text is None:
        return None
    found = grammar.limits(text)
    said = [
        f"{name} {level:g} {MEASURED[name]}" if name in MEASURED and level else f"no {name}"
        for name, level in found.items()
    ]
    joined = ", ".join(said)
    return joined[:1].upper() + joined[1:] if joined else "No limits"


def _and(words: Iterable[str], joint: str = "and") -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last


def _messages(person: Participant) -> str:
    """What becomes of what is to be told, so that a number or an address that cannot be used is seen before it is needed."""
    if person.channel == "letter" and not person.paused:
        return "Printed and posted by the keyworker"
    try:
        reaching.check_channel(person, by_text=messages.by_text())
    except ByHand as cannot:
        return f"Told by the keyworker. {cannot}"
    return "Sent as texts" if person.channel == "sms" else "Sent by e-mail"
