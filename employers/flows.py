"""What every life of a record shares: a transition as one row of a table, whether somebody may take it, and how the table is printed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from employers.columns import Refused

Why = Literal["wanted", "welcome", "never"]
WHY: Mapping[Why, str] = {"wanted": "asked for", "welcome": "if wanted", "never": "not asked, not kept"}
ROLES: Mapping[str, str] = {
    "coordinator": "a coordinator",
    "keyworker": "the keyworker",
    "manager": "a manager",
    "employer": "the employer",
    "participant": "the participant",
    "clock": "the clock",  # what is done by the date alone
}


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, in which role, when (UTC), and why. Somebody may have several roles; one step is taken in one."""

    by: str
    role: str
    at: datetime
    why: str | None = None

    @property
    def reason(self) -> str | None:
        """The reason as it is kept: None where only blanks were typed."""
        return (self.why or "").strip() or None

    def line(self, transition: str, before: str | None, after: str) -> dict[str, Any]:
        """What every line of a story keeps, by the names of its columns."""
        log = {"transition": transition, "before": before, "after": after}
        return {"at": self.at, "by": self.by, "role": self.role, "why": self.reason, **log}


def the_clock(at: datetime, why: str | None = None) -> Act:
    """What the date alone does."""
    return Act("the clock", "clock", at, why)


@dataclass(frozen=True, slots=True)
class Transition:
    """One thing that happens. `before` is empty for what begins a record, `after` is empty where the state stays.

    `verb` follows “can”; `said` is the line of the story."""

    name: str
    before: tuple[str, ...]
    after: str
    roles: tuple[str, ...]
    verb: str
    said: str
    why: Why = "welcome"


class NotNow(Refused):
    """The state does not allow it, perhaps because somebody was quicker."""

    def __init__(self, transition: Transition, stands: str) -> None:
        super().__init__(f"It stands at “{stands}”, where nobody can {transition.verb}. See what happened meanwhile.")


class NotThisRole(Refused):
    def __init__(self, transition: Transition, role: str) -> None:
        able = " or ".join(ROLES[each] for each in transition.roles)
        super().__init__(f"{able[:1].upper()}{able[1:]} can {transition.verb}; {ROLES.get(role, role)} cannot.")


class SayWhy(Refused):
    def __init__(self, transition: Transition) -> None:
        super().__init__(f"To {transition.verb}, say why in a few words.")


def check(transition: Transition, state: str | None, act: Act, states: Mapping[str, str]) -> None:
    """Raises NotThisRole, NotNow or SayWhy, in this order. `state` is None for what does not exist yet."""
    if act.role not in transition.roles:
        raise NotThisRole(transition, act.role)
    if state is not None and state not in transition.before:
        raise NotNow(transition, states[state])
    if transition.why == "wanted" and not act.reason:
        raise SayWhy(transition)


def diagram(transitions: Iterable[Transition], states: Mapping[str, str]) -> str:
    """The states and transitions as Mermaid draws them; a state that nothing leads on from is an end."""
    drawn = list(transitions)
    lines = ["stateDiagram-v2", "    direction TB"]
    lines += [f"    {state}: {word}" for state, word in states.items()]
    begun = ((each, state) for each in drawn for state in each.before or ("[*]",))
    lines += [f"    {state} --> {each.after or state}: {label(each)}" for each, state in begun]
    going_on = {state for each in drawn for state in each.before}
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in states if state not in going_on)])


def label(transition: Transition) -> str:
    return f"{transition.name} ({', '.join(transition.roles)})"


def table(transitions: Iterable[Transition]) -> list[str]:
    return rows((each, ", ".join(each.before) or "nothing yet", each.after or "stays") for each in transitions)


def rows(of: Iterable[tuple[Transition, str, str]]) -> list[str]:
    """A Markdown table of transitions, each with where it begins and where it leads in words."""
    return ["| what | from | to | who | why |", "|---|---|---|---|---|"] + [
        f"| {each.name} | {begins} | {ends} | {', '.join(each.roles)} | {WHY[each.why]} |" for each, begins, ends in of
    ]
