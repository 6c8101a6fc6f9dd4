"""Jobs of other kinds are suggested to somebody who has what they ask for, and not to somebody who would rather not."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

Make, SignIn = Callable[..., str], Callable[..., FlaskClient]
PRIYA = "priya.nair@hallbrook.example"
HEADING = "Have you thought of"


@pytest.fixture
def priya(sign_in: SignIn, make: Make) -> FlaskClient:
    client = sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("employers")
    make("vacancies", sector="retail", title="Till assistant", essential_skills="till work")
    make("vacancies", reference="V002", sector="leisure", title="Box office", essential_skills="cash handling")
    make("vacancies", reference="V003", sector="leisure", title="Cafe", essential_skills="till work; cash handling")
    make("vacancies", reference="V004", sector="health", title="Ward host", essential_skills="taking blood samples")
    make("vacancies", reference="V005", sector="office", title="Clerk", essential_skills="none")
    return client


def suggested(client: FlaskClient) -> str:
    return client.get("/people/P001").text.partition(HEADING)[2].partition("</section>")[0]


def test_the_best_of_each_other_kind_for_which_the_skills_are_there(priya: FlaskClient, make: Make) -> None:
    make("participants", keyworker=PRIYA, skills="worked the tills", wants="retail")

    said = suggested(priya)

    assert "Cafe" in said
    assert "Worked the tills" in said
    for other in ("Till assistant", "Box office", "Ward host", "Clerk"):
        assert other not in said


@pytest.mark.parametrize("wants", ["", "none", "retail; leisure"])
def test_no_kind_is_another_where_none_is_named_or_all_are_wanted(priya: FlaskClient, make: Make, wants: str) -> None:
    make("participants", keyworker=PRIYA, skills="worked the tills", wants=wants)
    assert suggested(priya) == ""


def test_the_person_may_switch_it_off_and_on_again(priya: FlaskClient, make: Make) -> None:
    make("participants", keyworker=PRIYA, skills="worked the tills", wants="retail")

    off = priya.post("/people/P001/other-kinds", data={"other_kinds": "no"}, follow_redirects=True).text
    assert "rather not see" not in off
    assert "Suggest them again" in off

    on = priya.post("/people/P001/other-kinds", data={"other_kinds": "yes"}, follow_redirects=True).text
    assert "rather not see" in on


def test_only_the_own_keyworker_sees_and_switches_it(priya: FlaskClient, make: Make, sign_in: SignIn) -> None:
    make("participants", keyworker=PRIYA, skills="worked the tills", wants="retail")
    coordinator = sign_in("coordinator", email="grace@hallbrook.example", name="Grace Okoye")
    assert HEADING not in coordinator.get("/people/P001").text
    assert coordinator.post("/people/P001/other-kinds", data={"other_kinds": "no"}).status_code == 404
