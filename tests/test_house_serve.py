"""Serving: what it says when it cannot, and that passwords do not cross a network in the clear."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from brokerage.app import create_app
from brokerage.serve import OpenToTheNetwork, PortTaken, serve
from brokerage.settings import Settings


def serving(settings: Settings, **server: object) -> Settings:
    return replace(settings, server=replace(settings.server, **server))  # type: ignore[arg-type]


def test_a_port_that_is_taken_is_a_sentence(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"already listens on 127.0.0.1:{port}"):
            serve(serving(settings, port=port))


def test_beyond_this_machine_only_with_https(settings: Settings) -> None:
    with pytest.raises(OpenToTheNetwork, match="in the clear"):
        serve(serving(settings, host="0.0.0.0"))


def test_behind_https_cookies_are_secure_and_links_lead_there(settings: Settings, tmp_path: Path) -> None:
    public = serving(settings, host="0.0.0.0", address="https://jobs.example.org/", proxies=1)
    assert public.address == "https://jobs.example.org"
    headers = create_app(public).test_client().get("/sign-in", base_url="https://jobs.example.org").headers
    assert "Secure" in headers["Set-Cookie"]
    assert "max-age" in headers["Strict-Transport-Security"]
