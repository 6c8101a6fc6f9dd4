"""Hours and working times as adverts write them: `37.5 hours per week, Monday to Friday 9am - 5pm`.

A pattern is read only where days and times belong together without doubt. `Flexible`, a rota, `9-5` without days, early or
late shifts: those stay blank, and the advert's words become a question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from brokerage.adverts.advert import Findings, How
from brokerage.adverts.sentences import around, sentences, taken_back
from matching.week import DAY, DAYS, Span, Unreadable, Week

_FIGURE = r"(\d{1,3}(?:\.\d{1,2})?)"
_TO = r"(?:-|–|—|to|or|/|and)"
_A_WEEK = r"(?:hours?|hrs?)\b\.?(?:\s*\([^()]{0,25}\))?\s*(?:(?:of work|work)\s*)?,?\s*(?:per|an?|/|each|every|p\.?|p/)?\s*(?:week(?:ly)?|wk|pw|w)\b"
HOURS = re.compile(
    rf"(?<![\d£.,:]){_FIGURE}(?:\s*{_TO}\s*{_FIGURE})?\s*{_A_WEEK}"
    rf"|\b(?:hours(?: of work)?(?: per week| a week)?|weekly hours|contracted hours)\s*[:=]\s*{_FIGURE}(?:\s*{_TO}\s*{_FIGURE})?(?![\d:.]|\s*(?:am|pm|-|–|to)\b)"
    rf"|(?<![\d£.,:]){_FIGURE}\s*hpw\b",
    re.IGNORECASE,
)
AT_LEAST = re.compile(r"\b(?:minimum(?: of)?|at least|guaranteed)\s*(?:\w+\s*){0,2}$", re.IGNORECASE)
AT_MOST = re.compile(
    r"\b(?:up to|maximum(?: of)?|max|average(?: of)?|approx(?:imately)?\.?|around|about|circa|c\.)\s*$", re.IGNORECASE
)
NO_HOURS = re.compile(
    r"\b(?:zero[ -]hours?|no guaranteed hours|bank (?:staff|contract|work(?:er)?|post|position|role)|as and when (?:required|needed))\b",
    re.IGNORECASE,
)
OPEN_HOURS = re.compile(
    r"[^.;\n]{0,30}\b(?:flexible (?:hours|working|shifts)|hours (?:are )?(?:flexible|negotiable|to be agreed|vary)|various hours|full[ -]time|part[ -]time)\b[^.;\n]{0,40}",
    re.IGNORECASE,
)
OWN_CHOICE = re.compile(r"\b(?:choose|pick) your (?:own )?(?:hours|shifts|working (?:hours|times))\b", re.IGNORECASE)
TERM_ONLY = re.compile(r"\bterm[ -]time(?: only| working)?\b", re.IGNORECASE)
TERM_PLUS = re.compile(r"\bterm[ -]time (?:plus|and|\+)|\ball year round\b|\bor term[ -]time\b", re.IGNORECASE)

_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_DAYS = rf"(?:\b{_DAY}\b(?:\s*(?:-|–|—|to|through|until|,|&|\+|/|and|,\s*and)\s*{_DAY}\b){{0,6}}|\bweekdays?\b|\bweekends?\b|\bdaily\b|\bevery day\b)"
_TIME = r"(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b\.?|noon\b)?|noon\b|midday\b|midnight\b)"
_RANGE = rf"(?<![\d£.:,/]){_TIME}\s*(?:hrs?)?\s*(?:-|–|—|to|until|till|and)\s*{_TIME}(?![\d%])(?:\s?hrs?\b)?|\b\d{{4}}\s*(?:hrs?)?\s*(?:-|–|to)\s*\d{{4}}\b(?:\s?hrs?\b)?"
PART = re.compile(rf"(?P<days>{_DAYS})|(?P<range>{_RANGE})", re.IGNORECASE)
ONE_TIME = re.compile(
    r"(?P<h>\d{1,2})(?:[:.]?(?P<m>\d\d))?\s?(?P<half>[ap])?|(?P<noon>noon|midday)|(?P<night>midnight)", re.IGNORECASE
)
GAP = re.compile(
    r"[\s,:;()\-–—|]*(?:(?:from|between|working|work|hours|times?|shifts?|are|is|inclusive|on|at|of)\b[\s,:;()\-–—|]*){0,3}",
    re.IGNORECASE,
)
NOT_WORK = re.compile(
    r"\b(?:interview|call|telephone|phone|contact|enquir|open(?:ing)?\b|visit|closed|closing|assessment|meeting|helpline|reception is|discuss)",
    re.IGNORECASE,
)
NOT_SURE = re.compile(
    r"\b(?:rota|rotas|rotating|rotational|rostered|alternat\w+|flexib\w+|var(?:y|ies|ious|iable)|or|either|any|between the hours|shift patterns?|"
    r"shifts? (?:include|including|such as|between|from)|earl(?:y|ies)|lates?|\d+ (?:days )?(?:out of|from|over|in) \d+|e\.g\.|example|occasional\w*|some|core hours|up to)\b",
    re.IGNORECASE,
)
ROTA = re.compile(
    r"\b(?:rota|rotas|rotating|rotational|rostered|shift (?:work|patterns?|basis)|\d (?:days )?(?:out of|from|over|in) 7)\b",
    re.IGNORECASE,
)
NAMES = {name.lower(): at for at, name in enumerate(DAYS)}
MOST_BREAK = 90  # minutes a day between being there and being paid, beyond which the times are rather a frame


@dataclass(frozen=True, slots=True)
class Times:
    cell: str
    words: str
    sure: bool


def read(text: str) -> Findings:
    """Says `hours_guaranteed`, `shift`, `term_time_only` and `shifts_chosen_by_worker`, or asks."""
    found = Findings()
    _hours(text, found)
    _times(text, found)
    if (term := TERM_ONLY.search(text)) and not TERM_PLUS.search(text) and not taken_back(text, term.start()):
        found.say(
            "term_time_only",
            "yes",
            around(text, term.start(), term.end(), 30),
            "plain" if "only" in term[0].lower() else "guess",
        )
    if own := OWN_CHOICE.search(text):
        found.say("shifts_chosen_by_worker", "yes", around(text, own.start(), own.end(), 30), "guess")
    return found


def _hours(text: str, found: Findings) -> None:
    listed: dict[tuple[str, str], tuple[str, str]] = {}
    for sentence in sentences(text):
        for match in HOURS.finditer(sentence):
            low, high = match[1] or match[3] or match[5], match[2] or match[4] or ""
            before = sentence[max(0, match.start() - 30) : match.start()]
            kind = "most" if AT_MOST.search(before) else "least" if AT_LEAST.search(before) else ""
            listed.setdefault((low, high), (around(sentence, match.start(), match.end(), 30), kind))
    none = NO_HOURS.search(text)
    if len(listed) == 1:
        (((low, high), (words, kind)),) = listed.items()
        if high or kind == "most" or none:
            found.ask("hours_guaranteed", f"The advert says “{words}”. How many paid hours a week are guaranteed?")
        elif 1 <= float(low) <= 60:
            found.say("hours_guaranteed", low, words, "plain")
    elif listed:
        said = "; ".join(f"“{words}”" for words, _ in list(listed.values())[:4])
        found.ask("hours_guaranteed", f"The advert names more than one: {said}. How many paid hours a week is it?")
    elif none and not taken_back(text, none.start()):
        found.say(
            "hours_guaranteed",
            "0",
            around(text, none.start(), none.end(), 30),
            "plain" if "zero" in none[0].lower() else "guess",
        )
    elif open_ := OPEN_HOURS.search(text):
        found.ask(
            "hours_guaranteed", f"The advert says “{' '.join(open_[0].split())}”. How many paid hours a week is it?"
        )


def _times(text: str, found: Findings) -> None:
    listed = list(dict.fromkeys(_patterns(text, found)))
    if not listed:
        return
    words = "; ".join(each.words for each in listed)
    if ROTA.search(text):
        found.ask(
            "shift", f"The advert says “{words}”, and speaks of a rota. Which days and times are they in each week?"
        )
        return
    cell = _joined(listed)
    if cell is None:
        found.ask("shift", f"The advert says “{words}”. Are these shifts to choose from, or one after the other?")
    elif not _goes_with(cell, found):
        hours = found.said["hours_guaranteed"].cell
        found.ask("shift", f"The advert says “{words}”, and {hours} hours a week. Which of these times are worked?")
    else:
        how: How = "plain" if len(listed) == 1 and listed[0].sure else "guess"
        found.say("shift", cell, words, how)


def _patterns(text: str, found: Findings) -> Iterator[Times]:
    for sentence in sentences(text):
        parts = [part for part in PART.finditer(sentence) if part["days"] or _is_range(part["range"], sentence, part)]
        ranges = [part for part in parts if part["range"]]
        if not ranges or NOT_WORK.search(sentence):
            continue
        words = around(sentence, parts[0].start(), parts[-1].end(), 20)
        if len(ranges) == len(parts):
            if not all(_bare(part["range"]) for part in ranges):
                found.ask("shift", f"The advert says “{words}”, and on no days. Which days are these?")
            continue
        cell = None if NOT_SURE.search(sentence) else _paired(sentence, parts)
        if cell is None:
            found.ask("shift", f"The advert says “{words}”. Which days and times are worked each week?")
        else:
            yield Times(cell, words, sure=not any(_bare(part["range"]) for part in ranges))


def _is_range(text: str, sentence: str, part: re.Match[str]) -> bool:
    """Whether a range is of clock times: not of hours, days, pounds or years."""
    after = sentence[part.end() : part.end() + 14]
    if re.match(
        r"\s*(?:hours?|days?|weeks?|months?|years?|yrs|miles?|minutes?|kg|%|k\b|people|staff|shifts?)\b",
        after,
        re.IGNORECASE,
    ):
        return False
    digits = re.fullmatch(r"(\d{4})\D+(\d{4})\D*", text)
    if digits:
        return all(int(each[:2]) < 25 and each[2:] in ("00", "15", "30", "45") for each in digits.groups())
    return not re.search(r"\band\b", text) or "between" in sentence[max(0, part.start() - 25) : part.start()].lower()


def _bare(text: str) -> bool:
    """`9-5`: neither am or pm nor minutes."""
    return not re.search(r"[ap]\.?m|noon|midday|midnight|\d[:.]\d\d|\d{4}", text, re.IGNORECASE)


def _paired(sentence: str, parts: list[re.Match[str]]) -> str | None:
    """The pattern where each time has its days right before it, or each its days right after it; else None."""
    if len(parts) % 2:
        return None
    said = []
    for one, other in zip(parts[::2], parts[1::2], strict=True):
        if bool(one["days"]) == bool(other["days"]) or not GAP.fullmatch(sentence[one.end() : other.start()]):
            return None
        days, times = (_days_of(one["days"] or other["days"]), _clocks(one["range"] or other["range"]))
        if days is None or times is None:
            return None
        said.append(f"{days} {times}")
    return _joined([Times(each, "", sure=True) for each in said])


def _joined(listed: list[Times]) -> str | None:
    """All of them as one week; None where two overlap or meet, as shifts to choose from do."""
    cell = "; ".join(each.cell for each in listed)
    try:
        (spans,) = Week.parse(cell).rotas
    except (Unreadable, ValueError):
        return None
    arcs = sorted(span.arc for span in spans)
    if any(later[0] <= earlier[1] for earlier, later in pairwise(arcs)):
        return None
    return cell if sum(len(_spans(each.cell)) for each in listed) == len(spans) else None


def _spans(cell: str) -> list[Span]:
    return [span for rota in Week.parse(cell).rotas for span in rota]


def _goes_with(cell: str, found: Findings) -> bool:
    """Whether the hours that are said fit into the times, and fill them but for breaks; none guaranteed goes with any."""
    if "hours_guaranteed" not in found.said:
        return True
    spans = _spans(cell)
    there, paid = sum(span.end - span.start for span in spans), float(found.said["hours_guaranteed"].cell) * 60
    return not paid or (paid <= there + 1 and there - paid <= MOST_BREAK * len(spans))


def _days_of(text: str) -> str | None:
    low = text.lower()
    if low.startswith("weekday"):
        return "Mon-Fri"
    if low.startswith("weekend"):
        return "Sat,Sun"
    if low in ("daily", "every day"):
        return "daily"
    pieces = re.split(r"\s*(,\s*and|-|–|—|to\b|through\b|until\b|,|&|\+|/|and\b)\s*", low)
    names = [NAMES.get(piece[:3], -1) for piece in pieces[::2]]
    if -1 in names or not all(_is_day(piece) for piece in pieces[::2]):
        return None
    said = DAYS[names[0]]
    for joint, name in zip(pieces[1::2], names[1:], strict=True):
        if joint.startswith((",", "&", "+", "/", "and")):
            said += f",{DAYS[name]}"
        elif "-" in said.rpartition(",")[2]:
            return None
        else:
            said += f"-{DAYS[name]}"
    return said


def _is_day(word: str) -> bool:
    return bool(
        re.fullmatch(
            r"mon(?:days?)?|tue(?:s|sdays?)?|wed(?:nesdays?|s)?|thu(?:rs?|rsdays?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?",
            word,
        )
    )


def _clocks(text: str) -> str | None:
    """`9-5pm` as `09:00-17:00`: of the readings that am and pm leave open, the one that is no longer than twelve hours."""
    ends = re.split(
        r"\s*(?:hrs?)?\s*(?:-|–|—|to\b|until\b|till\b|and\b)\s*", text.strip(), maxsplit=1, flags=re.IGNORECASE
    )
    if len(ends) != 2:
        return None
    told = [_readings(each) for each in ends]
    fixed = any(re.search(r"[ap]\.?m|noon|midday|midnight", each, re.IGNORECASE) for each in ends)
    if not fixed and all(re.search(r"\d[:.]?\d\d", each) for each in ends):  # a clock of 24 hours
        first = [each[:1] for each in told]
        told = first if first[0] and first[1] and first[0] < first[1] else told
    pairs = [(start, end) for start in told[0] for end in told[1] if 0 < (end - start) % DAY <= 12 * 60]
    if not fixed and len(pairs) > 1:
        pairs = [(start, end) for start, end in pairs if 6 * 60 <= start < end]  # by day, as who writes 9-5 means it
    if len(pairs) != 1:
        return None
    start, end = pairs[0]
    return f"{start // 60:02}:{start % 60:02}-{'24:00' if end in (0, DAY) else f'{end // 60:02}:{end % 60:02}'}"


def _readings(text: str) -> list[int]:
    """The minutes after midnight that a time may mean: one where am or pm is said, else the morning's and the evening's."""
    found = ONE_TIME.match(text.strip())
    if found is None:
        return []
    if found["noon"] or text.strip().lower().endswith("noon"):
        return [720]
    if found["night"]:
        return [DAY]
    hour, minute = int(found["h"]), int(found["m"] or 0)
    if hour > 24 or minute > 59:
        return []
    at = hour * 60 + minute
    if found["half"]:
        return [at % 720 + (720 if found["half"].lower() == "p" else 0)] if hour <= 12 else [at]
    return [at] if hour > 12 or hour == 0 else [at % 720 if hour != 12 else 720, at % 720 + 720 if hour != 12 else 0]
