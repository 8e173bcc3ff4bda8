"""Two people at one item: what a person saw of it, and what is said to the one who comes second."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from transcripts.kept import Unusable

_LENGTH = 16


class Meanwhile(Unusable):
    """Somebody decided about the item after it was looked at, or has said the same already: nothing was written. The message
    names who, when and what."""

    @classmethod
    def said(cls, by: str, at: str, what: str, reason: str = "") -> Meanwhile:
        """What ``by`` did at ``at`` (ISO 8601, UTC)."""
        why = f": {reason!r}" if reason else ""
        return cls(f"{by} {what} on {at[:10]} at {at[11:19]} UTC{why}. Nothing was written now")


def state(parts: Iterable[object]) -> str:
    """A short digest of what an item looked like: a form carries it, and it is compared where the form is taken."""
    text = "\n".join("" if one is None else str(one) for one in parts)
    return hashlib.sha256(text.encode("utf-8", errors="backslashreplace")).hexdigest()[:_LENGTH]
