"""A message as a letter, and the ways out of the house: an SMTP server, GOV.UK Notify, or a folder where nothing is configured."""

import hashlib
import hmac
import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from brokerage.sending import notify
from brokerage.sending.outgoing import Became, Followed, Post, PostAway, Text, Undeliverable, lines, one_line
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


class Ways:
    """Letters go one way, texts another."""

    def __init__(self, letters: Post, texts: Post) -> None:
        self.letters, self.texts = letters, texts

    def send(self, letter: EmailMessage | Text) -> str | None:
        return (self.texts if isinstance(letter, Text) else self.letters).send(letter)

    def became_of(self, called: str) -> Became:
        followed = [each for each in (self.letters, self.texts) if isinstance(each, Followed)]
        return followed[0].became_of(called) if followed else "arrived"


def of(settings: Settings) -> Post:
    """The ways of the settings. Raises BadSetting."""
    rules = settings.mail
    if not EMAIL.fullmatch(rules.sender) and not re.fullmatch(r"[\w.+-]+@localhost", rules.sender):
        raise BadSetting(f"The setting mail.sender is {rules.sender!r}. Write an e-mail address.")
    provider = notify.of(settings) if "notify" in (rules.way, settings.texts.way) else None
    server = Server(rules, settings.mail_password) if rules.server else Folder(settings.mail_folder)
    letters: Post = provider if provider and rules.way == "notify" else server
    texts: Post = provider if provider and settings.texts.way == "notify" else Folder(settings.mail_folder)
    return Ways(letters, texts)


def described(settings: Settings) -> dict[str, str]:
    """How each kind of message goes, in words, without a secret."""
    rules, provider = settings.mail, "by GOV.UK Notify"
    server = (
        f"by the mail server {rules.server}"
        if rules.server
        else "into a folder, as no mail server is set: nobody is written to"
    )
    by_text = {"notify": provider, "folder": "into a folder, to try it out: nobody is written to"}
    return {
        "E-mail": provider if rules.way == "notify" else server,
        "Text message": by_text.get(settings.texts.way, "not set up: the keyworker tells it"),
        "Letter": "printed and posted by the keyworker",
    }


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


def reference(letter: EmailMessage) -> str:
    """The letter's Message-ID without its brackets and our host."""
    return str(letter["Message-ID"]).strip("<>").partition("@")[0]


def _attach(made: EmailMessage, calendar: str) -> None:
    method = re.search(r"^METHOD:([A-Z]+)\r?$", calendar, re.MULTILINE)
    made.add_attachment(
        calendar,
        subtype="calendar",
        cte="quoted-printable",
        filename="time.ics",
        params={"method": method[1] if method else "PUBLISH"},
    )
    made.set_boundary(f"={reference(made)}=")  # the same letter twice is the same bytes


def _only_our_headers(made: EmailMessage) -> None:
    """Looks at the bytes as they go out, whatever the library made of the words. Raises Undeliverable."""
    head = made.as_bytes().partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    names = [line.partition(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))]
    expected = HEADERS - {"Content-Transfer-Encoding"} if made.is_multipart() else HEADERS
    if sorted(names) != sorted(expected) or re.search(r"\r(?!\n)|(?<!\r)\n", head):
        raise Undeliverable("Its subject cannot be written into a letter.")


class Folder:
    """Each letter is a file named by its Message-ID, each text one named by its reference: the same twice is one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, letter: EmailMessage | Text) -> None:
        try:
            if isinstance(letter, Text):
                self._write(f"{letter.reference}.txt", f"To {letter.number}\n\n{letter.words}".encode())
            else:
                self._write(f"{reference(letter)}.eml", letter.as_bytes())
        except OSError as error:
            raise PostAway(f"{self.path} cannot be written to: {error.strerror}.", whole=True) from None

    def _write(self, name: str, content: bytes) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as made:
            made.write(content)
            made.flush()
            os.fsync(made.fileno())
        draft.replace(self.path / name)


class Server:
    """An SMTP server; each letter has its own connection, so that nothing of one can spill into another."""

    def __init__(self, rules: Mail, password: str) -> None:
        self.rules, self.password = rules, password

    def send(self, letter: EmailMessage | Text) -> None:
        if isinstance(letter, Text):
            raise Undeliverable("A mail server takes no texts.")
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
