"""What a database's content comes to in one digest: equal for a collection, its replay, and a collection that was killed."""

from __future__ import annotations

from transcripts.process import versions
from transcripts.store import digest as store
from transcripts.store.connection import connected
from transcripts.store.digest import TableDigest, total

__all__ = ["TableDigest", "digests", "rows", "total"]


def digests(database_url: str, *, times: bool = True, history: bool = False) -> list[TableDigest]:
    """The digest of each table of corpus, by natural keys and public ids.

    What the versions at work made counts, for a replay makes nothing else; with ``history`` what older ones left, too.
    Without ``times`` fetch times and record ids do not count: so two collections of one site can be compared.
    Raises DatabaseDown.
    """
    with connected(database_url) as connection:
        return store.digests(connection, None if history else versions(), times=times)


def rows(database_url: str, table: str, *, times: bool = True, history: bool = False) -> list[str]:
    """A table's rows as they are digested, sorted. Raises DatabaseDown; ValueError where corpus has no such table."""
    with connected(database_url) as connection:
        return list(store.rows(connection, table, None if history else versions(), times=times))
