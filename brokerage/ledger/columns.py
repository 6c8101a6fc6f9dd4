"""The form of a contact: its fields, and what must hold between them. Two promises and the next visit go with a new one."""

from collections.abc import Iterator

from brokerage.ledger.models import KINDS, PURPOSES, LedgerEntry
from employers import readers
from employers.columns import Column, Values
from employers.models import LINE, NOTES
from employers.records import Broken, Kind
from employers.words import YES_NO
from matching import grammar

SOMEBODY_ELSE = "other"  # among those to choose from: a name that is written beside
WHAT, THEM, US, NEXT = "What happened", "They promised something", "We promised something", "Next visit"
KEEP_OUT = "A few words. Nobody on the programme by name, and nothing private of anybody."

OF_ENTRY = (
    Column("day", "Day", grammar.day, WHAT, required=True),
    Column("kind", "How", readers.one(KINDS), WHAT, control="one", choices=KINDS, required=True),
    Column("contact", "With whom", readers.line, WHAT),
    Column("with_whom", "Name, if it was somebody else", readers.line, WHAT, longest=LINE),
    Column("decides", "Decides who is taken on?", grammar.yes_no, WHAT, control="yes_no", choices=YES_NO),
    Column(
        "purpose",
        "What for",
        readers.one(PURPOSES),
        WHAT,
        "Describing a person: what the person can do, never a name or anything private",
        "one",
        choices=PURPOSES,
        required=True,
    ),
    Column("said", "What was said", readers.lines, WHAT, KEEP_OUT, "lines", longest=NOTES),
)
OF_PROMISES = tuple(
    column
    for side, group in (("they", THEM), ("we", US))
    for column in (
        Column(f"{side}_promise", "What", readers.line, group, longest=LINE),
        Column(f"{side}_by", "By", grammar.day, group),
    )
)
OF_NEXT = (
    Column("next_day", "Day", grammar.day, NEXT),
    Column("next_time", "Time, if there is one", readers.clock, NEXT, "As 10:30", "time"),
)


def rules(values: Values) -> Iterator[Broken]:
    if values["contact"] in (None, SOMEBODY_ELSE) and values["with_whom"] is None:
        yield "with_whom", "write whom it was with, or what that person does there"


def rules_of_new(values: Values) -> Iterator[Broken]:
    yield from rules(values)
    for side in ("they", "we"):
        if values[f"{side}_promise"] is None:
            continue
        if values[f"{side}_by"] is None:
            yield f"{side}_by", "write by when, so that it is not forgotten"
        elif values[f"{side}_by"] < values["day"]:
            yield f"{side}_by", "this lies before the day of the contact; write a day from then on"
    if values["next_time"] is not None and values["next_day"] is None:
        yield "next_day", "there is a time and no day; write the day, or take the time out"


NEW = Kind("contact", "contacts", LedgerEntry, (*OF_ENTRY, *OF_PROMISES, *OF_NEXT), rules_of_new)
CORRECTED = Kind("contact", "contacts", LedgerEntry, OF_ENTRY, rules)
