"""Runs the segmenter over gold documents and adds up what is right, by ministry and language and over all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scraper.ministries.registry import UnknownMinistry, codes, get
from transcripts.evaluate.compare import Compared, Mistake, compare
from transcripts.evaluate.figures import Figure, figures_of
from transcripts.evaluate.gold import BadGold, Gold
from transcripts.model import Paragraph, Segmentation
from transcripts.segment import VERSION, Context, segment
from transcripts.segment.lexicon import known_languages, primary
from transcripts.segment.style import known_styles

#: The name of the group of all documents.
ALL = "all"


@dataclass(frozen=True, slots=True)
class Group:
    """Sample sizes and figures of some documents."""

    documents: int
    turns: int
    words: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one version of the segmenter does with one folder of gold; groups by "ministry language", and ``all`` last."""

    segmenter: str
    #: SHA-256 over the names and digests of all gold and texts.
    gold: str
    groups: dict[str, Group]
    hard: dict[str, Counter[str]]
    traps: dict[str, Counter[str]]
    mistakes: tuple[Mistake, ...]


def measure(golds: Sequence[Gold]) -> Measurement:
    """Segments each document and compares. Raises BadGold for a ministry or a language that the segmenter lacks."""
    compared = [compare(gold, segmented(gold)) for gold in golds]
    names = [*sorted({one.group for one in compared}), ALL]
    return Measurement(
        segmenter=VERSION,
        gold=digest_of(golds),
        groups={name: _group([one for one in compared if name in (one.group, ALL)]) for name in names},
        hard=_sums(one.hard for one in compared),
        traps=_sums(one.traps for one in compared),
        mistakes=tuple(mistake for one in compared for mistake in one.mistakes),
    )


def segmented(gold: Gold) -> Segmentation:
    """The segmenter's answer to a gold document's body."""
    if primary(gold.language) not in known_languages():
        known = ", ".join(known_languages())
        raise BadGold(f"{gold.path}: language: there are no markers for {gold.language}; known are {known}")
    paragraphs = [Paragraph("text", text) for text in gold.texts]
    return segment(paragraphs, Context(style_of(gold), gold.language, gold.title, gold.day))


def style_of(gold: Gold) -> str:
    """The marker style of the document's ministry, which may name a style itself."""
    if gold.ministry in known_styles():
        return gold.ministry
    try:
        return get(gold.ministry).style
    except UnknownMinistry:
        known = ", ".join(sorted({*codes(), *known_styles()}))
        raise BadGold(f"{gold.path}: ministry: there is no {gold.ministry}; known are {known}") from None


def digest_of(golds: Iterable[Gold]) -> str:
    """One digest for a whole folder."""
    lines = [f"{gold.name} {gold.gold_digest} {gold.text_digest}\n" for gold in golds]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _group(compared: list[Compared]) -> Group:
    counts = [one.counts for one in compared]
    total = sum(counts, Counter[str]())
    return Group(total["documents"], total["gold"], total["words"], figures_of(counts))


def _sums(tables: Iterable[dict[str, Counter[str]]]) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = {}
    for table in tables:
        for name, counts in table.items():
            sums.setdefault(name, Counter()).update(counts)
    return dict(sorted(sums.items()))
