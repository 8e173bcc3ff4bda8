"""The step `segment`: from readings to turns, spans and exchanges."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from typing import cast

from psycopg2.extensions import connection as Connection

from scraper.ministries import get
from transcripts.model import DocumentKind
from transcripts.segment import VERSION, Context, segment
from transcripts.segment.tables import BadData
from transcripts.steps.whole import line_of, store_whole
from transcripts.store import segmentations
from transcripts.store.provenance import Provenance
from transcripts.store.readings import StoredReading, to_segment
from transcripts.store.segmentations import Segmented

LOGGER = logging.getLogger(__name__)


def run(connection: Connection, ministry: str, reading_ids: Sequence[int], by: Provenance) -> Counter[str]:
    """Segments what is still missing of these readings, and counts: segmented, turns, exchanges, to_review, failed.

    Raises BadData, with nothing written, where a data file of the segmenter is wrong: no document is at fault for that.
    """
    style = get(ministry).style
    readings = to_segment(connection, reading_ids, VERSION)
    connection.rollback()
    return store_whole(
        connection,
        [_segment(style, reading) for reading in readings],
        lambda cursor, items: segmentations.store(cursor, items, by),
        document=lambda one: one.reading.reading_id,
        as_failed=lambda one, error: Segmented(one.reading, error),
    )


def _segment(style: str, reading: StoredReading) -> Segmented:
    context = Context(style, reading.language, reading.title, reading.day, cast("DocumentKind", reading.kind))
    try:
        return Segmented(reading, segment(reading.paragraphs, context, reading.corrections))
    except BadData:
        raise
    except Exception as error:  # a fault of the segmenter's on one text: noted with its traceback, the others go on
        LOGGER.exception("%s, reading %s: the segmenter failed", reading.document_id, reading.reading_id)
        return Segmented(reading, line_of(error))
