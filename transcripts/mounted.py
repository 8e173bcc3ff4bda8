"""Whether an archive that we know is really there: the folder of a disk that is not mounted looks like an empty archive."""

from __future__ import annotations

import errno

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from transcripts.store import crawls


def check_mounted(connection: Connection, archive: str, ministry: str) -> None:
    """Before anything is written there. Raises OSError where an archive lacks each of the crawls that it took before."""
    count = crawls.stored_in(connection, archive, ministry)
    if count and not Archive(archive).folders(ministry):
        raise OSError(
            errno.ENOENT,
            f"archive {archive}: none of the {count} crawls of {ministry} that it took stands there. Is its disk mounted?"
            " Nothing is written meanwhile; what is lost comes back from the backup",
        )
