"""One post held for one person: its states, and what leads from one to the next. Nothing here is stored; docs/ring_fences.md is printed from it."""

from employers.flows import Transition

STATES = {
    "asked": "A coordinator is asked to hold it",
    "held": "Held",
    "not_held": "Not held",
    "given_up": "Given up",
    "expired": "Its last day passed",
    "used": "The job was offered",
}
OPEN = ("asked", "held")

# fmt: off
_ALL = (
    Transition("ask", (), "asked", ("keyworker",),
               "ask for a hold", "A hold was asked for.", "wanted"),
    Transition("hold", (), "held", ("coordinator",),
               "hold a post", "A post is held.", "wanted"),
    Transition("grant", ("asked",), "held", ("coordinator",),
               "hold the post that was asked for", "A post is held."),
    Transition("leave", ("asked",), "not_held", ("coordinator",),
               "say that no post is held", "No post is held.", "wanted"),
    Transition("give_up", ("asked", "held"), "given_up", ("coordinator", "keyworker"),
               "give the hold up", "The hold was given up.", "wanted"),
    Transition("fall_away", ("asked", "held"), "given_up", ("coordinator", "keyworker", "employer", "clock"),
               "end the hold with what it was for", "It ended, and the hold with it."),
    Transition("expire", ("asked", "held"), "expired", ("clock",),
               "end the hold by its date", "Its last day passed."),
    Transition("use", ("asked", "held"), "used", ("coordinator", "employer"),
               "use the hold", "The job was offered."),
)
# fmt: on
TRANSITIONS = {each.name: each for each in _ALL}
