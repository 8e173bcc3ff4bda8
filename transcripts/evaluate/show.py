"""A measurement as lines for a terminal, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from transcripts.evaluate.compare import Mistake
from transcripts.evaluate.figures import Figure
from transcripts.evaluate.measure import Group, Measurement

#: Headings of the tables by type, and the counts under them. A trap is taken when a turn was found that is none.
HARD = {"turns": "gold", "found": "hit", "label": "label", "role": "role", "person": "person"}
TRAPS = {"traps": "traps", "taken": "taken"}


def lines_of(measured: Measurement) -> Iterator[str]:
    """The figures of each group, then the hard cases and the traps where the gold marks any."""
    yield f"segmenter {measured.segmenter}, gold {measured.gold[:12]}"
    for name, group in measured.groups.items():
        yield ""
        yield f"{name}: {group.documents} documents, {group.turns} turns, {group.words} words"
        yield from (f"  {line}" for line in _group(group))
    if measured.hard:
        yield ""
        yield from _table("hard case", HARD, measured.hard)
    if measured.traps:
        yield ""
        yield from _table("trap", TRAPS, measured.traps)


def _group(group: Group) -> Iterator[str]:
    for name, figure in group.figures.items():
        wrong = figure.total - figure.right
        if name == "words_right":
            yield f"{'words wrong':<19} {wrong / max(figure.total, 1):.4%}{_words_limits(figure)} ({wrong} words)"
        elif name.endswith("_f1"):
            yield f"{_title(name):<19} {float(figure.share):.4f}{_limits(figure)}"
        elif figure.total:
            yield f"{_title(name):<19} {float(figure.share):.4f}{_limits(figure)} {figure.right} of {figure.total}"


def _title(name: str) -> str:
    return name.replace("_f1", " F1").replace("_", " ")


def _limits(figure: Figure) -> str:
    return f" [{figure.limits[0]:.3f}, {figure.limits[1]:.3f}]" if figure.limits else ""


def _words_limits(figure: Figure) -> str:
    return f" [{1 - figure.limits[1]:.4%}, {1 - figure.limits[0]:.4%}]" if figure.limits else ""


def _table(head: str, columns: dict[str, str], rows: dict[str, Counter[str]]) -> Iterator[str]:
    """Lines of counts; ``columns`` gives the count under each heading."""
    wide = max(len(head), *map(len, rows))
    yield f"{head:<{wide}}" + "".join(f"{column:>8}" for column in columns)
    for name, counts in rows.items():
        yield f"{name:<{wide}}" + "".join(f"{counts[key]:>8}" for key in columns.values())


def line_of(mistake: Mistake) -> str:
    """A mistake as one line: document, paragraph and offset, what, wanted, found."""
    where = f"{mistake.document}:{mistake.paragraph}" + (f"+{mistake.char}" if mistake.char else "")
    return f"{where}: {mistake.what}: wanted {mistake.wanted or 'nothing'}, found {mistake.found or 'nothing'}"


def as_json(measured: Measurement, *, mistakes: bool = False) -> dict[str, Any]:
    """The measurement as plain values; shares to six digits."""
    said: dict[str, Any] = {
        "segmenter": measured.segmenter,
        "gold": measured.gold,
        "groups": {name: _group_json(group) for name, group in measured.groups.items()},
        "hard": {name: dict(counts) for name, counts in measured.hard.items()},
        "traps": {name: dict(counts) for name, counts in measured.traps.items()},
    }
    return {**said, "mistakes": [asdict(one) for one in measured.mistakes]} if mistakes else said


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "documents": group.documents,
        "turns": group.turns,
        "words": group.words,
        "figures": {name: _figure_json(figure) for name, figure in group.figures.items()},
    }


def _figure_json(figure: Figure) -> dict[str, Any]:
    limits = [round(limit, 6) for limit in figure.limits] if figure.limits else None
    return {"share": round(float(figure.share), 6), "right": figure.right, "total": figure.total, "limits": limits}
