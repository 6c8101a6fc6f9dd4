"""Whole people and jobs as cells, where factors meet their edges: near and far places, shifts around school times, rotas,
seasons, a limit for each mode, blanks, and stated `none`. A case is two plain dictionaries that `builders` reads.

Each cell is one draw from a list whose first value fits: quick to draw, and a failing case shrinks towards what fits."""

from random import Random
from typing import Any

from builders import TOWN, a_job, a_person, north
from hypothesis import strategies as st

from matching.grammar import CONTRACTS, INVOLVES, PLAIN
from matching.terms import MODES, Job, Person
from matching.week import DAYS, clock

Cells = dict[str, Any]
Case = tuple[Cells, Cells]

# What a blank leaves not known (engine.md, "Facts"), and the places.
PERSON_FACTS = (
    "home",
    "available",
    "caring",
    "hours_min",
    "hours_max",
    "travel_modes",
    "travel_max",
    "skills",
    "certificates",
    "limits",
    "legal",
)
JOB_FACTS = ("site", "shift", "hours_guaranteed", "demands", "involves", "pay_from", "contract", "essential_skills")
RUN = ("school", "drop_off", "pick_up")

PLACES = [TOWN, *(north(km) for km in (0.5, 2, 4, 4.9, 5.2, 8, 12, 25, 60)), north(3, radius=1.5)]
SKILLS = ["till work", "cash handling", "retail sales", "merchandising", "shelf stacking", "care work", "personal care"]
CERTIFICATES = ["food hygiene level 2", "food hygiene level 3", "cscs card"]
ENDS = ["", "", " until 2026-11-20", " until 2026-11-21", " until 2027-01-11", " until 2027-11-20", " until 2027-11-21"]
MEASURES = {"standing": (30, 60, 240), "walking": (30, 60), "lifting": (5, 15)}

_made = Random(20261121)  # the lists below are the same in every run


def _lists(items: list[str], most: int, count: int) -> list[str]:
    return ["; ".join(_made.sample(items, _made.randint(0, most))) or "none" for _ in range(count)]


def _dated(items: list[str]) -> list[str]:
    return [
        "; ".join(f"{item}{_made.choice(ENDS)}" for item in _made.sample(items, _made.randint(0, 2))) or "none"
        for _ in range(12)
    ]


def _week() -> str:
    return _made.choice(["; ", "; ", " / "]).join(_part() for _ in range(_made.randint(1, 2)))


def _part() -> str:
    days = _made.choice(["Mon-Fri", "Mon-Fri", "Mon-Fri", "Mon-Thu", "Mon,Wed", "daily", "Sat", *DAYS])
    first, last = _made.choice([((5, 12), (13, 21)), ((5, 12), (13, 21)), ((18, 23), (4, 9))])
    start, end = (clock(15 * _made.randint(4 * low, 4 * high)) for low, high in (first, last))
    return f"{days} {start}-{end}{_made.choice(['', '', '', ' (term)', ' (holidays)'])}"


def _levels(*, limits: bool) -> str:
    measured = [f"{name} {_made.choice(levels)}" for name, levels in MEASURES.items() if _made.random() < 0.4]
    plain = [f"{name} no" if limits else name for name in PLAIN[:4] if _made.random() < 0.3]
    return "; ".join(measured + plain) or "none"


def _travel_max() -> str:
    minutes = (10, 20, 30, 45, 60, 90)
    return "; ".join(f"{mode} {_made.choice(minutes)}" for mode in _made.sample(MODES, _made.randint(1, 3)))


