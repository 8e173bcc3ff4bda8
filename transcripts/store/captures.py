"""What the archive holds of captures that somebody else made too, and what revisits among them refer to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg2.extensions import connection as Connection

from scraper.captures.capture import Capture, Original
from scraper.captures.choose import Kept
from scraper.evidence import Known
from transcripts.store.rows import rows_of

_HELD = """
WITH asked AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(addresses)s::text[], %(moments)s::timestamptz[], %(digests)s::text[])
        AS a (id, address, moment, digest)
)
SELECT a.id::text, s.record_id::text AS name
FROM asked a JOIN archive.snapshot s ON md5(s.address) = md5(a.address) AND s.fetched_at = a.moment
WHERE s.address = a.address AND lower(s.payload_digest) = lower(a.digest)
UNION
SELECT a.id::text, NULL FROM asked a JOIN archive.snapshot s ON s.record_id = a.id
"""
_ORIGINAL = """
SELECT b.record_id::text, b.site_id, b.language, b.address, b.payload_digest, b.payload_length, b.fetched_at
FROM archive.snapshot s JOIN archive.snapshot b ON b.record_id = coalesce(s.refers_to, s.record_id)
WHERE {} AND b.record_type = 'response' AND b.purpose = 'document' AND b.status = 200 AND b.payload_length > 0
ORDER BY s.fetched_at DESC LIMIT 1
"""
_BY_ID = _ORIGINAL.format("s.record_id = %(id)s::uuid")
_BY_PLACE = _ORIGINAL.format(
    "md5(s.address) = md5(%(address)s) AND s.address = %(address)s AND s.fetched_at = %(moment)s"
)
_BY_DIGEST = _ORIGINAL.format(
    "md5(s.address) = md5(%(address)s) AND s.address = %(address)s AND lower(s.payload_digest) = lower(%(digest)s)"
)


class Archived:
    """Looks captures up in the database. Each look is a transaction of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held(self, captures: Sequence[Capture]) -> tuple[dict[str, str], set[str]]:
        """By their ids the captures that are held (as the same address, time and body), with the ids that they have there;
        and the ids that other captures have."""
        found = self._rows(
            _HELD,
            ids=[one.record_id for one in captures],
            addresses=[one.address for one in captures],
            moments=[one.fetched_at for one in captures],
            digests=[one.payload_digest for one in captures],
        )
        same = {row["id"]: row["name"] for row in found if row["name"]}
        return same, {row["id"] for row in found} - same.keys()

    def original(self, original: Original) -> Kept | None:
        """The record that a revisit refers to: by its id, else by address and time, else by the body's digest."""
        values = {
            "id": original.record_id,
            "address": original.address,
            "moment": original.fetched_at,
            "digest": original.named,
        }
        for query, needed in ((_BY_ID, "id"), (_BY_PLACE, "moment"), (_BY_DIGEST, "digest")):
            found = self._rows(query, **values) if values[needed] else []
            if found:
                return _kept(found[0])
        return None

    def _rows(self, query: str, **values: object) -> list[dict[str, Any]]:
        found = rows_of(self._connection, query, **values)
        self._connection.rollback()
        return found


def _kept(row: dict[str, Any]) -> Kept:
    known = Known(
        site_id=str(row["site_id"] or ""),
        language=str(row["language"] or ""),
        address=str(row["address"]),
        payload_digest=str(row["payload_digest"]),
        record_id=f"urn:uuid:{row['record_id']}",
        fetched_at=row["fetched_at"].isoformat(),
    )
    return Kept(known, int(row["payload_length"]))
