"""The employer's calendar: who comes on which day, over four weeks."""

from datetime import date, timedelta

from flask import request

from employers.db import reading
from employers.portal.room import Answer, Room
from employers.times.diary import WEEK, spread
from matching import grammar

WEEKS = 4


class Calendar(Room):
    def calendar(self) -> Answer:
        today = self.at().date()
        monday = _monday(request.args.get("from", ""), today)
        last = monday + WEEKS * WEEK - timedelta(days=1)
        with reading() as session:
            contact = self.contact(session)
            days = spread(self.brokerage.diary(session, contact, monday, last), monday, last)
            weeks = [monday + number * WEEK for number in range(WEEKS)]
            return self.page(
                session,
                contact,
                "calendar",
                weeks=[
                    (begin, [(day, those) for day, those in days.items() if those and begin <= day < begin + WEEK])
                    for begin in weeks
                ],
                here=monday <= today <= last,
                before=monday - WEEKS * WEEK,
                after=last + timedelta(days=1),
            )


def _monday(asked: str, today: date) -> date:
    """The Monday of the week of that day; of this one where none was asked for."""
    try:
        day = grammar.day(asked)
    except ValueError:
        day = today
    return day - timedelta(days=day.weekday())
