"""What the tables say of the archive and of the work at hand, so that somebody from outside can hold them to it."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a snapshot's record lies: its id and the length of its gzip member, in bytes."""

    record_id: str
    length: int


def places(connection: Connection) -> dict[tuple[str, int], Place]:
    """All snapshots by file and offset."""
    found = rows_of(connection, 'SELECT file, "offset", record_id::text, length FROM archive.snapshot')
    return {(row["file"], row["offset"]): Place(row["record_id"], row["length"]) for row in found}


def outcomes(connection: Connection) -> dict[str, str | None]:
    """All crawls with their outcomes; None: under way, or killed and not swept yet."""
    return {row["crawl"]: row["outcome"] for row in rows_of(connection, "SELECT crawl, outcome FROM archive.crawl")}


def fates(connection: Connection) -> int:
    """How many fates of documents are registered, over all crawls."""
    return int(rows_of(connection, "SELECT count(*) AS count FROM archive.fate")[0]["count"])


def issued(connection: Connection) -> tuple[set[str], int]:
    """The files of ids that were shown, and how many published documents have ids that no such file holds yet."""
    files = {str(row["file"]) for row in rows_of(connection, "SELECT file FROM pipeline.issue_file")}
    query = (
        "SELECT count(*) AS count FROM corpus.publication p WHERE NOT EXISTS ("
        "SELECT FROM pipeline.issue i WHERE i.document_id = p.document_id AND i.file IS NOT NULL)"
    )
    return files, int(rows_of(connection, query)[0]["count"])


def registered(connection: Connection) -> int:
    """How many snapshots are registered."""
    return int(rows_of(connection, "SELECT count(*) AS count FROM archive.snapshot")[0]["count"])


def done(connection: Connection) -> dict[str, int]:
    """How many good attempts each step has made; steps without one are left out."""
    query = "SELECT step, count(*) AS count FROM pipeline.attempt WHERE outcome <> 'failed' GROUP BY step"
    return {row["step"]: int(row["count"]) for row in rows_of(connection, query)}


def writing(connection: Connection, application: str) -> bool:
    """Whether a connection that calls itself so (PGAPPNAME) stands in a transaction that has written something."""
    query = (
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = %(application)s AND backend_xid IS NOT NULL) AS writes"
    )
    return bool(rows_of(connection, query, application=application)[0]["writes"])
