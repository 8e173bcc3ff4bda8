"""The text that analysts see, streamed out of the views of ``analysis``: constant memory, one snapshot, one order.

A cursor of the server walks the ids of the documents; the rows of each view are asked for a few documents at a time, so that no
statement is long and none sorts a million texts. Reads nothing but ``analysis``, so that the analyst's address is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from psycopg2.extensions import connection as Connection

#: Documents are taken together until they have so many turns, or are so many.
TURNS_AT_ONCE, DOCUMENTS_AT_ONCE = 2000, 500

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TextSelection:
    """Which documents: all that is said must hold; what is empty says nothing.

    ``since`` and ``until`` are days of publication in the ministry's time zone, inclusive; a document without such a day is
    left out where either is given. ``languages`` are BCP 47 tags, ``documents`` ids.
    """

    ministry: str = ""
    since: str = ""
    until: str = ""
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class Column(NamedTuple):
    """A column of a view, with its type as PostgreSQL names it and its comment."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """A view as it is exported: under which name, and its comment and columns as the catalogue has them."""

    name: str
    view: str
    comment: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


@dataclass(frozen=True, slots=True)
class Part:
    """What is selected of one ministry."""

    ministry: str
    name: str
    country: str
    address: str
    timezone: str
    terms: str
    languages: list[str]
    documents: int
    turns: int


_WHERE = """
    (%(ministry)s = '' OR ministry = %(ministry)s)
    AND (%(since)s = '' OR published_on >= nullif(%(since)s, '')::date)
    AND (%(until)s = '' OR published_on <= nullif(%(until)s, '')::date)
    AND (cardinality(%(languages)s::text[]) = 0 OR language = ANY (%(languages)s::text[]))
    AND (cardinality(%(documents)s::text[]) = 0 OR document_id = ANY (%(documents)s::text[]))
"""
_KEYS = (
    f"SELECT document_id, turns FROM analysis.transcripts WHERE {_WHERE}"  # noqa: S608 (a constant)
    "ORDER BY published_on NULLS LAST, document_id"
)
_PARTS = f"""
SELECT m.ministry, m.name, m.country, m.address, m.timezone, m.terms, t.languages, t.documents, t.turns
FROM (
    SELECT ministry, array_agg(DISTINCT language ORDER BY language) AS languages, count(*)::integer AS documents,
        sum(turns)::bigint AS turns
    FROM analysis.transcripts WHERE {_WHERE} GROUP BY ministry
) AS t
JOIN analysis.ministries m USING (ministry) ORDER BY 1
"""  # noqa: S608 (a constant)

#: View, and how its rows are asked for, by the name that its file has. ``BY_DOCUMENT``: by a batch of documents' ids.
BY_DOCUMENT = {
    "documents": (
        "analysis.transcripts",
        "SELECT * FROM analysis.transcripts WHERE document_id = ANY (%(ids)s::text[])"
        " ORDER BY array_position(%(ids)s::text[], document_id)",
    ),
    "turns": (
        "analysis.turns",
        "SELECT * FROM analysis.turns WHERE document_id = ANY (%(ids)s::text[])"
        " ORDER BY array_position(%(ids)s::text[], document_id), ordinal",
    ),
    "exchanges": (
        "analysis.exchanges",
        "SELECT * FROM analysis.exchanges WHERE document_id = ANY (%(ids)s::text[])"
        " ORDER BY array_position(%(ids)s::text[], document_id), ordinal",
    ),
    "sources": (
        "analysis.sources",
        "SELECT * FROM analysis.sources WHERE document_id = ANY (%(ids)s::text[])"
        " ORDER BY array_position(%(ids)s::text[], document_id)",
    ),
    "country_mentions": (
        "analysis.country_mentions",
        "SELECT * FROM analysis.country_mentions WHERE document_id = ANY (%(ids)s::text[])"
        " ORDER BY array_position(%(ids)s::text[], document_id), ordinal, start_char, end_char, code",
    ),
    "turn_pairs": (
        "analysis.turn_pairs",
        "SELECT turn_id, document_id, ministry, language, ordinal, role, kind, person_id, other_turn_id, other_document_id,"
        " other_language, other_ordinal, other_person_id, score"
        " FROM analysis.turn_pairs WHERE document_id = ANY (%(ids)s::text[])"
        " ORDER BY array_position(%(ids)s::text[], document_id), ordinal, other_language, other_document_id, other_ordinal",
    ),
}
#: ``BY_PERSON``: by the ids of the people who speak in them.
BY_PERSON = {
    "people": (
        "analysis.people",
        "SELECT * FROM analysis.people WHERE person_id = ANY (%(ids)s::text[]) ORDER BY person_id",
    ),
    "offices": (
        "analysis.offices",
        "SELECT * FROM analysis.offices WHERE person_id = ANY (%(ids)s::text[]) ORDER BY person_id, ordinal",
    ),
}
#: What is left out of a table: both texts of each pair, which stand in ``turns``, would be five times as much as all the rest.
LEFT_OUT = {"turn_pairs": ("text", "other_text", "person", "other_person")}
_STATEMENTS = {name: statement for name, (_, statement) in {**BY_DOCUMENT, **BY_PERSON}.items()}


def begin(connection: Connection) -> None:
    """Everything that is read from here on is of one moment, and nothing can be written."""
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    with connection.cursor() as cursor:
        # Many short statements: compiling each costs more than it saves. The views have many tables, and are made whole for
        # each batch unless the planner may join them in any order (analysis.turn_pairs: 40 s instead of 0.3 s).
        cursor.execute("SET jit = off; SET join_collapse_limit = 20; SET from_collapse_limit = 20")


def check(connection: Connection, selection: TextSelection) -> None:
    """Raises ValueError that names the option where a ministry, a language or a document is not there."""
    given = {"ministry": [selection.ministry] if selection.ministry else [], "language": selection.languages}
    with connection.cursor() as cursor:
        for option, values in given.items():
            if not values:
                continue
            cursor.execute(_THERE[option])
            there = [str(row[0]) for row in cursor.fetchall()]
            for value in values:
                if value not in there:
                    known = f"there are {', '.join(there)}" if there else "nothing is published yet"
                    raise ValueError(f"--{option} {value}: no document of it is published; {known}")
        cursor.execute(
            "SELECT id FROM unnest(%s::text[]) AS i (id)"
            " WHERE NOT EXISTS (SELECT FROM analysis.transcripts t WHERE t.document_id = i.id)",
            (list(selection.documents),),
        )
        for (missing,) in cursor.fetchall():
            raise ValueError(f"--document {missing}: no such document is published")


_THERE = {
    "ministry": "SELECT ministry FROM analysis.ministries ORDER BY 1",
    "language": "SELECT language FROM analysis.landed ORDER BY 1",
}


def parts(connection: Connection, selection: TextSelection) -> list[Part]:
    """How much is selected of each ministry, with its terms."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, _values(selection))
        return [Part(*row) for row in cursor.fetchall()]


