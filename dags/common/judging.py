"""How a crawl's outcome makes a task green or red, whatever the crawl's kind."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowFailException

from dags.common import failing, settings, verdict
from scraper.printable import one_line

if TYPE_CHECKING:
    from transcripts.accepted import Missing

LOGGER = logging.getLogger("dags.judge")


def judged(summary: dict[str, Any]) -> str:
    """The verdict's first line. Raises AirflowFailException with it when the crawl's outcome is none of a good day.

    What a person accepted is no reason; the log says what that is.
    """
    line = verdict.first_line(summary)
    for notice in summary.get("notices", ()):
        LOGGER.info("odd, and nothing lost: %s", one_line(notice))
    if verdict.is_green(summary):
        LOGGER.info(line)
        return line
    with failing.told(
        f"{summary['ministry']} {summary['since']}..{summary['until']} {summary['outcome']}, what is missing of it,"
    ):
        missing = look_up(settings.database_url(), summary)
    if missing.accepted and not missing.open:
        line = verdict.all_accepted(summary, missing.accepted)
        LOGGER.info(line)
        return line
    LOGGER.error(line)  # the log opens with it; the exception's own line stands below its traceback
    if missing.open:
        LOGGER.error(verdict.named(missing.open))
    raise AirflowFailException(line)


def look_up(database_url: str, summary: dict[str, Any]) -> Missing:
    """What the crawl did not get, and what of it was accepted."""
    from transcripts.accepted import missing

    return missing(database_url, summary)
