"""Papers to print and to keep: tagged PDF (PDF/UA-1, ISO 14289-1) from a Typst template in templates/documents and plain facts.

What people wrote goes in as data, never as markup: nothing in a name or an address can change the page.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

TEMPLATES = "templates/documents"


class NoPaper(Exception):
    """The template cannot be set with these facts; the text says where."""


def pdf(template: str, facts: Mapping[str, Any], now: datetime) -> bytes:
    """The paper as PDF. `facts`: what JSON can hold, read in the template by `json(bytes(sys.inputs.facts))`; `now` is UTC.

    The same facts at the same time give the same bytes. Raises NoPaper."""
    import typst  # 40 MB that only a paper needs

    with as_file(files("brokerage").joinpath(TEMPLATES)) as room:
        try:
            return typst.compile(
                room / f"{template}.typ",
                root=room,
                format="pdf",
                pdf_standards="ua-1",
                sys_inputs={"facts": json.dumps(facts)},
                timestamp=now.replace(microsecond=0, tzinfo=UTC),
            )
        except RuntimeError as error:  # a TypstError is one; so is a template that is not there
            raise NoPaper(f"{template}: {error}") from None
