"""docs/ring_fences.md: the lives of a ring-fence and of a hold, printed from their tables."""

from brokerage.promises import hold_flow
from employers import ring_fence_flow
from employers.flows import Transition, diagram, table


def document() -> str:
    return "\n".join(
        [
            "# Posts that are kept, and posts that are held",
            "",
            "Printed by `brokerage flow ring-fences` from `employers/ring_fence_flow.py` and `brokerage/promises/hold_flow.py`; a test holds them equal.",
            "Whoever is named in brackets may do it. Each transition is logged with who, in which role, when and why.",
            "",
            "## A ring-fence: the posts of one vacancy, kept in steps",
            "",
            "A step lasts until a day or until so many people were introduced, and lets in those of the steps before it too. It is read from",
            "the date itself; the clock's transitions are noted by the daily job, or by whoever does something first. An agreement with a",
            "`ring_fenced_until` counts as one step for whom the agreement says, without a row of its own until somebody changes it.",
            "",
            *_life(ring_fence_flow.TRANSITIONS, ring_fence_flow.STATES),
            "",
            "## A hold: one post, for one person, until a day",
            "",
            "Holds and offers together are never more than the posts. A hold whose day has passed counts no more, noted or not.",
            "",
            *_life(hold_flow.TRANSITIONS, hold_flow.STATES),
            "",
        ]
    )


def _life(transitions: dict[str, Transition], states: dict[str, str]) -> list[str]:
    return ["```mermaid", diagram(transitions.values(), states), "```", "", *table(transitions.values())]
