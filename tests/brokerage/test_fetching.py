"""The one way out: only where the settings say, never further, and never for long."""

import time

import pytest
from planner_server import planner_server

from brokerage.fetching import NoAnswer, Outside, origin


def outside(server, **limits) -> Outside:
    return Outside(frozenset({origin(server.address)}), **{"seconds": 2, "largest": 1000} | limits)


def test_json_comes_back_and_a_body_goes_out():
    with planner_server(lambda path, body: (200, {"path": path, "body": body})) as server:
        assert outside(server).ask(f"{server.address}/a?b=1") == {"path": "/a?b=1", "body": None}
        assert outside(server).ask(f"{server.address}/a", {"c": 2}) == {"path": "/a", "body": {"c": 2}}


def test_a_refusal_may_say_that_there_is_no_way():
    with planner_server(lambda *_: (400, {"code": "NoRoute"})) as server:
        assert outside(server).ask(server.address) == {"code": "NoRoute"}


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (302, {}),  # a redirect, wherever it leads
        (200, b"not JSON"),
        (200, b"[" * 100_000),
        (200, b"x" * 1001),
        (500, {}),
        (204, b""),
        (200, b"\xff\xfe\x00"),
    ],
)
def test_nothing_else_is_taken(status, said):
    with planner_server(lambda *_: (status, said)) as server, pytest.raises(NoAnswer):
        outside(server, largest=200_000 if said == b"[" * 100_000 else 1000).ask(server.address)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:{port}/",
        "http://127.0.0.1:1/",
        "https://127.0.0.1:{port}/",
        "http://127.0.0.1:{port}@example.org/",
        "http://someone@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "http://[::1/",
        "//127.0.0.1:{port}/",
        "http://127.0.0.1:99999/",
    ],
)
def test_nobody_is_asked_whom_the_settings_do_not_name(address):
    with planner_server(lambda *_: (200, {})) as server:
        with pytest.raises(NoAnswer, match="not an address that the settings name"):
            outside(server).ask(address.format(port=server.server_port))
        assert server.asked == []


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch):
    with planner_server(lambda *_: (200, {"from": "proxy"})) as proxy, planner_server(lambda *_: (200, {})) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        assert outside(server).ask(server.address) == {}
        assert proxy.asked == []


def test_an_answer_that_comes_byte_by_byte_is_not_waited_for():
    def trickle(handler) -> None:
        for _ in range(200):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.05)

    with planner_server(lambda *_: (200, trickle)) as server:
        started = time.monotonic()
        with pytest.raises(NoAnswer):
            outside(server, seconds=0.3).ask(server.address)
        assert time.monotonic() - started < 8  # of the ten that it would take


def test_nobody_there_is_no_answer():
    with planner_server(lambda *_: (200, {})) as server:
        gone = outside(server)
    with pytest.raises(NoAnswer, match="refused"):
        gone.ask(server.address)
