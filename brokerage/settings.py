"""The settings: config.toml read once, checked word by word, and handed on as values that cannot be wrong.

Plain dataclasses and tomllib, because every command reads them and a schema library costs half a second to import.
"""

import os
import re
import secrets
import sys
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Self, get_args, get_origin, get_type_hints

HERE = Path(__file__).resolve().parent
BESIDE, SHIPPED = HERE.parent / "config.toml", HERE / "config.toml"


KINDS = {
    int: "a whole number",
    str: "a text in quotation marks",
    time: "a time of day such as 09:30:00, without quotation marks",
    date: "a day such as 2027-01-14, without quotation marks",
}


class BadSetting(ValueError):
    """A setting that cannot be used; the message says which, and how to write it."""


class Table:
    """One table of config.toml. A subclass's fields are its words; every one has to be there, with its own type."""

    @classmethod
    def of(cls, name: str, table: dict[str, Any]) -> Self:
        known = get_type_hints(cls)
        for word, value in table.items():
            if word not in known:
                raise BadSetting(_unknown(f"{name}.{word}", [f"{name}.{each}" for each in known]))
            if (each := _of_many(known[word])) is not None and isinstance(value, list):
                table = table | {word: tuple(each.of(f"{name}.{word}", line) for line in value)}
            elif type(value) is not known[word]:
                how = KINDS.get(known[word], f"each line under [[{name}.{word}]]")
                raise BadSetting(f"The setting {name}.{word} is {value!r}. Write {how}.")
        missing = sorted(known.keys() - table.keys())
        if missing:
            raise BadSetting(
                f"The settings lack {name}.{missing[0]}. Copy its line from the config.toml that came with this version."
            )
        return cls(**table)


def _of_many(hint: Any) -> type[Table] | None:
    """The kind of each line where a word holds several tables, written as [[table.word]]."""
    kinds = get_args(hint) if get_origin(hint) is tuple else ()
    return kinds[0] if kinds and isinstance(kinds[0], type) and issubclass(kinds[0], Table) else None


@dataclass(frozen=True)
class Server(Table):
    host: str
    port: int
    connections: int
    threads: int
    address: str
    proxies: int
    largest_upload: int


@dataclass(frozen=True)
class Database(Table):
    path: str
    secret_key: str


@dataclass(frozen=True)
class Accounts(Table):
    link_days: int
    sign_in_days: int
    password_least: int
    session_hours: int
    passwords_tried: int
    rest_minutes: int
    new_link_minutes: int


@dataclass(frozen=True)
class Demonstration(Table):
    password: str


@dataclass(frozen=True)
class Places(Table):
    geocoder: str
    around_km: float


@dataclass(frozen=True)
class Routes(Table):
    walk: str
    cycle: str
    car: str
    bus: str
    rail: str
    timeout_seconds: int
    largest_kb: int
    rest_seconds: int
    keep_days: int
    rough_metres: int
    hours_most: int

    def __post_init__(self) -> None:
        for mode, said in self.planners.items():
            kind, _, address = said.partition(" ")
            known = ("opentripplanner",) if mode in {"bus", "rail"} else ("osrm", "valhalla", "opentripplanner")
            if kind not in known or not address.strip().startswith(("http://", "https://")):
                raise BadSetting(
                    f"The setting routes.{mode} is {said!r}. Write {' or '.join(known)}, a space and an address such as http://127.0.0.1:8080."
                )

    @property
    def planners(self) -> dict[str, str]:
        """The ways of going that have a planner, and which; usually none."""
        each = {"walk": self.walk, "cycle": self.cycle, "car": self.car, "bus": self.bus, "rail": self.rail}
        return {mode: said for mode, said in each.items() if said}


@dataclass(frozen=True)
class Journeys(Table):
    first_bus: str
    last_bus: str
    bus_week: int
    rail_week: int
    first_journey: str

    def __post_init__(self) -> None:
        for word in ("first_bus", "last_bus"):
            if (said := getattr(self, word)) and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", said):
                raise BadSetting(
                    f"The setting journeys.{word} is {said!r}. Write a time such as 06:10, or leave it empty."
                )


@dataclass(frozen=True)
class Interviews(Table):
    minutes: int
    hold_hours: int
    openings_at: time
    openings_weeks: int
    link_days: int
    journey: int

    def __post_init__(self) -> None:
        if self.openings_at.hour == 1:
            raise BadSetting(
                "interviews.openings_at lies between 01:00 and 02:00, which a year has twice and once not at all. Choose another hour."
            )


