"""From adverts to vacancies: the same one twice changes nothing, what looks the same is asked about, two at once do it once."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
import trade
from adverts_of_shops import PASTED, a_posting
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from brokerage.adverts import employers_named, postings, reading, taking
from brokerage.adverts.advert import Advert
from brokerage.adverts.models import AdvertSource
from brokerage.adverts.taking import NoSuchEmployer, Plan
from brokerage.models import AuditEntry
from employers.db import reading as reading_database
from employers.db import transaction
from employers.models import Employer, Vacancy
from employers.records import SavedMeanwhile
from matching.taxonomy import built_in

TODAY, NOW = date(2027, 1, 14), datetime(2027, 1, 14, 12)


def posting(**facts: Any) -> Advert:
    return postings.read(a_posting(**facts), built_in(), TODAY)


@pytest.fixture
def tanner(session: Session) -> Employer:
    made = trade.an_employer(session, "E1")
    made.name = "Tanner Street Kitchens"
    session.flush()
    return made


def take(session: Session, *adverts: Advert) -> Plan:
    made = taking.plan(session, adverts, "E1", TODAY)
    taking.carry_out(session, made, NOW)
    return made


def states(made: Plan) -> list[str]:
    return [look.state for look in made.looks]


def test_a_posting_becomes_a_vacancy_with_what_it_states_and_no_guess(session: Session, tanner: Employer) -> None:
    made = take(session, posting())

    ((reference, _),) = made.taken
    vacancy = session.scalars(select(Vacancy)).one()
    assert (vacancy.reference, vacancy.employer_reference) == (reference, "E1")
    assert (vacancy.title, vacancy.pay_from, vacancy.pay_to, vacancy.pay_period) == (
        "Kitchen porter",
        12.6,
        13.1,
        "hour",
    )
    assert (vacancy.certificates, vacancy.dbs, vacancy.demands, vacancy.essential_skills) == (None, None, None, None)
    assert "advert_source" in set(session.scalars(select(AuditEntry.kind)))


def test_the_same_file_twice_changes_nothing(session: Session, tanner: Employer) -> None:
    adverts = [
        posting(),
        posting(identifier=None, url="https://jobs.tanner.example/18"),
        posting(identifier=None, url=None, title="Cook"),
    ]
    assert states(take(session, *adverts)) == ["new", "new", "new"]
    before = session.scalar(select(func.count(AuditEntry.id)))

    again = take(session, *reversed(adverts))

    assert states(again) == ["same", "same", "same"]
    assert again.taken == []
    session.flush()
    assert session.scalar(select(func.count(AuditEntry.id))) == before


def test_twice_in_one_file_is_once(session: Session, tanner: Employer) -> None:
    assert states(take(session, posting(), posting(), posting(identifier=None))) == ["new"]


def test_what_the_employer_changed_is_changed_and_what_we_corrected_stays(session: Session, tanner: Employer) -> None:
    take(session, posting())
    vacancy = session.scalars(select(Vacancy)).one()
    vacancy.places = 5  # by hand
    session.flush()

    made = take(session, posting(validThrough="2027-03-01"))

    assert states(made) == ["changed"]
    assert made.looks[0].changes == {"closes_on": ("2027-02-05", "2027-03-01")}
    assert (vacancy.closes_on, vacancy.places) == (date(2027, 3, 1), 5)
    assert states(take(session, posting(validThrough="2027-03-01"))) == ["same"]


def test_what_looks_like_ours_is_for_a_person(session: Session, tanner: Employer) -> None:
    trade.a_vacancy(session, "V7", title="Kitchen Porters (ref 12)", postcode="HB4", pay_from=12.0, pay_period="hour")

    made = take(session, posting())

    assert made.looks == []
    assert "looks like V7" in made.bad[0][1]
    stands = taking.look(session, posting(), TODAY)
    assert (stands.state, stands.vacancy.reference if stands.vacancy else "") == ("like", "V7")
    assert stands.changes["pay_from"] == ("12", "12.6")
    assert stands.changes["postcode"] == ("HB4", "HB4 2TR")


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "Kitchen manager"},
        {"title": "Porter"},
        {"title": "Kitchen porter", "postcode": "HB5 1FM"},
        {"title": "Kitchen porter", "closes_on": date(2026, 12, 1)},
    ],
)
def test_what_differs_in_title_place_or_days_is_another(
    session: Session, tanner: Employer, facts: dict[str, Any]
) -> None:
    trade.a_vacancy(session, "V7", **facts)
    assert taking.look(session, posting(), TODAY).state == "new"


def test_another_employers_job_is_another(session: Session, tanner: Employer) -> None:
    trade.an_employer(session, "E2")
    trade.a_vacancy(session, "V7", "E2", title="Kitchen porter")
    assert taking.look(session, posting(), TODAY).state == "new"


def test_an_advert_that_is_over_is_left_out(session: Session, tanner: Employer) -> None:
    made = take(session, posting(validThrough="2027-01-13"))
    assert (states(made), made.taken) == (["closed"], [])


def test_what_a_person_has_to_decide_is_bad(session: Session, tanner: Employer) -> None:
    made = taking.plan(
        session, [posting(hiringOrganization="Hallbrook College"), posting(title=None, identifier="3")], "E1", TODAY
    )
    assert [why for _, why in made.bad] == [
        "It is a job of “Hallbrook College”, not of Tanner Street Kitchens (E1). Import it for its own employer.",
        "A job of Tanner Street Kitchens Ltd has no title, so nobody could tell which it is. Ask for it, or add the vacancy by hand.",
    ]
    with pytest.raises(NoSuchEmployer, match="No employer is made"):
        taking.plan(session, [], "E9", TODAY)


@pytest.mark.parametrize(
    ("said", "sure", "near"),
    [
        ("TANNER STREET KITCHENS LIMITED", "E1", []),
        ("Tanner St Kitchens", "", ["E1"]),
        ("Tanner", "", []),
        ("", "", []),
        ("The", "", []),
    ],
)
def test_an_employer_is_known_by_its_name_and_a_near_one_proposed(
    session: Session, tanner: Employer, said: str, sure: str, near: list[str]
) -> None:
    found = employers_named.named(session, said)
    assert (found.sure.reference if found.sure else "") == sure
    assert [each.reference for each in found.near] == near


def test_pasted_words_are_known_again(session: Session, tanner: Employer) -> None:
    advert = reading.pasted(PASTED, built_in(), TODAY)
    vacancy = trade.a_vacancy(session, "V7", title="Kitchen assistant")
    taking.remember(session, vacancy, advert, NOW)

    stands = taking.look(session, reading.pasted(PASTED.lower(), built_in(), TODAY), TODAY)

    assert (stands.state, stands.vacancy) == ("same", vacancy)
    assert [each.key for each in taking.sources(session, vacancy)] == [advert.key]
    assert session.scalars(select(AdvertSource)).one().said["pay_from"] == "12.6"


def test_a_page_of_words_that_changed_is_the_same_page(session: Session, tanner: Employer) -> None:
    def page(words: str) -> Advert:
        return reading.pasted(words, built_in(), TODAY, url="https://jobs.tanner.example/assistant")

    vacancy = trade.a_vacancy(session, "V7", title="Kitchen assistant", pay_from=12.6, pay_period="hour")
    taking.remember(session, vacancy, page(PASTED), NOW)

    stands = taking.look(session, page(PASTED.replace("12.60", "13.00")), TODAY)

    assert (stands.state, stands.vacancy, stands.changes) == ("changed", vacancy, {"pay_from": ("12.6", "13")})


def test_two_imports_at_once_make_one_vacancy(database: Engine) -> None:
    with transaction(by="test") as session:
        trade.an_employer(session, "E1").name = "Tanner Street Kitchens"

    def bring_in(_: int) -> list[str]:
        try:
            with transaction(by="test") as session:
                made = taking.plan(session, [posting()], "E1", TODAY)
                time.sleep(0.2)
                taking.carry_out(session, made, NOW)
        except (SavedMeanwhile, taking.ReadAlready):
            return ["refused"]
        return states(made)

    with ThreadPoolExecutor(2) as two:
        outcomes = sorted(outcome for (outcome,) in two.map(bring_in, range(2)))

    assert outcomes in (["new", "same"], ["new", "refused"])
    with reading_database() as session:
        assert session.scalar(select(func.count(Vacancy.id))) == 1
