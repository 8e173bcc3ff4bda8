"""``python -m bench``: measures all sides, prints the ratios, and with ``--write`` renders docs/performance.md."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import figures, heavy, reading, report
from bench.figures import Figure
from bench.runs import Run, Stage
from bench.server import server

PAGES, ROUNDS = 2000, 5
HEAVY_PAGES = 20
CHAINS = ("product", "bare", "usual", "two")


def main(arguments: list[str] | None = None) -> int:
    """Runs the bench and returns 0, or 1 where a goal is missed."""
    options = _parser().parse_args(arguments)
    before = os.getloadavg()[0]
    found = measure(options.pages, options.rounds, lambda line: print(line, file=sys.stderr, flush=True))
    print(report.table(found))
    if options.write:
        load = f"load {before:.1f} when it began and {os.getloadavg()[0]:.1f} when it ended"
        how = f"{options.rounds} rounds, {options.pages:,} pages in the chain; {load}."
        report.write(found, how, datetime.now(UTC).date())
    return int(any(figure.verdict == "MISSED" for figure in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help="pages of the whole chain")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each side has its turn")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    return parser


def measure(pages: int, rounds: int, say: Callable[[str], None]) -> list[Figure]:
    """All figures. ``say`` hears what is being measured."""
    say(f"reading {HEAVY_PAGES} heavy pages, {rounds} rounds")
    found = figures.of_reading(reading.measure(heavy.pages(HEAVY_PAGES), rounds))
    with server() as own, tempfile.TemporaryDirectory(prefix="transcripts-bench-") as folder:
        say(f"the chain over {pages} pages, {rounds} rounds")
        stage = Stage(own, Path(folder), pages)
        runs = _chain(stage, rounds, say)
        found += figures.of_chain(runs, pages)
        fewer = {count: Stage(own, Path(folder), count) for count in (pages // 4, pages // 2)}
        say("memory")
        memory = {count: [one.run("product").memory for _ in range(rounds)] for count, one in fewer.items()}
        memory[pages] = [run.memory for run in runs["product"]]
    return found + figures.of_memory(memory)


def _chain(stage: Stage, rounds: int, say: Callable[[str], None]) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {name: [] for name in (*CHAINS, "first", "again")}
    for number in range(rounds):
        start = number % len(CHAINS)
        for name in CHAINS[start:] + CHAINS[:start]:
            runs[name].append(stage.run(name))
            say(f"  round {number + 1}, {name}: {runs[name][-1].wall:.1f} s")
        for name, run in zip(("first", "again"), stage.again(), strict=True):
            runs[name].append(run)
    return runs


if __name__ == "__main__":
    sys.exit(main())
