"""The rules of a fit as anybody may read them: whole, true to the policy, and the same for everybody."""

import copy
import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from brokerage import settings, shortlists
from brokerage.pages import policy_figures, policy_words
from brokerage.settings import Agreed, BadSetting, settings_of
from matching.policy import Policy
from matching.taxonomy import built_in
from matching.terms import FACTORS

WHOLE: dict[str, Any] = tomllib.loads(settings.BESIDE.read_text())
LINE = Agreed(date(2027, 2, 3), "", "Pay weighs more.", "People said so.", "The board", "Twelve participants")


def made(**tables: Any) -> Policy:
    return Policy.of({**settings.load().matching, **tables}, built_in())


def test_anybody_may_read_it_without_signing_in(client: FlaskClient) -> None:
    page = client.get("/policy")
    assert page.status_code == 200
    assert shortlists.policy().id in page.text
    for line in settings.load().agreed:
        for said in (line.what, line.agreed_by, line.asked):
            assert said in page.text
    assert 'href="/policy"' in client.get("/what-we-hold").text


def test_every_figure_stands_there_with_its_reason(client: FlaskClient) -> None:
    table = settings.load().matching
    shown = {figure.path: figure for figure in policy_figures.figures(table)}

    def leaves(part: dict[str, Any], path: str) -> list[str]:
        return [
            leaf
            for word, value in part.items()
            for leaf in (leaves(value, f"{path}.{word}") if isinstance(value, dict) else [f"{path}.{word}"])
        ]

    rates = {"matching.pay.minimum_wage", "matching.pay.living_wage", policy_figures.NOT_SHOWN}
    assert set(shown) == set(leaves(table, "matching")) - rates
    assert shown["matching.travel.reach"] == (
        "matching.travel.reach",
        "120",
        "minutes beyond which a pair is left out of lists.",
    )
    assert shown["matching.travel.walk.kmh"].value == "4.5, 4.8, 5"
    page = client.get("/policy").text
    assert table["tie_key"] not in page.replace("stepping-stone.css", "")
    for rate in (*table["pay"]["minimum_wage"], *table["pay"]["living_wage"]):
        for figure in rate.values():
            assert isinstance(figure, date) or f"{figure:.2f}" in page


@pytest.mark.parametrize(
    ("table", "word", "value", "said"),
    [
        ("travel", "reach", 75, "more than 75 minutes apart"),
        ("travel", "margin", 25, "25 minutes to spare"),
        ("hours", "tolerance", 3.5, "give or take 3.5 a week"),
        ("pay", "at_minimum", 0.7, "The adult minimum wage counts 70 of 100"),
        ("preferences", "other", 0.45, "other work 45"),
        ("skills", "unlisted", 0.25, "It counts 25 of 100"),
        ("conditions", "unasked", 0.85, "where neither has 85"),
        ("schedule", "full_week", 1800, "30 hours a week that cannot be worked"),
        ("asks", "start", 45, "up to 45 minutes at the start"),
    ],
)
def test_the_sentences_say_what_the_policy_has(table: str, word: str, value: float, said: str) -> None:
    policy = made(**{table: {**settings.load().matching[table], word: value}})
    sentences = [text for each in policy_words.factors(policy) for text in each.sentences]
    assert any(said in text for text in (*sentences, *policy_words.lists(policy), *policy_words.changes(policy)))


def test_the_weights_add_up_and_are_the_policys() -> None:
    found = policy_words.weights(shortlists.policy())
    assert sum(weight.percent for weight in found) == 100
    assert (found[0].percent, found[-1].percent) == (30, 0)
    assert len(found) == len(policy_words.factors(shortlists.policy())) == len(FACTORS)


def test_the_mark_changes_with_a_figure_and_not_with_the_log(tmp_path: Path) -> None:
    def mark(tables: dict[str, Any]) -> str:
        return Policy.of(settings_of(tables, tmp_path).matching, built_in()).id

    before = mark(WHOLE)
    changed = copy.deepcopy(WHOLE)
    changed["agreed"][0]["what"] = "Something else."
    changed["better_off"]["leave_weeks"] = 6.0
    assert mark(changed) == before
    changed["matching"]["travel"]["margin"] += 1
    assert mark(changed) != before


@pytest.mark.parametrize(
    ("marks", "unwritten"),
    [([], False), ([""], False), (["other"], True), (["other", "own"], False), (["own", "other"], True)],
)
def test_rules_that_nobody_wrote_down_are_said_to_be_so(marks: list[str], unwritten: bool) -> None:
    policy = shortlists.policy()
    log = tuple(replace(LINE, rules=policy.id if mark == "own" else mark) for mark in marks)
    assert policy_words.unwritten(log, policy) is unwritten


def test_a_line_of_the_log_that_is_not_whole_is_a_sentence(tmp_path: Path) -> None:
    lacking = copy.deepcopy(WHOLE)
    del lacking["agreed"][0]["asked"]
    with pytest.raises(BadSetting, match=r"The settings lack agreed\.asked"):
        settings_of(lacking, tmp_path)


def test_no_word_that_hurts_stands_there(client: FlaskClient) -> None:
    text = re.sub(r"<[^>]*>", " ", client.get("/policy").text.partition("<main")[2].partition("</main>")[0])
    assert not re.findall(
        r"\b(fails?|deficits?|barriers?|reject\w*|no-shows?|must|deadlines?|last chance|sanction\w*)\b", text
    )
