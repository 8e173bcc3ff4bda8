"""Measures archive, database and disk, and keeps the figures: what the Health page draws over time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from scraper.archive import Archive
from transcripts.store import measurements as store
from transcripts.store.connection import connected
from transcripts.store.measurements import Figure


def measure(database_url: str, archive: str, spool: str, now: datetime) -> list[Figure]:
    """Takes all figures and keeps them as those of the day. ``now`` has a zone.

    Raises DatabaseDown; OSError naming the archive.
    """
    figures = [*of_archive(Archive(archive)), *_of_disk(archive, spool)]
    with connected(database_url) as connection:
        figures += [*store.of_database(connection), *store.of_content(connection)]
        connection.rollback()
        store.keep(connection, figures, now)
    return figures


def of_archive(archive: Archive) -> Iterator[Figure]:
    """Files and bytes of each of the archive's folders (ministries, and what people said), and of all of them."""
    files = total = 0
    for folder in archive.folders():
        sizes = dict(archive.walk(folder))
        files, total = files + len(sizes), total + sum(sizes.values())
        yield Figure("archive_files", len(sizes), "files", folder)
        yield Figure("archive_bytes", sum(sizes.values()), "bytes", folder)
    yield Figure("archive_files", files, "files")
    yield Figure("archive_bytes", total, "bytes")


def _of_disk(archive: str, spool: str) -> Iterator[Figure]:
    """Free bytes where archive and spool lie: the least of both. An object store does not say how much it has."""
    places = [Path(spool)] if spool else []
    if "://" not in archive or archive.startswith("file://"):
        places.append(Path(archive.removeprefix("file://")))
    free = [shutil.disk_usage(place).free for place in places if place.is_dir()]
    if free:
        yield Figure("disk_free_bytes", min(free), "bytes")
