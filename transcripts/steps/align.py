"""The step `align`: language versions of what was published are tied, and their turns and exchanges matched.

What is to be done are pairs of published documents that were not compared yet; a batch's keys are the first of each pair. So
it does not matter in which order versions come, nor whether what is published goes back to an older text.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.align import VERSION, Aligned, BadWeights, Version, align
from transcripts.steps.whole import line_of, store_whole
from transcripts.store import alignment, attempts
from transcripts.store.alignment import Due
from transcripts.store.attempts import Attempt
from transcripts.store.provenance import Provenance

STEP = "align"
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two segmentations and what comparing them said, or the error that kept it from being said or written."""

    due: Due
    found: Aligned | str


def run(connection: Connection, ministry: str, segmentation_ids: Sequence[int], by: Provenance) -> Counter[str]:
    """Compares what is due of these published segmentations, and counts: aligned, turn_pairs, failed.

    Nobody waits while it compares: what it says of two segmentations holds whatever is published meanwhile.
    """
    with connection, connection.cursor() as cursor:
        due = alignment.due(cursor, segmentation_ids, VERSION)
        versions = alignment.versions(cursor, [key for pair in due for key in (pair.one, pair.other)])

    def store(cursor: Cursor, items: Sequence[Compared]) -> Counter[str]:
        alignment.lock(cursor, ministry)
        good = [(one.due, one.found) for one in items if not isinstance(one.found, str)]
        failed = {one.due.one: _failed(one.due, one.found) for one in items if isinstance(one.found, str)}
        made = [Attempt(STEP, str(key), digest, VERSION, "done") for key, digest in _firsts(pair for pair, _ in good)]
        attempts.record(cursor, [*made, *failed.values()], by)
        keys = attempts.good(cursor, STEP, VERSION, [one.input for one in made])
        written = alignment.write(cursor, good, VERSION, {int(key): attempt for key, attempt in keys.items()})
        return Counter(aligned=written, turn_pairs=sum(len(found.turns) for _, found in good), failed=len(failed))

    count = store_whole(
        connection,
        [_compared(pair, versions) for pair in due],
        store,
        document=lambda one: one.due.one,
        as_failed=lambda one, error: Compared(one.due, error),
    )
    return +count


def _compared(pair: Due, versions: Mapping[int, Version]) -> Compared:
    """What comparing said; a fault of ours on one text does not take the others with it."""
    try:
        aligned = align(versions[pair.one], versions[pair.other])
    except BadWeights:
        raise
    except Exception as error:  # noted with its traceback, the others go on
        LOGGER.exception("segmentations %s and %s: the aligner failed", pair.one, pair.other)
        return Compared(pair, line_of(error))
    for notice in aligned.notices:
        LOGGER.warning("segmentations %s and %s: %s", pair.one, pair.other, notice)
    return Compared(pair, aligned)


def _failed(pair: Due, error: str) -> Attempt:
    said = f"with segmentation {pair.other}: {error}"
    return Attempt(STEP, str(pair.one), pair.digest, VERSION, "failed", said)


def _firsts(pairs: Iterable[Due]) -> list[tuple[int, str]]:
    """The first of each pair, once, with the digest of its reading."""
    return sorted({pair.one: pair.digest for pair in pairs}.items())
