"""The work lists: queries over what has no good attempt of the current version. There is no queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from psycopg2.extensions import connection as Connection

#: The way of a page to the tables, and what is made of each published document after that.
LANDING = ("clean", "segment", "publish")
DERIVING = ("align", "countries")
STEPS = LANDING + DERIVING


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions at work: inputs without a good attempt of these are to be done."""

    clean: str
    segment: str
    publish: str
    compare: str = ""
    align: str = ""
    countries: str = ""


#: Each gives ministry and key, the oldest first. A document's snapshots share a key, so that one batch has them in order.
#: What a crawl says is not the document (a block, a "not found") is not cleaned. What a person set aside is, and is not shown:
#: so what stands in corpus does not depend on when somebody decided, and a replay makes the same.
#: What is published and was not compared with the site's other generations is the step publish's too.
#: A document's corrections are part of its segmentation's version: a new one makes it anew, one taken back leads back.
_CLEAN = """
SELECT s.ministry, s.site_id
FROM pipeline.readable s
WHERE s.ministry = ANY (%(ministries)s)
AND NOT EXISTS (
    SELECT FROM pipeline.attempt a WHERE a.step = 'clean' AND a.version = %(clean)s
    AND a.input = s.record_id::text AND a.outcome <> 'failed')
GROUP BY s.ministry, s.site_id
ORDER BY min(s.fetched_at)
"""
_SEGMENT = """
SELECT d.ministry, r.reading_id
FROM corpus.reading r JOIN corpus.revision v USING (revision_id) JOIN corpus.document d USING (document_id)
LEFT JOIN corpus.correction_state c USING (document_id)
WHERE r.cleaner = %(clean)s AND d.ministry = ANY (%(ministries)s)
AND NOT EXISTS (
    SELECT FROM pipeline.attempt a WHERE a.step = 'segment' AND a.version = %(segment)s || coalesce('+' || c.digest, '')
    AND a.input = r.reading_id::text AND a.outcome <> 'failed')
ORDER BY r.reading_id
"""
_PUBLISH = """
SELECT d.ministry, n.segmentation_id
FROM (
    SELECT DISTINCT ON (v.document_id) v.document_id, s.segmentation_id, v.first_seen
    FROM corpus.revision v JOIN corpus.reading r USING (revision_id) JOIN corpus.segmentation s USING (reading_id)
    LEFT JOIN corpus.correction_state c USING (document_id)
    WHERE r.cleaner = %(clean)s AND s.segmenter = %(segment)s || coalesce('+' || c.digest, '')
    ORDER BY v.document_id, v.first_seen DESC
) n
JOIN corpus.document d USING (document_id)
LEFT JOIN corpus.publication p USING (document_id)
LEFT JOIN corpus.segmentation shown ON shown.segmentation_id = p.segmentation_id
LEFT JOIN corpus.reading shown_reading ON shown_reading.reading_id = shown.reading_id
LEFT JOIN corpus.revision shown_revision ON shown_revision.revision_id = shown_reading.revision_id
WHERE p.segmentation_id IS DISTINCT FROM n.segmentation_id
AND (shown_revision.first_seen IS NULL OR shown_revision.first_seen <= n.first_seen) AND d.ministry = ANY (%(ministries)s)
AND NOT EXISTS (
    SELECT FROM pipeline.attempt a WHERE a.step = 'publish' AND a.version = %(publish)s
    AND a.input = n.segmentation_id::text AND a.outcome = 'refused')
UNION ALL
SELECT d.ministry, p.segmentation_id
FROM corpus.publication p JOIN corpus.document d USING (document_id)
WHERE %(compare)s <> '' AND d.ministry = ANY (%(ministries)s)
AND NOT EXISTS (
    SELECT FROM pipeline.attempt a WHERE a.step = 'compare' AND a.version = %(compare)s
    AND a.input = p.segmentation_id::text AND a.outcome <> 'failed')
ORDER BY segmentation_id
"""
#: Countries are read anew wherever the mentions that stand there are another version's: a version that comes back has an
#: attempt already. One that failed is tried again.
_COUNTRIES = """
SELECT d.ministry, p.segmentation_id
FROM corpus.publication p JOIN corpus.document d USING (document_id)
LEFT JOIN corpus.country_reading c USING (segmentation_id)
WHERE %(countries)s <> '' AND d.ministry = ANY (%(ministries)s) AND c.version IS DISTINCT FROM %(countries)s
ORDER BY p.segmentation_id
"""
#: Language versions that were not compared: the first of each two. What is missing counts and no attempt, as a document's
#: pointer may go back to what was aligned with other versions than those that are published now.
_ALIGN = """
SELECT c.ministry, c.segmentation_id
FROM corpus.version_candidate c
WHERE %(align)s <> '' AND c.ministry = ANY (%(ministries)s)
AND NOT EXISTS (
    SELECT FROM corpus.version_pair v
    WHERE v.segmentation_id = c.segmentation_id AND v.other_id = c.other_id AND v.aligner = %(align)s)
GROUP BY c.ministry, c.segmentation_id
ORDER BY c.segmentation_id
"""
#: All of each table is looked at anyway. Before the server has counted what a first run wrote it would loop over attempts in
#: a loop over readings: seconds for two thousand pages, and four times that for twice as many.
_NO_LOOPS = "SET LOCAL enable_nestloop = off"
_LISTS = {
    "clean": _CLEAN,
    "segment": _SEGMENT,
    "publish": _PUBLISH,
    "align": _ALIGN,
    "countries": _COUNTRIES,
}


