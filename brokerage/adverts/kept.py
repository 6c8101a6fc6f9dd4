"""What one person has read of adverts, kept until each is added or left."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from brokerage.accounts import User
from brokerage.adverts.advert import Advert, from_json
from brokerage.adverts.finding import Read
from brokerage.adverts.models import AdvertsRead
from brokerage.adverts.plain import cut
from employers.models import LINE, Employer

KEPT = timedelta(days=1)  # an advert's words may name people, so they are not left lying about


def keep(session: Session, owner: User, found: Read, *, employer: Employer | None, now: datetime) -> AdvertsRead:
    """Keeps what was read for its owner; what was forgotten since yesterday goes. `now` in UTC."""
    session.execute(delete(AdvertsRead).where(AdvertsRead.at < now - KEPT))
    kept = AdvertsRead(
        owner_id=owner.id,
        at=now,
        name=cut(found.name, LINE),
        employer_reference=employer.reference if employer else None,
        adverts=[each.as_json() for each in found.adverts],
        pages=found.pages,
        left=found.left,
    )
    session.add(kept)
    session.flush()
    return kept


def find(session: Session, owner: User, number: int) -> AdvertsRead | None:
    return session.scalar(select(AdvertsRead).where(AdvertsRead.id == number, AdvertsRead.owner_id == owner.id))


def adverts(kept: AdvertsRead) -> list[Advert]:
    return [from_json(each) for each in kept.adverts]
