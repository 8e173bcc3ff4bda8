"""What a reviewer asks the database: the review list, where a turn stands, and the documents that people have read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.corrections.quote import QUOTE, quoted
from transcripts.store.rows import rows_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a published turn begins: its document, the first words there, the paragraph (from 1) and the offset in it."""

    document: str
    quote: str
    paragraph: int
    char: int


def to_review(
    connection: Connection, ministry: str | None = None, document: str | None = None, confirmed: bool = False
) -> list[dict[str, Any]]:
    """The review list, the newest first; with those that somebody has confirmed, or without."""
    return rows_of(
        connection,
        "SELECT document_id, ministry, language, published_on::text, title, reasons, confirmed, confirmed_by, address, state"
        " FROM analysis.review WHERE (%(ministry)s IS NULL OR ministry = %(ministry)s)"
        " AND (%(document)s IS NULL OR document_id = %(document)s) AND (%(all)s OR NOT confirmed)"
        " ORDER BY published_on DESC NULLS LAST, document_id",
        ministry=ministry,
        document=document,
        all=confirmed,
    )


#: Documents in doubt that analysts see, but those that somebody has confirmed as they are. The state of a document is made of all its
#: turns: it is asked for of those alone that have a confirmation.
_IN_DOUBT = """
WITH confirmed AS MATERIALIZED (
    SELECT w.document_id, w.confirmed_by FROM analysis.review w
    WHERE w.document_id = ANY (array(SELECT o.document_id FROM corpus.correction_standing o WHERE o.action = 'confirm'))
    AND w.confirmed
), doubtful AS (
    SELECT d.document_id, d.ministry, d.language, coalesce(s.title, r.title) AS title, s.review AS reasons, s.segmentation_id, c.confirmed_by,
        (coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone)::date AS published_on
    FROM corpus.shown p
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.document d ON d.document_id = p.document_id
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.reading r USING (reading_id)
    LEFT JOIN confirmed c ON c.document_id = p.document_id
    WHERE s.review <> '{}' AND (c.document_id IS NOT NULL) = %(confirmed)s
)
"""


def page_of(
    connection: Connection, *, ministry: str, reason: str, language: str, confirmed: bool, skip: int, most: int
) -> list[dict[str, Any]]:
    """A page of the review list, the newest first, with the least confidence of each document's turns; empty words mean all."""
    query = f"""{_IN_DOUBT}, page AS (
            SELECT * FROM doubtful WHERE %(ministry)s IN ('', ministry) AND %(language)s IN ('', language)
            AND (%(reason)s = '' OR reasons @> ARRAY[%(reason)s])
            ORDER BY published_on DESC NULLS LAST, document_id LIMIT %(most)s OFFSET %(skip)s
        )
        SELECT document_id, ministry, language, title, reasons, confirmed_by, published_on::text, c.least FROM page
        LEFT JOIN LATERAL (
            SELECT min(t.confidence)::float AS least FROM corpus.turn t WHERE t.segmentation_id = page.segmentation_id
        ) c ON true ORDER BY page.published_on DESC NULLS LAST, document_id"""  # noqa: S608 (our own text)
    return rows_of(
        connection,
        query,
        ministry=ministry,
        reason=reason,
        language=language,
        confirmed=confirmed,
        skip=skip,
        most=most,
    )


def keys(connection: Connection, *, ministry: str, reason: str, language: str) -> list[str]:
    """The documents of the review list that nobody has confirmed, in the order of ``page_of``."""
    query = f"""{_IN_DOUBT} SELECT document_id FROM doubtful
        WHERE %(ministry)s IN ('', ministry) AND %(language)s IN ('', language) AND (%(reason)s = '' OR reasons @> ARRAY[%(reason)s])
        ORDER BY published_on DESC NULLS LAST, document_id"""  # noqa: S608 (our own text)
    found = rows_of(connection, query, ministry=ministry, reason=reason, language=language, confirmed=False)
    return [row["document_id"] for row in found]


def tally(connection: Connection, *, confirmed: bool) -> list[dict[str, Any]]:
    """How many documents are in doubt, by ministry, language and the reasons that each has."""
    query = f"{_IN_DOUBT} SELECT ministry, language, reasons, count(*)::integer AS count FROM doubtful GROUP BY 1, 2, 3"  # noqa: S608 (our own text)
    return rows_of(connection, query, confirmed=confirmed)


def record_of(connection: Connection, document: str) -> str | None:
    """The record of the page that a document's published text was read from; None where none is published."""
    query = """SELECT v.record_id::text FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id)
        JOIN corpus.reading r USING (reading_id) JOIN corpus.revision v USING (revision_id)
        WHERE p.document_id = %(document)s"""
    found = rows_of(connection, query, document=document)
    return str(found[0]["record_id"]) if found else None


def place_of(connection: Connection, turn_id: str) -> Place | None:
    """Where a published turn begins; None where there is no such turn. Its own words only: the next turn's may change."""
    found = rows_of(
        connection,
        "SELECT p.document_id, t.start_paragraph, t.start_char, substr(r.body, g.start_char + t.start_char + 1,"
        " least(%(most)s, e.end_char - g.start_char - t.start_char)) AS words"
        " FROM corpus.publication p JOIN corpus.turn t USING (segmentation_id) JOIN corpus.segmentation s USING (segmentation_id)"
        " JOIN corpus.reading r USING (reading_id)"
        " JOIN corpus.paragraph g ON g.reading_id = r.reading_id AND g.ordinal = t.start_paragraph"
        " JOIN LATERAL (SELECT max(n.end_char) AS end_char FROM corpus.span n"
        "   WHERE n.segmentation_id = t.segmentation_id AND n.turn = t.ordinal) AS e ON true"
        " WHERE t.turn_id = %(turn)s",
        turn=turn_id,
        most=4 * QUOTE,
    )
    if not found:
        return None
    one = found[0]
    return Place(one["document_id"], quoted(one["words"]), one["start_paragraph"], one["start_char"])


