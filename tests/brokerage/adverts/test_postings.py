"""A JobPosting as a vacancy: what it states and no more, each field with the words it stands on."""

import json
from datetime import date
from typing import Any

import pytest
from adverts_of_shops import a_page, a_posting

from brokerage.adverts import documents, postings
from brokerage.adverts.advert import Advert, from_json
from brokerage.adverts.documents import NotAnAdvert
from employers.vacancies import VACANCIES
from matching.taxonomy import built_in

TODAY = date(2027, 1, 14)


def read(**facts: Any) -> Advert:
    return postings.read(a_posting(**facts), built_in(), TODAY)


def test_everything_it_states_is_read() -> None:
    advert = read()

    assert advert.stated() == {
        "title": "Kitchen porter",
        "postcode": "HB4 2TR",
        "latitude": "53.42",
        "longitude": "-1.5",
        "pay_from": "12.6",
        "pay_to": "13.1",
        "pay_period": "hour",
        "contract": "temporary",
        "closes_on": "2027-02-05",
        "starts_on": "2027-02-15",
        "places": "2",
        "sector": "Catering",
        "hours_guaranteed": "20",
        "shift": "Mon-Fri 09:00-13:00",
    }
    assert advert.employer == "Tanner Street Kitchens Ltd"
    assert advert.key == "number tanner street kitchens tsk-17"
    assert advert.url == "https://jobs.tanner.example/17"


def test_what_is_only_in_its_words_waits_for_a_person() -> None:
    advert = read()

    waiting = {name: said.cell for name, said in advert.said.items() if said.how != "stated"}
    assert waiting == {"certificates": "food hygiene level 2", "demands": "lifting 12", "dbs": "enhanced"}
    assert "Enhanced DBS check" in advert.said["dbs"].note


def test_what_is_not_there_stays_blank() -> None:
    advert = postings.read({"@type": "JobPosting", "title": "Host"}, built_in(), TODAY)

    assert advert.cells() == {"title": "Host"}
    assert advert.questions == ()
    assert advert.key.startswith("data ")


@pytest.mark.parametrize("name", [None, "", "  ", [], {}, {"name": ""}, 3.5e400, True, "\u202e\u0000"])
def test_without_a_title_it_says_why(name: Any) -> None:
    assert "has no title" in postings.read({"@type": "JobPosting", "title": name}, built_in(), TODAY).unread


def asked(advert: Advert, column: str) -> str:
    assert advert.cell(column) == "", advert.said[column]
    return " ".join(question.text for question in advert.questions if question.column == column)


def amount(**value: Any) -> dict[str, Any]:
    return {"currency": "GBP", "value": value}


@pytest.mark.parametrize(
    ("salary", "said"),
    [
        (amount(value=2100, unitText="MONTH"), "for a month: £2,100 a month"),
        (amount(value=450, unitText="WEEK"), "for a week"),
        (amount(value=95, unitText="DAY"), "for a day"),
        (amount(value=12.6), "for how long is not said"),
        (amount(maxValue=13, unitText="HOUR"), "up to £13"),
        (amount(minValue=14, maxValue=13, unitText="HOUR"), "which is less"),
        (amount(value="Competitive", unitText="HOUR"), "“Competitive”"),
        (amount(value=24000, unitText="HOUR"), "for an hour or for a year"),
        (amount(minValue=22760, maxValue=46815, unitText="YEAR", value="£13.54-£27.85"), "in words as “£13.54-£27.85”"),
        ({"currency": "EUR", "value": {"value": 15, "unitText": "HOUR"}}, "in EUR"),
        ([amount(value=12, unitText="HOUR"), amount(value=14, unitText="HOUR")], "More than one pay"),
        ("Negotiable", "“Negotiable”"),
    ],
)
def test_pay_that_is_not_plain_is_asked_about(salary: Any, said: str) -> None:
    assert said in asked(read(baseSalary=salary), "pay_from")


@pytest.mark.parametrize(
    ("salary", "pay"),
    [
        (amount(value=12.6, unitText="HOUR"), ("12.6", "", "hour")),
        (amount(value="£24,500", unitText="YEAR"), ("24500", "", "year")),
        (amount(minValue="18005", maxValue="19,337", unitText="year"), ("18005", "19337", "year")),
        ({"currency": "GBP", "minValue": 12, "maxValue": 12, "unitText": "HOUR"}, ("12", "", "hour")),
        ({"currency": "GBP", "value": 12.2, "unitText": "HOUR"}, ("12.2", "", "hour")),
        (
            amount(minValue=28071, maxValue=33411, unitText="YEAR", value="£28,071 - £33,411 & a bonus"),
            ("28071", "33411", "year"),
        ),
    ],
)
def test_pay_in_the_shapes_that_sites_give_it(salary: Any, pay: tuple[str, str, str]) -> None:
    advert = read(baseSalary=salary)
    assert tuple(advert.cell(name) for name in ("pay_from", "pay_to", "pay_period")) == pay


@pytest.mark.parametrize(
    "salary",
    [[], {}, None, True, [[]], {"value": []}, {"value": [{}]}, {"value": {"minValue": [1]}}, {"value": float("inf")}],
)
def test_pay_of_a_wrong_kind_is_no_pay(salary: Any) -> None:
    advert = read(baseSalary=salary, description="A kitchen.")
    assert advert.title
    assert "pay_from" not in advert.said


