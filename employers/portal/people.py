"""The cards on an employer's desk, and what he says to each: see, hold, not this time, whether they met, feedback, the job."""

from collections.abc import Callable, Iterable, Mapping

from flask import abort, flash, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from employers import introductions, waiting
from employers.columns import Refused
from employers.db import reading, transaction
from employers.introductions import NothingWritten, NotOnDesk, ReasonMissing, TakenBack, TooLong
from employers.models import Contact, Introduction
from employers.portal.room import Answer, Room
from employers.times.time_models import InterviewWord
from employers.trust.roles import may
from employers.words import REASONS

Cells = Mapping[str, str]
People = list[tuple[Introduction, waiting.Stage]]
GROUPS: tuple[tuple[str, tuple[waiting.Stage, ...]], ...] = (
    ("Waiting for your answer", ("new", "held")),
    ("To be said after the interview", ("past",)),
    ("Interviews to come", ("booked",)),
    ("A time is looked for", ("wanted", "promised")),
    ("You met", ("met", "offered")),
    ("Not this time", ("closed",)),
)


class NotMetYet(Refused):
    def __init__(self) -> None:
        super().__init__("Feedback is for after an interview. Say first that you met.")


class OnDesk(Room):
    def people(self) -> Answer:
        with reading() as session:
            contact, at = self.contact(session), self.at()
            people = [(card, waiting.stage(card, at)) for card in introductions.on_desk(session, contact)]
            return self.page(session, contact, "people", groups=_groups(people))

    def person(self, reference: str) -> Answer:
        return self._person(reference)

    def _person(
        self, reference: str, *, refused: str = "", errors: Mapping[str, str] | None = None, typed: Cells | None = None
    ) -> Answer:
        with reading() as session:
            contact, at = self.contact(session), self.at()
            card = self.card(session, contact, reference)
            page = self.page(
                session,
                contact,
                "person",
                card=card,
                stage=waiting.stage(card, at),
                can=self.brokerage.possible(session, card) if may(contact, "answer") else frozenset(),
                agreed_on=self.brokerage.agreed_on(session, card),
                place=_place(card, introductions.on_desk(session, contact)),
                reasons=REASONS,
                word=session.scalar(select(InterviewWord.text).where(InterviewWord.introduction_id == card.id)),
                refused=refused,
                errors=dict(errors or {}),
                typed=typed or {},
            )
        return (page, 409) if refused else (page, 422) if errors else page

    def answer(self, reference: str) -> Answer:
        """See, hold, or on to the reason."""
        said = request.form.get("answer", "")
        if said == "not_this_time":
            with reading() as session:
                self.card(session, self.contact(session), reference)
            return redirect(url_for(".reason", reference=reference))
        if said not in ("see", "hold"):
            return self._person(reference, errors={"answer": "Choose what you would like to do."})

        def take(session: Session, contact: Contact, card: Introduction) -> None:
            introductions.answer(session, card, said, contact=contact, now=self.brokerage.now())
            hold = f"{waiting.called(card)} is on hold. Say when you know more; we wait with you."
            see = f"Thank you. You will meet {waiting.called(card)}: we book one of your times and tell you."
            flash(see if said == "see" else hold, "success")

        return self._change(reference, take)

    def reason(self, reference: str) -> Answer:
        return self._reason(reference)

    def _reason(self, reference: str, *, errors: Mapping[str, str] | None = None, typed: Cells | None = None) -> Answer:
        with reading() as session:
            contact = self.contact(session)
            card = self.card(session, contact, reference)
            if "not_this_time" not in self.brokerage.possible(session, card):
                return redirect(url_for(".person", reference=reference))
            page = self.page(
                session, contact, "reason", card=card, reasons=REASONS, errors=dict(errors or {}), typed=typed or {}
            )
        return (page, 422) if errors else page

    def give_reason(self, reference: str) -> Answer:
        """Not this time: with the reason that the person hears, and apart from it a word for the keyworker alone."""
        reason, word = request.form.get("reason"), request.form.get("word", "")

        def take(session: Session, contact: Contact, card: Introduction) -> None:
            now = self.brokerage.now()
            introductions.answer(
                session, card, "not_this_time", contact=contact, now=now, reason=reason or None, word=word
            )
            flash("Thank you for saying so, and why. It has been passed on.", "success")

        try:
            return self._change(reference, take)
        except ReasonMissing as error:
            return self._reason(reference, errors={"reason": str(error)}, typed=request.form)
        except TooLong as error:
            return self._reason(reference, errors={"word": str(error)}, typed=request.form)

    def met(self, reference: str) -> Answer:
        """Whether the interview took place."""
        held = {"yes": True, "no": False}.get(request.form.get("met", ""))
        if held is None:
            return self._person(reference, errors={"met": "Say whether you met."})

        def take(session: Session, contact: Contact, card: Introduction) -> None:
            self.brokerage.took_place(session, card, held, _address(contact), self.brokerage.now())
            flash(
                "Good. Now a few words, if you like."
                if held
                else "Noted. We find out and write to you; nobody is blamed.",
                "success",
            )

        return self._change(reference, take)

    def cancel(self, reference: str) -> Answer:
        """Gives up the time of an interview; the person stays on the desk."""
        why = request.form.get("why", "").strip()
        if not why:
            sentence = "Say in a few words why, so that the person hears it."
            return self._person(reference, errors={"why": sentence}, typed=request.form)

        def take(session: Session, contact: Contact, card: Introduction) -> None:
            self.brokerage.cancel(session, card, why[:500], _address(contact), self.brokerage.now())
            flash("The interview is cancelled, and we tell everybody. Offer another time when you can.", "success")

        return self._change(reference, take)

    def feedback(self, reference: str) -> Answer:
        text = request.form.get("feedback", "")

        def take(session: Session, contact: Contact, card: Introduction) -> None:
            if not card.met:
                raise NotMetYet
            introductions.give_feedback(session, card, text, contact, self.brokerage.now())
            flash(f"Thank you. {waiting.called(card)} will hear it.", "success")

        try:
            return self._change(reference, take)
        except (NothingWritten, TooLong) as error:
            return self._person(reference, errors={"feedback": str(error)}, typed=request.form)

    def offer(self, reference: str) -> Answer:
        def take(session: Session, contact: Contact, card: Introduction) -> None:
            introductions.offer_job(session, card, contact, self.brokerage.now())
            flash(f"The job is offered to {waiting.called(card)}. We ask and come back to you.", "success")

        return self._change(reference, take)

    def _change(self, reference: str, take: Callable[[Session, Contact, Introduction], None]) -> Answer:
        """Does something with a card in one transaction; where it cannot be done, the card with the sentence that says why."""
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                take(session, contact, introductions.own(session, contact, reference))
        except (ReasonMissing, NothingWritten, TooLong):
            raise  # beside the field, by whoever has it
        except TakenBack as gone:
            return self._gone(str(gone))
        except NotOnDesk:
            abort(404)
        except Refused as refused:
            return self._person(reference, refused=str(refused))
        return redirect(url_for(".person", reference=reference))

    def _gone(self, sentence: str) -> Answer:
        with reading() as session:
            return self.page(session, self.contact(session), "gone", sentence=sentence), 409


def _groups(people: People) -> list[tuple[str, People]]:
    groups = [(heading, [each for each in people if each[1] in stages]) for heading, stages in GROUPS]
    return [(heading, some) for heading, some in groups if some]


def _place(card: Introduction, cards: Iterable[Introduction]) -> tuple[int, int]:
    """Which one of those for the same job it is, the first laid first: (1, 2)."""
    same = [each.reference for each in cards if each.vacancy_reference == card.vacancy_reference][::-1]
    return same.index(card.reference) + 1, len(same)


def _address(contact: Contact) -> str:
    return contact.email or contact.name or "the employer"
