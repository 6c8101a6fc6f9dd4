"""One participant, one vacancy, a day and a policy: what every factor looks at."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from matching import areas
from matching.journeys import NO_JOURNEY, NO_ROUTES, Journey, Routes, journey, out_of_reach
from matching.policy import Policy
from matching.school_year import weeks
from matching.terms import Job, Moves, Person, Spot


@dataclass(frozen=True)
class Pair:
    person: Person
    job: Job
    on: date
    policy: Policy
    routes: Routes = NO_ROUTES  # at the hours of the shift as it stands; a shift that is moved keeps them

    @cached_property
    def starts(self) -> tuple[date, date]:
        """The first and the last day on which the job may start. Nobody starts before the day asked about."""
        if self.job.starts_on is None:
            return self.on, self.on + timedelta(days=self.policy.start_days)
        return max(self.on, self.job.starts_on), max(self.on, self.job.starts_on)

    def holds(self, until: date | None) -> bool | None:
        """Whether something with this last day still holds when the job starts; `None` where it ends within the span."""
        first, last = self.starts
        if until is None or until >= last:
            return True
        return None if until >= first else False

    @property
    def from_home(self) -> bool:
        return self.job.home_working == "all"

    @cached_property
    def ruled_out(self) -> bool:
        """Whether the place itself is out of the question for this person."""
        return areas.ruled_out(self.person, self.job)

    @property
    def workplace(self) -> Spot | None:
        return self.person.home if self.from_home else self.job.site

    @cached_property
    def to_work(self) -> Journey:
        """From home to work."""
        return NO_JOURNEY if self.from_home else self._journey(self.person.home, self.job.site)

    @cached_property
    def to_gate(self) -> Journey:
        """Between the school gate and work."""
        run = self.person.school_run
        return NO_JOURNEY if run is None else self._journey(run.spot, self.workplace)

    def _journey(self, a: Spot | None, b: Spot | None) -> Journey:
        rules = self.policy.travel
        way = journey(self.person, a, b, rules, self.routes)
        return out_of_reach(way, self.person, rules) if self.ruled_out else way

    @cached_property
    def weeks(self) -> tuple[float, float]:
        """Weeks of term and of school holidays in a year from the start, as the loaded calendars have them, else as usual."""
        rules = self.policy.schedule
        return weeks(self.person.school_years, self.starts[0]) or (rules.term_weeks, rules.holiday_weeks)

    @cached_property
    def moves(self) -> Moves:
        """How far the employer could move: what was said, else how far an employer may be asked."""
        asks = self.policy.asks
        return self.job.negotiable or Moves(asks.start, asks.finish, asks.days, asks.hours)
