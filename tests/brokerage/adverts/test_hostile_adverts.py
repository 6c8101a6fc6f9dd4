"""What comes from outside may be anything: each is a clean reading or a sentence, within seconds, and nothing half done."""

import gzip
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from adverts_of_shops import a_posting
from hypothesis import given, settings
from hypothesis import strategies as some

from brokerage.adverts import documents, plain, postings, reading
from brokerage.adverts.documents import NotAnAdvert
from employers.vacancies import VACANCIES
from matching.taxonomy import built_in

TODAY = date(2027, 1, 14)
LARGEST = 3_000_000
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&b;&c;</title></item></channel></rss>"""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


def read(content: bytes) -> list[Any]:
    found = documents.read(content, largest=LARGEST, most=50)
    read_now = [postings.read(each, built_in(), TODAY) for each in found.postings]
    return read_now or [reading.pasted(found.words, built_in(), TODAY)]


def as_file(record: dict[str, Any]) -> bytes:
    return json.dumps(record).encode()


@pytest.mark.parametrize(
    "content",
    [
        ENTITIES,
        ENTITIES.partition(b"?>")[2].strip().replace(b"<!DOCTYPE rss", b"<rss/><!DOCTYPE rss"),
        gzip.compress(b" " * 50_000_000),
        b"x" * 10_000_000,
        b"[" * 900_000,
        b'{"a":' * 300_000,
        b'{"@type": "JobPosting", "title": ' + b"9" * 5000 + b"}",
        b"<rss>" * 100_000,
        b"\xff\xfe" + b"\x00" * 1001,
    ],
    ids=[
        "entities",
        "entities in a page",
        "gzip",
        "large",
        "deep lists",
        "deep records",
        "a number",
        "deep xml",
        "nulls",
    ],
)
def test_bombs_are_a_sentence_or_nothing(content: bytes) -> None:
    with within(4):
        said = outcome(content)
    assert said.endswith((".", "}"))
    assert "root:" not in said


def outcome(content: bytes) -> str:
    """The sentence it is refused with, else the advert as it would be kept."""
    try:
        (advert,) = read(content)
    except NotAnAdvert as said:
        return str(said)
    return json.dumps(advert.as_json())


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<a ",
        "<script>",
        "</",
        "&",
        "&#",
        "<![CDATA[",
        "£1,",
        "£1-",
        "1-",
        "9am-",
        "Mon,",
        "Mon-",
        "no ",
        "(",
        "a" * 50,
        "12 hours to ",
        "\n- ",
        "<script type=ld+json>",
        "HB4 2TR ",
    ],
)
def test_signs_that_never_close_take_no_time(piece: str) -> None:
    with within(2):
        read(f"<p>Porter{piece * (60_000 // len(piece))}".encode())


def test_what_is_not_seen_is_taken_out_and_tags_are_words_to_nobody() -> None:
    (advert,) = read(
        as_file(
            a_posting(
                title="Kit\u202echen\u0000 por\u200bter<script>alert(1)</script>",
                description="<script>steal()</script><b>20 hours per week",
            )
        )
    )
    assert advert.title == "Kitchen porter<script>alert(1)</script>", "shown as it stands; the page escapes it"
    assert "steal" not in advert.text
    assert "<" not in advert.text


def test_the_words_of_a_page_are_found_behind_its_scripts() -> None:
    (advert,) = read(b"<title>Porter</title><script>" + b"var a = 1;" * 100_000 + b"</script><p>20 hours per week</p>")
    assert advert.cells() == {"title": "Porter", "hours_guaranteed": "20"}


def test_not_a_number_is_nothing() -> None:
    content = b'{"@type": "JobPosting", "title": "Porter", "totalJobOpenings": NaN, "baseSalary": {"currency": "GBP", "value": {"value": Infinity, "unitText": "HOUR"}}}'
    (advert,) = read(content)
    assert advert.cells() == {"title": "Porter"}


def test_a_record_inside_itself_is_read_once() -> None:
    (advert,) = read(
        json.dumps(
            {"@id": "#a", "@type": "JobPosting", "title": "Porter", "hiringOrganization": {"@id": "#a"}}
        ).encode()
    )
    assert advert.title == "Porter"


ANYTHING = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=12)
    | some.sampled_from(["HOUR", "2027-02-05", "£12", "HB4 2TR"]),
    lambda inside: (
        some.lists(inside, max_size=3)
        | some.dictionaries(
            some.sampled_from(["@type", "name", "value", "minValue", "unitText", "address", "postalCode", "@id", "x"]),
            inside,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=40)
@given(some.fixed_dictionaries({}, optional=dict.fromkeys(a_posting(), ANYTHING)))
def test_whatever_stands_in_a_record_every_cell_can_be_used(record: dict[str, Any]) -> None:
    advert = postings.read({"title": "Porter", **record, "@type": "JobPosting"}, built_in(), TODAY)

    for name, cell in advert.cells().items():
        VACANCIES.column(name).value(cell)
    json.dumps(advert.as_json(), allow_nan=False)
    assert bool(advert.unread) == (not advert.title)


@settings(max_examples=60)
@given(
    some.text(max_size=400), some.sampled_from(["", "Monday to Friday 9am-5pm ", "£12.60 per hour ", "enhanced DBS "])
)
def test_whatever_is_pasted_every_cell_can_be_used(text: str, known: str) -> None:
    advert = reading.pasted(f"{known}{text}", built_in(), TODAY)

    for name, cell in advert.cells().items():
        VACANCIES.column(name).value(cell)
    assert not plain.UNSEEN.search(advert.text)
