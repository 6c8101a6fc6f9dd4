"""The time that can be worked, beside a slow and obvious reading of it: minute by minute, on foot to the next bound.

And the shapes of shift and school run that the factor has to get right, each against hours counted by hand."""

from datetime import date

import pytest
from builders import TOWN, a_job, a_person, check, factor, north, numbers
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.free_time import Free, Ways, weekly, windows
from matching.week import DAY, WEEK, Week, clock, covered


def slow_windows(free: Free, ways: Ways, season: str, a: int, c: int) -> set[int]:
    """Minutes from which a free bound is far enough on both sides. At the gate, the way from there counts; elsewhere from home."""
    open_minutes, closed = covered(free.available, a, season), covered(free.caring, c, season)
    is_free = [bool(open_minutes >> minute & 1) and not closed >> minute & 1 for minute in range(WEEK)]
    gates = {day * DAY + at for day in range(5) for at in free.gates} if season == "term" else set()
    edge = ways.edge if gates else ways.home
    if all(is_free) and not gates:
        return set(range(WEEK))
    room: dict[int, list[bool]] = {}
    for step in (1, -1):  # from bound to bound, forwards and backwards, three times round
        since, kept = None, 0
        for at in range(3 * WEEK):
            # Forwards a gate bounds the minute that begins at it, backwards the one that ends at it.
            minute = (at if step == 1 else -1 - at) % WEEK
            gate = (minute if step == 1 else (minute + 1) % WEEK) in gates
            if not is_free[minute]:
                since, kept = at + 1, ways.gate if (minute + (step == 1)) % WEEK in gates else edge
            elif gate:
                since, kept = at, ways.gate
            if at >= 2 * WEEK:
                room.setdefault(minute, []).append(is_free[minute] and (since is None or at - since >= kept))
    near = {(gate + off) % WEEK for gate in gates for off in range(-ways.gate, ways.gate)}
    return {minute for minute, sides in room.items() if all(sides) and minute not in near}


def _patterns(kind: str) -> st.SearchStrategy[str]:
    times = st.integers(0, 95).map(lambda quarter: clock(15 * quarter))
    part = st.tuples(st.sampled_from(["Mon-Fri", "Mon", "Wed,Thu", "Sat", "Sun", "daily"]), times, times).filter(
        lambda made: made[1] != made[2]
    )
    whole = "any" if kind == "available" else "none"
    rota = st.lists(part, min_size=1, max_size=3).map(lambda parts: "; ".join(f"{d} {a}-{b}" for d, a, b in parts))
    return st.one_of(st.just(whole), rota, st.tuples(rota, rota).map(" / ".join))


@settings(max_examples=60)
@example("Mon 09:00-12:00", "none", (530,), 10, 30, "term")  # another bound within the way from the gate
@example("any", "none", (530, 915), 60, 10, "term")  # nothing but the gate bounds the week
@given(
    _patterns("available"),
    _patterns("caring"),
    st.sampled_from([(), (530,), (530, 915), (525, 930)]),
    st.integers(0, 120),
    st.integers(0, 90),
    st.sampled_from(["term", "holidays"]),
)
def test_windows_are_those_found_on_foot(available, caring, gates, home, gate, season):
    free, ways = Free(Week.parse(available), Week.parse(caring), gates), Ways(home, gate, home)
    for a in range(len(free.available.rotas)):
        for c in range(len(free.caring.rotas)):
            fast = windows(free, ways, season, a, c)
            assert {minute for minute in range(WEEK) if fast >> minute & 1} == slow_windows(free, ways, season, a, c)


@settings(max_examples=60)
@given(_patterns("shift"), _patterns("available"), _patterns("caring"), st.integers(0, 90))
def test_minutes_lost_are_the_mean_over_every_meeting_of_rota_weeks(shift, available, caring, home):
    """Nobody says which of two alternating weeks comes first, so each of one side meets each of the other."""
    week, free, ways = Week.parse(shift), Free(Week.parse(available), Week.parse(caring)), Ways(home, 0, home)
    met = [
        (s, a, c)
        for s in range(len(week.rotas))
        for a in range(len(free.available.rotas))
        for c in range(len(free.caring.rotas))
    ]
    at_work = {s: {m for m in range(WEEK) if covered(week, s, "term") >> m & 1} for s, _, _ in met}
    offered = sum(len(at_work[s]) for s, _, _ in met) / len(met)
    worked = sum(len(at_work[s] & slow_windows(free, ways, "term", a, c)) for s, a, c in met) / len(met)

    assert weekly(week, free, ways, "term") == pytest.approx((offered, worked))


def lost(minutes: float) -> float:
    return 1 - minutes / 2400


