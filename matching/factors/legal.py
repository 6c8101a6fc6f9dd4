"""What the law does not allow, and until when. A restriction is a category and a date; no offence is held anywhere."""

from datetime import date, timedelta

from matching.pair import Pair
from matching.terms import Dated, Finding, Reason


def find(pair: Pair) -> Finding:
    involves, legal, checks = pair.job.involves, pair.person.legal, pair.job.dbs not in (None, "none")
    if legal is None:
        if involves == frozenset() and not checks:
            return Finding(1.0, 1.0, 1.0, (Reason("The work involves nothing that the law restricts.", "pass"),))
        return _unknown(Reason(_conversation(pair), "unknown", "participant"))
    if not legal or involves == frozenset():
        return Finding(1.0, 1.0, 1.0, (Reason("Nothing in the law stands in the way.", "pass"),))
    if involves is None:
        if not any(pair.holds(item.until) is not False for item in legal):
            return Finding(1.0, 1.0, 1.0, (Reason("Nothing in the law stands in the way by the start.", "pass"),))
        asked = " or ".join(item.key.replace("_", " ") for item in legal)
        return _unknown(Reason(f"Not known: does the work involve {asked}?", "unknown", "employer"))
    meant = [(item, pair.holds(item.until)) for item in legal if item.key in involves]
    if active := [item for item, holds in meant if holds]:
        return Finding(0.0, 0.0, 0.0, tuple(Reason(_bar(item), "fail", "law") for item in active))
    if open_ones := [item for item, holds in meant if holds is None]:
        return _unknown(*(Reason(_open(item), "unknown", "employer") for item in open_ones))
    return Finding(1.0, 1.0, 1.0, (Reason("Nothing in the law stands in the way.", "pass"),))


def _unknown(*reasons: Reason) -> Finding:
    return Finding(0.0, 0.5, 1.0, reasons)


def _conversation(pair: Pair) -> str:
    if pair.job.dbs not in (None, "none"):
        return "The job asks for a DBS check. Have the disclosure conversation; nothing of it has to be written here."
    if pair.job.involves:
        words = " and ".join(sorted(word.replace("_", " ") for word in pair.job.involves))
        return f"The work involves {words}. Have the disclosure conversation; nothing of it has to be written here."
    return "The advert does not say what the work involves. Have the disclosure conversation, and ask the employer."


def _bar(item: Dated) -> str:
    word = item.key.replace("_", " ")
    if item.until is None:
        return f"The law does not allow work with {word}; no end date is written down."
    return f"The law does not allow work with {word} yet: possible from {_day(_after(item))}."


def _open(item: Dated) -> str:
    word = item.key.replace("_", " ")
    return f"Work with {word} is possible from {_day(_after(item))}: when does the job start?"


def _after(item: Dated) -> date:
    return (item.until or date.max) + timedelta(days=1) if item.until and item.until < date.max else date.max


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
