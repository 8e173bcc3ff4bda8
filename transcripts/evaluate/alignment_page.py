"""The page of figures of alignment, docs/figures/alignment.md. Pure. The words around stand in ``alignment.md.template``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from string import Template

from transcripts.evaluate.alignment import BANDS, Measured, f1, merged

TEMPLATE = Path(__file__).with_name("alignment.md.template")


def page(measured: Sequence[Measured], version: str) -> str:
    """The whole page, which begins with a heading of the second level."""
    wrong = [f"- {line}" for one in measured for line in one.wrong]
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        version=version,
        tables="\n\n".join(f"**{one.title}.** {one.about}\n\n" + "\n".join(table(one)) for one in measured),
        bands="\n".join(_bands(measured)),
        wrong="\n".join(wrong) or "Nothing.",
    )


def table(one: Measured) -> Iterator[str]:
    """Documents, exchanges and turns, and the turns by kind of difference."""
    yield "|  | pairs of versions | known | found | right | F1 |"
    yield "| :-- | --: | --: | --: | --: | --: |"
    turns = merged(list(one.turns.values()))
    yield _row("documents", one.documents, "")
    yield _row("exchanges", one.exchanges, str(turns["versions"]))
    yield _row("turns", turns, str(turns["versions"]))
    for name, count in sorted(one.turns.items()):
        yield _row(f"turns: {name or 'not one event'}", count, str(count["versions"]))


def _row(name: str, count: Counter[str], versions: str) -> str:
    """To four digits and never above what was measured."""
    share = f"{int(10_000 * f1(count)) / 10_000:.4f}"
    return f"| {name} | {versions} | {count['known']} | {count['found']} | {count['hit']} | {share} |"


def _bands(measured: Sequence[Measured]) -> Iterator[str]:
    yield "| score | pairs of turns | right |"
    yield "| :-- | --: | --: |"
    for number, (low, high) in enumerate(pairwise(BANDS)):
        count = merged([one.bands.get(number, Counter()) for one in measured])
        share = f"{count['right'] / count['all']:.1%}" if count["all"] else ""
        yield f"| {low} to {min(high, 1.0)} | {count['all']} | {share} |"
