"""The table of kills, and docs/reliability.md with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from reliability.run import Outcome
from reliability.strike import BETWEEN

DOCUMENT = Path(__file__).parent.parent / "docs" / "reliability.md"
#: What stands between these lines of the document is ours; the rest is written by hand.
BEGIN, END = "<!-- kills: written by `make reliability ARGS=--write` -->", "<!-- end of kills -->"
HEAD = ("", "killed", "while it was to", "inside", "left to do", "lost", "back at work after")
#: What is killed, in words.
VICTIMS = {
    "crawl": "the Scrapy process",
    "collect": "`transcripts collect`, the crawl's parent",
    "process": "`transcripts process`",
    "postgres": "Postgres, all processes",
    "machine": "Postgres and all of ours at once",
}
#: What the counts of work left are of.
UNITS = {"collect": "documents and answers", "clean": "pages", "segment": "readings", "publish": "segmentations"}


def table(outcome: Outcome) -> str:
    """Each kill as a row of a table in Markdown, its columns aligned for the terminal."""
    rows = [HEAD]
    for place, (chain, fallen) in enumerate(outcome.fallen, start=1):
        hit = fallen.hit
        rows.append(
            (
                str(place),
                VICTIMS[hit.kill.victim],
                f"{hit.kill.step}{' again' if hit.kill.round else ''}",
                hit.within,
                f"{hit.left} {UNITS[hit.kill.step]}",
                str(len(outcome.lost.get(chain, []))),
                f"{fallen.seconds:.1f} s",
            )
        )
    return aligned(rows)


def summary(outcome: Outcome) -> str:
    """What the table comes to, in a few sentences."""
    seconds = [fallen.seconds for _, fallen in outcome.fallen]
    lost = sum(map(len, outcome.lost.values()))
    spent = f"{median(seconds):.1f} s at the median and {max(seconds):.1f} s at most" if seconds else "no time"
    return (
        f"Seed {outcome.seed}: {len(outcome.fallen)} kills counted, {outcome.inside()} of them inside a transaction or a WARC"
        f" record; {outcome.missed} more came too late and do not count. Lost, doubled or unexplained: {lost}. Back at work"
        f" after {spent}. Compared: {outcome.rows} rows of corpus after each of {len(outcome.lost) - 1} chains and at half of"
        f" each. {outcome.seconds / 60:.0f} minutes on {os.cpu_count()} cores."
    )


def by_victim(outcome: Outcome) -> str:
    """The kills by what was killed and when, as a table in Markdown."""
    rows = [("killed", "while it was to", "kills", "inside", "lost", "back at work after (median, most)")]
    for victim, words in VICTIMS.items():
        for step in UNITS:
            own = [
                (chain, one)
                for chain, one in outcome.fallen
                if (one.hit.kill.victim, one.hit.kill.step) == (victim, step)
            ]
            if own:
                seconds = [one.seconds for _, one in own]
                inside = sum(one.hit.within != BETWEEN for _, one in own)
                lost = sum(len(outcome.lost[chain]) for chain in {chain for chain, _ in own})
                spent = f"{median(seconds):.1f} s, {max(seconds):.1f} s"
                rows.append((words, step, str(len(own)), str(inside), str(lost), spent))
    return aligned(rows)


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows, the first of them the head, as a table whose columns are as wide as their widest cell."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def write(outcome: Outcome, day: date, document: Path = DOCUMENT) -> None:
    """Puts tables and summary between the document's marks. Raises ValueError where it has none."""
    text = document.read_text("utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError(f"{document}: the lines {BEGIN!r} and {END!r} must stand in it once each")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    parts = (BEGIN, f"{day.isoformat()}. {summary(outcome)}", by_victim(outcome), "Each kill:", table(outcome), END)
    document.write_text(before + "\n\n".join(parts) + after, "utf-8")
