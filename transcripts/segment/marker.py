"""A marker: a head that was taken for one."""

from __future__ import annotations

from dataclasses import dataclass

from transcripts.segment.heads import Head
from transcripts.segment.lexicon import MarkerWord
from transcripts.segment.naming import Naming


@dataclass(frozen=True, slots=True)
class Marker:
    """A head that is a marker: the rule that says so, and what the rule read in it."""

    head: Head
    rule: str
    naming: Naming
    word: MarkerWord | None = None

    @property
    def asks(self) -> bool:
        """Whether it is a word for a question."""
        return self.word is not None and self.word.kind == "question"
