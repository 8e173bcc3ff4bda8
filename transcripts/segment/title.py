"""Reads the headline: who is named in it, whose words the document holds, whether it is an interview or a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transcripts.segment.context import Context
from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.naming import has_outlet
from transcripts.segment.people import Directory
from transcripts.segment.person import Person


@dataclass(frozen=True, slots=True)
class Title:
    """What the headline says. ``speaker`` is the person whose words the document holds, where it names one."""

    text: str
    folded: str
    people: tuple[Person, ...]
    speaker: Person | None
    interview: bool
    notice: bool
    unspaced: bool = False
    #: Whether it is the press that asks.
    press: bool = False

    def names(self, name: str) -> bool:
        """Whether the headline holds this name of two words or more, as printed."""
        wanted = fold(name)
        if self.unspaced:
            return wanted in self.folded
        return " " in wanted and _holds(self.folded, wanted)

    def names_outlet(self, name: str, words: Lexicon) -> bool:
        """Whether the headline holds this name right behind a word for a paper, an agency or a channel."""
        before, found, _ = self.folded.partition(fold(name))
        last = before.split()[-1:] if found else []
        return bool(last) and has_outlet(last[0], words)

    def holds_word(self, name: str) -> bool:
        """Whether the headline holds the last word of the name."""
        last = fold(name).split()[-1:]
        if self.unspaced or not last:
            return bool(last) and last[0] in self.folded
        return _holds(self.folded, last[0])


def _holds(text: str, words: str) -> bool:
    """Whether whole words stand in a text. An expression for each of a thousand names is not made for nothing."""
    return words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def read_title(context: Context, words: Lexicon, people: Directory) -> Title:
    """The headline as the rules use it."""
    folded = fold(context.title)
    interview = context.kind == "interview" or (context.kind is None and _says(folded, "interviews", words))
    named = tuple(people.mentioned(context.title, words))
    return Title(
        text=context.title,
        folded=folded,
        people=named,
        speaker=next((person for person in named if person.role == "official"), None),
        interview=interview,
        notice=_says(folded, "notices", words),
        press=interview or _says(folded, "press", words),
        unspaced=words.unspaced,
    )


def _says(folded: str, table: str, words: Lexicon) -> bool:
    before = "" if words.unspaced else r"(?<!\w)"
    return any(re.search(before + re.escape(phrase), folded) for phrase in words.words[table])
