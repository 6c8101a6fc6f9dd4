"""The times at which an employer sees people."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial

from flask import flash, redirect, request, url_for

from employers import introductions, readers, waiting
from employers.columns import BadCells, Refused
from employers.db import reading, transaction
from employers.models import BY_VIDEO, Introduction, Vacancy
from employers.portal.room import Answer, Room
from employers.times import days_away, offered_times
from employers.times.offered_times import Offer
from employers.times.openings import HOW_A_LINK, is_link
from employers.times.time_models import Absence
from matching import grammar


class Times(Room):
    def times(self) -> Answer:
        return self._times()

    def _times(self, *, errors: Mapping[str, str] | None = None, refused: str = "") -> Answer:
        at = self.at()
        with reading() as session:
            contact = self.contact(session)
            hours, rooms, minutes = offered_times.habits(session, contact)
            offered = offered_times.coming(session, contact, at, self.brokerage.free)
            jobs = offered_times.jobs(session, contact, at.date())
            first = _first_day(at.date())
            away = days_away.of_employer(session, contact.employer_reference)
            off = partial(self._off, away)
            days = offered_times.days(first, off)
            chosen = request.values.get("job") or _most_waited_for(introductions.on_desk(session, contact), jobs, at)
            page = self.page(
                session,
                contact,
                "times",
                jobs=jobs,
                job=chosen,
                days=days,
                hours=hours,
                rooms=rooms
                or [contact.employer.postcode and f"At {contact.employer.name}, {contact.employer.postcode}"],
                minutes=minutes,
                lengths=offered_times.MINUTES,
                offered=offered,
                taken={each.slot.starts_at for each in offered if each.slot.vacancy_reference == chosen},
                first=first,
                later=(offered_times.days(days[-1] + timedelta(days=1), off))[0],
                soonest=offered_times.days(_first_day(at.date(), asked=False), off)[0],
                combine=datetime.combine,
                errors=dict(errors or {}),
                refused=refused,
                typed=request.form,
            )
        return (page, 409) if refused else (page, 422) if errors else page

    def _off(self, away: Iterable[Absence], day: date) -> bool:
        return days_away.is_away(away, day) or self.brokerage.holiday(day, self.brokerage.country)

    def offer_times(self) -> Answer:
        at = self.at()
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                job = self.own_job(session, contact, request.form.get("job", ""))
                offer, errors = _offer(job, request.form)
                if not errors:
                    offered_times.check(offer, at, days_away.of_employer(session, contact.employer_reference))
                    made = offered_times.put(session, offer)
                    flash(_thanks(len(made)), "success")
        except BadCells as bad:
            errors = {each.column: each.sentence for each in bad.wrong}
        return self._times(errors=errors) if errors else redirect(url_for(".times"))

    def take_back(self, reference: str) -> Answer:
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                slot = offered_times.take_back(session, contact, reference, self.at())
                flash(f"Your time at {slot.starts_at:%H:%M} is taken back.", "success")
        except Refused as refused:
            return self._times(refused=str(refused))
        return redirect(url_for(".times"))


def _first_day(today: date, *, asked: bool = True) -> date:
    """The first day shown: the one asked for with `from`, else the first that leaves people time to be told."""
    soonest = date.fromordinal(today.toordinal() + offered_times.NOTICE)
    if asked:
        with suppress(ValueError):
            wanted = grammar.day(request.values.get("from", ""))
            latest = date.fromordinal(today.toordinal() + offered_times.FARTHEST - 14)
            return min(max(wanted, soonest), latest)
    return soonest


def _most_waited_for(cards: Iterable[Introduction], jobs: list[Vacancy], at: datetime) -> str:
    waits = [card.vacancy_reference for card in cards if waiting.stage(card, at) in ("wanted", "promised", "new")]
    open_jobs = [job.reference for job in jobs]
    wanted = [reference for reference in waits if reference in open_jobs] or open_jobs
    return max(sorted(set(wanted)), key=wanted.count, default="")


def _offer(job: Vacancy, form: Mapping[str, str]) -> tuple[Offer, dict[str, str]]:
    """What was filled in on the page of times, and {field: sentence} for what cannot be read."""
    errors: dict[str, str] = {}
    starts = [start for text in request.form.getlist("at") if (start := _moment(text))]
    if form.get("other_time", "").strip():
        other = _moment(f"{form.get('other_day', '')} {form['other_time'].strip()}")
        if other is None:
            errors["other_time"] = "Write the time as 16:15."
        else:
            starts.append(other)
    where = form.get("where", "")
    where = form.get("elsewhere", "") if where in ("", "elsewhere") else where
    link = form.get("link", "").strip() if where == BY_VIDEO else ""
    if link and not is_link(link):
        errors["link"] = f"{HOW_A_LINK[:1].upper()}{HOW_A_LINK[1:]}."
    places = form.get("group", "") if form.get("places") == "group" else form.get("places", "")
    minutes = _whole(form.get("minutes", ""))
    return Offer(job, tuple(starts), minutes, _whole(places), where.strip() or None, link or None), errors


def _moment(text: str) -> datetime | None:
    day, _, clock = text.strip().partition(" ")
    with suppress(ValueError):
        return datetime.combine(grammar.day(day), time.fromisoformat(clock.zfill(5)).replace(tzinfo=None))
    return None


def _whole(text: str) -> int:
    return readers.count(text, 9999) or 0


def _thanks(count: int) -> str:
    if count == 0:
        return "You had offered these already, so nothing has changed."
    times = "This time is" if count == 1 else f"These {count} times are"
    return f"{times} offered. We fit people to them and tell you who is coming."
