"""Days and hours as the work in the background counts them: clock time in London, working days, and the hour in which nothing is done."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import takewhile

from employers.clock import LOCAL, local

SATURDAY = 5
SCOTLAND = frozenset(
    {"AB", "DD", "DG", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "TD", "ZE"}
)  # Royal Mail's postcode areas; of TD, two districts are English
ENGLISH = ("TD12", "TD15")


def quiet(now: datetime) -> bool:
    """Between 01:00 and 02:00 in London: an hour that comes twice when the clocks go back. `now` is UTC."""
    return local(now).hour == 1


def moment(day: date, at: time) -> datetime:
    """That time of day on the clock in London, in UTC."""
    return datetime.combine(day, at, LOCAL).astimezone(UTC).replace(tzinfo=None)


def nation(postcode: str, usual: str) -> str:
    """Whose bank holidays are kept there: SCT, NIR, or `usual` where the postcode is of neither, or none is known.

    England and Wales have the same ones, so that no border between those two matters."""
    outward = postcode.strip().upper().split(" ")[0]
    area = "".join(takewhile(str.isalpha, outward))
    if area in SCOTLAND and outward not in ENGLISH:
        return "SCT"
    if area == "BT":
        return "NIR"
    return "ENG" if area and usual in ("SCT", "NIR") else usual


def bank_holiday(day: date, country: str) -> bool:
    """Whether it is one there: ENG, WLS, SCT or NIR."""
    return day in _bank_holidays(country, day.year)


def working(day: date, country: str) -> bool:
    """Monday to Friday, but for bank holidays. `country`: ENG, WLS, SCT or NIR."""
    return day.weekday() < SATURDAY and not bank_holiday(day, country)


def after_working_days(day: date, number: int, country: str) -> date:
    """The day on which that many working days have gone by since `day`, which does not count itself."""
    while number > 0:
        day += timedelta(days=1)
        number -= working(day, country)
    return day


@cache
def _bank_holidays(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays  # only what counts working days waits for it

    return frozenset(country_holidays("GB", subdiv=country, years=year))
