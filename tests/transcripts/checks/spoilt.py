"""Rows that no program of ours could write: how each figure is spoilt, and what is said of it then."""

from __future__ import annotations

from contextlib import closing

import psycopg2

#: What is wrong is written as no program of ours could: past the foreign keys and past corpus.publish.
FREELY = "SET session_replication_role = replica;"
#: Forty documents more, each with the turns of one that is there, published in the order of their numbers.
MORE = """
CREATE TEMPORARY TABLE one AS SELECT p.document_id, p.segmentation_id FROM corpus.publication p ORDER BY 1 LIMIT 1;
INSERT INTO corpus.document SELECT substr(translate(md5(n::text), '0189', 'ghij'), 1, 16), d.ministry, 'tiny/copy' || n, d.language,
    d.address || '/copy' || n, d.first_seen, d.attempt_id FROM generate_series(1, 40) n, corpus.document d JOIN one USING (document_id);
INSERT INTO corpus.segmentation (segmentation_id, reading_id, segmenter, turns, exchanges, review, attempt_id) OVERRIDING SYSTEM VALUE
SELECT 9000 + n, s.reading_id, 'copy' || n, s.turns * CASE WHEN n > 20 THEN {times} ELSE 1 END, s.exchanges, '{{}}', s.attempt_id
FROM generate_series(1, 40) n, corpus.segmentation s JOIN one USING (segmentation_id);
INSERT INTO corpus.publication SELECT substr(translate(md5(n::text), '0189', 'ghij'), 1, 16), 9000 + n, 90000 + n FROM generate_series(1, 40) n;
DROP TABLE one;
"""
DOCUMENT = "(SELECT document_id FROM corpus.publication ORDER BY 1 LIMIT 1)"
SEGMENTATION = "(SELECT segmentation_id FROM corpus.publication ORDER BY document_id LIMIT 1)"
READING = f"(SELECT reading_id FROM corpus.segmentation WHERE segmentation_id = {SEGMENTATION})"
DATED = "UPDATE corpus.reading SET published_at = '2026-03-01'"
SPOILT = {
    "crawl_counts": ("balance", "UPDATE archive.crawl SET listed = listed + 1"),
    "lost_documents": (
        "balance",
        "UPDATE archive.snapshot SET fetched_at = fetched_at - interval '5 hours';"
        " UPDATE archive.crawl SET finished_at = finished_at - interval '5 hours', started_at = started_at - interval '5 hours';"
        f" DELETE FROM corpus.publication WHERE document_id = {DOCUMENT}",
    ),
    "spans_cover": (
        "conservation",
        f"DELETE FROM corpus.span WHERE segmentation_id = {SEGMENTATION} AND start_char = 0",
    ),
    "stored_counts": (
        "conservation",
        f"DELETE FROM corpus.turn WHERE segmentation_id = {SEGMENTATION} AND ordinal = 2",
    ),
    "exchange_turns": (
        "conservation",
        f"UPDATE corpus.exchange_turn SET turn = turn + 100 WHERE segmentation_id = {SEGMENTATION}",
    ),
    "spoken_words": (
        "conservation",
        f"UPDATE corpus.turn SET text = 'Other words' WHERE segmentation_id = {SEGMENTATION}",
    ),
    "search_rows": ("search", f"DELETE FROM corpus.turn_search WHERE segmentation_id = {SEGMENTATION} AND ordinal = 1"),
    "stray_search_rows": ("search", f"DELETE FROM corpus.publication WHERE document_id = {DOCUMENT}"),
    "search_words": (
        "search",
        f"UPDATE corpus.turn_search SET vector = 'stray' WHERE segmentation_id = {SEGMENTATION} AND ordinal = 1",
    ),
    "unknown_speakers": ("speakers", "UPDATE corpus.turn SET person_id = NULL"),
    "out_of_office": ("speakers", f"{DATED}; UPDATE corpus.office SET since = '1990-01-01', until = '1990-12-31'"),
    "turns_of_new": ("turn_counts", MORE.format(times=5)),
    "median_words": ("turn_lengths", "UPDATE corpus.turn SET words = words / 100"),
    "longest_words": (
        "turn_lengths",
        f"UPDATE corpus.turn SET words = 20000 WHERE segmentation_id = {SEGMENTATION} AND ordinal = 3",
    ),
    "very_short_share": ("turn_lengths", "UPDATE corpus.turn SET words = 1 WHERE ordinal % 2 = 0"),
    "without_turns": ("documents", "UPDATE corpus.segmentation SET turns = 0 WHERE segmentation_id % 2 = 0"),
    "blank_titles": ("documents", f"UPDATE corpus.reading SET title = ' - ' WHERE reading_id = {READING}"),
    "in_the_future": (
        "dates",
        f"UPDATE corpus.reading SET event_date = now() + interval '40 days' WHERE reading_id = {READING}",
    ),
    "published_before_event": (
        "dates",
        f"{DATED}; UPDATE corpus.reading SET event_date = published_at + interval '10 days' WHERE reading_id = {READING}",
    ),
    "fetched_before_published": ("dates", f"{DATED}; UPDATE corpus.revision SET first_seen = '2001-01-01'"),
    "earliest_year": ("dates", f"UPDATE corpus.reading SET event_date = '0202-03-01' WHERE reading_id = {READING}"),
    "other_script": (
        "languages",
        f"UPDATE corpus.reading SET body = repeat('Гавань примет семь судов. ', 9) WHERE reading_id = {READING}",
    ),
    "not_on_offer": ("languages", f"UPDATE corpus.reading SET languages = '{{de,fr}}' WHERE reading_id = {READING}"),
    "orphans": ("orphans", f"DELETE FROM corpus.segmentation WHERE segmentation_id = {SEGMENTATION}"),
    "same_text": (
        "duplicates",
        "UPDATE corpus.reading SET body = repeat('The harbour takes seven ships, and no more. ', 20) WHERE reading_id IN"
        " (SELECT s.reading_id FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id) ORDER BY p.document_id LIMIT 2)",
    ),
    "replaced_characters": (
        "characters",
        f"UPDATE corpus.turn SET text = 'Se\ufffdor' WHERE segmentation_id = {SEGMENTATION} AND ordinal = 1",
    ),
    "mojibake": (
        "characters",
        f"UPDATE corpus.turn SET text = '{'Häfen und Brücken für fünf Züge'.encode().decode('cp1252')}'"
        f" WHERE segmentation_id = {SEGMENTATION} AND ordinal = 1",
    ),
    "to_review": ("queues", "UPDATE corpus.segmentation SET review = '{no_marker}'"),
    "in_quarantine": (
        "queues",
        "INSERT INTO pipeline.quarantine (record_id, cleaner, reason, detail, attempt_id)"
        " SELECT a.input::uuid, a.version, 'unknown_layout', 'why', a.attempt_id FROM pipeline.attempt a WHERE a.step = 'clean' LIMIT 5",
    ),
}


def spoil(url: str, statements: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(FREELY + statements)
