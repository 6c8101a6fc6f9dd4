"""What follows from the ledger: stages, warnings, weeks, how wide it reaches, and the map. Against what a person would count."""

from datetime import date, datetime, timedelta
from math import hypot

import pytest
import trade
from sqlalchemy.orm import Session
from trade import GRACE, NOON, TODAY

from brokerage.ledger import diversity, double_calls, entries, pipeline, site_map, sites, visits, weeks
from brokerage.ledger.models import LedgerEntry, LedgerPromise, PlannedVisit
from brokerage.ledger.site_map import Site
from brokerage.ledger.stages import Contacts, standing
from brokerage.models import Place
from brokerage.settings import load
from employers.agreement_models import AgreementLife
from employers.models import Agreement, Employer, Introduction

SAM = "sam@hallbrook.example"
NAMES = {GRACE.email: "Grace Okoye", SAM: "Sam Lister"}


def an_entry(days_ago: int = 1, **facts: object) -> LedgerEntry:
    whole = {
        "day": TODAY - timedelta(days=days_ago),
        "kind": "call",
        "with_whom": "Helen Marsh",
        "purpose": "learn",
        "by": SAM,
    }
    return LedgerEntry(**whole | facts)


def a_plan(days: int, **facts: object) -> PlannedVisit:
    return PlannedVisit(day=TODAY + timedelta(days=days), by=SAM, **facts)


@pytest.mark.parametrize(
    ("agreements", "written", "planned", "introduced", "stage", "reason"),
    [
        ([], [], [], 0, "new", "Nobody has written down a contact"),
        ([], [], [a_plan(3)], 0, "new", "First visit on 17 January"),
        ([], [an_entry()], [], 0, "met", "First contact on 13 January, with Helen Marsh"),
        ([], [an_entry(purpose="offer")], [], 0, "talking", "1 contact"),
        ([], [an_entry(), an_entry(9)], [], 0, "talking", "2 contacts"),
        ([Agreement()], [an_entry()], [], 0, "signed", "1 agreement in force"),
        ([Agreement(ends_on=TODAY)], [an_entry()], [], 0, "met", "First contact on 13 January, with Helen Marsh"),
        ([Agreement()], [an_entry(60)], [], 0, "resting", "No contact since 15 November 2026"),
        ([Agreement()], [an_entry(59)], [], 0, "signed", "1 agreement in force"),
        ([Agreement()], [an_entry(60)], [a_plan(0)], 0, "signed", "1 agreement in force"),
        ([Agreement()], [an_entry(60)], [a_plan(-1)], 0, "resting", "No contact since 15 November 2026"),
        ([Agreement()], [an_entry(60)], [], 2, "hiring", "2 introductions under way or taken on"),
    ],
)
def test_a_stage_follows_from_what_happened(
    agreements: list[Agreement],
    written: list[LedgerEntry],
    planned: list[PlannedVisit],
    introduced: int,
    stage: str,
    reason: str,
):
    found = standing(agreements, Contacts.of(written), planned, introduced=introduced, today=TODAY, rest_days=60)
    assert (found.stage, found.reason) == (stage, reason)
    assert found.since == (min((TODAY - each.day).days for each in written) if written else None)


def test_an_agreement_that_is_only_drafted_is_told_apart():
    drafted = Agreement(life=AgreementLife(said="draft"))
    facts = {"introduced": 0, "today": TODAY, "rest_days": 60}
    assert standing([drafted], Contacts.of([an_entry()]), [], **facts).stage == "drafted"
    assert standing([drafted, Agreement()], Contacts.of([an_entry()]), [], **facts).stage == "signed"


def test_the_pipeline_knows_what_is_open_with_whom(session: Session):
    one = trade.an_employer(session, "E1", coordinator=GRACE.email)
    trade.an_employer(session, "E2")
    job = trade.a_vacancy(session)
    cells = {"day": "2027-01-04", "kind": "visit", "with_whom": "Helen", "purpose": "learn"}
    promised = {"they_promise": "Two times", "they_by": "2027-01-20", "next_day": "2027-01-20"}
    entries.write(session, one, cells | promised, key="k", by=SAM, now=NOON)
    taken = entries.write(session, one, cells | {"day": "2027-01-14"}, key="l", by=SAM, now=NOON)
    entries.take_back(session, taken, "Wrong one", by=SAM, now=NOON)

    entries.write(session, one, cells | {"day": "2027-01-02", "with_whom": "Ada"}, key="m", by=SAM, now=NOON)
    by_hand = {"E1": Contacts.of(entries.standing(entries.of_employer(session, one)))}
    assert pipeline.contacted(session) == by_hand, "counted by the database as by hand"

    first, second = pipeline.lines(session, TODAY, load().ledger)
    assert (first.employer.reference, first.standing.stage, first.standing.since, first.open_promises) == (
        "E1",
        "talking",
        10,
        1,
    )
    assert first.next_visit is not None
    assert (second.employer.reference, second.standing.stage, second.next_visit) == ("E2", "new", None)
    assert [line.employer for line in pipeline.lines(session, TODAY, load().ledger, lead=GRACE.email)] == [one]

    for reference, days, facts in (
        ("I1", 89, {}),
        ("I2", 91, {}),
        ("I3", 1, {"taken_back_at": NOON}),
        ("I4", 1, {"answer": "not_this_time", "answered_at": NOON}),
    ):
        session.add(
            Introduction(reference=reference, vacancy=job, card=[], laid_at=NOON - timedelta(days=days), **facts)
        )
    session.flush()
    assert pipeline.lines(session, TODAY, load().ledger)[0].standing.reason == "1 introduction under way or taken on"


