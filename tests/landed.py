"""What stands in the database, in the shape of the sample's known answers, so that the two can be compared to the letter."""

from __future__ import annotations

from contextlib import closing
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import psycopg2.extras

FIELDS = (
    "title", "published_at", "event_date", "event_place", "number", "languages", "kind", "unofficial_translation", "tags",
    "attachments", "paragraphs", "turns", "exchanges",
)  # fmt: skip
TURN = (
    "start", "end", "start_char", "label", "speaker", "person", "outlet", "role", "kind", "note", "addressed_to",
    "translated_from", "adding_after", "text",
)  # fmt: skip

_DOCUMENTS = """
SELECT t.*, s.segmentation_id, r.reading_id FROM analysis.transcripts t
JOIN corpus.publication p USING (document_id)
JOIN corpus.segmentation s USING (segmentation_id) JOIN corpus.reading r USING (reading_id)
WHERE t.ministry = %s
"""
_PARAGRAPHS = """
SELECT p.role, substr(r.body, p.start_char + 1, p.end_char - p.start_char) AS text
FROM corpus.paragraph p JOIN corpus.reading r USING (reading_id) WHERE reading_id = %s ORDER BY ordinal
"""
_TURNS = """
SELECT start_paragraph AS start, end_paragraph AS "end", start_char, label, speaker, person, outlet, role, kind, note,
    addressed_to, translated_from, adding_after, text, person_id
FROM corpus.turn WHERE segmentation_id = %s ORDER BY ordinal
"""
_EXCHANGES = """
SELECT x.reason,
    array(SELECT turn - 1 FROM corpus.exchange_turn e WHERE e.segmentation_id = x.segmentation_id
        AND e.exchange = x.ordinal AND part = 'question' ORDER BY turn) AS questions,
    array(SELECT turn - 1 FROM corpus.exchange_turn e WHERE e.segmentation_id = x.segmentation_id
        AND e.exchange = x.ordinal AND part = 'answer' ORDER BY turn) AS answers
FROM corpus.exchange x WHERE segmentation_id = %s ORDER BY ordinal
"""

Key = tuple[str, str]


def documents(url: str, ministry: str, timezone: str) -> dict[Key, dict[str, Any]]:
    """All published documents of a ministry by site id and language, with every field, turn and exchange."""
    zone = ZoneInfo(timezone)
    with (
        closing(psycopg2.connect(url)) as connection,
        connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor,
    ):

        def ask(query: str, *values: object) -> list[dict[str, Any]]:
            cursor.execute(query, values)
            return [dict(row) for row in cursor.fetchall()]

        return {
            (row["site_id"], row["language"]): {
                **{name: row[name] for name in FIELDS if name in row},
                "published_at": row["published_at"].astimezone(zone).isoformat(),
                "event_date": row["event_date"].isoformat() if row["event_date"] else None,
                "paragraphs": ask(_PARAGRAPHS, row["reading_id"]),
                "turns": ask(_TURNS, row["segmentation_id"]),
                "exchanges": ask(_EXCHANGES, row["segmentation_id"]),
            }
            for row in ask(_DOCUMENTS, ministry)
        }


def expected(answers: dict[str, Any]) -> dict[Key, dict[str, Any]]:
    """The known answers in the same shape. Languages on offer have no order of their own.

    The sample stands alone and knows no ids of ours: those of its people are made of their family names.
    """
    return {
        (one["site_id"], one["language"]): {
            **{name: one[name] for name in FIELDS},
            "languages": sorted(one["languages"]),
            "turns": [
                {**{name: turn[name] for name in TURN}, "person_id": _id(turn["person"])} for turn in one["turns"]
            ],
        }
        for one in answers["documents"]
    }


def _id(person: str | None) -> str | None:
    return person and f"sample-{person.split()[-1].lower()}"


def differences(found: dict[Key, dict[str, Any]], wanted: dict[Key, dict[str, Any]]) -> list[str]:
    """Where the two differ, a line each; empty: 100%."""
    lines = [f"{key}: landed and is not known" for key in sorted(found.keys() - wanted.keys())]
    lines += [f"{key}: is known and has not landed" for key in sorted(wanted.keys() - found.keys())]
    for key in sorted(found.keys() & wanted.keys()):
        for name in FIELDS:
            if found[key][name] != wanted[key][name]:
                lines.append(f"{key}, {name}: {found[key][name]!r} is not {wanted[key][name]!r}"[:2000])
    return lines
