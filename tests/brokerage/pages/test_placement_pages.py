"""The pages of placements: writing one, what is open, signing by link and in the portal, and who sees what."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
import trade
from flask.testing import FlaskClient
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, PRIYA

from brokerage import accounts, settings
from brokerage.keys import private_links
from employers.db import reading, transaction
from employers.models import Employer
from employers.placements.models import Placement, PlacementSignature

WORDS = {"supervisor": "Helen Marsh", "tasks": "Washing up", "leads_to": "A reference", "scheme": "work_experience"}
FILL = {"first": "2027-01-25", "last": "2027-02-05", "pattern": "Mon-Fri 09:30-14:30", "less": "", "do": "fill"}


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def town(app) -> None:
    with transaction(by="test") as session:
        employer = trade.an_employer(session, "E1", coordinator=GRACE.email)
        accounts.invite_contact(session, employer.contacts[0])
        other = trade.an_employer(session, "E2")
        other.contacts[0].email = "omar@other.example"
        accounts.invite_contact(session, other.contacts[0])
        trade.an_agreement(session, kind="work_experience")
        trade.a_vacancy(session, "V1", agreement_reference="A1")
        trade.a_participant(
            session, "P1", share="name", channel="email", email="p@example.org", caring="Mon 08:00-10:00"
        )


@pytest.fixture
def grace(sign_in, town: None) -> FlaskClient:
    return sign_in("coordinator", email=GRACE.email, name="Grace Okoye")


@pytest.fixture
def reference(grace: FlaskClient) -> str:
    """A draft that is whole, with what was arranged for the days that meet what is stated."""
    begun = {"person": "P1", "vacancy": "V1", "scheme": "work_experience", "agreed": "yes"}
    where = grace.post("/placements/new", data=begun).location
    filled = grace.post(where, data=FILL | WORDS)
    assert filled.status_code == 200
    saved = grace.post(where, data=fields(filled.text) | WORDS | {"do": "save"})
    assert saved.status_code == 302
    made = saved.location.rpartition("/")[2]
    assert "to be settled first" in read(grace, f"/placements/{made}")
    noted = grace.post(f"/placements/{made}/arranged", data={"arranged": "A neighbour collects on both Mondays."})
    assert noted.status_code == 302
    return made


def fields(text: str) -> dict[str, str]:
    """The dates of a form as they stand in it."""
    return dict(re.findall(r'name="(day-[\d-]+)" value="([^"]*)"', text))


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.text)


def link(reference: str, party: str, whom: str = private_links.PAPER) -> str:
    return private_links.address_of("sign", f"{reference}:{party}", whom, settings.load().secret_key(), "")


def state(reference: str) -> str:
    with reading() as session:
        return session.scalars(select(Placement.state).where(Placement.reference == reference)).one()


def test_a_pattern_fills_the_form_and_saving_keeps_it(grace: FlaskClient, reference: str) -> None:
    text = read(grace, f"/placements/{reference}")

    assert "10 days, 50 hours, from 25 January to 5 February 2027" in text
    assert "On Mon 25 January, Mon 1 February the hours meet what Person P1 has stated" in text
    assert "Send it to be signed" in text
    assert "Person P1" in read(grace, "/placements")


def test_filling_again_leaves_what_was_changed_by_hand(grace: FlaskClient, reference: str) -> None:
    where = f"/placements/{reference}/edit"
    shown = grace.get(where).text
    hidden = dict(re.findall(r'id="(first|last|pattern|less)" name="\w+" type="\w+" value="([^"]*)"', shown))
    assert hidden == {"first": "2027-01-25", "last": "2027-02-05", "pattern": "Mon-Fri 09:30-14:30", "less": ""}
    rows = fields(shown) | {"day-2027-01-26": "10:00-12:00", "day-2027-01-27": ""}
    filled = re.findall(r'name="filled" value="([^"]*)"', shown)[0]

    longer = grace.post(where, data=WORDS | rows | FILL | {"last": "2027-02-08", "filled": filled})

    assert "2 dates changed by hand stayed so" in longer.text
    assert fields(longer.text)["day-2027-01-26"] == "10:00-12:00"
    assert "day-2027-01-27" not in fields(longer.text)
    assert fields(longer.text)["day-2027-02-08"] == "09:30-14:30"


def test_a_form_that_was_open_meanwhile_takes_back_nothing(grace: FlaskClient, reference: str) -> None:
    where = f"/placements/{reference}/edit"
    shown = grace.get(where).text
    seen = unescape(re.findall(r'name="as shown" value="([^"]*)"', shown)[0])
    whole = fields(shown) | WORDS | {"do": "save", "as shown": seen}
    other = whole | {"supervisor": "Sam Osei", "day-2027-01-26": "10:00-14:30"}
    assert grace.post(where, data=other).status_code == 302

    late = grace.post(where, data=whole | {"expenses": "Bus fares"})

    assert late.status_code == 409
    assert "Somebody else saved it while you were writing: its days, who is there for the person." in late.text
    assert all(each in late.text for each in ("Sam Osei", "10:00-14:30", "Bus fares"))
    with reading() as session:
        kept = session.scalars(select(Placement)).one()
        assert (kept.supervisor, kept.expenses) == ("Sam Osei", None)
    seen = unescape(re.findall(r'name="as shown" value="([^"]*)"', late.text)[0])
    both = other | {"expenses": "Bus fares", "as shown": seen}
    assert grace.post(where, data=both).status_code == 302


def test_what_runs_opens_no_form(grace: FlaskClient, reference: str) -> None:
    with transaction(by="test") as session:
        placement = session.scalars(select(Placement)).one()
        placement.state, placement.starts_on = "signed", NOON.date()

    answer = grace.get(f"/placements/{reference}/edit", follow_redirects=True)

    assert answer.request.path == f"/placements/{reference}"
    assert "It is running: note its last day here first. Draft its renewal" in answer.text


def test_what_cannot_be_read_comes_back_as_it_was_typed(grace: FlaskClient, reference: str) -> None:
    where = f"/placements/{reference}/edit"
    wrong = grace.post(where, data=WORDS | {"day-2027-01-25": "in the morning", "tasks": "Kept", "do": "save"})

    assert wrong.status_code == 422
    assert "in the morning" in wrong.text
    assert "Kept" in wrong.text
    assert "10 days, 50 hours" in read(grace, f"/placements/{reference}")
    assert grace.post(where, data=FILL | {"pattern": "Mon (term)"}).status_code == 422


def test_all_three_sign_each_in_the_own_way(grace: FlaskClient, reference: str, sign_in, app) -> None:
    assert "to be settled first" not in read(grace, f"/placements/{reference}")
    grace.post(f"/placements/{reference}/send")
    assert state(reference) == "to_sign"

    person, address = app.test_client(), link(reference, "participant")
    assert "Washing up" in read(person, address)
    unticked = person.post(address, data={"read": "1", "signed_as": "Person One"})
    assert unticked.status_code == 422
    assert "Person One" in unticked.text
    assert person.post(address, data={"read": "1", "signed_as": "Person One", "agree": "yes"}).status_code == 200
    assert person.post(address, data={"read": "1", "signed_as": "Person One", "agree": "yes"}).status_code == 409

    helen = sign_in("employer", email=HELEN.email)
    assert "Placements to sign" in read(helen, "/portal")
    helen.post(f"/portal/placements/{reference}", data={"read": "1", "signed_as": "Helen Marsh"})
    grace.post(f"/placements/{reference}/sign", data={"party": "programme", "read": "1", "signed_as": "Grace Okoye"})

    assert state(reference) == "signed"
    with reading() as session:
        made = {each.party: (each.how, each.by) for each in session.scalars(select(PlacementSignature))}
    assert made == {
        "participant": ("link", "the participant"),
        "employer": ("page", HELEN.email),
        "programme": ("page", GRACE.email),
    }
    assert "Placements to sign" not in read(helen, "/portal")


def test_what_the_employer_reads_tells_nothing_of_the_persons_week(
    grace: FlaskClient, reference: str, sign_in, app
) -> None:
    grace.post(f"/placements/{reference}/send")
    helen = sign_in("employer", email=HELEN.email)

    for text in (
        read(helen, f"/portal/placements/{reference}"),
        read(app.test_client(), link(reference, "employer", HELEN.email)),
    ):
        assert "Person P1" in text
        assert "caring" not in text
        assert "neighbour" not in text
        assert "stated" not in text
    own = read(app.test_client(), link(reference, "participant"))
    assert "A neighbour collects on both Mondays." in own
    assert "Employer E1 does not read this." in own


def test_a_change_is_read_line_by_line_and_an_old_page_signs_nothing(
    grace: FlaskClient, reference: str, sign_in, app
) -> None:
    grace.post(f"/placements/{reference}/send")
    with reading() as session:
        days = {f"day-{each.day}": "09:30-14:30" for each in session.scalars(select(Placement)).one().days}
    grace.post(f"/placements/{reference}/edit", data=days | WORDS | {"tasks": "Pans", "do": "save"})
    helen = sign_in("employer", email=HELEN.email)

    stale = helen.post(f"/portal/placements/{reference}", data={"read": "1", "signed_as": "Helen Marsh"})

    assert stale.status_code == 409
    assert "Washing up became Pans" in unescape(stale.text)
    assert "Washing up became Pans" in read(app.test_client(), link(reference, "participant"))


def test_a_no_by_link_is_one_press_and_asks_nothing(grace: FlaskClient, reference: str, app) -> None:
    grace.post(f"/placements/{reference}/send")

    said = app.test_client().post(link(reference, "participant"), data={"do": "no"})

    assert "nobody asks why" in unescape(said.text)
    assert state(reference) == "cancelled"


def test_what_somebody_else_ended_stands_on_todays_pages(grace: FlaskClient, reference: str, sign_in, app) -> None:
    grace.post(f"/placements/{reference}/send")
    address = link(reference, "participant")
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        assert app.test_client().post(address, data={"do": "no"}).status_code == 410, "its last day is long over"
    assert app.test_client().post(address, data={"do": "no"}).status_code == 200

    assert "Placement of Person P1 does not go on" in read(grace, "/?all=1")
    assert "Person P1: Employer E1: the placement does not go on" in read(sign_in("keyworker", email=PRIYA.email), "/")
    with time_machine.travel(NOON + timedelta(days=20), tick=False):
        assert "does not go on" not in read(sign_in("coordinator", email=GRACE.email), "/?all=1")


def test_links_that_are_not_open_nothing(grace: FlaskClient, reference: str, app) -> None:
    visitor = app.test_client()
    grace.post(f"/placements/{reference}/send")

    for address in (
        "/sign/nonsense",
        link("W9", "participant"),
        link(reference, "programme"),
        link(reference, "employer", "x@y.example"),
    ):
        answer = visitor.get(address)
        assert answer.status_code == 410
        assert "has run out" in answer.text


def test_another_employer_and_another_keyworker_see_nothing(grace: FlaskClient, reference: str, sign_in) -> None:
    grace.post(f"/placements/{reference}/send")
    omar, owen = sign_in("employer", email="omar@other.example"), sign_in("keyworker", email="owen@hallbrook.example")

    assert omar.get(f"/portal/placements/{reference}").status_code == 404
    assert omar.post(f"/portal/placements/{reference}", data={"read": "1", "signed_as": "O"}).status_code == 404
    assert owen.get(f"/placements/{reference}").status_code == 404
    assert owen.post(f"/placements/{reference}/say-no").status_code == 404
    assert sign_in("keyworker", email=PRIYA.email).get(f"/placements/{reference}").status_code == 200


def test_a_draft_is_not_the_employers_to_read(grace: FlaskClient, reference: str, sign_in) -> None:
    helen = sign_in("employer", email=HELEN.email)
    assert helen.get(f"/portal/placements/{reference}").status_code == 404

    grace.post(f"/placements/{reference}/cancel", data={"why": "Another job came first."})
    for page in ("", "/days", "/review", "/agreement.pdf"):
        assert helen.get(f"/portal/placements/{reference}{page}").status_code == 404, page


def test_today_says_who_has_still_to_sign(grace: FlaskClient, reference: str, sign_in) -> None:
    grace.post(f"/placements/{reference}/send")

    assert "3 signatures wanted: Person P1, Employer E1" in read(grace, "/?all=")
    assert "3 signatures wanted" in read(sign_in("keyworker", email=PRIYA.email), "/")


def test_on_paper_and_room_are_noted(grace: FlaskClient, reference: str) -> None:
    grace.post(f"/placements/{reference}/send")

    assert (
        grace.post(f"/placements/{reference}/sign", data={"how": "paper", "signed_as": "Person One"}).status_code == 422
    )
    paper = {"how": "paper", "party": "participant", "signed_as": "Person One", "signed_on": "2027-01-13"}
    assert grace.post(f"/placements/{reference}/sign", data=paper).status_code == 302
    text = read(grace, f"/placements/{reference}")
    assert "Person One, 13 January 2027, on paper, noted by You" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))
    assert grace.post(f"/placements/{reference}/room", data={"places": "many"}).status_code == 422
    assert grace.post(f"/placements/{reference}/room", data={"places": "2"}).status_code == 302


def test_a_withheld_employer_signs_nothing_and_only_staff_read_why(
    grace: FlaskClient, reference: str, sign_in, app
) -> None:
    grace.post(f"/placements/{reference}/send")
    helen, guest, address = sign_in("employer", email=HELEN.email), app.test_client(), f"/portal/placements/{reference}"
    by_link = link(reference, "employer", HELEN.email)
    with transaction(by="test") as session:
        session.scalars(select(Employer).where(Employer.reference == "E1")).one().withheld = "Wages were not paid."

    signature = {"read": "1", "signed_as": "Helen Marsh", "agree": "yes"}
    for client, where in ((helen, address), (guest, by_link), (guest, link(reference, "participant"))):
        shown, refused = read(client, where), client.post(where, data=signature)
        assert refused.status_code == 409
        for text in (shown, unescape(refused.text)):
            assert "It cannot be signed just now." in text
            assert 'name="signed_as"' not in text
            assert "withheld" not in text
            assert "Wages" not in text
    paper = {"party": "employer", "how": "paper", "signed_as": "Helen Marsh"}
    noted = grace.post(f"/placements/{reference}/sign", data=paper)
    assert noted.status_code == 409
    assert "Employer E1 is withheld: Wages were not paid. Nothing is signed with them" in unescape(noted.text)

    assert "Placements to sign" not in read(helen, "/portal")
    assert "it cannot be signed, and it does not begin" in read(grace, f"/placements/{reference}")
    assert f"/placements/{reference}" in read(grace, "/employers/E1/withheld")
    priya = sign_in("keyworker", email=PRIYA.email)
    for text in (read(grace, "/?all=1"), read(priya, "/?all=1")):
        assert "Employer E1 is withheld: the placement of Person P1" in text
    with reading() as session:
        assert session.scalars(select(PlacementSignature)).all() == []


def test_interviews_the_own_calendar_and_placements_hang_together(grace: FlaskClient, sign_in) -> None:
    for where in ("/interviews", "/calendar", "/placements"):
        part = re.search(r'<nav class="ss-sub.*?</nav>', read(grace, where), re.DOTALL)
        assert part is not None
        assert re.findall(r">([^<]+)</a>", part.group()) == ["Interviews", "My calendar", "Placements"]
        assert re.findall(r'href="([^"?]+)[^"]*" aria-current="page"', part.group()) == [where]
    priya = sign_in("keyworker", email=PRIYA.email)
    assert 'aria-current="page">My calendar' in read(priya, "/calendar")
    assert "ss-sub" not in read(priya, "/placements")  # which stands in a keyworker's menu