@dataclass(frozen=True)
class Seating(Table):
    mock_hours: int
    first_hour: int
    last_hour: int
    early_days: int

    def __post_init__(self) -> None:
        if not 0 <= self.first_hour < self.last_hour <= 24:
            raise BadSetting("seating.last_hour is not after seating.first_hour. Write hours from 0 to 24.")


@dataclass(frozen=True)
class Mail(Table):
    way: str
    server: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    sender_name: str
    folder: str
    timeout_seconds: int
    taken_minutes: int
    retry_minutes: int
    retry_most_minutes: int
    tries_most: int
    daytime: str
    spare_minutes: int
    keep_days: int

    def __post_init__(self) -> None:
        if self.way not in {"", "notify"}:
            raise BadSetting(
                f'The setting mail.way is {self.way!r}. Write "notify", or leave it empty for a mail server.'
            )
        if self.security not in {"starttls", "tls", "none"}:
            raise BadSetting(f'The setting mail.security is {self.security!r}. Write "starttls", "tls" or "none".')
        if self.user and self.security == "none":
            raise BadSetting("mail.user would send its password in the clear. Set mail.security to starttls or tls.")
        if self.taken_minutes * 60 < 10 * self.timeout_seconds:
            raise BadSetting(
                "mail.taken_minutes is too short: a message that is still being sent would be sent again. "
                "Make it ten times mail.timeout_seconds or more."
            )


@dataclass(frozen=True)
class Texts(Table):
    way: str
    most_parts: int

    def __post_init__(self) -> None:
        if self.way not in {"", "notify", "folder"}:
            raise BadSetting(f'The setting texts.way is {self.way!r}. Write "notify", "folder", or leave it empty.')


@dataclass(frozen=True)
class Notify(Table):
    base_url: str
    key: str
    email_template: str
    text_template: str
    timeout_seconds: int
    ask_minutes: int
    ask_days: int


@dataclass(frozen=True)
class Reminders(Table):
    first_hours: int
    last_hours: int
    post_days: int

    def __post_init__(self) -> None:
        if not 0 < self.last_hours < self.first_hours:
            raise BadSetting("reminders.last_hours is not below reminders.first_hours. Write fewer hours.")


@dataclass(frozen=True)
class Work(Table):
    tick_seconds: int
    bank_holidays: str
    closing_at: time
    closing_days: int
    agreements_at: time
    agreements_days: int
    feedback_at: time
    feedback_days: int
    feedback_asks: int
    feedback_rest_days: int
    emptying_at: time

    def __post_init__(self) -> None:
        for word in ("closing_at", "agreements_at", "feedback_at", "emptying_at"):
            if getattr(self, word).hour == 1:
                raise BadSetting(
                    f"work.{word} lies between 01:00 and 02:00, which a year has twice and once not at all. Choose another hour."
                )
        if self.tick_seconds < 1:
            raise BadSetting("work.tick_seconds is less than a second. Write 1 or more.")
        if self.feedback_rest_days < 2:
            raise BadSetting(
                "work.feedback_rest_days is less than 2: two asks could come within a day. Write 2 or more."
            )
        if self.bank_holidays not in {"ENG", "WLS", "SCT", "NIR"}:
            raise BadSetting(f"The setting work.bank_holidays is {self.bank_holidays!r}. Write ENG, WLS, SCT or NIR.")


@dataclass(frozen=True)
class Vacancies(Table):
    confirm_days: int
    warn_days: int
    link_days: int
    confirm_at: time

    def __post_init__(self) -> None:
        if not 0 <= self.warn_days < self.confirm_days:
            raise BadSetting("vacancies.warn_days is not below vacancies.confirm_days. Write fewer days, or 0.")
        if self.confirm_at.hour == 1:
            raise BadSetting(
                "vacancies.confirm_at lies between 01:00 and 02:00, which a year has twice and once not at all. Choose another hour."
            )


@dataclass(frozen=True)
class Quality(Table):
    rota_notice_days: int


@dataclass(frozen=True)
class Trust(Table):
    review_days: int
    look_back_months: int
    few: int
    placements: int
    hires: int
    safety_days: int
    ask_days: int
    letters_at: time

    def __post_init__(self) -> None:
        if self.letters_at.hour == 1:
            raise BadSetting("trust.letters_at lies between 01:00 and 02:00. Choose another hour.")


