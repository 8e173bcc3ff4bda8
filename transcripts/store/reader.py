"""One document for the operators' reader: its facts, its turns, and the spans that tile its body; hidden ones too."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.citing import cited
from transcripts.store.rows import rows_of

_FACTS = """
SELECT d.document_id, d.ministry, m.name AS ministry_name, m.timezone, m.terms, d.site_id, d.language, d.address, d.first_seen,
    p.segmentation_id, h.because, h.instead, coalesce(x.by, y.by) AS hidden_by,
    coalesce(x.reason, y.reason) AS hidden_reason, coalesce(x.at, y.at) AS hidden_at,
    coalesce(s.title, r.title) AS title, coalesce(s.kind, r.kind) AS kind, s.kind IS NOT NULL AS kind_corrected,
    r.title AS title_printed, s.title IS NOT NULL AS title_corrected, coalesce(s.published_at, r.published_at) AS published_at,
    s.published_at IS NOT NULL AS published_corrected, r.published_at AS published_printed,
    (coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone)::date AS day,
    coalesce(s.event_date, r.event_date) AS event_date, s.event_date IS NOT NULL AS event_corrected, r.event_date AS event_printed,
    r.event_place,
    r.number, r.tags, r.unofficial_translation, r.attachments, r.layout, r.notices, r.body, r.cleaner, s.segmenter,
    s.turns, s.exchanges, s.review, v.first_seen AS retrieved_at, v.record_id::text AS revision_record,
    n.address AS answered_by, n.fetched_at, n.payload_digest, o.record_id::text AS record_id, o.status, o.file, o."offset", o.length,
    k.archive, c.crawl, c.dag_id AS collected_by, c.run_id AS collected_in,
    (SELECT count(*) FROM corpus.revision z WHERE z.document_id = d.document_id)::integer AS revisions,
    (SELECT max(w.withdrawn_at) FROM corpus.withdrawal w WHERE w.document_id = d.document_id AND w.returned_at IS NULL)
        AS withdrawn_at,
    analysis.permanent_address(d.document_id) AS permanent_address
FROM corpus.document d
JOIN corpus.ministry m ON m.code = d.ministry
LEFT JOIN corpus.publication p ON p.document_id = d.document_id
LEFT JOIN corpus.hidden h ON h.document_id = d.document_id
LEFT JOIN corpus.set_aside x ON x.document_id = d.document_id AND h.because = 'set_aside'
LEFT JOIN LATERAL (
    SELECT s.by, s.reason, s.at FROM pipeline.suppression s
    WHERE s.document_id = d.document_id AND h.because = 'suppressed' ORDER BY s.at LIMIT 1
) AS y ON true
LEFT JOIN corpus.segmentation s ON s.segmentation_id = p.segmentation_id
LEFT JOIN corpus.reading r ON r.reading_id = s.reading_id
LEFT JOIN corpus.revision v ON v.revision_id = r.revision_id
LEFT JOIN archive.snapshot n ON n.record_id = v.record_id
LEFT JOIN archive.snapshot o ON o.record_id = coalesce(n.refers_to, n.record_id)
LEFT JOIN archive.crawl c ON c.crawl = n.crawl
LEFT JOIN archive.crawl k ON k.crawl = o.crawl
WHERE d.document_id = %(document)s
"""
_TURNS = """
SELECT t.ordinal, t.turn_id, t.start_paragraph, t.label, t.speaker, t.person, t.person_id, t.role, t.kind, t.note, t.addressed_to, t.translated_from,
    t.adding_after, t.outlet, t.rule, t.confidence, t.words, t.corrections
