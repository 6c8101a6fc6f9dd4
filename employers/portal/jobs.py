"""An employer's own jobs: the list, one with its people, and the form."""

from flask import abort, flash, redirect, request, url_for

from employers import asks, introductions, own_jobs, waiting
from employers.columns import Refused
from employers.db import reading, transaction
from employers.next_moves import is_open
from employers.portal.room import Answer, Room
from employers.trust import moves


class Jobs(Room):
    def jobs(self) -> Answer:
        with reading() as session:
            contact, today = self.contact(session), self.at().date()
            jobs = self.own_jobs(session, contact)
            cards = introductions.on_desk(session, contact)
            return self.page(
                session,
                contact,
                "jobs",
                open_jobs=[job for job in jobs if is_open(job, today)],
                closed_jobs=[job for job in jobs if not is_open(job, today)],
                people={job.reference: [card for card in cards if card.vacancy is job] for job in jobs},
            )

    def job(self, reference: str) -> Answer:
        return self._job(reference)

    def _job(self, reference: str, refused: str = "", asked: str = "") -> str:
        """The page of a job; `refused` is what stood in the way of the answer to the question `asked`."""
        with reading() as session:
            contact, at = self.contact(session), self.at()
            job = self.own_job(session, contact, reference)
            cards = [card for card in introductions.on_desk(session, contact) if card.vacancy is job]
            return self.page(
                session,
                contact,
                "job",
                job=job,
                is_open=is_open(job, at.date()),
                facts=self.brokerage.facts(job),
                people=[(card, waiting.stage(card, at)) for card in cards],
                asked=[each for each in asks.waiting(session, contact) if each.vacancy is job],
                units=moves.UNITS,
                errors={f"said-{asked}": refused} if refused else {},
                typed=request.form,
            )

    def answer_ask(self, reference: str, asked: str) -> Answer:
        """What was asked about a job: yes, no, or by how much it could move; a yes changes the job so."""
        said = request.form.get("said")
        if said not in ("yes", "no", "up_to"):
            return self._job(reference, "Choose an answer, then send it.", asked), 422
        at = self.at()
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                job, question = self.own_job(session, contact, reference), asks.own(session, contact, asked)
                if question.vacancy is not job:
                    abort(404)
                asks.answer(
                    session,
                    question,
                    said == "yes",
                    request.form.get("word", ""),
                    up_to=moves.amount(question.what, request.form.get("up_to", "")) if said == "up_to" else None,
                    by=contact.email or contact.name or "the employer",
                    on=at.date(),
                    now=self.brokerage.now(),
                    policy=self.brokerage.policy(),
                )
        except asks.NoSuchAsk:
            abort(404)
        except (moves.NotAMove, moves.NotAnAmount) as unreadable:
            return self._job(reference, str(unreadable), asked), 422
        except Refused as refused:
            return self._job(reference, str(refused), asked), 409
        left = "Thank you. The job stays as it is" + (", and we ask you person by person." if said == "up_to" else ".")
        done = "Thank you. The job says so now." if said == "yes" else left
        flash(done, "success")
        return redirect(url_for(".job", reference=reference))

    def new_job(self) -> Answer:
        return self._job_form(None)

    def edit_job(self, reference: str) -> Answer:
        return self._job_form(reference)

    def _job_form(self, reference: str | None) -> Answer:
        with reading() as session:
            contact = self.contact(session)
            kept = self.own_job(session, contact, reference).agreement_reference if reference else None
            agreements, today = self.own_agreements(session, contact), self.at().date()
            kind = own_jobs.own_form(agreements, kept, today, self.brokerage.lowest_rate)
        return self.brokerage.job_form(kind, reference, contact)
