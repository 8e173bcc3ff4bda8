"""The quality page and README's lines from the record. Pure. The words around the tables stand in ``quality.md.template``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from string import Template
from typing import Any

TEMPLATE = Path(__file__).with_name("quality.md.template")
#: README's lines stand between these.
MARKS = ("<!-- quality: written by transcripts evaluate --publish -->", "<!-- /quality -->")
#: The tables of a measurement: a heading and the figure under it.
TURNS = {
    "boundary F1": "boundary_f1",
    "precision": "boundary_precision",
    "recall": "boundary_recall",
    "words under a wrong label or role": "words_right",
}
SPEAKERS = {
    "label": "label",
    "role": "role",
    "person": "person",
    "named": "named",
    "exchange F1": "exchange_f1",
    "precision": "exchange_precision",
    "recall": "exchange_recall",
}
HARD = {"label": "label", "role": "role", "person": "person"}


def page(record: dict[str, Any], figures: Sequence[str] = ()) -> str:
    """The whole of docs/quality.md. ``figures``: pages of what others than the segmenter made, each with its own heading."""
    newest = list(_newest(record))
    older = [one for one in reversed(record["measurements"]) if one not in newest]
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        current="\n\n".join(_current(record, one) for one in newest) or "Nothing was measured yet.",
        figures="".join(f"{one.strip()}\n\n" for one in figures),
        older="\n\n".join(_older(record, one) for one in older) or "There are none yet.",
    )


def readme_lines(record: dict[str, Any]) -> str:
    """A line for each corpus with its key figures, and the way to the rest."""
    lines = ["How far the turns can be trusted, measured on annotated documents and held by a gate in the tests:", ""]
    for one in _newest(record):
        group = one["groups"]["all"]
        figures = group["figures"]
        said = ", ".join(
            f"{title} {_share(figures[name])}"
            for title, name in (
                ("turn boundaries F1", "boundary_f1"),
                ("speakers' labels", "label"),
                ("roles", "role"),
                ("persons", "person"),
                ("exchanges F1", "exchange_f1"),
            )
        )
        short = record["corpora"][one["corpus"]]["short"]
        lines.append(f"- {short} ({group['documents']} documents, {group['turns']} turns): {said}")
    return "\n".join(
        [
            *lines,
            "",
            "By ministry and language, with limits, definitions and caveats: [docs/quality.md](docs/quality.md).",
        ]
    )


def between_marks(text: str, lines: str) -> str:
    """A text with what stands between the marks replaced; as it is where it has no marks."""
    start, end = MARKS
    pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.S)
    return pattern.sub(lambda _: f"{start}\n{lines}\n{end}", text)


def _newest(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for corpus in record["corpora"]:
        yield from [one for one in record["measurements"] if one["corpus"] == corpus][-1:]


def _current(record: dict[str, Any], one: dict[str, Any]) -> str:
    corpus = record["corpora"][one["corpus"]]
    return "\n\n".join([f"## {corpus['title']}", corpus["about"], *_measurement(one)])


def _older(record: dict[str, Any], one: dict[str, Any]) -> str:
    return "\n\n".join([f"### {record['corpora'][one['corpus']]['title']}, {one['date']}", *_measurement(one)])


def _measurement(one: dict[str, Any]) -> Iterator[str]:
    held = f"; the same by segmenter `{one['held']['segmenter']}` on {one['held']['date']}" if one["held"] else ""
    yield f"Measured on {one['date']} with segmenter `{one['segmenter']}`{held}. Gold `{one['gold'][:12]}` in `{one['corpus']}`."
    if one["note"]:
        yield f"*{one['note']}*"
    groups = one["groups"].items()
    sizes = ("documents", "turns", "words")
    yield _table(
        ["", *sizes, *TURNS],
        ([name, *(str(g[size]) for size in sizes), *_cells(g["figures"], TURNS.values())] for name, g in groups),
    )
    yield _table(["", *SPEAKERS], ([name, *_cells(g["figures"], SPEAKERS.values())] for name, g in groups))
    if one["hard"]:
        rows = one["hard"].items()
        yield _table(["hard case", "starts found", *HARD], ([name, *_parts(c)] for name, c in rows))
    if one["traps"]:
        rows = one["traps"].items()
        head = ["trap: looks like a marker and is none", "times", "taken for one"]
        yield _table(head, ([name, str(c["traps"]), str(c.get("taken", 0))] for name, c in rows))


def _parts(counts: dict[str, int]) -> Iterator[str]:
    """Starts found of the turns that there are, and the rest of those found."""
    found = counts.get("hit", 0)
    yield f"{found} of {counts['gold']}"
    yield from (f"{counts.get(name, 0)} of {found}" for name in HARD.values())


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    ruler = [":--", *("--:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ruler, *rows])


def _cells(figures: dict[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        figure = figures[name]
        if not figure["total"]:
            yield "none"
        elif name == "words_right":
            yield _wrong(figure)
        else:
            yield f"{_share(figure)}{_limits(figure)}"


def _share(figure: dict[str, Any]) -> str:
    """To four digits and never above what was measured: only what is all right is 1.0000."""
    return f"{10_000 * figure['right'] // max(figure['total'], 1) / 10_000:.4f}"


def _limits(figure: dict[str, Any]) -> str:
    low, high = figure["limits"] or (1, 1)
    return f" [{low:.3f}, {high:.3f}]" if low < high else ""


def _wrong(figure: dict[str, Any]) -> str:
    low, high = figure["limits"] or (1, 1)
    limits = f" [{1 - high:.2%}, {1 - low:.2%}]" if low < high else ""
    return f"{1 - figure['right'] / figure['total']:.3%}{limits}"
