"""Takes the pictures of docs/pages.md anew: an installation of its own with the sample's month in it, of which one day has gaps and
pages in quarantine, and one day was turned away. By hand, after a change of what they show (about four minutes):

    .venv/bin/python -m tests.browser.pictures            # into docs/images; --to FOLDER, --var FOLDER, --keep
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.browsing import PHONE, Browsing, browsing
from tests.end_to_end.house import ROOT, House
from tests.sample.serving import served

#: The month, in parts: first and last day, and the faults that the site has meanwhile (`python -m sample faults`).
SICK = ("500-for-ever", "410", "missing-date", "new-body-container")
WALL = """
[[fault]]
name = "turned-away"
what = "challenge"
of = "list"
find = { list = "news", day = 26 }
"""
WELL, HOLED, WALLED, LAST = (
    ("2026-03-01", "2026-03-23"),
    ("2026-03-24", "2026-03-26"),
    ("2026-03-27", "2026-03-27"),
    ("2026-03-28", "2026-03-31"),
)
#: A window that shows what matters and no more.
WINDOW = {"width": 1180, "height": 760}


def collected(house: House, days: tuple[str, str]) -> None:
    """Collects these days by hand and waits until all is processed, however it ends."""
    conf = {"since": days[0], "until": days[1]}
    ended(house, "collect_sample", house.api("/dags/collect_sample/dagRuns", {"logical_date": None, "conf": conf}))
    end = time.monotonic() + 180
    while not house.ended("process") and time.monotonic() < end:
        time.sleep(1)


def ended(house: House, dag: str, run: dict[str, str]) -> None:
    """Waits until a run has ended."""
    end = time.monotonic() + 180
    while house.api(f"/dags/{dag}/dagRuns/{run['dag_run_id']}")["state"] not in ("success", "failed"):
        if time.monotonic() > end:
            raise SystemExit(f"a run of {dag} does not end: `make status` tells what is down")
        time.sleep(1)


def troubled(house: House, folder: Path) -> None:
    """The sample's month with a day that has holes and a day that was turned away."""
    house.make("run", f"SINCE={WELL[0]}", f"UNTIL={WELL[1]}", timeout=400)
    site = house.process("sample")
    os.kill(site["pid"], signal.SIGTERM)
    time.sleep(2)
    (folder / "wall.toml").write_text(WALL, "utf-8")
    only = [word for name in SICK for word in ("--only", name)]
    for days, faults in (
        (LAST, ("--faults", "none")),
        (HOLED, ("--faults", "storm", *only)),  # a later crawl that is let in would fill the holes
        (WALLED, ("--faults", folder / "wall.toml")),
    ):
        with served(*faults, "--port", site["port"]):
            collected(house, days)
    house.make("transcripts", "ARGS=upkeep measure")
    ended(house, "watch", house.api("/dags/watch/dagRuns", {"logical_date": None, "conf": {}}))


def shoot(it: Browsing, path: str, file: Path, height: int = WINDOW["height"]) -> None:
    """A page from its top on, in a window of this height."""
    page = it.open(path)
    page.set_viewport_size({**page.viewport_size, "height": height})
    page.wait_for_timeout(1500)  # charts and stored pages
    page.screenshot(path=str(file))
    sys.stdout.write(f"{file} {file.stat().st_size // 1000} kB\n")


def pictures(house: House, to: Path) -> None:
    """All pictures."""
    record = house.value(
        "SELECT record_id::text AS r FROM pipeline.quarantine_queue WHERE reason = 'body_missing' LIMIT 1"
    )
    versions = (
        "SELECT document_id, other_document_id FROM analysis.turn_pairs WHERE language = 'en' AND other_language = 'ar'"
        " GROUP BY 1, 2 HAVING count(*) > 8 ORDER BY 1 LIMIT 1"
    )
    two = house.rows(versions)[0]
    with browsing(house, size=WINDOW) as it:
        shoot(it, "/coverage?ministry=sample&since=2026-03-01&until=2026-03-31", to / "pages-coverage.png")
        shoot(it, f"/coverage/sample/{HOLED[0]}", to / "pages-day.png")
        shoot(it, f"/quarantine/{record}", to / "pages-quarantine.png")
        shoot(it, f"/documents/{two['document_id']}?beside={two['other_document_id']}", to / "pages-reader.png")
    with browsing(house, dark=True, size=WINDOW) as it:
        shoot(it, "/health", to / "pages-health.png", 900)
    with browsing(house, size=PHONE) as it:
        shoot(it, f"/coverage/sample/{HOLED[0]}", to / "pages-phone.png", PHONE["height"])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / "docs/images", help="folder of the pictures")
    parser.add_argument(
        "--var", type=Path, help="folder of the installation; one that is there already is shown as it is"
    )
    parser.add_argument("--keep", action="store_true", help="leave the installation running")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        house = House(asked.var or Path(scratch) / "var")
        try:
            if not (asked.var and asked.var.exists()):
                troubled(house, Path(scratch))
            pictures(house, asked.to)
        finally:
            if not asked.keep:
                house.make("stop", check=None)


if __name__ == "__main__":
    main()
