"""Private links: one thing for one person, for so many days, and for nothing else."""

from datetime import timedelta

import pytest
import time_machine

from brokerage.keys import private_links
from brokerage.keys.private_links import PrivateLinkSpent
from brokerage.models import Participant
from brokerage.sending import reaching

SECRET, ADDRESS = "a secret", "https://example.org/"


def token_in(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].rpartition("/")[2]


def test_the_words_have_their_link_once_they_go():
    words = f"Choose a time: {private_links.mark('times', 'R1')}"
    sent = private_links.put_in(words, "jo@example.org", SECRET, ADDRESS)
    assert sent.startswith("Choose a time: https://example.org/my/times/")
    assert private_links.read("times", token_in(sent), SECRET, 30) == private_links.Opened("R1", "jo@example.org")


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: f"x{token}", lambda token: ""])
def test_a_piece_of_one_opens_nothing(spoil):
    token = private_links.address_of("sign", "R1", "jo@example.org", SECRET, ADDRESS).rpartition("/")[2]
    with pytest.raises(PrivateLinkSpent):
        private_links.read("sign", spoil(token), SECRET, 30)


def test_one_for_something_else_opens_nothing():
    token = private_links.address_of("sign", "R1", "jo@example.org", SECRET, ADDRESS).rpartition("/")[2]
    with pytest.raises(PrivateLinkSpent):
        private_links.read("times", token, SECRET, 30)


def test_it_runs_out():
    with time_machine.travel("2027-01-14", tick=False) as clock:
        token = private_links.address_of("sign", "R1", "jo@example.org", SECRET, ADDRESS).rpartition("/")[2]
        clock.shift(timedelta(days=30))
        assert private_links.read("sign", token, SECRET, 30).reference == "R1"
        clock.shift(timedelta(seconds=2))
        with pytest.raises(PrivateLinkSpent, match="Ask whoever sent it"):
            private_links.read("sign", token, SECRET, 30)


def test_what_could_not_be_found_again_is_not_written():
    with pytest.raises(ValueError, match="cannot stand"):
        private_links.mark("sign", "two words")


@pytest.mark.parametrize(
    ("whom", "opens"),
    [
        ("Jo@example.org", True),
        ("+447700900123", True),
        (private_links.PAPER, True),
        ("jo.before@example.org", False),
        ("+447700900999", False),
        ("", False),
    ],
)
def test_what_went_to_an_address_of_before_opens_nothing(whom: str, opens: bool):
    jo = Participant(reference="P1", email="jo@example.org", phone="07700 900123")
    link = private_links.Opened("R1", whom)
    if opens:
        reaching.check_link(jo, link)
    else:
        with pytest.raises(PrivateLinkSpent):
            reaching.check_link(jo, link)


def test_an_empty_address_is_nobodys():
    with pytest.raises(PrivateLinkSpent):
        reaching.check_link(Participant(reference="P1"), private_links.Opened("R1", ""))