@pytest.mark.parametrize(
    ("stated", "contract", "asks"),
    [
        ("FULL_TIME", "", "hours"),
        (["PART_TIME"], "", "hours"),
        ("TEMPORARY", "temporary", ""),
        ("Fixed-term", "fixed_term", ""),
        ("PERMANENT, FULL_TIME", "permanent", ""),
        (["TEMPORARY", "PERMANENT"], "", "Which contract"),
        ("CONTRACTOR", "", "contractor"),
        ("INTERN", "", "internship"),
        (7, "", ""),
        ([None, {}], "", ""),
    ],
)
def test_a_contract_only_where_it_says_so(stated: Any, contract: str, asks: str) -> None:
    advert = read(employmentType=stated, workHours=None)
    assert advert.cell("contract") == contract
    assert asks in " ".join(question.text for question in advert.questions)


def test_places_of_work() -> None:
    def at(*codes: str) -> list[dict[str, Any]]:
        return [{"address": {"postalCode": code}} for code in codes]

    assert "Several places" in asked(read(jobLocation=at("HB4 2TR", "HB5 1FM")), "postcode")
    assert read(jobLocation=at("HB4 2TR", "HB4 2TR")).cell("postcode") == "HB4 2TR"
    assert read(jobLocation="12 Mill Lane, Hallbrook, HB4 2TR").cell("postcode") == "HB4 2TR"
    assert "in FR" in asked(read(jobLocation={"address": {"postalCode": "75001", "addressCountry": "FR"}}), "postcode")
    assert "outside Britain" in asked(read(jobLocation={"geo": {"latitude": 0, "longitude": 0}}), "latitude")
    assert read(jobLocation=None, jobLocationType="TELECOMMUTE").cell("home_working") == "all"


@pytest.mark.parametrize(
    ("stated", "day"), [("05/02/2027", "2027-02-05"), ("2027-02-05", "2027-02-05"), (["2027-02-05"], "2027-02-05")]
)
def test_the_day_is_the_one_written(stated: Any, day: str) -> None:
    assert read(validThrough=stated).cell("closes_on") == day


@pytest.mark.parametrize("stated", [1801785600, "soon", "2027-13-45", {"@value": "x"}, "31/02/2027"])
def test_a_day_that_is_none_is_asked_about(stated: Any) -> None:
    assert "which is none" in asked(read(validThrough=stated), "closes_on")


def test_what_no_table_knows_is_asked_not_filled_in() -> None:
    advert = read(
        qualifications=None,
        skills=["cash handling", "a sunny disposition"],
        experienceRequirements={"monthsOfExperience": 6},
    )
    assert advert.cell("essential_skills") == "cash handling"
    assert "a sunny disposition" in " ".join(question.text for question in advert.questions)
    assert "6 months" in " ".join(question.text for question in advert.questions)


GRAPH = {
    "@graph": [
        {"@type": "WebSite"},
        {"@id": "#us", "@type": "Organization", "name": "Tanner"},
        a_posting(hiringOrganization={"@id": "#us"}),
    ]
}


@pytest.mark.parametrize(
    "content",
    [
        a_page(a_posting()),
        a_page({"@type": "WebSite"}, [a_posting()]),
        a_page(GRAPH),
        a_page({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": a_posting()}]}),
        a_page(a_posting(**{"@type": ["Thing", "http://schema.org/JobPosting"]})),
        json.dumps([a_posting()]).encode("utf-16"),
        b'<script type="application/ld+json"><!-- ' + json.dumps(a_posting()).encode() + b"; --></script>",
        b'<p><script type=application/ld+json>\n{"@type": "JobPosting", "title": "Kitchen\nporter"}',
    ],
)
def test_a_posting_is_found_wherever_it_stands(content: bytes) -> None:
    (record,) = documents.read(content, largest=100_000, most=10).postings
    advert = postings.read(record, built_in(), TODAY)
    assert advert.title == "Kitchen porter"
    assert advert.employer in ("Tanner", "Tanner Street Kitchens Ltd", "")


def test_a_feed_and_a_sitemap() -> None:
    feed = b"""<?xml version="1.0" encoding="UTF-8"?><rss><channel><title>Jobs</title>
      <item><title>Porter</title><link>https://jobs.tanner.example/1</link><guid>1</guid>
      <description>&lt;p&gt;20 hours per week&lt;/p&gt;</description></item></channel></rss>"""
    (record,) = documents.read(feed, largest=10_000, most=10).postings
    advert = postings.read(record, built_in(), TODAY)
    assert (advert.title, advert.cell("hours_guaranteed"), advert.url) == (
        "Porter",
        "20",
        "https://jobs.tanner.example/1",
    )

    sitemap = b"<urlset><url><loc>https://jobs.tanner.example/1</loc></url><url><loc>https://jobs.tanner.example/2</loc></url></urlset>"
    assert documents.read(sitemap, largest=10_000, most=1).pages == ["https://jobs.tanner.example/1"]


def test_more_than_are_read_at_once_are_counted() -> None:
    found = documents.read(json.dumps([a_posting()] * 12).encode(), largest=100_000, most=10)
    assert (len(found.postings), found.left) == (10, 2)


def test_an_advert_is_kept_and_found_again() -> None:
    advert = read()
    assert from_json(json.loads(json.dumps(advert.as_json()))) == advert


def test_every_cell_is_one_that_its_column_takes() -> None:
    for name, cell in read().cells().items():
        assert VACANCIES.column(name).value(cell) is not None


@pytest.mark.parametrize(
    "content", [b"", b"   ", b"[", b"{" * 5, b'{"a": 1', b'{"a": "' + b"x" * 200_000 + b'"}', b"\x1f\x8bdamaged"]
)
def test_what_cannot_be_read_is_a_sentence(content: bytes) -> None:
    with pytest.raises(NotAnAdvert) as said:
        documents.read(content, largest=100_000, most=10)
    assert str(said.value).endswith(".")
