"""Texts to a phone: which numbers they go to, and words as the GSM alphabet has them (3GPP TS 23.038)."""

import re

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€\f")  # these take the room of two
PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\t": " "}
)
MOBILE = re.compile(
    r"447(?:[1-57-9]\d{8}|624\d{6})"
)  # Ofcom: 070 is personal numbers, 076 pagers but for the Isle of Man
ABROAD = re.compile(r"(?!44)[1-9]\d{7,14}")  # E.164


def number(phone: str | None) -> str | None:
    """The number as a text goes to it, +447700900123; None where none can."""
    said = (phone or "").strip()
    if not re.fullmatch(r"[+(]?[\d ()./-]+", said):
        return None
    digits = re.sub(r"\D", "", said.replace("(0)", "") if said.startswith(("+", "00")) else said)
    if said.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
    elif digits.startswith("0"):
        digits = f"44{digits[1:]}"
    elif not digits.startswith("44"):
        return None
    return f"+{digits}" if MOBILE.fullmatch(digits) or ABROAD.fullmatch(digits) else None


def plain(words: str) -> str:
    """Words with typographic signs as the GSM alphabet has them, and no empty lines. Letters of a name stay as they are."""
    return "\n".join(line for each in words.translate(PLAIN).splitlines() if (line := " ".join(each.split())))


def parts(words: str) -> int:
    """How many texts a phone network makes of it: 160 signs, or 153 in each of several; 70 and 67 with a letter outside GSM."""
    if set(words) <= BASIC | DOUBLE:
        length, alone, each = len(words) + sum(sign in DOUBLE for sign in words), 160, 153
    else:
        length, alone, each = len(words.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= alone else -(-length // each)
