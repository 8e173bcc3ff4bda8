"""The step `align`: language versions of what was published are tied, and their turns and exchanges matched.

What is to be done are pairs of published documents that were not compared yet; a batch's keys are the first of each pair. So
it does not matter in which order versions come, nor whether what is published goes back to an older text.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from psycopg2.extensions import connection as Connection

from transcripts.align import VERSION, Aligned, BadWeights, Version, align
from transcripts.steps.whole import line_of
from transcripts.store import alignment, attempts
from transcripts.store.alignment import Due
from transcripts.store.attempts import Attempt
from transcripts.store.provenance import Provenance

STEP = "align"
LOGGER = logging.getLogger(__name__)


def run(connection: Connection, ministry: str, segmentation_ids: Sequence[int], by: Provenance) -> Counter[str]:
    """Compares what is due of these published segmentations, and counts: aligned, turn_pairs, failed.

    Nobody waits while it compares: what it says of two segmentations holds whatever is published meanwhile.
    """
    with connection, connection.cursor() as cursor:
        due = alignment.due(cursor, segmentation_ids, VERSION)
        versions = alignment.versions(cursor, [key for pair in due for key in (pair.one, pair.other)])
    if not due:
        return Counter()
    found, failed = _aligned(due, versions)
    with connection, connection.cursor() as cursor:
        alignment.lock(cursor, ministry)
        made = [Attempt(STEP, str(key), digest, VERSION, "done") for key, digest in _firsts(pair for pair, _ in found)]
        attempts.record(cursor, [*made, *failed], by)
        keys = attempts.good(cursor, STEP, VERSION, [one.input for one in made])
        written = alignment.write(cursor, found, VERSION, {int(key): attempt for key, attempt in keys.items()})
    count = Counter(aligned=written, turn_pairs=sum(len(aligned.turns) for _, aligned in found), failed=len(failed))
    return +count


def _aligned(due: Sequence[Due], versions: Mapping[int, Version]) -> tuple[list[tuple[Due, Aligned]], list[Attempt]]:
    """What comparing said, and the failed ones: a fault of ours on one text does not take the others with it."""
    found, failed = [], {}
    for pair in due:
        try:
            aligned = align(versions[pair.one], versions[pair.other])
        except BadWeights:
            raise
        except Exception as error:  # noted with its traceback, the others go on
            LOGGER.exception("segmentations %s and %s: the aligner failed", pair.one, pair.other)
            said = f"with segmentation {pair.other}: {line_of(error)}"
            failed[pair.one] = Attempt(STEP, str(pair.one), pair.digest, VERSION, "failed", said)
            continue
        for notice in aligned.notices:
            LOGGER.warning("segmentations %s and %s: %s", pair.one, pair.other, notice)
        found.append((pair, aligned))
    return found, list(failed.values())


def _firsts(pairs: Iterable[Due]) -> list[tuple[int, str]]:
    """The first of each pair, once, with the digest of its reading."""
    return sorted({pair.one: pair.digest for pair in pairs}.items())
