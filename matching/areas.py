"""Places where a person must not be sent: a limit that nothing cures, and of which one sentence is said that never varies."""

from matching.journeys import great_circle_km
from matching.terms import Area, Job, Person, Reason, Spot

UNSUITED = Reason("The place does not suit.", "fail", "participant")


def ruled_out(person: Person, job: Job) -> bool:
    """Whether the work lies, or may lie, in a barred area, or lies for sure outside every allowed one.

    Work done at home never does; a place that is not known rules nobody out."""
    if job.site is None or job.home_working == "all" or not (person.barred or person.allowed):
        return False
    site = job.site
    inside_allowed = not person.allowed or any(_may_lie_in(site, area) for area in person.allowed)
    return not inside_allowed or any(_may_lie_in(site, area) for area in person.barred)


def _may_lie_in(site: Spot, area: Area) -> bool:
    return great_circle_km(site, area.spot) - site.radius_km - area.spot.radius_km <= area.km
