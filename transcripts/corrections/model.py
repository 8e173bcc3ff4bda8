"""A correction: who said what about which place of which document, when and why. Never changed once it is made.

It names its place by the words that stand there (a quote) and not by a number of ours, so that it finds it again in a
new reading, in a new revision, and in a replay from the archive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

from transcripts.kept import Unusable, digest_of

Action = Literal["turn", "split", "join", "kind", "title", "date", "confirm", "undo"]
ACTIONS: tuple[Action, ...] = get_args(Action)
#: Actions that are about a place in the text.
PLACED: frozenset[str] = frozenset({"turn", "split", "join"})


class BadCorrection(Unusable):
    """A correction that cannot be taken. The message names the entry, what is wrong, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of one person.

    ``action``: ``turn`` sets ``changes`` of the turn that begins with ``quote``; ``split`` begins a turn there, with the
    marker ``label`` (empty: none) and ``changes``; ``join`` says that no turn begins there; ``kind`` sets the document's kind
    (``changes["kind"]``), ``title`` its title, ``date`` when it was published (``published_at``) and the day of its event
    (``event_date``), as ``transcripts.corrections.dates`` writes them; ``confirm`` says that a document on the review list is right as it is (``changes`` tell in which
    state); ``undo`` takes back the correction ``undoes``.
    Where the words stand ``among`` several times, it is the ``which``-th (from 1) that is meant; ``paragraph`` (from 1) is
    where they stood. ``at`` is a time in UTC, ISO 8601.
    """

    document: str
    action: Action
    by: str
    reason: str
    at: str
    quote: str = ""
    paragraph: int = 0
    which: int = 0
    among: int = 0
    label: str = ""
    changes: dict[str, str] = field(default_factory=dict)
    undoes: str = ""

    @property
    def id(self) -> str:
        """A short digest of all that it says: the same correction twice is one."""
        return digest_of(self)


def now() -> str:
    """The present as corrections print it, to the microsecond, so that two of one minute have an order."""
    return datetime.now(UTC).isoformat()


def in_utc(time: datetime) -> str:
    """A time as corrections print it."""
    return time.astimezone(UTC).isoformat()
