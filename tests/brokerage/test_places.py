"""A postcode becomes a point with its uncertainty; files of places load, once or twice, and records follow."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage import places
from brokerage.files import place_files
from brokerage.files.place_files import NotPlaces
from brokerage.kinds import KINDS
from brokerage.models import AuditEntry, Participant, Place
from employers.db import reading, transaction
from employers.models import Vacancy
from employers.records import save
from matching.terms import Spot

pytestmark = pytest.mark.usefixtures("database")
GB = Path(__file__).parents[3] / "shared/data/places/GB.txt"

GEONAMES = "".join(
    f"GB\t{code}\t{place}\tEngland\tENG\t{county}\t1\t\t\t{lat}\t{lon}\t4\n"
    for code, place, county, lat, lon in [
        ("S2", "Heeley", "South Yorkshire", 53.36, -1.47),
        ("S2", "Manor", "South Yorkshire", 53.38, -1.43),
        ("S2", "Park", "South Yorkshire", 53.37, -1.45),
        ("E1", "Whitechapel", "Greater London", 51.5, -0.06),
        ("DN14", "Goole", "East Riding", 53.7, -0.87),
        ("DN14", "Snaith", "East Riding", 53.69, -1.03),
        ("DN14", "Howden", "East Riding", 53.75, -0.87),
        ("DN14", "Rawcliffe", "East Riding", 53.7, -0.96),
        ("DN14", "Nowhere", "East Riding", "", ""),
    ]
)
# 2025's edition writes its headers otherwise than 2020's; S2 9ZZ has ended, and ZZ1 1AA has no point
ONS = {
    "2020": "pcd,pcd2,pcds,dointr,doterm,oslaua,rgn,lat,long\n",
    "2025": "PCD7,PCD8,PCDS,DOINTR,DOTERM,LAD25CD,RGN25CD,LAT,LONG\n",
}
ROWS = """S2 4QN,S2  4QN,S2 4QN,198001,,E08000019,E12000003,53.3712,-1.4621
S2 9ZZ,S2  9ZZ,S2 9ZZ,198001,201001,E08000019,E12000003,53.3600,-1.4500
E1 6AN,E1  6AN,E1 6AN,198001,,E09000030,E12000007,51.5180,-0.0760
CR0 1AA,CR0 1AA,CR0 1AA,198001,,E09000008,E12000007,51.3720,-0.1000
ZZ1 1AA,ZZ1 1AA,ZZ1 1AA,198001,,,,99.999999,0.000000
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], tuple[int, int]]:
    def of(content: str) -> tuple[int, int]:
        file = tmp_path / "places.txt"
        file.write_text(content)
        with transaction(by="test") as session:
            return place_files.load(session, file)

    return of


def locate(postcode: str) -> Spot | None:
    with reading() as session:
        return places.locate(session, postcode)


def test_an_outward_code_carries_how_far_its_district_reaches(load: Callable[[str], tuple[int, int]]) -> None:
    assert load(GEONAMES) == (3, 0)

    heeley, goole = locate("S2"), locate("DN14 5AA")

    assert heeley is not None
    assert goole is not None
    assert (heeley.lat, heeley.lon, heeley.london) == (pytest.approx(53.37), pytest.approx(-1.45), False)
    assert heeley.radius_km == place_files.LEAST_RADIUS  # its places lie closer together than districts do
    assert 5 < goole.radius_km < 10
    assert locate("E1 6AN") == Spot(
        51.5, -0.06, places.OUTWARD_RADIUS, london=True
    )  # one place says nothing of a reach
    assert locate("ZE1 0AA") is None


@pytest.mark.parametrize("edition", ONS)
def test_the_ons_directory_knows_each_postcode(load: Callable[[str], tuple[int, int]], edition: str) -> None:
    assert load(ONS[edition] + ROWS) == (7, 0)

    assert locate("S2 4QN") == Spot(53.3712, -1.4621, places.POSTCODE_RADIUS)
    assert locate("S2 9ZZ") is not None  # ended, and still in people's files
    assert locate("ZZ1 1AA") is None
    assert locate("S2 1AA") == locate("S2")  # not loaded: the district's
    for postcode in ("E1 6AN", "CR0 1AA", "CR0"):
        spot = locate(postcode)
        assert spot is not None
        assert spot.london


