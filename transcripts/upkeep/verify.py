"""Reads the archive's files again, the oldest verified first, and compares them with what the database and they themselves say.

Nothing is repaired: what is missing or damaged is told, with the way out (the backup has it).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from scraper.digest import same_digest
from scraper.reread import Checked, reread
from scraper.stored import WARC
from transcripts.store import verifications as store
from transcripts.store.connection import connected
from transcripts.store.verifications import Row, Verified
from transcripts.upkeep.others import wrong_with

#: All is read once in so many days, where no other budget is set.
DAYS = 30
#: A file's first so many problems are named.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Reread:
    """What a run of verification came to. ``problems``: all that is wrong now, found today or before."""

    files: int
    bytes: int
    left: int
    problems: tuple[Verified, ...]


def verify(database_url: str, archive: str, now: datetime, *, days: int = DAYS, budget: int | None = None) -> Reread:
    """Reads files again until the day's budget is used up: ``budget`` bytes, else the ``days``th part of the archive.

    Those with a problem come first, then new ones, then those whose last time is longest ago. ``now`` has a zone.
    Raises DatabaseDown; OSError naming the archive when it is out of reach as a whole.
    """
    place = Archive(archive)
    sizes = dict(place.walk())
    allowed = budget if budget is not None else -(-sum(sizes.values()) // days)
    with connected(database_url) as connection:
        named = store.named(connection)
        if named and not named & sizes.keys() and (len(named) > 1 or not sizes):
            raise OSError(
                errno.ENOENT,
                f"archive {archive}: none of the {len(named)} files that should be there stands there. Is its disk mounted? Nothing was noted",
            )
        for file in sorted(named - sizes.keys()):
            if place.exists(file):  # a crawl put it there since the listing
                continue
            store.keep(connection, Verified(file, 0, 0, "is missing"), now)
        due, read = store.in_turn(connection, sizes), 0
        for count, file in enumerate(due):  # noqa: B007 (its last value is used below)
            if read >= allowed:
                break
            store.keep(connection, _look(connection, place, file, sizes[file]), now)
            read += sizes[file]
        else:
            count = len(due)
        return Reread(count, read, len(due) - count, tuple(store.problems(connection)))


def _look(connection: Connection, archive: Archive, file: str, size: int) -> Verified:
    try:
        if not file.endswith(WARC):
            wrong = wrong_with(archive, file)
            return Verified(file, 0 if wrong else 1, size, wrong or None)
        rows = store.rows_of(connection, file)
        connection.rollback()
        checked = list(reread(lambda start, end: archive.stretch(file, start, end), size, [row.offset for row in rows]))
    except OSError as error:
        return Verified(file, 0, size, f"cannot be read: {error}")
    problems = [*_problems(checked), *compared(rows, checked)]
    more = [f"{len(problems) - NAMED} more"] if len(problems) > NAMED else []
    return Verified(
        file,
        sum(not one.problem for one in checked),
        size,
        "; ".join([*problems[:NAMED], *more]) or None,
    )


def _problems(checked: list[Checked]) -> Iterator[str]:
    for one in checked:
        if one.problem:
            yield f"at byte {one.offset}: {one.problem}"


def compared(rows: list[Row], checked: list[Checked]) -> Iterator[str]:
    """How the records of a file differ from the snapshots that the database has of it."""
    there = {one.offset: one for one in checked}
    for row in rows:
        one = there.get(row.offset)
        if one is None:
            yield f"at byte {row.offset}: no record begins there, the database has {row.record_id}"
        elif one.problem:
            continue
        elif (one.length, one.record_id) != (row.length, row.record_id):
            yield f"at byte {row.offset}: another record than {row.record_id}, which the database has there"
        elif not same_digest(one.payload_digest, row.payload_digest):
            yield f"at byte {row.offset}: the record names the digest {one.payload_digest}, the database {row.payload_digest}"
