"""Pages of the ledger: the short form, the warning, promises, leads, visits, the pipeline, the map, weeks; and whom they are not for."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import icalendar
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from brokerage import accounts
from brokerage.ledger.models import LedgerEntry, LedgerPromise, PlannedVisit, SignedWeek
from employers.db import reading, transaction
from employers.models import Contact

Make, SignIn = Callable[..., str], Callable[..., FlaskClient]
THURSDAY = date(2027, 1, 14)
CANARY = "Canary of the ledger"
FOLLOWED = re.compile(r'(?:href|action)="(/[^"#]*)"')


@pytest.fixture(autouse=True)
def _a_thursday() -> Iterator[None]:
    with time_machine.travel("2027-01-14 12:00", tick=False):
        yield


@pytest.fixture
def grace(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email="grace@hallbrook.example", name="Grace Okoye")


@pytest.fixture
def sam(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email="sam@hallbrook.example", name="Sam Lister")


@pytest.fixture
def ruth(sign_in: SignIn) -> FlaskClient:
    return sign_in("manager", email="ruth@hallbrook.example", name="Ruth Castell")


@pytest.fixture
def tanner(grace: FlaskClient, make: Make) -> str:
    return make(
        "employers",
        contact_name="Helen Marsh",
        contact_email="helen@tanner.example",
        coordinator="grace@hallbrook.example",
    )


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.text)


def helen() -> str:
    with reading() as session:
        return str(session.scalar(select(Contact.id)))


def write(client: FlaskClient, employer: str = "E001", **cells: str) -> Any:
    whole = {
        "day": "2027-01-14",
        "kind": "visit",
        "contact": helen(),
        "decides": "yes",
        "purpose": "offer",
        "said": "Two ovens.",
    }
    return client.post(f"/employers/{employer}/contacts/new", data=whole | cells)


def the(kind: Any) -> Any:
    with reading() as session:
        return session.scalars(select(kind)).one()


def test_the_form_begins_with_what_is_usual(grace: FlaskClient, tanner: str) -> None:
    form = page(grace, "/employers/E001/contacts/new")
    for filled in ('name="day" value="2027-01-14"', 'name="they_by" value="2027-01-21"', "Helen Marsh", "never a name"):
        assert filled in form, filled
    assert re.search(r'value="visit" checked', form)
    assert re.search(r'value="learn" checked', form), "a first visit is to learn"
    write(grace, kind="call")
    form = page(grace, "/employers/E001/contacts/new")
    assert re.search(r'value="follow_up" checked', form)
    assert re.search(r'name="decides" type="radio" value="yes" checked', form), "as the last time with the same person"


def test_pressed_twice_it_is_one(grace: FlaskClient, tanner: str) -> None:
    key = re.search(r'name="key" value="(\w+)"', page(grace, "/employers/E001/contacts/new"))
    assert key is not None
    first, second = (write(grace, key=key[1], we_promise="A leaflet", we_by="2027-01-20") for _ in range(2))
    assert first.location == second.location
    shown = page(grace, first.location)
    for text in (
        "Two ovens.",
        "We promised: A leaflet",
        "Helen Marsh",
        "/agreements/new?employer=E001",
        "/vacancies/new?employer=E001",
    ):
        assert text in shown, text
    assert the(LedgerEntry).by == "grace@hallbrook.example"


def test_a_mistake_keeps_what_was_typed(grace: FlaskClient, tanner: str) -> None:
    answer = write(grace, day="2027-02-01", said="Two ovens,  three fridges", they_promise="Two times", they_by="")
    told = unescape(answer.text)
    assert answer.status_code == 422
    for text in (
        "Two ovens, three fridges",
        'value="Two times"',
        "Day: This day is still to come",
        "By: Write by when, so that it is not forgotten.",
        "<title>Error: ",
    ):
        assert text in told, text
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def test_the_drafts_it_leads_to_know_the_employer(grace: FlaskClient, tanner: str) -> None:
    for address in ("/agreements/new?employer=E001", "/vacancies/new?employer=E001"):
        assert re.search(r'value="E001" selected', page(grace, address)), address


def test_a_second_team_is_warned_and_the_lead_is_told(grace: FlaskClient, sam: FlaskClient, tanner: str) -> None:
    write(grace, day="2027-01-12", kind="call", they_promise="Two times", they_by="2027-01-20", next_day="2027-01-18")
    said = "Grace spoke with Helen Marsh on Tuesday. They promised: Two times, by 20 January."
    for address in ("/employers/E001", "/employers/E001/contacts/new"):
        shown = page(sam, address)
        assert said in shown
        assert "Speak with Grace first?" in shown
        assert "Grace plans a visit on Monday." in shown
        assert said not in page(grace, address), "nobody is warned of oneself"

    entry = write(sam, said="They rang me.")
    assert entry.status_code == 302, "it warns, and bars nothing"
    today = page(grace, "/")
    assert "Sam visited Helen Marsh today" in today
    assert "you are the lead there" in today
    grace.post(f"{entry.location}/read")
    assert "Sam visited Helen Marsh" not in page(grace, "/")
    assert "Sam visited Helen Marsh" not in page(sam, "/")


def test_only_its_author_corrects_it_and_the_old_stays_readable(
    grace: FlaskClient, sam: FlaskClient, tanner: str
) -> None:
    address = write(grace).location
    cells = {"day": "2027-01-13", "kind": "visit", "contact": helen(), "purpose": "offer", "said": "Three ovens."}
    assert sam.get(f"{address}/correct").status_code == 404
    refused = sam.post(f"{address}/correct", data=cells)
    assert refused.status_code == 409
    assert "Only whoever wrote this corrects it." in refused.text
    assert "Correct it" not in page(sam, address)
    assert 'value="2027-01-14"' in page(grace, f"{address}/correct")
    assert grace.post(f"{address}/correct", data=cells | {"day": "2027-03-01"}).status_code == 422

    grace.post(f"{address}/correct", data=cells)

    shown = page(sam, address)
    for text in ("Three ovens.", "What it said before", "Two ovens.", "14 January 2027", "13 January 2027"):
        assert text in shown, text


def test_it_is_taken_back_with_a_reason_and_stays(grace: FlaskClient, sam: FlaskClient, tanner: str) -> None:
    address = write(grace).location
    assert grace.post(f"{address}/take-back", data={"why": ""}).status_code == 422
    assert sam.post(f"{address}/take-back", data={"why": "Mine"}).status_code == 409
    grace.post(f"{address}/take-back", data={"why": "It was another employer"})
    for where in (address, "/employers/E001/contacts"):
        assert "It was another employer" in page(sam, where)
    assert "Two ovens." not in page(sam, "/employers/E001")
    assert grace.get(f"{address}/correct").status_code == 404


def test_promises_are_ticked_off_by_whoever_sees_to_them(grace: FlaskClient, sam: FlaskClient, tanner: str) -> None:
    address = write(grace, day="2027-01-07", we_promise="Send a leaflet", we_by="2027-01-13").location
    assert "Keep our promise to Tanner Row Kitchens" in page(grace, "/")
    assert "Was due on Wed 13 Jan." in page(grace, "/")
    number = the(LedgerPromise).id
    tick = f"/contacts/promises/{number}"

    assert sam.post(tick, data={"do": "kept"}).status_code == 302
    assert "Keep our promise" not in page(grace, "/")
    assert "Sam Lister, 14 January 2027" in page(grace, address)
    assert grace.post(tick, data={"do": "let_go"}).status_code == 409
    grace.post(tick, data={"do": "open"})
    assert "Keep our promise" in page(grace, "/")
    grace.post(tick, data={"do": "let_go"})
    assert grace.post(tick, data={"do": "forget"}).status_code == 422

    wrong = grace.post(f"{address}/promises", data={"side": "them", "what": "", "due_on": "2027-01-20"})
    assert wrong.status_code == 422
    assert "Say who promised, what" in wrong.text
    grace.post(f"{address}/promises", data={"side": "them", "what": "Two times", "due_on": "2027-01-15"})
    assert "Ask Tanner Row Kitchens what they promised" in page(grace, "/")


def test_the_lead_is_changed_with_a_reason_and_never_over_a_colleague(
    grace: FlaskClient, sam: FlaskClient, tanner: str, cells: Callable[[str, str], dict[str, str]]
) -> None:
    address, to_sam = "/employers/E001/lead", {"lead": "sam@hallbrook.example", "seen": "grace@hallbrook.example"}
    assert grace.post(address, data=to_sam | {"why": ""}).status_code == 422
    assert grace.post(address, data=to_sam | {"why": "Sam knows the owner"}).status_code == 302
    late = grace.post(address, data={"lead": "", "why": "Nobody's", "seen": "grace@hallbrook.example"})
    assert late.status_code == 409
    assert "Somebody made it Sam Lister meanwhile." in late.text
    assert cells("employers", "E001")["coordinator"] == "sam@hallbrook.example"
    assert "Since 14 January 2027: Sam knows the owner" in page(grace, "/employers/E001")
    assert "from You to Sam Lister, by You" in page(grace, address)
    assert 'name="coordinator"' not in page(grace, "/employers/E001/edit"), "it changes with a reason only"


def test_a_visit_is_planned_moved_written_down_or_called_off(
    grace: FlaskClient, sam: FlaskClient, tanner: str, sign_in: SignIn
) -> None:
    plan = "/employers/E001/visit"
    for day, at in (("2027-01-13", ""), ("soon", ""), ("2027-01-18", "noon")):
        grace.post(plan, data={"day": day, "at": at})
    assert "no visit was planned" in page(grace, "/employers/E001").lower()
    with reading() as session:
        assert session.scalar(select(PlannedVisit.id)) is None

    grace.post(plan, data={"day": "2027-01-18", "at": "10:30"})
    grace.post(plan, data={"day": "2027-01-14", "at": "10:30"})
    visit = the(PlannedVisit)
    assert "Visit Tanner Row Kitchens at 10:30" in page(grace, "/")
    assert "Tanner Row Kitchens" in page(grace, "/visits")
    assert "Tanner Row Kitchens" not in page(sam, "/visits")
    assert "Grace Okoye" in page(sam, "/visits?whose=all")
    assert "Thursday 14 January, today" in page(sam, "/visits?whose=all&month=2027-01")
    assert "No visit is planned in this month." in page(sam, "/visits?month=2027-02")
    assert grace.get("/visits?month=2027-13").status_code == 404

    sam.post(f"/visits/{visit.reference}/call-off")
    assert "somebody else's visit" in page(sam, "/visits")
    with time_machine.travel("2027-01-15 09:00", tick=False):
        grace = sign_in("coordinator", email="grace@hallbrook.example")
        assert "Write down the visit to Tanner Row Kitchens" in page(grace, "/")
        assert "How did it go?" in page(grace, "/visits?week=2027-03-01")
        write(grace, day="2027-01-14")
        assert "Write down the visit" not in page(grace, "/")
        assert grace.get(f"/visits/{visit.reference}.ics").status_code == 404


def test_a_calendar_entry_says_where_and_when_and_nothing_more(grace: FlaskClient, tanner: str) -> None:
    write(grace, said=CANARY, next_day="2027-07-01", next_time="10:30")
    address = f"/visits/{the(PlannedVisit).reference}.ics"
    answer = grace.get(address)
    (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert answer.mimetype == "text/calendar"
    assert event.decoded("dtstart").isoformat() == "2027-07-01T09:30:00+00:00", "summer time"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
    assert (event["summary"], event["location"]) == ("Visit to Tanner Row Kitchens", "Tanner Row Kitchens")
    assert CANARY.encode() not in answer.data
    assert b"Helen" not in answer.data
    grace.post("/employers/E001/visit", data={"day": "2027-07-02"})
    (event,) = icalendar.Calendar.from_ical(grace.get(address).data).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 7, 2), date(2027, 7, 3))


def test_the_pipeline_by_stage_mine_or_all(grace: FlaskClient, tanner: str, make: Make, sign_in: SignIn) -> None:
    make("employers", reference="E002", name="Quickstep Staffing", coordinator="sam@hallbrook.example")
    write(grace, they_promise="Two times", they_by="2027-01-20")
    mine = page(grace, "/pipeline")
    assert "Tanner Row Kitchens" in mine
    assert "Talking <span" in mine
    assert "Quickstep" not in mine
    everybody = page(grace, "/pipeline?whose=all")
    assert everybody.index("Quickstep") < everybody.index("Tanner Row"), "new ones before those we talk with"
    assert "Tanner Row" not in page(grace, "/pipeline?whose=all&stage=new")
    assert "No employer stands here." in page(grace, "/pipeline?stage=resting")
    with time_machine.travel("2027-03-20 09:00", tick=False):
        grace = sign_in("coordinator", email="grace@hallbrook.example")
        assert "Resting, not heard from us for long: " in page(grace, "/")
        assert "No contact since 14 January" in page(grace, "/pipeline?stage=resting")


def test_the_map_and_its_list_say_the_same(grace: FlaskClient, make: Make) -> None:
    assert "No place of an employer is known yet." in page(grace, "/map")
    make("employers", latitude="53.2300", longitude="-0.9600")
    make("employers", reference="E002", name="Quickstep Staffing", latitude="53.2305", longitude="-0.9610")
    make("employers", reference="E003", name="Far Away Farm", latitude="53.50", longitude="-0.96")
    make("employers", reference="E004", name="Nowhere Ltd")
    make("vacancies", employer="E003", latitude="53.50", longitude="-0.96")
    shown = page(grace, "/map")
    assert "Far Away Farm: 1 open job</title>" in shown
    assert (
        "Quickstep Staffing and Tanner Row Kitchens: 0 open jobs</title>" in shown
        or "Tanner Row Kitchens and Quickstep Staffing: 0 open jobs</title>" in shown
    )
    assert 'href="/employers/E003"' in shown
    assert "Not on the map" in shown
    assert "Nowhere Ltd" in shown
    (near,) = set(re.findall(r'href="(/map\?near=[^"]+)"', shown))
    closer = page(grace, near)
    assert "Far Away Farm" not in closer.split("</svg>", 4)[2]
    assert "Tanner Row Kitchens: 0 open jobs</title>" in closer
    assert "Back to the whole map" in closer
    assert "No place" in page(grace, "/map?whose=mine")
    for odd in ("near=x", "near=1,2", "near=nan,nan,nan,nan"):
        assert "Far Away Farm" in page(grace, f"/map?{odd}")


def test_a_week_is_ones_own_and_a_managers_to_sign(
    grace: FlaskClient, sam: FlaskClient, ruth: FlaskClient, tanner: str
) -> None:
    write(grace)
    assert "Not signed off yet." in page(grace, "/contact-weeks")
    assert "Grace" not in page(sam, "/contact-weeks").partition("Signed in as")[0]
    assert sam.post("/contact-weeks", data={"of": "grace@hallbrook.example"}).status_code == 404, "no coordinator signs"
    shown = page(ruth, "/contact-weeks")
    assert shown.index("Grace Okoye") < shown.index("Sam Lister"), "by name, never by number"
    form = {"week": "2027-01-11", "of": "grace@hallbrook.example", "word": "Well done", "counted": "1 1 1"}
    assert ruth.post("/contact-weeks", data=form | {"counted": "2 2 2"}).status_code == 409
    assert ruth.post("/contact-weeks", data=form | {"counted": "x"}).status_code == 409
    assert ruth.post("/contact-weeks", data=form | {"of": "nobody@hallbrook.example"}).status_code == 404
    assert ruth.post("/contact-weeks", data=form).status_code == 302
    assert the(SignedWeek).word == "Well done"
    assert "“Well done”" in page(grace, "/contact-weeks")
    assert "Weeks to go through and sign" in page(ruth, "/")
    assert "Different employers" in page(ruth, "/")
    with time_machine.travel("2027-01-14 15:00", tick=False):
        write(grace, said="One more.")
        for who in (grace, ruth):
            assert "Changed after it was signed off: 1 contact written" in page(who, "/contact-weeks")


def test_nothing_of_it_reaches_an_employer(app: Flask, grace: FlaskClient, tanner: str, make: Make) -> None:
    make("vacancies")
    make("agreements")
    entry = write(grace, said=CANARY, they_promise=CANARY, they_by="2027-01-20", next_day="2027-01-18").location
    visit = the(PlannedVisit).reference
    with transaction(by="test") as session:
        contact = session.scalars(select(Contact)).one()
        user = accounts.invite_contact(session, contact)
        mark = user.fs_uniquifier
    visitor = app.test_client()
    with visitor.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = mark, True

    ours = (
        "/pipeline",
        "/map",
        "/visits",
        "/contact-weeks",
        "/employers/E001/contacts",
        "/employers/E001/lead",
        entry,
        f"/visits/{visit}.ics",
    )
    assert [visitor.get(address).status_code for address in ours] == [404] * len(ours)
    waiting, seen = ["/portal"], set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen or "from=" in address:
            continue
        seen.add(address)
        answer = visitor.get(address)
        assert CANARY not in answer.text, address
        assert entry not in answer.text, address
        waiting += [each for each in FOLLOWED.findall(unescape(answer.text)) if each.startswith("/portal")]
    assert {"/portal", "/portal/jobs", "/portal/people", "/portal/times", "/portal/promises"} <= seen


def test_the_keyworker_has_no_business_there(sign_in: SignIn, tanner: str) -> None:
    keyworker = sign_in("keyworker")
    assert [keyworker.get(address).status_code for address in ("/pipeline", "/map", "/visits", "/contact-weeks")] == [
        404
    ] * 4
