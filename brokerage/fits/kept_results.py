"""The last result of each check, with what it was made of: it names its rules and its day, and can be made again byte for byte.

It holds again what the record held on that day, limits and law included: no page shows it, and it goes with its referral.
"""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from brokerage import settings, shortlists
from brokerage.referral_models import KeptPolicy, KeptResult, Referral
from employers.columns import Refused
from matching import kept
from matching.fit import TOO_MANY, as_json, check
from matching.policy import BadPolicy, Policy
from matching.taxonomy import Taxonomy
from matching.terms import Fit


class NothingKept(Refused):
    def __init__(self, reference: str) -> None:
        super().__init__(f"No result is kept of {reference}: its check was never opened. Open it, and one is.")


class CannotBeMadeAgain(Refused):
    exit_code = 1

    def __init__(self, why: str) -> None:
        super().__init__(f"The result stands as it is kept, but cannot be made again here: {why}")


def keep(session: Session, referral: Referral, fit: Fit) -> None:
    """Keeps what the engine found, in place of what it found before. Notes of the list, such as a pause, are no part of it."""
    _keep_policy(session, fit.policy)
    pair = shortlists.pair_of(referral.participant, referral.vacancy, fit.as_of)
    row = _of(session, referral)
    if row is None:
        row = KeptResult(referral_id=referral.id)
        session.add(row)
    row.as_of, row.policy = fit.as_of, fit.policy
    row.facts, row.result = kept.pack(pair), told(fit)


def get(session: Session, referral: Referral) -> KeptResult:
    """Raises NothingKept."""
    return _of(session, referral) or _none(referral)


def again(session: Session, row: KeptResult) -> str:
    """The result made anew from what is kept, by the rules that are kept. Raises CannotBeMadeAgain.

    Other bytes than `row.result` mean that the program itself has changed since."""
    rules = session.get_one(KeptPolicy, row.policy)
    try:
        policy = Policy.of(kept.unpack_table(rules.written), _taxonomy(rules))
        pair = kept.unpack(row.facts, policy)
    except (BadPolicy, kept.Unreadable) as error:
        raise CannotBeMadeAgain(str(error)) from None
    if policy.id != row.policy:
        raise CannotBeMadeAgain("the rules that are kept do not have the mark they had.")
    return told(check(pair.person, pair.job, pair.on, policy, pair.routes))


def told(fit: Fit) -> str:
    """The bytes of a result: the JSON of the contract, with what the engine itself says and no more."""
    own = replace(fit, notes=tuple(note for note in fit.notes if note == TOO_MANY))
    return json.dumps(as_json(own), ensure_ascii=False)


def made_on(session: Session, referral: Referral) -> tuple[date, str] | None:
    """The day and the rules of the last result of a check; None where it was never opened."""
    row = _of(session, referral)
    return (row.as_of, row.policy) if row else None


def _keep_policy(session: Session, mark: str) -> None:
    if session.get(KeptPolicy, mark) is not None:
        return
    policy = shortlists.policy()
    made = KeptPolicy(mark=mark, written=kept.pack_table(settings.load().matching), skills=policy.taxonomy.version)
    with suppress(IntegrityError), session.begin_nested():  # another process wrote the same just now
        session.add(made)


def _taxonomy(rules: KeptPolicy) -> Taxonomy:
    """The list of skills that is in use, where it is the one of those rules."""
    now = shortlists.policy().taxonomy
    if now.version != rules.skills:
        raise CannotBeMadeAgain(f"it was made with the list of skills {rules.skills}, and {now.version} is in use.")
    return now


def _of(session: Session, referral: Referral) -> KeptResult | None:
    return session.scalar(select(KeptResult).where(KeptResult.referral_id == referral.id))


def _none(referral: Referral) -> KeptResult:
    raise NothingKept(referral.reference)
