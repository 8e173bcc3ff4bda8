"""How often Python looks for cycles of dead objects while a batch is at work."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New objects between two looks. A page's tree is thousands of objects, all of them alive: by Python's own 700 a tenth of
#: the time goes into looking at them again and again; by this number a batch holds four megabytes more at most.
OBJECTS = 10_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within it, cycles are looked for more seldom."""
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
