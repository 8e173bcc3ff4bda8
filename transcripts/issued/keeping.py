"""Brings archive and database to the same ids that were shown, whichever of them was restored or emptied.

A file holds what was shown anew since the last one, so there are few: one or two for each run of `process` that published
something. Each is written once, named by its content; whoever is killed between file and note finds the file again.
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from transcripts.issued.model import BadIssues, Issue, name_of, pack, to_lines, unpack
from transcripts.store import issues as store
from transcripts.store.connection import connected

LOGGER = logging.getLogger(__name__)
FOLDER, ENDING = "issued", ".jsonl.gz"
#: Revisions in one file: about a megabyte for documents of forty turns.
MOST = 2000


def take(database_url: str, archive: str) -> int:
    """``reconcile`` with a connection of its own. Raises DatabaseDown besides."""
    with connected(database_url) as connection:
        return reconcile(connection, Archive(archive))


def reconcile(connection: Connection, archive: Archive) -> int:
    """Writes what only the archive has into the database, and the other way; how many revisions the database got.

    Raises OSError naming the archive; BadIssues naming the files that cannot be used, all else done.
    """
    there, known, bad, count = held(archive), store.files(connection), [], 0
    connection.rollback()
    for file in sorted(there - known):
        try:
            found = unpack(archive.read(_place(file)), file, f"{archive.address}/{_place(file)}")
        except BadIssues as error:
            bad.append(str(error))
            continue
        with connection, connection.cursor() as cursor:
            count += store.add(cursor, file, found)
    if known - there:
        with connection, connection.cursor() as cursor:
            store.forget(cursor, known - there)
    keep(connection, archive)
    if count:
        LOGGER.info("ids of %s revisions taken from the archive %s", count, archive.address)
    if bad:
        raise BadIssues("; ".join(bad))
    return count


def keep(connection: Connection, archive: Archive) -> int:
    """Puts what the database alone has into the archive, and says how many files that made. Raises OSError naming it."""
    count = 0
    while True:
        with connection, connection.cursor() as cursor:
            found = store.not_kept(cursor, MOST)
        if not found:
            return count
        file = _put(archive, found)
        with connection, connection.cursor() as cursor:
            store.kept(cursor, file, found)
        count += 1


def _put(archive: Archive, found: list[Issue]) -> str:
    lines = to_lines(found)
    file = name_of(lines)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / f"{file}{ENDING}"
        draft.write_bytes(pack(lines))
        archive.put(draft, _place(file))
    return file


def held(archive: Archive) -> set[str]:
    """The files that the archive holds. Raises OSError naming it."""
    names = archive.names(FOLDER)
    return {name.removesuffix(ENDING) for name in names if name.endswith(ENDING) and not name.startswith(".")}


def _place(file: str) -> str:
    return f"{FOLDER}/{file}{ENDING}"
