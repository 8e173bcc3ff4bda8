"""The part of docs/performance.md that tells of the operators' pages: a table between two marks that the other benches leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from bench import report
from bench.pages.measure import Timed

MARK = "pages"
#: Seconds of processor time that no page is to take (issue 6: real data in under a second on a million turns).
GOAL = 1.0
HEAD = (
    "page", "wall, ms", "slowest", "processor, ms", "most", "of it the server's", "MB of the database touched", "KB sent",
)  # fmt: skip


def missed(found: Sequence[Timed]) -> list[str]:
    """The pages that take longer than they may, in processor time at the median."""
    return [one.view.name for one in found if median(one.processor) > GOAL]


def table(found: Sequence[Timed]) -> str:
    """A line for each page: medians, and the slowest of the rounds."""
    rows = [HEAD, ["---"] * len(HEAD), *map(_line, found)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def text(found: Sequence[Timed], how: str) -> str:
    """The part: how it was measured, the table, and whether the goal is reached."""
    late = missed(found)
    verdict = f"Not reached: {'; '.join(late)}." if late else "Reached by every page."
    return (
        f"## What operators look at\n\nWritten by `make bench-pages ARGS=--write`. {how}\n\n"
        "Each page is asked of the whole application by a client in the same process, without Airflow before it. Processor time is of that"
        " process and of the server's, and other work on the machine changes it less than the wall; the database's 8 KB pages that were touched"
        " do not depend on it at all.\n\n"
        f"{table(found)}\n\nGoal: at most {GOAL:g} s of processor time at the median. {verdict}"
    )


def write(found: Sequence[Timed], how: str) -> None:
    """Puts the part into docs/performance.md, in the place of the one before."""
    report.put(text(found, how), MARK)


def _line(one: Timed) -> tuple[str, ...]:
    megabytes = median(one.blocks) * 8192 / (1 << 20)
    return (
        one.view.name, _ms(median(one.wall)), _ms(max(one.wall)), _ms(median(one.processor)), _ms(max(one.processor)),
        _ms(median(one.server)), f"{megabytes:,.0f}", f"{one.bytes / 1024:,.0f}",
    )  # fmt: skip


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f}"
