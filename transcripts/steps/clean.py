"""The step `clean`: from snapshots in the archive to documents, revisions and readings."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive, ArchiveError
from scraper.ministries import get
from scraper.ministries.model import Ministry
from transcripts.clean import VERSION, clean
from transcripts.model import Quarantine, Reading
from transcripts.steps.whole import line_of, store_whole
from transcripts.store import documents
from transcripts.store.documents import Cleaned, Failure
from transcripts.store.provenance import Provenance
from transcripts.store.snapshots import Snapshot, to_clean

LOGGER = logging.getLogger(__name__)


def run(connection: Connection, archive: str, ministry: str, site_ids: Sequence[str], by: Provenance) -> Counter[str]:
    """Cleans what is still missing of these documents, and counts: read, unchanged, quarantined, failed."""
    chosen, store = get(ministry), Archive(archive)
    snapshots = to_clean(connection, ministry, site_ids, VERSION)
    connection.rollback()
    cleaned = sorted(
        (_clean(store, chosen, snapshot) for snapshot in snapshots),
        key=lambda one: (one.snapshot.site_id, one.snapshot.fetched_at),
    )
    return store_whole(
        connection,
        cleaned,
        lambda cursor, items: documents.store(cursor, chosen, items, VERSION, by),
        document=lambda one: one.snapshot.site_id,
        as_failed=lambda one, error: Cleaned(one.snapshot, Failure(error)),
    )


def _clean(archive: Archive, ministry: Ministry, snapshot: Snapshot) -> Cleaned:
    try:
        record = archive.record(snapshot.file, snapshot.offset, snapshot.length)
        result = _read(ministry, snapshot, record.body)
    except (ArchiveError, OSError) as error:
        LOGGER.error("%s %s: %s", snapshot.site_id, snapshot.record_id, error)
        return Cleaned(snapshot, Failure(line_of(error)))
    except Exception as error:  # a fault of the cleaner's on one page: noted with its traceback, the others go on
        LOGGER.exception("%s %s: the cleaner failed", snapshot.site_id, snapshot.record_id)
        return Cleaned(snapshot, Failure(line_of(error)))
    if isinstance(result, Quarantine):
        LOGGER.warning(
            "%s (%s) goes to quarantine: %s: %s", snapshot.address, snapshot.record_id, result.reason, result.detail
        )
    return Cleaned(snapshot, result)


def _read(ministry: Ministry, snapshot: Snapshot, body: bytes) -> Reading | Quarantine:
    return clean(
        body,
        ministry,
        url=snapshot.address,
        content_type=snapshot.content_type,
        asked_language=snapshot.language,
        fetched_on=snapshot.fetched_at.date(),
    )
