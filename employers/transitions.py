"""What may follow what, as one table: the check that a step is allowed, and its picture. Nothing here is stored.

A noun that has a life (an agreement, a ring-fence) writes its states and transitions down once; who may take a step is looked up there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from employers.columns import Refused

Role = Literal["coordinator", "manager", "employer", "clock"]  # the clock: what is done by the date alone
ROLE_NAMES: dict[str, str] = {
    "coordinator": "a coordinator",
    "manager": "a manager",
    "employer": "the employer",
    "clock": "the clock",
}


class NotNow(Refused):
    """The state does not allow it, perhaps because somebody was quicker."""

    def __init__(self, transition: "Transition", stands: str) -> None:
        super().__init__(f"It stands at “{stands}”, where nobody can {transition.verb}. See what happened meanwhile.")


class NotYours(Refused):
    def __init__(self, transition: "Transition", role: str) -> None:
        able = " or ".join(ROLE_NAMES[each] for each in transition.roles)
        super().__init__(f"{able[:1].upper()}{able[1:]} can {transition.verb}; {ROLE_NAMES.get(role, role)} cannot.")


class SayWhy(Refused):
    def __init__(self, transition: "Transition") -> None:
        super().__init__(f"To {transition.verb}, say why in a few words.")


@dataclass(frozen=True, slots=True)
class Who:
    """Who does something, and in which role. Somebody may have several; one step is taken in one."""

    email: str
    role: Role


CLOCK = Who("the clock", "clock")


@dataclass(frozen=True, slots=True)
class Transition:
    """One thing that happens. `before` is empty for what begins a life, `after` is empty where the state stays.

    `verb` follows “can”, `said` is the line of the story."""

    name: str
    before: tuple[str, ...]
    after: str
    roles: tuple[Role, ...]
    verb: str
    said: str
    why_wanted: bool = False


def check(transition: Transition, states: Mapping[str, str], state: str, role: str, why: str | None) -> None:
    """Raises NotYours, NotNow or SayWhy, in this order."""
    if role not in transition.roles:
        raise NotYours(transition, role)
    if state not in transition.before:
        raise NotNow(transition, states[state])
    if transition.why_wanted and not why:
        raise SayWhy(transition)


def allowed(transitions: Iterable[Transition], state: str, role: str) -> tuple[Transition, ...]:
    """What that role may do at that state."""
    return tuple(each for each in transitions if role in each.roles and state in each.before)


def diagram(states: Mapping[str, str], transitions: Iterable[Transition]) -> str:
    """The states and what leads from one to the next, as Mermaid draws them, with the roles in brackets."""
    lines = ["stateDiagram-v2", "    direction TB", *(f"    {state}: {said}" for state, said in states.items())]
    lines += [
        f"    {state} --> {each.after or state}: {each.name} ({', '.join(each.roles)})"
        for each in transitions
        for state in each.before or ("[*]",)
    ]
    return "\n".join(lines)


def table(transitions: Iterable[Transition]) -> str:
    """A line for each transition, as Markdown has tables."""
    lines = ["| what | from | to | who | why |", "|---|---|---|---|---|"]
    lines += [
        f"| {each.name} | {', '.join(each.before) or 'nothing yet'} | {each.after or 'stays'} | {', '.join(each.roles)} "
        f"| {'asked for' if each.why_wanted else 'if wanted'} |"
        for each in transitions
    ]
    return "\n".join(lines)
