"""A full disk, or one that is read-only, ends a crawl with a clear reason; what was durable stays, and is recovered after.

The crawls run in a mount namespace of their own, with a small file system in memory.
"""

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tiny_site import DAY, Answer

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, subprocess, sys
from dataclasses import asdict
from pathlib import Path
from scraper.archive import Archive
from scraper.evidence import Plan, SnapshotLine
from scraper.process import run_crawl
from scraper.recovery import recover
address, since, full, options = sys.argv[1:]
root = Path(full).parent
subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", full], check=True)
plan = Plan("first", "tiny", since, since, f"file://{root}/archive", f"{root}/spool", address=address)
try:
    report, failed = run_crawl(plan), ""
except OSError as error:
    report, failed = None, str(error)
try:
    recover(root / "spool", plan.archive)
    refused = ""
except OSError as error:
    refused = str(error)
left = sorted(path.name for path in (root / "spool").glob("first/*"))
# named in full, or mount adds the owner's number, which an ordinary user's name space does not know
subprocess.run(["mount", "-i", "-n", "-t", "tmpfs", "-o", "remount,rw,size=64m", "tmpfs", full], check=True)
after = recover(root / "spool", plan.archive)
if failed:
    report = run_crawl(plan)
archive = Archive(plan.archive)
lines = [line for line in archive.journal("tiny", "first") if isinstance(line, SnapshotLine)]
records = [archive.record(line.file, line.offset, line.length).record_id == line.record_id for line in lines]
print(json.dumps({"report": asdict(report) if report else None, "refused": refused, "left": left, "failed": failed,
  "recovered": [asdict(one.report) for one in after], "records": records,
  "fates": sum(1 for line in archive.journal("tiny", "first") if type(line).__name__ == "FateLine"),
  "spool": sorted(str(path) for path in (root / "spool").iterdir())}))
"""
namespaces = shutil.which("unshare") and not subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode
pytestmark = pytest.mark.skipif(
    not namespaces, reason="this machine allows no user namespaces to mount a small disk in"
)


def crawl_with_full(site, tmp_path, which: str, options: str = "size=2m") -> dict:
    """Crawls with so much room at the spool or at the archive; documents are large and do not compress."""
    rng = __import__("random").Random(1)
    site.publish(*range(60))
    for number in range(60):
        site.pages[f"/doc/{number}"] = Answer(200, rng.randbytes(90_000), {"Content-Type": "text/html"})
    for name in ("spool", "archive"):
        (tmp_path / name).mkdir()
    command = ["unshare", "-Urm", sys.executable, "-c", textwrap.dedent(SCRIPT), site.address, DAY]
    done = subprocess.run(
        [*command, str(tmp_path / which), options], cwd=ROOT, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_full_archive_ends_the_crawl_and_everything_stays_in_the_spool(site, tmp_path):
    told = crawl_with_full(site, tmp_path, "archive")
    report = told["report"]
    assert report["outcome"] == "FAILED"
    assert "No space left on device" in report["reason"] and f"{tmp_path}/archive" in report["reason"]
    assert "No space left on device" in told["refused"] and f"{tmp_path}/archive" in told["refused"]
    assert {"00001.warc.gz", "journal.jsonl", "plan.json", "report.json"} <= set(told["left"])
    (recovered,) = told["recovered"]
    assert recovered["outcome"] == "FAILED" and recovered["files"] == ["tiny/first/00001.warc.gz"]
    assert len(told["records"]) == report["counts"]["responses"] == 62 and all(told["records"])
    assert told["fates"] == 60 and told["spool"] == []


def test_a_full_spool_ends_the_crawl_and_what_was_stored_is_kept(site, tmp_path):
    told = crawl_with_full(site, tmp_path, "spool")
    report = told["report"]
    assert report["outcome"] == "FAILED"
    assert "No space left on device" in report["reason"] and f"{tmp_path}/spool" in report["reason"]
    assert report["reasons"]["not_stored"] == 1 and report["reasons"]["not_asked"] > 10
    counts = report["counts"]
    assert counts["listed"] == 60 == counts["fetched"] + counts["failed"] and counts["fetched"] > 5
    assert len(told["records"]) == counts["fetched"] + 2 and all(told["records"])
    assert told["fates"] == 60 and told["spool"] == []


def test_a_spool_without_room_is_told_before_anything_is_asked(site, tmp_path):
    told = crawl_with_full(site, tmp_path, "spool", "size=100k")
    assert told["report"]["outcome"] == "FAILED"
    assert "No space left on device" in told["report"]["reason"] and f"{tmp_path}/spool" in told["report"]["reason"]
    assert site.asked == [] and told["spool"] == []


def test_a_read_only_archive_ends_the_crawl_and_everything_stays_in_the_spool(site, tmp_path):
    told = crawl_with_full(site, tmp_path, "archive", "ro")
    report = told["report"]
    assert report["outcome"] == "FAILED"
    for words in (report["reason"], told["refused"]):
        assert "Read-only file system" in words and f"{tmp_path}/archive" in words
    (recovered,) = told["recovered"]
    assert len(told["records"]) == recovered["counts"]["responses"] == 62 and all(told["records"])
    assert told["fates"] == 60 and told["spool"] == []


def test_a_read_only_spool_is_told_before_anything_is_asked_and_works_when_it_is_mended(site, tmp_path):
    told = crawl_with_full(site, tmp_path, "spool", "ro")
    assert "Read-only file system" in told["failed"] and f"{tmp_path}/spool" in told["failed"]
    assert told["left"] == [] and told["recovered"] == []
    assert told["report"]["counts"]["fetched"] == told["fates"] == 60
