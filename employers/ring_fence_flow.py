"""The life of a ring-fence: its states, and what leads from one to the next. Nothing here is stored; docs/ring_fences.md is printed from it."""

from employers.flows import Transition

STATES = {
    "planned": "Planned",
    "kept": "Kept, at one of its steps",
    "released": "Open to everybody",
    "filled": "Every post is filled",
    "withdrawn": "Withdrawn",
}
OPEN = ("planned", "kept")

# fmt: off
_ALL = (
    Transition("plan", (), "planned", ("coordinator",),
               "plan a ring-fence", "It was planned."),
    Transition("begin", ("planned",), "kept", ("clock",),
               "begin it", "From here on the posts were kept."),
    Transition("widen", ("kept",), "kept", ("clock", "coordinator"),
               "open the next step", "The next step began.", "wanted"),
    Transition("extend", ("kept",), "kept", ("coordinator",),
               "extend the step", "The step was extended.", "wanted"),
    Transition("release", ("planned", "kept"), "released", ("clock", "coordinator"),
               "open the posts to everybody", "The posts were opened to everybody.", "wanted"),
    Transition("fill", ("planned", "kept"), "filled", ("clock", "coordinator"),
               "note that every post is filled", "Every post was filled."),
    Transition("withdraw", ("planned", "kept"), "withdrawn", ("coordinator",),
               "withdraw the ring-fence", "It was withdrawn.", "wanted"),
)
# fmt: on
TRANSITIONS = {each.name: each for each in _ALL}