FROM corpus.turn t WHERE t.segmentation_id = %(segmentation)s ORDER BY t.ordinal
"""
_EXCHANGES = """
SELECT x.turn, x.exchange, x.part FROM corpus.exchange_turn x WHERE x.segmentation_id = %(segmentation)s
"""
_REASONS = "SELECT ordinal, reason FROM corpus.exchange WHERE segmentation_id = %(segmentation)s AND reason IS NOT NULL"
_OFFICES = """
SELECT i.person_id, h.office, h.office_of
FROM unnest(%(persons)s::text[]) AS i (person_id) CROSS JOIN LATERAL analysis.office_on(i.person_id, %(day)s::date) AS h
"""
_SPANS = """
SELECT start_char, end_char, kind, turn FROM corpus.span WHERE segmentation_id = %(segmentation)s ORDER BY start_char
"""
_VERSIONS = """
SELECT o.document_id, d.language, coalesce(s.title, r.title) AS title, v.rule, v.score, v.pair_id IS NOT NULL AS compared
FROM corpus.event_document e
JOIN corpus.event_document o ON o.event_id = e.event_id AND o.document_id <> e.document_id
JOIN corpus.document d ON d.document_id = o.document_id
JOIN corpus.shown p ON p.document_id = o.document_id
JOIN corpus.segmentation s ON s.segmentation_id = p.segmentation_id
JOIN corpus.reading r ON r.reading_id = s.reading_id
LEFT JOIN corpus.language_version v ON v.document_id = e.document_id AND v.other_document_id = o.document_id
WHERE e.document_id = %(document)s ORDER BY d.language, o.document_id
"""
_PAIRS = """
SELECT ordinal, other_ordinal, score FROM analysis.turn_pairs
WHERE document_id = %(document)s AND other_document_id = %(other)s ORDER BY ordinal, other_ordinal
"""
_CORRECTIONS = """
SELECT correction_id, action, by, reason, at, undone_by, cardinality(turn_ids) AS turns
FROM analysis.corrections WHERE document_id = %(document)s ORDER BY at, correction_id
"""
_RESOLVED = "SELECT * FROM analysis.resolve(%(id)s)"


def facts(connection: Connection, document: str) -> dict[str, Any] | None:
    """All that is known of a document beside its words, ``body`` among it; None: there is no such document. What is not
    published has no ``segmentation_id``; what analysts do not see has ``because``."""
    return next(iter(rows_of(connection, _FACTS, document=document)), None)


def turns(connection: Connection, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Its turns in order, without their words (which the spans have), each with its exchange and the office of that day.

    Small questions by one key each and no join: a plan made before a long document came would go through it for each turn.
    """
    own = found["segmentation_id"]
    them = rows_of(connection, _TURNS, segmentation=own)
    exchanges = {one["turn"]: one for one in rows_of(connection, _EXCHANGES, segmentation=own)}
    reasons = {one["ordinal"]: one["reason"] for one in rows_of(connection, _REASONS, segmentation=own)}
    persons = sorted({one["person_id"] for one in them if one["person_id"]})
    day = found["event_date"] or found["day"]
    offices = {one["person_id"]: one for one in rows_of(connection, _OFFICES, persons=persons, day=day)}
    nothing: dict[str, Any] = {"exchange": None, "part": None, "office": None, "office_of": None}
    for one in them:
        one |= nothing | exchanges.get(one["ordinal"], {}) | offices.get(one["person_id"], {})
        one["reason"] = reasons.get(one["exchange"])
    return them


def spans(connection: Connection, segmentation: int) -> list[dict[str, Any]]:
    """The spans that tile the body, in order."""
    return rows_of(connection, _SPANS, segmentation=segmentation)


def versions(connection: Connection, document: str) -> list[dict[str, Any]]:
    """The event's other versions that are shown; ``compared``: whether turns were paired with this one's."""
    return rows_of(connection, _VERSIONS, document=document)


def pairs(connection: Connection, document: str, other: str) -> list[dict[str, Any]]:
    """Which turns of two versions are the same: ordinals in either, and how sure that is."""
    return rows_of(connection, _PAIRS, document=document, other=other)


def corrections(connection: Connection, document: str) -> list[dict[str, Any]]:
    """What reviewers said of it, taken back or not."""
    return rows_of(connection, _CORRECTIONS, document=document)


def citation(connection: Connection, document: str) -> str:
    """How it is cited; empty: it cannot be (analysts do not see it)."""
    return next((one["citation"] or "" for one in cited(connection, document)), "")


def resolved(connection: Connection, public_id: str) -> list[dict[str, Any]]:
    """What an id of a document or a turn is now (analysis.resolve): one row, or several where a turn was split."""
    return rows_of(connection, _RESOLVED, id=public_id)
