"""Where a document's texts hold a word: looked for often, so that the texts are joined and lowered once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

#: Stands between two texts, so that no word has its neighbour in another text.
BORDER = "\n\0\n"


class Mentions:
    """Texts in which words are looked for whole, in any case."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts

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
        at = self._lowered.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if not _is_inside(self.text, at, end):
                yield at
            at = self._lowered.find(wanted, end)

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
