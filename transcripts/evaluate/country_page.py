"""The page of figures of countries, docs/figures/countries.md. Pure. The words around the tables stand in ``countries.md.template``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from transcripts.evaluate.countries import Scored, documents, figures
from transcripts.evaluate.figures import Figure

TEMPLATE = Path(__file__).with_name("countries.md.template")
TITLES = {"real": "real transcripts", "own": "our own texts"}


def page(scored: Sequence[Scored], version: str, gate: Mapping[str, Any]) -> str:
    """The whole page, which begins with a heading of the second level."""
    wrong = [line for one in scored for line in lines_of(one)]
    words = {
        "version": version,
        "mentions": str(sum(len(one.gold.mentions) for one in scored)),
        "table": "\n".join(_table(scored)),
        "first": _first(gate["first"]),
        "wrong": "\n".join(f"- {line}" for line in wrong) if wrong else "Nothing.",
    }
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(words)


def lines_of(scored: Scored) -> Iterator[str]:
    """What is wrong in a document, by its places: no text of others is shown."""
    for kind, places in (("missed", scored.missed), ("extra", scored.extra)):
        for start, end, code in sorted(places):
            shown = f" ({scored.gold.text[start:end]})" if scored.gold.corpus == "own" else ""
            yield f"{kind}: {scored.gold.document} {start}-{end} {code}{shown}"


def _table(scored: Sequence[Scored]) -> Iterator[str]:
    yield "|  | documents | mentions | precision | recall | F1 |"
    yield "| :-- | --: | --: | --: | --: | --: |"
    count = documents(scored)
    for group, own in figures(scored).items():
        corpus, language, part = group.split(" ", 2)
        cells = [f"{TITLES[corpus]}, {part}: {language}", str(count[group]), str(own["recall"].total)]
        yield f"| {' | '.join([*cells, *(_share(own[name]) for name in ('precision', 'recall', 'f1'))])} |"


def _share(figure: Figure) -> str:
    limits = f" [{figure.limits[0]:.3f}, {figure.limits[1]:.3f}]" if figure.limits else ""
    return f"{float(figure.share):.4f}{limits}"


def _first(first: Mapping[str, Mapping[str, Sequence[int]]]) -> str:
    return "; ".join(
        f"{TITLES[group.split()[0]]} {group.split()[1]}: precision {own['precision'][0]} of {own['precision'][1]}, recall {own['recall'][0]} of {own['recall'][1]}"
        for group, own in first.items()
        if group.split()[1] != "all"
    )