@dataclass(frozen=True)
class Agreed(Table):
    """One line of the log of changes to the rules of a fit."""

    on: date
    rules: str
    what: str
    why: str
    agreed_by: str
    asked: str


@dataclass(frozen=True)
class RingFences(Table):
    noted_at: time
    hold_working_days: int
    hold_most_days: int
    top_tasks: int
    seen_days: int

    def __post_init__(self) -> None:
        if self.noted_at.hour == 1:
            raise BadSetting(
                "ring_fences.noted_at lies between 01:00 and 02:00, which a year has twice and once not at all. Choose another hour."
            )
        if self.hold_working_days < 1 or self.hold_most_days < 2 * self.hold_working_days:
            raise BadSetting("ring_fences.hold_most_days is less than twice hold_working_days. Write more days.")


@dataclass(frozen=True)
class PlacementRules(Table):
    """The rules of one scheme from a day on, as `employers.placements.rules.Pack` describes them; 0 = no such rule."""

    scheme: str
    since: date
    source: str
    weeks_least: int
    weeks_most: int
    hours_least: int
    hours_most: int
    days_most: int
    short_job_weeks: int
    days_most_short: int
    job_hours_least: int
    job_weeks_least: int
    person_days: int
    employer_days: int
    months: int

    def __post_init__(self) -> None:
        if self.scheme not in {"work_experience", "job_trial", "swap"}:
            raise BadSetting(
                f"placements.rules has the scheme {self.scheme!r}. Write work_experience, job_trial or swap."
            )


@dataclass(frozen=True)
class Placements(Table):
    noted_at: time
    unsigned_days: int
    off_days: int
    link_days: int
    rules: tuple[PlacementRules, ...]

    def __post_init__(self) -> None:
        if self.noted_at.hour == 1:
            raise BadSetting("placements.noted_at lies between 01:00 and 02:00. Choose another hour.")


@dataclass(frozen=True)
class PlacementLetters(Table):
    sign_working_days: int
    first_working_days: int
    sign_at: time
    going_first_days: int
    going_second_days: int
    review_second_days: int
    review_third_days: int
    asked_at: time
    link_days: int

    def __post_init__(self) -> None:
        for word, at in (("sign_at", self.sign_at), ("asked_at", self.asked_at)):
            if at.hour == 1:
                raise BadSetting(f"placement_letters.{word} lies between 01:00 and 02:00. Choose another hour.")


@dataclass(frozen=True)
class Programs(Table):
    keep_days: int


@dataclass(frozen=True)
class Adverts(Table):
    timeout_seconds: int
    largest_kb: int
    most: int
    pages: int
    title_alike: int
    name_alike: int


@dataclass(frozen=True)
class Ledger(Table):
    warn_days: int
    rest_days: int
    hiring_days: int
    promise_days: int
    due_days: int
    in_person_week: int
    diversity_days: int
    diversity_percent: int
    visit_minutes: int


@dataclass(frozen=True)
class Timetable(Table):
    retry_minutes: int
    retry_most_minutes: int
    alive_seconds: int
    keep_days: int
    gone_days: int
    forget_on: int
    forget_at: time

    def __post_init__(self) -> None:
        if self.forget_at.hour == 1:
            raise BadSetting("timetable.forget_at lies between 01:00 and 02:00. Choose another hour.")
        if not 0 <= self.forget_on <= 6:
            raise BadSetting("timetable.forget_on is no day of the week. Write 0 for Monday to 6 for Sunday.")


@dataclass(frozen=True)
class Calendars(Table):
    back_days: int
    ahead_days: int
    cancelled_days: int
    refresh_minutes: int
    link_days: int


TABLES: dict[str, type[Table]] = {
    "server": Server,
    "database": Database,
    "accounts": Accounts,
    "demonstration": Demonstration,
    "places": Places,
    "routes": Routes,
    "journeys": Journeys,
    "interviews": Interviews,
    "seating": Seating,
    "mail": Mail,
    "texts": Texts,
    "notify": Notify,
    "reminders": Reminders,
    "work": Work,
    "vacancies": Vacancies,
    "quality": Quality,
    "ring_fences": RingFences,
    "ledger": Ledger,
    "trust": Trust,
    "placements": Placements,
    "placement_letters": PlacementLetters,
    "programs": Programs,
    "adverts": Adverts,
    "timetable": Timetable,
    "calendars": Calendars,
}
FREE = ("matching", "better_off", "agreed")  # what is no table of plain words


