"""What changed between two revisions: turns by ``transcripts.changes``, and the words of each that were put in or taken out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from transcripts.changes import Said, compare

Turn = Mapping[str, Any]
How = Literal["same", "ins", "del"]
#: A word, or a blank stretch; what a page prints is all of them joined.
_WORDS = re.compile(r"\s+|\S+")
#: Texts with more words than this, both together, are shown whole, taken out and put in: comparing them takes seconds.
MOST_WORDS = 40_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand in both texts, or in one."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A change with the words of both turns laid over one another; ``before`` or ``after`` None: the turn was not there."""

    kind: str
    before: Turn | None
    after: Turn | None
    label: Sequence[Stretch]
    note: Sequence[Stretch]
    text: Sequence[Stretch]


def changes(before: Sequence[Turn], after: Sequence[Turn]) -> Iterator[Shown]:
    """The turns that differ, in the order of the later text."""
    for one in compare([_said(turn) for turn in before], [_said(turn) for turn in after]):
        old = None if one.before is None else before[one.before]
        new = None if one.after is None else after[one.after]
        yield Shown(
            one.kind, old, new, *(list(words(_of(old, name), _of(new, name))) for name in ("label", "note", "text"))
        )


def words(before: str, after: str) -> Iterator[Stretch]:
    """Both texts in one: joined without what was put in it is ``before``, without what was taken out ``after``."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS and before != after:
        yield from _stretch(before, after)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > 4000).get_opcodes():
        if tag == "equal":
            yield Stretch("same", "".join(old[i1:i2]))
        else:
            yield from _stretch("".join(old[i1:i2]), "".join(new[j1:j2]))


def _stretch(taken: str, put: str) -> Iterator[Stretch]:
    if taken:
        yield Stretch("del", taken)
    if put:
        yield Stretch("ins", put)


def _said(turn: Turn) -> Said:
    return Said(turn["label"], turn["text"], turn["note"])


def _of(turn: Turn | None, name: str) -> str:
    return "" if turn is None else turn[name] or ""
