"""Which turns differ between two revisions of a document. Pure.

Turns with the same words are the same turn, in the order of the text; in the stretches between them a turn that still has
most of its words, or grew, is altered; the rest was added or removed. What was taken out here and put in there has moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from transcripts.ids import fold

Kind = Literal["added", "removed", "altered", "moved"]

#: A turn is the same one, altered, if at least so much of both texts' words is common to them.
LIKE_ENOUGH = 0.5
#: A text of so many words or more that another begins or ends with has grown into it.
FEWEST_GROWN = 3
#: Stretches of more pairs than this are paired by their places alone.
MOST_PAIRS = 10_000


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as far as it can change: what the page prints."""

    label: str | None
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class TurnChange:
    """One change: the indices of the turn before and after it. None: it is not there."""

    kind: Kind
    before: int | None
    after: int | None


Pair = tuple[int | None, int | None]


def compare(before: Sequence[Said], after: Sequence[Said]) -> list[TurnChange]:
    """The changes in the order of the later text, what was removed where it stood."""
    words = [[fold(turn.text) for turn in turns] for turns in (before, after)]
    pairs = list(_pairs(words[0], words[1]))
    back = _moved(pairs, words[0], words[1])
    taken = set(back.values())
    found: list[TurnChange] = []
    for i, j in pairs:
        if i is None and j in back:
            found.append(TurnChange("moved" if before[back[j]] == after[j] else "altered", back[j], j))
        elif i is None or j is None:
            if i not in taken or i is None:
                found.append(TurnChange("added" if i is None else "removed", i, j))
        elif before[i] != after[j]:
            found.append(TurnChange("altered", i, j))
    return found


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """All turns of both texts, those that belong together as one pair."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            for i, j in _stretch(before[i1:i2], after[j1:j2]):
                yield None if i is None else i1 + i, None if j is None else j1 + j


def _stretch(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """A stretch without a common turn: pairs that are most alike in sum, in order; the others alone."""
    i = j = 0
    for own, other in _alike(before, after):
        yield from ((n, None) for n in range(i, own))
        yield from ((None, n) for n in range(j, other))
        yield own, other
        i, j = own + 1, other + 1
    yield from ((n, None) for n in range(i, len(before)))
    yield from ((None, n) for n in range(j, len(after)))


def _alike(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    rows, columns = len(before), len(after)
    words = [[Counter(text.split()) for text in texts] for texts in (before, after)]

    def like(i: int, j: int) -> float:
        return likeness(before[i], after[j], words[0][i], words[1][j])

    if rows * columns > MOST_PAIRS:
        return [(n, n) for n in range(min(rows, columns)) if like(n, n) >= LIKE_ENOUGH]
    likes = [[like(i, j) for j in range(columns)] for i in range(rows)]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            both = likes[i][j] + best[i + 1][j + 1] if likes[i][j] >= LIKE_ENOUGH else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    return list(_path(best, likes))


def _path(best: Sequence[Sequence[float]], likes: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(likes) and j < len(likes[i]):
        if likes[i][j] >= LIKE_ENOUGH and best[i][j] == likes[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def likeness(before: str, after: str, own: Counter[str], other: Counter[str]) -> float:
    """How much two folded texts have in common, 0 to 1: the share of common words, or 1 where one grew into the other."""
    shorter, longer = sorted((before, after), key=len)
    fewest, most = sorted((own.total(), other.total()))
    if not fewest:
        return 0.0
    if fewest >= FEWEST_GROWN and (f"{longer} ".startswith(f"{shorter} ") or f" {longer}".endswith(f" {shorter}")):
        return 1.0
    return 2 * (own & other).total() / (fewest + most)


def _moved(pairs: Sequence[Pair], before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Of turns that were added, those with the words of one that was removed: by the new place, the old one."""
    removed: dict[str, list[int]] = {}
    for i, j in pairs:
        if i is not None and j is None and before[i]:
            removed.setdefault(before[i], []).append(i)
    found = {}
    for i, j in pairs:
        if i is None and j is not None and removed.get(after[j]):
            found[j] = removed[after[j]].pop(0)
    return found
