"""Which days the crawls of a ministry have asked for, so that days on which nothing ran can be made up for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from transcripts.store.connection import connected


@dataclass(frozen=True, slots=True)
class Asked:
    """One crawl that had answers: its window (days, inclusive), when it began, and whether its lists came whole.

    What failed of whole lists is known by name, and asked for by every crawl until it comes.
    """

    since: date
    until: date
    began: datetime
    whole: bool


def asked(database_url: str, ministry: str) -> list[Asked]:
    """The crawls of a ministry that had answers (OK, EMPTY, PARTIAL, DRIFT), the oldest first. Raises DatabaseDown."""
    with connected(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT since, until, started_at, outcome IN ('OK', 'EMPTY') OR outcome = 'PARTIAL' AND lists_complete"
            " FROM archive.crawl"
            " WHERE ministry = %s AND kind = 'window' AND outcome IN ('OK', 'EMPTY', 'PARTIAL', 'DRIFT') ORDER BY started_at",
            (ministry,),
        )
        return [Asked(*row) for row in cursor.fetchall()]
