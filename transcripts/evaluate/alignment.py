"""The aligner measured against versions whose pairs are known.

A file of known versions (JSON) holds ``title``, ``about``, ``documents`` (``name``; ``site_id``, ``language``, ``kind``,
``number``, ``published_at``, ``languages``; ``turns`` with ``text``, ``role``, ``kind``, ``person``, ``speaker``, ``note``,
``addressed_to``, ``translated_from``, ``adding_after``; ``exchanges``, lists of turns from 0) and ``pairs``: all two that are
versions of one event, by name (``one``, ``other``), with ``differences`` and ``turns``, the pairs of turns, from 0.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from transcripts.align import Spoken, Version, align

#: Bounds of the bands of scores.
BANDS = (0.3, 0.5, 0.8, 0.9, 0.95, 0.99, 1.01)


class BadVersions(ValueError):
    """A file of known versions cannot be used; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class Known:
    """Documents by name, and what is known of each two that are versions of one event: differences, and pairs of turns."""

    title: str
    about: str
    documents: dict[str, Version]
    pairs: dict[tuple[str, str], tuple[str, frozenset[tuple[int, int]]]]


@dataclass
class Measured:
    """Counts: ``hit``, ``known`` and ``found`` pairs, of documents, of turns by kind of difference, of exchanges; right and all
    pairs of turns by band of scores; what is wrong, by names and places."""

    title: str
    about: str
    documents: Counter[str] = field(default_factory=Counter)
    turns: dict[str, Counter[str]] = field(default_factory=dict)
    exchanges: Counter[str] = field(default_factory=Counter)
    bands: dict[int, Counter[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def read(path: Path) -> Known:
    """The known versions of a file. Raises BadVersions."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadVersions(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise BadVersions(f"{path}: is no JSON: {error}") from error
    return known(said, str(path))


def known(said: dict[str, Any], where: str) -> Known:
    """The known versions. Raises BadVersions naming the document or pair that is not in its form."""
    documents: dict[str, Version] = {}
    pairs = {}
    place = "title and about"
    try:
        title, about = str(said["title"]), str(said["about"])
        for number, one in enumerate(said["documents"]):
            place = f"documents[{number}]"
            documents[one["name"]] = _version(one)
        for number, one in enumerate(said["pairs"]):
            place = f"pairs[{number}]"
            turns = frozenset((int(a), int(b)) for a, b in one["turns"])
            _check(documents[one["one"]], documents[one["other"]], turns)
            pairs[one["one"], one["other"]] = (", ".join(one["differences"]) or "no difference", turns)
    except (KeyError, TypeError, ValueError) as error:
        raise BadVersions(
            f"{where}: {place}: {type(error).__name__}: {error} (its form: transcripts/evaluate/alignment.py)"
        ) from error
    return Known(title, about, documents, pairs)


def measure(given: Known) -> Measured:
    """What the aligner finds of what is known. Two documents are tried that share id, number or minute."""
    found = Measured(given.title, given.about)
    for one, other in combinations(given.documents, 2):
        mine, theirs = given.documents[one], given.documents[other]
        wanted = given.pairs.get((one, other)) or _turned(given.pairs.get((other, one)))
        if mine.language == theirs.language or not (wanted or _alike(mine, theirs)):
            continue
        aligned = align(mine, theirs)
        found.documents += Counter(known=bool(wanted), found=aligned.tie.tied, hit=bool(wanted) and aligned.tie.tied)
        difference, turns = wanted or ("", frozenset())
        scores = {(pair.one, pair.other): pair.score for pair in aligned.turns}
        count = Counter(known=len(turns), found=len(scores), hit=len(turns & scores.keys()), versions=1)
        found.turns.setdefault(difference, Counter()).update(count)
        found.exchanges += _exchanges(mine, theirs, turns, {(pair.one, pair.other) for pair in aligned.exchanges})
        for pair, score in scores.items():
            band = next(number for number, bound in enumerate(BANDS[1:]) if score < bound)
            found.bands.setdefault(band, Counter()).update(all=1, right=pair in turns)
        found.wrong += _wrong(f"{one} and {other}", turns, set(scores))
    return found


def f1(count: Counter[str]) -> float:
    """2 hits of known and found; 1 of nothing."""
    total = count["known"] + count["found"]
    return 2 * count["hit"] / total if total else 1.0


def _version(one: dict[str, Any]) -> Version:
    published = datetime.fromisoformat(one["published_at"]) if one["published_at"] else None
    turns = tuple(Spoken(**turn) for turn in one["turns"])
    exchanges = tuple(tuple(int(turn) for turn in exchange) for exchange in one["exchanges"])
    return Version(
        one["site_id"],
        one["language"],
        one["kind"],
        one["number"],
        published,
        tuple(one["languages"]),
        turns,
        exchanges,
    )


def _check(one: Version, other: Version, turns: frozenset[tuple[int, int]]) -> None:
    for a, b in turns:
        if not (0 <= a < len(one.turns) and 0 <= b < len(other.turns)):
            raise ValueError(f"turns {a} and {b}: there are {len(one.turns)} and {len(other.turns)}")


def _turned(pair: tuple[str, frozenset[tuple[int, int]]] | None) -> tuple[str, frozenset[tuple[int, int]]] | None:
    return pair and (pair[0], frozenset((b, a) for a, b in pair[1]))


def _alike(one: Version, other: Version) -> bool:
    number = one.number is not None and one.number == other.number
    return one.site_id == other.site_id or number or (one.published_at, one.kind) == (other.published_at, other.kind)


def _exchanges(
    one: Version, other: Version, turns: frozenset[tuple[int, int]], found: set[tuple[int, int]]
) -> Counter[str]:
    """Two exchanges belong together where turns of them do."""
    mine = {turn: place for place, own in enumerate(one.exchanges) for turn in own}
    theirs = {turn: place for place, own in enumerate(other.exchanges) for turn in own}
    wanted = {(mine[a], theirs[b]) for a, b in turns if a in mine and b in theirs}
    return Counter(known=len(wanted), found=len(found), hit=len(wanted & found))


def _wrong(names: str, turns: frozenset[tuple[int, int]], found: set[tuple[int, int]]) -> Iterator[str]:
    for what, pairs in (("missed", turns - found), ("extra", found - turns)):
        if pairs:
            yield f"{names}: {what} " + ", ".join(f"{a + 1}-{b + 1}" for a, b in sorted(pairs))


def merged(counts: Sequence[Counter[str]]) -> Counter[str]:
    """The sums of counts."""
    return sum(counts, Counter())
