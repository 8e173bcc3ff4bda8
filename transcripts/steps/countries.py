"""The step `countries`: the countries that published turns mention."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.countries import VERSION, find, listed
from transcripts.segment.tables import BadData
from transcripts.steps.whole import line_of, store_whole
from transcripts.store import countries
from transcripts.store.countries import Due, Read
from transcripts.store.provenance import Provenance

LOGGER = logging.getLogger(__name__)


def run(connection: Connection, ministry: str, segmentation_ids: Sequence[int], by: Provenance) -> Counter[str]:
    """Reads what is due of these published segmentations, and counts: done, mentions, failed.

    Raises BadData, with nothing written, where a data file is wrong: no document is at fault for that.
    """
    with connection.cursor() as cursor:
        due = countries.due(cursor, segmentation_ids, VERSION)
    connection.rollback()
    known = listed()

    def store(cursor: Cursor, items: Sequence[Read]) -> Counter[str]:
        countries.store(cursor, items, known, VERSION, by)
        good = [one.found for one in items if not isinstance(one.found, str)]
        mentions = sum(len(found) for found in good if found)
        return Counter(done=len(good), mentions=mentions, failed=len(items) - len(good))

    count = store_whole(
        connection,
        [_read(one) for one in due],
        store,
        document=lambda one: one.due.segmentation_id,
        as_failed=lambda one, error: Read(one.due, error),
    )
    return +count


def _read(due: Due) -> Read:
    try:
        return Read(due, [(turn, mention) for turn, text in due.turns for mention in find(text, due.language)])
    except LookupError as error:
        LOGGER.warning("segmentation %s: %s", due.segmentation_id, error)
        return Read(due, None)
    except BadData:
        raise
    except Exception as error:  # a fault of the search on one text: noted with its traceback, the others go on
        LOGGER.exception("segmentation %s: the search for countries failed", due.segmentation_id)
        return Read(due, line_of(error))
