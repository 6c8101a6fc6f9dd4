"""Places where somebody must not be sent: written by the keyworker, refused where nobody can find them, told to nobody else."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from brokerage import imports, places, settings, shortlists
from brokerage.files import sheets
from brokerage.kinds import KINDS
from brokerage.models import Participant, Place
from brokerage.participants import as_person
from employers.columns import BadCells
from employers.db import reading, transaction
from matching.taxonomy import built_in

SignIn = Callable[..., FlaskClient]
Make = Callable[..., str]
PRIYA, GRACE = "priya.nair@hallbrook.example", "grace.okoye@hallbrook.example"
SENTENCE = "The place does not suit."


@pytest.fixture
def town(make: Make) -> None:
    with transaction(by="test") as session:
        session.add(Place(code="HB42TR", latitude=53.231, longitude=-0.96, radius_km=0.1, london=False))
        session.add(Place(code="S8", latitude=52.5, longitude=-1.5, radius_km=4.5, london=False))
    make("employers", coordinator=GRACE)
    make("vacancies")


def _cells(reference: str) -> dict[str, str]:
    with reading() as session:
        return KINDS["participants"].cells(
            session.scalar(select(Participant).where(Participant.reference == reference))
        )


def test_a_form_keeps_them_and_the_keyworker_alone_reads_them(sign_in: SignIn, make: Make, town: None) -> None:
    keyworker = sign_in("keyworker", email=PRIYA)
    make("participants", keyworker=PRIYA)
    assert "1 of 1 job" in keyworker.get("/people/P001/matches").text

    said = _cells("P001") | {"not_near": "hb42tr 2 km; S8"}
    assert keyworker.post("/people/P001/edit", data=said).status_code == 302

    assert _cells("P001")["not_near"] == "HB4 2TR 2; S8"
    assert "HB4 2TR 2; S8" in keyworker.get("/people/P001").text
    assert "1 of 1 job" not in keyworker.get("/people/P001/matches").text
    assert SENTENCE in keyworker.get("/people/P001/check/V001").text
    coordinator = sign_in("coordinator", email=GRACE)
    for page in ("/people/P001", "/people/P001/matches", "/people/P001/check/V001", "/vacancies/V001/shortlist"):
        text = coordinator.get(page).text
        assert "HB4 2TR" not in text
        assert "53.231" not in text


def test_a_place_that_nobody_can_find_is_refused(sign_in: SignIn, make: Make, town: None) -> None:
    keyworker = sign_in("keyworker", email=PRIYA)
    make("participants", keyworker=PRIYA)

    answer = keyworker.post("/people/P001/edit", data=_cells("P001") | {"only_near": "S8; ZE1 0AA 3"})

    assert answer.status_code == 422
    assert "not known where ZE1 0AA lies" in answer.text
    assert _cells("P001")["only_near"] == ""
    with pytest.raises(BadCells):
        make("participants", reference="P002", not_near="ZE1")


def test_a_file_names_the_row(make: Make, town: None) -> None:
    rows = "reference,not_near\nP1,S8\nP2,ZE1 0AA\nP3,S8 x\n"
    with reading() as session:
        made = imports.plan(session, KINDS["participants"], sheets.read("participants.csv", rows.encode()))

    assert [(cell.row, cell.column) for cell in made.bad] == [(3, "not_near"), (4, "not_near")]
    assert "It is not known where ZE1 0AA lies" in made.bad[0].sentence


def test_the_engine_gets_points_and_km_and_keeps_them_when_places_go(make: Make, town: None) -> None:
    make("participants", keyworker=PRIYA, not_near="HB4 2TR 2; S8", only_near="none")
    around = settings.load().places.around_km
    with transaction(by="test") as session:
        one = session.scalars(select(Participant)).one()
        before = as_person(one, built_in())
        assert [(area.spot.lat, area.spot.radius_km, area.km) for area in before.barred] == [
            (53.231, 0.1, 2),
            (52.5, 4.5, around),
        ]
        assert before.allowed == ()
        session.delete(session.get_one(Place, "S8"))
        session.flush()
        places.find_again(session)
        assert as_person(one, built_in()) == before
        session.get_one(Place, "HB42TR").latitude = 53.4
        session.add(Place(code="S8", latitude=52.6, longitude=-1.5, radius_km=4.5, london=False))
        session.flush()
        places.find_again(session)
        assert [area.spot.lat for area in as_person(one, built_in()).barred] == [53.4, 52.6]


@pytest.mark.parametrize("school", [{}, {"school_latitude": "53.23", "school_longitude": "-0.96", "drop_off": "08:50"}])
def test_a_coordinator_reads_the_same_as_of_somebody_who_is_too_far(
    sign_in: SignIn, make: Make, town: None, school: dict[str, str]
) -> None:
    facts = {"keyworker": PRIYA, "available": "any", "travel_modes": "bus", **school}
    make("participants", not_near="HB4 2TR", **facts)
    make("participants", reference="P002", latitude="54.9", **facts)
    coordinator = sign_in("coordinator", email=GRACE)

    barred, far = (coordinator.get(f"/people/{each}/check/V001").text for each in ("P001", "P002"))

    assert SENTENCE in barred
    assert _plain(barred) == _plain(far)
    with reading() as session:
        job = shortlists.vacancy(session, "V001")
        found = shortlists.shortlist(session, job, date.today())
        assert (len(found.lines), found.away) == (0, 2)


def _plain(page: str) -> str:
    """A page without its figures, what is new each time, and the person's reference."""
    text = re.sub(r'(nonce|name="csrf_token" value)="[^"]*"', "", page)
    main = re.sub(r"<svg.*?</svg>", "", text[text.index("<main") : text.index("</main>")], flags=re.DOTALL)
    return re.sub(r"P00\d|[\d.,]+", "0", main)
