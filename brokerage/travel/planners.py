"""Route planners that an organisation may run: OSRM and Valhalla for roads, OpenTripPlanner for timetables too.

Each is asked for one way, and answers in whole minutes; `None`: it knows no way. Where it cannot be used: `NoAnswer`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import quote

from brokerage.fetching import NoAnswer, Outside
from employers.clock import LOCAL
from matching.terms import Mode

OSRM_PROFILES: Mapping[Mode, str] = {"walk": "foot", "cycle": "bike", "car": "driving"}
VALHALLA_COSTINGS: Mapping[Mode, str] = {"walk": "pedestrian", "cycle": "bicycle", "car": "auto"}
VALHALLA_NO_WAY = {154, 170, 171, 442}  # too far apart, not connected, no road near, no path (Valhalla, "Error codes")
OTP_MODES: Mapping[Mode, tuple[str, ...]] = {
    "walk": ("WALK",),
    "cycle": ("BICYCLE",),
    "car": ("CAR",),
    "bus": ("WALK", "BUS", "TRAM"),
    "rail": ("WALK", "RAIL", "TRAM", "SUBWAY"),
}
OTP_QUERY = """query ($from: InputCoordinates!, $to: InputCoordinates!, $date: String!, $time: String!, $arriveBy: Boolean!,
  $modes: [TransportMode!]!) { plan(from: $from, to: $to, date: $date, time: $time, arriveBy: $arriveBy,
  transportModes: $modes, numItineraries: 3) { itineraries { startTime endTime } } }"""
DAY_QUARTERS = 96


class Point(NamedTuple):
    """Thousandths of a degree, some 100 m: near enough for minutes, and no front door."""

    lat: int
    lon: int

    @property
    def degrees(self) -> tuple[float, float]:
        return self.lat / 1000, self.lon / 1000


class When(NamedTuple):
    """To be there by this quarter of the week (Monday 00:00 is 0), or to leave at it."""

    quarter: int
    arriving: bool


class Way(NamedTuple):
    """One way to be asked for; `when` is None where the hour makes no difference."""

    mode: Mode
    start: Point
    end: Point
    when: When | None


@dataclass(frozen=True, slots=True)
class Planner:
    """What the settings name for one way of going."""

    kind: str
    address: str

    @classmethod
    def of(cls, said: str) -> "Planner":
        """From `osrm http://127.0.0.1:5000`; the settings have checked it."""
        kind, _, address = said.partition(" ")
        return cls(kind, address.strip().rstrip("/"))

    @property
    def by_the_clock(self) -> bool:
        """Whether it knows timetables, so that the hour makes a difference."""
        return self.kind == "opentripplanner"

    def minutes(self, way: Way, outside: Outside, today: date) -> int | None:
        """Whole minutes. By timetable, all of the time until the shift or after it, waiting included. Raises `NoAnswer`."""
        try:
            found = ASK[self.kind](self.address, way, outside, today)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise NoAnswer(f"{self.kind} answered in a way that is not known here.") from error
        return None if found is None or not 0 <= found < 24 * 60 else round(found)


def _osrm(address: str, way: Way, outside: Outside, _today: date) -> float | None:
    points = ";".join(f"{lon:.3f},{lat:.3f}" for lat, lon in (way.start.degrees, way.end.degrees))
    said = outside.ask(f"{address}/route/v1/{OSRM_PROFILES[way.mode]}/{points}?overview=false")
    if said["code"] in {"NoRoute", "NoSegment"}:
        return None
    return float(said["routes"][0]["duration"]) / 60


def _valhalla(address: str, way: Way, outside: Outside, _today: date) -> float | None:
    places = [{"lat": lat, "lon": lon} for lat, lon in (way.start.degrees, way.end.degrees)]
    asked = {"locations": places, "costing": VALHALLA_COSTINGS[way.mode], "directions_type": "none"}
    said = outside.ask(f"{address}/route?json={quote(json.dumps(asked))}")
    return None if said.get("error_code") in VALHALLA_NO_WAY else float(said["trip"]["summary"]["time"]) / 60


def _opentripplanner(address: str, way: Way, outside: Outside, today: date) -> float | None:
    when = way.when or When(0, arriving=False)
    at = moment(when.quarter, today)
    (from_lat, from_lon), (to_lat, to_lon) = way.start.degrees, way.end.degrees
    facts = {
        "from": {"lat": from_lat, "lon": from_lon},
        "to": {"lat": to_lat, "lon": to_lon},
        "date": f"{at:%Y-%m-%d}",
        "time": f"{at:%H:%M}",
        "arriveBy": when.arriving,
        "modes": [{"mode": mode} for mode in OTP_MODES[way.mode]],
    }
    said = outside.ask(f"{address}/otp/gtfs/v1", {"query": OTP_QUERY, "variables": facts})
    found = said["data"]["plan"]["itineraries"]
    stamp = at.timestamp()
    spans = [stamp - each["startTime"] / 1000 if when.arriving else each["endTime"] / 1000 - stamp for each in found]
    return min(spans) / 60 if spans else None


def moment(quarter: int, today: date) -> datetime:
    """The next time, after today, at which the clock on the wall shows that quarter of the week."""
    day, of_day = divmod(quarter, DAY_QUARTERS)
    ahead = (day - today.weekday() - 1) % 7 + 1
    return datetime.combine(today + timedelta(days=ahead), time(of_day // 4, of_day % 4 * 15), LOCAL)


ASK: Mapping[str, Callable[[str, Way, Outside, date], float | None]] = {
    "osrm": _osrm,
    "valhalla": _valhalla,
    "opentripplanner": _opentripplanner,
}
