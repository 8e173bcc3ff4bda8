"""Whether a list of several pages stood still while it was read. Pure.

Where an entry goes from a page that was read, the first one of the next page moves up and is never seen. So the first page is
asked for once more at the end: where it is another one now, the list is walked anew.
"""

from __future__ import annotations

from dataclasses import dataclass

#: How often a list is walked anew.
MOST_AGAIN = 2


@dataclass(slots=True)
class Steady:
    """What a list's first page was, and whether it is being asked for again."""

    checking: bool = False
    #: How often it was another one.
    moved: int = 0
    _first: tuple[tuple[str, ...], int | None] = ((), None)

    @property
    def restless(self) -> bool:
        """Whether the list changed each time that it was walked."""
        return self.moved > MOST_AGAIN

    def begin(self, keys: tuple[str, ...], total: int | None) -> None:
        """Takes in what the first page is: its documents, and the site's count."""
        self._first = keys, total

    def ends_with(self, keys: tuple[str, ...], total: int | None) -> bool:
        """Whether the walk is over now that the first page was asked for again; if not, it begins anew with this page."""
        self.checking = False
        if self._first == (keys, total):
            return True
        self.moved += 1
        return self.restless
