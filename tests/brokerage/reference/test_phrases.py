import pytest

from brokerage.reference.phrases import NotThereNow, may_mean, settled, unsure
from matching.normalise import skill
from matching.taxonomy import built_in

WORDS = built_in()


def test_only_what_is_in_no_table_is_asked_about():
    [asked] = unsure(["worked the tills", "did doors and supervised", "zorbing"], "skills", WORDS)

    assert asked.said == "did doors and supervised"
    assert "door supervision" in asked.may_mean
    assert 1 <= len(asked.may_mean) <= 5
    assert may_mean("worked the tills", WORDS) == ()


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("did the doors", "door supervision (did the doors)"),
        ("baking; did the doors; typing", "baking; door supervision (did the doors); typing"),
        ("not yet did the doors", "not yet door supervision (did the doors)"),
        ("Not yet: did the doors", "Not yet: door supervision (did the doors)"),
    ],
)
def test_what_is_meant_stands_before_what_was_said(text: str, after: str):
    assert settled(text, "did the doors", "door supervision", WORDS) == after


def test_what_was_settled_is_understood():
    text = settled("did (some) doors", "did (some) doors", "door supervision", WORDS)
    assert skill(text, WORDS).concept == "door supervision"


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("baking", "did the doors", "door supervision"),
        ("", "did the doors", "door supervision"),
        ("none", "none", "door supervision"),
        ("did the doors", "did the doors", "zorbing; baking"),
        ("did the doors", "doors", "door supervision"),
        ("did the doors", "", "door supervision"),
    ],
)
def test_an_answer_to_what_is_not_there_changes_nothing(text: str, said: str, meant: str):
    with pytest.raises(NotThereNow):
        settled(text, said, meant, WORDS)
