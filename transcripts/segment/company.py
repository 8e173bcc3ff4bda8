"""Which heads are markers beside the sure ones of their document: by the names it knows, by repetition, by their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from transcripts.segment.cast import Cast
from transcripts.segment.evidence import ASKS, is_named, is_outlet_head, is_short, reports_speech
from transcripts.segment.fold import fold, is_one_edit
from transcripts.segment.heads import Head
from transcripts.segment.introduced import Introduced
from transcripts.segment.lexicon import Lexicon, MarkerWord
from transcripts.segment.marker import Marker
from transcripts.segment.naming import (
    Naming,
    has_capitals,
    has_outlet,
    is_capitals,
    is_initials,
    is_name_shaped,
    take_apart,
)
from transcripts.segment.neighbours import Places, is_between_one
from transcripts.segment.people import Directory
from transcripts.segment.style import Style
from transcripts.segment.title import Title

#: A misprint of a listed word has so many letters at least.
_SHORTEST_WORD = 3
#: The most words with which somebody is addressed.
_LONGEST_CALL = 4
#: So many paragraphs before or after it are looked at for what makes a head a marker.
_FAR = 40
#: So many words a parenthesis after a name has at most.
_LONGEST_NOTE = 6

Found = dict[int, Marker]


@dataclass(frozen=True, slots=True)
class Company:
    """What the heads of a document are judged by once some of them are sure."""

    words: Lexicon
    style: Style
    title: Title
    people: Directory
    introduced: Introduced
    count: Counter[str]
    texts: Sequence[str]

    def join(
        self, heads: Sequence[Head], strong: Sequence[Marker], cast_of: Callable[[Sequence[Marker]], Cast]
    ) -> Found:
        """The strong markers, by their head's id, and those that they make likely: twice, since a name found late may
        make another one known."""
        found: Found = {id(marker.head): marker for marker in strong}
        if not strong:
            return found
        self._add(found, heads, partial(self._by_itself, strong=strong))
        for last in (False, True):
            cast = cast_of(list(found.values()))
            self._add(found, heads, partial(self._of_cast, cast=cast))
            if last or not self._add(found, heads, partial(self._placed, places=Places(found.values()), cast=cast)):
                break
        times = Counter(marker.naming.speaker for marker in found.values())
        return self._single({key: self._meant(marker, cast, times) for key, marker in found.items()})

    def _add(self, found: Found, heads: Iterable[Head], judge: Callable[[Head], Marker | None]) -> bool:
        """Adds what the judge takes for markers, and says whether there were any."""
        new = {
            id(head): marker
            for head in heads
            if id(head) not in found and not self.words.holds("not_names", head.name) and (marker := judge(head))
        }
        found.update(new)
        return bool(new)

    def _by_itself(self, head: Head, strong: Sequence[Marker]) -> Marker | None:
        """What the head shows, now that it is sure that the document has markers."""
        name, times, text = head.name, self.count[fold(head.name)], self.texts[head.paragraph]
        plain = Naming(name)
        if typo := self._typo(head, strong):
            return typo
        if "capitals" in self.style.shapes and is_capitals(name) and is_short(name, 4, self.words):
            return Marker(head, "capitals" if times > 1 else "capitals_once", plain)
        if reports_speech(head, text):
            return None
        if "initials" in self.style.shapes and is_initials(name) and not self._numbers(name):
            return Marker(head, "initials", plain)
        if beside := self._beside_outlet(head):
            return beside
        if has_outlet(name, self.words):
            following = text[head.text_start :]
            return Marker(head, "outlet", plain) if is_outlet_head(name, following, self.words) else None
        if head.note.text and head.note.text[0].isalpha() and any(m.head.note.tells_origin for m in strong):
            return Marker(head, "parenthesis", plain)
        if times > 1 and self._is_word_of_title(name):
            return Marker(head, "outlet" if self.title.names_outlet(name, self.words) else "repeated", plain)
        if not is_name_shaped(name, self.words):
            return None
        if times > 1:
            return Marker(head, "repeated", plain)
        known = self.introduced.holds(name)
        return Marker(head, "person_mentioned", plain) if known else None

    def _is_word_of_title(self, name: str) -> bool:
        """One capitalised word that the title holds, too: a paper's or an agency's name."""
        return " " not in name and has_capitals(name) and self.title.holds_word(name) and len(name) > 2

    def _numbers(self, name: str) -> bool:
        """Whether the initial is a Roman number of a list (``I. Ports``) whose next item stands in the document."""
        return name.startswith("I. ") and any(text.startswith("II. ") for text in self.texts)

    def _beside_outlet(self, head: Head) -> Marker | None:
        """A name, and an outlet in parentheses or behind a comma."""
        before, comma, after = head.name.replace("،", ",").partition(",")
        note = "" if head.note.known else head.note.text or ""
        outlet = after if comma else note
        if not outlet or not has_outlet(outlet, self.words) or not is_name_shaped(before.strip(), self.words):
            return None
        return Marker(head, "journalist_outlet", Naming(before.strip()))

    def _single(self, found: Found) -> Found:
        """The markers; one whose name stands before a colon this once, in somebody else's answer, and that only the data
        knows, is in doubt: it may be spoken of. In an interview, where two speak, it is."""
        times = Counter(marker.naming.full for marker in found.values())
        titled = {person.id for person in self.title.people}
        kept, before = {}, None
        for key, marker in sorted(found.items(), key=lambda one: (one[1].head.paragraph, one[1].head.start)):
            alone = marker.rule == "person_known" and not marker.naming.office and not marker.head.note.text
            once = alone and times[marker.naming.full] == 1 and before is not None and not before.asks
            strange = once and titled and not any(p.id in titled for p in self.people.by_name(marker.naming.full or ""))
            if strange and self.title.interview:
                continue
            kept[key] = replace(marker, rule="person_once") if strange else marker
            before = marker
        return kept

    def _meant(self, marker: Marker, cast: Cast, times: Counter[str | None]) -> Marker:
        """The marker with the full name that an office alone, initials, another spelling or a misprint stand for."""
        naming = marker.naming
        if naming.stands_for:
            return marker
        if naming.speaker is None:
            full = cast.holder(naming.office, marker.head.name) if naming.office else None
        else:
            full = cast.meant(naming.speaker)
            if full is None and naming.office and times[naming.speaker] == 1:
                full = cast.fellow(naming.speaker, naming.office)
                full = full if full and times[full] > 1 else None
        return replace(marker, naming=replace(naming, stands_for=full)) if full else marker

    def _of_cast(self, head: Head, cast: Cast) -> Marker | None:
        """A name that the document knows: short, or misprinted; or an office whose holder it knows."""
        naming = take_apart(head.name, self.words, None)
        if naming and naming.speaker is None and naming.office:
            holder = cast.holder(naming.office, head.name)
            return Marker(head, "office_alone", replace(naming, stands_for=holder)) if holder else None
        word, rest = self.words.marker_before(head.name)
        if word and word.names and (full := cast.short(rest)):
            return Marker(head, "marker_word_named", Naming(rest, stands_for=full), word)
        name = naming.speaker if naming and naming.speaker else head.name
        if reports_speech(head, self.texts[head.paragraph]) and self.count[fold(head.name)] < 2:
            return None
        if len(name.split()) == 1:
            if full := cast.short(name):
                return Marker(head, "short_name", Naming(name, stands_for=full))
        elif full := cast.spelt(name):
            return Marker(head, "short_name", Naming(name, stands_for=full))
        if full := cast.misprint(name):
            return Marker(head, "name_typo", Naming(name, stands_for=full))
        return None

    def _placed(self, head: Head, places: Places, cast: Cast) -> Marker | None:
        """A name that nothing else speaks for, where a turn must begin."""
        text = self.texts[head.paragraph]
        naming = take_apart(head.name, self.words, None)
        office = naming if naming and naming.speaker is None and naming.office else None
        name = head.name if office else self._name_of(head)
        if name is None or reports_speech(head, text) or "capitals" in self.style.shapes:
            return None
        outlet = has_outlet(head.name, self.words)
        plain, word = Naming(name), self._word_behind(head.name)
        if word and not office:
            return Marker(head, "marker_word_named", plain, word)
        before, after = places.around(head.paragraph)
        at = head.paragraph
        if not (outlet or office) and before and is_named(name, self.texts[max(before.head.paragraph, at - _FAR) : at]):
            return Marker(head, "person_named", plain)
        if head.note.text and not head.note.known and _is_origin(head.note.text):
            return Marker(head, "parenthesis_once", plain)
        if not has_capitals(name):
            return None
        end = min(after.head.paragraph, at + _FAR) if after else at + _FAR
        said = " ".join(self.texts[at:end])[head.text_start :]
        asks = any(mark in said for mark in ASKS) or self._addresses(said, cast)
        answered = before is not None and before.asks and not asks and (after is None or after.asks)
        asks = asks or ("," in head.name and is_between_one(before, after))
        asked = asks and after is not None and not after.asks and (before is None or not before.asks)
        if office:
            return Marker(head, "person_placed", office) if answered else None
        if outlet:
            return Marker(head, "outlet", plain) if asks and after is not None and not after.asks else None
        if asked:
            return Marker(head, "person_asking", plain)
        return Marker(head, "person_placed", plain) if answered else None

    def _word_behind(self, name: str) -> MarkerWord | None:
        """The word for somebody (student, reporter) that stands behind a name and a comma."""
        _, comma, after = name.replace("،", ",").partition(",")
        word = self.words.marker_before(after + " -")[0] if comma else None
        return word if word and word.names else None

    def _addresses(self, said: str, cast: Cast) -> bool:
        """Whether the words begin by addressing somebody of the cast: ``Mr Velin, ...``, ``Minister, ...``."""
        called = said.partition(",")[0].split()
        if not 1 <= len(called) <= _LONGEST_CALL or len(said.split()) == len(called):
            return False
        naming = take_apart(" ".join(called), self.words, None)
        if naming is None:
            return False
        return naming.speaker is None or (naming.honorific and cast.short(naming.speaker) is not None)

    def _name_of(self, head: Head) -> str | None:
        """The name in a head: all of it, what stands before a comma and a few words, or an outlet's with its article."""
        name, comma, after = head.name.replace("،", ",").partition(",")
        if comma and self.words.holds("honorifics", name.split()[0] if name.strip() else ""):
            return None
        if is_name_shaped(name.strip(), self.words) and (not comma or 0 < len(after.split()) <= _LONGEST_NOTE):
            return name.strip()
        bare = " ".join(self.words.without_articles(head.name.split()))
        first, _, rest = head.name.partition(" ")
        if self.words.holds("particles", first) and is_name_shaped(rest, self.words):
            return head.name
        capital = all(not w[0].islower() or self.words.holds("particles", w) for w in bare.split())
        return (
            head.name if capital and has_outlet(head.name, self.words) and len(bare.split()) <= _LONGEST_NOTE else None
        )

    def _typo(self, head: Head, strong: Iterable[Marker]) -> Marker | None:
        """A head one letter away from a listed word that this document uses."""
        wanted = fold(head.name)
        if len(wanted) < _SHORTEST_WORD or (len(wanted) < 5 and has_capitals(wanted)):
            return None
        for marker in strong:
            if marker.word and is_one_edit(wanted, fold(marker.head.name)):
                return Marker(head, "marker_typo", Naming(None), marker.word)
        return None


def without_items(found: Found) -> Found:
    """The markers but numbered questions (``Question 2:``) right after a question: the items of a letter read out.

    A number behind a word for somebody (``Speaker 2:``) tells people apart.
    """
    kept: Found = {}
    last: Marker | None = None
    for key, marker in sorted(found.items(), key=lambda one: (one[1].head.paragraph, one[1].head.start)):
        word = marker.word is not None and not marker.word.names
        numbered = word and marker.rule == "marker_word_extended" and marker.head.name[-1:].isdigit()
        if not (numbered and marker.asks and last is not None and last.asks):
            kept[key] = last = marker
    return kept


def _is_origin(note: str) -> bool:
    """Whether a parenthesis may say where somebody is from: a few words, the first a capital one or a name in quotes."""
    return len(note.split()) <= _LONGEST_NOTE and not note[0].islower() and not note[0].isdigit()
