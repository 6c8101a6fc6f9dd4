"""How good a job is, beside how well it fits: five sentences, for whoever may read the check."""

from dataclasses import dataclass
from datetime import date

from brokerage import settings, shortlists
from brokerage.models import Participant
from employers.models import Vacancy
from matching.quality import Aspect, Offered, Side, quality

NAMES: dict[Side, str] = {
    "guaranteed": "Guaranteed hours",
    "notice": "Notice of shifts",
    "pay": "Pay",
    "contract": "Contract",
    "training": "Training",
}


@dataclass(frozen=True, slots=True)
class Shown:
    name: str
    aspect: Aspect


def shown(person: Participant, job: Vacancy, on: date) -> list[Shown]:
    """In the order of the page; not by whether they are met."""
    offered = Offered(job.rota_notice_days, job.agreement.training if job.agreement else None)
    found = quality(shortlists.pair_of(person, job, on), offered, settings.load().quality.rota_notice_days)
    return [Shown(NAMES[aspect.side], aspect) for aspect in found]