_DAYS_CUT = """
SELECT min(day), max(day) FROM (
    SELECT coalesce(r.event_date, r.published_at::date) AS day FROM corpus.segmentation s JOIN corpus.reading r USING (reading_id)
    WHERE s.segmentation_id = ANY (%(keys)s::bigint[])) d
"""
_DAYS = {
    "clean": """
SELECT min(l.day), max(l.day) FROM archive.listing l JOIN archive.crawl c USING (crawl)
WHERE l.site_id = ANY (%(keys)s::text[]) AND c.ministry = %(ministry)s AND l.source = 'list'
""",
    "segment": """
SELECT min(day), max(day) FROM (
    SELECT coalesce(event_date, published_at::date) AS day FROM corpus.reading WHERE reading_id = ANY (%(keys)s::bigint[])) d
""",
}


def keys(
    connection: Connection, step: str, versions: Versions, ministries: Sequence[str], most: int
) -> list[tuple[str, str]]:
    """Ministry and key of what the step has to do, the oldest first, at most so many."""
    with connection.cursor() as cursor:
        cursor.execute(_NO_LOOPS)
        cursor.execute(_LISTS[step] + "LIMIT %(most)s", {**_values(versions, ministries), "most": most})
        return [(str(ministry), str(key)) for ministry, key in cursor.fetchall()]


def days(connection: Connection, step: str, ministry: str, keys: Sequence[str]) -> list[str]:
    """First and last day (ISO) of what these keys of a step's list stand for; empty where none has a day."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS.get(step, _DAYS_CUT), {"keys": list(keys), "ministry": ministry})
        row = cursor.fetchone()
    return [str(day) for day in row or () if day is not None]


def pending(connection: Connection, versions: Versions, ministries: Sequence[str]) -> dict[str, int]:
    """How many keys each step has to do."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_NO_LOOPS)
        for step in STEPS:
            cursor.execute(f"SELECT count(*) FROM ({_LISTS[step]}) AS list", _values(versions, ministries))  # noqa: S608 (our own text)
            row = cursor.fetchone()
            found[step] = int(row[0]) if row else 0
    return found


def _values(versions: Versions, ministries: Sequence[str]) -> dict[str, object]:
    return {**asdict(versions), "ministries": list(ministries)}
