"""A crawl that is killed or stopped in the middle loses nothing that it stored, and leaves no process and no lock."""

import io
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from crawling import Crawled, crawl, plan_for
from tiny_site import DAY, Answer, document
from warcio.archiveiterator import ArchiveIterator

from scraper.evidence import FateLine, FileClosedLine, SnapshotLine
from scraper.journal import read_lines
from scraper.process import run_crawl
from scraper.recovery import recover
from scraper.spool import SpoolTaken, take

pytestmark = pytest.mark.usefixtures("cold")

ROOT = Path(__file__).parents[2]


def children() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "scraper.crawl" in " ".join(one.cmdline())]


def kill_at(number: int):
    """Kills the crawl's process when the nth document has come."""
    seen = []

    def watch(_level: int, _logger: str, message: str) -> None:
        seen.append(message.startswith("fetched"))
        if sum(seen) == number and seen[-1]:
            (child,) = children()
            os.kill(child.pid, signal.SIGKILL)

    return watch


def replayed(content: bytes) -> list[str]:
    found = []
    for record in ArchiveIterator(io.BytesIO(content), check_digests="raise"):
        record.content_stream().read()
        found.append(record.rec_headers.get_header("WARC-Record-ID"))
    return found


@pytest.fixture
def killed(site, tmp_path) -> Crawled:
    """A crawl of twenty documents that was killed after about eight."""
    site.publish(*range(20))
    site.pages |= {f"/doc/{number}": slow(number) for number in range(20)}
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address), on_line=kill_at(8))
    assert done.report is None
    return done


def slow(number: int) -> Answer:
    answer = document(number)
    answer.seconds = 0.02
    return answer


def test_what_a_killed_crawl_stored_is_recovered_whole(killed):
    folder = Path(killed.plan.spool) / "first"
    stored = [line for line in read_lines(folder / "journal.jsonl") if isinstance(line, SnapshotLine)]
    with (folder / "00001.warc.gz").open("ab") as file:
        file.write(b"\x1f\x8b half a record")  # as if the kill had come a moment later
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"event": "snapshot", "file": "tiny/fi')
    (recovered,) = recover(Path(killed.plan.spool), killed.plan.archive)
    assert not folder.exists() and list(folder.parent.iterdir()) == []
    assert (recovered.report.outcome, recovered.report.reason) == ("FAILED", "the crawl was killed")
    assert not recovered.report.lists_complete
    assert recovered.files == recovered.report.files == ("tiny/first/00001.warc.gz",)
    assert killed.snapshots == stored and len(stored) >= 9
    for line in stored:
        assert killed.record(line).record_id == line.record_id
    assert replayed(killed.archive.read(stored[0].file))[-1] == stored[-1].record_id, "nothing half is left"
    (closed,) = killed.of(FileClosedLine)
    assert closed.length == len(killed.archive.read(closed.file))


def test_every_document_of_a_killed_crawl_has_a_fate(killed):
    (recovered,) = recover(Path(killed.plan.spool), killed.plan.archive)
    counts = recovered.report.counts
    assert len(killed.fates) == 20 == counts["listed"]
    assert counts["fetched"] + counts["failed"] == 20 and counts["fetched"] >= 7
    assert recovered.report.reasons == {"killed": counts["failed"]}
    assert {reason for fate, reason in killed.fates.values() if fate == "failed"} == {"killed"}


def test_recovery_leaves_running_crawls_alone_and_can_be_repeated(killed):
    spool = Path(killed.plan.spool)
    lock = take(spool / "first")
    assert lock is not None
    assert recover(spool, killed.plan.archive) == []
    os.close(lock)
    assert len(recover(spool, killed.plan.archive)) == 1
    assert recover(spool, killed.plan.archive) == []
    assert recover(spool / "nowhere", killed.plan.archive) == []


@pytest.mark.parametrize("step", ["moved", "closed", "reported", "copied"])
def test_a_recovery_that_is_killed_is_finished_by_the_next(killed, tmp_path, step):
    spool, before = Path(killed.plan.spool), tmp_path / "before"
    shutil.copytree(spool, before)
    (first,) = recover(spool, killed.plan.archive)
    lines = killed.lines
    shutil.rmtree(spool)
    shutil.copytree(before, spool)
    folder = spool / "first"
    archived = tmp_path / "archive/tiny/first"
    if step != "copied":
        for name in ("plan.json", "journal.jsonl", "report.json"):
            (archived / name).unlink()
    if step != "moved":
        shutil.copy(archived / "journal.jsonl", folder) if step == "copied" else None
        (folder / "00001.warc.gz").unlink()
    if step == "reported":
        first.report.write(folder / "report.json")
    (again,) = recover(spool, killed.plan.archive)
    assert again.report.outcome == "FAILED" and again.report.counts == first.report.counts
    assert killed.lines == lines
    assert len(killed.of(FileClosedLine)) == 1