def tables(connection: Connection, names: Iterable[str]) -> tuple[dict[str, Table], list[str]]:
    """These tables of an export by name, and the names of those whose view this database has not."""
    found, absent = {}, []
    with connection.cursor() as cursor:
        for name in names:
            view, _ = {**BY_DOCUMENT, **BY_PERSON}[name]
            cursor.execute(
                "SELECT a.attname, format_type(a.atttypid, a.atttypmod), coalesce(col_description(a.attrelid, a.attnum), ''),"
                " coalesce(obj_description(a.attrelid, 'pg_class'), '')"
                " FROM pg_attribute a WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped"
                " AND a.attname <> ALL (%s) ORDER BY a.attnum",
                (view, list(LEFT_OUT.get(name, ()))),
            )
            rows = cursor.fetchall()
            if rows:
                found[name] = Table(name, view, rows[0][3], tuple(Column(*row[:3]) for row in rows))
            else:
                absent.append(name)
    return found, absent


def schema_version(connection: Connection) -> int:
    """The number of the newest migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(version), 0) FROM analysis.schema_version")
        return int((cursor.fetchone() or (0,))[0])


def batches(connection: Connection, selection: TextSelection) -> Iterator[list[str]]:
    """The ids of the selected documents by day of publication and id, a few at a time; those without a day come last."""
    with connection.cursor("documents") as cursor:
        cursor.itersize = 5000
        cursor.execute(_KEYS, _values(selection))
        batch: list[str] = []
        turns = 0
        for document_id, count in cursor:
            batch.append(document_id)
            turns += count
            if turns >= TURNS_AT_ONCE or len(batch) >= DOCUMENTS_AT_ONCE:
                yield batch
                batch, turns = [], 0
        if batch:
            yield batch


def rows(connection: Connection, name: str, ids: Sequence[str]) -> list[Row]:
    """The rows of a table that belong to these documents (people: to these persons), in the order of the ids."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[name], {"ids": list(ids)})
        return cursor.fetchall()


def _values(selection: TextSelection) -> dict[str, Any]:
    return {
        "ministry": selection.ministry,
        "since": selection.since,
        "until": selection.until,
        "languages": list(selection.languages),
        "documents": list(selection.documents),
    }