def _some(*values: Any, blank: int = 1) -> st.SearchStrategy[Any]:
    """One of these, or blank about one time in six, or as often as `blank` of them."""
    return st.sampled_from([*values, *[None] * (blank * max(1, len(values) // 5))])


WEEKS = [_week() for _ in range(60)]
FREE = ["any", "Mon-Fri 08:45-15:15", "Mon-Fri 09:00-15:00", "daily 06:00-22:00", "any (term)", "none", "any"]
FREE += ["Mon-Fri 08:00-18:00 (term); Mon-Wed 08:00-18:00 (holidays)", "Sun 20:00-07:00", "any", "Mon-Fri 08:00-17:00"]
CARING = ["none", "Mon-Fri 15:00-18:00", "Wed 13:00-14:00", *["none"] * 20]
SHIFTS = ["Mon-Fri 09:30-14:30", "Mon-Fri 09:00-15:00", "Mon-Fri 08:30-12:30", "Mon-Fri 08:00-16:00"] * 3
SHIFTS += ["Mon-Fri 06:00-14:00 / Mon-Fri 14:00-22:00", "Sun 22:00-06:00", "Mon 09:00-11:00", "Sat 08:00-16:00"]
TOLD = ["till work", "none", *_lists([*SKILLS, *(f"not yet {name}" for name in SKILLS[:4])], 4, 30)]
NEGOTIABLE = ["none", "start 60", "start 20; finish 30", "days 1; hours 8", "days 2", "start 60; finish 60; hours 2"]

PERSON = {
    "home": _some(*PLACES),
    "available": _some(*FREE, *WEEKS),
    "caring": _some(*CARING, *WEEKS),
    "hours_min": _some(16, 0, 8, 20, 30),
    "hours_max": _some(40, 16, 20, 24, 37.5),
    "day_hours_max": _some(8, 6, 4, blank=3),
    "travel_modes": _some("walk; bus", "walk", *_lists(list(MODES), 3, 20)),
    "travel_max": _some("60", "45", "30", "20", "90", *(_travel_max() for _ in range(10))),
    "skills": _some(*TOLD),
    "certificates": _some("none", *_dated(CERTIFICATES)),
    "limits": _some("none", *(_levels(limits=True) for _ in range(20))),
    "not_adjustable": _some("standing", "noise", blank=3),
    "legal": _some("none", "none", *_dated(list(INVOLVES[:3]))),
    "wants": _some("retail", "care", "shop assistant; gardening", blank=2),
    "avoids": _some("gardening", "care", "retail", blank=3),
    "pay_min": _some(12.5, 13.0, 14.0, blank=3),
    "contracts": _some("permanent", "temporary; casual", "fixed_term", blank=3),
    "childcare_welcome": st.sampled_from([None, "yes", "no"]),
    "school": _some(*PLACES),
    "drop_off": _some("08:50", "08:45", "09:30"),
    "pick_up": _some("15:15", "15:00", "12:00"),
}
JOB = {
    "site": _some(*PLACES),
    "home_working": st.sampled_from(["none", "none", "none", "none", "some", "all"]),
    "shift": _some(*SHIFTS, *WEEKS),
    "shifts_chosen_by_worker": st.sampled_from(["no", "no", "no", "yes"]),
    "hours_guaranteed": _some(25, 0, 4, 10, 16, 20, 33, 37.5),
    "hours_typical": _some(0, 5, 15, blank=3),  # above the guarantee, until `_whole` adds it
    "negotiable": _some(*NEGOTIABLE, blank=4),
    "term_time_only": st.sampled_from(["no", "no", "no", "yes"]),
    "starts_on": _some("2026-11-21", "2026-11-01", "2027-01-11", "2027-11-20", blank=3),
    "essential_skills": _some("till work", *_lists(SKILLS, 2, 15)),
    "desirable_skills": _some("till work", *_lists(SKILLS, 2, 10), blank=3),
    "certificates": _some("none", *CERTIFICATES),
    "demands": _some("none", *(_levels(limits=False) for _ in range(20))),
    "adjustable": _some("none", "standing", "noise", blank=3),
    "involves": _some("none", "children", "children; vulnerable_adults", "money"),
    "dbs": st.sampled_from([None, "none", "basic"]),
    "pay_from": _some(13.45, 12.71, 13.0, 15.0, 12.0, 8.0, 7.99),
    "pay_to": _some(1.0, 3.0, blank=3),  # above pay_from, until `_whole` adds it
    "contract": _some(*CONTRACTS),
}
FITS: Cells = {"home": TOWN, "available": "any", "caring": "none", "hours_min": 16, "hours_max": 40}
FITS |= {"travel_modes": "walk; bus", "travel_max": "60", "skills": "till work", "certificates": "none"}
FITS |= {"limits": "none", "legal": "none", "wants": "retail"}
NEEDS: Cells = {
    "site": north(2),
    "shift": "Mon-Fri 09:30-14:30",
    "hours_guaranteed": 25,
    "essential_skills": "till work",
}
NEEDS |= {"demands": "none", "involves": "none", "pay_from": 13.45, "contract": "permanent"}


def _whole(drawn: tuple[Cells, Cells, int]) -> Case:
    """The two sides, with some cells as they would fit, since what is random in everything seldom comes near.

    What a file would refuse is put right: the fewest hours above the most, pay or usual hours below where they begin."""
    person, job, fitting = dict(drawn[0]), dict(drawn[1]), drawn[2]
    keep = Random(fitting)
    share = (0.0, 0.5, 0.8, 0.9)[fitting % 4]
    run = keep.random() < (0.6 if share < 0.6 else 0.25)
    for cells, good in ((person, FITS), (job, NEEDS)):
        for name in list(cells):
            if name in RUN:
                cells[name] = cells[name] if run else None
            elif keep.random() < share:
                cells[name] = good.get(name)
    if None not in (person["hours_min"], person["hours_max"]):
        person["hours_min"], person["hours_max"] = sorted((person["hours_min"], person["hours_max"]))
    for lower, upper in (("hours_guaranteed", "hours_typical"), ("pay_from", "pay_to")):
        if job[upper] is not None:
            job[upper] = None if lower == "pay_from" and job[lower] is None else job[upper] + (job[lower] or 0)
    return person, job


pairs: st.SearchStrategy[Case] = st.tuples(
    st.fixed_dictionaries(PERSON), st.fixed_dictionaries(JOB), st.integers(0, 2**30)
).map(_whole)


def person_of(cells: Cells) -> Person:
    return a_person(**cells)


def job_of(cells: Cells) -> Job:
    return a_job(**cells)
