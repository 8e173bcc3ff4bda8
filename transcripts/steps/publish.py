"""The step `publish`: the checks run, then analysts see the segmentation."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from psycopg2.extensions import connection as Connection

from transcripts.store import publications
from transcripts.store.provenance import Provenance

#: Raise it when the checks change, so that what they refused is tried again.
VERSION = "1"

LOGGER = logging.getLogger(__name__)


def run(connection: Connection, ministry: str, segmentation_ids: Sequence[int], by: Provenance) -> Counter[str]:
    """Publishes these segmentations, and counts: published, refused."""
    with connection.cursor() as cursor:
        found = publications.publish(cursor, segmentation_ids, VERSION, by)
    connection.commit()
    for key, problem in found.items():
        if problem:
            LOGGER.error("%s: segmentation %s is not published: %s", ministry, key, problem)
    return publications.counts(found)
