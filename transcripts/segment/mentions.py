"""Where a document's texts hold a word: looked for often, so that the texts are joined and lowered once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from re import compile as expression

#: Stands between two texts, so that no word has its neighbour in another text.
BORDER = "\n\0\n"
#: So many times the texts are searched; who looks for more single words is better served by an index of all of them.
_FEW = 200
_WORD = expression(r"\w+")


class Mentions:
    """Texts in which words are looked for whole, in any case."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._searched = 0

    @cached_property
    def text(self) -> str:
        """All texts as one; offsets of ``places`` count in it."""
        return BORDER.join(self._texts)

    @cached_property
    def _lowered(self) -> str:
        return _lower(self.text)

    def places(self, word: str) -> Iterator[int]:
        """The offsets at which the word begins, in the texts' order."""
        wanted = _lower(word)
        self._searched += 1
        if self._searched > _FEW and _WORD.fullmatch(word):
            yield from self._places_of_words.get(wanted, ())
            return
        at = self._lowered.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if not _is_inside(self.text, at, end):
                yield at
            at = self._lowered.find(wanted, end)

    @cached_property
    def _places_of_words(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for hit in _WORD.finditer(self.text):
            found.setdefault(self._lowered[hit.start() : hit.end()], []).append(hit.start())
        return found

    def before(self, offset: int, reach: int) -> str:
        """So many characters before an offset."""
        return self.text[max(0, offset - reach) : offset]


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a longer word goes on before or after the stretch."""
    return _is_letter(text[start - 1 : start]) or _is_letter(text[end : end + 1])


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _lower(text: str) -> str:
    """Lower case of the same length, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)
