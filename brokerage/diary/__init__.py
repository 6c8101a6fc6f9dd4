"""Time that is taken: quarters of an hour, working days, who of us is at what, and calendars elsewhere that hear of it. Above it: `diaries`."""
