"""Decides which heads are markers, by the evidence of the whole document: first what is sure, then what that makes likely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from transcripts.segment.cast import Cast
from transcripts.segment.company import Company, without_items
from transcripts.segment.evidence import ASKS, QUOTES, goes_on, reports_speech
from transcripts.segment.fold import fold
from transcripts.segment.heads import Head
from transcripts.segment.introduced import Introduced
from transcripts.segment.lexicon import Lexicon, MarkerWord
from transcripts.segment.marker import Marker
from transcripts.segment.mentions import Mentions
from transcripts.segment.naming import (
    Naming,
    has_capitals,
    has_outlet,
    is_capitals,
    is_initials,
    is_name_shaped,
    name_behind,
    take_apart,
)
from transcripts.segment.people import Directory
from transcripts.segment.rules import everyday
from transcripts.segment.style import Style
from transcripts.segment.title import Title

__all__ = ["Judge", "Marker"]


@dataclass(frozen=True, slots=True)
class Judge:
    """What the decisions rest on besides the heads."""

    words: Lexicon
    people: Directory
    title: Title
    style: Style
    mentions: Mentions
    #: Heads that look like markers and were not taken for such: a person should look at them.
    doubtful: list[Head] = field(default_factory=list)

    def markers(self, heads: list[Head], texts: Sequence[str]) -> list[Marker]:
        """The heads that are markers, in the order given. Strong evidence first; then what it makes likely."""
        count = Counter(fold(head.name) for head in heads)
        first = [marker for head in heads if (marker := self.alone(head, count[fold(head.name)]))]
        strong = [marker for marker in first if not self._is_lone_letter(marker, first)]
        spoken_of = self._spoken_of(strong, heads, texts)
        strong = [marker for marker in strong if id(marker.head) not in spoken_of]
        introduced = Introduced(self.mentions, self.words)
        company = Company(self.words, self.style, self.title, self.people, introduced, count, texts)
        found = without_items(company.join([h for h in heads if id(h) not in spoken_of], strong, self._cast))
        families = {_family(marker.naming.full) for marker in found.values() if marker.naming.full}
        speaking = {fold(marker.head.name) for marker in found.values()}
        self.doubtful[:] = [
            head
            for head in heads
            if id(head) not in found
            and (fold(head.name) in speaking if id(head) in spoken_of else self._looks_like_one(head, texts, families))
        ]
        return [found[id(head)] for head in heads if id(head) in found]

    def _spoken_of(self, strong: Sequence[Marker], heads: Sequence[Head], texts: Sequence[str]) -> set[int]:
        """Ids of the heads whose sentence goes on in small letters, as no turn does: somebody is spoken of.

        None where the typist begins turns so: a question or answer, or half of the markers. What only markers print (a
        listed word, a note, capitals where the style has them) is one all the same.
        """
        small = [marker for marker in strong if goes_on(marker.head, texts[marker.head.paragraph])]
        if "capitals" in self.style.shapes or any(m.word for m in small) or 2 * len(small) > len(strong):
            return set()
        listed = {id(marker.head) for marker in strong if marker.word}
        return {
            id(head)
            for head in heads
            if id(head) not in listed and not (head.note.known or head.glued) and goes_on(head, texts[head.paragraph])
        }

    def _cast(self, markers: Sequence[Marker]) -> Cast:
        return Cast.of(self.title, (marker.naming for marker in markers), self.words, self.mentions)

    def _looks_like_one(self, head: Head, texts: Sequence[str], families: Set[str]) -> bool:
        """Whether a head that no evidence makes a marker has the shape of a speaker's name all the same.

        Somebody whom the data knows; an office alone; one word that is the family name of somebody who speaks, or in capitals before a question; a word for one and more words.
        """
        if reports_speech(head, texts[head.paragraph]):
            return False
        if self.people.by_name(head.name):
            return True
        if self.words.unspaced:
            return False
        if "capitals" in self.style.shapes and not is_capitals(head.name):
            return False
        naming = take_apart(head.name, self.words, None)
        if naming and naming.speaker is None and naming.office:
            return True
        asks = texts[head.paragraph].rstrip().endswith(ASKS)
        word, rest = self.words.marker_before(head.name)
        if word and word.role == "journalist" and asks and rest[0].isupper():
            return True
        if " " not in head.name and not is_initials(head.name):
            return (asks and head.name.isupper()) or fold(head.name) in families
        return (has_capitals(head.name) and is_name_shaped(head.name, self.words)) or is_initials(head.name)

    def alone(self, head: Head, times: int = 1) -> Marker | None:
        """What a head shows by itself: a listed word, a known or titled name, an office, initials."""
        if word := self._listed(head):
            return word
        naming = take_apart(head.name, self.words, self.people)
        if naming and naming.speaker is None:
            capitals = "capitals" in self.style.shapes and is_capitals(head.name)
            return Marker(head, "office_alone", naming) if capitals or times > 1 or head.note.known else None
        if naming and self._may_name(head.name) and self._is_sure(naming, head, times):
            return Marker(head, "person_known" if self._known(naming) else "office_name", naming)
        plain = Naming(head.name)
        if head.glued:
            return Marker(head, "tooltip", plain)
        if self.people.by_name(head.name):
            return Marker(head, "person_known", plain)
        if self.title.names(head.name) and is_name_shaped(head.name, self.words):
            outlet = has_outlet(head.name, self.words) or self.title.names_outlet(head.name, self.words)
            return Marker(head, "outlet" if outlet else "person_titled", plain)
        if self._is_paper_of_title(head.name):
            return Marker(head, "outlet", plain)
        if times > 1 and self._has_initials(head):
            return Marker(head, "initials", plain)
        if head.note.known and (is_name_shaped(head.name, self.words) or is_capitals(head.name)):
            return Marker(head, "note_known", plain)
        return None

    def _listed(self, head: Head) -> Marker | None:
        """A word of the language's list: alone, or with a number, an outlet or a name after it."""
        name = head.name
        if word := self.words.markers.get(fold(name)):
            return Marker(head, "marker_word", Naming(None), word)
        if self.words.unspaced and len(name) > 2 and (word := self.words.markers.get(fold(name[-2:]))):
            return Marker(head, "marker_word_extended", Naming(None), word) if self._is_outlet(name[:-2]) else None
        word, rest = self.words.marker_before(name)
        return self._extended(head, word, rest) if word else None

    def _extended(self, head: Head, word: MarkerWord, rest: str) -> Marker | None:
        if (
            rest.strip("№#. ").isdigit()
            or (word.names and self.words.holds("numbers", rest))
            or (word.role == "journalist" and self._is_outlet(rest))
        ):
            return Marker(head, "marker_word_extended", Naming(None), word)
        name = name_behind(rest, self.words) if word.names else None
        return Marker(head, "marker_word_named", Naming(name), word) if name else None

    def _is_outlet(self, text: str) -> bool:
        quoted = self.words.unspaced or text[-1] in "»”\"'"
        return quoted and has_outlet(text, self.words)

    def _is_paper_of_title(self, name: str) -> bool:
        """Whether the headline holds this name in quotes, or with an article: whose questions the document answers."""
        bare = " ".join(self.words.without_articles(name.split()))
        if name[0] in QUOTES and len(name) > 2:
            return fold(name) in self.title.folded
        return bare != name and self.title.names(name) and is_name_shaped(bare, self.words)

    def _has_initials(self, head: Head) -> bool:
        return "initials" in self.style.shapes and is_initials(head.name)

    def _is_lone_letter(self, marker: Marker, found: list[Marker]) -> bool:
        """Whether it is a letter (``Q``, ``A``) without its counterpart: then it may number the points of a list."""
        word = marker.word
        if word is None or len(marker.head.name) > 1 or self.words.unspaced:
            return False
        return not any(other.word is None or other.word.kind != word.kind for other in found)

    def _may_name(self, name: str) -> bool:
        return "capitals" not in self.style.shapes or is_capitals(name) or bool(self.people.by_name(name))

    def _is_sure(self, naming: Naming, head: Head, times: int) -> bool:
        """Whether office and name are more than two words: ``General Venn``, but not ``General Assembly``.

        Capitals show it, unless the office is an everyday word too; else the people data, the title, a note, or that
        the head comes again.
        """
        speaker = naming.speaker or ""
        if self.words.holds("not_names", head.name):
            return False
        if times > 1 or head.note.known or self.people.by_family(speaker) or self.title.holds_word(speaker):
            return True
        cased = has_capitals(speaker) and naming.office not in everyday()
        return cased or "capitals" in self.style.shapes

    def _known(self, naming: Naming) -> bool:
        return naming.speaker is not None and bool(self.people.by_name(naming.speaker))


def _family(name: str) -> str:
    """The (folded) family name: the last word, initials left out."""
    return fold(name).split(".")[-1].split(" ")[-1]
