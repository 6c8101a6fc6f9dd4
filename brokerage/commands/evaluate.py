"""The command that holds the engine against what people said of the same pairs: `brokerage evaluate FOLDER`."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from textwrap import wrap

import click

from brokerage import shortlists
from brokerage.fits import labelled
from matching.evaluation import CLASSES, f1, macro_f1
from matching.judgement import Judgement, Verdict, judge
from matching.terms import FitClass

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
COLUMNS: dict[FitClass, str] = {
    "fits_now": "fits",
    "check": "check",
    "ask_employer": "ask",
    "with_a_step": "step",
    "not_this_one": "not",
}
WAYS = {
    "engine": "this engine",
    "random": "by chance",
    "distance": "by distance only",
    "keywords": "by words in common",
    "mean": "by weighted mean, no gates",
}
MOST_NOTES = 20  # lines
WIDTH = 100  # columns


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today if left out.")
@click.option("--json", "as_document", is_flag=True, help="One JSON document.")
def evaluate(folder: Path, on: datetime | None, as_document: bool) -> None:
    """How well the engine agrees with labelled pairs: FOLDER has participants.csv, vacancies.csv and expected.csv.

    expected.csv has the columns participant, vacancy, fit (several classes separated by |), factor, status and text. Nothing is kept.
    """
    policy = shortlists.policy()
    read = labelled.read(folder, policy.taxonomy)
    found = judge(read.labels, read.people, read.jobs, on.date() if on else date.today(), policy)
    if as_document:
        click.echo(json.dumps(found.as_json() | {"notes": read.notes}, ensure_ascii=False, indent=2))
        return
    _print_notes(read.notes)
    _print_summary(found)
    if found.classed:
        _print_confusion(found)
        _print_lists(found)
    _print_wrong(found.wrong)


def _print_notes(notes: Sequence[str]) -> None:
    for note in notes[:MOST_NOTES]:
        click.echo(note)
    if len(notes) > MOST_NOTES:
        click.echo(f"And {len(notes) - MOST_NOTES} notes more; --json has them all.")
    if notes:
        click.echo()


def _print_summary(found: Judgement) -> None:
    (fits, pairs), (statuses, factors), (texts, words) = map(found.counted, ("fit_right", "status_right", "text_right"))
    click.echo(f"{pairs} pairs with a class, as of {found.on.day} {found.on:%B %Y}, policy {found.policy}\n")
    macro = macro_f1(found.confusion)
    click.echo(f"Class as labelled    {_share(fits, pairs)}")
    click.echo(f"Macro-F1             {'no class is labelled' if macro is None else f'{macro:.3f}'}")
    click.echo(f"Serious errors       {len(found.serious)} (labelled not_this_one, shown as fits_now)")
    click.echo(f"Factor as labelled   {_share(statuses, factors)}")
    click.echo(f"Words found          {_share(texts, words)}")


def _share(right: int, of: int) -> str:
    return f"{right} of {of} ({right / of:.0%})" if of else "none is labelled"


def _print_confusion(found: Judgement) -> None:
    table = found.confusion
    click.echo("\nLabelled (down), shown (across)")
    click.echo(" " * 15 + "".join(f"{COLUMNS[fit]:>7}" for fit in CLASSES) + "     F1")
    for fit in CLASSES:
        cells = "".join(f"{table[fit, shown] or '.':>7}" for shown in CLASSES)
        score = f1(table, fit)
        click.echo(f"{fit:15}{cells}" + ("      -" if score is None else f"{score:7.2f}"))


def _print_lists(found: Judgement) -> None:
    click.echo("\nnDCG@5 of the labelled pairs in order    a person's vacancies    a vacancy's people")
    for name, words in WAYS.items():
        cells = [found.ndcg[name][whose] for whose in ("by_participant", "by_vacancy")]
        people, vacancies = ("-" if each is None else f"{each:.3f}" for each in cells)
        click.echo(f"  {words:38}{people:>21}{vacancies:>22}")


def _print_wrong(verdicts: Sequence[Verdict]) -> None:
    if verdicts:
        click.echo("\nWhere the two differ")
    for each in verdicts:
        click.echo(
            f"\nRow {each.label.row}: {each.label.participant}, {each.label.vacancy}: {'; '.join(_differences(each))}"
        )
        for text in each.told:
            for line in wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    "):
                click.echo(line)


def _differences(each: Verdict) -> list[str]:
    said = []
    if each.fit_right is False:
        said.append(f"labelled {' or '.join(each.label.fits)}, shown as {each.fit.fit}")
    if each.status_right is False:
        said.append(f"{each.label.factor} labelled {' or '.join(each.label.statuses)}, shown as {each.status}")
    if each.text_right is False:
        said.append(f"“{each.label.text}” is not said")
    return said
