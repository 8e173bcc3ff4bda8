"""The shelf of the operators' reader: documents newest first, and turns with words in them, a page of a list at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import psycopg2.errors
from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: analysis.search gives so many rows at most.
MOST_HITS = 1000

# The keys of one page of the list first, from narrow rows: all else is then asked of few documents.
_DOCUMENTS = """
WITH matching AS MATERIALIZED (
    SELECT p.document_id, p.segmentation_id, coalesce((coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone)::date, s.event_date, r.event_date) AS day,
        coalesce(s.published_at, r.published_at) AS published_at
    FROM corpus.shown p
    JOIN corpus.document d USING (document_id)
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
    WHERE (%(ministry)s = '' OR d.ministry = %(ministry)s) AND (%(language)s = '' OR d.language = %(language)s)
    AND (%(since)s::date IS NULL OR coalesce((coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone)::date, s.event_date, r.event_date) >= %(since)s)
    AND (%(until)s::date IS NULL OR coalesce((coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone)::date, s.event_date, r.event_date) <= %(until)s)
), page AS MATERIALIZED (
    SELECT * FROM matching ORDER BY day DESC NULLS LAST, published_at DESC NULLS LAST, document_id
    LIMIT %(most)s OFFSET %(skip)s
)
SELECT page.document_id, page.day, d.ministry, d.language, coalesce(s.title, r.title) AS title, coalesce(s.kind, r.kind) AS kind, s.turns, s.exchanges, s.review,
    (SELECT count(*) FROM matching)::integer AS found,
    EXISTS (SELECT FROM analysis.review v WHERE v.document_id = page.document_id AND v.confirmed) AS confirmed,
    (SELECT count(*) FROM corpus.revision v WHERE v.document_id = page.document_id)::integer AS revisions,
    (SELECT max(w.withdrawn_at) FROM corpus.withdrawal w
        WHERE w.document_id = page.document_id AND w.returned_at IS NULL) AS withdrawn_at
FROM page
JOIN corpus.document d ON d.document_id = page.document_id
JOIN corpus.segmentation s ON s.segmentation_id = page.segmentation_id
JOIN corpus.reading r ON r.reading_id = s.reading_id
ORDER BY page.day DESC NULLS LAST, page.published_at DESC NULLS LAST, page.document_id
"""
_HITS = """
SELECT h.* FROM analysis.search(%(words)s, nullif(%(language)s, ''), nullif(%(ministry)s, ''), NULL, %(since)s, %(until)s,
    %(sort)s, %(most)s) WITH ORDINALITY AS h
ORDER BY h.ordinality LIMIT %(most)s OFFSET %(skip)s
"""


class Misasked(ValueError):
    """What was asked for cannot be answered; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents: all that is said must hold; what is empty says nothing. Days are inclusive, of publication in the
    ministry's time zone, else of the event. ``sort`` of words found: newest or rank."""

    ministry: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    sort: str = "newest"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list. ``total``: of all pages; None: not counted. ``notices``: what the database said of the question."""

    rows: list[dict[str, Any]]
    total: int | None
    more: bool
    notices: list[str]


def documents(connection: Connection, asked: Asked, page: int, most: int) -> Found:
    """Shown documents, the newest first; ``page`` counts from 1, ``most`` rows each."""
    skip = (page - 1) * most
    rows = rows_of(connection, _DOCUMENTS, **_values(asked), most=most, skip=skip)
    total = int(rows[0]["found"]) if rows else (0 if page == 1 else None)
    return Found(rows, total, total is not None and total > skip + most, [])


def hits(connection: Connection, asked: Asked, page: int, most: int) -> Found:
    """Turns with the words. Raises Misasked with the database's own words where it refuses the question."""
    skip = (page - 1) * most
    connection.notices.clear()
    try:
        rows = rows_of(connection, _HITS, **_values(asked), most=min(skip + most + 1, MOST_HITS), skip=skip)
    except psycopg2.errors.InvalidParameterValue as error:
        raise Misasked(". ".join(filter(None, (error.diag.message_primary, error.diag.message_hint)))) from error
    total = rows[0]["hits"] if rows else None
    return Found(rows[:most], total, len(rows) > most, [_said(one) for one in connection.notices])


def choices(connection: Connection) -> dict[str, list[Mapping[str, Any]]]:
    """What a form offers: ministries by code and name, and languages that something is published in."""
    return {
        "ministries": list(
            rows_of(connection, "SELECT ministry, name FROM analysis.ministries ORDER BY name, ministry")
        ),
        "languages": list(rows_of(connection, "SELECT DISTINCT language FROM corpus.document ORDER BY 1")),
    }


def _values(asked: Asked) -> dict[str, Any]:
    return asdict(asked)


def _said(notice: str) -> str:
    return notice.strip().partition(":")[2].strip() or notice.strip()
