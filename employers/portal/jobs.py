"""An employer's own jobs: the list, one with its people, and the form."""

from employers import introductions, own_jobs, waiting
from employers.db import reading
from employers.next_moves import is_open
from employers.portal.room import Answer, Room


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
            )

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
