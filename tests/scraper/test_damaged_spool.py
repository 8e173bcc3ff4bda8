"""One folder of the spool that is damaged, or not ours, keeps nobody from recovering the others."""

import json
import logging
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from crawling import Crawled, plan_for
from tiny_site import DAY

from scraper import spool
from scraper.evidence import JOURNAL, PLAN, REPORT, FateLine, SnapshotLine
from scraper.journal import Journal
from scraper.recovery import recover

NOBODY = 65534
SNAPSHOT = SnapshotLine(
    file="tiny/bad/00001.warc.gz", offset=0, length=500, record_id="urn:uuid:1", record_type="response",
    purpose="document", address="http://x/doc/1", status=200, headers={}, payload_digest="", block_digest="",
    payload_length=9, fetched_at="2026-03-02T00:00:00Z",
)  # fmt: skip


@pytest.fixture
def place(tmp_path) -> Path:
    """A spool with a damaged crawl ``bad``, and a killed one that comes after it by name."""
    for name in ("bad", "good"):
        os.close(spool.create(plan_for(tmp_path, "tiny", DAY, crawl=name)))
        journal = Journal(tmp_path / "spool" / name / JOURNAL)
        journal.append(FateLine("tiny/1", "en", "http://x/doc/1", "failed", "timeout"))
        journal.close()
    return tmp_path / "spool"


def lost_bytes(folder: Path) -> None:
    with (folder / JOURNAL).open("a") as file:
        file.write(json.dumps({name: getattr(SNAPSHOT, name) for name in SNAPSHOT.__slots__}) + "\n")
    (folder / "00001.warc.gz").write_bytes(b"x" * 100)


def torn_journal(folder: Path) -> None:
    (folder / JOURNAL).write_bytes(b"\0\0\0\n" + (folder / JOURNAL).read_bytes())


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda folder: (folder / PLAN).write_text("{"), "plan.json: no plan of a crawl"),
        (lambda folder: (folder / PLAN).write_text("[]"), "plan.json: no plan of a crawl"),
        (lambda folder: (folder / PLAN).write_bytes(b"\xff\xfe"), "plan.json: no plan of a crawl"),
        (lambda folder: (folder / PLAN).unlink(), "No such file or directory"),
        (lambda folder: (folder / REPORT).write_text("{"), "report.json: no report of a crawl"),
        (torn_journal, "journal.jsonl, line 1: no line of a journal"),
        (lambda folder: (folder / JOURNAL).write_bytes(b"\xff\n"), "journal.jsonl: no journal: 'utf-8' codec"),
        (lost_bytes, "00001.warc.gz: the journal names 500 bytes that are not there"),
    ],
)
def test_a_damaged_folder_is_told_and_kept_and_the_others_are_recovered(place, caplog, damage, words):
    damage(place / "bad")
    before = {path.name: path.read_bytes() for path in (place / "bad").iterdir()}
    told: list[tuple[str, str]] = []
    with caplog.at_level(logging.ERROR):
        (recovered,) = recover(place, f"file://{place.parent}/archive", lambda *what: told.append(what))
    assert recovered.plan.crawl == "good"
    assert [name for name, _ in told] == ["bad"] and words in told[0][1]
    (said,) = [one.getMessage() for one in caplog.records if one.name == "scraper.recovery"]
    assert str(place / "bad") in said and words in said and "move it out of the spool" in said
    assert {path.name: path.read_bytes() for path in (place / "bad").iterdir()} == before


def test_a_mended_folder_is_recovered_by_the_next(place):
    plan = (place / "bad" / PLAN).read_bytes()
    (place / "bad" / PLAN).write_text("{")
    recover(place, f"file://{place.parent}/archive")
    (place / "bad" / PLAN).write_bytes(plan)
    (recovered,) = recover(place, f"file://{place.parent}/archive")
    assert (recovered.plan.crawl, list(place.iterdir())) == ("bad", [])


def test_a_copy_of_a_folder_does_not_go_over_the_crawl_that_it_copies(place):
    (place / "bad").rename(place / "old")
    told: dict[str, str] = {}
    recover(place, f"file://{place.parent}/archive", told.__setitem__)
    assert "plan of another crawl, bad" in told["old"]
    assert not (place.parent / "archive/tiny/bad").exists()


def test_folders_that_are_not_ours_are_left_alone(place):
    (place / "lost+found").mkdir()
    (place / "notes").mkdir()
    (place / "notes" / "plan.txt").write_text("mine")
    (place / "file").write_text("mine")
    told: dict[str, str] = {}
    assert len(recover(place, f"file://{place.parent}/archive", told.__setitem__)) == 2
    assert told == {}
    assert sorted(path.name for path in place.rglob("*")) == ["file", "lost+found", "notes", "plan.txt"]


def test_a_folder_that_we_may_not_look_into_is_not_ours():
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "lost+found").mkdir(mode=0)
        us = os.geteuid()
        os.seteuid(NOBODY if us == 0 else us)  # root may look everywhere
        try:
            assert spool.unfinished(Path(folder)) == []
        finally:
            os.seteuid(us)


def test_an_archive_that_cannot_be_written_to_stops_the_recovery_and_the_spool_keeps_all(place):
    (place.parent / "archive").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="archive"):
        recover(place, f"file://{place.parent}/archive")
    assert sorted(path.name for path in place.iterdir()) == ["bad", "good"]
    assert Crawled(plan_for(place.parent, "tiny", DAY, crawl="bad"), None).fates == {
        "http://x/doc/1": ("failed", "timeout")
    }
