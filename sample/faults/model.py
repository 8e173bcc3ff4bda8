"""What a kind of fault is: a function from the good answer to the faulty one, and what it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sample.faults.case import Case
from sample.model import Entry
from sample.response import Kind, Response


@dataclass(frozen=True)
class Asked:
    """A request that meets a fault. `met`: how often this one was met before; `base`: the site's own address."""

    path: str
    base: str
    met: int = 0
    look: Callable[[str], Response] | None = None
    """Gives what stands at another path of the site, without faults."""


Answering = Callable[[Response, Case, Asked], Response]
Arranging = Callable[[Sequence[Entry], Case, int], Sequence[Entry]]
PAGES: frozenset[Kind] = frozenset({"document", "list", "feed", "sitemap", "robots"})
DOCUMENT: frozenset[Kind] = frozenset({"document"})
LIST: frozenset[Kind] = frozenset({"list"})


@dataclass(frozen=True)
class Fault:
    """One kind of fault. `answer` changes an answer, `arrange` the entries that a list shows; `options` with their defaults."""

    of: frozenset[Kind]
    answer: Answering | None = None
    arrange: Arranging | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


def words(fault: Fault) -> str:
    """Return how the sample makes a fault: the docstring of its function."""
    made = fault.answer or fault.arrange
    return ((made.__doc__ if made else "") or "").strip().split("\n")[0]
