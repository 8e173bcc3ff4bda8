"""A document of as many turns as a test wants, made of a published one in the tables: no crawl would fetch such a page in time."""

from __future__ import annotations

import re
from contextlib import closing

import psycopg2

#: All numbers have five digits, so that each turn has as many characters as the others.
_MAKE = """
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT n, n %% 2 = 1 AS asks, CASE WHEN n %% 2 = 1 THEN 'Question: ' ELSE 'Anton Velin: ' END AS label,
    repeat('The harbour of ' || lpad(n::text, 5, '0') || ' takes ships. ', 8) || E'\n' AS text
FROM generate_series(1, %(turns)s) AS n;
CREATE TEMPORARY TABLE placed ON COMMIT DROP AS
SELECT m.*, (sum(length(label || text)) OVER (ORDER BY n) - length(label || text))::integer AS starts FROM made m;
CREATE TEMPORARY TABLE it ON COMMIT DROP AS
SELECT p.segmentation_id, s.reading_id FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id)
WHERE p.document_id = %(document)s;
UPDATE corpus.reading r SET body = (SELECT string_agg(label || text, '' ORDER BY n) FROM made) FROM it WHERE r.reading_id = it.reading_id;
UPDATE corpus.segmentation s SET turns = %(turns)s, exchanges = %(turns)s / 2 FROM it WHERE s.segmentation_id = it.segmentation_id;
DELETE FROM corpus.turn_search t USING it WHERE t.segmentation_id = it.segmentation_id;
DELETE FROM corpus.span t USING it WHERE t.segmentation_id = it.segmentation_id;
DELETE FROM corpus.exchange t USING it WHERE t.segmentation_id = it.segmentation_id;
DELETE FROM corpus.turn t USING it WHERE t.segmentation_id = it.segmentation_id;
INSERT INTO corpus.turn (segmentation_id, ordinal, turn_id, start_paragraph, end_paragraph, start_char, label, speaker, role, kind,
    rule, confidence, text, words)
SELECT it.segmentation_id, n, substr(translate(md5(%(document)s || n), '0189', 'ghij'), 1, 20), n, n, 0, rtrim(label),
    CASE WHEN NOT asks THEN 'Anton Velin' END, CASE WHEN asks THEN 'journalist' ELSE 'official' END,
    CASE WHEN asks THEN 'question' ELSE 'answer' END, 'marker_word', CASE WHEN n = 7 THEN 0.7 ELSE 0.99 END, rtrim(text, E'\n'), 48
FROM placed, it;
INSERT INTO corpus.span (segmentation_id, start_char, end_char, kind, turn)
SELECT it.segmentation_id, starts, starts + length(label), 'label', n FROM placed, it
UNION ALL
SELECT it.segmentation_id, starts + length(label), starts + length(label || text), 'text', n FROM placed, it;
INSERT INTO corpus.exchange (segmentation_id, ordinal) SELECT it.segmentation_id, n / 2 FROM placed, it WHERE NOT asks;
INSERT INTO corpus.exchange_turn (segmentation_id, turn, exchange, part)
SELECT it.segmentation_id, n, (n + 1) / 2, CASE WHEN asks THEN 'question' ELSE 'answer' END FROM placed, it;
"""


def lengthen(url: str, document: str, turns: int) -> None:
    """Gives a published document so many turns, questions and answers in turns; 6 of each 10 characters are text."""
    assert re.fullmatch("[a-z2-7]{16}", document) and turns % 2 == 0
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(_MAKE, {"document": document, "turns": turns})
