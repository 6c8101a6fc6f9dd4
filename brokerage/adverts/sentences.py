"""An advert's words, sentence by sentence: what one says is bounded by it, and so is what takes it back."""

import re
from functools import lru_cache

LONGEST = 500  # characters; whatever runs on longer is cut into pieces
ABBREVIATED = r"(?<![ap]\.[mah]\.)(?<!e\.g\.)(?<!i\.e\.)(?<!approx\.)"
END = re.compile(rf"(?<=[.!?;]){ABBREVIATED}\s+(?=[A-Z£\d“\"(•*-])|\n+|\s+[•·]\s+")
NOT_THIS = re.compile(
    r"\b(?:no|not|without|never|don['’]?t|doesn['’]?t|isn['’]?t|won['’]?t|neither|nor)\b[^,.;]{0,40}$", re.IGNORECASE
)
NICE = re.compile(
    r"\b(?:desirable|desired|preferred|preferably|preferable|advantage(?:ous)?|beneficial|benefit|bonus|ideally|ideal|a plus|helpful|useful|nice to have|welcome)\b",
    re.IGNORECASE,
)
LATER = re.compile(
    r"\b(?:training (?:is |will be )?(?:given|provided|offered)|we(?:['’]ll| will)? (?:train|teach|offer|provide|support|pay for)|will be (?:provided|given|offered|funded|trained)|"
    r"full training|opportunity to|chance to (?:gain|learn)|work towards|working towards|willing(?:ness)? to (?:work|complete|train|undertake|study)|can be (?:gained|arranged)|paid for by us)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[str, ...]:
    parts = (part.strip(" •·*-–\t") for part in END.split(text))
    return tuple(part[at : at + LONGEST] for part in parts for at in range(0, len(part), LONGEST))


def taken_back(sentence: str, at: int) -> bool:
    """Whether what stands at that place is said not to be so: `no`, `not`, `without` before it in the same clause."""
    return bool(NOT_THIS.search(sentence[max(0, at - 60) : at]))


def around(text: str, start: int, end: int, most: int = 60) -> str:
    """The words of a finding with a little of what stands in the same line before and after them, cut between words."""
    first = max(0, start - most, text.rfind("\n", 0, start) + 1)
    line_end = text.find("\n", end)
    last = min(end + most, len(text) if line_end < 0 else line_end)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return text[first:last].strip(" .,;:(-–")
