"""The one form of every kind of record: what is typed is kept, and nobody's change is lost."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from brokerage.access import COORDINATOR, POLICY
from brokerage.pages import forms
from employers.columns import Column
from employers.vacancies import VACANCIES

Make, Cells = Callable[..., str], Callable[[str, str], dict[str, str]]
SignIn = Callable[..., FlaskClient]


class _Fields(HTMLParser):
    """What a browser would send back from a page as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attributes}
        if tag == "select":
            self._select = told["name"]
        elif tag == "option" and self._select and "selected" in told:
            self.sent.append((self._select, told["value"]))
        elif tag == "textarea":
            self._area = told["name"]
            self.sent.append((self._area, ""))
        elif tag == "input" and told.get("name") not in (None, "q", "csrf_token") and _sent(told):
            self.sent.append((told["name"], told.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            name, text = self.sent[-1]
            self.sent[-1] = name, text + data


def _sent(box: dict[str, str]) -> bool:
    return box.get("type") not in ("radio", "checkbox") or "checked" in box


def filled(page: TestResponse, **typed: str | list[str]) -> dict[str, list[str]]:
    """The form of a page as it stands, with some fields filled in anew."""
    parser = _Fields()
    parser.feed(page.text)
    form: dict[str, list[str]] = {}
    for name, value in parser.sent:
        form.setdefault(name, []).append(value)
    return form | {name: [value] if isinstance(value, str) else value for name, value in typed.items()}


@pytest.fixture
def grace(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email="grace@hallbrook.example", name="Grace Okoye")


FULL = {
    "reference": "V009",
    "occupation": "porter",
    "postcode": "HB1 1TH",
    "home_working": "some",
    "shift": "Mon-Fri 09:00-17:00; Sat 10:00-14:00 / Mon 09:00-12:00",
    "shifts_chosen_by_worker": "no",
    "negotiable": "start 60; hours 8",
    "starts_on": "2027-02-01",
    "essential_skills": "lifting; cleaning",
    "adjustable": "lifting; pace",
    "involves": "money; driving",
    "demands": "lifting 15; pace",
    "pay_from": "12.7123",
    "places": "3",
    "closes_on": "2027-01-20",
}


def test_a_form_sent_back_as_it_stands_changes_nothing(grace: FlaskClient, make: Make, cells: Cells) -> None:
    make("employers")
    make("vacancies", **FULL)
    before = cells("vacancies", "V009")

    answer = grace.post("/vacancies/V009/edit", data=filled(grace.get("/vacancies/V009/edit")), follow_redirects=True)

    assert "nothing was changed in Catering assistant (V009)" in answer.text
    assert cells("vacancies", "V009") == before


def test_every_column_has_its_field(grace: FlaskClient, make: Make) -> None:
    make("employers")
    page = grace.get("/vacancies/new").text
    for column in VACANCIES.columns:
        assert f'name="{_first(column)}"' in page, column.name


def test_a_record_is_added_and_named(grace: FlaskClient, make: Make, cells: Cells) -> None:
    make("employers")
    form = filled(grace.get("/vacancies/new?employer=E001"), title="Porter")
    assert form["employer"] == ["E001"]
    assert form["reference"] == ["V001"]

    page = grace.post("/vacancies/new", data=form, follow_redirects=True).text

    assert "Porter (V001) is added." in page
    assert cells("vacancies", "V001")["title"] == "Porter"


def test_the_next_reference_follows_the_highest(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies", reference="V099")
    assert filled(grace.get("/vacancies/new"))["reference"] == ["V100"]


def test_two_forms_opened_at_once_become_two_records(grace: FlaskClient, make: Make, cells: Cells) -> None:
    make("employers")
    both = [filled(grace.get("/vacancies/new?employer=E001"), title=title) for title in ("Porter", "Baker")]
    assert [form["reference"] for form in both] == [["V001"], ["V001"]]
    for form in both:
        assert grace.post("/vacancies/new", data=form).status_code == 302
    assert [cells("vacancies", name)["title"] for name in ("V001", "V002")] == ["Porter", "Baker"]
    typed = {**both[0], "reference": ["V002"]}
    assert grace.post("/vacancies/new", data=typed).status_code == 422


def test_what_cannot_be_read_is_kept_and_nothing_is_saved(grace: FlaskClient, make: Make, cells: Cells) -> None:
    make("employers")
    make("vacancies")
    typed = filled(
        grace.get("/vacancies/V001/edit"),
        title="Cook & <baker>",
        shift="Mon-Fri 08:30-",
        **{"starts_on-day": "31", "starts_on-month": "2", "starts_on-year": "2027", "closes_on-day": "soon"},
    )

    answer = grace.post("/vacancies/V001/edit", data=typed)
    page = unescape(answer.text)

    assert answer.status_code == 422
    assert "<title>Error: Change Catering assistant" in page
    assert 'href="#shift"' in page
    assert 'href="#starts_on-day"' in page
    assert filled(answer)["title"] == ["Cook & <baker>"]
    assert filled(answer)["shift"] == ["Mon-Fri 08:30-"]
    assert [filled(answer)[f"starts_on-{part}"] for part in ("day", "month", "year")] == [["31"], ["2"], ["2027"]]
    assert filled(answer)["closes_on-day"] == ["soon"]
    assert "rite day, month and year, as 1 3 2027" in page
    assert cells("vacancies", "V001")["title"] == "Catering assistant"


def test_a_sentence_about_two_columns_speaks_of_their_labels(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies")
    form = filled(grace.get("/vacancies/V001/edit"), pay_from="14", pay_to="13")
    page = grace.post("/vacancies/V001/edit", data=form).text
    assert "It is below “Pay from”; write the higher figure here." in page
    assert "pay_from;" not in page


def test_none_stands_alone(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies")
    form = filled(grace.get("/vacancies/V001/edit"), involves=["money", "none"])
    answer = grace.post("/vacancies/V001/edit", data=form)
    assert answer.status_code == 422
    assert filled(answer)["involves"] == ["money", "none"]


def test_two_people_change_different_fields(grace: FlaskClient, sign_in: SignIn, make: Make, cells: Cells) -> None:
    """Neither change is lost, and the second person sees the first before saving."""
    make("employers")
    make("vacancies")
    sam = sign_in("coordinator", email="sam@hallbrook.example", name="Sam Lister")
    both = [filled(visitor.get("/vacancies/V001/edit")) for visitor in (grace, sam)]
    sam.post("/vacancies/V001/edit", data=both[1] | {"pay_from": ["14"]})

    stale = grace.post("/vacancies/V001/edit", data=both[0] | {"title": ["Cook"]})

    assert stale.status_code == 409
    assert "By Sam Lister, at " in stale.text
    assert "Changed meanwhile. It was: 13.5." in stale.text
    assert cells("vacancies", "V001")["title"] == "Catering assistant", "nothing is saved until it was looked at"
    assert filled(stale)["title"] == ["Cook"]
    assert filled(stale)["pay_from"] == ["14"]

    saved = grace.post("/vacancies/V001/edit", data=filled(stale), follow_redirects=True)
    assert "Cook (V001) is saved. Changed: title." in saved.text
    assert cells("vacancies", "V001")["pay_from"] == "14"


def test_two_people_change_the_same_field(grace: FlaskClient, sign_in: SignIn, make: Make, cells: Cells) -> None:
    make("employers")
    make("vacancies")
    sam = sign_in("coordinator", email="sam@hallbrook.example", name="Sam Lister")
    both = [filled(visitor.get("/vacancies/V001/edit")) for visitor in (grace, sam)]
    sam.post("/vacancies/V001/edit", data=both[1] | {"title": ["Chef"]})

    stale = grace.post("/vacancies/V001/edit", data=both[0] | {"title": ["Cook"]})

    assert "Changed meanwhile to: Chef. What you wrote is kept here." in stale.text
    assert filled(stale)["title"] == ["Cook"]
    assert cells("vacancies", "V001")["title"] == "Chef"


def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(grace: FlaskClient, make: Make, cells: Cells) -> None:
    make("employers")
    make("vacancies")
    for seen in ({}, {"as shown": "no JSON"}, {"as shown": "[]"}):
        assert grace.post("/vacancies/V001/edit", data={"title": "Cook", **seen}).status_code == 409
    assert cells("vacancies", "V001")["title"] == "Catering assistant"


def test_an_absent_record_has_no_form(grace: FlaskClient, sign_in: SignIn, make: Make) -> None:
    make("employers")
    make("vacancies")
    assert grace.get("/vacancies/V999/edit").status_code == 404
    assert grace.post("/vacancies/V999/edit").status_code == 404
    assert sign_in("keyworker").get("/vacancies/V001/edit").status_code == 404


def test_who_changed_it_is_kept(grace: FlaskClient, make: Make) -> None:
    from sqlalchemy import select

    from brokerage.models import AuditEntry
    from employers.db import reading

    make("employers")
    make("vacancies")
    form = filled(grace.get("/vacancies/V001/edit"), title="Cook")
    grace.post("/vacancies/V001/edit", data=form)
    with reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.by == "grace@hallbrook.example"
    assert entry.changes == {"title": ["Catering assistant", "Cook"]}


def test_every_box_has_a_label(grace: FlaskClient, make: Make) -> None:
    make("employers")
    page = grace.get("/vacancies/new").text
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    for box in re.findall(r"<(?:input|select|textarea)[^>]*?>", page):
        if 'type="hidden"' not in box:
            assert re.search(r' id="([^"]+)"', box)[1] in labelled, box  # type: ignore[index]


def _first(column: Column) -> str:
    return f"{column.name}-day" if column.control in ("date", "moment") else column.name


def test_a_form_of_some_columns_leaves_the_others(
    app: Flask, grace: FlaskClient, make: Make, cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong with a column that is not on the form is told all the same."""
    monkeypatch.setitem(POLICY, "pay", COORDINATOR)
    app.add_url_rule(
        "/pay/<reference>",
        "pay",
        lambda reference: forms.edit(VACANCIES, reference, after=lambda _job: "/", only=["pay_from"]),
        methods=["GET", "POST"],
    )
    make("employers")
    make("vacancies", pay_to="14")
    page = grace.get("/pay/V001")
    assert list(filled(page)) == ["as shown", "pay_from"]
    wrong = grace.post("/pay/V001", data=filled(page, pay_from="15"))
    assert wrong.status_code == 422
    assert "It is below “Pay from”" in wrong.text
    assert grace.post("/pay/V001", data=filled(page, pay_from="13.75")).status_code == 302
    assert cells("vacancies", "V001")["pay_from"] == "13.75"
    assert cells("vacancies", "V001")["title"] == "Catering assistant"
