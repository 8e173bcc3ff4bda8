"""Two documents in two languages: are they versions of one event, and which of their turns and exchanges belong together?"""

from __future__ import annotations

from transcripts.align.model import Aligned, Version
from transcripts.align.ties import tie
from transcripts.align.turns import exchange_pairs, match
from transcripts.align.weights import weights


def align(one: Version, other: Version) -> Aligned:
    """What aligning two documents says. Deterministic; of documents that are no versions of one event only that is said.

    Raises BadWeights where the file of weights cannot be used.
    """
    with_weights = weights()
    turns = match(one, other, with_weights)
    found = tie(one, other, turns, with_weights)
    if not found.tied:
        return Aligned(found)
    return Aligned(found, tuple(turns.pairs), tuple(exchange_pairs(one, other, turns.pairs)), tuple(turns.notices))
