"""Real postings, of which only the facts are at hand, made into JobPosting records and into words while the test runs.

Nothing of them is kept in the project: they are the employers'. The words are ours, in four ways of writing; so what they
measure is whether a fact survives being said in another way, not how every employer writes.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import trade
from sqlalchemy.orm import Session

from brokerage.adverts import documents, postings, reading, taking
from brokerage.adverts.advert import Advert
from employers.vacancies import VACANCIES
from matching.taxonomy import built_in

FILE = Path(__file__).resolve().parents[4] / "shared/data/vacancies/nhs_2020.csv"
TODAY, NOW = date(2027, 1, 14), datetime(2027, 1, 14, 12)
Row = dict[str, str]
CONTRACT = {"temporary": "TEMPORARY", "permanent": "PERMANENT", "fixed_term": "FIXED_TERM", "casual": "PER_DIEM"}
DAYS = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}
STATED = (
    "title",
    "postcode",
    "latitude",
    "longitude",
    "pay_from",
    "pay_to",
    "pay_period",
    "contract",
    "hours_guaranteed",
    "shift",
    "sector",
    "closes_on",
)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    if not FILE.exists():
        pytest.skip(f"{FILE.name} is not beside the project")
    with FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def spread(rows: list[Row], count: int, kept: Callable[[Row], Any] = lambda _row: True) -> list[Row]:
    chosen = [row for row in rows if kept(row)]
    return chosen[:: len(chosen) // count][:count]


def a_record(row: Row) -> dict[str, Any]:
    """What the site that published it gave, with its double escapes."""
    pay = {"minValue": row["pay_from"], "maxValue": row["pay_to"], "unitText": "YEAR"}
    record: dict[str, Any] = {
        "@context": "http://schema.org",
        "@type": "JobPosting",
        "title": row["title"],
        "url": f"https://jobs.example.org/xi/vacancy/{row['reference'][3:]}",
        "hiringOrganization": {"@type": "Organization", "name": row["employer"]},
        "industry": row["sector"],
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressCountry": "GB", "postalCode": row["postcode"]},
            "geo": {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]},
        },
        "validThrough": "2027-02-28T23:59:59+0000",
        "description": "&lt;p&gt;We would like to hear from you.&lt;/p&gt;",
    }
    if row["pay_from"]:
        record["baseSalary"] = {"@type": "MonetaryAmount", "currency": "GBP", "value": pay}
    if row["contract"]:
        record["employmentType"] = CONTRACT[row["contract"]]
    hours = [
        f"{row['hours_guaranteed']} hours per week" if row["hours_guaranteed"] not in ("", "0") else "",
        said_shift(row["shift"], 0),
    ]
    if any(hours):
        record["workHours"] = ", ".join(filter(None, hours))
    return record


def expected(row: Row) -> dict[str, str]:
    """The columns that the record above states, in the form in which a vacancy keeps them."""
    cells = {name: row[name] for name in STATED if row.get(name)} | {"closes_on": "2027-02-28"}
    if row["pay_from"] == row["pay_to"]:
        cells.pop("pay_to", None)
    if not row["pay_from"]:
        cells.pop("pay_period")
    if row["contract"] == "casual":
        cells.pop("contract")  # by the day is said; that it is casual is for a person
    if row["hours_guaranteed"] == "0":
        cells.pop("hours_guaranteed")
    return cells


def said_shift(shift: str, way: int) -> str:
    """`Mon-Fri 09:00-17:00` in one of four ways; empty for what none of them says."""
    found = re.fullmatch(r"(\w{3})-(\w{3}) (\d\d):(\d\d)-(\d\d):(\d\d)", shift)
    if not found:
        return ""
    first, last = DAYS[found[1]], DAYS[found[2]]
    start, end = (found[3], found[4]), (found[5], found[6])
    return (
        f"{first} to {last} {clock(*start)} - {clock(*end)}",
        f"{found[1]}-{found[2]}, {found[3]}:{found[4]}-{found[5]}:{found[6]}",
        f"{clock(*start)} until {clock(*end)}, {first} to {last}",
        f"working {first} - {last} between {found[3]}.{found[4]} and {found[5]}.{found[6]}",
    )[way]


def clock(hour: str, minute: str) -> str:
    return f"{(int(hour) - 1) % 12 + 1}{'' if minute == '00' else '.' + minute}{'am' if int(hour) < 12 else 'pm'}"


def as_words(row: Row, way: int) -> str:
    """An advert with this row's facts, and the things that every advert says beside them."""
    low, high = (f"{int(float(row[name])):,}" if row[name] else "" for name in ("pay_from", "pay_to"))
    pay = (
        f"Salary: £{low} - £{high} per annum",
        f"£{low} to £{high} pa pro rata",
        f"Salary £{low}-£{high} a year",
        f"We pay £{low} - £{high} p.a.",
    )[way]
    hours = (
        f"{row['hours_guaranteed']} hours per week",
        f"Hours: {row['hours_guaranteed']}",
        f"{row['hours_guaranteed']}hrs p/w",
        f"This is a post of {row['hours_guaranteed']} hours a week",
    )[way]
    contract = {
        "permanent": "This is a permanent post.",
        "fixed_term": "Fixed-term contract.",
        "temporary": "A temporary position.",
        "casual": "Join our bank staff.",
    }.get(row["contract"], "")
    dbs = {"enhanced": "An enhanced DBS check is needed.", "standard": "Subject to a standard DBS check."}.get(
        row["dbs"], "We take up references."
    )
    certificates = "".join(
        f"You must have a {each.strip()}.\n" for each in row["certificates"].split(";") if each.strip()
    )
    skills = "".join(f"- {each.strip()}\n" for each in row["essential_skills"].split(";") if each.strip())
    return "\n".join(
        [
            (row["title"], f"Job title: {row['title']}", row["title"], f"Role: {row['title']}")[way],
            "Come and join a friendly team. We are committed to safeguarding and to equal opportunities, open 24 hours a day.",
            pay if low else "Competitive salary",
            hours if row["hours_guaranteed"] not in ("", "0") else "Hours to be agreed.",
            said_shift(row["shift"], way),
            contract,
            f"{('Location: ', 'Based at our site, ', 'Place of work: ', '')[way]}{row['postcode']}",
            f"You will need experience of:\n{skills}" if skills else "",
            f"{certificates}{dbs}",
            (
                "Closing date: 28 February 2027",
                "Please apply by 28/02/2027",
                "Closes 28th February 2027",
                "Deadline: 28 Feb 2027",
            )[way],
            "Interviews: 9 March 2027, 10am - 4pm. Call 01632 960100 Monday to Friday 9am-5pm. £250 for each friend you refer.",
        ]
    )


