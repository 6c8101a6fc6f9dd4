"""The last result of a check is kept with its facts, its day and its rules, and can be made again byte for byte."""

import copy
import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from trade import NOON, PRIYA, TODAY, a_participant, a_referral, a_vacancy, an_employer

from brokerage import settings, shortlists
from brokerage.fits import kept_results, suitability
from brokerage.fits.kept_results import CannotBeMadeAgain, NothingKept
from brokerage.referral_models import KeptPolicy, KeptResult, Referral
from brokerage.referrals import take
from employers.db import transaction
from matching.policy import Policy
from matching.taxonomy import built_in


@pytest.fixture
def referral(session: Session) -> Referral:
    an_employer(session)
    person = a_participant(
        session,
        available="Mon-Fri 09:00-17:00",
        caring="none",
        hours_min=16,
        hours_max=24,
        limits="lifting 5",
        legal="money until 2031-05-01",
        skills="till work; not yet audio typing",
        certificates="food hygiene until 2027-03-01",
    )
    job = a_vacancy(
        session,
        shift="Mon-Fri 08:30-13:30",
        hours_guaranteed=20,
        demands="lifting 15",
        pay_from=13.5,
        pay_period="hour",
    )
    return a_referral(session, person, job, state="asked")


def row(session: Session, referral: Referral) -> KeptResult:
    session.flush()
    return kept_results.get(session, referral)


def test_it_names_its_rules_and_its_day_and_is_made_again_byte_for_byte(session, referral) -> None:
    fit = suitability.fill(session, referral, TODAY)

    kept = row(session, referral)
    assert (kept.as_of, kept.policy) == (TODAY, shortlists.policy().id) == kept_results.made_on(session, referral)
    assert json.loads(kept.result)["changes"] == [
        {"who": each.who, "what": each.what, "to": each.to, "text": each.text} for each in fit.changes
    ]
    assert kept_results.again(session, kept) == kept.result


def test_what_changes_afterwards_changes_nothing_of_it(session, referral, monkeypatch) -> None:
    """Neither the person's facts, nor the vacancy's, nor the rules."""
    suitability.fill(session, referral, TODAY)
    kept = row(session, referral)
    before, mark = kept.result, kept.policy
    take(session, referral, "set_aside", PRIYA, NOON, why="Ola starts elsewhere on Monday.")

    referral.participant.available, referral.participant.limits = "Sat 09:00-12:00", "none"
    referral.vacancy.shift, referral.vacancy.pay_from = "Sun 06:00-10:00", 9.0
    other = copy.deepcopy(settings.load().matching)
    other["weights"] |= {"skills": 0.20, "pay": 0.20}
    monkeypatch.setattr(shortlists, "policy", lambda: Policy.of(other, built_in()))
    fresh = suitability.fill(session, referral, TODAY + timedelta(days=30))

    kept = row(session, referral)
    assert fresh.policy != mark == kept.policy
    assert kept_results.told(fresh) != before == kept.result == kept_results.again(session, kept)


def test_looking_again_replaces_it_and_rules_are_kept_once(session, referral) -> None:
    suitability.fill(session, referral, TODAY)
    referral.vacancy.hours_guaranteed = 40
    suitability.fill(session, referral, TODAY + timedelta(days=1))

    kept = row(session, referral)
    assert kept.as_of == TODAY + timedelta(days=1)
    assert kept_results.again(session, kept) == kept.result
    for table in (KeptResult, KeptPolicy):
        assert session.scalar(select(func.count()).select_from(table)) == 1


def test_a_pause_is_no_part_of_it(session, referral) -> None:
    referral.participant.live = False
    assert suitability.fill(session, referral, TODAY).notes
    kept = row(session, referral)
    assert "Paused" not in kept.result
    assert kept_results.again(session, kept) == kept.result


def test_another_list_of_skills_or_another_version_is_a_sentence(session, referral) -> None:
    suitability.fill(session, referral, TODAY)
    kept = row(session, referral)
    rules = session.get_one(KeptPolicy, kept.policy)

    own, rules.skills = rules.skills, "ESCO 9"
    with pytest.raises(CannotBeMadeAgain, match="it was made with the list of skills ESCO 9"):
        kept_results.again(session, kept)
    rules.skills = own
    rules.written = rules.written.replace("0.3", "0.31", 1)
    with pytest.raises(CannotBeMadeAgain):
        kept_results.again(session, kept)


def test_a_check_that_nobody_opened_has_none(session, referral) -> None:
    assert kept_results.made_on(session, referral) is None
    with pytest.raises(NothingKept, match="its check was never opened"):
        kept_results.get(session, referral)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_makes_the_same_bytes(database: Engine, seed: str) -> None:
    """Sets of words have another order in each process: nothing of a result hangs on it."""
    with transaction(by="test") as session:
        an_employer(session)
        person = a_participant(
            session, contracts="permanent; casual", not_adjustable="noise; lifting", limits="noise no; lifting 2"
        )
        job = a_vacancy(
            session, demands="lifting 15; noise", adjustable="noise", involves="money; driving", contract="temporary"
        )
        suitability.fill(session, a_referral(session, person, job, state="asked"), TODAY)
    done = subprocess.run(
        [sys.executable, "-c", "from brokerage.cli import main; main()", "replay", "R-P1-V1"],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("The same, byte for byte: as of 2027-01-14, by rules "), done.stderr
