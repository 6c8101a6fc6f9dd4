"""The way of one person towards one vacancy: its states, and what leads from one to the next. Nothing here is stored.

Every change of state in the brokerage is one of these transitions, taken by `brokerage.referrals.take`. docs/flow.md is printed from here.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from employers import flows
from employers.columns import Refused
from employers.flows import NotNow, NotThisRole, SayWhy, label, rows

RoleInFlow = Literal["coordinator", "keyworker", "employer", "participant", "clock"]  # the clock: by the date alone
ROLES: tuple[RoleInFlow, ...] = get_args(RoleInFlow)

STATES = {
    "asked": "The keyworker is asked",
    "checked": "Checked; the person is asked",
    "agreed": "Said yes",
    "introduced": "With the employer",
    "held": "The employer is holding it",
    "wanted": "The employer would like to meet",
    "booked": "Interview booked",
    "met": "Met; the outcome is open",
    "offered": "Offered the job",
    "ended": "Ended",
}
OUTCOMES = {
    "declined": "The person said no",
    "set_aside": "Set aside by the keyworker",
    "withdrawn": "Withdrawn",
    "not_this_time": "Not this time",
    "started": "Took the job",
    "closed": "The vacancy closed",
}
OPEN = tuple(state for state in STATES if state != "ended")


class WhyNotKept(Refused):
    def __init__(self) -> None:
        super().__init__("A no needs no reason, and none is kept. Leave it out.")


@dataclass(frozen=True, slots=True)
class Transition(flows.Transition):
    """One thing that happens to a referral.

    `promised` are the states from which it may also happen when an agreement guarantees the interview. `needs_both`: the person has not
    paused and the vacancy can still be filled. `said` has {name} and {employer}. `after` is empty where the state stays.
    """

    outcome: str | None = None
    promised: tuple[str, ...] = ()
    needs_both: bool = False


# fmt: off
_ALL = (
    Transition("ask", (), "asked", ("coordinator", "keyworker"),
               "ask about a vacancy", "{name} was thought of, and the keyworker asked.", needs_both=True),
    Transition("check", ("asked",), "checked", ("keyworker",),
               "complete the check", "The check was completed.", needs_both=True),
    Transition("say_yes", ("checked",), "agreed", ("keyworker",),
               "note a yes", "{name} said yes.", needs_both=True),
    Transition("introduce", ("agreed",), "introduced", ("coordinator",),
               "introduce somebody", "{employer} was shown what {name} had agreed to.", needs_both=True),
    Transition("hold", ("introduced",), "held", ("employer", "coordinator"),
               "hold it", "{employer} is holding it for now."),
    Transition("see", ("introduced", "held"), "wanted", ("employer", "coordinator"),
               "ask for a meeting", "{employer} would like to meet {name}."),
    Transition("keep", ("wanted",), "", ("coordinator", "keyworker"),
               "keep a time", "A time was kept while {name} is asked.", promised=("introduced", "held"), needs_both=True),
    Transition("none_suits", ("wanted",), "", ("coordinator", "keyworker", "participant"),
               "say that no time suits", "None of the times suits {name}; another one is looked for.",
               promised=("introduced", "held")),
    Transition("book", ("wanted",), "booked", ("coordinator", "keyworker", "participant"),
               "book an interview", "An interview was booked.", promised=("introduced", "held"), needs_both=True),
    Transition("move", ("booked",), "booked", ("coordinator", "keyworker", "participant"),
               "move the interview", "The interview was moved."),
    Transition("relink", ("booked",), "", ("coordinator",),
               "change how they meet", "How they meet was changed, and everybody concerned was told."),
    Transition("cancel", ("booked",), "wanted", ("coordinator", "keyworker", "employer", "participant"),
               "cancel the interview", "The interview was cancelled.", why="wanted"),
    Transition("uncancel", ("wanted",), "booked", ("coordinator", "keyworker", "participant"),
               "let a cancelled interview stand again", "The interview that was cancelled stands again.", needs_both=True),
    Transition("give_way", ("booked",), "wanted", ("coordinator",),
               "give the time to somebody else", "The time went to somebody else; {name} is to have another."),
    Transition("miss", ("booked",), "wanted", ("coordinator", "employer"),
               "say that it did not take place", "The interview did not take place."),
    Transition("not_there", ("booked",), "wanted", ("coordinator",),
               "say that somebody was not there", "{name} was not at the interview. Another time can be found, and nobody is blamed."),
    Transition("meet", ("booked",), "met", ("coordinator", "employer"),
               "say that they met", "{name} and {employer} met."),
    Transition("offer", ("met",), "offered", ("employer", "coordinator"),
               "offer the job", "{employer} offered {name} the job."),
    Transition("start", ("offered",), "ended", ("coordinator", "keyworker"),
               "note that the job was taken", "{name} took the job.", outcome="started"),
    Transition("not_this_time", ("introduced", "held", "wanted", "met"), "ended", ("employer", "coordinator"),
               "say “not this time”", "{employer} said: not this time.", outcome="not_this_time"),
    Transition("say_no", OPEN, "ended", ("keyworker",),
               "note a no", "{name} said no.", outcome="declined", why="never"),
    Transition("set_aside", ("asked", "checked"), "ended", ("keyworker",),
               "set it aside", "The keyworker set it aside.", outcome="set_aside", why="wanted"),
    Transition("withdraw", OPEN, "ended", ("coordinator", "keyworker"),
               "withdraw it", "It was withdrawn.", outcome="withdrawn", why="wanted"),
    Transition("close", OPEN, "ended", ("coordinator", "clock"),
               "close it", "The vacancy closed.", outcome="closed"),
)
# fmt: on
TRANSITIONS = {each.name: each for each in _ALL}


def allowed(state: str | None, role: str, *, promised: bool = False) -> tuple[Transition, ...]:
    """What that role may do at that state (`None`: nothing has begun). `promised`: an agreement guarantees the interview."""
    return tuple(each for each in _ALL if role in each.roles and leads_on(each, state, promised=promised))


def leads_on(transition: Transition, state: str | None, *, promised: bool = False) -> bool:
    """Whether the transition begins at that state."""
    if state is None:
        return not transition.before
    return state in transition.before or (promised and state in transition.promised)


def check(
    transition: Transition,
    state: str | None,
    role: str,
    why: str | None,
    *,
    outcome: str | None = None,
    promised: bool = False,
) -> None:
    """Raises NotThisRole, NotNow, SayWhy or WhyNotKept, in this order. `outcome` is that of a state that ended.

    How it ended is not told to an employer."""
    if role not in transition.roles:
        raise NotThisRole(transition, role)
    if state is not None and not leads_on(transition, state, promised=promised):
        raise NotNow(
            transition, STATES[state] if outcome is None or role == "employer" else f"Ended: {OUTCOMES[outcome]}"
        )
    if transition.why == "wanted" and not why:
        raise SayWhy(transition)
    if transition.why == "never" and why:
        raise WhyNotKept


def document() -> str:
    """docs/flow.md: the diagram, and a line for each transition."""
    return "\n".join(
        [
            "# From a name on a shortlist to an outcome",
            "",
            "Printed by `brokerage flow` from `brokerage/flow.py`; a test holds the two equal. Whoever is named in brackets may do it. Each step is",
            "logged with who, in which role, when and why. A person decides every ending; no ending is ever made in bulk.",
            "",
            "```mermaid",
            diagram(),
            "```",
            "",
            *_table(),
            "",
        ]
    )


def diagram() -> str:
    """The states and transitions as Mermaid draws them. What can happen at every open state is drawn once, from the box around them."""
    lines = [
        "stateDiagram-v2",
        "    direction TB",
        "    [*] --> asked: ask (coordinator, keyworker)",
        "    state open {",
    ]
    lines += [f"        {state}: {STATES[state]}" for state in OPEN]
    inside = [each for each in _ALL if each.before and each.after != "ended"]
    lines += [f"        {state} --> {each.after or state}: {label(each)}" for each in inside for state in each.before]
    lines += [
        f"        {state} --> {each.after or state}: {label(each)}, guaranteed"
        for each in inside
        for state in each.promised
    ]
    lines += ["    }", f"    ended: {STATES['ended']}"]
    for each in (each for each in _ALL if each.after == "ended"):
        begins = ("open",) if each.before == OPEN else each.before
        lines += [f"    {state} --> ended: {label(each)} = {each.outcome}" for state in begins]
    return "\n".join([*lines, "    ended --> [*]"])


def _table() -> list[str]:
    return rows(
        (each, _from(each), f"{each.after or 'stays'}{f': {each.outcome}' if each.outcome else ''}") for each in _ALL
    )


def _from(transition: Transition) -> str:
    if not transition.before:
        return "nothing yet"
    begins = "any open state" if transition.before == OPEN else ", ".join(transition.before)
    guaranteed = f"; {', '.join(transition.promised)} if the interview is guaranteed" if transition.promised else ""
    return begins + guaranteed
