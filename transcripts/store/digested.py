"""Which columns of ``corpus`` make the digest, read from the database's own catalog, so that a new column is in it by itself.

A column that leads to a surrogate key (by its foreign keys, over however many tables) stands for the natural key that the
view ``pipeline.<table>_key`` gives it. All others count as they are, but for those that are named here with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: Columns that are in no digest, whatever table they stand in, with the reason.
LEFT_OUT = {"attempt_id": "which attempt wrote a row, and when, is our own doing and no content"}
#: Types of columns that say when and by which record we came to know something. Two collections of one site differ in them.
OF_OUR_TIME = ("timestamptz", "uuid")
#: Columns of these types that say something else: what a page prints, what a person says. They always count.
STATED = {
    ("reading", "published_at"): "the page prints it",
    ("correction", "at"): "the reviewer says it",
    ("segmentation", "published_at"): "a reviewer corrected it",
}
#: Columns of these types that are fetch times and records: left out where two collections are compared.
FETCHED = {
    ("document", "first_seen"): "fetch time of its first snapshot",
    ("revision", "first_seen"): "fetch time of the first snapshot that shows it",
    ("revision", "record_id"): "that snapshot, whose id is drawn anew by each crawl",
    ("turn_redirect", "record_id"): "the snapshot that the last revision with the old turn began with",
}

#: What of a table stands, where older versions of our code, and corrections taken back or not yet made, left rows behind:
#: {} is the row's key view, or the table's row itself.
STANDING_KEYS = {
    "reading": "{}.cleaner = %(clean)s",
    "segmentation": "{0}.cleaner = %(clean)s AND {0}.segmenter = %(segment)s || {0}.corrections",
}
#: Pairs of versions stay when another text is published; which there are of texts that are not, depends on what came when.
_PUBLISHED = """{0}.aligner = %(align)s AND EXISTS (
    SELECT FROM corpus.publication a JOIN corpus.publication b ON b.segmentation_id = {0}.other_id
    WHERE a.segmentation_id = {0}.segmentation_id)"""
STANDING_KEYS["version_pair"] = _PUBLISHED
_NOT_RETIRED = "EXISTS (SELECT FROM corpus.person p WHERE p.person_id = t.person_id AND NOT p.retired)"
#: Countries were read of what was published at some time; of that, a replay publishes the last only.
_PUBLISHED = "EXISTS (SELECT FROM corpus.publication p WHERE p.segmentation_id = t.segmentation_id)"
STANDING_ROWS = {
    **dict.fromkeys(("person", "person_name", "office"), _NOT_RETIRED),
    **dict.fromkeys(("country_reading", "country_mention"), _PUBLISHED),
    # Ids of older versions are known where these were shown, or where the archive was told of them.
    "turn_redirect": "t.reason IN ('revision', 'same_document')",
}
#: What analysts see counts, of whatever version it is.
SHOWN = ("publication", "turn_search", "country_reading", "country_mention")

_COLUMNS = """
SELECT c.relname AS "table", a.attname AS name, t.typname AS type, a.attidentity <> '' AS surrogate,
    array(SELECT f.relname || '.' || fa.attname
        FROM pg_constraint k
        CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair (here, there)
        JOIN pg_class f ON f.oid = k.confrelid AND f.relnamespace = c.relnamespace
        JOIN pg_attribute fa ON fa.attrelid = f.oid AND fa.attnum = pair.there
        WHERE k.contype = 'f' AND k.conrelid = c.oid AND pair.here = a.attnum ORDER BY 1) AS leads_to
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relnamespace = 'corpus'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname, a.attname
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of corpus. ``key_of`` is the table whose surrogate key it holds, ``key_name`` that key's own column."""

    table: str
    name: str
    type: str
    key_of: str | None = None
    key_name: str | None = None

    def counts(self, times: bool) -> bool:
        """Whether it is part of the digest, with or without fetch times and records."""
        if self.name in LEFT_OUT:
            return False
        return times or self.type not in OF_OUR_TIME or (self.table, self.name) in STATED


def columns(connection: Connection) -> dict[str, list[Column]]:
    """All columns of all tables of corpus, by table; both in order of name, as migrations may have come in another."""
    found = rows_of(connection, _COLUMNS)
    surrogates = {(row["table"], row["name"]) for row in found if row["surrogate"]}
    leads = {(row["table"], row["name"]): [tuple(one.split(".")) for one in row["leads_to"]] for row in found}
    tables: dict[str, list[Column]] = {}
    for row in found:
        place = (row["table"], row["name"])
        key = _surrogate(place, leads, surrogates)
        tables.setdefault(row["table"], []).append(Column(*place, row["type"], *(key or (None, None))))
    return tables


def _surrogate(
    place: tuple[str, str], leads: dict[tuple[str, str], list[tuple[str, ...]]], surrogates: set[tuple[str, str]]
) -> tuple[str, str] | None:
    """The surrogate key that a column is or leads to."""
    seen, waiting = {place}, [place]
    while waiting:
        one = waiting.pop()
        if one in surrogates:
            return one
        for table, name in leads.get(one, ()):
            if (table, name) not in seen:
                seen.add((table, name))
                waiting.append((table, name))
    return None
