"""An employer tells us about a new job: one question a page, each answer kept at once, read back as a whole, then posted."""

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, request, url_for
from sqlalchemy.orm import Session

from employers.columns import BadCells, Wrong
from employers.db import reading, transaction
from employers.models import Contact
from employers.portal.room import Answer, Room
from employers.posting import drafts, job_questions, own_jobs, told_jobs
from employers.posting.drafts import NoSuchDraft, PostedAlready
from employers.posting.job_questions import BY_NAME, QUESTIONS, Question, Unread
from employers.posting.posting_models import VacancyDraft
from employers.records import Kind, SavedMeanwhile
from employers.words import CONTRACTS, DBS_CHECKS, INVOLVES
from matching import grammar
from matching.factors.conditions import SAID
from matching.week import DAYS

FIRST = QUESTIONS[0]
TRIES = 3  # where two post at once, one of them gets the next reference


class Posting(Room):
    def new_job(self) -> Answer:
        """The first question; a draft begins with its answer."""
        if request.method == "GET":
            return self._question(None, FIRST)
        return self._answered(None, FIRST)

    def draft(self, draft: str, question: str) -> Answer:
        asked = BY_NAME.get(question) or abort(404)
        try:
            return self._question(draft, asked) if request.method == "GET" else self._answered(draft, asked)
        except PostedAlready as posted:
            return self._posted_already(posted)
        except NoSuchDraft:
            abort(404)

    def check_draft(self, draft: str) -> Answer:
        """Everything that was answered, each with a link to change it."""
        try:
            return self._check(draft)
        except PostedAlready as posted:
            return self._posted_already(posted)
        except NoSuchDraft:
            abort(404)

    def post_draft(self, draft: str) -> Answer:
        for _ in range(TRIES):
            try:
                reference = self._post(draft)
            except PostedAlready as posted:
                return self._posted_already(posted)
            except NoSuchDraft:
                abort(404)
            except BadCells as bad:
                return self._check(draft, bad.wrong, 422)
            except SavedMeanwhile:
                continue
            return redirect(url_for(".posted", reference=reference)) if reference else self._check(draft)
        return self._check(draft, [Wrong("title", "", str(SavedMeanwhile()))], 409)

    def drop_draft(self, draft: str) -> Answer:
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                session.delete(drafts.own(session, self.contact(session), draft, hold=True))
        except PostedAlready as posted:
            return self._posted_already(posted)
        except NoSuchDraft:
            abort(404)
        flash("The draft is thrown away.", "success")
        return redirect(url_for(".jobs"))

    def posted(self, reference: str) -> Answer:
        """The job as people will read it, what happens next, and who the employer's person is."""
        with reading() as session:
            contact = self.contact(session)
            job = self.own_job(session, contact, reference)
            return self.page(session, contact, "posted", job=job, facts=self.brokerage.facts(job))

    def _post(self, reference: str) -> str | None:
        """The reference of the job that it became; None where a question is open yet."""
        now = self.brokerage.now()
        with transaction(by=self.brokerage.signed_in_as()) as session:
            contact = self.contact(session)
            draft = drafts.own(session, contact, reference, hold=True)
            if drafts.next_open(draft) is not None:
                return None
            job = self.brokerage.post_job(session, self._kind(session, contact), draft.cells, contact, now)
            drafts.became(draft, job, now)
            return job.reference

    def _posted_already(self, posted: PostedAlready) -> Answer:
        return redirect(url_for(".job", reference=posted.vacancy))

    def _answered(self, reference: str | None, question: Question) -> Answer:
        boxes = request.form.to_dict(flat=False)
        cells = self._cells(question, boxes)
        if isinstance(cells, Unread):
            return self._question(reference, question, {cells.box: str(cells)}), 422
        try:
            with transaction(by=self.brokerage.signed_in_as()) as session:
                contact, now = self.contact(session), self.brokerage.now()
                draft = (
                    drafts.own(session, contact, reference, hold=True)
                    if reference
                    else drafts.begin(session, contact, by=self.brokerage.signed_in_as(), now=now)
                )
                both = {**draft.cells, **cells}
                wrong = drafts.wrong(self._kind(session, contact), contact.employer_reference, both, question.columns)
                if wrong:
                    raise BadCells(wrong)
                drafts.answer(draft, question, cells, now)
                then = drafts.next_open(draft)
                name = draft.reference
        except BadCells as bad:
            return self._question(reference, question, _said(bad.wrong)), 422
        except drafts.TooManyDrafts as many:
            return self._question(reference, question, {"title": str(many)}), 409
        return redirect(
            url_for(".draft", draft=name, question=then.name) if then else url_for(".check_draft", draft=name)
        )

    def _cells(self, question: Question, boxes: job_questions.Boxes) -> dict[str, str] | Unread:
        pressed = request.form.get("pressed")
        if pressed == "unknown" and question.unknown:
            return job_questions.blank(question)
        if pressed == "nothing" and question.nothing:
            return job_questions.blank(question) | dict.fromkeys(question.none, "none")
        try:
            return dict(question.read(boxes))
        except Unread as unread:
            return unread

    def _question(self, reference: str | None, question: Question, errors: Mapping[str, str] | None = None) -> str:
        """`errors`: what was typed is shown again, with what is wrong about it."""
        with reading() as session:
            contact = self.contact(session)
            draft = drafts.own(session, contact, reference) if reference else None
            cells = draft.cells if draft else {}
            asked = job_questions.asked(cells)
            if question not in asked:
                raise NoSuchDraft
            number = asked.index(question)
            answered = draft is not None and question.name in draft.answered
            filled = request.form.to_dict(flat=False) if errors else question.fill(cells) if answered else {}
            return self.page(
                session,
                contact,
                f"posting/{question.name}",
                question=question,
                number=number + 1,
                of=len(asked),
                before=asked[number - 1] if number else None,
                draft=draft,
                filled=filled,
                answered=answered,
                errors=dict(errors or {}),
                cells=cells,
                promises=self._promises(session, contact),
                demanded=job_questions.demanded(cells),
                minutes=job_questions.minutes_a_week(cells),
                placement=bool(cells.get(job_questions.PLACEMENT)),
                days=DAYS,
                plain=grammar.PLAIN,
                said=SAID,
                measured=job_questions.MEASURED,
                moved=job_questions.MOVED,
                involves=INVOLVES,
                dbs_checks=DBS_CHECKS,
                contracts=CONTRACTS,
                lines=_lines,
            )

    def _check(self, reference: str, wrong: Sequence[Wrong] = (), status: int = 200) -> Answer:
        with reading() as session:
            contact = self.contact(session)
            draft = drafts.own(session, contact, reference)
            left = drafts.next_open(draft)
            if left is not None:
                return redirect(url_for(".draft", draft=reference, question=left.name))
            promises = self._promises(session, contact)
            kind = self._kind(session, contact)
            found = wrong or drafts.wrong(kind, contact.employer_reference, draft.cells)
            asked = job_questions.asked(draft.cells)
            page = self.page(
                session,
                contact,
                "posting/check",
                draft=draft,
                rows=[(each, told_jobs.line(each, draft.cells, promises)) for each in asked],
                unknown=told_jobs.UNKNOWN,
                errors=_by_question(asked, found),
            )
        return page, status

    def _kind(self, session: Session, contact: Contact) -> Kind:
        agreements, today = self.own_agreements(session, contact), self.at().date()
        return own_jobs.own_form(agreements, None, today, self.brokerage.minimum_rates)

    def _promises(self, session: Session, contact: Contact) -> dict[str, str]:
        choices = self._kind(session, contact).column("agreement").choices
        return dict(choices or {})


