"""An employer's own jobs: the list, one with its people, and the form."""

from flask import abort, flash, redirect, request, url_for

from employers import asks, criteria, introductions, waiting
from employers.columns import Refused
from employers.db import reading, transaction
from employers.next_moves import is_open
from employers.portal.posting import how_far, next_page
from employers.portal.room import Answer, Room
from employers.posting import drafts, own_jobs
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
                drafts=[(each, next_page(each), how_far(each)) for each in drafts.of(session, contact)],
                not_confirmed=self.brokerage.not_confirmed(session, jobs, today),
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
                kept=self.kept(session, [job])[job.reference],
                people=[(card, waiting.stage(card, at)) for card in cards],
                asked=[each for each in asks.waiting(session, contact) if each.vacancy is job],
                challenged=[each for each in asks.of(session, job).values() if each.answer and criteria.is_one(each)],
                criteria=criteria,
                not_confirmed=self.brokerage.not_confirmed(session, [job], at.date()).get(job.reference),
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

    def still_open(self, reference: str) -> Answer:
        """One click: the job is still open."""
        with transaction(by=self.brokerage.signed_in_as()) as session:
            job = self.own_job(session, self.contact(session), reference)
            self.brokerage.confirm(session, job, self.brokerage.signed_in_as(), self.brokerage.now())
            flash(f"Thank you. {job.title} is open, and people are asked about it.", "success")
        return redirect(url_for(".job", reference=reference))

    def answer_criterion(self, reference: str, asked: str) -> Answer:
        """Whether something that a job asks for is truly needed; the answer makes the job so."""
        said = request.form.get("said")
        if said not in criteria.ANSWERS:
            return self._job(reference, "Choose one of them, then send it.", asked), 422
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact = self.contact(session)
                self.own_job(session, contact, reference)
                criteria.answer(
                    session,
                    asks.own(session, contact, asked),
                    said,
                    request.form.get("word", ""),
                    by=contact.email or contact.name or "the employer",
                    now=self.brokerage.now(),
                )
        except asks.NoSuchAsk:
            abort(404)
        except Refused as refused:
            return self._job(reference, str(refused), asked), 409
        flash("Thank you. We leave it as it is." if said == "needed" else "Thank you. The job says so now.", "success")
        return redirect(url_for(".job", reference=reference))

    def edit_job(self, reference: str) -> Answer:
        with reading() as session:
            contact = self.contact(session)
            kept = self.own_job(session, contact, reference).agreement_reference
            agreements, today = self.own_agreements(session, contact), self.at().date()
            kind = own_jobs.own_form(agreements, kept, today, self.brokerage.minimum_rates)
        return self.brokerage.job_form(kind, reference, contact)
