"""``python -m bench.side NAME URL ARCHIVE``: one side of the chain in a process of its own; prints what it took as JSON."""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import time
from pathlib import Path

from bench import chain

SIDES = {"product": chain.product, "two": chain.product_by_two, "bare": chain.bare, "usual": chain.usual}
STATUS = Path("/proc/self/status")


def main(name: str, url: str, archive: str) -> None:
    """Runs a side and prints its wall time, its processor time and its greatest memory."""
    used = _processor()
    with SIDES[name](url, archive) as work:
        if name != "two":
            used = _processor()
        start = time.perf_counter()
        work()
        wall = time.perf_counter() - start
    sys.stdout.write(json.dumps({"wall": wall, "processor": _processor() - used, "memory": peak_megabytes()}) + "\n")


def _processor() -> float:
    """Seconds of processor time of this process and of those that it started and that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def peak_megabytes() -> float:
    """The most memory that this program has held. (``ru_maxrss`` counts the program that started it as well.)"""
    if STATUS.exists():
        hit = re.search(r"VmHWM:\s+(\d+)", STATUS.read_text("utf-8"))
        if hit:
            return int(hit[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main(*sys.argv[1:4])
