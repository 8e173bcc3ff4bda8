"""Faults that the served site makes, thrown as a script says: a script is data, a kind of fault one function."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from sample.faults.bind import Bound, bind
from sample.faults.kinds import KINDS
from sample.faults.model import Asked
from sample.faults.scripts import chosen, read_script, scripts
from sample.model import Entry
from sample.response import Response, Subject

__all__ = ["Bound", "Faults", "bind", "chosen", "read_script", "scripts"]


class Faults:
    """Applies bound faults to requests and remembers how often each was met."""

    def __init__(self, bound: Sequence[Bound] = ()) -> None:
        self.bound = tuple(bound)
        self._met: Counter[int] = Counter()
        self._lock = threading.Lock()

    def meet(self, good: Response, path: str, base: str, step: int, look: Callable[[str], Response]) -> Response:
        """Return what the visitor gets instead of the good answer: the good one, unless a fault is thrown at it."""
        for number, bound in enumerate(self.bound):
            answer = KINDS[bound.case.what].answer
            if answer is None or good.shows is None or not self._thrown(bound, good.shows, step):
                continue
            met = self._count(number)
            if not bound.case.times or met < bound.case.times:
                return answer(good, bound.case, Asked(path, base, met, look))
        return good

    def arrange(self, shown: Subject, entries: Sequence[Entry], step: int) -> Sequence[Entry]:
        """Return the entries that a list shows instead of those that it should."""
        for number, bound in enumerate(self.bound):
            arrange = KINDS[bound.case.what].arrange
            if arrange is not None and self._thrown(bound, shown, step):
                entries = arrange(entries, bound.case, self._count(number))
        return entries

    def _thrown(self, bound: Bound, shown: Subject, step: int) -> bool:
        return bound.case.holds(step) and bound.meets(shown)

    def _count(self, number: int) -> int:
        with self._lock:
            met = self._met[number]
            self._met[number] += 1
        return met
