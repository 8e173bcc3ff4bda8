"""Text from outside as it may be shown: nothing in it steers a terminal, a log or the order in which one reads. Pure."""

from __future__ import annotations

import unicodedata

#: Characters that are not seen and steer, by their category: control characters (escape sequences begin with one), format
#: characters (that turn the direction of writing), surrogates, what has no meaning, separators of lines and paragraphs.
STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
#: Marks that words of some languages are written with; they turn nothing but themselves.
SPELT = frozenset("\u200c\u200d\u200e\u200f\u061c\u00ad")


def printable(text: str) -> str:
    """The text with every steering character as its escape (``\\u001b``), in JSON too. Line breaks and tabs stay."""
    return _escaped(text, "\n\t")


def one_line(text: str) -> str:
    """The same in one line: nobody's text begins a line of a log."""
    return _escaped(text, "")


def _escaped(text: str, kept: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        character if character in kept or not _steers(character) else _escape(character) for character in text
    )


def _steers(character: str) -> bool:
    return not character.isprintable() and character not in SPELT and unicodedata.category(character) in STEERING


def _escape(character: str) -> str:
    """As JSON writes it: by its UTF-16 units."""
    units = character.encode("utf-16-be", errors="surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
