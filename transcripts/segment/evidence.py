"""What a document itself says of a head that no list decides: named elsewhere, an outlet, a misprint, reported speech."""

from __future__ import annotations

from collections.abc import Sequence

from transcripts.segment.heads import Head
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.naming import has_outlet, opens_sentence

QUOTES = '«"“„‹「『《'
MARKS = (":", "：")
ASKS = ("?", "？", "؟")
#: The longest outlet's name: words, and characters in a script without blanks.
_LONGEST_OUTLET, _LONGEST_UNSPACED = 9, 14


def is_short(name: str, most: int, words: Lexicon) -> bool:
    """Whether the head has at most so many words, none of which opens sentences."""
    printed = name.split()
    if words.unspaced and len(name) > _LONGEST_UNSPACED:
        return False
    return len(printed) <= most and not any(opens_sentence(word, words) for word in printed)


def is_outlet_head(name: str, following: str, words: Lexicon) -> bool:
    """Whether an outlet's name is the head: in quotes, or with nothing beside it but capitalised words and particles.

    One bare word (``News``, ``Правда``) and a name that begins like a sentence (``Die Welt``) may be just words: they
    need a question in what follows.
    """
    if not has_outlet(name, words):
        return False
    own = words.holds("outlets", name)
    if not is_short(name, _LONGEST_OUTLET, words):
        return own and _asks(following)
    if words.unspaced or any(quote in name for quote in QUOTES):
        return True
    printed = name.split()
    if (own and len(printed) > 1) or (words.holds("outlets", printed[0]) and len(printed) > 2 and _asks(following)):
        return True
    if len(printed) == 1 and own and not name.isupper() and not _has_marks(name):
        return _asks(following)
    return len(printed) <= 4 and all(
        not word[0].islower() or words.holds("outlets", word) or words.holds("particles", word) for word in printed
    )


def is_named(name: str, texts: Sequence[str]) -> bool:
    """Whether the texts (of the turn before) speak of somebody by this full name, as who leads through a conference does."""
    return " " in name and any(
        name in text and not text[text.index(name) + len(name) :].lstrip().startswith(MARKS) for text in texts
    )


def reports_speech(head: Head, text: str) -> bool:
    """Whether quoted words follow the colon, as after ``she said:``."""
    following = text[head.text_start : head.text_start + 1]
    return bool(following) and following in QUOTES and not head.note.known


def goes_on(head: Head, text: str) -> bool:
    """Whether the words after the colon go on in small letters, as a sentence does and a turn does not."""
    return text[head.text_start : head.text_start + 1].islower()


def _asks(text: str) -> bool:
    return any(mark in text for mark in ASKS)


def _has_marks(name: str) -> bool:
    return any(not c.isalpha() for c in name)
