"""Days of placements in diaries: in whose, in which words, and what becomes of them when one ends early or is called off."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session
from trade import GRACE, NOON, PRIYA, a_participant, a_vacancy, an_employer

from brokerage import accounts, diaries
from brokerage.diary import calendars
from brokerage.diary.diary_readers import Owner
from brokerage.placing_models import Placed
from employers.placements.models import Placement, PlacementDay, PlacementStep
from employers.placements.paper import differences, whole
from employers.times.diary import Entry

FIRST = date(2027, 1, 18)


@pytest.fixture
def placed(session: Session) -> Placed:
    """Three days of work experience, signed."""
    an_employer(session, coordinator=GRACE.email)
    accounts.invite(session, GRACE.email, "coordinator", "Grace")
    person = a_participant(session, name="Aisha Secret")
    card = [{"part": "name", "text": "Aisha"}]
    paper = Placement(
        reference="W1", kind="work_experience", scheme="work_experience", vacancy=a_vacancy(session), state="signed",
        card=card, where="Side door", drafted_at=NOON, drafted_by=GRACE.email,
    )  # fmt: skip
    for each in range(3):
        paper.days.append(PlacementDay(day=FIRST + timedelta(days=each), starts=time(9, 30), ends=time(14, 30)))
    made = Placed(placement=paper, participant=person)
    session.add(made)
    session.flush()
    return made


def days(session: Session, owner: Owner) -> list[Entry]:
    session.flush()
    return diaries.entries(session, owner, diaries.span(NOON.date(), NOON))


def test_each_day_stands_in_the_diaries_of_all_concerned(session: Session, placed: Placed) -> None:
    contact = placed.placement.vacancy.employer.contacts[0]
    said = {
        placed.participant: ("Appointment", "", True),
        contact: ("Work experience: Kitchen assistant", "Aisha", True),
        accounts.find(session, PRIYA.email): ("Work experience: Kitchen assistant, P1", "Aisha Secret", False),
        accounts.find(session, GRACE.email): ("Work experience: Kitchen assistant, P1", "Aisha Secret", False),
    }
    for owner, words in said.items():
        found = days(session, owner)
        assert [(each.summary, each.who, each.busy) for each in found] == [words] * 3
        assert [each.starts for each in found] == [datetime(2027, 1, 18 + each, 9, 30) for each in range(3)]
        assert {(each.where, each.off) for each in found} == {("Side door, Employer E1", False)}
        assert len({each.uid for each in found}) == 3


@pytest.mark.parametrize("state", ["draft", "to_sign"])
def test_what_is_not_signed_stands_in_none(session: Session, placed: Placed, state: str) -> None:
    placed.placement.state = state
    assert days(session, placed.participant) == []


def test_a_change_keeps_the_days_as_open_and_gives_up_those_that_it_dropped(session: Session, placed: Placed) -> None:
    paper = placed.placement
    paper.steps.append(_step("complete", "to_sign", "signed"))
    before = whole(paper)
    paper.days[1].starts = time(10)
    dropped = paper.days.pop(2)
    session.flush()
    paper.steps.append(_step("change", "signed", "to_sign", changed=differences(before, whole(paper))))
    paper.state = "to_sign"

    found = days(session, placed.participant)

    assert [(each.starts.hour, each.open, each.off) for each in found] == [
        (9, True, False),
        (10, True, False),
        (9, True, True),
    ]
    assert found[2].starts == datetime.combine(dropped.day, time(9, 30))
    assert "STATUS:TENTATIVE" in calendars.feed(found, name="x", sender="a@b.example", refresh_minutes=60).decode()
    assert days(session, paper.vacancy.employer.contacts[0])[0].summary.endswith("(to be signed again)")


def _step(name: str, before: str, after: str, **more: object) -> PlacementStep:
    return PlacementStep(transition=name, before=before, after=after, by="x", role="clock", at=NOON, **more)


def test_days_after_an_early_end_and_those_called_off_stay_as_given_up(session: Session, placed: Placed) -> None:
    paper = placed.placement
    paper.state, paper.ended_by, paper.ended_on = "ended", "participant", FIRST
    assert [each.off for each in days(session, placed.participant)] == [False, True, True]

    paper.state, paper.ended_by, paper.ended_on = "cancelled", None, None
    assert days(session, placed.participant) == [], "it was never signed by all three"
    paper.steps.append(
        PlacementStep(transition="complete", before="to_sign", after="signed", by="the clock", role="clock", at=NOON)
    )
    assert [each.off for each in days(session, placed.participant)] == [True, True, True]