def test_colleagues_who_spoke_there_lately_are_named_and_oneself_is_not():
    promised = LedgerPromise(side="them", what="Two times.", due_on=date(2027, 2, 4))
    kept = LedgerPromise(side="us", what="A leaflet", due_on=date(2027, 2, 4), closed_as="kept")
    written = [
        an_entry(9),
        an_entry(2, id=1, promises=[promised, kept]),
        an_entry(15, by="kim@hallbrook.example"),
        an_entry(0, by=GRACE.email),
        an_entry(1, taken_back_at=NOON),
    ]
    planned = [a_plan(4), a_plan(-1), PlannedVisit(day=TODAY, by=GRACE.email)]

    told = double_calls.warnings(written, planned, NAMES, me=GRACE.email, today=TODAY, days=14)

    assert [(each.text, each.ask) for each in told] == [
        ("Sam spoke with Helen Marsh on Tuesday. They promised: Two times, by 4 February.", "Sam"),
        ("Sam plans a visit on Monday.", "Sam"),
    ]
    assert told[0].entry is written[1]
    assert double_calls.warnings(written, [], NAMES, me=GRACE.email, today=TODAY, days=1) == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (1, "tomorrow"),
        (-6, "on Friday"),
        (-7, "on 7 January"),
        (-14, "on 31 December 2026"),
    ],
)
def test_days_as_people_say_them(days: int, said: str):
    assert double_calls.when(TODAY + timedelta(days=days), TODAY) == said


def put(session: Session, employer: Employer, day: str, kind: str, **facts: object) -> LedgerEntry:
    number = session.query(LedgerEntry).count()
    cells = {"day": day, "kind": kind, "with_whom": "Helen", "purpose": "learn", "decides": "yes"} | facts
    return entries.write(session, employer, cells, key=f"k{number}", by=SAM, now=NOON)  # type: ignore[arg-type]


def test_a_week_counts_what_was_face_to_face_and_with_whom(session: Session):
    employer, monday = trade.an_employer(session), date(2027, 1, 11)
    put(session, employer, "2027-01-10", "visit")
    put(session, employer, "2027-01-11", "visit")
    put(session, employer, "2027-01-12", "event", decides="no")
    put(session, employer, "2027-01-12", "video")
    put(session, employer, "2027-01-13", "visit", decides="")
    gone = put(session, employer, "2027-01-14", "visit")
    entries.take_back(session, gone, "Wrong day", by=SAM, now=NOON)

    week = weeks.week(session, SAM, monday)

    assert (week.counted, week.signed, week.changed_after) == ((4, 3, 1), None, False)
    assert weeks.week(session, GRACE.email, monday).counted == (0, 0, 0)
    assert weeks.week(session, SAM, date(2027, 1, 4)).counted == (1, 1, 1)


def test_what_changes_after_signing_off_shows(session: Session):
    employer, monday = trade.an_employer(session), date(2027, 1, 11)
    entry = put(session, employer, "2027-01-11", "visit")
    later = NOON + timedelta(hours=1)

    def week() -> weeks.Week:
        return weeks.week(session, SAM, monday)

    with pytest.raises(weeks.WeekToCome):
        weeks.sign(
            session, weeks.week(session, SAM, date(2027, 1, 18)), "", counted=(0, 0, 0), by="ruth@x.example", now=NOON
        )
    with pytest.raises(weeks.CountedAnew):
        weeks.sign(session, week(), "", counted=(0, 0, 0), by="ruth@x.example", now=NOON)
    signed = weeks.sign(session, week(), " Well done. ", counted=(1, 1, 1), by="ruth@x.example", now=NOON)
    assert (signed.word, week().changed_after) == ("Well done.", False)

    cells = entries.cells(entry)
    entries.correct(session, entry, {**cells, "said": "A word more."}, by=SAM, now=later)
    assert (week().changed_after, list(week().late)) == (True, [entry])
    weeks.sign(session, week(), "", counted=(1, 1, 1), by="ruth@x.example", now=later)
    assert not week().changed_after
    entries.correct(session, entry, {**cells, "day": "2027-01-08"}, by=SAM, now=later)
    assert week().changed_after, "moved out of the week: no entry of it is late, and the count is another"


