"""Mentions of countries measured against gold: files that hold offsets and codes, and the texts beside them.

A gold file is JSON: ``document`` (the text's name without .txt), ``corpus`` (real or own), ``language``, ``part`` (tuned: looked
at while the names were written; held out: not), ``sha256`` of the text, ``mentions`` ([start, end, code], code points), and, where not all
of the text was read, ``until``.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcripts.countries import find
from transcripts.evaluate.figures import Figure
from transcripts.evaluate.limits import beta_limits, drawn_limits

CORPORA, PARTS = ("real", "own"), ("tuned", "held out")
ALL = "all"
_NEEDED = {"document", "corpus", "language", "part", "sha256", "mentions"}
Place = tuple[int, int, str]


class BadCountryGold(ValueError):
    """A gold file, or its text, is not there or not in its form."""


@dataclass(frozen=True, slots=True)
class CountryGold:
    """One document: what a reader found in its text, up to ``until``."""

    path: Path
    document: str
    corpus: str
    language: str
    part: str
    digest: str
    text: str
    mentions: frozenset[Place]
    until: int

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups whose figures it counts in."""
        return f"{self.corpus} {self.language} {self.part}", f"{self.corpus} {ALL} {self.part}"


@dataclass(frozen=True, slots=True)
class Scored:
    """What was found in a document: right, missed and extra places."""

    gold: CountryGold
    right: frozenset[Place]
    missed: frozenset[Place]
    extra: frozenset[Place]


def read(folder: Path, texts: Sequence[Path], corpora: Iterable[str] = CORPORA) -> list[CountryGold]:
    """The gold of these corpora, in order of name. Raises BadCountryGold with file and place."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise BadCountryGold(f"{folder}: holds no gold (*.json)")
    return [gold for path in files for gold in _read(path, texts, set(corpora))]


def _read(path: Path, texts: Sequence[Path], corpora: set[str]) -> Iterator[CountryGold]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadCountryGold(f"{path}: {error}") from error
    if not isinstance(said, dict) or not _NEEDED <= set(said) <= {*_NEEDED, "until"}:
        raise BadCountryGold(f"{path}: must hold {', '.join(sorted(_NEEDED))}, and perhaps until")
    if said["corpus"] not in CORPORA or said["part"] not in PARTS:
        raise BadCountryGold(f"{path}: corpus must be one of {', '.join(CORPORA)}, part one of {', '.join(PARTS)}")
    if said["corpus"] in corpora:
        text = _text(path, said["document"], said["sha256"], texts)
        places = frozenset((int(start), int(end), str(code)) for start, end, code in said["mentions"])
        until = said.get("until", len(text))
        wrong = next((place for place in sorted(places) if not 0 <= place[0] < place[1] <= until), None)
        if wrong:
            raise BadCountryGold(f"{path}: mentions: {list(wrong)} does not lie in the text's first {until} characters")
        yield CountryGold(
            path, said["document"], said["corpus"], said["language"], said["part"], _digest(path.read_bytes()), text, places, until
        )  # fmt: skip


def _text(path: Path, document: str, digest: str, texts: Sequence[Path]) -> str:
    for folder in texts:
        file = folder / f"{document}.txt"
        if file.is_file():
            content = file.read_bytes()
            if _digest(content) != digest:
                raise BadCountryGold(f"{path}: sha256: is another text's than {file}'s: its offsets say nothing there")
            return content.decode("utf-8")
    raise BadCountryGold(f"{path}: its text {document}.txt lies in none of {', '.join(map(str, texts)) or 'no folder'}")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def score(golds: Sequence[CountryGold]) -> list[Scored]:
    """Looks for countries in each text and compares: a mention is right when its span and its code are."""
    return [_score(gold) for gold in golds]


def _score(gold: CountryGold) -> Scored:
    found = {(one.start, one.end, one.code) for one in find(gold.text, gold.language) if one.start < gold.until}
    return Scored(gold, gold.mentions & found, gold.mentions - found, frozenset(found - gold.mentions))


def figures(scored: Sequence[Scored]) -> dict[str, dict[str, Figure]]:
    """Precision, recall and F1 by group, with the groups of all languages last."""
    names = sorted({name for one in scored for name in one.gold.groups}, key=_order)
    return {name: _figures([one for one in scored if name in one.gold.groups]) for name in names}


def _order(name: str) -> tuple[int, int, bool, str]:
    corpus, language, part = name.split(" ", 2)
    return CORPORA.index(corpus), PARTS.index(part), language == ALL, language


def _figures(scored: Sequence[Scored]) -> dict[str, Figure]:
    counts = [(len(one.right), len(one.gold.mentions), len(one.right) + len(one.extra)) for one in scored]
    right, gold, found = (sum(column) for column in zip(*counts, strict=True))
    both = drawn_limits(counts, lambda sums: 2 * sums[0] / (sums[1] + sums[2]) if sums[1] + sums[2] else 1.0)
    return {
        "precision": Figure(right, found, beta_limits(right, found)),
        "recall": Figure(right, gold, beta_limits(right, gold)),
        "f1": Figure(2 * right, gold + found, both),
    }


def documents(scored: Sequence[Scored]) -> Counter[str]:
    """How many documents each group has."""
    return Counter(name for one in scored for name in one.gold.groups)
