"""The import page: what would change is seen first, and nobody sees there what is not theirs to see."""

import io
import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from brokerage.models import AuditEntry, Participant, Upload
from brokerage.participants import PARTICIPANTS
from employers.db import reading, transaction
from employers.employers import EMPLOYERS
from employers.models import Employer, Vacancy
from employers.records import save

SignIn = Callable[..., FlaskClient]
VACANCIES = "reference,employer,title,shift,Notes 2\nV1,OWL1,Porter,Mon-Fri 07:00-15:00,x\nV2,OWL1,Cook,Mon-Fri 07:00-,\nV3,OWL2,Host,,\n"


def choose(client: FlaskClient, kind: str, text: str, name: str = "january.csv") -> TestResponse:
    file = (io.BytesIO(text.encode()), name)
    answer = client.post("/import", data={"kind": kind, "file": file}, content_type="multipart/form-data")
    answer.headers["Location"] = answer.headers.get("Location", "").partition("#")[0]
    return answer


def carry_out(client: FlaskClient, address: str) -> TestResponse:
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).text)
    assert seen
    return client.post(address, data={"seen": seen[1]}, follow_redirects=True)


def an_employer() -> None:
    with transaction(by="test") as session:
        save(session, EMPLOYERS, {"reference": "OWL1", "name": "Owlerby Garden Centre"})


def test_a_preview_names_what_to_correct_and_changes_nothing(sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    an_employer()

    page = client.get(choose(client, "vacancies", VACANCIES).location).text

    assert "What this file would change" in page
    for said in ("Row 3", "Mon-Fri 07:00-", "did you mean OWL1?", "Notes 2", "2 rows to correct"):
        assert said.lower() in page.lower(), said
    with reading() as session:
        assert session.scalar(select(Vacancy)) is None


def test_pay_under_the_lowest_lawful_rate_is_pointed_out_and_imported(sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    an_employer()
    rows = "reference,employer,title,pay_from\nV1,OWL1,Porter,5.00\nV2,OWL1,Cook,13.50\n"
    address = choose(client, "vacancies", rows).location

    page = client.get(address).text

    assert "Row 2: £5.00 an hour is under the lowest lawful rate" in page
    assert "Row 3: £" not in page
    assert "2 vacancies new" in carry_out(client, address).text


def test_good_rows_are_imported_and_the_others_given_back(sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    an_employer()
    address = choose(client, "vacancies", VACANCIES).location

    page = carry_out(client, address).text

    assert "1 vacancy new" in page
    assert client.get(f"{address}/to-correct").text == "\ufeff" + "".join(
        line + "\r\n" for i, line in enumerate(VACANCIES.splitlines()) if i != 1
    )
    with reading() as session:
        assert [vacancy.reference for vacancy in session.scalars(select(Vacancy))] == ["V1"]
        trail = session.scalars(select(AuditEntry).where(AuditEntry.kind == "vacancy")).one()
        assert trail.by == "coordinator@hallbrook.example"


def test_a_file_whose_rows_are_all_good_is_gone_once_imported(sign_in: SignIn) -> None:
    client = sign_in("administrator")
    address = choose(client, "employers", "reference,name\nE1,Owlerby\n").location

    assert "1 employer new" in carry_out(client, address).text

    assert client.get(address).status_code == 404
    with reading() as session:
        assert session.scalar(select(Upload)) is None


def test_what_changed_meanwhile_is_shown_before_it_is_imported(sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    address = choose(client, "employers", "reference,name\nOWL1,Owlerby Plants\n").location
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).text)
    assert seen
    an_employer()

    answer = client.post(address, data={"seen": seen[1]})

    assert answer.status_code == 409
    assert "changed meanwhile" in answer.text
    with reading() as session:
        assert session.scalars(select(Employer.name)).one() == "Owlerby Garden Centre"


def test_a_file_left_is_thrown_away(sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    address = choose(client, "employers", "reference,name\nE1,Owlerby\n").location

    client.post(f"{address}/leave")

    with reading() as session:
        assert session.scalar(select(Upload)) is None
        assert session.scalar(select(Employer)) is None


def test_an_upload_is_its_owners_alone(sign_in: SignIn) -> None:
    address = choose(sign_in("coordinator"), "employers", "reference,name\nE1,Owlerby\n").location
    other = sign_in("administrator")

    for path in (address, f"{address}/to-correct"):
        assert other.get(path).status_code == 404
    assert other.post(address).status_code == 404
    assert other.post(f"{address}/leave").status_code == 404


def test_a_file_that_is_none_is_told_beside_its_field(sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    for text, said in (
        ("", "is empty"),
        ("name\nOwlerby\n", "no column of this name"),
        ("PK\x03\x04x", "cannot be read"),
    ):
        answer = choose(client, "employers", text)
        assert answer.status_code == 422
        assert said in answer.text
    assert client.post("/import", data={}).status_code == 422
    with reading() as session:
        assert session.scalar(select(Upload)) is None


def test_what_is_stored_of_a_person_is_for_the_keyworker_alone(sign_in: SignIn) -> None:
    """A coordinator imports people, and cannot learn from it what stands in their profiles."""
    coordinator = sign_in("coordinator")
    with transaction(by="test") as session:
        stored = {
            "reference": "P1",
            "name": "Secret Name",
            "hours_min": "31",
            "limits": "standing 17",
            "keyworker": "kim@hallbrook.example",
        }
        save(session, PARTICIPANTS, stored)
    text = "reference,limits,hours_max\nP1,lifting 5,\nP2,,\n"

    page = coordinator.get(choose(coordinator, "participants", text).location).text
    worse = coordinator.get(choose(coordinator, "participants", "reference,hours_max\nP1,30\n").location).text

    assert "lifting 5" in page
    assert "for the keyworker to see" in page
    for private in ("Secret Name", "standing 17", "kim@hallbrook.example"):
        assert private not in page + worse
    assert "hours_min" in worse
    assert not re.search(r">\s*31\s*<", worse)


def test_only_an_administrators_file_makes_a_keyworker_of_another_account(sign_in: SignIn) -> None:
    coordinator, administrator = sign_in("coordinator"), sign_in("administrator")
    text = "reference,keyworker\nP1,coordinator@hallbrook.example\n"

    refused = coordinator.get(choose(coordinator, "participants", text).location).text
    allowed = administrator.get(choose(administrator, "participants", text).location).text

    assert "ask an administrator" in refused
    assert 'would be invited: <span class="ss-break">coordinator@hallbrook.example' in allowed
    with reading() as session:
        assert session.scalar(select(Participant)) is None
