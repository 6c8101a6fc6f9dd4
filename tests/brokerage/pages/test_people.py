"""People: a keyworker reads all of their own, a coordinator names and what fits, anybody else nothing."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from brokerage.models import AuditEntry, Participant
from employers.db import reading

SignIn = Callable[..., FlaskClient]
Make = Callable[..., str]
PRIYA, OWEN = "priya.nair@hallbrook.example", "owen.bell@hallbrook.example"
# What only the keyworker reads; none of it may stand on a page that somebody else can open.
SECRETS = {
    "phone": "07700 900007",
    "email": "aisha.at.home@example.org",
    "safe_window": "daily 10:15-13:45",
    "caring": "Mon-Fri 16:15-18:45",
    "limits": "lifting 3; nights no",
    "legal": "money until 2031-05-01",
    "postcode": "HB3 3HN",
    "wants": "upholstery",
    "certificates": "paragliding",
}
CANARIES = (
    "900007",
    "aisha.at.home",
    "10:15",
    "16:15",
    "18:45",
    "lifting 3",
    "2031",
    "HB3 3HN",
    "pholstery",
    "aragliding",
)


@pytest.fixture
def aisha(make: Make) -> str:
    make("employers")
    make("vacancies")
    return make("participants", keyworker=PRIYA, **SECRETS)


def test_a_keyworker_reads_the_profile_and_what_is_not_known(sign_in: SignIn, make: Make) -> None:
    client = sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("participants", keyworker=PRIYA, skills="worked the tills; not yet driving; zorbing", limits="", hours_min="")

    page = client.get("/people/P001").text

    assert "understood as till work" in page
    assert "Not yet driving" in page
    assert "in these words only" in page
    assert page.count("Not known") == 1, "limits; hours at most are known"
    assert 'href="/people/P001/edit#limits"' in page


def test_another_keyworkers_people_look_absent(sign_in: SignIn, aisha: str) -> None:
    client = sign_in("keyworker", email=OWEN)
    absent = client.get("/people/P999")
    assert absent.status_code == 404
    for address in ("/people/P001", "/people/P001/edit", "/people/P001/matches", "/people/P001/check/V001"):
        assert client.get(address).status_code == 404, address
    for address in ("/people/P001/week", "/people/P001/live", "/people/P001/edit"):
        assert client.post(address, data={"available": "none", "live": "no"}).status_code == 404, address
    assert "Aisha" not in client.get("/people").text
    with reading() as session:
        person = session.scalars(select(Participant)).one()
        assert (person.live, person.available) == (True, "Mon-Fri 07:00-17:00")


def test_a_coordinator_sees_no_fact_of_a_profile(sign_in: SignIn, aisha: str) -> None:
    client = sign_in("coordinator")
    sign_in("keyworker", email=PRIYA, name="Priya Nair")
    for address in ("/people", "/people/P001", "/people/P001/matches", "/people/P001/check/V001"):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "Aisha Rahman" in page.text or "Aisha" in page.text
        found = [canary for canary in CANARIES if canary in page.text]
        assert not found, (address, found)
    for address in ("/people/P001/edit", "/people/new"):
        assert client.get(address).status_code == 404, address
    assert "Nothing yet" in client.get("/people/P001").text


def test_a_coordinator_finds_people_by_name_and_keyworker(sign_in: SignIn, make: Make) -> None:
    client = sign_in("coordinator")
    for number in range(1, 29):
        make(
            "participants",
            reference=f"P{number:03}",
            name=f"Person {number:02}",
            keyworker=PRIYA if number % 2 else OWEN,
        )

    assert client.get("/people").text.count("pe-line--short") == 25
    assert client.get("/people?page=2").text.count("pe-line--short") == 3
    assert client.get(f"/people?keyworker={OWEN}").text.count("pe-line--short") == 14
    assert "Person 07" in client.get("/people?q=person 07").text
    assert "Nobody was found" in client.get("/people?q=nobody at all").text


def test_a_list_says_what_would_settle_most(sign_in: SignIn, make: Make) -> None:
    client = sign_in("keyworker", email=PRIYA)
    make("employers")
    for number in (1, 2, 3):
        make("vacancies", reference=f"V00{number}")
    make("participants", keyworker=PRIYA, available="")
    make("participants", reference="P002", name="Ola Berg", keyworker=PRIYA, live="no")
    make("participants", reference="P003", name="Nia Rees", keyworker=PRIYA)

    page = client.get("/people").text

    assert "On which days and at what times could Aisha work?" in page
    assert "The only open question for 3 jobs." in page
    assert "Ola Berg" in client.get("/people?show=paused").text
    assert "Nia Rees" not in client.get("/people?show=nothing").text
    assert "Nia Rees" in client.get("/people?q=nia").text


def test_a_change_is_seen_in_the_list_at_once(sign_in: SignIn, make: Make) -> None:
    client = sign_in("keyworker", email=PRIYA)
    make("employers")
    make("vacancies")
    make("participants", keyworker=PRIYA)
    assert "<b>1</b> fits now" in client.get("/people").text

    make("vacancies", reference="V002")
    assert "<b>2</b> fit now" in client.get("/people").text
    client.post("/people/P001/live", data={"live": "no"})
    assert "fits now" not in client.get("/people").text


def test_a_pause_needs_no_reason_and_can_be_ended(sign_in: SignIn, make: Make) -> None:
    client = sign_in("keyworker", email=PRIYA)
    make("participants", keyworker=PRIYA)

    assert "is paused" in client.post("/people/P001/live", data={"live": "no"}, follow_redirects=True).text
    assert "in the lists again" in client.post("/people/P001/live", data={"live": "yes"}, follow_redirects=True).text

    with reading() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.kind == "participant", AuditEntry.by == PRIYA)).all()
    assert [row.changes for row in rows] == [{"live": [True, False]}, {"live": [False, True]}]


def test_a_keyworker_adds_somebody_of_their_own(sign_in: SignIn) -> None:
    client = sign_in("keyworker", email=PRIYA)
    assert "You work with nobody here yet" in client.get("/people").text

    answer = client.post("/people/new", data={"reference": "P100", "name": "Ola Berg", "keyworker": PRIYA})

    assert answer.location == "/people/P100"
    assert "Ola Berg" in client.get("/people").text


def test_certificates_that_end_soon_say_so(sign_in: SignIn, make: Make) -> None:
    client = sign_in("keyworker", email=PRIYA)
    today = date.today()
    soon, over = today + timedelta(days=20), today - timedelta(days=3)
    make(
        "participants",
        keyworker=PRIYA,
        certificates=f"first aid until {soon}; fork truck until {over}; driving licence",
    )

    page = client.get("/people/P001").text

    assert "Ends in 20 days" in page
    assert page.count("ss-tag--brick") == 1


@pytest.mark.parametrize(
    ("blank", "column"),
    [
        (("skills",), "skills"),
        (("certificates",), "certificates"),
        (("latitude", "longitude"), "postcode"),
        (("travel_modes",), "travel_modes"),
        (("travel_max",), "travel_max"),
        (("hours_min", "hours_max"), "hours_min"),
        (("available",), "available"),
        (("caring",), "caring"),
        (("limits",), "limits"),
        (("legal",), "legal"),
    ],
)
def test_what_is_not_known_is_asked_once_and_leads_to_its_field(
    sign_in: SignIn, make: Make, blank: tuple[str, ...], column: str
) -> None:
    client = sign_in("keyworker", email=PRIYA)
    make("employers")
    make(
        "vacancies", essential_skills="cooking", certificates="food hygiene level 2", demands="noise", involves="money"
    )
    make("participants", keyworker=PRIYA, **{"certificates": "food hygiene level 2"} | dict.fromkeys(blank, ""))

    page = client.get("/people").text

    assert re.findall(r"/people/P001/edit#(\w+)", page) == [column]
    assert "The only open question for 1 job." in page


def test_words_in_no_table_are_settled_by_the_keyworker(sign_in: SignIn, make: Make) -> None:
    client = sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("participants", keyworker=PRIYA, skills="baking; did doors and supervised")
    page = client.get("/people/P001").text
    assert "What is meant?" in page
    assert 'value="door supervision"' in page

    answer = {"said": "did doors and supervised", "meant": "door supervision"}
    after = client.post("/people/P001/skill", data=answer, follow_redirects=True).text

    assert "door supervision (did doors and supervised)" in after
    assert "What is meant?" not in after
    stale = client.post("/people/P001/skill", data=answer, follow_redirects=True).text
    assert "is not in the list any more" in stale


def test_nobody_else_settles_a_persons_words(sign_in: SignIn, make: Make) -> None:
    make("participants", keyworker=PRIYA, skills="did doors and supervised")
    answer = {"said": "did doors and supervised", "meant": "door supervision"}
    assert sign_in("keyworker", email=OWEN, name="Owen Bell").post("/people/P001/skill", data=answer).status_code == 404
    coordinator = sign_in("coordinator", email="grace@hallbrook.example", name="Grace Okoye")
    assert coordinator.post("/people/P001/skill", data=answer).status_code == 404


def test_a_certificate_without_an_end_asks_for_it(sign_in: SignIn, make: Make) -> None:
    client = sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("participants", keyworker=PRIYA, certificates="SIA badge; food hygiene level 2; CSCS until 2030-01-01")

    page = client.get("/people/P001").text

    assert page.count("Usually lasts") == 1
    assert "Usually lasts 3 years" in page


def test_who_confirmed_a_restriction_stands_beside_it_or_is_asked(sign_in: SignIn, make: Make) -> None:
    keyworker = sign_in("keyworker", email=PRIYA)
    make("participants", keyworker=PRIYA, legal="money until 2031-05-01")
    assert "Who confirmed it, and when?" in keyworker.get("/people/P001").text
    make(
        "participants",
        reference="P002",
        keyworker=PRIYA,
        legal="money",
        legal_confirmed="A probation officer, 3 March 2027",
    )
    page = keyworker.get("/people/P002").text
    assert "Confirmed: A probation officer, 3 March 2027." in page
    assert "Who confirmed it" not in page
    make("participants", reference="P003", keyworker=PRIYA, legal="none")
    assert "Who confirmed it" not in keyworker.get("/people/P003").text
