"""Two revisions of a document: an old turn leads to the turns that have its words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transcripts.changes import Said, compare, likeness
from transcripts.ids import fold
from transcripts.redirects.lead import Lead

#: A turn without a partner is a part of another if that one has so much of its words, and it has at least so many.
PART, FEWEST = 0.8, 4


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn with its words."""

    turn_id: str
    said: Said


def by_words(before: Sequence[Spoken], after: Sequence[Spoken]) -> dict[str, list[Lead]]:
    """Where turns of the earlier text lead that are not in the later one, as ``changes.compare`` pairs them.

    What has no partner may be a part: a turn that the ministry split leads to all of its parts, those that it merged to
    the whole. The rest leads nowhere.
    """
    pairs = _pairs(before, after)
    texts = [[Counter(fold(turn.said.text).split()) for turn in turns] for turns in (before, after)]
    found: dict[int, dict[int, float]] = {i: {j: _alike(before[i], after[j])} for i, j in pairs.items()}
    back = {j: i for i, j in pairs.items()}
    for i in range(len(before)):
        if i not in pairs:
            for j in _between(i, pairs, len(after)):
                if _is_part(texts[0][i], texts[1][j]):
                    found.setdefault(i, {})[j] = _share(texts[0][i], texts[1][j])
    for j in range(len(after)):
        if j not in back:
            for i in _between(j, back, len(before)):
                if _is_part(texts[1][j], texts[0][i]):
                    found.setdefault(i, {})[j] = _share(texts[0][i], texts[1][j])
    kept = {turn.turn_id for turn in after}
    return {
        turn.turn_id: [Lead(after[j].turn_id, score) for j, score in sorted(found.get(i, {}).items())]
        for i, turn in enumerate(before)
        if turn.turn_id not in kept
    }


def _pairs(before: Sequence[Spoken], after: Sequence[Spoken]) -> dict[int, int]:
    """The turns that are one, altered or moved or as they were, by their indices."""
    changes = compare([turn.said for turn in before], [turn.said for turn in after])
    pairs = {one.before: one.after for one in changes if one.before is not None and one.after is not None}
    gone = {one.before for one in changes} - {None}
    new = {one.after for one in changes} - {None}
    same = zip(
        (i for i in range(len(before)) if i not in gone), (j for j in range(len(after)) if j not in new), strict=True
    )
    return {**pairs, **dict(same)}


def _between(index: int, pairs: Mapping[int, int], length: int) -> Iterator[int]:
    """The turns of the other text from the partner of the one before this to that of the one after it."""
    first = next((pairs[n] for n in range(index, -1, -1) if n in pairs), 0)
    last = next((pairs[n] for n in range(index, max(pairs, default=-1) + 1) if n in pairs), length - 1)
    yield from range(max(min(first, last), 0), min(max(first, last), length - 1) + 1)


def _is_part(part: Counter[str], whole: Counter[str]) -> bool:
    return part.total() >= FEWEST and (part & whole).total() >= PART * part.total()


def _share(old: Counter[str], new: Counter[str]) -> float:
    return (old & new).total() / old.total() if old.total() else 0.0


def _alike(old: Spoken, new: Spoken) -> float:
    words = fold(old.said.text), fold(new.said.text)
    return 1.0 if words[0] == words[1] else likeness(*words, *(Counter(text.split()) for text in words))
