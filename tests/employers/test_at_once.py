"""Two who need a reference, or renew one agreement, at the same moment: each record gets its own, and nobody gets an error page."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import trade
from sqlalchemy import Engine, select
from trade import GRACE, NOON

from employers import records
from employers.agreement_moves import renew
from employers.agreement_terms import AGREEMENTS
from employers.columns import Refused
from employers.db import reading, transaction
from employers.employers import EMPLOYERS
from employers.flows import Act
from employers.models import Agreement, Employer

COORDINATOR = Act(GRACE.email, "coordinator", NOON)


def at_once(does: Sequence[Callable[[], str]]) -> list[str]:
    ready = Barrier(len(does))

    def one(do: Callable[[], str]) -> str:
        ready.wait(timeout=20)
        try:
            return do()
        except Refused as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(len(does)) as all_of_them:
        return list(all_of_them.map(one, does))


def renewed(reference: str) -> str:
    with transaction(by=GRACE.email) as session:
        agreement = session.scalars(select(Agreement).where(Agreement.reference == reference)).one()
        return renew(session, agreement, records.take_reference(session, AGREEMENTS), COORDINATOR).reference


@pytest.fixture
def promised(database: Engine) -> None:
    with transaction(by="test") as session:
        trade.an_employer(session)
        for reference in ("A1", "A2"):
            trade.an_agreement(session, reference, starts_on=date(2026, 9, 1), ends_on=date(2027, 3, 1))


def test_new_records_at_once_get_references_of_their_own(database: Engine) -> None:
    def new() -> str:
        with transaction(by="test") as session:
            cells = {"reference": records.take_reference(session, EMPLOYERS), "name": "Calder Homes"}
            return str(records.save(session, EMPLOYERS, cells).record.reference)

    assert sorted(at_once([new] * 4)) == ["E001", "E002", "E003", "E004"]
    with reading() as session:
        assert len(session.scalars(select(Employer)).all()) == 4


@pytest.mark.usefixtures("promised")
def test_one_agreement_is_renewed_once() -> None:
    assert sorted(at_once([lambda: renewed("A1")] * 2)) == ["A3", "RenewedAlready"]


@pytest.mark.usefixtures("promised")
def test_two_agreements_renewed_at_once_get_references_of_their_own() -> None:
    assert sorted(at_once([lambda: renewed("A1"), lambda: renewed("A2")])) == ["A3", "A4"]
