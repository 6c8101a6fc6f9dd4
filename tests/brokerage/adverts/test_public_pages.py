"""A page that somebody names: only from the public web, never further than its limits, and never into a network of one's own."""

import time
from typing import Any

import pytest
from planner_server import PlannerServer, planner_server

from brokerage import fetching
from brokerage.adverts import sources
from brokerage.adverts.documents import NotAnAdvert
from brokerage.fetching import NoAnswer, Public, ip_address, is_public


def public(server: PlannerServer, **limits: Any) -> Public:
    """The guarded client, to which this machine counts as public and a server's port as usual."""
    whole = {"seconds": 3, "largest": 1000, "ports": frozenset({server.server_port}), "may": lambda _address: True}
    return Public(**whole | limits)


def test_a_page_comes_as_it_was_sent() -> None:
    with planner_server(lambda *_: (200, b"<p>Porter</p>")) as server:
        content, where = public(server).page(f"{server.address}/jobs?a=1")
        assert (content, where) == (b"<p>Porter</p>", f"{server.address}/jobs?a=1")
        assert server.asked == [("/jobs?a=1", None)]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_networks_of_ones_own_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_everybodys_network_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "[::ffff:7f00:1]"]
)
def test_this_machine_is_never_asked(host: str) -> None:
    with planner_server(lambda *_: (200, b"secret")) as server:
        guarded = Public(seconds=3, largest=1000, ports=frozenset({server.server_port}))
        with pytest.raises(NoAnswer, match=r"not on the public web|no web site"):
            guarded.page(f"http://{host}:{server.server_port}/")
        assert server.asked == []


def test_a_name_that_leads_to_one_private_address_among_others_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [(0, 0, 0, "", (each, 80)) for each in ("93.184.216.34", "192.168.1.1")]
    monkeypatch.setattr(fetching, "getaddrinfo", lambda *_args, **_more: told)
    with pytest.raises(NoAnswer, match="network of its own"):
        Public(seconds=1, largest=10).page("http://jobs.example.org/")


def test_a_redirect_into_a_private_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(handler: Any) -> None:
        handler.send_response(302)
        handler.send_header("Location", f"http://127.0.0.2:{server.server_port}/latest/meta-data")
        handler.end_headers()

    with planner_server(lambda *_: (302, away)) as server:
        only_first = public(server, may=lambda address: str(address) == "127.0.0.1")
        with pytest.raises(NoAnswer, match="network of its own"):
            only_first.page(server.address)
        assert len(server.asked) == 1


def test_a_redirect_is_followed_a_few_times_and_no_more() -> None:
    with planner_server(lambda path, _: (200, b"there") if path == "/elsewhere" else (301, b"")) as server:
        assert public(server).page(f"{server.address}/old") == (b"there", f"{server.address}/elsewhere")
    with planner_server(lambda *_: (301, b"")) as server:
        with pytest.raises(NoAnswer, match="without end"):
            public(server).page(server.address)
        assert len(server.asked) == 4


@pytest.mark.parametrize(
    "address",
    ["ftp://jobs.example.org/", "file:///etc/passwd", "jobs.example.org", "http://a@jobs.example.org/", "gopher://x", "http://", "http://[::1", "javascript:1", "http://jobs.example.org:99999/"],
)  # fmt: skip
def test_other_schemes_and_half_addresses_are_refused(address: str) -> None:
    with pytest.raises(NoAnswer, match="whole address"):
        Public(seconds=1, largest=10).page(address)


def test_other_ports_are_not_asked() -> None:
    with pytest.raises(NoAnswer, match="usual ports"):
        Public(seconds=1, largest=10).page("http://jobs.example.org:22/")


@pytest.mark.parametrize(("status", "said"), [(404, b""), (500, b""), (200, b"x" * 1001), (204, b"")])
def test_errors_and_large_pages_are_sentences(status: int, said: bytes) -> None:
    with planner_server(lambda *_: (status, said)) as server, pytest.raises(NoAnswer, match=r"answered|larger"):
        public(server).page(server.address)


@pytest.mark.parametrize("whole", [True, False])
def test_a_page_that_trickles_is_not_waited_for(whole: bool) -> None:
    def trickle(handler: Any) -> None:
        if whole:
            handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        for _ in range(200):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.05)

    with planner_server(lambda *_: (200, trickle)) as server:
        started = time.monotonic()
        with pytest.raises(NoAnswer):
            public(server, seconds=0.4).page(server.address)
        assert time.monotonic() - started < 5


def test_a_line_end_in_an_address_adds_no_header() -> None:
    with planner_server(lambda *_: (200, b"ok")) as server:
        public(server).page(f"{server.address}/a b\r\nX-Evil: 1")
        ((path, _),) = server.asked
        assert "\r" not in path
        assert path.startswith("/a b")


def test_what_was_not_read_is_told_to_whoever_typed_it() -> None:
    with pytest.raises(NotAnAdvert, match=r"whole address.*Nothing was read"):
        sources.fetched("ftp://jobs.example.org/")
