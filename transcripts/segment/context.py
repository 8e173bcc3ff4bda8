"""What the segmenter knows of a document besides its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transcripts.model import DocumentKind


@dataclass(frozen=True, slots=True)
class Context:
    """The ministry's marker style, the text's language (BCP 47), the headline, the day of the event and the kind.

    ``None`` stands for not known: the day then picks no office, and the kind is told from the title.
    """

    style: str
    language: str
    title: str = ""
    day: date | None = None
    kind: DocumentKind | None = None