@dataclass(frozen=True)
class Settings:
    """All settings. `matching` and `better_off` stay plain tables: the engine checks its own (`matching.policy`, `matching.benefit_tables`)."""

    server: Server
    database: Database
    accounts: Accounts
    demonstration: Demonstration
    places: Places
    routes: Routes
    journeys: Journeys
    interviews: Interviews
    seating: Seating
    mail: Mail
    texts: Texts
    notify: Notify
    reminders: Reminders
    work: Work
    vacancies: Vacancies
    quality: Quality
    ring_fences: RingFences
    ledger: Ledger
    trust: Trust
    placements: Placements
    placement_letters: PlacementLetters
    programs: Programs
    adverts: Adverts
    timetable: Timetable
    calendars: Calendars
    matching: dict[str, Any]
    better_off: dict[str, Any]
    agreed: tuple[Agreed, ...]
    folder: Path

    @property
    def database_url(self) -> str:
        """Which database: BROKERAGE_DATABASE_URL, else the SQLite file."""
        url = os.environ.get("BROKERAGE_DATABASE_URL", "")
        for short in ("postgresql://", "postgres://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url or f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        return self.folder / Path(self.database.path).expanduser()

    @property
    def address(self) -> str:
        """Where people reach the application; links that are handed over begin with it."""
        return (self.server.address or f"http://{self.server.host}:{self.server.port}").rstrip("/")

    @property
    def over_https(self) -> bool:
        return self.address.startswith("https://")

    @property
    def only_this_machine(self) -> bool:
        return self.server.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def mail_folder(self) -> Path:
        return self.folder / Path(self.mail.folder).expanduser()

    @property
    def mail_password(self) -> str:
        return os.environ.get("BROKERAGE_MAIL_PASSWORD") or self.mail.password

    @property
    def notify_key(self) -> str:
        return os.environ.get("BROKERAGE_NOTIFY_KEY") or self.notify.key

    def secret_key(self) -> str:
        """What sessions and links are signed with. Made on first use; whoever can read it can sign in as anybody."""
        return os.environ.get("BROKERAGE_SECRET_KEY") or self.database.secret_key or _kept_secret(self._secret_file())

    def _secret_file(self) -> Path:
        path = self.database_url.partition("sqlite:///")[2].partition("?")[0]
        file = Path(path) if path and path != ":memory:" else self.database_file
        return file.with_name(f"{file.stem}.secret")


@cache
def load() -> Settings:
    """The settings of this process. Raises BadSetting."""
    own = os.environ.get("BROKERAGE_CONFIG")
    base = BESIDE if BESIDE.exists() else SHIPPED
    tables = _read(base)
    if own:
        tables = _laid_over(tables, _read(Path(own)))
    folder = Path(own).resolve().parent if own else base.parent if base == BESIDE else _data_folder()
    return settings_of(tables, folder)


def settings_of(tables: dict[str, Any], folder: Path) -> Settings:
    """Checked settings. `folder` is where a relative path in them begins."""
    for name in tables:
        if name not in TABLES and name not in FREE:
            raise BadSetting(_unknown(f"[{name}]", [f"[{each}]" for each in (*TABLES, *FREE)]))
    checked: dict[str, Any] = {name: kind.of(name, tables.get(name, {})) for name, kind in TABLES.items()}
    return Settings(
        **checked,
        matching=tables.get("matching", {}),
        better_off=tables.get("better_off", {}),
        agreed=tuple(Agreed.of("agreed", line) for line in tables.get("agreed", [])),
        folder=folder,
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadSetting(f"There is no settings file {file}. Correct BROKERAGE_CONFIG, or leave it out.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"The settings file {file} cannot be read: {error}.") from None


def _laid_over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    both = dict(base)
    for word, value in own.items():
        below = both.get(word)
        both[word] = _laid_over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return both


def _unknown(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1)
    return f"There is no setting {word}." + (f" Did you mean {near[0]}?" if near else f" There are {', '.join(known)}.")


def _data_folder() -> Path:
    """Where an installed copy keeps its data, since its own folder belongs to pip."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "stepping-stone"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "stepping-stone"


def _kept_secret(file: Path) -> str:
    """The key in that file, made first if there is none; two processes that start together agree on one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as made:
            made.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="ascii")
