"""Records as JSON: the columns of the files by their names, in the grammar of the files.

Numbers, yes and no are JSON's own; all else is the text of the cell: a pattern, a list, a day. `null` is a blank cell, which is not
known; `none` is known to be none.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from employers.columns import CLEAR, LONGEST, Column, as_cell
from employers.models import REFERENCE
from employers.records import Kind

# Every day of 2000 to 2099, and no other.
DAY = (
    r"20[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|20(?:[02468][048]|[13579][26])-02-29"
)
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
PATTERNS = {"date": f"^(?:{DAY})$", "time": f"^{CLOCK}$", "moment": f"^(?:{DAY}) {CLOCK}$"}
LATER = ConfigDict(
    defer_build=True
)  # when it is first used: building takes a tenth of a second, which every start would pay
MOST = 1e9  # no column holds a larger number

Reference = Annotated[str, StringConstraints(min_length=1, max_length=REFERENCE, pattern=r"^[^\u0000-\u001f]+$")]


def shown(name: str, kind: Kind, more: dict[str, Any] | None = None, always: Collection[str] = ()) -> type[BaseModel]:
    """The answer's model. Columns that are not `always` there may be left out; `more` are fields besides the columns."""
    fields: dict[str, Any] = {
        column.name: (_out(column), _field(column, needed=not always or column.name in always))
        for column in kind.columns
    }
    return create_model(name, __config__=LATER, __doc__=f"A {kind.word}.", **fields, **(more or {}))


def new(name: str, kind: Kind) -> type[BaseModel]:
    """The model of a record that is to be added."""
    return _sent(name, kind, {column.name for column in kind.columns if column.required}, kind.columns)


def changed(name: str, kind: Kind) -> type[BaseModel]:
    """The model of a change: what is not there stays, `null` empties."""
    return _sent(name, kind, set(), [column for column in kind.columns if column.name != "reference"])


def as_json(kind: Kind, record: Any, only: Collection[str] | None = None) -> dict[str, Any]:
    """A record with its columns, or with `only` those."""
    return {column.name: _plain(column.of(record)) for column in kind.columns if only is None or column.name in only}


def as_cells(body: BaseModel) -> dict[str, str]:
    """What was sent, as the cells of a file."""
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    return {name: as_cell(value).strip() or CLEAR for name, value in sent.items()}


def _sent(name: str, kind: Kind, needed: Collection[str], columns: Collection[Column]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        column.name: (
            _in(column) if column.required else _in(column) | None,
            _field(column, needed=column.name in needed),
        )
        for column in columns
    }
    config = ConfigDict(strict=True, extra="forbid", defer_build=True)
    return create_model(name, __config__=config, __doc__=f"A {kind.word}, as it is sent.", **fields)


def _field(column: Column, *, needed: bool) -> Any:
    said = f"{column.label}. {column.hint}".strip()
    return Field(description=said) if needed else Field(default=None, description=said)


def _in(column: Column) -> Any:
    match column.control:
        case "number":
            return Annotated[float, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
        case "yes_no":
            return bool
        case "one":
            return Literal[tuple(column.choices or ())]
        case "date" | "time" | "moment":
            # Only described: what does not match is refused by the column, which says how to write it.
            return Annotated[str, Field(max_length=LONGEST, json_schema_extra={"pattern": PATTERNS[column.control]})]
    names_record = column.links_to is not None or column.name == "reference"
    longest = REFERENCE if names_record else column.longest or LONGEST
    return Annotated[str, StringConstraints(min_length=1 if column.required else 0, max_length=longest)]


def _out(column: Column) -> Any:
    kept: Any = {"number": float, "yes_no": bool}.get(column.control, str)
    return kept if column.required else kept | None


def _plain(value: Any) -> Any:
    return as_cell(value) if isinstance(value, (date, datetime, time)) else value
