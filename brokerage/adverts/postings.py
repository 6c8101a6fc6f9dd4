"""A schema.org JobPosting as an advert: what it states, no more, and the questions it leaves.

Source of the names: https://schema.org/JobPosting, and Google's notes on job posting data for TELECOMMUTE.
"""

import json
import re
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from brokerage.adverts import reading, salaries, values
from brokerage.adverts.advert import Advert, Findings
from brokerage.adverts.plain import MOST_TEXT, cut, readable
from employers import readers
from employers.models import LINE, SHORT
from matching.taxonomy import Taxonomy
from matching.week import Unreadable

Record = dict[str, Any]
LONGEST_KEY = 200  # characters; a longer one is kept as its hash
CONTRACTS = {
    "TEMPORARY": "temporary",
    "PERMANENT": "permanent",
    "FIXED_TERM": "fixed_term",
    "FIXEDTERM": "fixed_term",
    "CASUAL": "casual",
    "ZERO_HOURS": "casual",
    "APPRENTICESHIP": "apprenticeship",
}
ASK_CONTRACT = {
    "CONTRACTOR": "It is posted for a contractor. Is it employment, and of which kind?",
    "INTERN": "It is posted as an internship. Is it paid, and is it a job or a placement?",
    "VOLUNTEER": "It is posted as voluntary work. Is it a placement?",
    "PER_DIEM": "It is posted as work by the day. Is it casual?",
}
BRITISH = {"", "gb", "gbr", "uk", "united kingdom", "england", "wales", "scotland", "northern ireland", "great britain"}
TRACKING = re.compile(r"(utm_\w+|gclid|fbclid|msclkid)", re.IGNORECASE)
WHOLE_TEXT = ("description", "responsibilities", "incentiveCompensation", "jobBenefits")


def read(record: Record, taxonomy: Taxonomy, today: date) -> Advert:
    """What one record says. One that cannot be used says why in `unread`."""
    found = Findings()
    title = cut(values.text(record.get("title")) or values.text(record.get("name")), LINE)
    employer = values.text(record.get("hiringOrganization"))
    url = address(values.text(record.get("url")) or values.text(record.get("sameAs")))
    words = "\n".join(readable(said) for name in WHOLE_TEXT if (said := _long(record.get(name))))[:MOST_TEXT]
    posted = values.day(record.get("datePosted"))
    if not title:
        return Advert(
            key=_key(record, employer, url), url=url, employer=employer, text=words, unread=_without_title(employer)
        )
    found.say("title", title, title, "stated")
    _place(record, found)
    salaries.read(record.get("baseSalary"), found)
    if record.get("estimatedSalary") and "pay_from" not in found.said:
        found.ask("pay_from", "The pay in it is an estimate of the web site, not the employer’s word. What is it?")
    _contract(record.get("employmentType"), found)
    _dates(record, found)
    _other(record, found, taxonomy)
    found.add(reading.read(words, taxonomy, posted or today, without=("title",)))
    _full_or_part(record.get("employmentType"), found)
    return Advert(_key(record, employer, url), url, employer, posted, found.said, tuple(found.questions), words)


def address(text: str) -> str:
    """A web address without what only says where somebody came from; empty where it is none."""
    try:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname or len(text) > 1000:
            return ""
    except ValueError:
        return ""
    kept = urlencode(
        [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])]
    )
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, kept, ""))


def key(*parts: str) -> str:
    """A name of an advert among all, of a length that an index takes."""
    whole = " ".join(" ".join(parts).casefold().split())
    return whole if len(whole) <= LONGEST_KEY else f"sha256 {sha256(whole.encode()).hexdigest()}"


def _key(record: Record, employer: str, url: str) -> str:
    """Its own number at whoever gave it, else its address, else a hash of all that it says."""
    identifier = record.get("identifier")
    number = values.text(identifier.get("value")) if isinstance(identifier, dict) else values.text(identifier)
    if number:
        giver = values.text(identifier.get("name")) if isinstance(identifier, dict) else ""
        return key("number", giver or employer or urlsplit(url).netloc, number)
    if url:
        return key("page", url)
    return f"data {sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()}"


def _without_title(employer: str) -> str:
    whose = f" of {employer}" if employer else ""
    return f"A job{whose} has no title, so nobody could tell which it is. Ask for it, or add the vacancy by hand."


def _long(value: Any) -> str:
    return "\n".join(one[: 8 * MOST_TEXT] for one in values.each(value) if isinstance(one, str))


def _place(record: Record, found: Findings) -> None:
    places = [_address(each) for each in values.each(record.get("jobLocation"))]
    abroad = [country for _, country, _ in places if country.casefold() not in BRITISH]
    codes = list(dict.fromkeys(code for code, _, _ in places if code))
    if abroad:
        found.ask("postcode", f"The place of work is in {abroad[0]}. Is there one here?")
    elif len(codes) > 1:
        found.ask("postcode", f"Several places of work are stated: {', '.join(codes[:8])}. Which is this one?")
    elif codes:
        found.say("postcode", codes[0], codes[0], "stated")
    if len(places) == 1 and not abroad:
        _point(places[0][2], found)
    where = values.text(record.get("jobLocationType")).upper()
    if where == "TELECOMMUTE":
        found.say("home_working", "all", "TELECOMMUTE", "stated")


