"""What may follow what on the way from a name to an outcome, written down once more by hand, and the use cases by which people do it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from trade import GRACE, HELEN, PRIYA

from brokerage import consent, desk, interviews, outcomes
from brokerage.fits import suitability
from brokerage.referral_models import Referral
from brokerage.referrals import CLOCK, PERSON, Actor
from employers import introductions
from employers.clock import local
from employers.models import Contact, Introduction, Slot

OMAR = Actor("omar@hallbrook.example", "keyworker")
RITA = Actor("rita@other.example", "employer")
EVERYBODY = (GRACE, PRIYA, OMAR, HELEN, RITA, PERSON, CLOCK)
OPEN = {"asked", "checked", "agreed", "introduced", "held", "wanted", "booked", "met", "offered"}

# what: (from, to, by whom)
WAY: dict[str, tuple[set[str], str, set[str]]] = {
    "check": ({"asked"}, "checked", {"keyworker"}),
    "say_yes": ({"checked"}, "agreed", {"keyworker"}),
    "introduce": ({"agreed"}, "introduced", {"coordinator"}),
    "hold": ({"introduced"}, "held", {"employer", "coordinator"}),
    "see": ({"introduced", "held"}, "wanted", {"employer", "coordinator"}),
    "keep": ({"wanted"}, "", {"coordinator", "keyworker"}),
    "none_suits": ({"wanted"}, "", {"coordinator", "keyworker", "participant"}),
    "book": ({"wanted"}, "booked", {"coordinator", "keyworker", "participant"}),
    "move": ({"booked"}, "booked", {"coordinator", "keyworker", "participant"}),
    "relink": ({"booked"}, "", {"coordinator"}),
    "cancel": ({"booked"}, "wanted", {"employer", "coordinator", "keyworker", "participant"}),
    "uncancel": ({"wanted"}, "booked", {"coordinator", "keyworker", "participant"}),
    "give_way": ({"booked"}, "wanted", {"coordinator"}),
    "miss": ({"booked"}, "wanted", {"employer", "coordinator"}),
    "not_there": ({"booked"}, "wanted", {"coordinator"}),
    "meet": ({"booked"}, "met", {"employer", "coordinator"}),
    "offer": ({"met"}, "offered", {"employer", "coordinator"}),
    "start": ({"offered"}, "started", {"coordinator", "keyworker"}),
    "not_this_time": ({"introduced", "held", "wanted", "met"}, "not_this_time", {"employer", "coordinator"}),
    "set_aside": ({"asked", "checked"}, "set_aside", {"keyworker"}),
    "say_no": (OPEN, "declined", {"keyworker"}),
    "withdraw": (OPEN, "withdrawn", {"coordinator", "keyworker"}),
    "close": (OPEN, "closed", {"coordinator", "clock"}),
}
MAY_BE_PROMISED = ("keep", "none_suits", "book")
BY_PROMISE = {"introduced", "held"}  # from where an interview that is guaranteed can be booked without an answer
ANSWERS = ("hold", "see", "not_this_time")
NEED_BOTH = {"check", "say_yes", "introduce", "keep", "book", "uncancel"}
KEPT = timedelta(minutes=40)  # for which a time is kept
OFF_THE_DESK = {"declined", "set_aside", "withdrawn", "closed"}
EDGES = {(state, name) for name, (begins, _, _) in WAY.items() for state in begins} | {
    (at, name) for at in BY_PROMISE for name in MAY_BE_PROMISED
}


@dataclass
class Expected:
    """What a referral should be by now. `at` is its state, or its outcome once it ended."""

    person: str
    job: str
    at: str = "asked"
    card: bool = False
    answer: str | None = None
    offered: bool = False
    promised: bool = False
    slot: str | None = None
    kept: tuple[str, datetime] | None = None  # a time kept for this one, and until when
    cancelled: str | None = None  # the time that could stand again
    by_them: bool = False  # cancelled by the person or the keyworker
    steps: list[str] = field(default_factory=lambda: ["ask"])

    @property
    def open(self) -> bool:
        return self.at in OPEN

    def leads_on(self, name: str, promised: bool = False) -> bool:
        by_promise = name in MAY_BE_PROMISED and (promised or self.promised) and self.at in BY_PROMISE
        return self.at in WAY[name][0] or by_promise

    def after(self, name: str, slot: str | None, promised: bool, now: datetime, role: str) -> "Expected":
        """What comes of it where it may be done."""
        to = WAY[name][1] or self.at
        left = self.at == "booked" and to not in ("booked", "met")
        sat = name in ("book", "move", "uncancel")
        kept = (slot, now + KEPT) if name == "keep" and slot else self.kept
        return Expected(
            self.person,
            self.job,
            at=to,
            card=self.card or name == "introduce",
            answer=name if name in ANSWERS else self.answer,
            offered=self.offered or name == "offer",
            promised=promised and (to in OPEN or self.at in ("met", "offered")),
            slot=slot if sat else None if left else self.slot,
            kept=None if sat or name == "none_suits" or to not in OPEN else kept,
            by_them=role in ("participant", "keyworker") if name == "cancel" else self.by_them,
            cancelled=(self.slot if name == "cancel" else None) if left else self.cancelled,
            steps=[*self.steps, name],
        )


@dataclass(frozen=True)
class Doing:
    """Somebody does something to one referral at a moment."""

    session: Session
    referral: Referral
    actor: Actor
    now: datetime
    slot: Slot | None

    @property
    def by_employer(self) -> bool:
        return self.actor.role == "employer"

    @property
    def card(self) -> Introduction:
        assert self.referral.introduction is not None
        return self.referral.introduction

    @property
    def contact(self) -> Contact:
        return self.session.query(Contact).filter_by(email=self.actor.email).one()

    @property
    def four(self) -> tuple[Session, Referral, Actor, datetime]:
        return self.session, self.referral, self.actor, self.now

    def say(self, said: str) -> None:
        name = [{"part": "name", "text": self.referral.participant.called}] if said == "yes" else []
        on = local(self.now).date()
        shares = [line["part"] for line in name]
        consent.answer(
            self.session, self.referral, said, said_on=on, actor=self.actor, now=self.now, shares=shares, words=name
        )

    def answer(self, said: str) -> None:
        reason = "other" if said == "not_this_time" else None
        if self.by_employer:
            introductions.answer(self.session, self.card, said, reason=reason, contact=self.contact, now=self.now)
        else:
            desk.record_answer(self.session, self.referral, said, reason=reason, actor=self.actor, now=self.now)

    def offer(self) -> None:
        if self.by_employer:
            introductions.offer_job(self.session, self.card, self.contact, self.now)
        else:
            desk.record_offer(*self.four)

    def sit(self, how: Callable[..., object]) -> None:
        how(self.session, self.referral, self.slot, self.actor, self.now)

    def took_place(self, held: bool) -> None:
        interviews.took_place(self.session, self.referral, held, self.actor, self.now)

    def end(self, outcome: str, why: str | None = None) -> None:
        outcomes.end(self.session, self.referral, outcome, self.actor, self.now, why=why)


USE: dict[str, Callable[[Doing], object]] = {
    "check": lambda do: suitability.complete(do.session, do.referral, {}, do.actor, do.now),
    "say_yes": lambda do: do.say("yes"),
    "say_no": lambda do: do.say("no"),
    "introduce": lambda do: desk.introduce(*do.four),
    "hold": lambda do: do.answer("hold"),
    "see": lambda do: do.answer("see"),
    "not_this_time": lambda do: do.answer("not_this_time"),
    "book": lambda do: do.sit(interviews.book),
    "move": lambda do: do.sit(interviews.move),
    "relink": lambda do: interviews.told_link(*do.four),
    "keep": lambda do: interviews.hold(do.session, do.referral, do.slot, do.actor, do.now, until=do.now + KEPT),
    "none_suits": lambda do: interviews.none_suits(*do.four, why="After four."),
    "uncancel": lambda do: interviews.uncancel(*do.four),
    "cancel": lambda do: interviews.cancel(*do.four, why="The bus does not run."),
    "miss": lambda do: do.took_place(False),
    "not_there": lambda do: interviews.not_there(*do.four),
    "meet": lambda do: do.took_place(True),
    "offer": lambda do: do.offer(),
    "start": lambda do: do.end("started"),
    "set_aside": lambda do: do.end("set_aside", "It is too far."),
    "withdraw": lambda do: desk.withdraw(*do.four, "Another job came first."),
    "close": lambda do: do.end("closed"),
}
