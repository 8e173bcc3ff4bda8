"""The charts of the view "Health": traces and tables from rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup

from scraper.ministries import load_all
from ui.charts import chart

Row = Mapping[str, Any]
#: Upkeep's figures that are drawn: by size, and by share or count.
SIZES = {"archive_bytes": "archive", "database_bytes": "database", "disk_free_bytes": "free on the disk"}
SHARES = {"unknown_share": "turns without a known speaker"}
COUNTS = {"quarantined": "in quarantine", "to_review": "to review"}
FIGURES = {**SIZES, **SHARES, **COUNTS}
GIGABYTE = 1e9
#: Dashes besides colours, so that lines are told apart without them.
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SHAPES = ("circle", "square", "diamond", "triangle-up", "x", "star")


def line(number: int, name: str, x: Sequence[Any], y: Sequence[Any], **more: object) -> dict[str, Any]:
    """One line of a chart, with its own dashes and marks."""
    kind = number % len(DASHES)
    own = {"line": {"dash": DASHES[kind]}, "marker": {"symbol": SHAPES[kind], "size": 7}}
    return {"type": "scatter", "mode": "lines+markers", "name": name, "x": list(x), "y": list(y), **own, **more}


def manners(asked: Sequence[Row]) -> Markup | None:
    """Seconds from one answer to the next, by crawl: the median, and what 95% stay under."""
    rows = [row for row in asked if row["median"] is not None]
    if not rows:
        return None
    traces: list[dict[str, Any]] = []
    for code, of_code in _by(rows, "ministry"):
        at = [_minute(row["started_at"]) for row in of_code]
        for name, column in (("median", "median"), ("95%", "most")):
            traces.append(line(len(traces), f"{code}, {name}", at, [round(row[column], 2) for row in of_code]))
    table = [
        (
            row["ministry"],
            _minute(row["started_at"]),
            row["answers"],
            *(round(row[c], 2) for c in ("least", "median", "most")),
        )
        for row in reversed(rows)
    ]
    columns = ("ministry", "crawl began (UTC)", "answers", "shortest, s", "median, s", "95% within, s")
    return chart("Seconds from one answer to the next, by crawl", traces, columns=columns, rows=table, unit="seconds")


def pace(asked: Sequence[Row]) -> Markup | None:
    """Requests a minute, by crawl."""
    if not asked:
        return None
    traces = [
        line(n, code, [_minute(row["started_at"]) for row in rows], [round(row["a_minute"], 1) for row in rows])
        for n, (code, rows) in enumerate(_by(asked, "ministry"))
    ]
    table = [
        (row["ministry"], _minute(row["started_at"]), row["requests"], round(row["a_minute"], 1))
        for row in reversed(asked)
    ]
    columns = ("ministry", "crawl began (UTC)", "requests", "a minute")
    return chart("Requests a minute, by crawl", traces, columns=columns, rows=table, unit="requests a minute")


def kept(asked: Sequence[Row]) -> list[dict[str, Any]]:
    """By ministry: the pause that its module asks for, and what the newest crawls kept."""
    known = load_all()
    found = []
    for code, rows in _by([row for row in asked if row["median"] is not None], "ministry"):
        delay = known[code].manners.delay if code in known else None
        median = sorted(row["median"] for row in rows)[len(rows) // 2]
        shortest = min(row["least"] for row in rows)
        found.append({"ministry": code, "delay": delay, "median": median, "shortest": shortest, "crawls": len(rows)})
    return found


def rates(read: Sequence[Row], crawls: Sequence[Row]) -> Markup | None:
    """Shares by week: pages that could not be read, crawls that ended DRIFT or BLOCKED."""
    if not read and not crawls:
        return None
    traces: list[dict[str, Any]] = []
    for code, rows in _by(read, "ministry"):
        shares = [round(100 * row["unread"] / row["pages"], 1) for row in rows]
        traces.append(line(len(traces), f"{code}, pages in quarantine", [row["week"] for row in rows], shares))
    for code, rows in _by(crawls, "ministry"):
        for word in ("drift", "blocked"):
            if any(row[word] for row in rows):
                shares = [round(100 * row[word] / row["crawls"], 1) for row in rows]
                traces.append(
                    line(len(traces), f"{code}, crawls {word.upper()}", [row["week"] for row in rows], shares)
                )
    table = _rates_table(read, crawls)
    columns = ("ministry", "week of", "pages", "in quarantine", "crawls", "DRIFT", "BLOCKED")
    return chart("Drift, blocks and quarantine by week", traces, columns=columns, rows=table, unit="% of the week's")


def _rates_table(read: Sequence[Row], crawls: Sequence[Row]) -> list[tuple[Any, ...]]:
    pages = {(row["ministry"], row["week"]): row for row in read}
    asked = {(row["ministry"], row["week"]): row for row in crawls}
    none: Row = {}
    return [
        (
            *key,
            *(pages.get(key, none).get(name, 0) for name in ("pages", "unread")),
            *(asked.get(key, none).get(name, 0) for name in ("crawls", "drift", "blocked")),
        )
        for key in sorted(pages.keys() | asked.keys(), reverse=True)
    ]


def growth(figures: Sequence[Row]) -> Markup | None:
    """Sizes of archive, database and free disk."""
    rows = [row for row in figures if row["name"] in SIZES and row["ministry"] == ""]
    if not rows:
        return None
    traces = [
        line(n, SIZES[name], [row["day"] for row in own], [round(row["value"] / GIGABYTE, 3) for row in own])
        for n, (name, own) in enumerate(_by(rows, "name"))
    ]
    table = [(row["day"], SIZES[row["name"]], round(row["value"] / GIGABYTE, 3)) for row in reversed(rows)]
    return chart("Size of archive and database", traces, columns=("day", "of", "GB"), rows=table, unit="GB")


def quality(figures: Sequence[Row]) -> list[Markup]:
    """Unknown speakers and queues over time."""
    found = []
    for names, title, unit, factor in (
        (SHARES, "Turns without a known speaker", "% of turns", 100),
        (COUNTS, "Waiting for a person", "documents", 1),
    ):
        rows = [row for row in figures if row["name"] in names and (names is COUNTS) == (row["ministry"] == "")]
        if rows:
            found.append(_figures(title, unit, factor, rows, names))
    return found


def checked(checks: Sequence[Row]) -> list[Markup]:
    """Each figure of the quality checks over time."""
    return [_check(name, rows) for name, rows in _by(checks, "name") if any(r["value"] is not None for r in rows)]


def standing(checks: Sequence[Row]) -> list[dict[str, Any]]:
    """What each figure's newest results say together (as pipeline.check_standing has them), those that are not well first: how many
    there are (one a ministry and language), how many of them are well, lowest and highest value, what is wrong."""
    found = []
    for name, rows in _by(checks, "name"):
        at = max(row["at"] for row in rows)
        newest = [row for row in rows if row["at"] == at]
        values = sorted(float(row["value"]) for row in newest if row["value"] is not None)
        wrong = [row["says"] for row in newest if not row["ok"]]
        found.append(
            {
                "name": name,
                "of": len(newest),
                "well": len(newest) - len(wrong),
                "found": [f"{value:.6g}" for value in dict.fromkeys((values[0], values[-1]))] if values else [],
                "at": at,
                "wrong": wrong,
            }
        )
    return sorted(found, key=lambda one: not one["wrong"])


def _figures(title: str, unit: str, factor: float, rows: Sequence[Row], names: Mapping[str, str]) -> Markup:
    def label(row: Row) -> str:
        return str(row["ministry"] or names[row["name"]])

    traces = [
        line(n, name, [row["day"] for row in own], [round(factor * row["value"], 2) for row in own])
        for n, (name, own) in enumerate((key, list(own)) for key, own in groupby(rows, key=label))
    ]
    table = [(row["day"], label(row), round(factor * row["value"], 2)) for row in reversed(rows)]
    return chart(title, traces, columns=("day", "of", unit), rows=table, unit=unit)


def _check(name: str, rows: Sequence[Row]) -> Markup:
    def label(row: Row) -> str:
        return " ".join(filter(None, (row["ministry"], row["language"]))) or "all"

    traces = [
        line(n, of, [_minute(row["at"]) for row in own], [row["value"] for row in own])
        for n, (of, own) in enumerate((key, list(own)) for key, own in groupby(rows, key=label))
    ]
    table = [
        (
            _minute(row["at"]),
            label(row),
            row["value"],
            row["low"],
            row["high"],
            "well" if row["ok"] else "not well",
            row["says"],
        )
        for row in reversed(rows)
    ]
    columns = ("at (UTC)", "of", "value", "lowest", "highest", "", "in words")
    return chart(f"Check: {name}", traces, columns=columns, rows=table)


def _by(rows: Iterable[Row], column: str) -> list[tuple[str, list[Row]]]:
    return [(key, list(own)) for key, own in groupby(rows, key=lambda row: str(row[column]))]


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
