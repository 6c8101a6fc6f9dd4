"""Records made from a form's cells, and what the engine sees of them."""

from datetime import date
from typing import NoReturn

import pytest
from sqlalchemy.orm import Session

from brokerage import accounts
from brokerage.files.participant_columns import PARTS
from brokerage.kinds import KINDS
from brokerage.participants import as_person
from employers import words
from employers.columns import BadCells
from employers.records import save
from employers.vacancies import as_job
from matching import grammar
from matching.taxonomy import built_in
from matching.terms import Dated, Job, Moves, Person, SchoolRun, Spot
from matching.week import Week


@pytest.fixture
def _owlerby(session: Session) -> None:
    save(session, KINDS["employers"], {"reference": "E1", "name": "Owlerby"})


def job(session: Session, **cells: str) -> Job:
    saved = save(session, KINDS["vacancies"], {"reference": "V1", "employer": "E1", "title": "Porter"} | cells)
    return as_job(saved.record, built_in())


def person(session: Session, **cells: str) -> Person:
    return as_person(save(session, KINDS["participants"], {"reference": "P1"} | cells).record, built_in())


def test_the_words_of_cells_are_those_that_the_grammar_knows() -> None:
    assert tuple(words.CONTRACTS) == grammar.CONTRACTS
    assert tuple(words.INVOLVES) == grammar.INVOLVES
    assert tuple(PARTS) == grammar.SHARES


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_column_can_be_a_field_of_a_form(kind: object) -> None:
    for column in kind.columns:  # type: ignore[attr-defined]
        assert column.label[0].isupper()
        assert not column.label.endswith(".")
        assert column.group
        assert (column.choices is not None) == (column.control in ("one", "many", "yes_no"))


def test_what_a_form_leaves_blank_is_emptied(session: Session) -> None:
    made = save(session, KINDS["participants"], {"reference": "P1", "name": "Aisha", "wants": "care"})
    again = save(session, KINDS["participants"], {"name": "Aisha"}, record=made.record)

    assert (made.new, again.new) == (True, False)
    assert again.changes == {"wants": ("care", "")}
    assert made.record.wants is None


def test_a_part_of_a_record_keeps_the_rest(session: Session) -> None:
    record = save(session, KINDS["participants"], {"reference": "P1", "wants": "care"}).record
    save(session, KINDS["participants"], {"caring": "none"}, record=record, whole=False)
    assert (record.wants, record.caring) == ("care", "none")


def test_what_is_wrong_is_said_of_each_cell_and_nothing_is_kept(session: Session) -> None:
    with pytest.raises(BadCells) as refused:
        save(session, KINDS["participants"], {"reference": "P1", "caring": "often", "live": "perhaps"})
    assert [wrong.column for wrong in refused.value.wrong] == ["caring", "live"]
    assert all(not wrong.sentence[0].islower() and wrong.sentence.endswith(".") for wrong in refused.value.wrong)
    assert not session.new


def test_a_second_record_of_the_same_reference_is_refused(session: Session) -> None:
    save(session, KINDS["participants"], {"reference": "P1"})
    with pytest.raises(BadCells, match="There is a participant P1 already"):
        save(session, KINDS["participants"], {"reference": "P1"})


def test_a_form_makes_no_keyworker_of_an_account_for_other_work(session: Session) -> None:
    accounts.invite(session, "grace@hallbrook.example", "coordinator")
    with pytest.raises(BadCells, match="not a keyworker's"):
        save(session, KINDS["participants"], {"reference": "P1", "keyworker": "grace@hallbrook.example"})
    kim = save(
        session, KINDS["participants"], {"reference": "P2", "keyworker": "Kim@hallbrook.example"}
    ).record.keyworker
    assert kim.invited
    assert kim.may("keyworker")


@pytest.mark.usefixtures("_owlerby")
def test_a_vacancy_falls_under_an_agreement_of_its_own_employer(session: Session) -> None:
    save(session, KINDS["employers"], {"reference": "E2", "name": "Netherfield"})
    save(session, KINDS["agreements"], {"reference": "A2", "employer": "E2", "kind": "job_trial"})
    with pytest.raises(BadCells, match="A2 is with E2, not with E1"):
        job(session, agreement="A2")


@pytest.mark.usefixtures("_owlerby")
def test_what_a_vacancy_does_not_say_is_not_known_or_none_as_the_contract_has_it(session: Session) -> None:
    assert job(session) == Job(reference="V1", title="Porter")


