"""Turns and exchanges: who speaks where in a document's paragraphs, and which answer belongs to which question.

``segment(paragraphs, context)`` is the way in; ``VERSION`` names what made a segmentation.
"""

from transcripts.segment.context import Context
from transcripts.segment.document import segment
from transcripts.segment.version import VERSION

__all__ = ["VERSION", "Context", "segment"]