def test_a_number_never_says_more_than_was_counted(session: Session):
    session.add(trade.an_employer(session, "E2"))
    trade.an_employer(session)
    jobs = [
        trade.a_vacancy(session, "V1", title="Cleaner"),
        trade.a_vacancy(session, "V2", title=" cleaner "),
        trade.a_vacancy(session, "V3", "E2", title="Night cleaner", occupation="Cleaner"),
        trade.a_vacancy(session, "V4", "E2", title="Porter"),
    ]
    assert all(each.jobs.percent is None for each in diversity.reach(session, TODAY, 365))
    for number, job in enumerate(jobs):
        session.add(Introduction(reference=f"I{number}", vacancy=job, card=[], laid_at=NOON - timedelta(days=number)))
    session.add(Introduction(reference="old", vacancy=jobs[0], card=[], laid_at=NOON - timedelta(days=400)))
    session.add(Introduction(reference="back", vacancy=jobs[0], card=[], laid_at=NOON, taken_back_at=NOON))
    person = trade.a_participant(session)
    begun = trade.a_referral(session, person, jobs[3], "offered")
    begun.state, begun.outcome, begun.ended_at, begun.open = "ended", "started", NOON, None
    session.flush()

    shown, started = diversity.reach(session, TODAY, 365)

    assert (shown.jobs.different, shown.jobs.of, shown.jobs.percent) == (
        2,
        5,
        40,
    )  # the referral's own card is the fifth
    assert (shown.employers.different, shown.employers.of) == (2, 5)
    assert (started.jobs.percent, started.employers.percent) == (100, 100)


def a_site(reference: str, north_km: float, east_km: float) -> Site:
    return Site(
        Employer(reference=reference, name=reference),
        53.0 + north_km / 111.2,
        -1.0 + east_km / (111.2 * 0.6018),
        False,
        [],
    )


def test_the_drawing_keeps_directions_and_distances():
    west, east, north = a_site("W", 0, -5), a_site("E", 0, 5), a_site("N", 4, 0)
    drawn = site_map.draw([west, east, north], [("S1", 53.01, -1.0), ("far", 60.0, 10.0)])
    assert drawn is not None
    at = {point.called: point for point in drawn.points}
    assert at["W"].x < at["N"].x < at["E"].x
    assert at["N"].y < at["W"].y == at["E"].y
    units = hypot(at["E"].x - at["W"].x, at["E"].y - at["W"].y)
    assert units / 10 == pytest.approx(drawn.bar / drawn.bar_km, rel=0.01)
    assert all(0 < point.x < site_map.WIDE and 0 < point.y < site_map.HIGH for point in drawn.points)
    assert [name for *_, name in drawn.names] == ["S1"]
    assert site_map.km(west, east) == pytest.approx(10, rel=0.01)
    found = site_map.nearest(north, [west, east, north])
    assert found is not None
    assert found[1] == pytest.approx(hypot(5, 4), rel=0.01)


def test_places_that_lie_close_are_one_point_and_a_single_one_has_surroundings():
    drawn = site_map.draw([a_site("A", 0, 0), a_site("B", 0.05, 0), a_site("C", 9, 9), a_site("A2", 0, 0.05)], [])
    assert drawn is not None
    assert sorted(len(point.sites) for point in drawn.points) == [1, 3]
    assert {point.called for point in drawn.points} == {"C", "B, A and 1 more"}
    alone = site_map.draw([a_site("A", 0, 0)], [])
    assert alone is not None
    assert (alone.points[0].x, alone.points[0].y) == (site_map.WIDE / 2, site_map.HIGH / 2)
    assert site_map.draw([], []) is None
    assert site_map.nearest(a_site("A", 0, 0), []) is None


def test_where_employers_are_with_places_loaded_and_without(session: Session):
    one = trade.an_employer(session, "E1", postcode="ZZ1 1AA")
    two = trade.an_employer(session, "E2", latitude=53.5, longitude=-1.5)
    jobs = [
        trade.a_vacancy(session, "V1"),
        trade.a_vacancy(session, "V2", home_working="all"),
        trade.a_vacancy(session, "V3", "E2", found_lat=53.5001),
    ]

    found, nowhere = sites.sites(session, [one, two], jobs)
    assert [(site.employer.reference, len(site.jobs)) for site in found] == [("E1", 1), ("E2", 1)], (
        "the job in the same place joins it"
    )
    assert nowhere == []
    assert sites.sites(session, [one], [])[1] == [one]

    session.add(Place(code="ZZ1", latitude=53.4, longitude=-1.4, radius_km=3.0, london=False))
    session.flush()
    found, _ = sites.sites(session, [one], [])
    assert [(site.rough, site.latitude) for site in found] == [(True, 53.4)]
    assert sites.names(session, [one]) == [("ZZ1", 53.4, -1.4)]


def test_visits_stand_in_order_of_day_and_time(session: Session):
    employers = [trade.an_employer(session, reference) for reference in ("E1", "E2", "E3")]
    for employer, (day, at) in zip(
        employers, (("2027-01-20", None), ("2027-01-20", "09:00"), ("2027-01-18", "11:00")), strict=True
    ):
        time = datetime.strptime(at, "%H:%M").time() if at else None
        visits.plan(session, employer, date.fromisoformat(day), time, by=SAM, today=TODAY)
    assert [each.employer_reference for each in visits.open_ones(session)] == ["E3", "E2", "E1"]
    assert [each.employer_reference for each in visits.open_ones(session, begin=date(2027, 1, 19))] == ["E2", "E1"]