@pytest.mark.usefixtures("_owlerby")
def test_a_vacancy_as_the_engine_sees_it(session: Session) -> None:
    seen = job(
        session, latitude="53.4", longitude="-1.5", home_working="some", shift="Mon-Fri 07:00-15:00", negotiable="start 60; hours 8",
        term_time_only="yes", starts_on="2027-01-04", essential_skills="none", desirable_skills="till work", certificates="none",
        demands="standing 240; noise", adjustable="none", involves="money", dbs="basic", pay_from="26506.5", pay_to="29250",
        pay_period="year", contract="casual", hours_guaranteed="0", hours_typical="20",
    )  # fmt: skip

    assert (seen.site, seen.home_working, str(seen.shift)) == (Spot(53.4, -1.5), "some", "Mon-Fri 07:00-15:00")
    assert (seen.negotiable, seen.term_time_only, seen.starts_on) == (Moves(60, 0, 0, 8), True, date(2027, 1, 4))
    assert (seen.essential, [skill.words for skill in seen.desirable], seen.certificates) == ((), ["till work"], ())
    assert (seen.demands, seen.adjustable, seen.involves) == ({"standing": 240, "noise": 1}, frozenset(), {"money"})
    assert (seen.pay_from, seen.pay_to) == (pytest.approx(26506.5 / 1950), 15)
    assert (seen.dbs, seen.contract, seen.hours_guaranteed, seen.hours_typical) == ("basic", "casual", 0, 20)


def test_what_a_person_does_not_say_is_not_known_or_none_as_the_contract_has_it(session: Session) -> None:
    assert person(session) == Person(reference="P1")


def test_a_person_as_the_engine_sees_one(session: Session) -> None:
    seen = person(
        session, latitude="53.4", longitude="-1.5", available="any", caring="none", school_latitude="53.5", school_longitude="-1.5",
        drop_off="08:50", childcare_welcome="no", hours_min="16", hours_max="24", day_hours_max="6", travel_modes="bus; walk",
        travel_max="walk 25; bus 45", skills="none", certificates="food hygiene level 2 until 2027-09-01", limits="standing 30; nights no",
        not_adjustable="nights", legal="money until 2029-02-01", wants="care; retail", avoids="nights", pay_min="12.71",
        contracts="permanent; casual",
    )  # fmt: skip

    assert (seen.home, str(seen.available), str(seen.caring)) == (Spot(53.4, -1.5), "any", "none")
    assert (seen.school_run, seen.childcare_welcome) == (SchoolRun(Spot(53.5, -1.5), 530, None), False)
    assert (seen.hours_min, seen.hours_max, seen.day_hours_max) == (16, 24, 6)
    assert (seen.modes, seen.travel_max) == ({"walk", "bus"}, {"walk": 25, "bus": 45})
    assert seen.skills is not None
    assert seen.skills.only_these
    assert seen.certificates is not None
    assert seen.certificates[0].until == date(2027, 9, 1)
    assert (seen.limits, seen.not_adjustable) == ({"standing": 30, "nights": 0}, {"nights"})
    assert seen.legal == (Dated("money", "money", date(2029, 2, 1)),)
    assert (seen.wants, seen.avoids, seen.pay_min, seen.contracts) == (
        ("care", "retail"),
        ("nights",),
        12.71,
        {"permanent", "casual"},
    )


def test_a_school_without_times_is_a_school_run_of_which_more_is_to_be_asked(session: Session) -> None:
    assert person(session, school_postcode="S2").school_run == SchoolRun(None, None, None)


def test_no_name_or_address_reaches_the_engine(session: Session) -> None:
    private = {
        "name": "Canary", "email": "canary@example.org", "phone": "07700 900123", "channel": "sms", "safe_window": "Mon 10:00-11:00",
        "area": "canary", "keyworker": "canary@hallbrook.example", "training_completed": "canary", "share": "name", "live": "no",
    }  # fmt: skip
    assert person(session, **private) == Person(reference="P1")


@pytest.mark.usefixtures("_owlerby")
def test_a_text_is_read_once_however_many_vacancies_have_it(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = {
        "reference": "V1",
        "employer": "E1",
        "title": "Porter",
        "shift": "Mon-Fri 07:00-15:00",
        "essential_skills": "driving; till work",
        "demands": "standing 240; noise",
        "certificates": "driving licence",
    }
    record = save(session, KINDS["vacancies"], cells).record
    first = as_job(record, built_in())

    def read_again(*_given: object, **_named: object) -> NoReturn:
        raise AssertionError("it was read again")

    for reader in ("items", "demands", "negotiable"):
        monkeypatch.setattr(grammar, reader, read_again)
    monkeypatch.setattr(Week, "parse", read_again)

    assert as_job(record, built_in()) == first
