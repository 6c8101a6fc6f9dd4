"""When a participant may be written to, and when only a person may get in touch. Channel and safe window are the person's own."""

from datetime import datetime, timedelta

from brokerage.keys.private_links import PAPER, Opened, PrivateLinkSpent
from brokerage.models import CHANNELS, Participant
from brokerage.sending import texts
from employers.clock import local
from matching.week import ALL_MINUTES, DAY, GRID, SEASONS, WEEK, Arc, Unreadable, Week, arcs, covered

NO_MOBILE = "The number that is known is none of a mobile phone, so no text can go there."
LOOK_AHEAD = timedelta(days=8)  # a weekly pattern has come round by then, also where the clocks change


class ByHand(Exception):
    """No message may go there; the text says why, to the keyworker."""


def when(
    participant: Participant, now: datetime, daytime: str, spare_minutes: int, *, by_text: bool = False
) -> datetime:
    """The moment from `now` on (UTC) at which a message may go to this person: inside the safe window, and not at its very end.

    `daytime` stands in where no window was stated. Raises ByHand: paused, another channel, or no safe time at all."""
    check_channel(participant, by_text=by_text)
    found = _next(_safe(participant.safe_window or daytime), now, spare_minutes)
    if found is None:
        raise ByHand("No time of the week is safe for a message.")
    return found


def check_channel(participant: Participant, *, by_text: bool) -> None:
    """Raises ByHand where no message can go at any time: paused, another channel, or no address. `by_text`: whether texts are set up."""
    if participant.paused:
        raise ByHand("Paused by the person, so nothing is sent by itself.")
    if participant.channel == "sms" and by_text:
        if texts.number(participant.phone) is None:
            raise ByHand("No number is known that a text can go to." if participant.phone is None else NO_MOBILE)
    elif participant.channel != "email":
        raise ByHand(_other_channel(participant))
    elif not participant.email:
        raise ByHand("No e-mail address is known.")


def _other_channel(participant: Participant) -> str:
    match participant.channel:
        case None:
            return "The best way to get in touch is not known yet."
        case "none":
            return "This person does not want to be contacted by us: wait until you meet."
        case channel:
            return f"The way to get in touch is: {CHANNELS[channel].lower()}."


def _safe(pattern: str) -> tuple[Arc, ...]:
    """The minutes that are safe in each week of a rota, in term and in the holidays: we do not know which week it is."""
    try:
        week = Week.parse(pattern, off_grid="narrow")
    except Unreadable:
        raise ByHand("The safe window cannot be read.") from None
    safe = ALL_MINUTES
    for rota in range(len(week.rotas)):
        for season in SEASONS:
            safe &= covered(week, rota, season)
    return arcs(safe)


def _next(safe: tuple[Arc, ...], now: datetime, spare: int) -> datetime | None:
    at = now
    while at < now + LOOK_AHEAD:
        if _within(safe, local(at), spare):
            return at
        at = _quarter_after(at)
    return None


def _within(safe: tuple[Arc, ...], clock: datetime, spare: int) -> bool:
    minute = clock.weekday() * DAY + clock.hour * 60 + clock.minute
    return any(
        start <= at < end - (spare if end - start < WEEK else 0)
        for start, end in safe
        for at in (minute, minute + WEEK)
    )


def _quarter_after(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=(at.minute // GRID + 1) * GRID)


def check_link(participant: Participant, opened: Opened) -> None:
    """What went to an address or a number that is not the person's any more opens nothing for whoever reads it. Raises PrivateLinkSpent."""
    theirs = {(participant.email or "").lower(), texts.number(participant.phone), PAPER}
    if not opened.whom or opened.whom.lower() not in theirs:
        raise PrivateLinkSpent