def next_page(draft: VacancyDraft) -> str:
    """Where to go on with a draft."""
    left = drafts.next_open(draft)
    if left is None:
        return url_for(".check_draft", draft=draft.reference)
    return url_for(".draft", draft=draft.reference, question=left.name)


def how_far(draft: VacancyDraft) -> tuple[int, int]:
    """Of how many questions how many are answered: (4, 13) is shown as `4 of 13 answered`."""
    return len(draft.answered), len(job_questions.asked(draft.cells))


def _lines(name: str, filled: Mapping[str, list[str]], least: int) -> range:
    """Numbered lines: those that are filled and one more, at least so many."""
    numbers = [int(each.rpartition("-")[2]) for each, said in filled.items() if each.startswith(f"{name}-") and said]
    return range(min(max(least, max(numbers, default=-1) + 2), 50))


def _said(wrong: Sequence[Wrong]) -> dict[str, str]:
    return {BOX.get(each.column, each.column): each.sentence for each in wrong}


def _by_question(asked: list[Question], wrong: Sequence[Wrong]) -> dict[str, str]:
    """{question: what is wrong with its answer}; what belongs to none stands with the first."""
    found: dict[str, str] = {}
    for each in wrong:
        name = next((question.name for question in asked if each.column in question.columns), asked[0].name)
        found[name] = f"{found[name]} {each.sentence}" if name in found else each.sentence
    return found


BOX = {  # the box at which a column's sentence stands
    "shift": "day-0-Mon",
    "essential_skills": "skill-0",
    "desirable_skills": "skill-0",
    "negotiable": "move-start",
    "demands": "standing",
    "starts_on": "starts_on-day",
    "closes_on": "closes_on-day",
}
