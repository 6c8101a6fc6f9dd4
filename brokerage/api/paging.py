"""Lists, a page at a time."""

from typing import Any
from urllib.parse import urlencode

from flask import request
from pydantic import BaseModel, Field, create_model
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from brokerage.api.calls import Query
from brokerage.api.cells import LATER


class Page(Query):
    limit: int = Field(20, ge=1, le=100, description="How many at most")
    page: int = Field(1, ge=1, le=100_000, description="Which page of so many")


def listing(name: str, many: str, one: type[BaseModel]) -> type[BaseModel]:
    """The model of a page of a list."""
    fields: dict[str, Any] = {
        many: (list[one], ...),  # type: ignore[valid-type]
        "of": (int, Field(description="How many there are on all pages")),
        "next": (str | None, Field(description="The address of the next page; null on the last")),
    }
    return create_model(name, __config__=LATER, __doc__=f"A page of {many}.", **fields)


def page(session: Session, found: Select[Any], asked: Page) -> tuple[list[Any], dict[str, Any]]:
    """The records of the page that is asked for, and what the answer says of the others."""
    of = session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    records = session.scalars(found.limit(asked.limit).offset((asked.page - 1) * asked.limit)).unique().all()
    more = asked.page * asked.limit < of
    return list(records), {"of": of, "next": _address(asked.page + 1) if more else None}


def _address(number: int) -> str:
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'page': number})}"
