"""Kept and held posts as people meet them: on a vacancy and its shortlist, a person's matches, Today, and the employer's own pages."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from brokerage import accounts
from brokerage.promises.kept_post_models import Hold, Seen
from brokerage.referral_models import Referral
from employers.db import reading, transaction
from employers.models import Contact, Vacancy
from employers.ring_fence_models import RingFence

Make, SignIn = Callable[..., str], Callable[..., FlaskClient]
MONDAY = date(2027, 1, 11)
JOB, PLAN = "/vacancies/V001", "/vacancies/V001/ring-fence"
THREE = {
    "begins_on": "2027-01-11",
    "whom-1": "training",
    "which-1": "kitchen skills",
    "until-1": "2027-01-15",
    "whom-2": "area",
    "which-2": "HB3; HB5",
    "until-2": "2027-01-22",
    "introduced-2": "6",
    "whom-3": "everybody",
    "until-3": "2027-01-31",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2027-01-11 09:00", tick=False) as moved:
        yield moved


@pytest.fixture
def town(make: Make, account: Callable[..., object]) -> None:
    """One job with two posts; Aisha did the course, Danny did not, of Lorraine it is not known. All have Priya."""
    account("keyworker", email="priya@hallbrook.example", name="Priya Nair")
    make(
        "employers", coordinator="grace@hallbrook.example", contact_name="Helen Marsh", contact_email="helen@t.example"
    )
    make("vacancies", places="2")
    mine = {"keyworker": "priya@hallbrook.example"}
    make("participants", **mine, training_completed="kitchen skills")
    make("participants", reference="P002", name="Danny Whitlock", **mine, training_completed="none", postcode="HB9 1AA")
    make("participants", reference="P003", name="Lorraine Peel", **mine, training_completed="")


@pytest.fixture
def grace(town: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email="grace@hallbrook.example", name="Grace Okoye")


@pytest.fixture
def priya(town: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("keyworker", email="priya@hallbrook.example", name="Priya Nair")


@pytest.fixture
def helen(town: None, app: object, sign_in: SignIn) -> FlaskClient:
    with transaction(by="test") as session:
        user = accounts.invite_contact(session, session.scalars(select(Contact)).one())
        email = user.email
    return sign_in("employer", email=email)


def text(client: FlaskClient, address: str = JOB) -> str:
    return " ".join(unescape(client.get(address).text).split())


def post(client: FlaskClient, address: str, **form: object) -> str:
    return " ".join(unescape(client.post(address, data=form, follow_redirects=True).text).split())


def ask(client: FlaskClient, *people: str) -> str:
    return post(client, f"{JOB}/ask", person=list(people), confirmed="yes")


def test_the_form_plans_steps_and_the_page_shows_them_in_a_line(grace: FlaskClient):
    page = post(grace, PLAN, **THREE)

    assert "Planned. The shortlist marks who is not let in yet" in page
    assert "Kept for people who have completed kitchen skills until 15 January" in page
    assert 'aria-current="step"><p>People who have completed kitchen skills</p>' in page
    assert "until 22 January, or until 6 people are introduced" in page
    assert "from 1 February" in page
    assert "Kept for our people until Sun 31 Jan" in page


def test_a_form_that_cannot_be_read_keeps_what_was_typed(grace: FlaskClient):
    answer = grace.post(PLAN, data=THREE | {"until-2": "2027-01-15"})
    page = unescape(answer.text)

    assert answer.status_code == 422
    assert "Step 2: 15 January is before the step before it ends, on 15 January. Write a later day." in page
    assert 'value="HB3; HB5"' in page
    assert 'href="#whom-2"' in page
    with reading() as session:
        assert session.scalar(select(RingFence.id)) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until-1": "Friday"}, "we read “Friday”"),
        ({"which-1": ""}, "say which: people who have completed"),
        ({"whom-1": ""}, "say for whom it is"),
        ({"introduced-1": "some"}, "we read “some”"),
        ({"begins_on": "soon"}, "we read “soon”"),
    ],
)
def test_each_cell_that_is_wrong_is_told(grace: FlaskClient, wrong: dict[str, str], said: str):
    assert said in post(grace, PLAN, **THREE | wrong)


def test_people_outside_stay_listed_with_a_mark_and_cannot_be_asked_yet(grace: FlaskClient):
    post(grace, PLAN, **THREE)
    page = text(grace)

    for name in ("Aisha Rahman", "Danny Whitlock", "Lorraine Peel"):
        assert name in page
    mark = "Kept for people who have completed kitchen skills until 15 January</span>"
    assert page.count(mark) == 2
    assert "Not known: is the training kitchen skills completed?" in page
    told = ask(grace, "P001", "P002", "P003")
    assert (
        "These posts are kept for people who have completed kitchen skills until 15 January. "
        "Grace Okoye can open them earlier." in told
    )
    with reading() as session:
        assert {each.participant.reference for each in session.scalars(select(Referral))} == {"P001", "P003"}


def test_the_confirmation_leaves_out_who_cannot_be_asked_and_says_until_when(grace: FlaskClient):
    post(grace, PLAN, **THREE)
    page = post(grace, f"{JOB}/ask", person=["P001", "P002"])

    assert "Danny Whitlock: not to be asked yet." in page
    assert "Ask about 1 person?" in page


def test_a_keyworker_reads_the_mark_on_matches_and_the_check_and_is_told_when_beginning(
    grace: FlaskClient, priya: FlaskClient
):
    post(grace, PLAN, **THREE)
    mark = "Kept for people who have completed kitchen skills until 15 January"

    assert mark in text(priya, "/people/P002/matches")
    assert mark not in text(priya, "/people/P001/matches")
    assert f"{mark}." in text(priya, "/people/P002/check/V001")
    assert "can open them earlier" in post(priya, "/people/P002/check/V001/begin")
    assert "Extend it, open it earlier" not in text(priya), "a coordinator does that"


def test_introducing_somebody_outside_is_refused_on_the_page(grace: FlaskClient):
    ask(grace, "P002")
    with transaction(by="test") as session:
        referral = session.scalars(select(Referral)).one()
        referral.state, reference = "agreed", referral.reference
    post(grace, PLAN, **THREE)

    answer = grace.post(f"/referrals/{reference}/introduce")

    assert answer.status_code == 409
    assert "These posts are kept for people who have completed kitchen skills until 15 January." in answer.text


@pytest.mark.parametrize(
    ("what", "form", "said"),
    [
        (
            "widen",
            {"why": "All were asked."},
            "Kept for people who have completed kitchen skills or people who live in HB3",
        ),
        ("extend", {"why": "The course ends later.", "until": "2027-01-18"}, "until 18 January"),
        ("release", {"why": "Nobody else."}, "Open to everybody"),
        ("withdraw", {"why": "By mistake."}, "Kept for nobody any more"),
        ("widen", {}, "To open the next step, say why in a few words."),
        ("extend", {"why": "x", "until": "2027-01-12"}, "Write a later end, or open the next step now."),
    ],
)
def test_a_coordinator_changes_it_with_a_reason(grace: FlaskClient, what: str, form: dict[str, str], said: str):
    post(grace, PLAN, **THREE)
    page = post(grace, f"{PLAN}/{what}", **form)

    assert said in page
    assert form.get("why", "") in page


def test_what_an_agreement_says_marks_at_once_and_can_be_released(grace: FlaskClient, make: Make):
    make("agreements", kind="ring_fenced", area="HB3", ring_fenced_until="2027-01-21")
    with transaction(by="test") as session:
        session.scalars(select(Vacancy)).one().agreement_reference = "A001"

    page = text(grace)
    assert "As agreement A001 says." in page
    assert "Kept for people who live in HB3 until 21 January" in page
    assert "Open to everybody" in post(grace, f"{PLAN}/release", why="Nobody lives there.")
    assert "A coordinator" not in ask(grace, "P002")


def test_a_post_is_held_asked_for_and_given_up(grace: FlaskClient, priya: FlaskClient):
    ask(grace, "P001", "P002", "P003")

    told = post(grace, f"{JOB}/holds", person="P001", until="2027-01-18", why="A second talk.")
    assert "A post is held for Aisha Rahman until 18 January." in told
    assert "2 posts: 1 free, 1 held" in told
    assert "A coordinator is asked to hold a post for Danny Whitlock" in post(
        priya, f"{JOB}/holds", person="P002", until="2027-01-18", why="The licence comes."
    )
    today = text(grace, "/")
    assert "Hold a post for Danny Whitlock?" in today
    assert "The licence comes." in today
    with reading() as session:
        held, asked = session.scalars(select(Hold.reference).order_by(Hold.id))
    assert "A post is held for Danny Whitlock." in post(grace, f"/holds/{asked}/grant")
    assert "All 2 posts are spoken for" in post(
        grace, f"{JOB}/holds", person="P003", until="2027-01-18", why="One more."
    )
    assert "is given up, and the post is free" in post(priya, f"/holds/{held}/give-up", why="Another job.")
    assert priya.post(f"/holds/{held}/no-such").status_code == 404
    assert priya.post("/holds/H0/give-up").status_code == 404


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choose the person"),
        ({"person": "P001", "until": "soon", "why": "x"}, "We read “soon” as the last day"),
        ({"person": "P001", "until": "2027-01-18"}, "To hold a post, say why"),
        ({"person": "P001", "until": "2027-03-18", "why": "x"}, "28 days at the most"),
    ],
)
def test_a_hold_that_cannot_be_is_told(grace: FlaskClient, form: dict[str, str], said: str):
    assert said in post(grace, f"{JOB}/holds", **form)


def test_a_hold_that_ran_out_is_told_to_both_and_vanishes(
    grace: FlaskClient, priya: FlaskClient, clock: time_machine.Traveller, sign_in: SignIn
):
    ask(grace, "P001")
    post(grace, f"{JOB}/holds", person="P001", until="2027-01-12", why="A talk.")
    assert "The hold for" not in text(grace, "/")

    clock.move_to("2027-01-13 09:00")
    grace, priya = signed_in_again(sign_in)
    for reader in (grace, priya):
        assert "The hold for Aisha Rahman ended on Tue 12 Jan" in text(reader, "/")
    assert "2 posts: 2 free" in text(grace)

    clock.move_to("2027-01-25 09:00")
    assert "The hold for" not in text(signed_in_again(sign_in)[0], "/")


def signed_in_again(sign_in: SignIn) -> tuple[FlaskClient, FlaskClient]:
    """Grace and Priya on another day: nobody stays signed in overnight."""
    return sign_in("coordinator", email="grace@hallbrook.example"), sign_in(
        "keyworker", email="priya@hallbrook.example"
    )


def test_another_s_keyworker_reads_that_a_post_is_held_and_for_nobody(
    grace: FlaskClient, sign_in: SignIn, helen: FlaskClient
):
    ask(grace, "P001")
    post(grace, f"{JOB}/holds", person="P001", until="2027-01-18", why="A second talk.")
    owen = sign_in("keyworker", email="owen@hallbrook.example", name="Owen Bell")

    page = text(owen)
    assert "1 post is held until Mon 18 Jan." in page
    assert "Aisha" not in page + text(helen, "/portal") + text(helen, "/portal/jobs/V001")
    assert "second talk" not in page + text(helen, "/portal/jobs/V001")
    assert "1 post is held." in text(helen, "/portal/jobs/V001")
    assert owen.post(f"{JOB}/holds", data={"person": "P001", "until": "2027-01-18", "why": "x"}).status_code == 404


def test_the_employer_reads_for_whom_he_keeps_it_until_when(grace: FlaskClient, helen: FlaskClient):
    post(grace, PLAN, **THREE)
    said = (
        "Kept for people who have completed kitchen skills until 15 January 2027, then for people who live in HB3 or HB5 "
        "until 22 January 2027, or until 6 people are introduced, then for people from here until 31 January 2027. "
        "After that it is open to anybody."
    )
    assert said in text(helen, "/portal")
    assert said in text(helen, "/portal/jobs/V001")
    assert helen.get(PLAN).status_code == 404


def test_unfilled_kept_posts_stand_first_on_today_with_who_was_not_asked(grace: FlaskClient, make: Make):
    make("vacancies", reference="V002", title="Porter", places="1")
    post(grace, "/vacancies/V002/ring-fence", **THREE | {"until-1": "2027-01-13"})
    post(grace, PLAN, **THREE)
    ask(grace, "P001")
    page = text(grace, "/")

    first = page.index("1 kept post free: Porter, Tanner Row Kitchens")
    second = page.index("2 kept posts free: Catering assistant, Tanner Row Kitchens")
    assert first < second
    assert "2 people whom it fits, or might, not asked yet: Aisha Rahman, Lorraine Peel." in page
    assert "1 person whom it fits, or might, not asked yet: Lorraine Peel." in page
    with transaction(by="test") as session:
        for referral in session.scalars(select(Referral)):
            referral.state = "offered"
    assert "1 kept post free: Catering assistant" in text(grace, "/")


def test_who_has_seen_it_once_a_day(grace: FlaskClient, priya: FlaskClient):
    for reader in (priya, priya, grace):
        page = text(reader)
    assert "0 people asked, 0 said yes, 0 introduced." in page
    assert "Priya Nair, Mon 11 Jan" in page
    with reading() as session:
        assert len(session.scalars(select(Seen)).all()) == 2


def test_the_list_of_vacancies_finds_those_that_are_kept(grace: FlaskClient, make: Make):
    make("vacancies", reference="V002", title="Porter")
    post(grace, PLAN, **THREE)
    page = text(grace, "/vacancies?promise=fenced")
    assert "Catering assistant" in page
    assert "Porter" not in page
    assert "Kept for our people until Sun 31 Jan" in page


def test_the_download_and_the_json_know_nothing_of_it(grace: FlaskClient):
    before = grace.get(f"{JOB}/shortlist.csv").data
    post(grace, PLAN, **THREE)
    assert grace.get(f"{JOB}/shortlist.csv").data == before


def test_its_last_day_passes_without_any_job(grace: FlaskClient, clock: time_machine.Traveller, sign_in: SignIn):
    post(grace, PLAN, **THREE)
    for days, said in (
        (5, "Kept for people who have completed kitchen skills or people who live in HB3 or HB5"),
        (12, "Kept for everybody on the programme"),
        (21, "Open to everybody"),
    ):
        clock.move_to(f"{MONDAY + timedelta(days=days)} 09:00")
        assert said in text(signed_in_again(sign_in)[0])