def test_loading_twice_is_loading_once_and_is_noted(load: Callable[[str], tuple[int, int]]) -> None:
    load(GEONAMES)
    load(GEONAMES)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Place)) == 3
        assert [entry.changes for entry in session.scalars(select(AuditEntry))] == [{"places": [None, 3]}] * 2


@pytest.mark.parametrize(
    "content", ["", "name,age\nAisha,30\n", "reference\tname\n", '"never closed', "pcds,lat,long\nx,y,z\n"]
)
def test_what_is_no_file_of_places_is_refused(load: Callable[[str], tuple[int, int]], content: str) -> None:
    with pytest.raises(NotPlaces, match=r"GB\.txt"):
        load(content)


def test_records_are_found_again_when_places_come(load: Callable[[str], tuple[int, int]]) -> None:
    with transaction(by="test") as session:
        save(session, KINDS["employers"], {"reference": "E1", "name": "Owlerby"})
        for reference, place in (
            ("V1", {"postcode": "S2 4QN"}),
            ("V2", {"postcode": "S2", "latitude": "53", "longitude": "-1"}),
        ):
            save(session, KINDS["vacancies"], {"reference": reference, "employer": "E1", "title": "Porter"} | place)
        save(session, KINDS["participants"], {"reference": "P1", "postcode": "DN14", "school_postcode": "S2"})

    assert load(GEONAMES)[1] == 2

    with reading() as session:
        found = {vacancy.reference: vacancy for vacancy in session.scalars(select(Vacancy))}
        person = session.scalars(select(Participant)).one()
        assert found["V1"].found_radius_km == place_files.LEAST_RADIUS
        assert (found["V2"].found_lat, found["V2"].found_radius_km) == (53, 0)
        assert person.found_lat is not None
        assert person.school_found_lat == found["V1"].found_lat


def test_stated_coordinates_win_and_are_exact(load: Callable[[str], tuple[int, int]]) -> None:
    load(GEONAMES)
    with transaction(by="test") as session:
        find = places.finder(session)
        cells = {"reference": "P1", "postcode": "E1 6AN", "latitude": "51.6", "longitude": "-0.1"}
        person = save(session, KINDS["participants"], cells, locate=find).record
        assert (person.found_lat, person.found_radius_km, person.found_london) == (51.6, 0, True)

        save(session, KINDS["participants"], {"postcode": "S2"}, locate=find, record=person)
        assert (person.found_lat, person.found_radius_km) == (pytest.approx(53.37), 2.5)

        save(session, KINDS["participants"], {}, locate=find, record=person)
        assert person.found_lat is None


@pytest.mark.parametrize(
    ("postcode", "first"), [("S2 4QN", "S2"), ("s24qn", "S2"), ("SW1A 1AA", "SW1A"), ("EC1A", "EC1A"), ("M11AA", "M1")]
)
def test_the_first_half_of_a_postcode(postcode: str, first: str) -> None:
    assert places.outward(postcode) == first


def test_a_geocoder_is_asked_only_when_one_is_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Service:
        def __init__(self, **_: Any) -> None: ...

        def geocode(self, query: str) -> SimpleNamespace | None:
            asked.append(query)
            return SimpleNamespace(latitude=51.5, longitude=-0.1) if query.startswith("EC1") else None

    monkeypatch.setattr("geopy.geocoders.get_geocoder_for_service", lambda _name: Service)
    with reading() as session:
        assert places.finder(session)("EC1A 1BB") is None
        assert asked == []
        switch_on(monkeypatch, "nominatim")
        find = places.finder(session)
        assert find("EC1A 1BB") == Spot(51.5, -0.1, places.POSTCODE_RADIUS, london=True)
        assert [find("ZE1"), find("ZE1")] == [None, None]
    assert asked == ["EC1A 1BB, United Kingdom", "ZE1, United Kingdom"]


def switch_on(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(places, "load", lambda: SimpleNamespace(places=SimpleNamespace(geocoder=name)))


def test_the_real_file_says_of_nine_in_ten_postcodes_where_they_are(session: Session) -> None:
    if not GB.exists():
        pytest.skip("the GeoNames file is not here")
    assert place_files.load(session, GB)[0] == 3002
    radii = session.scalars(select(Place.radius_km)).all()
    assert min(radii) == place_files.LEAST_RADIUS
    assert 4 < sum(radii) / len(radii) < 6
