"""One form for every text: NFC, odd blanks folded, invisible characters out; nothing else changed."""

from __future__ import annotations

import re
import unicodedata

from transcripts.clean.limits import hold_marks

#: Characters that show nothing and mean nothing in running text: zero-width space, word joiner, byte order mark, soft
#: hyphen. Joiners and bidi marks do mean something and stay.
INVISIBLE = ("\u200b", "\u2060", "\ufeff", "\u00ad")

#: Decimal digits besides 0 to 9.
OTHER_DIGIT = re.compile(r"[^\D0-9]")
#: Marks of writing direction.
BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def fold(text: str) -> str:
    """The text in NFC, each run of blanks (no-break, thin, tab, line break, ...) one space, none at the ends.

    Raises TooMuch for accents that are heaped upon one another.
    """
    if not text.isascii():
        for character in INVISIBLE:
            text = text.replace(character, "")
        hold_marks(text)
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def plain(text: str) -> str:
    """A folded text made comparable with another: lower case, one apostrophe, no bidi marks, no colon or stop at its end."""
    if not text.isascii():
        text = (text if text.isprintable() else BIDI.sub("", text)).replace("’", "'")
    return text.casefold().strip().rstrip(" :：.…")


def bare(line: str) -> str:
    """A line without the brackets, quotation marks, asterisks and blanks around it."""
    return line.strip(' ()[]*«»"')


def ascii_digits(text: str) -> str:
    """The text with all decimal digits (Arabic-Indic and others) as 0 to 9, of the same length."""
    if text.isascii() or not OTHER_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def lower(text: str) -> str:
    """The text in lower case and of the same length, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)
