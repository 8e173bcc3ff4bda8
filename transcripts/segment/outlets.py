"""The paper, channel or agency that a journalist is from, as the marker, its note or the journalist prints it."""

from __future__ import annotations

import re

from transcripts.segment.lexicon import Lexicon
from transcripts.segment.marker import Marker
from transcripts.segment.naming import has_outlet, is_capitals, is_name_shaped
from transcripts.segment.people import Directory

_PARTS = re.compile(r"\s*[,;،؛，；]\s*")
#: A name in quotes: what a paper is called, its kind (newspaper, channel) left out.
_QUOTED = re.compile(r"[«“„\"‹「『《]([^«»“”„\"‹›「」『』《》]+)[»”“\"›」』》]")
_SENTENCE = re.compile(r"[.?!:;。？！：](?=\s|$)")
#: So far behind a journalist's name the outlet is looked for (code points, lower-case words before it).
_NEAR, _NEAR_WORDS = 60, 3


def outlet_of(marker: Marker, words: Lexicon) -> str | None:
    """The outlet that a journalist's marker prints, or else its note; None where neither does."""
    return _called(_beside_word(marker, words), words) or _called(marker.head.note.text or "", words)


def journalist_of(marker: Marker, words: Lexicon, people: Directory) -> str | None:
    """The journalist's name beside an outlet in a head (``Asahi Shimbun, SATO``); None where it prints no name for sure."""
    parts = [part for part in _PARTS.split(marker.head.name) if not has_outlet(part, words)]
    if len(parts) != 1 or parts[0] == marker.head.name:
        return None
    name = parts[0]
    sure = is_name_shaped(name, words) or (is_capitals(name) and " " not in name) or people.by_name(name)
    return name if sure else None


def outlet_behind(name: str, text: str, words: Lexicon) -> str | None:
    """The outlet that a journalist names behind the own name at a turn's beginning: ``Anna Falk, Harbour Gazette.``"""
    start = text.find(name)
    if start < 0:
        return None
    rest = text[start + len(name) : start + len(name) + _NEAR]
    end = _SENTENCE.search(rest)
    parts = [part for part in _PARTS.split(rest[: end.start() if end else None]) if part.strip()]
    return _called(_from_capital(parts[0], words), words) if parts else None


def _beside_word(marker: Marker, words: Lexicon) -> str:
    """What the head holds of an outlet: all of it, or what stands beside a name or the language's word for a question."""
    name = marker.head.name
    if marker.rule == "journalist_outlet":
        return _PARTS.sub(", ", name).partition(", ")[2]
    if marker.rule == "marker_word_extended":
        return name[:-2] if words.unspaced else name
    return name if marker.rule == "outlet" else ""


def _called(text: str, words: Lexicon) -> str | None:
    """What the outlets of a text are called: in quotes, else as printed; several with commas between."""
    parts = [part.strip() for part in _PARTS.split(text)]
    found = [_bare(part) for part in parts if part and _opens_like_one(part, words) and has_outlet(part, words)]
    return ", ".join(found) or None


def _opens_like_one(part: str, words: Lexicon) -> bool:
    first = part.split()[0]
    return not first[0].islower() or words.holds("outlets", first)


def _bare(part: str) -> str:
    if quoted := _QUOTED.search(part):
        return quoted[1].strip()
    first = part.split()[0]
    return first if "." in first.strip(".") else part


def _from_capital(part: str, words: Lexicon) -> str:
    """The run of capitalised words (and an outlet's words) that begins near the part's start; all of it up to a quote."""
    printed = part.split()
    near = (i for i, word in enumerate(printed[: _NEAR_WORDS + 1]) if _is_of_name(word, words))
    start = next(near, None)
    if start is None:
        return ""
    if _QUOTED.search(part):
        return " ".join(printed[start:])
    end = next((i for i, word in enumerate(printed[start:], start) if not _is_of_name(word, words)), None)
    return " ".join(printed[start:end])


def _is_of_name(word: str, words: Lexicon) -> bool:
    return not word[0].islower() or has_outlet(word, words)
