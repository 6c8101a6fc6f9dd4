from datetime import date

import pytest

from matching import grammar
from matching.grammar import CONTRACTS, Unreadable
from matching.terms import Moves


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (grammar.items, "till work; stock  taking ;", ("till work", "stock taking")),
        (grammar.items, "none", ()),
        (grammar.items, "None", ()),
        (grammar.items, "till work; till work", ("till work",)),
        (grammar.yes_no, " Yes ", True),
        (grammar.day, "2027-03-01", date(2027, 3, 1)),
        (grammar.day, "01/03/2027", date(2027, 3, 1)),
        (grammar.clock, "08:50", 530),
        (grammar.clock, "8:50:00", 530),
        (grammar.dated, "first aid until 2027-03-01; cscs card", (("first aid", date(2027, 3, 1)), ("cscs card", None))),
        (grammar.legal, "children; Money until 2031-05-01", (("children", None), ("money", date(2031, 5, 1)))),
        (grammar.legal, "none", ()),
        (grammar.demands, "standing 240; lifting 12.5; lone working", {"standing": 240, "lifting": 12.5, "lone working": 1}),
        (grammar.limits, "standing 30; nights no; lifting no", {"standing": 30, "nights": 0, "lifting": 0}),
        (grammar.limits, "none", {}),
        (grammar.negotiable, "start 60; finish 30; days 1; hours 7.5", Moves(60, 30, 1, 7.5)),
        (grammar.negotiable, "start 60", Moves(60, 0, 0, 0)),
        (grammar.negotiable, "none", Moves(0, 0, 0, 0)),
        (grammar.modes, "bus; Walk", frozenset({"walk", "bus"})),
        (grammar.modes, "none", frozenset()),
        (grammar.travel_max, "45", 45),
        (grammar.travel_max, "walk 25; bus 45", {"walk": 25, "bus": 45}),
        (grammar.skills, "till work; Not yet audio typing", (("till work",), ("audio typing",))),
        (grammar.skills, "none", ((), ())),
    ],
)  # fmt: skip
def test_a_cell_is_read(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "how"),
    [
        (grammar.items, " ; ", "separate items by ; or write none"),
        (grammar.items, "none; till work", "none stands alone"),
        (grammar.yes_no, "maybe", "write yes or no"),
        (grammar.day, "31/02/2027", "not in the calendar"),
        (grammar.day, "March 2027", "write a date as 2027-03-01"),
        (grammar.clock, "24:00", "write a time of day as 08:50"),
        (grammar.clock, "ten to nine", "write a time of day as 08:50"),
        (grammar.dated, "until 2027-03-01", "name what ends before until"),
        (grammar.legal, "theft", "'theft' is not known here"),
        (grammar.demands, "standing", "say how much standing, in minutes a day"),
        (grammar.demands, "dancing", "'dancing' is not known here"),
        (grammar.demands, "standing 2000", "write a number from 0 to 1440 minutes a day"),
        (grammar.limits, "nights", "write nights no where the person cannot do it"),
        (grammar.negotiable, "pay 2", "write how far each may move"),
        (grammar.negotiable, "start soon", "write a number from 0 to 720 minutes"),
        (grammar.modes, "horse", "write walk, cycle, bus, rail or car"),
        (grammar.travel_max, "none", "leave it blank if not known"),
        (grammar.travel_max, "horse 20", "write minutes one way"),
        (grammar.travel_max, "walk", "write a number from 0 to 600 minutes one way"),
        (grammar.skills, "not yet", "name the skill after not yet"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_how_to_write_it(read, text, how):
    with pytest.raises(Unreadable) as refused:
        read(text)

    assert how in refused.value.how


@pytest.mark.parametrize("text", ["nan", "inf", "1e3", "-1", "١٢", "", "12,5", "0x10"])
def test_odd_numbers_are_refused(text):
    with pytest.raises(Unreadable, match="write a number from 0 to 60 hours"):
        grammar.number(text, 0, 60, "hours")


def test_whole_numbers_only():
    assert grammar.whole("5.0", 0, 9) == 5
    with pytest.raises(Unreadable, match="write a whole number from 0 to 9 places"):
        grammar.whole("5.5", 0, 9, "places")


@pytest.mark.parametrize(
    ("read", "write", "text"),
    [
        (grammar.items, grammar.print_items, "till work; stock taking"),
        (grammar.items, grammar.print_items, "none"),
        (grammar.dated, grammar.print_dated, "first aid until 2027-03-01; cscs card"),
        (grammar.demands, grammar.print_demands, "standing 240; lifting 12.5; lone working"),
        (grammar.limits, grammar.print_limits, "standing 30; nights no; lifting no"),
        (grammar.negotiable, grammar.print_negotiable, "start 60; finish 30; days 1; hours 7.5"),
        (grammar.negotiable, grammar.print_negotiable, "none"),
        (grammar.travel_max, grammar.print_travel_max, "walk 25; bus 45"),
        (grammar.travel_max, grammar.print_travel_max, "45"),
    ],
)
def test_what_is_read_is_written_the_same(read, write, text):
    assert write(read(text)) == text


def test_words_from_a_list():
    assert grammar.words("permanent; casual", CONTRACTS) == ("permanent", "casual")
    with pytest.raises(Unreadable, match="'gig' is not known here; write permanent, fixed_term"):
        grammar.words("gig", CONTRACTS)
