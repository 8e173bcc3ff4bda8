"""Words as corrections quote and find them: composed, and blanks do not count."""

from __future__ import annotations

import unicodedata

#: Words quoted from a place: so many code points at most.
QUOTE = 120
#: So many code points a corrected title may have.
TITLE = 1000


def quoted(text: str) -> str:
    """The beginning of these words as a correction keeps it. Composed before it is cut, so that no letter loses its accent."""
    return whole(text)[:QUOTE].rstrip()


def whole(text: str) -> str:
    """All of these words on one line, composed: a title as a correction keeps it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def letters(text: str) -> str:
    """The text composed and without blanks and breaks: the same in every reading, however it cuts paragraphs."""
    return "".join(unicodedata.normalize("NFC", text).split())
