"""Where employers and their jobs are: a drawing of our own, and the same as a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from brokerage.access import actor
from brokerage.ledger import site_map, sites
from brokerage.ledger.site_map import Point, Site
from brokerage.pages.acting import moment, names
from brokerage.pages.listing import chips, paged, with_args
from brokerage.shortlists import unlisted
from employers.clock import local
from employers.db import reading
from employers.models import Employer, Vacancy

pages = Blueprint("site_map", __name__)


@dataclass(frozen=True)
class Mark:
    """A point as it is drawn: where it leads, and what a hand that rests on it reads."""

    point: Point
    address: str
    says: str


@pages.get("/map")
def index() -> str:
    today, whose = local(moment()).date(), request.args.get("whose", "")
    with reading() as session:
        everybody = _employers(session)
        mine = [each for each in everybody if each.coordinator == actor()]
        shown = mine if whose == "mine" else everybody
        jobs = [job for each in shown for job in each.vacancies if unlisted(job, today) is None]
        found, nowhere = sites.sites(session, shown, jobs)
        found.sort(key=lambda site: (site.employer.name.casefold(), site.latitude, site.longitude))
        near = _asked(request.args.get("near", ""), found)
        drawn = site_map.draw(near or found, sites.names(session, [*shown, *jobs]))
        page = paged(near or found)
        return render_template(
            "ledger/map.html",
            drawing=drawn,
            marks=[_mark(each) for each in drawn.points] if drawn else [],
            wide=site_map.WIDE,
            high=site_map.HIGH,
            page=page,
            rows=_rows(page.items, found),
            nowhere=nowhere,
            closer=bool(near),
            whole=with_args(near=None),
            whose=chips("whose", [("", "All employers", len(everybody)), ("mine", "My employers", len(mine))]),
            names=names(session, {each.coordinator for each in shown if each.coordinator}),
        )


def _employers(session: Session) -> list[Employer]:
    jobs = selectinload(Employer.vacancies).joinedload(Vacancy.employer)
    return list(session.scalars(select(Employer).options(jobs).order_by(Employer.name, Employer.reference)))


def _mark(point: Point) -> Mark:
    """One employer opens; several that lie apart are drawn closer; several at one place are pointed out in the list."""
    jobs = f"{point.jobs} open {'job' if point.jobs == 1 else 'jobs'}"
    if len(point.employers) == 1:
        address = url_for("employers.show", reference=point.employers[0].reference)
    else:
        lats, lons = [site.latitude for site in point.sites], [site.longitude for site in point.sites]
        apart = min(lats) < max(lats) or min(lons) < max(lons)
        box = f"{min(lats)},{min(lons)},{max(lats)},{max(lons)}"
        address = with_args(near=box) if apart else f"#employer-{point.employers[0].id}"
    return Mark(point, address, f"{point.called}: {jobs}")


def _rows(shown: Sequence[Site], found: Sequence[Site]) -> list[tuple[Site, bool, tuple[Site, float] | None]]:
    """(place, whether it is the employer's first here, the nearest place of another with km)"""
    seen: set[int] = set()
    rows = []
    for site in shown:
        rows.append((site, site.employer.id not in seen, site_map.nearest(site, found)))
        seen.add(site.employer.id)
    return rows


def _asked(near: str, found: Sequence[Site]) -> list[Site]:
    """The places within a box of the address, `south,west,north,east` in degrees, for a closer look; none where it says no box."""
    try:
        south, west, north, east = map(float, near.split(","))
    except ValueError:
        return []
    return [site for site in found if south <= site.latitude <= north and west <= site.longitude <= east]
