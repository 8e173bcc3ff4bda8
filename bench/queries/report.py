"""The part of docs/performance.md that tells of queries: its tables, between two marks that `make bench` leaves alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench import report
from bench.figures import Figure
from bench.queries.measure import Asked
from bench.queries.sizes import Index, Table
from bench.queries.timing import percentile

TEMPLATE = Path(__file__).parent / "performance.md"
#: Longest plan that the table shows.
PLAN = 160
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """All that a run has found."""

    asked: Sequence[Asked]
    figures: Sequence[Figure]
    indexes: Sequence[Index]
    tables: Sequence[Table]


def text(found: Found, said: Mapping[str, str]) -> str:
    """The tables with what they mean. ``said``: how and on what it was measured."""
    missed = [figure.name for figure in found.figures if figure.verdict == "MISSED"]
    return TEMPLATE.read_text("utf-8").format(
        questions=questions(found.asked),
        plans=plans(found.asked),
        figures=report.table(found.figures),
        verdict=f"Not reached: {'; '.join(missed)}." if missed else "All goals are reached.",
        indexes=indexes(found.indexes),
        tables=tables(found.tables),
        **said,
    )


def write(found: Found, said: Mapping[str, str], day: date) -> None:
    """Puts the part into docs/performance.md in the place of the one before."""
    report.put(f"{text(found, {**said, 'day': day.isoformat()})}")


def questions(asked: Sequence[Asked]) -> str:
    """Times of each question in milliseconds, and what they are beside the other ways."""
    head = ("question", "rows", "cold, ms", "warm, ms", "p95, ms", "naive, ms", "naive / ours", "ours / bare look-up")
    return _table(head, [_question(one) for one in asked])


def _question(one: Asked) -> tuple[str, ...]:
    ours, naive = one.seconds["ours"], one.seconds.get("naive")
    times, bare = one.by("naive", "ours"), one.by("ours", "bare")
    return (
        one.question.name, f"{one.rows:,}", _ms(percentile(one.cold, 0.5)) if one.cold else "", _ms(percentile(ours, 0.5)),
        _ms(percentile(ours, 0.95)), _ms(percentile(naive, 0.5)) if naive else "",
        f"{times.median:,.1f}" if times else "", f"{bare.median:,.1f}" if bare else "",
    )  # fmt: skip


def plans(asked: Sequence[Asked]) -> str:
    """How the server finds the rows."""
    return "\n".join(f"- {one.question.name}: `{_cut(one.plan)}`" for one in asked)


def indexes(found: Sequence[Index]) -> str:
    """Each index of at least a megabyte, and every other that nothing used."""
    rows = [
        (one.name, one.table, f"{one.bytes / MEGABYTE:,.1f}", f"{one.scans:,}", "yes" if one.is_constraint else "")
        for one in found
        if one.bytes >= MEGABYTE or not (one.scans or one.is_constraint)
    ]
    return _table(("index", "table", "MB", "times used", "holds a constraint"), rows)


def tables(found: Sequence[Table]) -> str:
    """Each table of at least a megabyte."""
    rows = [
        (one.name, f"{one.bytes / MEGABYTE:,.1f}", f"{one.indexes / MEGABYTE:,.1f}") for one in found if one.bytes >= MEGABYTE
    ]  # fmt: skip
    return _table(("table", "MB", "MB of its indexes"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.1f}"


def _cut(plan: str) -> str:
    return plan if len(plan) <= PLAN else plan[:PLAN].rsplit(" ", 1)[0] + " ..."
