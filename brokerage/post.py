"""A message as a letter, and the two ways out of the house: an SMTP server, or a folder of .eml files where none is configured."""

import hashlib
import hmac
import os
import re
import smtplib
import ssl
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from brokerage.settings import BadSetting, Mail, Settings
from employers.readers import EMAIL

HEADERS = frozenset(
    {
        "Auto-Submitted",
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    }
)
INVISIBLE = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # Unicode categories: controls, formats, lone surrogates, separators


class Undeliverable(Exception):
    """It will never arrive there; the text says why."""


class PostAway(Exception):
    """Nothing can be sent just now. `whole` when that is so for every message, not only for this one."""

    def __init__(self, why: str, *, whole: bool) -> None:
        super().__init__(why)
        self.whole = whole


class Post(Protocol):
    def send(self, letter: EmailMessage) -> None:
        """Hands the letter over. Raises Undeliverable or PostAway."""


def of(settings: Settings) -> Post:
    """The server of the settings, else the folder. Raises BadSetting."""
    rules = settings.mail
    if not EMAIL.fullmatch(rules.sender) and not re.fullmatch(r"[\w.+-]+@localhost", rules.sender):
        raise BadSetting(f"The setting mail.sender is {rules.sender!r}. Write an e-mail address.")
    return Server(rules, settings.mail_password) if rules.server else Folder(settings.mail_folder)


def one_line(text: str) -> str:
    """Words in one line: nothing in them can end a header, begin another, or hide."""
    seen = "".join(_shown(letter) for letter in text)
    return " ".join(seen.split()).replace("=?", "= ?")  # `=?` begins an encoded word, which may say anything


def lines(text: str) -> str:
    """Lines of plain text without control characters, the last one ended."""
    kept = "\n".join("".join(_shown(letter) for letter in line).rstrip() for line in re.split(r"\r\n|\r|\n", text))
    return kept.strip("\n") + "\n"


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    return "" if category == "Cf" else " " if category in INVISIBLE else letter


def letter(
    rules: Mail,
    key: str,
    secret: str,
    *,
    recipient: str,
    subject: str,
    body: str,
    now: datetime,
    calendar: str | None = None,
) -> EmailMessage:
    """The letter of a message. The Message-ID comes from the key alone, so that whoever gets it twice can tell. Raises Undeliverable.

    `calendar`: an entry as iCalendar, which goes with it as a file."""
    if not EMAIL.fullmatch(recipient):
        raise Undeliverable("The address is none that a letter can go to.")
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = Address(one_line(rules.sender_name), addr_spec=rules.sender)
    made["To"] = Address(addr_spec=recipient)
    made["Subject"] = one_line(subject)
    made["Date"] = format_datetime(now.replace(tzinfo=UTC))
    made["Message-ID"] = message_id(rules, key, secret)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(lines(body), cte="quoted-printable")
    if calendar is not None:
        _attach(made, calendar)
    _only_our_headers(made)
    return made


def message_id(rules: Mail, key: str, secret: str) -> str:
    """Always the same for one key, and telling nobody what the key is."""
    return (
        f"<{hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()[:40]}@{rules.sender.partition('@')[2]}>"
    )


def _attach(made: EmailMessage, calendar: str) -> None:
    method = re.search(r"^METHOD:([A-Z]+)\r?$", calendar, re.MULTILINE)
    made.add_attachment(
        calendar,
        subtype="calendar",
        cte="quoted-printable",
        filename="time.ics",
        params={"method": method[1] if method else "PUBLISH"},
    )
    made.set_boundary(f"={str(made['Message-ID'])[1:41]}=")  # the same letter twice is the same bytes


def _only_our_headers(made: EmailMessage) -> None:
    """Looks at the bytes as they go out, whatever the library made of the words. Raises Undeliverable."""
    head = made.as_bytes().partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    names = [line.partition(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))]
    expected = HEADERS - {"Content-Transfer-Encoding"} if made.is_multipart() else HEADERS
    if sorted(names) != sorted(expected) or re.search(r"\r(?!\n)|(?<!\r)\n", head):
        raise Undeliverable("Its subject cannot be written into a letter.")


class Folder:
    """Each letter is a file named by its Message-ID: the same letter twice is one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, letter: EmailMessage) -> None:
        try:
            self._write(letter)
        except OSError as error:
            raise PostAway(f"{self.path} cannot be written to: {error.strerror}.", whole=True) from None

    def _write(self, letter: EmailMessage) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = str(letter["Message-ID"]).strip("<>").partition("@")[0]
        draft = self.path / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as made:
            made.write(letter.as_bytes())
            made.flush()
            os.fsync(made.fileno())
        draft.replace(self.path / f"{name}.eml")


class Server:
    """An SMTP server; each letter has its own connection, so that nothing of one can spill into another."""

    def __init__(self, rules: Mail, password: str) -> None:
        self.rules, self.password = rules, password

    def send(self, letter: EmailMessage) -> None:
        with self._connected() as server:
            try:
                server.send_message(letter)
            except smtplib.SMTPRecipientsRefused as refused:
                code, said = next(iter(refused.recipients.values()))
                raise _judged(code, said) from None
            except smtplib.SMTPDataError as refused:
                raise _judged(refused.smtp_code, refused.smtp_error) from None
            except (
                smtplib.SMTPResponseException
            ) as refused:  # the sender or the session: ours to mend, not the letter's fault
                raise PostAway(f"The mail server said {refused.smtp_code}.", whole=True) from None

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        rules, server = self.rules, None
        try:
            server = self._greeted()
            yield server
        except (
            smtplib.SMTPResponseException
        ) as refused:  # the sender or the session: ours to mend, not the letter's fault
            raise PostAway(f"The mail server said {refused.smtp_code}.", whole=True) from None
        except (OSError, smtplib.SMTPException) as error:
            raise PostAway(f"{rules.server}:{rules.port} cannot be used: {type(error).__name__}.", whole=True) from None
        finally:
            if server is not None:
                with suppress(OSError, smtplib.SMTPException):  # the letter was taken, or was not, before this
                    server.quit()

    def _greeted(self) -> smtplib.SMTP:
        rules = self.rules
        if rules.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                rules.server, rules.port, timeout=rules.timeout_seconds, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(rules.server, rules.port, timeout=rules.timeout_seconds)
        try:
            if rules.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if rules.user:
                server.login(rules.user, self.password)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


def _judged(code: int, said: bytes | str) -> Exception:
    """5xx is for good, 4xx for now (RFC 5321)."""
    words = one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)[:120]
    if code >= 500:
        return Undeliverable(f"The mail server refused it: {code} {words}")
    return PostAway(f"The mail server put it off: {code}.", whole=False)