def test_fourteen_postings_are_read_right_and_found_again(
    session: Session, rows: list[Row], record_property: Callable[..., None]
) -> None:
    chosen = spread(rows, 10) + spread(rows, 4, lambda row: said_shift(row["shift"], 0) and row["hours_guaranteed"])
    content = "".join(
        f'<script type="application/ld+json">{json.dumps(a_record(row))}</script>' for row in chosen
    ).encode()
    found = documents.read(content, largest=1_000_000, most=50)
    adverts = [postings.read(each, built_in(), TODAY) for each in found.postings]

    right = wrong = invented = missing = 0
    for row, advert in zip(chosen, adverts, strict=True):
        cells, wanted = advert.cells(), {name: as_kept(name, cell) for name, cell in expected(row).items()}
        right += sum(cells.get(name) == cell for name, cell in wanted.items())
        wrong += sum(name in cells and cells[name] != cell for name, cell in wanted.items())
        missing += sum(name not in cells for name in wanted)
        invented += len(cells.keys() - wanted.keys())
    record_property("fields", f"{right} right, {wrong} wrong, {missing} missing, {invented} invented")
    assert (wrong, missing, invented) == (0, 0, 0)

    same = kept_again(session, adverts)
    record_property("duplicates", f"{same} of {len(adverts)} found again")
    assert same == len(adverts)


def as_kept(name: str, cell: str) -> str:
    read = VACANCIES.column(name).value(cell)
    return f"{read:.10f}".rstrip("0").rstrip(".") if isinstance(read, float) else str(read)


def kept_again(session: Session, adverts: list[Advert]) -> int:
    """How many are known when they come once more, each at an employer of its own, in another order."""
    for number, advert in enumerate(adverts):
        trade.an_employer(session, f"E{number}").name = advert.employer
        session.flush()
        made = taking.plan(session, [advert], f"E{number}", TODAY)
        assert [look.state for look in made.looks] == ["new"]
        taking.carry_out(session, made, NOW)
    return sum(taking.look(session, advert, TODAY).state == "same" for advert in reversed(adverts))


def test_forty_adverts_in_words(rows: list[Row], record_property: Callable[..., None]) -> None:
    chosen = spread(rows, 28) + spread(rows, 12, lambda row: said_shift(row["shift"], 0))
    right: Counter[str] = Counter()
    suggested: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for number, row in enumerate(chosen):
        advert = reading.pasted(as_words(row, number % 4), built_in(), TODAY)
        oracle = truth(row)
        for name, cell in advert.cells().items():
            suggested[name] += 1
            right[name] += same_list(cell, oracle.get(name, ""))
        there.update(name for name in oracle)
    for name in sorted(suggested | there):
        record_property(name, f"{right[name]} right of {suggested[name]} suggested; {there[name]} were there")
    measured = {name: (right[name], suggested[name], there[name]) for name in sorted(suggested | there)}
    sure = ("title", "pay_from", "pay_to", "pay_period", "hours_guaranteed", "shift", "dbs", "closes_on", "postcode")
    assert {name: measured[name] for name in sure if right[name] < suggested[name]} == {}
    assert {name: measured[name] for name in sure if right[name] < 0.9 * there[name]} == {}
    assert sum(right.values()) >= 0.95 * sum(suggested.values()), measured


def truth(row: Row) -> dict[str, str]:
    """What the words above say of each column."""
    names = (
        "title",
        "postcode",
        "pay_from",
        "pay_to",
        "pay_period",
        "contract",
        "hours_guaranteed",
        "shift",
        "dbs",
        "certificates",
        "essential_skills",
    )
    cells = {name: as_kept(name, row[name]) for name in names if row[name]} | {"closes_on": "2027-02-28"}
    if not said_shift(row["shift"], 0):
        cells.pop("shift", None)
    if not row["pay_from"]:
        cells.pop("pay_period", None)
    elif row["pay_from"] == row["pay_to"]:
        cells.pop("pay_to")
    return cells


def same_list(one: str, other: str) -> bool:
    return {each.strip().lower() for each in one.split(";")} == {each.strip().lower() for each in other.split(";")}
