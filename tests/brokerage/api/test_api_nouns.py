"""What the calls do: the same as the pages, for the same people, and no more."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from programs import Program, problem
from trade import GRACE, PRIYA, a_vacancy

from brokerage.commands import fit as cli_fit
from brokerage.files.participant_columns import COLUMNS
from employers.db import transaction

NEVER_FOR_COORDINATORS = {column.name for column in COLUMNS} - {"reference", "name", "keyworker", "share", "live"}


def test_a_keyworker_reads_the_own_people_whole(keyworker: Program):
    answer = keyworker.get("/participants")
    assert [person["reference"] for person in answer["participants"]] == ["P1", "P2"]
    assert answer["of"] == 2
    one = keyworker.get("/participants/P1")
    assert one == answer["participants"][0]
    assert set(one) == {column.name for column in COLUMNS}
    assert (one["legal"], one["limits"], one["keyworker"], one["caring"]) == (
        "children",
        "standing 30",
        PRIYA.email,
        None,
    )


def test_a_coordinator_reads_everybody_without_a_profile(coordinator: Program):
    people = coordinator.get("/participants")["participants"]
    assert [person["reference"] for person in people] == ["P1", "P2", "P3"]
    for person in [*people, coordinator.get("/participants/P1")]:
        assert not NEVER_FOR_COORDINATORS & set(person)


@pytest.mark.parametrize(
    "address",
    ["/participants/{}", "/participants/{}/matches", "/participants/{}/check/V1"],
    ids=["one", "matches", "check"],
)
def test_anothers_person_looks_like_nobody(keyworker: Program, address: str):
    others, absent = (keyworker.ask("GET", address.format(who)) for who in ("P3", "P77"))
    problem(others, 404)
    assert others.data == absent.data


def test_a_keyworker_adds_somebody_and_changes_what_is_sent(keyworker: Program):
    made = keyworker.post("/participants", {"reference": "P9", "name": "Danny", "hours_min": 16, "live": True})
    assert (made["keyworker"], made["hours_min"], made["live"], made["skills"]) == (PRIYA.email, 16, True, None)

    changed = keyworker.patch("/participants/P9", {"skills": "cooking; not yet driving", "hours_min": None})

    assert (changed["name"], changed["hours_min"], changed["skills"]) == ("Danny", None, "cooking; not yet driving")
    assert keyworker.get("/participants/P9") == changed


def test_a_coordinator_adds_a_vacancy_and_closes_it(coordinator: Program):
    cells = {"reference": "V9", "employer": "E1", "title": "Porter", "shift": "Mon-Fri 09:10-13:00", "pay_from": 13.5}
    made = coordinator.post("/vacancies", cells)
    assert (made["shift"], made["pay_from"], made["term_time_only"]) == ("Mon-Fri 09:00-13:00", 13.5, None)
    assert coordinator.get("/vacancies/V9") == made
    assert [job["reference"] for job in coordinator.get("/vacancies")["vacancies"]] == ["V1", "V9"]

    coordinator.patch("/vacancies/V9", {"places": 0})

    assert [job["reference"] for job in coordinator.get("/vacancies")["vacancies"]] == ["V1"]
    assert coordinator.get("/vacancies?state=any")["of"] == 3


def test_unlawful_pay_is_not_posted_and_what_a_file_brought_can_still_be_closed(coordinator: Program):
    with transaction(by="test") as session:
        a_vacancy(session, "V5", pay_from=5.0)
    new = {"reference": "V9", "employer": "E1", "title": "Porter", "pay_from": 12.0, "contract": "permanent"}
    for method, address, sent in (
        ("POST", "/vacancies", new),
        ("PATCH", "/vacancies/V1", {"pay_from": 12.0, "contract": "permanent"}),
        ("PATCH", "/vacancies/V5", {"contract": "permanent"}),
    ):
        [wrong] = problem(coordinator.ask(method, address, sent), 422)["errors"]
        assert wrong["field"] == "pay_from"
        assert "£12.71 for everybody from 21 from 1 April 2026" in wrong["message"]
    assert coordinator.post("/vacancies", {**new, "contract": "apprenticeship"})["pay_from"] == 12.0
    assert coordinator.patch("/vacancies/V5", {"places": 0})["pay_from"] == 5.0


def test_a_coordinator_offers_a_time_and_sees_who_is_free(coordinator: Program):
    made = coordinator.post(
        "/slots", {"reference": "S9", "vacancy": "V1", "starts_at": "2027-01-21 10:00", "places": 2}
    )
    assert (made["starts_at"], made["free"]) == ("2027-01-21 10:00", 2)
    assert coordinator.patch("/slots/S9", {"where": "Reception", "places": None})["free"] == 1
    assert [slot["reference"] for slot in coordinator.get("/slots?since=2027-01-20")["slots"]] == ["S2", "S9"]


def test_an_interview_is_booked_moved_and_cancelled(coordinator: Program, keyworker: Program):
    assert [slot["reference"] for slot in coordinator.get("/referrals/R1/slots")["slots"]] == ["S1", "S2"]
    made = coordinator.post("/bookings", {"referral": "R1", "slot": "S1"})
    assert made == coordinator.get("/bookings/R1") == keyworker.get("/bookings")["bookings"][0]
    assert (made["starts_at"], coordinator.get("/slots/S1")["free"]) == ("2027-01-19 11:15", 0)
    problem(coordinator.ask("PATCH", "/slots/S1", {"starts_at": "2027-01-19 12:00"}), 422)
    problem(coordinator.ask("POST", "/bookings", {"referral": "R2", "slot": "S1"}), 409)

    assert coordinator.patch("/bookings/R1", {"slot": "S2"})["starts_at"] == "2027-01-20 09:30"
    assert coordinator.get("/slots/S1")["free"] == 1
    assert keyworker.patch("/bookings/R1", {"slot": "S1"})["slot"] == "S1"  # with the person on the phone

    gone = keyworker.post("/bookings/R1/cancel", {"why": "The bus does not run."})
    assert (gone["state"], gone["slot"]) == ("wanted", None)
    problem(coordinator.ask("GET", "/bookings/R1"), 404)
    assert coordinator.get("/bookings") == {"bookings": [], "of": 0, "next": None}


def test_a_keyworker_is_asked_about_somebody(coordinator: Program, keyworker: Program, program: Any):
    made = coordinator.post("/referrals", {"participant": "P3", "vacancy": "V1", "why": "Asked for mornings."})
    assert (made["state"], made["asked_by"], made["asked_at"]) == ("asked", GRACE.email, "2027-01-14T12:00:00Z")
    assert (
        "was put towards this"
        in problem(coordinator.ask("POST", "/referrals", {"participant": "P3", "vacancy": "V1"}), 409)["detail"]
    )
    problem(keyworker.ask("GET", f"/referrals/{made['reference']}"), 404)
    omar = program("keyworker", "omar@hallbrook.example")
    assert omar.get(f"/referrals/{made['reference']}")["possible"] == ["check", "say_no", "set_aside", "withdraw"]
    assert [one["reference"] for one in coordinator.get("/referrals?participant=P1&vacancy=V1")["referrals"]] == ["R1"]


def test_a_fit_is_the_one_that_the_command_prints(keyworker: Program):
    for command, words, address in (
        (cli_fit.check, ["P1", "V1"], "/participants/P1/check/V1?on=2027-01-14"),
        (cli_fit.matches, ["P1", "--all"], "/participants/P1/matches?all=yes&on=2027-01-14"),
    ):
        printed = CliRunner().invoke(command, [*words, "--on", "2027-01-14", "--json"])
        assert keyworker.get(address) == json.loads(printed.stdout)


def test_a_coordinator_learns_nothing_of_law_and_conditions(coordinator: Program, keyworker: Program):
    """P1 may not work with children and cannot stand, P2 said nothing; only the class, which the lists show, may tell them apart."""
    whole = {factor["factor"]: factor for factor in keyworker.get("/participants/P1/check/V1")["factors"]}
    assert (whole["legal"]["status"], whole["conditions"]["status"]) == ("fail", "fail")
    kept = [
        [
            factor
            for factor in coordinator.get(f"/participants/{one}/check/V1")["factors"]
            if factor["factor"] in ("legal", "conditions")
        ]
        for one in ("P1", "P2")
    ]
    assert kept[0] == kept[1]
    assert {reason["text"] for factor in kept[0] for reason in factor["reasons"]} == {"Ask the keyworker."}
    for address in ("/participants/P1/check/V1", "/vacancies/V1/shortlist?all=yes", "/participants/P1/matches?all=yes"):
        answer = coordinator.get(address)
        for fit in answer.get("people") or answer.get("vacancies") or [answer]:
            assert all(
                factor[part] is None for factor in fit["factors"] for part in ("low", "estimate", "high", "share")
            )


def test_a_shortlist_is_everybodys_or_ones_own_peoples(coordinator: Program, keyworker: Program):
    everybody = coordinator.get("/vacancies/V1/shortlist?all=yes")
    assert {fit["participant"] for fit in everybody["people"]} == {"P1", "P2", "P3"}
    assert {fit["participant"] for fit in coordinator.get("/vacancies/V1/shortlist")["people"]} == {"P2", "P3"}
    assert {fit["participant"] for fit in keyworker.get("/vacancies/V1/shortlist")["people"]} == {"P2"}
    assert coordinator.get("/vacancies/V2/shortlist")["people"] == []


def test_a_list_goes_on_at_its_next(coordinator: Program):
    first = coordinator.get("/participants?limit=2")
    assert (len(first["participants"]), first["of"]) == (2, 3)
    assert first["next"] == "/api/v1/participants?limit=2&page=2"
    second = coordinator.get(first["next"].removeprefix("/api/v1"))
    assert ([one["reference"] for one in second["participants"]], second["next"]) == (["P3"], None)


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({"shift": "Mon-Fri nine to five"}, "shift", "Mon-Fri 09:00-17:00"),
        ({"pay_from": 14, "pay_to": 13}, "pay_to", "below pay_from"),
        ({"employer": "E7"}, "employer", "there is no employer E7"),
        ({"closes_on": "30 May"}, "closes_on", "write a date as 2027-03-01"),
        ({"title": None}, "title", "text in quotation marks"),
        ({"pay_from": "13.50"}, "pay_from", "without quotation marks"),
        ({"salary": 12}, "salary", "nothing of this name"),
        ({"contract": "zero"}, "contract", "permanent"),
    ],
)
def test_what_cannot_be_used_is_named_with_how_to_write_it(
    coordinator: Program, body: dict[str, Any], field: str, says: str
):
    told = problem(coordinator.ask("PATCH", "/vacancies/V1", body), 422)
    assert [each["field"] for each in told["errors"]] == [field]
    assert says.lower() in told["errors"][0]["message"].lower()
    assert coordinator.get("/vacancies/V1")["title"] == "Kitchen assistant"


@pytest.mark.parametrize(
    ("method", "address", "how", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("GET", "/vacancies/V77", {}, 404),
        ("GET", "/vacancies/%00", {}, 404),
        ("DELETE", "/vacancies/V1", {}, 405),
        ("PATCH", "/vacancies/V1", {"data": "title=Porter", "content_type": "application/x-www-form-urlencoded"}, 415),
        ("PATCH", "/vacancies/V1", {"data": "{", "content_type": "application/json"}, 400),
        ("PATCH", "/vacancies/V1", {"data": "null", "content_type": "application/json"}, 400),
        ("PATCH", "/vacancies/V1", {"data": "[" * 100_000, "content_type": "application/json"}, 400),
        ("PATCH", "/vacancies/V1", {"data": b"\xff", "content_type": "application/json"}, 400),
        (
            "PATCH",
            "/vacancies/V1",
            {"data": b'{"title":"' + b"x" * 21_000_000 + b'"}', "content_type": "application/json"},
            413,
        ),
        ("GET", "/vacancies?limit=many", {}, 422),
        ("GET", "/vacancies?lmit=3", {}, 422),
        ("GET", "/participants/P1/check/V1?on=2027-02-30", {}, 422),
    ],
)
def test_what_is_wrong_is_a_problem_with_a_sentence(
    coordinator: Program, method: str, address: str, how: Any, status: int
):
    problem(coordinator.ask(method, address, **how), status)
