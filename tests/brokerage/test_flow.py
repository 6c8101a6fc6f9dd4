"""The flow by itself: every state leads to an outcome, every role is named, and the page that shows it is printed from it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from brokerage import flow
from brokerage.flow import OPEN, OUTCOMES, ROLES, STATES, TRANSITIONS
from employers.flows import NotNow

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/flow.md"
ARROW = re.compile(r"(\S+) --> (\w+): (\w+) \(([\w, ]+)\)(, guaranteed)?(?: = (\w+))?$")


def test_the_page_about_the_flow_is_printed_from_the_code():
    assert DOCUMENT.read_text(encoding="utf-8") == flow.document()


def test_the_command_prints_it():
    brokerage = Path(sys.executable).with_name("brokerage")
    done = subprocess.run([brokerage, "flow"], capture_output=True, text=True, check=True, encoding="utf-8")

    assert done.stdout == flow.document()


def test_the_diagram_draws_every_transition_with_its_roles_and_nothing_else():
    drawn = {found.groups() for line in flow.diagram().splitlines() if (found := ARROW.search(line))}
    meant = {
        (state, each.after or state, each.name, ", ".join(each.roles), guaranteed, each.outcome)
        for each in TRANSITIONS.values()
        for states, guaranteed in ((each.before or ("[*]",), None), (each.promised, ", guaranteed"))
        for state in (("open",) if states == OPEN else states)
    }
    assert drawn == meant


def test_every_state_can_be_reached_and_every_open_one_can_end():
    reached, found = set(), {None}
    while found:
        reached |= found
        found = {each.after or state for each in TRANSITIONS.values() for state in found if flow.leads_on(each, state)}
        found -= reached
    assert reached == {None, *STATES}
    for state in OPEN:
        assert any(each.after == "ended" for role in ROLES for each in flow.allowed(state, role)), state
    assert not any(flow.allowed("ended", role, promised=True) for role in ROLES)


def test_an_outcome_belongs_to_what_ends_and_each_outcome_has_its_way():
    assert {each.outcome for each in TRANSITIONS.values()} == {None, *OUTCOMES}
    assert all((each.after == "ended") == (each.outcome is not None) for each in TRANSITIONS.values())


@pytest.mark.parametrize("state", OPEN)
def test_the_person_can_say_no_at_any_time_and_no_reason_is_taken(state):
    no = TRANSITIONS["say_no"]
    flow.check(no, state, "keyworker", None)

    with pytest.raises(flow.WhyNotKept, match="A no needs no reason"):
        flow.check(no, state, "keyworker", "changed her mind")


def test_only_what_the_date_alone_decides_is_left_to_the_clock():
    assert {each.name for each in TRANSITIONS.values() if "clock" in each.roles} == {"close"}


def test_the_engine_has_no_role():
    assert set(ROLES) == {"coordinator", "keyworker", "employer", "participant", "clock"}


def test_an_employer_decides_about_a_card_and_never_about_the_person():
    own = {each.name for state in OPEN for each in flow.allowed(state, "employer")}
    assert own == {"hold", "see", "not_this_time", "cancel", "miss", "meet", "offer"}


def test_a_promised_interview_needs_no_answer():
    names = [each.name for each in flow.allowed("introduced", "coordinator")]
    promised = [each.name for each in flow.allowed("introduced", "coordinator", promised=True)]

    assert "book" not in names
    assert "book" in promised


@pytest.mark.parametrize(
    ("transition", "state", "role", "why", "outcome", "sentence"),
    [
        ("introduce", "agreed", "keyworker", None, None, "A coordinator can introduce somebody; the keyworker cannot."),
        ("book", "asked", "coordinator", None, None, "“The keyworker is asked”, where nobody can book an interview."),
        ("see", "ended", "coordinator", None, "declined", "“Ended: The person said no”"),
        ("withdraw", "met", "coordinator", None, None, "To withdraw it, say why in a few words."),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(transition, state, role, why, outcome, sentence):
    with pytest.raises(flow.Refused) as refused:
        flow.check(TRANSITIONS[transition], state, role, why, outcome=outcome)
    assert sentence in str(refused.value)


def test_how_it_ended_is_not_told_to_an_employer():
    with pytest.raises(NotNow) as refused:
        flow.check(TRANSITIONS["see"], "ended", "employer", None, outcome="declined")
    assert "“Ended”" in str(refused.value)
    assert "no" not in re.findall(r"\w+", str(refused.value))
