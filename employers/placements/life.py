"""The life of a placement: its states, what leads from one to the next, and where one stands on a day. Nothing here is stored.

What people say (sent, signed, called off, ended early) is kept; what the days do (begun, over) is read from the days, whether or not
anything has noted it since. docs/placements.md is printed from here.
"""

from datetime import date

from employers.flows import Transition, diagram, table
from employers.placements.models import Placement

STATES = {
    "draft": "Draft",
    "to_sign": "To be signed",
    "signed": "Signed by all three, not begun",
    "running": "Running",
    "finished": "Finished",
    "ended": "Ended early",
    "cancelled": "Not going ahead",
}
PARTIES = {"participant": "The participant", "employer": "The employer", "programme": "The programme"}
HOW = {"page": "signed in here", "link": "by a private link", "paper": "on paper"}
OVER = frozenset({"finished", "ended", "cancelled"})
CAME = frozenset({"running", "finished", "ended"})  # the first day came
SIGNER = {"participant": "participant", "employer": "employer", "coordinator": "programme"}  # role: party it signs for

# fmt: off
_ALL = (
    Transition("draft", (), "draft", ("coordinator", "keyworker"),
               "draft a placement", "It was drafted."),
    Transition("send", ("draft",), "to_sign", ("coordinator",),
               "send it to be signed", "It was sent to be signed."),
    Transition("sign", ("to_sign",), "to_sign", ("participant", "employer", "coordinator", "keyworker"),
               "sign it", "It was signed."),
    Transition("complete", ("to_sign",), "signed", ("clock",),
               "complete it", "All three have signed."),
    Transition("change", ("to_sign", "signed"), "to_sign", ("coordinator",),
               "change what is to be signed", "It was changed, so all three sign again."),
    Transition("begin", ("signed",), "running", ("clock",),
               "begin it", "Its first day came."),
    Transition("stop", ("signed",), "to_sign", ("clock",),
               "keep it from beginning", "Its first day came while the employer was withheld, so it did not begin. With new days all three sign again."),
    Transition("finish", ("running",), "finished", ("clock",),
               "end it by its days", "Its last day passed."),
    Transition("end_early", ("running",), "ended", ("coordinator", "employer"),
               "end it early", "It ended early."),
    Transition("leave", ("running",), "ended", ("participant", "keyworker", "coordinator"),
               "note that the person leaves it", "It ended early, as the person wished.", "never"),
    Transition("say_no", ("draft", "to_sign", "signed"), "cancelled", ("participant", "keyworker", "coordinator"),
               "note the person’s no", "The person said no.", "never"),
    Transition("step_back", ("to_sign", "signed"), "cancelled", ("employer", "coordinator"),
               "note the employer’s no", "The employer said no."),
    Transition("cancel", ("draft", "to_sign", "signed"), "cancelled", ("coordinator", "keyworker"),
               "call it off", "It was called off.", "wanted"),
    Transition("renew", ("signed", "running", "finished", "ended"), "", ("coordinator", "keyworker"),
               "draft its renewal", "Its renewal was drafted."),
)
# fmt: on
TRANSITIONS = {each.name: each for each in _ALL}


def state(placement: Placement, on: date) -> str:
    """Where it stands on that day: a word of STATES."""
    if placement.state not in ("signed", "running") or placement.starts_on is None or placement.starts_on > on:
        return placement.state
    if placement.state == "signed" and placement.vacancy.employer.withheld is not None:
        return "to_sign"
    return "finished" if placement.ends_on is not None and placement.ends_on < on else "running"


def signed_by(placement: Placement) -> set[str]:
    """The parties who have signed what it says now."""
    return {each.party for each in placement.signatures if each.edition == placement.edition}


def waits_for(placement: Placement) -> list[str]:
    """The parties whose signature is still wanted, while it is out to be signed."""
    if placement.state != "to_sign":
        return []
    return [party for party in PARTIES if party not in signed_by(placement)]


def document() -> str:
    """docs/placements.md: the picture, and a line for each transition."""
    return "\n".join(
        [
            "# The life of a placement",
            "",
            "Printed by `brokerage flow placements` from `employers/placements/life.py`; a test holds the two equal. Whoever is named in brackets may",
            "do it; the clock is what the date alone does. Each step is logged with who, in which role, when and why. Nothing runs before all",
            "three have signed what it says now: whoever changes it clears every signature. A person’s no needs no reason, and none is kept.",
            "",
            "```mermaid",
            diagram(_ALL, STATES),
            "```",
            "",
            *table(_ALL),
            "",
        ]
    )
