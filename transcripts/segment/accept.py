"""Decides which heads are markers, by the evidence of the whole document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from transcripts.segment.fold import fold
from transcripts.segment.heads import Head
from transcripts.segment.lexicon import Lexicon, MarkerWord
from transcripts.segment.naming import (
    Naming,
    has_capitals,
    has_outlet,
    is_capitals,
    is_initials,
    is_name_shaped,
    opens_sentence,
    take_apart,
)
from transcripts.segment.people import Directory
from transcripts.segment.style import Style
from transcripts.segment.title import Title

_QUOTES = '«"“„‹「『《'
#: The longest outlet's name in a script without blanks (characters).
_LONGEST_UNSPACED = 14


@dataclass(frozen=True, slots=True)
class Marker:
    """A head that is a marker: the rule that says so, and what the rule read in it."""

    head: Head
    rule: str
    naming: Naming
    word: MarkerWord | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """What the decisions rest on besides the heads."""

    words: Lexicon
    people: Directory
    title: Title
    style: Style

    def markers(self, heads: list[Head], texts: list[str]) -> list[Marker]:
        """The heads that are markers, in the order given. Strong evidence first; then what it makes likely."""
        count = Counter(fold(head.name) for head in heads)
        first = {id(head): self._alone(head, count[fold(head.name)]) for head in heads}
        strong = [marker for marker in first.values() if marker]
        return [
            marker
            for head in heads
            if (marker := first[id(head)] or self._in_company(head, count, strong, texts)) is not None
        ]

    def _alone(self, head: Head, times: int) -> Marker | None:
        """What a head shows by itself: a listed word, a known or titled name, an office, initials."""
        if word := self._listed(head):
            return word
        naming = take_apart(head.name, self.words, self.people)
        if naming and naming.speaker is None:
            capitals = "capitals" in self.style.shapes and is_capitals(head.name)
            return Marker(head, "office_alone", naming) if capitals or times > 1 or head.note.known else None
        if naming and self._may_name(head.name):
            return Marker(head, "person_known" if self._known(naming) else "office_name", naming)
        plain = Naming(head.name)
        if head.glued:
            return Marker(head, "tooltip", plain)
        if self.people.by_name(head.name):
            return Marker(head, "person_known", plain)
        if self.title.names(head.name) and is_name_shaped(head.name, self.words):
            return Marker(head, "outlet" if has_outlet(head.name, self.words) else "person_titled", plain)
        if is_initials(head.name) and "initials" in self.style.shapes:
            return Marker(head, "initials", plain)
        if head.note.known and (is_name_shaped(head.name, self.words) or is_capitals(head.name)):
            return Marker(head, "note_known", plain)
        return None

    def _listed(self, head: Head) -> Marker | None:
        name = head.name
        if word := self.words.markers.get(fold(name)):
            return Marker(head, "marker_word", Naming(None), word)
        first, _, rest = name.partition(" ")
        word = self.words.markers.get(fold(first))
        if word and rest and (rest.strip("№#. ").isdigit() or (word.role == "journalist" and self._is_outlet(rest))):
            return Marker(head, "marker_word_extended", Naming(None), word)
        return None

    def _is_outlet(self, text: str) -> bool:
        return text[-1] in "»”\"'" and has_outlet(text, self.words)

    def _may_name(self, name: str) -> bool:
        return "capitals" not in self.style.shapes or is_capitals(name) or bool(self.people.by_name(name))

    def _known(self, naming: Naming) -> bool:
        return naming.speaker is not None and bool(self.people.by_name(naming.speaker))

    def _in_company(self, head: Head, count: Counter[str], strong: list[Marker], texts: list[str]) -> Marker | None:
        """What a head shows beside the strong markers of its document."""
        if not strong or self.words.holds("not_names", head.name):
            return self._typo(head, strong) if strong else None
        name, times = head.name, count[fold(head.name)]
        plain = Naming(name)
        if is_capitals(name) and "capitals" in self.style.shapes and self._is_short(name, 4):
            return self._typo(head, strong) or Marker(head, "capitals" if times > 1 else "capitals_once", plain)
        if self._reports_speech(head, texts):
            return None
        if has_outlet(name, self.words) and self._is_short(name, 9) and not name.islower():
            return Marker(head, "outlet", plain) if self._opens_like_outlet(name) else None
        if head.note.text and head.note.text[0].isalpha() and any(m.head.note.text for m in strong):
            return Marker(head, "parenthesis", plain)
        if typo := self._typo(head, strong):
            return typo
        if is_name_shaped(name, self.words) and (times > 1 or has_capitals(name)):
            return Marker(head, "repeated" if times > 1 else "name_shape", plain)
        return None

    def _is_short(self, name: str, most: int) -> bool:
        printed = name.split()
        if self.words.unspaced and len(name) > _LONGEST_UNSPACED:
            return False
        return len(printed) <= most and not any(opens_sentence(word, self.words) for word in printed)

    def _opens_like_outlet(self, name: str) -> bool:
        """The outlet's name is the head: it stands in quotes, or all words but the outlet's own are capitalised."""
        if self.words.unspaced or any(quote in name for quote in _QUOTES):
            return True
        printed = name.split()
        return len(printed) <= 4 and all(
            not word[0].islower() or self.words.holds("outlets", word) or self.words.holds("particles", word)
            for word in printed
        )

    def _reports_speech(self, head: Head, texts: list[str]) -> bool:
        following = texts[head.paragraph][head.text_start : head.text_start + 1]
        return bool(following) and following in _QUOTES and not head.note.known

    def _typo(self, head: Head, strong: Iterable[Marker]) -> Marker | None:
        """A head one letter away from a listed word that this document uses."""
        wanted = fold(head.name)
        if len(wanted) < 5:
            return None
        for marker in strong:
            if marker.word and is_one_edit(wanted, fold(marker.head.name)):
                return Marker(head, "marker_typo", Naming(None), marker.word)
        return None


def is_one_edit(one: str, other: str) -> bool:
    """Whether one letter was added, left out, changed, or swapped with the next."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start + 1 : start + 2] + one[start : start + 1] + one[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped == other[start:]
