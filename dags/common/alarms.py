"""A look as Airflow's tasks call it: what is wrong, who was told, and when a task is red for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from airflow.configuration import conf
from airflow.sdk.exceptions import AirflowFailException

from dags.common import settings
from scraper.printable import one_line

if TYPE_CHECKING:
    from transcripts.health.model import Severity
    from transcripts.incidents.deadline import Deadline
    from transcripts.incidents.look import Ask, Delivery
    from transcripts.incidents.message import Message
    from transcripts.incidents.model import Looked, News

LOGGER = logging.getLogger("dags.alarms")
#: Incidents that the log names.
NAMED = 20
_NO_CHANNEL = (
    "no channel is set, so nobody was told: a connection transcripts_mail or transcripts_apprise turns one on"
    " (docs/operations.md, Alarms)"
)
_MEND = "mend the connection under Admin > Connections, or the server it names (docs/operations.md, Alarms); the next look tells it again"


def watch(
    now: datetime | None = None,
    ask: Ask | None = None,
    before: Callable[[], object] | None = None,
    deadline: Deadline | None = None,
) -> str:
    """One look; what there is to say of it. ``before``: what is done first, with the same care for a database that is down.
    ``deadline``: one that has just passed.

    Raises AirflowFailException where it could not look, or no channel took the word.
    """
    from transcripts.health.bounds import BadBounds
    from transcripts.health.findings import findings
    from transcripts.incidents.look import CouldNotLook, look
    from transcripts.incidents.policy import BadPolicy
    from transcripts.store.connection import DatabaseDown

    try:
        if before is not None:
            before()
        looked = look(settings.database_url(), now or datetime.now(UTC), tell, ask or findings, passed=deadline)
    except (DatabaseDown, CouldNotLook, BadPolicy, BadBounds) as error:
        line = f"could not look: {one_line(str(error))}"
        LOGGER.error(line)
        raise AirflowFailException(line) from error
    return said(looked)


def tell(news: News) -> Delivery:
    """Tells the news by every channel that is set, each as much of it as it wants to hear."""
    from dags.common.channels import send
    from transcripts.incidents.message import message
    from transcripts.incidents.policy import policy
    from transcripts.incidents.rules import of_severity

    def worded(least: Severity) -> Message | None:
        part = of_severity(news, least)
        return message(part, base_url(), policy()) if part.all else None

    return send(worded)


def base_url() -> str:
    """The address of Airflow's UI, for links."""
    return str(conf.get("api", "base_url", fallback="") or "http://localhost:8080")


def said(looked: Looked) -> str:
    """What a look says in the log, and its first line. Raises AirflowFailException where there was something to tell, channels are
    set, and none of them took it."""
    for one in looked.open[:NAMED]:
        LOGGER.info("open: %s %s", one.severity, one_line(one.says))
    if looked.told_by_another:
        return "another look is at work and tells what there is to tell"
    state = f"{len(looked.open)} incidents are open" if looked.open else "nothing is wrong"
    if not looked.news.all:
        return state
    if looked.failed and not looked.taken:
        line = f"{len(looked.news.all)} incidents were told to nobody: {'; '.join(looked.failed)}. Next: {_MEND}"
        LOGGER.error(line)
        raise AirflowFailException(line)
    if looked.spared and not looked.taken:
        return f"{state}; {len(looked.news.all)} below what {', '.join(looked.spared)} is to be told"
    if not looked.taken:
        LOGGER.warning(_NO_CHANNEL)
        return f"{state}; {_NO_CHANNEL}"
    return f"{state}; {len(looked.news.all)} told by {', '.join(looked.taken)}"
