"""The step `publish`: the checks run, then analysts see the segmentation, and ids that they saw before lead to it.

After that it is compared with the site's other generations.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.steps import compare
from transcripts.steps.whole import store_whole
from transcripts.store import publications, redirects
from transcripts.store.provenance import Provenance

#: Raise it when the checks change, so that what they refused is tried again.
VERSION = "1"

LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """A segmentation that is to be published, or the error that keeps it from being."""

    segmentation_id: int
    error: str | None = None


def run(connection: Connection, ministry: str, segmentation_ids: Sequence[int], by: Provenance) -> Counter[str]:
    """Publishes these segmentations, and counts: published, refused, failed; same: pairs of documents that are one."""

    def publish(cursor: Cursor, items: Sequence[Item]) -> Counter[str]:
        wanted = [item.segmentation_id for item in items if item.error is None]
        found = publications.publish(cursor, wanted, VERSION, by)
        shown = [key for key, problem in found.items() if problem is None]
        redirects.renew(cursor, publications.documents(cursor, shown))
        for key, problem in found.items():
            if problem:
                LOGGER.error("%s: segmentation %s is not published: %s", ministry, key, problem)
        failed = [(item.segmentation_id, item.error) for item in items if item.error is not None]
        publications.fail(cursor, failed, VERSION, by)
        return publications.counts(found) + Counter(failed=len(failed))

    count = store_whole(
        connection,
        [Item(key) for key in segmentation_ids],
        publish,
        document=lambda item: item.segmentation_id,
        as_failed=lambda item, error: Item(item.segmentation_id, error),
    )
    return count + compare.run(connection, ministry, segmentation_ids, by)
