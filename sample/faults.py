"""Faults of the served site, by name; a new kind is a function here and a line in `data/script.toml`."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

from sample.model import Entry
from sample.response import Response, text
from sample.script import Act

Fault = Callable[[Act, int], Response | None]


def unavailable(act: Act, earlier: int) -> Response | None:
    """Answer 503 for the first requests, with a short pause asked for."""
    return text(503, "The service is busy, please try again.\n", {"Retry-After": "1"}) if earlier < act.times else None


def slow(act: Act, earlier: int) -> Response | None:
    """Let the visitor wait, then answer as ever."""
    time.sleep(act.seconds)
    return None


BY_NAME: dict[str, Fault] = {"unavailable": unavailable, "slow": slow}


class Faults:
    """Applies the script's faults to requests and remembers how often each was met."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self._acts = acts
        self._met: Counter[Act] = Counter()
        self._lock = threading.Lock()

    def meet(self, entry: Entry, step: int) -> Response | None:
        """Return the answer that a fault gives instead of the page, if one does."""
        for act in self._acts:
            if act.event == entry.event and act.language in (None, entry.language) and act.holds(step):
                with self._lock:
                    earlier = self._met[act]
                    self._met[act] += 1
                answer = BY_NAME[act.what](act, earlier)
                if answer is not None:
                    return answer
        return None
