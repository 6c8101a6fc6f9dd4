"""What was promised, both ways, and signing it."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from employers.agreement_life import STATES, last_day, offered, over, state
from employers.agreement_moves import cleared, hold, sign, signature
from employers.agreement_terms import MORE, mark, promised_columns
from employers.agreements import promise
from employers.columns import Refused, as_cell
from employers.db import reading, transaction
from employers.flows import Act, NotNow
from employers.models import Agreement, Contact
from employers.portal.room import Answer, Room
from employers.words import AGREEMENT_KINDS


class ChangedMeanwhile(Refused):
    def __init__(self) -> None:
        super().__init__("It was changed while you were reading. What it says now is below; read it, then sign.")


class Promises(Room):
    def promises(self) -> Answer:
        with reading() as session:
            contact, today = self.contact(session), self.at().date()
            told = [(self.told(each), state(each, today)) for each in self.own_agreements(session, contact)]
            return self.page(
                session,
                contact,
                "promises",
                to_sign=[each for each, stands in told if stands == "draft"],
                running=[each for each, stands in told if stands in ("signed", "active", "paused")],
                ended=[each for each, stands in told if stands in ("ended", "renewed")],
            )

    def promise(self, agreement: str) -> Answer:
        return self._promise(agreement)

    def sign(self, agreement: str) -> Answer:
        now = self.brokerage.now()
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                own = self.own_agreement(session, contact, agreement)
                hold(session, own)
                if request.form.get("read") != mark(own):
                    raise ChangedMeanwhile
                act = Act(self.brokerage.signed_in_as(), "employer", now)
                sign(session, own, request.form.get("signed_as", ""), act)
        except Refused as refused:
            status = 409 if isinstance(refused, NotNow | ChangedMeanwhile) else 422
            return self._promise(agreement, refused=str(refused), typed=request.form), status
        flash("Thank you. It is signed, and both of us have it here.", "success")
        return redirect(url_for(".promises"))

    def told(self, agreement: Agreement) -> dict[str, Any]:
        """A promise as the pages tell it."""
        today = self.at().date()
        return {
            "agreement": agreement,
            "promise": promise(agreement, today),
            "last_day": last_day(agreement),
            "what": self.brokerage.promised(agreement),
            "whom": _whom(agreement),
            "state": state(agreement, today),
            "stands": STATES[state(agreement, today)],
            "over": over(agreement, today),
            "signature": signature(agreement),
            "cleared": cleared(agreement),
        }

    def _promise(self, reference: str, *, refused: str = "", typed: Mapping[str, str] | None = None) -> str:
        with reading() as session:
            contact = self.contact(session)
            agreement = self.own_agreement(session, contact, reference)
            return self.page(
                session,
                contact,
                "promise",
                each=self.told(agreement),
                terms=_terms(agreement),
                read=mark(agreement),
                errors={"signed_as": refused} if refused else {},
                typed=typed or {},
            )

    def own_agreement(self, session: Session, contact: Contact, reference: str) -> Agreement:
        own = Agreement.reference == reference, Agreement.employer_reference == contact.employer_reference
        found = session.scalar(select(Agreement).where(*own))
        return found if found is not None and offered(found) else abort(404)


def _terms(agreement: Agreement) -> list[tuple[str, str]]:
    """What a signature stands for: each thing that was written down, with its label."""
    origin = [column for column in MORE if column.name in ("cohort", "source", "source_reference")]
    columns = [column for column in (*promised_columns(), *origin) if column.of(agreement) is not None]
    return [(column.label, _in_words(column.name, agreement, as_cell(column.of(agreement)))) for column in columns]


def _in_words(name: str, agreement: Agreement, cell: str) -> str:
    match name:
        case "kind":
            return AGREEMENT_KINDS[cell]
        case "ends_on":
            last = last_day(agreement)
            return f"{last.day} {last:%B %Y}" if last else ""
        case "days_to_interview" | "length_days":
            return f"{cell} {'day' if cell == '1' else 'days'}"
        case "starts_on" | "ring_fenced_until":
            day = getattr(agreement, name)
            return f"{day.day} {day:%B %Y}"
        case _:
            return cell.replace("; ", ", ")


def _whom(agreement: Agreement) -> str:
    """Our side of it: for whom it is, in one sentence."""
    parts = [
        agreement.area and f"who live in {agreement.area.replace('; ', ', ')}",
        agreement.training and f"who have completed {agreement.training}",
        agreement.certificate and f"who hold {agreement.certificate}",
    ]
    said = " and ".join(part for part in parts if part)
    return f"people {said}" if said else "people who want this work"
