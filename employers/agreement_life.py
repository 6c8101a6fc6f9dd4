"""The life of an agreement: its states, what leads from one to the next, and where one stands on a day. Nothing here is stored.

What people say (drafted, signed, paused, ended) is kept; the rest is read from the days of the agreement, whether or not anything has
noted the day since. An agreement of which nobody has said anything, as one from a file, is in force as its days say.
docs/agreements.md is printed from here.
"""

from datetime import date, timedelta

from employers.flows import Transition, diagram, table
from employers.models import Agreement

STATES = {
    "draft": "Draft, to be signed",
    "signed": "Signed, not begun",
    "active": "In force",
    "paused": "Paused",
    "ended": "Ended",
    "renewed": "Renewed",
}
BINDING = frozenset({"signed", "active", "paused"})  # the employer stands by all of it

# fmt: off
_ALL = (
    Transition("draft", (), "draft", ("coordinator",),
               "draft an agreement", "It was drafted."),
    Transition("send", ("draft",), "", ("coordinator",),
               "send it for signing", "It was sent for signing."),
    Transition("sign", ("draft",), "signed", ("employer", "coordinator"),
               "sign it", "It was signed."),
    Transition("begin", ("signed",), "active", ("clock",),
               "begin it", "Its first day came."),
    Transition("wait", ("active", "ended"), "signed", ("clock",),
               "let it wait", "By its new days it is still to begin."),
    Transition("go_on", ("ended",), "active", ("clock",),
               "let it go on", "By its new days it is in force again."),
    Transition("pause", ("active",), "paused", ("coordinator", "manager"),
               "pause it", "It was paused: nothing new is promised.", "wanted"),
    Transition("resume", ("paused",), "active", ("coordinator", "manager"),
               "take it up again", "It was taken up again."),
    Transition("change", ("signed", "active", "paused", "ended"), "draft", ("coordinator",),
               "change what is promised", "What is promised was changed, so it is to be signed again.", "wanted"),
    Transition("end", ("signed", "active", "paused"), "ended", ("clock",),
               "end it by its date", "Its last day passed."),
    Transition("stop", ("draft", "signed", "active", "paused"), "ended", ("coordinator", "manager"),
               "end it before its time", "It was ended before its time.", "wanted"),
    Transition("renew", ("signed", "active", "paused", "ended"), "", ("coordinator",),
               "draft its renewal", "Its renewal was drafted."),
    Transition("succeed", ("signed", "active", "paused", "ended"), "renewed", ("clock",),
               "let its renewal go on", "Its renewal goes on in its place."),
    Transition("honour", ("ended",), "", ("coordinator", "manager"),
               "say that what is owed is honoured", "Whoever waits is still seen: what is owed is honoured.", "wanted"),
    Transition("close", ("ended",), "", ("coordinator", "manager"),
               "close it", "It was closed with what was still owed.", "wanted"),
)
# fmt: on
TRANSITIONS = {each.name: each for each in _ALL}


def state(agreement: Agreement, on: date) -> str:
    """Where it stands on that day: a word of STATES."""
    said = agreement.life.said if agreement.life else "signed"
    if said in ("draft", "changed"):
        return "draft"
    if said == "ended" or (agreement.ends_on is not None and agreement.ends_on <= on):
        return "renewed" if _is_renewed(agreement) else "ended"
    if said == "paused":
        return "paused"
    return "signed" if agreement.starts_on is not None and agreement.starts_on > on else "active"


def offered(agreement: Agreement) -> bool:
    """Whether the employer was ever given it to read. What is drafted is the brokerage's own until somebody sends it."""
    steps = {each.transition for each in agreement.steps}
    return "draft" not in steps or not steps.isdisjoint({"send", "sign"})


def in_force(agreement: Agreement, on: date) -> bool:
    """Whether it promises anything new on that day."""
    return state(agreement, on) == "active"


def over(agreement: Agreement, on: date) -> bool:
    """Whether it has ended, by its days or by what somebody said."""
    return state(agreement, on) in ("ended", "renewed")


def by_the_clock(told: str, now: str) -> str:
    """The name of the step that nobody took, between the state that was told last and the one that its days say by now."""
    return next(each.name for each in _ALL if "clock" in each.roles and told in each.before and each.after == now)


def last_day(agreement: Agreement) -> date | None:
    """The last day on which it holds; the column names the first on which it no longer does."""
    return agreement.ends_on - timedelta(days=1) if agreement.ends_on else None


def document() -> str:
    """docs/agreements.md: the picture, and a line for each transition."""
    return "\n".join(
        [
            "# The life of an agreement",
            "",
            "Printed by `brokerage flow agreements` from `employers/agreement_life.py`; a test holds the two equal. Whoever is named in brackets may",
            "do it; the clock is what the date alone does. Each step is logged with who, in which role, when and why. Only an agreement in",
            "force promises anything new; what was promised to somebody stays owed whatever becomes of the agreement.",
            "",
            "```mermaid",
            diagram(_ALL, STATES),
            "```",
            "",
            *table(_ALL),
            "",
        ]
    )


def _is_renewed(agreement: Agreement) -> bool:
    return agreement.renewal is not None and agreement.renewal.said != "draft"
