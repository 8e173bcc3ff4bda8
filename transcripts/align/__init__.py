"""Which turns and exchanges of two language versions belong together. Pure, and without a dictionary.

A turn pair's **score** is the probability that the two are the same words, 0 to 1: the logistic of the summed logarithms of
odds of ``transcripts/data/align.toml`` (role, kind, person, marker, length, numbers, names by their sound, words spelt alike)
and of what the neighbouring pairs add. How far that holds is measured (docs/figures/alignment.md). An exchange pair's score
is the share of both exchanges that is matched, each turn counted by its best pair's score.
"""

from __future__ import annotations

from transcripts.align.model import Aligned, Pair, Spoken, Tie, Version
from transcripts.align.versions import align
from transcripts.align.weights import FILE, BadWeights
from transcripts.version import version_of

#: Raise it when versions are tied or matched in another way; all are aligned again then.
NUMBER = 1
VERSION = version_of(NUMBER, FILE)

__all__ = ["NUMBER", "VERSION", "Aligned", "BadWeights", "Pair", "Spoken", "Tie", "Version", "align"]
