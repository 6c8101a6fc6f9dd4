"""An advert as it was read: cells of a vacancy, each with the words it stands on, and what is left to ask."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from brokerage.adverts.plain import cut, line
from employers.columns import Noted, as_cell
from employers.vacancies import VACANCIES
from matching.week import Unreadable

How = Literal["stated", "plain", "guess"]
HOW: dict[How, str] = {
    "stated": "The advert’s own data: “{}”.",
    "plain": "The advert says: “{}”.",
    "guess": "A guess from “{}”. Look at it.",
}
WORDS = 160  # characters of the advert that are shown beside a field


@dataclass(frozen=True, slots=True)
class Said:
    """The cell of one column, the advert's words for it, and how sure that is."""

    cell: str
    words: str
    how: How

    @property
    def note(self) -> str:
        return HOW[self.how].format(self.words)


@dataclass(frozen=True, slots=True)
class Question:
    """What the advert leaves open, for a person to ask or decide; `column` is the field it belongs to."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Advert:
    """`key` names it among all adverts and is empty where nothing does; `unread` says why it cannot be used."""

    key: str = ""
    url: str = ""
    employer: str = ""
    posted: date | None = None
    said: dict[str, Said] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    text: str = ""
    unread: str = ""

    @property
    def title(self) -> str:
        return self.cell("title")

    @property
    def closes_on(self) -> date | None:
        return date.fromisoformat(self.cell("closes_on")) if "closes_on" in self.said else None

    def cell(self, column: str) -> str:
        return self.said[column].cell if column in self.said else ""

    def stated(self) -> dict[str, str]:
        """The cells that the advert's own data says; what was read from its words waits for a person."""
        return {column: said.cell for column, said in self.said.items() if said.how == "stated"}

    def cells(self) -> dict[str, str]:
        return {column: said.cell for column, said in self.said.items()}

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "posted": self.posted.isoformat() if self.posted else None}


def from_json(kept: dict[str, Any]) -> Advert:
    """What `as_json` gave."""
    return Advert(
        **{
            **kept,
            "posted": date.fromisoformat(kept["posted"]) if kept["posted"] else None,
            "said": {column: Said(**said) for column, said in kept["said"].items()},
            "questions": tuple(Question(**each) for each in kept["questions"]),
        }
    )


class Findings:
    """Collects what is read. A cell that its column would not take becomes a question; the first word on a column stands."""

    def __init__(self) -> None:
        self.said: dict[str, Said] = {}
        self.questions: list[Question] = []

    def say(self, column: str, cell: str, words: str, how: How) -> bool:
        """Whether the column takes it."""
        if column in self.said:
            return False
        try:
            found = VACANCIES.column(column).value(cell)
        except Unreadable as unreadable:
            self.ask(column, f"The advert says “{cut(words, WORDS)}”, which cannot be used here: {unreadable.how}.")
            return False
        kept = found.value if isinstance(found, Noted) else found
        self.said[column] = Said(as_cell(kept), cut(line(words), WORDS), how)
        return True

    def ask(self, column: str, text: str) -> None:
        if all(question.column != column or question.text != text for question in self.questions):
            self.questions.append(Question(column, text))

    def drop(self, column: str) -> None:
        self.said.pop(column, None)

    def add(self, other: "Findings") -> None:
        """Lays another's findings under one's own: what is said here stays, and is not asked about again."""
        for question in other.questions:
            if question.column not in self.said:
                self.ask(question.column, question.text)
        for column, said in other.said.items():
            if column not in self.said:
                self.said[column] = said
