"""Takes a marker's head apart: office or honorific, and the name that the marker prints."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.people import Directory

_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,3}[^\W\d_][\w'’-]+(?:\s[^\W\d_][\w'’-]+)?")
_ELISION = re.compile(r"^[a-zà-ÿ]{1,2}['’]")
_COMMA = re.compile(r"\s*[,،，]\s*")
#: A name in a script without blanks: two to four characters, or the parts of a foreign name with dots between them.
_UNSPACED_NAME = re.compile(r"[^\W\d_a-zA-Z]{2,4}|(?=.{3,16}$)[^\W\d_a-zA-Z]+(?:[·・.][^\W\d_a-zA-Z]+)+")
_CLOSING = "》»\"”'’」』"


@dataclass(frozen=True, slots=True)
class Naming:
    """A head's parts. ``speaker`` is the name as printed, without office; None where only an office stands.

    ``stands_for`` is the full name that the document has for it elsewhere: of a family name alone, of a misprint, of an
    office alone.
    """

    speaker: str | None
    office: str | None = None
    honorific: bool = False
    stands_for: str | None = None

    @property
    def full(self) -> str | None:
        """The name to look the person up by."""
        return self.stands_for or self.speaker


def take_apart(name: str, words: Lexicon, people: Directory | None) -> Naming | None:
    """The parts of a head that begins (or, after a comma, ends) with an office or honorific; None where it has neither."""
    if words.unspaced:
        return _take_apart_unspaced(name, words)
    before, *after = _COMMA.split(name, maxsplit=1)
    if after and (office := words.office_at(after[0].split())):
        inner = take_apart(before, words, people)
        speaker = inner.speaker if inner else before.strip()
        return Naming(speaker, office[1]) if speaker is None or _may_be_name(speaker, words) else None
    if after and (inner := take_apart(before, words, people)) and not inner.speaker and inner.office:
        return replace(inner, speaker=after[0].strip()) if is_name_shaped(after[0].strip(), words) else None
    printed = words.without_articles(name.split())
    code, honorific = None, False
    while printed:
        office = words.office_at(printed)
        if office:
            code, printed = office[1], printed[office[0] :]
        elif len(printed) > 1 and words.holds("honorifics", printed[0]):
            honorific, printed = True, printed[1:]
        else:
            break
    if code is None and not honorific:
        return None
    if not printed:
        return Naming(None, code, honorific)
    speaker = _name_at_end(printed, words, people)
    return Naming(speaker or None, code, honorific) if speaker is not None else None


def _may_be_name(text: str, words: Lexicon) -> bool:
    """One capital word, initials and a name, or a run of capital words: no sentence before a comma."""
    return is_initials(text) or is_name_shaped(text, words) or (" " not in text and _is_capital(text))


def _take_apart_unspaced(name: str, words: Lexicon) -> Naming | None:
    """The same where no blanks part office and name: offices before it, an office or honorific after it."""
    code, honorific = None, False
    while office := words.office_before(name):
        code, name = office[1], name[office[0] :]
    if ending := words.ending("honorifics", name):
        honorific, name = True, name[: -len(ending)]
    if code is None and not honorific:
        return None
    if not name:
        return Naming(None, code, honorific)
    return Naming(name, code, honorific) if is_name_shaped(name, words) else None


def _name_at_end(printed: list[str], words: Lexicon, people: Directory | None) -> str | None:
    """The name after an office and, perhaps, a country: "" for a country alone, None for a sentence."""
    for start in range(len(printed)):
        candidate = " ".join(printed[start:])
        if (people and people.by_name(candidate)) or is_initials(candidate):
            return candidate
    first = _name_start(printed, words)
    if first == 0 and _is_small(printed[0], words) and _counted(printed, words) > 2:
        first = _second_last(printed, words)
    if first == 0 and len(printed) <= 4:
        return " ".join(printed)
    if _is_small(printed[0], words) or _ELISION.match(printed[0]):
        return " ".join(printed[first:]) if 2 <= len(printed) - first < len(printed) - 1 else ""
    return None


def name_behind(text: str, words: Lexicon) -> str | None:
    """The name that a text is, or that ends it behind what somebody is of: ``of the University Elias Santar``."""
    if is_name_shaped(text, words) or is_initials(text):
        return text
    if not text or not has_capitals(text):
        return None
    printed = text.split()
    start = _name_start(printed, words)
    name = " ".join(printed[start:])
    behind = is_initials(printed[-1]) or (start > 0 and _is_small(printed[start - 1], words))
    return printed[-1] if is_initials(printed[-1]) else name if behind and is_name_shaped(name, words) else None


def _name_start(printed: list[str], words: Lexicon) -> int:
    """Where the run of capitalised words (and particles between them) begins that ends the head."""
    start = len(printed)
    while start and _is_capital(printed[start - 1]):
        start -= 1
        if start > 1 and words.holds("particles", printed[start - 1]) and _is_capital(printed[start - 2]):
            start -= 1
    if start == 1 and words.holds("particles", printed[0]):
        start = 0
    return max(start, _second_last(printed, words)) if start else start


def _counted(printed: list[str], words: Lexicon) -> int:
    """How many of the words are neither particles nor small."""
    return sum(not _is_small(word, words) for word in printed)


def _second_last(printed: list[str], words: Lexicon) -> int:
    """Where the last two words begin, particles not counted: ``Rashid Al Karim``."""
    counted = [i for i, word in enumerate(printed) if not words.holds("particles", word)]
    return counted[-2] if len(counted) > 1 else 0


def _is_small(word: str, words: Lexicon) -> bool:
    return word[0].islower() or words.holds("particles", word)


def _is_capital(word: str) -> bool:
    return word[0].isalpha() and not word[0].islower()


def is_initials(name: str) -> bool:
    """Whether the name is initials and a family name (``С.В.Лавров``, ``S. Lavrov``)."""
    return _INITIALS.fullmatch(name) is not None


def is_name_shaped(name: str, words: Lexicon) -> bool:
    """Whether two to four capitalised words stand there, particles between them, none a word that opens sentences."""
    if words.unspaced:
        return _UNSPACED_NAME.fullmatch(name) is not None and not words.holds("not_names", name)
    printed = name.split()
    if not 2 <= len(printed) <= 4 or any(not _letters(word) for word in printed):
        return False
    if any(opens_sentence(word, words) for word in printed) or words.holds("not_names", name):
        return False
    return all(
        _is_capital(word) or (0 < i < len(printed) - 1 and words.holds("particles", word))
        for i, word in enumerate(printed)
    )


def opens_sentence(word: str, words: Lexicon) -> bool:
    """Whether the word, printed as at a sentence's start, is one that names do not hold (``De`` is, ``de`` is not)."""
    return not word[0].islower() and words.holds("not_names", word)


def has_capitals(name: str) -> bool:
    """Whether the name's script has capitals, which tell names from other words."""
    return name.lower() != name.upper()


def _letters(word: str) -> bool:
    return all(c.isalpha() or c in "'’-.·" for c in word)


def is_capitals(name: str) -> bool:
    """Whether the letters are all capitals, in a script that has them."""
    return name.isupper() and len(name) > 2


def has_outlet(text: str, words: Lexicon) -> bool:
    """Whether an outlet's name, or a word that outlets' names hold, stands in the text."""
    outlets = words.words["outlets"]
    folded = fold(text)
    if folded in outlets:
        return True
    if words.unspaced:
        return words.ending("outlets", text.rstrip(_CLOSING)) is not None
    pieces = [piece.strip(".,;:«»\"“”'„‹›") for piece in folded.replace("-", " ").split()]
    if any(words.ending("outlet_endings", piece) for piece in pieces):
        return True
    return any(
        " ".join(pieces[i:j]) in outlets for i in range(len(pieces)) for j in range(i + 1, min(i + 3, len(pieces)) + 1)
    )
