"""The commands that answer whom a vacancy fits, which vacancies fit a person, and why one fits the other."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from textwrap import wrap

import click
from sqlalchemy.orm import Session

from brokerage import schema, settings, shortlists
from brokerage.fits import told
from employers.db import reading
from matching.fit import as_json
from matching.terms import FACTORS, Factor, Fit, FitClass, Reason, Status

CLASSES: dict[FitClass, str] = {
    "fits_now": "Fits now",
    "check": "To check",
    "ask_employer": "Ask the employer",
    "with_a_step": "With a step",
    "not_this_one": "Not this one",
}
STATUSES: dict[Status, str] = {"pass": "met", "fail": "not met", "unknown": "not known"}
FACTOR_NAMES = dict(
    zip(FACTORS, ("Skills", "Journey", "Hours", "Shift", "Conditions", "Law", "Pay", "Wishes"), strict=True)
)
SIGNS = {"yes": "+", "unk": "?", "ask": ">", "step": ">", "own": "-"}
WIDTH = 100  # columns; a terminal beside another window

_limit = click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1), help="How many to show.")
_all = click.option("--all", "everyone", is_flag=True, help="Show those that are not this one, too.")
_on = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today if left out.")
_json = click.option("--json", "as_document", is_flag=True, help="One JSON document.")


@click.command()
@click.argument("vacancy")
@_limit
@_all
@_on
@_json
def shortlist(vacancy: str, limit: int, everyone: bool, on: datetime | None, as_document: bool) -> None:
    """Whom VACANCY (a reference) fits, and why."""
    with _opened() as session:
        job = shortlists.vacancy(session, vacancy)
        found = shortlists.shortlist(session, job, _day(on))
        lines = found.shown(everyone=everyone, limit=limit)
        fits = shortlists.complete(lines)
        if as_document:
            _print_list("vacancy", vacancy, "people", fits)
            return
        if why := shortlists.unlisted(job, _day(on)):
            click.echo(why)
        click.echo(f"{job.title}, {job.employer.name}: {len(lines)} of {found.of} people shown")
        _print_lines(
            [
                (f"{line.participant.reference} {line.participant.called}", fit)
                for line, fit in zip(lines, fits, strict=True)
            ]
        )
        _print_rest(found, everyone)


@click.command()
@click.argument("participant")
@_limit
@_all
@_on
@_json
def matches(participant: str, limit: int, everyone: bool, on: datetime | None, as_document: bool) -> None:
    """Which vacancies fit PARTICIPANT (a reference), and why."""
    with _opened() as session:
        person = shortlists.participant(session, participant)
        found = shortlists.matches(session, person, _day(on))
        lines = found.shown(everyone=everyone, limit=limit)
        fits = shortlists.complete(lines)
        if as_document:
            _print_list("participant", participant, "vacancies", fits)
            return
        if person.paused:
            click.echo("Paused by the person: in no list until that changes.")
        click.echo(f"{person.called}: {len(lines)} of {found.of} vacancies shown")
        _print_lines(
            [
                (f"{line.vacancy.reference} {line.vacancy.title}, {line.vacancy.employer.name}", fit)
                for line, fit in zip(lines, fits, strict=True)
            ]
        )
        _print_rest(found, everyone)


@click.command()
@click.argument("participant")
@click.argument("vacancy")
@_on
@_json
def check(participant: str, vacancy: str, on: datetime | None, as_document: bool) -> None:
    """How PARTICIPANT and VACANCY (references) fit: the eight factors, and what would have to change."""
    _look_up(participant, vacancy)
    with _opened() as session:
        person, job = shortlists.participant(session, participant), shortlists.vacancy(session, vacancy)
        fit = shortlists.check_pair(person, job, _day(on))
        if as_document:
            click.echo(json.dumps(as_json(fit), ensure_ascii=False))
            return
        click.echo(f"{person.called} and {job.title}, {job.employer.name}")
        click.echo(_head(fit))
        for factor in fit.factors:
            _print_factor(factor)
        _print_changes(fit)
        for note in fit.notes:
            click.echo(note)


def _look_up(participant: str, vacancy: str) -> None:
    """Asks the route planners, where the settings name some."""
    if settings.load().routes.planners:
        schema.open_database(settings.load().database_url)
        with reading() as session:
            pair = shortlists.participant(session, participant), shortlists.vacancy(session, vacancy)
        shortlists.look_up([pair], datetime.now(UTC).replace(tzinfo=None))


@contextmanager
def _opened() -> Iterator[Session]:
    schema.open_database(settings.load().database_url, to_read=True)
    with reading() as session:
        yield session


def _day(on: datetime | None) -> date:
    return on.date() if on else date.today()


def _print_list(one: str, reference: str, many: str, fits: Sequence[Fit]) -> None:
    document = {one: reference, "policy": shortlists.policy().id, many: [as_json(fit) for fit in fits]}
    click.echo(json.dumps(document, ensure_ascii=False))


def _print_lines(lines: Sequence[tuple[str, Fit]]) -> None:
    for title, fit in lines:
        click.echo(f"\n{title}\n  {_head(fit)}")
        for sentence in _told(fit):
            _print_wrapped(sentence, "    ")


def _print_rest(found: shortlists.Found, everyone: bool) -> None:
    """What is not shown, so that nobody is left out without a word."""
    others = sum(line.fit.fit == "not_this_one" for line in found.lines)
    said = (
        [f"{others} not this one, by the law or by their own wish: --all shows them and why."]
        if others and not everyone
        else []
    )
    said += [f"{found.away} too far apart to be listed."] if found.away else []
    if said:
        click.echo("\n" + " ".join(said))


def _told(fit: Fit) -> list[str]:
    """The strengths of a line, then what would have to change and what is not known."""
    return [f"{SIGNS[point.mark]} {point.text}" for point in (*told.strengths(fit), *told.open_points(fit))]


def _marked(reason: Reason) -> str:
    return f"{ {'pass': '+', 'fail': '-', 'unknown': '?'}[reason.status] } {reason.text}"


def _head(fit: Fit) -> str:
    score = fit.score
    return f"{CLASSES[fit.fit]}, {score.estimate * 100:.0f} ({score.low * 100:.0f}-{score.high * 100:.0f})"


def _print_factor(factor: Factor) -> None:
    taken = f", {factor.share:.0%} of what is lost" if factor.share >= 0.005 else ""
    click.echo(
        f"\n{FACTOR_NAMES[factor.factor]}: {STATUSES[factor.status]}, "
        f"{factor.estimate * 100:.0f} ({factor.low * 100:.0f}-{factor.high * 100:.0f}){taken}"
    )
    for reason in factor.reasons:
        _print_wrapped(_marked(reason), "  ")


def _print_changes(fit: Fit) -> None:
    if fit.changes:
        click.echo("\nWhat would have to change:")
        for change in fit.changes:
            _print_wrapped(f"> {change.text} ({change.who})", "  ")
    for other in fit.alternatives:
        _print_wrapped("or: " + " ".join(change.text for change in other), "  ")


def _print_wrapped(text: str, indent: str) -> None:
    for line in wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  "):
        click.echo(line)