def test_a_crawl_that_was_killed_before_its_first_answer_is_recovered_too(site, tmp_path):
    plan = plan_for(tmp_path, "tiny", DAY, address=site.address)
    site.pages["/robots.txt"] = Answer(seconds=30)

    def watch() -> None:
        if site.asked:
            os.kill(children()[0].pid, signal.SIGKILL)

    assert run_crawl(plan, on_poll=watch) is None
    (recovered,) = recover(Path(plan.spool), plan.archive)
    assert (recovered.report.outcome, recovered.files, recovered.report.counts["listed"]) == ("FAILED", (), 0)


def test_a_stopped_crawl_closes_its_files_and_leaves_a_report(site, tmp_path):
    site.publish(*range(20))
    site.pages |= {f"/doc/{number}": slow(number) for number in range(20)}
    stops = []
    done = crawl(
        plan_for(tmp_path, "tiny", DAY, address=site.address),
        on_line=lambda _l, _n, message: stops[0]() if message.startswith("fetched") else None,
        on_start=stops.append,
    )
    assert (done.report.outcome, done.report.counts["listed"]) == ("PARTIAL", 20)
    assert "stopped" in done.report.reason
    assert done.report.reasons["not_asked"] == 20 - done.report.counts["fetched"] > 0
    assert done.archive.exists("tiny/first/report.json") and not Path(done.plan.spool, "first").exists()
    assert len(done.fates) == 20


def test_a_stop_does_not_wait_for_a_pause_between_retries(site, tmp_path):
    site.publish(1)
    site.pages["/doc/1"] = Answer(503, b"", {"Retry-After": "60"})
    stops = []
    started = time.monotonic()
    done = crawl(
        plan_for(tmp_path, "tiny", DAY, address=site.address),
        on_line=lambda _l, _n, message: stops[0]() if "asked again in 60" in message else None,
        on_start=stops.append,
    )
    assert time.monotonic() - started < 10
    assert done.report.outcome == "PARTIAL" and "stopped" in done.report.reason


@pytest.mark.parametrize("where", ["on_line", "on_poll", "on_start"])
def test_whatever_the_caller_raises_stops_the_crawl(site, tmp_path, where):
    site.publish(*range(20))
    site.pages |= {f"/doc/{number}": Answer(seconds=0.2, body=b"x") for number in range(20)}

    def raises(*_: object) -> None:
        raise KeyboardInterrupt

    plan = plan_for(tmp_path, "tiny", DAY, address=site.address)
    with pytest.raises(KeyboardInterrupt):
        run_crawl(plan, **{where: raises})
    assert children() == []
    left = recover(Path(plan.spool), plan.archive)
    finished = Crawled(plan, None).archive.exists("tiny/first/report.json")
    assert finished, left


def test_a_crawl_ends_by_itself_when_its_starter_is_killed(site, tmp_path):
    site.publish(*range(50))
    site.pages |= {f"/doc/{number}": Answer(seconds=0.1, body=b"page") for number in range(50)}
    plan = plan_for(tmp_path, "tiny", DAY, address=site.address)
    plan.write(tmp_path / "wanted.json")
    starter = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(
                f"""
                from pathlib import Path
                from scraper.evidence import Plan
                from scraper.process import run_crawl
                run_crawl(Plan.read(Path({str(tmp_path / "wanted.json")!r})))
                """
            ),
        ],
        cwd=ROOT,
    )
    while len(site.asked) < 5:
        time.sleep(0.05)
    (child,) = psutil.Process(starter.pid).children()
    starter.kill()
    starter.wait()
    child.wait(timeout=10)
    done = Crawled(plan, None)
    report = done.archive.read("tiny/first/report.json").decode()
    assert '"PARTIAL"' in report and "is gone" in report
    assert len(done.of(FateLine)) == 50


def test_the_same_crawl_is_not_started_twice(killed):
    with pytest.raises(SpoolTaken, match="first"):
        run_crawl(killed.plan)
    recover(Path(killed.plan.spool), killed.plan.archive)
    with pytest.raises(SpoolTaken, match="tiny/first already"):
        run_crawl(killed.plan)
