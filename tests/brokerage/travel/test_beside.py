"""What is told beside a journey: only by bus or rail, only what the settings say, and never in the fit itself."""

import tomllib

import pytest
from trade import TODAY, a_participant, a_vacancy, an_employer

from brokerage import shortlists
from brokerage.settings import BESIDE, BadSetting, load, settings_of
from brokerage.travel import beside
from employers.db import transaction
from matching.fit import check
from matching.pair import Pair
from matching.policy import Policy
from matching.taxonomy import built_in
from matching.terms import Job, Person, Spot
from matching.week import Week

HOME, SITE = Spot(53.40, -1.5), Spot(53.427, -1.5)  # 3 km: by bus 43 minutes, on foot 47
SAID = 'first_bus = "06:10"\nlast_bus = "22:45"\nbus_week = 2150\nfirst_journey = "Somebody can come along the first time."'


def policy() -> Policy:
    return Policy.of(load().matching, built_in())


@pytest.fixture
def settings(tmp_path, monkeypatch):
    (tmp_path / "own.toml").write_text(f"[journeys]\n{SAID}\n", encoding="utf-8")
    monkeypatch.setenv("BROKERAGE_CONFIG", str(tmp_path / "own.toml"))
    load.cache_clear()
    yield
    load.cache_clear()


def told(shift: str = "Mon-Fri 09:00-17:00", modes: str = "bus", limit: int | None = 60, **facts) -> tuple[str, ...]:
    person = Person("P1", home=HOME, modes=frozenset(modes.split()), travel_max=limit)
    return beside.told(Pair(person, Job("V1", site=SITE, shift=Week.parse(shift), **facts), TODAY, policy()))


OFFER = ("A week by bus costs about £21.50.", "Somebody can come along the first time.")


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        ("Mon-Fri 09:00-17:00", ()),
        ("Mon-Fri 06:15-14:00", ()),
        ("Mon-Fri 06:00-14:00", ("The first bus is about 06:10: how would a start at 06:00 be reached?",)),
        ("Sat 15:00-23:00", ("The last bus is about 22:45: how would the way home be at 23:00?",)),
        ("Fri 22:00-06:00", ("The last bus is about 22:45: how would the way home be at 06:00?",)),
    ],
)
@pytest.mark.usefixtures("settings")
def test_a_start_before_the_first_bus_and_a_finish_after_the_last_are_questions(shift, said):
    assert told(shift) == (*said, *OFFER)


@pytest.mark.usefixtures("settings")
def test_nothing_is_told_to_who_goes_another_way():
    assert told(modes="car bus") == ()
    assert told(modes="walk") == ()
    assert told(modes="walk bus", limit=45) == OFFER  # 47 minutes on foot are over the limit
    assert told(home_working="all") == ()


def test_nothing_is_told_where_the_settings_say_nothing():
    assert told() == ()


@pytest.mark.usefixtures("settings")
def test_it_changes_no_byte_of_a_fit():
    person, job = Person("P1", home=HOME, modes=frozenset({"bus"}), travel_max=60), Job("V1", site=SITE)
    with_offer = check(person, job, TODAY, policy())
    load.cache_clear()

    assert check(person, job, TODAY, policy()) == with_offer


def test_a_time_that_is_none_is_refused(tmp_path):
    tables = tomllib.loads(BESIDE.read_text(encoding="utf-8"))
    with pytest.raises(BadSetting, match=r"journeys\.first_bus"):
        settings_of(tables | {"journeys": tables["journeys"] | {"first_bus": "6 am"}}, tmp_path)


@pytest.mark.usefixtures("settings", "database")
def test_a_check_shows_it_beside_the_fit_and_a_list_does_not():
    with transaction(by="test") as session:
        an_employer(session)
        job, person = a_vacancy(session), a_participant(session, travel_modes="bus", travel_max="60")

        assert shortlists.check_pair(person, job, TODAY).notes[-2:] == OFFER
        assert shortlists.shortlist(session, job, TODAY).lines[0].fit.notes == ()