def _address(place: Any) -> tuple[str, str, Any]:
    """(postcode, country, where the point is stated) of one place."""
    whole = place if isinstance(place, dict) else {"address": place}
    stated = next(values.each(whole.get("address")), None)
    if isinstance(stated, dict):
        code, country = values.text(stated.get("postalCode")), values.text(stated.get("addressCountry"))
        code = code or _within(values.text(stated.get("streetAddress")))
    else:
        code, country = _within(values.text(stated)), ""
    try:
        code = readers.postcode(code) if code else ""
    except Unreadable:
        code = _within(code)
    return code, country, whole.get("geo")


def _within(text: str) -> str:
    inside = reading.postcodes(text)
    return inside[0] if len(inside) == 1 else ""


def _point(geo: Any, found: Findings) -> None:
    geo = next(values.each(geo), None)
    if not isinstance(geo, dict):
        return
    latitude, longitude = (_degrees(geo.get(name)) for name in ("latitude", "longitude"))
    if latitude is None or longitude is None:
        return
    if not (49 <= latitude <= 61 and -9 <= longitude <= 2.5):
        found.ask(
            "latitude",
            f"The point {latitude:g}, {longitude:g} that is stated lies outside Britain and Northern Ireland. Where is it?",
        )
        return
    words = f"{latitude:.10g}, {longitude:.10g}"
    found.say("latitude", f"{latitude:.10f}", words, "stated")
    found.say("longitude", f"{longitude:.10f}", words, "stated")


def _degrees(value: Any) -> float | None:
    said = values.text(value)
    return float(said) if re.fullmatch(r"-?\d{0,3}\.?\d{1,12}", said) else None


def _contract(stated: Any, found: Findings) -> None:
    said = [word for each in values.texts(stated) for word in re.split(r"[,;/]", each) if word.strip()]
    names = [re.sub(r"[\s-]+", "_", word.strip().upper()) for word in said]
    kinds = list(dict.fromkeys(CONTRACTS[name] for name in names if name in CONTRACTS))
    if len(kinds) > 1:
        found.ask("contract", f"It is posted as {' and '.join(said)}. Which contract is it?")
    elif kinds:
        found.say("contract", kinds[0], ", ".join(said), "stated")
    for name in names:
        if name in ASK_CONTRACT:
            found.ask("contract", ASK_CONTRACT[name])


def _full_or_part(stated: Any, found: Findings) -> None:
    said = re.search(r"\b(full|part)[_ -]?time\b", " ".join(values.texts(stated)), re.IGNORECASE)
    if said and "hours_guaranteed" not in found.said:
        found.ask("hours_guaranteed", f"{said[1].capitalize()} time is said. How many paid hours a week is it?")


def _dates(record: Record, found: Findings) -> None:
    for name, column in (("validThrough", "closes_on"), ("jobStartDate", "starts_on")):
        stated = record.get(name)
        if (day := values.day(stated)) is not None:
            found.say(column, day.isoformat(), values.shown(stated), "stated")
        elif stated:
            found.ask(column, f"As a day the advert says “{values.shown(stated)}”, which is none. Which day is it?")


def _other(record: Record, found: Findings, taxonomy: Taxonomy) -> None:
    places = values.number(record.get("totalJobOpenings"))
    if places is not None and places >= 1 and places == int(places):
        found.say("places", str(int(places)), values.shown(record["totalJobOpenings"]), "stated")
    for name, column in (
        ("industry", "sector"),
        ("occupationalCategory", "occupation"),
        ("relevantOccupation", "occupation"),
    ):
        said = re.sub(r"^[\d.\- ]+", "", values.text(record.get(name)))
        if said:
            found.say(column, cut(said, SHORT), said, "stated")
    if hours := readable(_long(record.get("workHours")) or values.text(record.get("workHours"))):
        found.add(reading.hours_and_times(hours))
    asked = [
        readable(said if isinstance(said, str) else _required(said))
        for name in ("qualifications", "skills", "experienceRequirements", "educationRequirements")
        for said in values.each(record.get(name))
    ]
    if any(asked):
        proposed = reading.wanted("\n".join(asked), taxonomy)
        found.add(proposed)
        for question in proposed.questions:
            found.ask(question.column, question.text)


def _required(said: Any) -> str:
    """`{"monthsOfExperience": 12}`, `{"credentialCategory": ...}` or a name, in words."""
    if isinstance(said, dict) and (months := values.number(said.get("monthsOfExperience"))):
        return f"{months:g} months of experience"
    return values.text(said.get("credentialCategory") if isinstance(said, dict) else said) or values.text(said)