def version_of(connection: Connection, document: str) -> str:
    """The version that a document's published turns were made by. The document is published."""
    query = """SELECT s.segmenter FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id)
        WHERE p.document_id = %(document)s"""
    return str(rows_of(connection, query, document=document)[0]["segmenter"])


def looks(connection: Connection, documents: Sequence[str]) -> dict[str, list[str]]:
    """What a reviewer sees of documents besides what was said of them: the version and the digest of each one's text; of one that
    is not published: nothing."""
    query = """SELECT p.document_id, s.segmenter, r.digest FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id)
        JOIN corpus.reading r USING (reading_id) WHERE p.document_id = ANY (%(documents)s)"""
    found = rows_of(connection, query, documents=list(documents))
    return {row["document_id"]: [row["segmenter"], row["digest"]] for row in found}


def dates_of(connection: Connection, document: str) -> dict[str, str]:
    """A published document's time of publication (2026-03-05 14:30, in the ministry's zone) and day of its event, as they stand."""
    query = """SELECT coalesce(to_char(coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone, 'YYYY-MM-DD HH24:MI'), '') AS published,
            coalesce(s.event_date, r.event_date)::text AS event, m.timezone
        FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id) JOIN corpus.reading r USING (reading_id)
        JOIN corpus.document d USING (document_id) JOIN corpus.ministry m ON m.code = d.ministry WHERE p.document_id = %(document)s"""
    found = rows_of(connection, query, document=document)
    return (
        {name: value or "" for name, value in found[0].items()}
        if found
        else dict.fromkeys(("published", "event", "timezone"), "")
    )


def reviewed(connection: Connection) -> list[dict[str, Any]]:
    """Every published document that a standing correction or confirmation speaks of, as its gold needs it.

    ``settled``: the published turns are those that the corrections make, all of them, and no doubt is left that nobody
    has confirmed. None that is suppressed.
    """
    return rows_of(
        connection,
        "SELECT d.document_id, d.ministry, d.language, coalesce(s.title, r.title) AS title, r.body, coalesce(s.kind, r.kind) AS kind,"
        " coalesce(s.event_date, r.event_date, (coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone)::date)::text AS day,"
        " array(SELECT g.role FROM corpus.paragraph g WHERE g.reading_id = r.reading_id ORDER BY g.ordinal) AS read_as,"
        # What a span of another kind than text makes of a whole paragraph, else the paragraph's own role.
        " array(SELECT coalesce((SELECT min(n.kind) FROM corpus.span n WHERE n.segmentation_id = p.segmentation_id"
        "   AND n.kind IN ('heading', 'contents', 'separator', 'boilerplate')"
        "   AND n.start_char <= g.start_char AND g.end_char <= n.end_char), 'text')"
        "   FROM corpus.paragraph g WHERE g.reading_id = r.reading_id ORDER BY g.ordinal) AS roles,"
        " coalesce((SELECT json_agg(t ORDER BY t.ordinal) FROM corpus.turn t"
        "   WHERE t.segmentation_id = p.segmentation_id), '[]') AS turns,"
        " coalesce((SELECT json_agg(json_build_object("
        "   'asked', array(SELECT e.turn FROM corpus.exchange_turn e WHERE e.segmentation_id = x.segmentation_id"
        "     AND e.exchange = x.ordinal AND e.part = 'question' ORDER BY 1),"
        "   'answered', array(SELECT e.turn FROM corpus.exchange_turn e WHERE e.segmentation_id = x.segmentation_id"
        "     AND e.exchange = x.ordinal AND e.part = 'answer' ORDER BY 1)) ORDER BY x.ordinal)"
        "   FROM corpus.exchange x WHERE x.segmentation_id = p.segmentation_id), '[]') AS exchanges,"
        " array(SELECT c.action || ' by ' || c.by || ': ' || c.reason FROM corpus.correction_standing c"
        "   WHERE c.document_id = d.document_id ORDER BY c.at, c.correction_id) AS said,"
        " split_part(s.segmenter, '+', 2) = coalesce(k.digest, '') AND NOT 'correction_lost' = ANY (s.review)"
        "   AND (w.confirmed IS TRUE OR (k.digest IS NOT NULL AND s.review = '{}')) AS settled"
        " FROM corpus.publication p JOIN corpus.document d USING (document_id) JOIN corpus.ministry m ON m.code = d.ministry"
        " JOIN corpus.segmentation s USING (segmentation_id) JOIN corpus.reading r USING (reading_id)"
        " LEFT JOIN corpus.correction_state k ON k.document_id = d.document_id"
        " LEFT JOIN analysis.review w ON w.document_id = d.document_id"
        " WHERE EXISTS (SELECT FROM corpus.correction_standing c WHERE c.document_id = d.document_id)"
        " AND NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = d.document_id AND h.because = 'suppressed')"
        " ORDER BY d.document_id",
    )
