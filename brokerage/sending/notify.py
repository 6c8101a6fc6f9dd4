"""GOV.UK Notify as a way out: e-mail and texts, each through one template of the account that has nothing but our words in it.

Notify would send the same twice. So before anything is handed over it is asked whether it has our reference already: a process that
was killed, or heard no answer, doubles nothing that Notify knows of.
"""

import logging
import re
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from brokerage.sending.outgoing import Became, PostAway, Text, Undeliverable, lines, one_line
from brokerage.settings import BadSetting, Settings
from brokerage.settings import Notify as Rules

if TYPE_CHECKING:
    from notifications_python_client.errors import APIError

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
KEY = re.compile(rf".+-{UUID}-{UUID}", re.IGNORECASE)
BECAME: dict[str, Became] = {  # https://docs.notifications.service.gov.uk/python.html#status-descriptions
    "delivered": "arrived",
    "sent": "arrived",  # abroad, more is never known
    "permanent-failure": "never",
    "temporary-failure": "not this time",
    "technical-failure": "not this time",
}
FOR_GOOD = re.compile(r"\b(?:phone_number|email_address|international|character count)\b", re.IGNORECASE)
# Its warnings quote what Notify said of an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


def of(settings: Settings) -> "Notify":
    """Raises BadSetting."""
    rules = settings.notify
    if not KEY.fullmatch(settings.notify_key):
        raise BadSetting("Write GOV.UK Notify's key into BROKERAGE_NOTIFY_KEY, whole, with its name in front.")
    for word, way in (("email_template", settings.mail.way), ("text_template", settings.texts.way)):
        if way == "notify" and not re.fullmatch(UUID, getattr(rules, word), re.IGNORECASE):
            raise BadSetting(f"The setting notify.{word} is {getattr(rules, word)!r}. Write the template's id.")
    return Notify(rules, settings.notify_key)


class Notify:
    """`send` gives Notify's own id of it, by which `became_of` asks later."""

    def __init__(self, rules: Rules, key: str) -> None:
        try:
            from notifications_python_client.notifications import NotificationsAPIClient as Client
        except ImportError:
            raise BadSetting("For GOV.UK Notify install stepping-stone[notify].") from None
        self.rules = rules
        self.client: Any = Client(key, base_url=rules.base_url, timeout=rules.timeout_seconds)  # type: ignore[no-untyped-call]

    def send(self, letter: EmailMessage | Text) -> str:
        own = letter.reference if isinstance(letter, Text) else str(letter["Message-ID"]).strip("<>").partition("@")[0]
        return self._known(own) or self._hand_over(letter, own)

    def became_of(self, called: str) -> Became:
        return BECAME.get(str(self._asked("get_notification_by_id", called).get("status")), "not yet")

    def _known(self, own: str) -> str | None:
        """What Notify calls it, where it has it already and has not given it up."""
        for each in self._asked("get_all_notifications", reference=own).get("notifications", []):
            if each.get("reference") == own and BECAME.get(each.get("status"), "not yet") in ("arrived", "not yet"):
                return str(each["id"])
        return None

    def _hand_over(self, letter: EmailMessage | Text, own: str) -> str:
        if isinstance(letter, Text):
            words: dict[str, str] = {"body": letter.words}
            done = self._asked("send_sms_notification", letter.number, self.rules.text_template, words, own)
        else:
            words = {"subject": one_line(str(letter["Subject"])), "body": _unmarked(_body(letter))}
            done = self._asked("send_email_notification", str(letter["To"]), self.rules.email_template, words, own)
        return str(done["id"])

    def _asked(self, what: str, *facts: Any, **more: Any) -> dict[str, Any]:
        from notifications_python_client.errors import APIError

        try:
            answer = getattr(self.client, what)(*facts, **more)
        except APIError as error:
            raise _judged(error) from None
        if not isinstance(answer, dict) or (what.startswith("send_") and "id" not in answer):
            raise PostAway("GOV.UK Notify gave an answer that cannot be read.", whole=True)
        return answer


def _judged(error: "APIError") -> Exception:
    """A recipient or words that cannot be are for good; another 400 (a template, a trial account) may be this message's alone; else all wait."""
    if error.response is None:
        return PostAway("GOV.UK Notify cannot be reached.", whole=True)
    status, said = error.status_code, error.message
    listed = said if isinstance(said, list) else []
    told = _without_addresses(" ".join(str(each.get("message", "")) for each in listed if isinstance(each, dict)))
    if status == 400 and FOR_GOOD.search(told):
        return Undeliverable(f"GOV.UK Notify refused it: {told}")
    return PostAway(f"GOV.UK Notify said {status}{': ' if told else ''}{told}.", whole=status != 400)


def _without_addresses(told: str) -> str:
    return re.sub(r"\S*@\S*|\+?\d[\d ]{6,}\d", "…", one_line(told))[:120]


def _body(letter: EmailMessage) -> str:
    plain = letter.get_body(("plain",))
    return lines(str(plain.get_content())) if plain is not None else ""


def _unmarked(body: str) -> str:
    """Words that Notify would read as Markdown, so that they stay words: no link under other words, no heading, no inset."""
    apart = re.sub(r"\](?=[\[(:])", "] ", body)
    return re.sub(r"(?m)^(\s*)(#|\^|\*{3,}|-{3,}|={3,})", r"\1·\2", apart)
