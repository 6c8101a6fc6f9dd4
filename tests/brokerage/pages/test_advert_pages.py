"""From an advert: what was read is shown with its words, a person confirms it on the ordinary form, and nothing is saved before."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
import time_machine
from adverts_of_shops import PASTED, a_page, a_posting
from flask.testing import FlaskClient
from planner_server import planner_server
from sqlalchemy import select
from test_forms import filled
from werkzeug.test import TestResponse

from brokerage.adverts import sources
from brokerage.adverts.models import AdvertSource, AdvertsRead
from brokerage.fetching import Public
from employers.db import reading
from employers.models import Vacancy

Make, Cells = Callable[..., str], Callable[[str, str], dict[str, str]]
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def grace(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator")


@pytest.fixture(autouse=True)
def _thursday() -> object:
    with time_machine.travel("2027-01-14 10:00", tick=False):
        yield


def paste(client: FlaskClient, text: str = PASTED, **more: str) -> TestResponse:
    return client.post("/adverts", data={"text": text, **more})


def upload(client: FlaskClient, content: bytes, **more: str) -> TestResponse:
    return client.post(
        "/adverts", data={"file": (io.BytesIO(content), "jobs.html"), **more}, content_type="multipart/form-data"
    )


def words(page: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def jobs() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Vacancy.reference).order_by(Vacancy.reference)))


def test_pasted_words_fill_in_the_form_and_are_saved_by_a_person(grace: FlaskClient, make: Make, cells: Cells) -> None:
    make("employers")
    address = paste(grace, employer="E001").location
    page = grace.get(address)

    assert jobs() == []
    said = words(page)
    assert "Nothing is saved yet." in said
    assert "The advert says: “Pay: £12.60 per hour”." in said
    assert "Driving licence seems to be good to have, not needed" in said

    done = grace.post(address, data=filled(page, essential_skills="washing up; working in a team"))

    assert done.location == "/vacancies/V001"
    held = cells("vacancies", "V001")
    assert {
        name: held[name]
        for name in (
            "employer",
            "title",
            "shift",
            "pay_from",
            "certificates",
            "dbs",
            "postcode",
            "closes_on",
            "essential_skills",
        )
    } == {
        "employer": "E001",
        "title": "Kitchen assistant",
        "shift": "Mon-Fri 09:00-13:00",
        "pay_from": "12.6",
        "certificates": "food hygiene level 2",
        "dbs": "enhanced",
        "postcode": "HB4 2TR",
        "closes_on": "2027-02-05",
        "essential_skills": "washing up; working in a team",
    }
    assert "Read from an advert on 14 January 2027" in grace.get("/vacancies/V001").text


def test_what_was_typed_stays_and_the_words_too_where_a_cell_is_wrong(grace: FlaskClient, make: Make) -> None:
    make("employers")
    address = paste(grace, employer="E001").location
    again = grace.post(address, data=filled(grace.get(address), pay_from="twelve"))
    assert again.status_code == 422
    assert 'value="twelve"' in again.text
    assert "The advert says: “" in again.text
    assert jobs() == []


def test_the_same_words_again_are_the_vacancy_that_is_here(grace: FlaskClient, make: Make) -> None:
    make("employers")
    first = paste(grace, employer="E001").location
    grace.post(first, data=filled(grace.get(first)))

    page = grace.get(paste(grace).location)

    assert "This is V001" in page.text
    assert "says nothing that V001 does not" in page.text
    assert "Keep both" not in page.text


def test_two_who_add_the_same_advert_make_one_vacancy(grace: FlaskClient, make: Make) -> None:
    make("employers")
    one, other = paste(grace, employer="E001").location, paste(grace, employer="E001").location
    form, late = grace.get(one), grace.get(other)
    assert grace.post(one, data=filled(form)).status_code == 302

    done = grace.post(other, data=filled(late, reference="V002"))

    assert done.status_code == 409
    assert "This very advert is V001 already" in done.text
    assert jobs() == ["V001"]


def test_a_like_one_is_updated_kept_beside_or_left(grace: FlaskClient, make: Make, cells: Cells) -> None:
    make("employers")
    make("vacancies", title="Kitchen assistants", pay_from="12.30", postcode="HB4", latitude="", longitude="", dbs="")
    address = paste(grace, employer="E001").location

    page = grace.get(address)
    assert "This looks like V001" in page.text
    assert {"12.3", "12.6", "Keep both: add it as another", "Stop, change nothing"} <= set(re.split(r"[<>]", page.text))

    form = grace.get(f"{address}/into/V001")
    sent = filled(form)
    assert (sent["pay_from"], sent["dbs"]) == (["12.3"], ["enhanced"])
    assert "Read as: 12.6." in words(form)
    grace.post(f"{address}/into/V001", data=filled(form, pay_from="12.6"))
    assert (cells("vacancies", "V001")["pay_from"], cells("vacancies", "V001")["dbs"]) == ("12.6", "enhanced")

    with reading() as session:
        assert [each.vacancy_reference for each in session.scalars(select(AdvertSource))] == ["V001"]
    other = paste(grace, PASTED.replace("20 hours", "20.0 hours"), employer="E001").location
    both = f"{other}?both=yes"
    assert grace.post(both, data=filled(grace.get(both))).status_code == 302
    assert jobs() == ["V001", "V002"]


def test_a_file_of_several_is_a_list_with_how_each_stands(grace: FlaskClient, make: Make) -> None:
    make("employers", name="Tanner Street Kitchens")
    content = a_page(
        a_posting(),
        a_posting(identifier="2", title="Cook"),
        a_posting(identifier="3", title=None),
        a_posting(identifier="4", title="Host", validThrough="2027-01-02"),
    )
    address = upload(grace, content).location

    form = grace.get(f"{address}/1")
    assert filled(form)["employer"] == ["E001"]
    assert grace.post(f"{address}/1", data=filled(form)).location == address

    page = words(grace.get(address))
    for said in (
        "4 jobs",
        "Same as V001",
        "Open V001",
        "New",
        "Look and add : Cook",
        "has no title",
        "Closed on 2 January 2027",
    ):
        assert said in page, said
    assert grace.get(f"{address}/3").status_code == 404

    later = upload(
        grace, a_page(a_posting(validThrough="2027-03-01"), a_posting(identifier="2", title="Cook"))
    ).location
    assert "V001, changed since" in grace.get(later).text
    assert "2027-03-01" in grace.get(f"{later}/1").text
    sent = filled(grace.get(f"{later}/1/into/V001"))
    assert sent["closes_on-month"] == ["3"]
    assert sent["dbs"] == ["enhanced"]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("Tanner Row Kitchen", "Is that Tanner Row Kitchens (E001)? Choose it here."),
        ("Hallbrook College", "no employer here is called that"),
    ],
)
def test_an_employer_is_proposed_never_made(grace: FlaskClient, make: Make, named: str, said: str) -> None:
    make("employers")
    page = grace.get(upload(grace, a_page(a_posting(hiringOrganization=named))).location)
    assert said in words(page)
    assert filled(page)["employer"] in ([""], [])


def test_a_page_is_read_through_the_guarded_way_out(
    grace: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("employers")
    with planner_server(lambda *_: (200, a_page(a_posting(url=None)))) as server:
        refused = grace.post("/adverts", data={"url": f"{server.address}/17"})
        assert refused.status_code == 422
        assert "is asked at its usual ports only" in refused.text
        guarded = Public(seconds=3, largest=100_000, ports=frozenset({server.server_port}), may=lambda _address: True)
        monkeypatch.setattr(sources, "public", lambda: guarded)
        assert "Kitchen porter" in grace.get(grace.post("/adverts", data={"url": f"{server.address}/17"}).location).text


@pytest.mark.parametrize(
    "given",
    [{}, {"text": "  "}, {"text": "A long enough text about a job", "url": "https://jobs.example.org"}, {"url": "http://127.0.0.1/"}, {"url": "localhost"}, {"url": "file:///etc/passwd"}],
)  # fmt: skip
def test_what_cannot_be_read_is_a_sentence(grace: FlaskClient, given: dict[str, str]) -> None:
    answer = grace.post("/adverts", data=given)
    assert answer.status_code == 422
    assert "Error:" in answer.text


def test_signs_of_a_page_are_words_here(grace: FlaskClient, make: Make) -> None:
    make("employers")
    page = grace.get(
        upload(
            grace,
            b"["
            + __import__("json")
            .dumps(a_posting(title="<img src=x onerror=alert(1)>", description="{{ 7*7 }} <script>alert(1)</script>"))
            .encode()
            + b"]",
        ).location
    )
    assert "<img src=x" not in page.text
    assert "alert(1)</script>" not in page.text
    assert "{{ 7*7 }}" in page.text


def test_what_one_has_read_is_nobody_elses_and_gone_after_a_day(
    grace: FlaskClient, sign_in: SignIn, make: Make
) -> None:
    make("employers")
    address = paste(grace).location
    other = sign_in("coordinator", email="sam@hallbrook.example")
    for path in (address, address.rpartition("/")[0], f"{address}/into/V001"):
        assert other.get(path).status_code == 404
    with time_machine.travel("2027-01-15 11:00", tick=False):
        paste(sign_in("coordinator", email="sam@hallbrook.example"))
        assert sign_in("coordinator").get(address).status_code == 404


def test_leaving_throws_away(grace: FlaskClient) -> None:
    address = paste(grace).location.rpartition("/")[0]
    assert "Nothing was changed" in grace.post(f"{address}/leave", follow_redirects=True).text
    with reading() as session:
        assert session.scalar(select(AdvertsRead)) is None


def test_the_ways_in(grace: FlaskClient, make: Make) -> None:
    make("employers")
    assert 'href="/adverts"' in grace.get("/vacancies").text
    assert 'href="/adverts?employer=E001"' in grace.get("/employers/E001").text
    assert "Tanner Row Kitchens has published" in words(grace.get("/adverts?employer=E001"))
