"""Documents that an earlier crawl should have got and did not: the next crawl asks for them again."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection

from scraper.evidence import Gap

#: So many crawls ask for a document in vain before it is left to a person.
TRIES = 10
#: At most so many are asked for besides a crawl's own window.
MOST = 500
#: Reasons for which a document was not really asked for: they do not count as tries.
NOT_ASKED = r"^(not_asked|not_stored|killed|blocked|robots_unreadable)"
#: The site says that there is no such page: asking again is a recheck's business.
GONE = r"(404|410)"

#: Each document whose newest fate is a failure, with the number of tries.
_OPEN = """
SELECT * FROM (
    SELECT f.address, f.language, f.site_id, f.fate, f.reason, c.started_at,
        count(*) FILTER (WHERE f.fate = 'failed' AND f.reason !~ %(not_asked)s) OVER same AS tries,
        row_number() OVER (same ORDER BY c.started_at DESC) AS newest
    FROM archive.fate f JOIN archive.crawl c USING (crawl) WHERE c.ministry = %(ministry)s
    WINDOW same AS (PARTITION BY coalesce(f.site_id, f.address), f.language)
) AS fates WHERE newest = 1 AND fate = 'failed'
"""


def gaps(connection: Connection, ministry: str) -> tuple[Gap, ...]:
    """What failed and may pass, the longest waiting first."""
    query = f"{_OPEN} AND tries < %(tries)s AND reason !~ %(gone)s ORDER BY started_at, address LIMIT %(most)s"
    with connection.cursor() as cursor:
        cursor.execute(query, {**_values(ministry), "tries": TRIES, "gone": GONE, "most": MOST})
        return tuple(Gap(address, language, site_id) for address, language, site_id, *_ in cursor.fetchall())


def given_up(connection: Connection, ministry: str) -> list[tuple[str, str, str]]:
    """Address, language and reason of what was asked for too often in vain, or is gone: a person has to look."""
    query = f"{_OPEN} AND (tries >= %(tries)s OR reason ~ %(gone)s) ORDER BY started_at DESC, address LIMIT %(most)s"
    with connection.cursor() as cursor:
        cursor.execute(query, {**_values(ministry), "tries": TRIES, "gone": GONE, "most": MOST})
        return [(address, language, reason) for address, language, _, _, reason, *_ in cursor.fetchall()]


def _values(ministry: str) -> dict[str, object]:
    return {"ministry": ministry, "not_asked": NOT_ASKED}
