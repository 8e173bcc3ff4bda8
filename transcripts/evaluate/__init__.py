"""How good the turns are: the segmenter measured against documents that a person has annotated (gold).

``read_gold(folder)`` reads the documents, ``measure(golds)`` says what is right and what is wrong. The definitions stand
in ``compare`` and in docs/quality.md, which ``quality`` keeps; ``gate`` holds the figures above floors.
"""

from transcripts.evaluate.gold import BadGold, Gold, read_gold
from transcripts.evaluate.measure import Measurement, measure

__all__ = ["BadGold", "Gold", "Measurement", "measure", "read_gold"]
