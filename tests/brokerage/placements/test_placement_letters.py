"""What is written around a placement: to whom, when, and what goes to nobody any more. The post is one that keeps what it is given."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from stay import AISHA, LAST, MONDAY, a_stay
from trade import GRACE, HELEN, NOON

from brokerage.diary import workdays
from brokerage.diary.workdays import moment
from brokerage.messages import Rules, send_due
from brokerage.placements import letters as placement_letters
from brokerage.placements import own_words
from brokerage.placements.letters import before_working_days
from brokerage.placing_models import Placed
from brokerage.sending.work_models import Message, Task
from brokerage.settings import load
from employers.db import reading, transaction
from employers.flows import Act
from employers.models import Employer
from employers.placements import reviews as placement_reviews
from employers.placements.models import Placement, PlacementSignature

RULES = Rules(load().mail, "a secret", placement_letters.CHECKS, "https://jobs.example")
ENGLAND = "ENG"
TWO_BEFORE = moment(date(2027, 1, 14), time(9))  # of Monday 18 January
EARLY = datetime(2027, 1, 11, 12)


class Kept:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    def send(self, letter: EmailMessage) -> None:
        self.letters.append(letter)

    def subjects(self, to: str) -> list[str]:
        return [each["Subject"] for each in self.letters if each["To"] == to]


@pytest.fixture
def stay(database: Engine) -> Callable[..., None]:
    """stay("to_sign"): the placement at that state, with the letters that stand on it in the outbox."""

    def made(state: str, now: datetime = EARLY, **facts: object) -> None:
        with transaction(by="test") as session:
            placement_letters.follow(session, a_stay(session, state, **facts).placement, now)

    return made


def does(how: Callable[[Session, Placement], object]) -> None:
    with transaction(by="test") as session:
        how(session, session.scalars(select(Placement)).one())


def goes(now: datetime) -> Kept:
    post = Kept()
    send_due(lambda: now, post, RULES)
    return post


def due() -> list[tuple[str, datetime]]:
    with reading() as session:
        return [
            (each.key.rpartition(" ")[0].partition(" ")[0] + " " + each.key.rpartition(" ")[2], each.due_at)
            for each in session.scalars(select(Message).order_by(Message.due_at, Message.id))
        ]


def written(session: Session, placement: Placement, at: datetime) -> None:
    typed = placement_reviews.Typed("Served", "", "", False, "Helen")
    placement_reviews.write(session, placement, typed, Act(HELEN.email, "employer", at))


def test_letters_keep_the_bank_holidays_of_the_site(stay: Callable[..., None]) -> None:
    tuesday = date(2027, 1, 5)  # 4 January is a bank holiday in Scotland alone
    stay("to_sign", now=datetime(2026, 12, 20), site="EH1 1YZ", starts_on=tuesday)
    assert {at for _, at in due()} == {moment(date(2026, 12, 30), time(9))}


@pytest.mark.parametrize(
    ("postcode", "usual", "nation"),
    [
        ("EH1 1YZ", "ENG", "SCT"),
        ("g12", "ENG", "SCT"),
        ("GL1 1AA", "ENG", "ENG"),
        ("TD15 1AA", "ENG", "ENG"),
        ("BT1 1AA", "ENG", "NIR"),
        ("CF10 1AA", "WLS", "WLS"),
        ("M1 1AA", "SCT", "ENG"),
        ("", "SCT", "SCT"),
    ],
)
def test_a_postcode_says_whose_bank_holidays_are_kept(postcode: str, usual: str, nation: str) -> None:
    assert workdays.nation(postcode, usual) == nation


def test_who_has_not_signed_is_written_to_two_working_days_before(stay: Callable[..., None]) -> None:
    stay("to_sign")
    assert not goes(TWO_BEFORE - timedelta(minutes=1)).letters
    post = goes(TWO_BEFORE)
    assert post.subjects(AISHA) == ["A paper for you to read"]
    assert len(post.subjects(HELEN.email)) == len(post.subjects(GRACE.email)) == 1
    body = next(each for each in post.letters if each["To"] == AISHA).get_content()
    assert "https://jobs.example/sign/" in body
    assert "costs nothing" in body


def _signs(session: Session, placement: Placement) -> None:
    signed = {"edition": 1, "party": "participant", "signed_as": "A", "signed_on": NOON.date(), "how": "link"}
    placement.signatures.append(PlacementSignature(at=NOON, by="x", **signed))


def _withheld(session: Session, placement: Placement) -> None:
    session.scalars(select(Employer)).one().withheld = "Wages were not paid."


@pytest.mark.parametrize(
    ("what", "left"),
    [
        (_signs, 2),
        (_withheld, 0),
        (lambda _session, placement: setattr(placement, "edition", 2), 0),
        (lambda _session, placement: setattr(placement, "state", "cancelled"), 0),
        (lambda _session, placement: setattr(placement, "state", "signed"), 0),
        (lambda _session, placement: setattr(placement, "starts_on", MONDAY + timedelta(days=1)), 0),
    ],
)
def test_what_is_overtaken_goes_to_nobody(stay: Callable[..., None], what: Callable[..., None], left: int) -> None:
    stay("to_sign")
    does(what)
    assert len(goes(TWO_BEFORE).letters) == left


def test_a_paper_that_is_sent_late_has_its_own_letter_only(stay: Callable[..., None]) -> None:
    stay("to_sign", now=TWO_BEFORE)
    assert due() == []


def test_a_person_without_e_mail_is_told_by_the_keyworker_in_time(database: Engine) -> None:
    with transaction(by="test") as session:
        placed = a_stay(session, "to_sign")
        placed.participant.channel = "phone"
        placement_letters.follow(session, placed.placement, EARLY)
        assert session.scalars(select(Task)).all() == []


def test_the_employer_is_asked_on_days_three_and_seven_and_at_the_end(stay: Callable[..., None]) -> None:
    stay("signed")
    assert due() == [
        ("placement-agreed participant", EARLY),
        ("placement-agreed employer", EARLY),
        ("placement-first participant", moment(date(2027, 1, 15), time(9))),
        ("placement-going 1", moment(date(2027, 1, 21), time(15))),
        ("placement-going 2", moment(date(2027, 1, 25), time(15))),
        ("placement-review 1", moment(LAST, time(15))),
        ("placement-review 2", moment(date(2027, 2, 1), time(15))),
        ("placement-review 3", moment(date(2027, 2, 8), time(15))),
    ]
    asked = [goes(at).subjects(HELEN.email) for _, at in due()[3:]]
    assert [len(each) for each in asked] == [1, 1, 1, 1, 1]
    assert asked[0][0].startswith("How is it going with Kitchen assistant")
    assert asked[2][0].startswith("A few words about Kitchen assistant")


def test_once_all_have_signed_both_hear_when_it_begins_and_the_person_again_on_the_eve(
    stay: Callable[..., None],
) -> None:
    stay("signed", where="Side door")
    both = goes(EARLY)
    subject = both.subjects(HELEN.email)[0]
    assert subject.startswith("All three have signed: Kitchen assistant")
    assert subject.endswith("from Monday 18 January 2027")
    own = next(each for each in both.letters if each["To"] == AISHA).get_content()
    for said in ("begins on Monday 18 January 2027 at 09:30", "Side door", "Sam Osei", "https://jobs.example/sign/"):
        assert said in own
    assert goes(moment(date(2027, 1, 15), time(9))).subjects(AISHA) == ["Coming up: Monday 18 January 2027"]


@pytest.mark.parametrize(
    "what",
    [
        _withheld,
        lambda _session, placement: setattr(placement, "edition", 2),
        lambda _session, placement: setattr(placement, "state", "cancelled"),
        lambda _session, placement: setattr(placement, "starts_on", EARLY.date() - timedelta(days=1)),
    ],
)
def test_nobody_hears_when_something_begins_that_does_not(stay: Callable[..., None], what: Callable[..., None]) -> None:
    stay("signed")
    does(what)
    assert goes(moment(date(2027, 1, 15), time(9))).subjects(AISHA) == []


def test_who_has_texts_reads_less_of_it_and_a_link(database: Engine) -> None:
    with transaction(by="test") as session:
        placed = a_stay(session)
        placed.participant.channel, placed.participant.phone = "sms", "07700 900123"
        placement_letters.follow(session, placed.placement, EARLY)
        texts = [
            each.short or "" for each in session.scalars(select(Message).where(Message.participant_id.is_not(None)))
        ]
    assert len(texts) == 2
    assert all("[private link sign W1:participant]" in each and "Tanner Row" not in each for each in texts)


def test_following_again_asks_nobody_twice(stay: Callable[..., None]) -> None:
    stay("signed")
    before = due()
    does(lambda session, placement: placement_letters.follow(session, placement, EARLY))
    assert due() == before


def test_a_review_that_is_there_is_asked_for_no_more(stay: Callable[..., None]) -> None:
    stay("signed")
    does(lambda session, placement: written(session, placement, moment(LAST, time(14))))
    letters = goes(moment(date(2027, 2, 8), time(16))).letters
    assert letters == [], "nothing of what was due meanwhile is still so"


def test_what_ended_early_is_asked_about_then_and_not_at_its_planned_end(stay: Callable[..., None]) -> None:
    stay("signed")
    last = date(2027, 1, 20)

    def ends(session: Session, placement: Placement) -> None:
        placement.state, placement.ended_by, placement.ended_on = "ended", "participant", last
        placement_letters.follow(session, placement, moment(last, time(12)))

    does(ends)
    assert len(goes(moment(last, time(15))).subjects(HELEN.email)) == 1
    assert goes(moment(date(2027, 1, 21), time(15))).letters == [], "nobody asks how it goes"
    assert len(goes(moment(date(2027, 1, 25), time(15))).letters) == 1
    assert len(goes(moment(date(2027, 2, 1), time(15))).letters) == 1
    assert goes(moment(date(2027, 2, 20), time(15))).letters == []


def test_no_letter_says_whom_it_is_about_or_how_it_ended(stay: Callable[..., None]) -> None:
    stay("signed")
    goes_out = [each for _, at in due() for each in goes(at).letters if each["To"] == HELEN.email]
    text = "".join(each.as_string() for each in goes_out)
    for private in ("Aisha", "Rahman", "Priya", "ended early"):
        assert private not in text


def test_the_person_reads_the_words_by_a_link_and_is_asked_once(stay: Callable[..., None]) -> None:
    stay("running")
    over = moment(LAST, time(16))

    def reads(session: Session, placement: Placement) -> None:
        written(session, placement, over)
        placement_letters.read_it(session, own_words.placed(session, placement), over)

    does(reads)
    does(reads)
    post = goes(over)
    assert post.subjects(AISHA) == ["Some words to read"]
    assert "https://jobs.example/my/word/" in next(each for each in post.letters if each["To"] == AISHA).get_content()


def test_who_has_said_it_is_not_asked_any_more(stay: Callable[..., None]) -> None:
    stay("running")
    over = moment(LAST, time(16))

    def all_of_it(session: Session, placement: Placement) -> None:
        written(session, placement, over)
        placed = session.scalars(select(Placed)).one()
        placement_letters.read_it(session, placed, over)
        own_words.say(session, placed, own_words.Typed("yes", "", False, "Aisha", 1), by="x", how="keyworker", now=over)

    does(all_of_it)
    assert goes(over).subjects(AISHA) == []


@pytest.mark.parametrize(
    ("day", "number", "before"),
    [
        (date(2027, 1, 18), 2, date(2027, 1, 14)),
        (date(2027, 3, 30), 2, date(2027, 3, 24)),  # Easter: Good Friday 26 March, Easter Monday 29 March
        (date(2027, 1, 4), 2, date(2026, 12, 30)),
        (date(2027, 1, 15), 0, date(2027, 1, 15)),
    ],
)
def test_working_days_are_counted_back(day: date, number: int, before: date) -> None:
    assert before_working_days(day, number, ENGLAND) == before