@pytest.mark.parametrize(
    ("available", "shift", "minutes"),
    [
        # Three rota weeks, of which one cannot be worked: 480 minutes every third week.
        ("Mon-Fri 06:00-18:00", "Mon 08:00-16:00 / Tue 08:00-16:00 / Sat 08:00-16:00", 160),
        # Two rota weeks of each side: early meets early, late meets late, and 430 minutes are lost wherever they cross.
        (
            "Mon 05:00-15:00 / Mon 13:00-23:00",
            "Mon 06:00-14:00 / Mon 14:00-22:00",
            215,
        ),
        # Every other week without a shift loses nothing in it.
        ("Mon-Fri 09:00-17:00", "none / Sat 10:00-14:00", 120),
    ],
)
def test_rotas_of_several_weeks(available, shift, minutes):
    assert numbers(factor("schedule", a_person(available=available), a_job(shift=shift, negotiable="none")))[
        1
    ] == pytest.approx(lost(minutes), abs=1e-6)


@pytest.mark.parametrize(
    ("caring", "shift", "minutes"),
    [
        ("Sat 06:10-12:00", "Fri 22:00-06:00", 10),  # read as 06:00: ten minutes of the way home
        ("Sat 06:15-12:00", "Fri 22:00-06:00", 0),
        ("Mon 00:00-01:00", "Sun 20:00-02:00", 80),  # Sunday runs on into Monday
        ("Fri 23:00-01:00", "Fri 22:00-06:00", 140),
    ],
)
def test_shifts_past_midnight(caring, shift, minutes):
    assert factor("schedule", a_person(caring=caring), a_job(shift=shift, negotiable="none")).estimate == pytest.approx(
        lost(minutes), abs=1e-6
    )


@pytest.mark.parametrize(
    ("shift", "longest", "status"),
    [
        ("Fri 22:00-06:00", 8, "pass"),  # one day's work, though two days see it
        ("Fri 22:00-06:00", 6, "fail"),
        ("Mon 06:00-10:00; Mon 16:00-20:00", 8, "pass"),  # both halves of a split day count
        ("Mon 06:00-10:00; Mon 16:00-20:30", 8, "fail"),
        ("Mon 08:00-14:00 / Mon 08:00-18:00", 8, "fail"),  # the longest of any rota week
        ("Mon 08:00-14:00 (term); Mon 08:00-14:00 (holidays)", 6, "pass"),  # never both on one day
    ],
)
def test_day_limits(shift, longest, status):
    person = a_person(day_hours_max=longest, hours_min=0, hours_max=40)

    assert factor("hours", person, a_job(shift=shift, hours_guaranteed=8, hours_typical=8)).status == status


def test_shifts_that_the_worker_chooses_are_counted_where_they_are_free():
    """The school run takes 20 minutes on each side of 08:50 and 15:15: of 07:00-19:00 that leaves 100 + 345 + 215 minutes a day."""
    person = a_person(school=TOWN, drop_off="08:50", pick_up="15:15", available="Mon-Fri 07:00-19:10", hours_min=0)
    job = {
        "shift": "daily 07:10-19:00",
        "shifts_chosen_by_worker": "yes",
        "negotiable": "none",
        "term_time_only": "yes",
    }

    assert factor("schedule", person, a_job(**job, hours_guaranteed=55)).status == "pass"
    assert factor("schedule", person, a_job(**job, hours_guaranteed=56)).status == "fail"


def test_the_way_to_work_is_by_the_school_gate_where_the_gate_bounds_it():
    """Home lies 6 km out and school beside work: who is free from drop-off on starts from the gate, not from home."""
    far = {"home": north(6), "travel_modes": "car", "travel_max": "60"}
    job = a_job(
        shift="Mon-Fri 09:30-14:30", term_time_only="yes"
    )  # home: 13 to 25 minutes and 10; the gate: 2 to 6 and 10
    from_home = a_person(available="Mon-Fri 09:00-15:00", **far)
    by_gate = a_person(available="Mon-Fri 09:00-15:00", school=TOWN, drop_off="09:00", pick_up="15:00", **far)

    assert factor("schedule", from_home, job).status == "unknown"
    assert factor("schedule", by_gate, job).status == "pass"


@pytest.mark.parametrize("changes", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_pattern_is_what_the_clock_shows_so_that_a_clock_change_changes_nothing(changes):
    person = a_person(available="Sat 18:00-24:00; Sun 00:00-12:00", travel_modes="walk", home=north(1))
    job = a_job(shift="Sat 22:00-06:00", hours_guaranteed=16)
    before, on, after = (
        check(person, job, date.fromordinal(changes.toordinal() + days)).factors for days in (-1, 0, 1)
    )

    assert before == on == after
