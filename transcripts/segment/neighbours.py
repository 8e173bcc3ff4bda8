"""The markers before and after a place in the body."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from transcripts.segment.marker import Marker


class Places:
    """The markers in the body's order, to find a head's neighbours among them."""

    def __init__(self, markers: Iterable[Marker]) -> None:
        self._markers = sorted(markers, key=lambda marker: (marker.head.paragraph, marker.head.start))
        self._paragraphs = [marker.head.paragraph for marker in self._markers]

    def around(self, paragraph: int) -> tuple[Marker | None, Marker | None]:
        """The last marker before a paragraph and the first after it."""
        at = bisect_left(self._paragraphs, paragraph)
        after = bisect_right(self._paragraphs, paragraph)
        return (self._markers[at - 1] if at else None), (self._markers[after] if after < len(self._markers) else None)


def is_between_one(before: Marker | None, after: Marker | None) -> bool:
    """Whether one person speaks before and after: somebody else must have spoken between."""
    if before is None or after is None or before.naming.full is None:
        return False
    return before.naming.full == after.naming.full
