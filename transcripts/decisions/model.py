"""A decision: who said what about which document, list or day of a ministry, when and why. Never changed once it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from transcripts.kept import Unusable, digest_of

Kind = Literal["accept", "not_transcript", "same", "not_same", "suppress", "undo"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Subject = Literal["document", "list", "day", "pair"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


class BadDecision(Unusable):
    """A decision that cannot be taken. The message names what is wrong and what is allowed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one person.

    ``kind``: ``accept`` says that what is missing may stay so; ``not_transcript`` that a document is none of ours;
    ``same`` and ``not_same`` that two documents of a site's generations are one, or are not; ``suppress`` that a document is in
    no view and no export; ``undo`` takes back the decision ``undoes``. ``subject`` and ``key``: a ``document`` by its site id (by its address where
    it has none); the rest of a ``list`` by its name, on one ``day``; a whole ``day``, with an empty key; a ``pair`` by the site id
    of the older generation's document, and ``other``, that of the newer one's. Where a document is suppressed, ``other`` is its id
    and ``language`` the one that it is read in; else the one that was asked for, empty: all. ``day`` is an ISO day of the ministry, ``at`` a time in UTC, ISO 8601.
    """

    kind: Kind
    ministry: str
    subject: Subject
    by: str
    reason: str
    at: str
    key: str = ""
    language: str = ""
    day: str = ""
    undoes: str = ""
    other: str = ""

    @property
    def id(self) -> str:
        """A short digest of all that it says: the same decision twice is one."""
        return digest_of(self)

    def __str__(self) -> str:
        about = " ".join(part for part in (self.subject, self.key, self.other, self.language, self.day) if part)
        return f"{self.kind} {self.ministry} {about}"
