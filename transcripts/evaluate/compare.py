"""One document's turns and exchanges as found, against those of its gold: what is right is counted, what is not is listed.

A turn is found where its start stands at the exact paragraph and offset. Label, role and person are asked of the turns
found; persons are compared by surname. A word is wrong that stands under another label or role than in the gold;
exchanges are right where their sets of turns both match.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from transcripts.evaluate.gold import Gold, GoldTurn
from transcripts.model import Segmentation, Turn

Start = tuple[int, int]
Pair = tuple[frozenset[Start], frozenset[Start]]
What = Literal["missed", "false start", "label", "role", "person", "words", "exchange missed", "exchange false"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is not as in the gold. ``paragraph`` is its number in the text's file, ``char`` an offset in it."""

    document: str
    paragraph: int
    char: int
    what: What
    wanted: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One document's counts by name, the same by hard type and by trap type, and its mistakes."""

    document: str
    group: str
    counts: Counter[str]
    hard: dict[str, Counter[str]]
    traps: dict[str, Counter[str]]
    mistakes: tuple[Mistake, ...]


def compare(gold: Gold, found: Segmentation) -> Compared:
    """Counts and mistakes of one document. Pure."""
    by_start = {start_of(turn): turn for turn in found.turns}
    counts = Counter({"documents": 1, "gold": len(gold.turns), "found": len(by_start)})
    hard: dict[str, Counter[str]] = {}
    mistakes: list[Mistake] = []
    for turn in gold.turns:
        said, wrong = _turn(gold, turn, by_start.get(start_of(turn)))
        counts += said
        mistakes += wrong
        for kind in turn.hard:
            hard.setdefault(kind, Counter()).update({"gold": 1, **said})
    mistakes += _false_starts(gold, by_start)
    said, wrong = _words(gold, found)
    counts += said
    mistakes += wrong
    said, wrong = _exchanges(gold, found)
    counts += said
    mistakes += wrong
    mistakes.sort(key=lambda one: (one.paragraph, one.char))
    return Compared(gold.name, gold.group, counts, hard, _traps(gold, by_start), tuple(mistakes))


def start_of(turn: GoldTurn | Turn) -> Start:
    """Where a turn starts: paragraph and offset."""
    return turn.start, turn.char if isinstance(turn, GoldTurn) else turn.start_char


def fold(value: str | None) -> str | None:
    """A label for comparing: composed, blanks folded."""
    return " ".join(unicodedata.normalize("NFC", value).split()) if value else None


def surname(value: str | None) -> str | None:
    """The last word of a name, without accents, hyphens and capitals."""
    if not value:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFD", value.lower()) if not unicodedata.combining(c))
    return plain.split()[-1].replace("-", "")


def _turn(gold: Gold, turn: GoldTurn, other: Turn | None) -> tuple[Counter[str], list[Mistake]]:
    number = gold.numbers[turn.start - 1]
    if other is None:
        return Counter(), [Mistake(gold.name, number, turn.char, "missed", turn.label or _words_at(gold, turn), None)]
    right: dict[What, bool] = {
        "label": fold(turn.label) == fold(other.label),
        "role": turn.role == other.role,
        "person": surname(turn.person) == surname(other.person),
    }
    counts: Counter[str] = Counter(hit=1)
    counts.update({name: int(good) for name, good in right.items()})
    if turn.person is not None:
        counts.update(named_gold=1, named=int(right["person"]))
    wrong = [
        Mistake(gold.name, number, turn.char, name, getattr(turn, name), getattr(other, name))
        for name, good in right.items()
        if not good
    ]
    return counts, wrong


def _false_starts(gold: Gold, by_start: dict[Start, Turn]) -> list[Mistake]:
    wanted = {start_of(turn) for turn in gold.turns}
    return [
        Mistake(gold.name, gold.numbers[start - 1], char, "false start", None, turn.label or _words_at(gold, turn))
        for (start, char), turn in by_start.items()
        if (start, char) not in wanted
    ]


def _words_at(gold: Gold, turn: GoldTurn | Turn) -> str:
    start, char = start_of(turn)
    return gold.texts[start - 1][char : char + 60]


def _words(gold: Gold, found: Segmentation) -> tuple[Counter[str], list[Mistake]]:
    counts: Counter[str] = Counter()
    mistakes: list[Mistake] = []
    wanted, given = _owners(gold.turns, len(gold.texts)), _owners(found.turns, len(gold.texts))
    for place, text in enumerate(gold.texts, 1):
        if place in gold.apart:
            continue
        words = len(text.split())
        counts["words"] += words
        if wanted[place] != given[place]:
            counts["words_wrong"] += words
            sides = (_owner(wanted[place]), _owner(given[place]))
            mistakes.append(Mistake(gold.name, gold.numbers[place - 1], 0, "words", *sides))
    return counts, mistakes


def _owners(turns: Iterable[GoldTurn | Turn], count: int) -> list[tuple[str | None, str] | None]:
    """For each paragraph (from 1) label and role of the turn that its end stands under; None where it is nobody's."""
    owner: list[tuple[str | None, str] | None] = [None] * (count + 1)
    for turn in turns:
        for place in range(turn.start, turn.end + 1):
            owner[place] = fold(turn.label), turn.role
    return owner


def _owner(owner: tuple[str | None, str] | None) -> str:
    return f"{owner[0] or 'no label'} ({owner[1]})" if owner else "nobody"


def _exchanges(gold: Gold, found: Segmentation) -> tuple[Counter[str], list[Mistake]]:
    wanted = _pairs(gold.exchanges, [start_of(turn) for turn in gold.turns])
    given = _pairs([(one.questions, one.answers) for one in found.exchanges], [start_of(turn) for turn in found.turns])
    counts = Counter(gold_pairs=len(wanted), found_pairs=len(given), hit_pairs=len(wanted & given))
    mistakes = [_wrong_pair(gold, pair, "exchange missed") for pair in wanted - given]
    return counts, mistakes + [_wrong_pair(gold, pair, "exchange false") for pair in given - wanted]


def _pairs(exchanges: Iterable[tuple[Sequence[int], Sequence[int]]], starts: list[Start]) -> set[Pair]:
    return {(frozenset(starts[i] for i in asked), frozenset(starts[i] for i in said)) for asked, said in exchanges}


def _wrong_pair(gold: Gold, pair: Pair, what: What) -> Mistake:
    sides = [", ".join(str(gold.numbers[start - 1]) for start, _ in sorted(side)) or "none" for side in pair]
    shown = f"questions at {sides[0]}, answers at {sides[1]}"
    start, char = min((*pair[0], *pair[1]), default=(1, 0))
    missed = what == "exchange missed"
    return Mistake(gold.name, gold.numbers[start - 1], char, what, shown if missed else None, None if missed else shown)


def _traps(gold: Gold, by_start: dict[Start, Turn]) -> dict[str, Counter[str]]:
    """By type: how many there are, and in how many paragraphs a turn was found that the gold has not."""
    wanted = {start_of(turn) for turn in gold.turns}
    taken = {start for start, char in by_start if (start, char) not in wanted}
    traps: dict[str, Counter[str]] = {}
    for trap in gold.traps:
        traps.setdefault(trap.type, Counter()).update(traps=1, taken=int(trap.start in taken))
    return traps
