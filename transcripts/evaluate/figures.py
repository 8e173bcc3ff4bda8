"""The figures: each a share of two counts, with its limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from transcripts.evaluate.limits import Limits, beta_limits, drawn_limits

#: A figure's counts: (names whose sum is right, names whose sum is the total). Written twice is counted twice.
#: F1 is 2 hits of (gold + found).
SHARES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "boundary_f1": (("hit", "hit"), ("gold", "found")),
    "boundary_precision": (("hit",), ("found",)),
    "boundary_recall": (("hit",), ("gold",)),
    "label": (("label",), ("hit",)),
    "role": (("role",), ("hit",)),
    "person": (("person",), ("hit",)),
    "named": (("named",), ("named_gold",)),
    "words_right": (("words_right",), ("words",)),
    "exchange_f1": (("hit_pairs", "hit_pairs"), ("gold_pairs", "found_pairs")),
    "exchange_precision": (("hit_pairs",), ("found_pairs",)),
    "exchange_recall": (("hit_pairs",), ("gold_pairs",)),
}
#: Shares whose parts are not tried one by one: their limits come from drawing documents.
DRAWN = frozenset({"boundary_f1", "words_right", "exchange_f1"})


@dataclass(frozen=True, slots=True)
class Figure:
    """``right`` of ``total``, with its 5% and 95% limits: None where there are too few documents to draw from."""

    right: int
    total: int
    limits: Limits | None

    @property
    def share(self) -> Fraction:
        """The exact share; 1 of nothing, since nothing of it is wrong."""
        return Fraction(self.right, self.total) if self.total else Fraction(1)


def figures_of(documents: Sequence[Counter[str]]) -> dict[str, Figure]:
    """All figures over some documents' counts."""
    return {name: _figure(name, [_with_words(counts) for counts in documents]) for name in SHARES}


def _with_words(counts: Counter[str]) -> Counter[str]:
    return Counter({**counts, "words_right": counts["words"] - counts["words_wrong"]})


def _figure(name: str, documents: Sequence[Counter[str]]) -> Figure:
    parts, wholes = SHARES[name]
    pairs = [(sum(c[part] for part in parts), sum(c[whole] for whole in wholes)) for c in documents]
    right, total = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    if not total:
        return Figure(right, total, None)
    if name in DRAWN:
        return Figure(right, total, drawn_limits(pairs, lambda sums: sums[0] / sums[1] if sums[1] else 1.0))
    return Figure(right, total, beta_limits(right, total))
