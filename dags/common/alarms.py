"""A look as Airflow's tasks call it: what is wrong, who was told, and when a task is red for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
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

    Raises AirflowFailException where it could not look, or no channel took some of the news that one wants.
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
    """What a look says in the log, and its first line. Raises AirflowFailException where there was something to tell, a channel
    that is set failed, and no other took it."""
    for one in looked.open[:NAMED]:
        LOGGER.info("open: %s %s", one.severity, one_line(one.says))
    if looked.told_by_another:
        return "another look is at work and tells what there is to tell"
    state = f"{len(looked.open)} incidents are open" if looked.open else "nothing is wrong"
    if not looked.news.all:
        return state
    if looked.failed and looked.untold:
        line = f"{_some(looked)} incidents were told to nobody: {'; '.join(looked.failed)}. Next: {_MEND}"
        LOGGER.error(line)
        raise AirflowFailException(line)
    if not looked.taken and not looked.spared:
        LOGGER.warning(_NO_CHANNEL)
        return f"{state}; {_NO_CHANNEL}"
    return "; ".join([state, *_told(looked)])


def _some(looked: Looked) -> str:
    news = len(looked.news.all)
    return f"{news}" if looked.untold == news else f"{looked.untold} of {news}"


def _told(looked: Looked) -> Iterator[str]:
    settled = len(looked.news.all) - looked.untold
    if settled and looked.taken:
        yield f"{settled} told by {', '.join(looked.taken)}"
    elif settled:
        yield f"{settled} below what {', '.join(looked.spared)} is to be told"
    if looked.untold:
        yield f"{looked.untold} left to the next look, which knows all channels"
