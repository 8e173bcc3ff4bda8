"""Pictures of results, the same to the byte each time: SVG with its letters drawn, on a white ground for dark pages too."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import matplotlib

matplotlib.use("svg")

from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from cookbook.answers import Answer, plain
from cookbook.questions import Chart

SETTINGS: Any = {
    "svg.hashsalt": "cookbook",  # ids of parts are else random
    "svg.fonttype": "none",  # letters stay letters: a tenth of the size, and they can be searched
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}
#: Okabe and Ito's, which the colour-blind tell apart.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999", "#f0e442")
WIDE = 7.2
#: What stands in a grid's fields: signs and figures in these colours, and white from this share of the darkest on.
SIGN, FIGURE, DARK = "#b03a00", "#222222", 0.55
#: Longer names are cut.
NAME = 34


def draw(answer: Answer, chart: Chart) -> bytes:
    """An SVG file. Raises ValueError for a column that the result lacks, or an unknown kind."""
    if chart.kind not in KINDS:
        raise ValueError(f"a chart is one of {', '.join(KINDS)}, not {chart.kind!r}")
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(WIDE, _height(answer, chart)), layout="constrained")
        axes = figure.add_subplot()
        KINDS[chart.kind](axes, answer, chart)
        axes.set_title(chart.title, loc="left", fontsize=10.5, fontweight="bold")
        axes.set_xlabel(chart.xlabel)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return b"\n".join(line.rstrip() for line in out.getvalue().splitlines()) + b"\n"


def _height(answer: Answer, chart: Chart) -> float:
    """Inches: bars and grids grow with their rows."""
    if chart.kind == "lines":
        return 3.0
    thick = len(set(_names(answer, chart.series))) * 0.7 if chart.kind == "grouped" else 1.0
    return 1.1 + 0.26 * thick * len(set(_names(answer, chart.y)))


def _bars(axes: Axes, answer: Answer, chart: Chart) -> None:
    names = list(dict.fromkeys(_names(answer, chart.y)))
    kinds, of = _kinds(answer, chart)
    left = dict.fromkeys(names, 0.0)
    for name, value, kind in zip(_names(answer, chart.y), answer.column(chart.x), of, strict=True):
        length = float(value or 0)
        axes.barh(names.index(name), length, left=left[name], height=0.72, color=_colour(kinds.index(kind)), label=kind)
        left[name] += length
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    _legend(axes, kinds)


def _grouped(axes: Axes, answer: Answer, chart: Chart) -> None:
    names = list(dict.fromkeys(_names(answer, chart.y)))
    kinds, of = _kinds(answer, chart)
    height = 0.8 / len(kinds)
    for name, value, kind in zip(_names(answer, chart.y), answer.column(chart.x), of, strict=True):
        place = names.index(name) + (kinds.index(kind) - (len(kinds) - 1) / 2) * height
        axes.barh(place, float(value or 0), height=height, color=_colour(kinds.index(kind)), label=kind)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    _legend(axes, kinds)


def _lines(axes: Axes, answer: Answer, chart: Chart) -> None:
    kinds, of = _kinds(answer, chart)
    xs = answer.column(chart.x)
    for number, kind in enumerate(kinds):
        own = [i for i, name in enumerate(of) if name == kind]
        ys = [float(answer.column(chart.y)[i]) for i in own]
        axes.plot([xs[i] for i in own], ys, marker="o", markersize=3.5, color=_colour(number), label=kind)
    if isinstance(xs[0], date):
        first, last = min(xs), max(xs)
        step = max(1, -(-(last - first).days // 10))
        shown = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
        axes.set_xticks(shown, [f"{day.day} {day:%b}" for day in shown])
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    _legend(axes, kinds)


def _grid(axes: Axes, answer: Answer, chart: Chart) -> None:
    rows = list(dict.fromkeys(_names(answer, chart.y)))
    columns = sorted(set(answer.column(chart.x)))
    values = [[0.0] * len(columns) for _ in rows]
    marks = answer.column(chart.mark) if chart.mark else [""] * len(answer.rows)
    cells = zip(answer.column(chart.x), _names(answer, chart.y), answer.column(chart.value), marks, strict=True)
    for x, y, value, mark in cells:
        column, row = columns.index(x), rows.index(y)
        values[row][column] = float(value or 0)
        if mark:
            axes.text(column + 0.5, row + 0.5, str(mark), ha="center", va="center", color="#d55e00", fontweight="bold")
    # The square root, so that one busy day does not wash out the others.
    norm = PowerNorm(0.5, vmin=0.0, vmax=max(map(max, values)) or 1.0)
    axes.pcolormesh(
        range(len(columns) + 1),
        range(len(rows) + 1),
        values,
        cmap="Blues",
        norm=norm,
        edgecolors="white",
        linewidth=1.0,
    )
    for text in axes.texts:
        column, row = (int(place) for place in text.get_position())
        light = FIGURE if text.get_text()[:1].isdigit() else SIGN
        text.set_color("white" if norm(values[row][column]) > DARK else light)
    shown = range(0, len(columns), max(1, -(-len(columns) // 16)))
    axes.set_xticks([one + 0.5 for one in shown], [_tick(columns[one]) for one in shown])
    axes.set_yticks([one + 0.5 for one in range(len(rows))], rows)
    axes.invert_yaxis()
    axes.tick_params(length=0)


KINDS: dict[str, Callable[[Axes, Answer, Chart], None]] = {
    "bars": _bars,
    "grouped": _grouped,
    "lines": _lines,
    "grid": _grid,
}


def _kinds(answer: Answer, chart: Chart) -> tuple[list[str], list[str]]:
    """The series in the order of the result, and each row's."""
    of = _names(answer, chart.series) if chart.series else [""] * len(answer.rows)
    return list(dict.fromkeys(of)), of


def _names(answer: Answer, column: str) -> list[str]:
    return [_short(value) for value in answer.column(column)]


def _short(value: Any) -> str:  # noqa: ANN401 (one value of a result)
    if isinstance(value, date):
        return f"{value.day} {value:%b}"
    text = "unknown" if value is None else plain(value)
    return text if len(text) <= NAME else text[: NAME - 1] + "…"


def _tick(value: Any) -> str:  # noqa: ANN401 (one value of a result)
    """Of a day its number alone: the axis says the month."""
    return str(value.day) if isinstance(value, date) else _short(value)


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _legend(axes: Axes, kinds: Sequence[str]) -> None:
    if len(kinds) > 1:
        handles, labels = axes.get_legend_handles_labels()
        first = {label: handle for handle, label in reversed(list(zip(handles, labels, strict=True)))}
        figure = axes.get_figure(root=True)
        assert figure is not None
        figure.legend([first[kind] for kind in kinds], kinds, frameon=False, fontsize=8, loc="outside right upper")
