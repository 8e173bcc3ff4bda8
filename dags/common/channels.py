"""Channels that tell a person, each turned on by an Airflow connection of its name, through Airflow's own notifiers.

The notifiers are called by ``notify``, never as callbacks: as such they would render what they send as Jinja templates, and what
is sent here may quote a site.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import make_msgid
from functools import cached_property
from typing import Any

import apprise
from airflow.providers.apprise.hooks.apprise import AppriseHook
from airflow.providers.apprise.notifications.apprise import AppriseNotifier
from airflow.providers.smtp.hooks.smtp import SmtpHook
from airflow.providers.smtp.notifications.smtp import SmtpNotifier
from airflow.sdk import BaseHook, Connection
from airflow.sdk.exceptions import AirflowNotFoundException, AirflowSecretsBackendAccessDenied

from scraper.printable import one_line
from transcripts.health.model import STATUS, Severity
from transcripts.incidents.look import Delivery
from transcripts.incidents.message import Message

LOGGER = logging.getLogger("dags.alarms")
MAIL, APPRISE = "transcripts_mail", "transcripts_apprise"
NAMES = (MAIL, APPRISE)
#: What Apprise paints a message as (https://appriseit.com/library/).
LEVELS = {"bad": apprise.NotifyType.FAILURE, "warn": apprise.NotifyType.WARNING, "over": apprise.NotifyType.SUCCESS}


class ChannelFailed(RuntimeError):
    """A channel did not take the word. The message says why, and holds no secret."""


def send(worded: Callable[[Severity], Message | None]) -> Delivery:
    """Through every channel that is set; one that fails takes no other with it.

    ``worded``: the message about what is at least so bad, None where there is nothing to say; a connection's extra ``least`` says how
    bad a thing must be for its channel (warn unless it says so).
    """
    taken, failed, spared = [], [], []
    wanted: dict[str, Severity] = {}
    for name, connection in _channels():
        wanted[name] = "warn"
        if connection is None:
            continue
        try:
            wanted[name] = least = _least(connection)
            message = worded(least)
            if message is None:
                spared.append(name)
                continue
            SENDERS[name](connection, message)
        except (
            Exception
        ) as error:  # whatever a server, a library or a setting comes up with: the others are still tried
            reason = f"{name}: {one_line(str(error) or type(error).__name__)}"
            LOGGER.error("not told by %s", reason)
            failed.append(reason)
        else:
            taken.append(name)
    return Delivery(tuple(taken), tuple(failed), tuple(spared), wanted)


def channels() -> tuple[str, ...]:
    """The names of the channels that are set."""
    return tuple(name for name, connection in _channels() if connection is not None)


def _channels() -> Iterator[tuple[str, Connection | None]]:
    """The channels that are turned on, with their connections; None: it may be on, but that is not to be known here (a deadline's
    callback and what the UI set)."""
    for name in NAMES:
        try:
            yield name, BaseHook.get_connection(name)
        except AirflowNotFoundException:
            continue
        except AirflowSecretsBackendAccessDenied:
            LOGGER.info("%s: not set by the environment, and the UI's connections are not known here", name)
            yield name, None


def _least(connection: Connection) -> Severity:
    least: Any = connection.extra_dejson.get("least", "warn")
    if least not in STATUS:
        raise ChannelFailed(f'its extra has "least": {least!r}: {" or ".join(STATUS)} is wanted')
    known: Severity = least
    return known


class BothParts(SmtpHook):
    """The provider's hook sends HTML alone; here the plain text stands before it (RFC 2046, 5.1.4)."""

    text = ""

    def _build_mime_message(self, *words: Any, **values: Any) -> tuple[MIMEMultipart, list[str]]:  # noqa: ANN401 (the provider's)
        mail, recipients = super()._build_mime_message(*words, **values)
        mail.set_payload([MIMEText(self.text, "plain", "utf-8"), *mail.get_payload()])
        return mail, recipients


class Mail(SmtpNotifier):
    """A mail in both parts."""

    text = ""

    @cached_property
    def hook(self) -> SmtpHook:
        """The hook that knows the text too."""
        hook = BothParts(smtp_conn_id=self.smtp_conn_id, auth_type=self.auth_type)
        hook.text = self.text
        return hook


def mail(connection: Connection, message: Message) -> None:
    """Sends it to the recipients that the connection's extra names. Raises ChannelFailed, and what SMTP raises."""
    extra = connection.extra_dejson
    to, sender = _addresses(extra.get("to")), extra.get("from_email")
    if not to or not sender:
        raise ChannelFailed(
            f'its extra names no {"recipients" if not to else "sender"}: {{"to": "you@example.org", "from_email": "..."}} is wanted'
        )
    notifier = Mail(
        to=to,
        from_email=sender,
        subject=message.subject,
        html_content=message.html,
        mime_subtype="alternative",
        custom_headers={
            "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's absence is answered to it
            "Message-ID": make_msgid(domain=sender.rpartition("@")[2] or None),
        },
        smtp_conn_id=connection.conn_id,
    )
    notifier.text = message.text
    notifier.notify({})


def _addresses(to: object) -> list[str]:
    words = to.replace(";", ",").split(",") if isinstance(to, str) else to if isinstance(to, list) else []
    return [str(word).strip() for word in words if str(word).strip()]


class Chat(AppriseNotifier):
    """The provider's notifier does not say that a service refused; this one raises ChannelFailed then."""

    def notify(self, context: Mapping[str, Any]) -> None:
        """Tells each service of the connection; one that fails takes no other with it."""
        services = list(_services(self.hook))
        bad = [name for name, one in services if not self._told(one)]
        if len(bad) == len(services):
            raise ChannelFailed(f"{', '.join(bad)}: not taken (the log says more where the service did)")
        for name in bad:
            LOGGER.error("not told by %s: %s", self.apprise_conn_id, name)

    def _told(self, one: apprise.Apprise) -> bool:
        return bool(len(one)) and bool(
            one.notify(
                body=self.body,
                title=self.title or "",
                notify_type=self.notify_type,
                body_format=self.body_format,
                tag=self.tag,
            )
        )


def _services(hook: AppriseHook) -> Iterator[tuple[str, apprise.Apprise]]:
    """Each service of the connection, called by its place and its scheme: its address holds its password."""
    connection = hook.get_connection(hook.apprise_conn_id)
    try:
        configs = hook.get_config_from_conn(connection)
    except (KeyError, ValueError) as error:
        raise ChannelFailed('its extra has no "config": {"config": {"path": "ntfy://..."}} is wanted') from error
    for number, config in enumerate(_entries(configs), 1):
        one = apprise.Apprise()
        one.add(config["path"], tag=config.get("tag"))
        known = "" if len(one) else " (no address that Apprise knows)"
        yield f"service {number}, {str(config['path']).split(':')[0][:20]}{known}", one


def _entries(configs: object) -> Iterable[Mapping[str, Any]]:
    entries: list[Any] = configs if isinstance(configs, list) else [configs]
    if not entries or not all(isinstance(one, dict) and one.get("path") for one in entries):
        raise ChannelFailed('its "config" is neither {"path": "..."} nor a list of these')
    return entries


def chat(connection: Connection, message: Message) -> None:
    """Sends it to the services of the connection (Slack, Telegram, ntfy and so on). Raises ChannelFailed."""
    Chat(
        body=message.text, title=message.subject, notify_type=LEVELS[message.level], apprise_conn_id=connection.conn_id
    ).notify({})


SENDERS = {MAIL: mail, APPRISE: chat}
