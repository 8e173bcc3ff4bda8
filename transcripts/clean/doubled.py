"""Undoes UTF-8 that was taken for another encoding and written as UTF-8 once more. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

#: Fewer letters are no mistake of the page's: it may speak of such mistakes.
FEWEST = 20
#: So many letters of a word are looked at.
LONGEST_WORD = 30
#: What is written when letters are meant: Latin, Greek, Cyrillic, Hebrew, Arabic, Georgian, or three Chinese and Japanese
#: characters and more in a row. One of these alone is what the end of a French quotation looks like: a letter with an
#: accent, a narrow blank, a quotation mark.
MEANT = re.compile(
    r"[\u00c0-\u024f\u0386-\u03ce\u0401-\u044f\u0451-\u045f\u0490\u0491\u05d0-\u05ea\u0621-\u064a\u0660-\u06d3\u10d0-\u10fa]"
    r"|[\u3040-\u30ff\u4e00-\u9fff]{3}"
)
#: Letters with accents that touch such a run within a word: in a word that was encoded twice none is left as it was.
TOUCHING = re.compile(r"^[^\W\d_]*[\u00c0-\u00ff]|[\u00c0-\u00ff][^\W\d_]*$")
CHINESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
#: What may stand beside them.
BESIDE = re.compile(
    r"[\u00a0-\u024f\u0386-\u03ce\u0401-\u045f\u0490\u0491\u05d0-\u05ea\u060c-\u06d4\u10d0-\u10fa\u2000-\u206f\u20ac\u2116\u2122"
    r"\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]+"
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """An encoding that UTF-8 is taken for, what a text then is full of (so that it costs little to look), and how many
    letters in a row are proof: in Cyrillic two, as a word of one letter and a blank look like one."""

    encoding: str
    signs: tuple[bytes, ...]
    letters: int


TAKEN = (
    _Taken("cp1252", tuple(sign.encode() for sign in ("Ã", "Ð", "Ø", "ã€", "ï¼")), 1),
    _Taken("cp1251", tuple(sign.encode() for sign in ("Р°", "Рµ", "Ш§")), 2),
)


@dataclass(frozen=True, slots=True)
class Undone:
    """A text as it was meant, what its UTF-8 had been taken for, and how many letters at least had been."""

    text: str
    encoding: str
    letters: int


def undo(text: str, body: bytes) -> Undone | None:
    """The text of a body that is UTF-8 as it was meant, or None where nothing is wrong with it.

    Only runs of letters are undone that are UTF-8 again when they are written in that encoding, so that a frame that is
    right stays as it is around a text that is not.
    """
    for taken in TAKEN:
        if sum(map(body.count, taken.signs)) >= FEWEST // 2:
            undone = _undo(text, taken)
            if undone.letters >= FEWEST:
                return undone
    return None


def _undo(text: str, taken: _Taken) -> Undone:
    """The text with all such runs undone; what speaks against it is taken off."""
    parts: list[str] = []
    end = found = 0
    for hit in _runs(taken.encoding).finditer(text):
        meant = _meant(hit[0], taken.encoding)
        if meant is None:
            continue
        between = text[end : hit.start()]
        found -= bool(parts and TOUCHING.search(between[-LONGEST_WORD:]))
        parts += [between, meant]
        end = hit.end()
        letters = len(MEANT.findall(meant))
        found += letters if letters >= taken.letters else 0
    return Undone("".join([*parts, text[end:]]), taken.encoding, found)


def _meant(run: str, encoding: str) -> str | None:
    """The letters that a run is when it is read as UTF-8, if they are such as stand in texts."""
    try:
        meant = bytes(_bytes(encoding)[letter] for letter in run).decode("utf-8")
    except UnicodeDecodeError:
        return None
    alone = CHINESE.search(meant) and not MEANT.search(meant)
    return meant if BESIDE.fullmatch(meant) and not alone else None


@cache
def _runs(encoding: str) -> re.Pattern[str]:
    """Runs of letters that are bytes in the encoding as UTF-8 has them: one that leads, one or two that follow."""
    known = _bytes(encoding)

    def those(first: int, last: int) -> str:
        return "[" + re.escape("".join(letter for letter, byte in known.items() if first <= byte <= last)) + "]"

    follows = those(0x80, 0xBF)
    return re.compile(f"(?:{those(0xC2, 0xDF)}{follows}|{those(0xE0, 0xEF)}{follows}{{2}})+")


@cache
def _bytes(encoding: str) -> dict[str, int]:
    return {letter: byte for byte, letter in _letters(encoding)}


def _letters(encoding: str) -> Iterator[tuple[int, str]]:
    """Bytes from 128 and their letters. Where an encoding leaves a byte open, browsers read the control character."""
    for byte in range(0x80, 0x100):
        try:
            yield byte, bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            yield byte, chr(byte)
