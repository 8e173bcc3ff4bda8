"""What became of the pins that canaries asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import merge, rows_of

_WRONG = """
SELECT c.ministry, c.started_at, c.finished_at, c.run_id LIKE 'scheduled%%' AS by_clock, p.pin, p.verdict, p.says
FROM (
    SELECT DISTINCT ON (c.ministry) c.* FROM archive.crawl c
    WHERE c.kind = 'canary' AND c.started_at >= %(since)s AND EXISTS (SELECT FROM pipeline.pin_verdict p WHERE p.crawl = c.crawl)
    ORDER BY c.ministry, c.started_at DESC
) c JOIN pipeline.pin_verdict p USING (crawl)
WHERE p.verdict <> 'holds' ORDER BY c.ministry, p.pin
"""


def wrong(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    """The pins that did not hold when a canary of their ministry asked for them last, since then."""
    return rows_of(connection, _WRONG, since=since)


def keep(connection: Connection, crawl: str, verdicts: Iterable[tuple[str, str, str]]) -> None:
    """Notes what became of each pin of a canary's crawl: the pin, its verdict, what is different. Commits."""
    rows = [(crawl, pin, verdict, says) for pin, verdict, says in verdicts]
    with connection.cursor() as cursor:
        merge(cursor, ("pipeline", "pin_verdict"), ("crawl", "pin", "verdict", "says"), rows)
    connection.commit()
