"""Whether a day of a ministry's is collected and published."""

from __future__ import annotations

from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

_DAY = """
SELECT coalesce(a.whole, false) AS whole, a.reason, b.listed, b.published, b.waiting, b.missing, EXISTS (
    SELECT FROM pipeline.decision_standing d
    WHERE d.kind = 'accept' AND d.subject = 'day' AND d.ministry = %(ministry)s AND d.day = %(day)s) AS accepted
FROM (
    SELECT bool_or(whole) AS whole, (array_agg(outcome || ': ' || reason ORDER BY started_at DESC))[1] AS reason
    FROM pipeline.asked_days(%(ministry)s, %(day)s, %(day)s) WHERE over
) a, (
    SELECT coalesce(sum(listed), 0)::integer AS listed, coalesce(sum(published), 0)::integer AS published,
        coalesce(sum(waiting), 0)::integer AS waiting, coalesce(sum(missing), 0)::integer AS missing
    FROM pipeline.balance_days(%(ministry)s, %(day)s, %(day)s)
) b
"""


def of_day(connection: Connection, ministry: str, day: date) -> dict[str, Any]:
    """``whole``: a crawl after the day's end read all its lists to their end; ``reason``: how the newest such crawl ended (None: none
    has); ``accepted``: a person gave the day up; and what its lists name: ``listed``, ``published``, ``waiting``, ``missing``."""
    (row,) = rows_of(connection, _DAY, ministry=ministry, day=day)
    return row
