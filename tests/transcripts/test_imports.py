"""Captures that others made become snapshots, and go the way of all: what is taken, what is left out and why, once and no more."""

from __future__ import annotations

import gzip
import hashlib
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.archive import Archive
from scraper.captures.records import BadFile
from tests.transcripts.collecting import ROOT
from tests.transcripts.importing import FIRST, SITE, Hand, Importing, page, tiny_modules
from transcripts.process import process

pytestmark = pytest.mark.database


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Iterator[Importing]:
    with tiny_modules():
        it = Importing(database_url, tmp_path)
        it.execute(
            "SELECT set_config('corpus.publishing', 'yes', true);"
            "TRUNCATE archive.crawl, pipeline.attempt, corpus.ministry CASCADE"
        )
        yield it


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "others.warc.gz"


def test_pages_are_taken_as_they_were_meant_however_they_were_coded(here: Importing, file: Path) -> None:
    coded = {1: "", 2: "gzip", 3: "chunked", 4: "br", 5: "gzip and chunked", 6: "undone already"}
    with Hand(file) as hand:
        for number, how in coded.items():
            body, headers = page(number), {}
            if "gzip" in how:
                body, headers["http_Content-Encoding"] = gzip.compress(body), "gzip"
            if how == "br":
                body, headers["http_Content-Encoding"] = brotli.compress(body), "br"
            if how == "undone already":
                headers |= {"http_Content-Encoding": "gzip", "http_Transfer-Encoding": "chunked"}
            if "chunked" in how:
                body, headers["http_Transfer-Encoding"] = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), "chunked"
            hand.answer(number, body, at=number, **headers)
    found = here.take(file)
    assert (found.survey.new, dict(found.survey.told.left)) == ({"tiny": 6}, {})
    assert [report.outcome for report in found.reports] == ["OK"]
    archive, rows = (
        Archive(here.archive),
        here.rows('SELECT file, "offset", length, headers FROM archive.snapshot ORDER BY fetched_at'),
    )
    assert [archive.record(*row[:3]).body for row in rows] == [page(number) for number in coded]
    assert all(row[3]["content-length"] == str(len(page(1))) for row in rows)
    assert all("content-encoding" not in row[3] and "transfer-encoding" not in row[3] for row in rows)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    source = f"others.warc.gz: {file.stat().st_size} bytes, sha256 {digest}"
    assert here.rows("SELECT notices FROM archive.crawl") == [([source],)]
    crawl = here.rows("SELECT kind, outcome, since::text, until::text, responses, fetched, failed FROM archive.crawl")
    assert crawl == [("import", "OK", "2020-02-29", "2020-03-05", 6, 6, 0)]
    assert process(here.url, here.archive, 100)["publish"] == {"published": 6}
    shown = here.rows("SELECT title, retrieved_at FROM analysis.transcripts ORDER BY retrieved_at")
    assert [title for title, _ in shown] == [f"Document {number}" for number in coded]
    assert (shown[0][1] - FIRST).days == 1


def test_what_is_left_out_is_counted_by_its_reason_and_named_when_asked(here: Importing, file: Path) -> None:
    with Hand(file) as hand:
        hand.answer(1)
        hand.answer("http://elsewhere.example/doc/2")
        hand.answer(f"{SITE}/about")
        hand.answer(3, status="404 Not Found")
        hand.answer(4, status="301 Moved Permanently")
        hand.answer(5, b"<html><head><title>Page not found</title></head><body>Sorry.</body></html>")
        hand.answer(6, b"<html><body>Checking your browser</body></html>")
        hand.answer(7, WARC_Truncated="time")
        hand.answer(8, page(8)[:20], http_Content_Length="500")
        hand.answer(9, b"100\r\n<html>", **{"http_Transfer-Encoding": "chunked"})
        hand.answer(10, b"")
        hand.answer(11, gzip.compress(b"x" * 200_000), **{"http_Content-Encoding": "gzip"})
        hand.answer(12, b"x" * 500_000)
        hand.answer(13, at=400 * 365)
        hand.answer(14, WARC_Date="yesterday")
        hand.answer(15, WARC_Payload_Digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        hand.answer(16, WARC_Block_Digest="sha256:00ff")
        hand.answer(17, page(17), http_Content_Encoding="zstd")
    done = here.run("import", str(file), "--ministry", "tiny", "--verbose")
    assert done.returncode == 1
    counted = {line.split()[3]: int(line.split()[2]) for line in done.stdout.splitlines() if "left out" in line}
    assert counted == {
        "cut_short": 3, "undecodable": 2, "digest_mismatch": 2, "not_ours": 1, "no_document": 1, "status_404": 1,
        "status_301": 1, "gone:": 1, "blocked:": 1, "empty_body": 1, "too_large": 1, "date_in_future": 1, "no_date": 1,
    }  # fmt: skip
    assert f"left out: gone: not_found {SITE}/doc/5 at byte " in done.stderr
    assert f"left out: blocked: challenge {SITE}/doc/6 at byte " in done.stderr
    assert "elsewhere" not in done.stderr
    assert f"problem    digest_mismatch: {SITE}/doc/15 at byte " in done.stdout
    assert f"problem    digest_mismatch: {SITE}/doc/16 at byte " in done.stdout
    assert here.rows("SELECT outcome, responses, reasons->>'cut_short' FROM archive.crawl") == [("PARTIAL", 1, "3")]
    assert here.snapshots() == [(1, "response", "2020-02-28")]


def test_a_revisit_refers_to_its_original_in_the_file_or_in_the_archive(
    here: Importing, file: Path, tmp_path: Path
) -> None:
    with Hand(file) as hand:
        first = hand.answer(1)
        hand.revisit(1, first, at=3)
        hand.revisit(2, first, at=4)  # another address with the same id named: it is the body that counts
        changed = hand.answer(1, page(1, "He closed it."), at=5)
        hand.revisit(1, first, at=7, refers=False)
    later = tmp_path / "later.warc.gz"
    with Hand(later) as hand:
        hand.revisit(1, changed, at=20)
        unknown = Hand(tmp_path / "unknown.warc.gz").answer(3)
        hand.revisit(3, unknown, at=21)
    assert here.told(file)["new"] == {"tiny": 5}
    assert here.told(later)["left_out"] == {"original_not_held": 1}
    assert [(kind, day) for _, kind, day in here.snapshots()] == [
        ("response", "2020-02-28"), ("revisit", "2020-03-02"), ("revisit", "2020-03-03"), ("response", "2020-03-04"),
        ("revisit", "2020-03-06"), ("revisit", "2020-03-19"),
    ]  # fmt: skip
    assert here.rows(
        "SELECT count(*) FROM archive.snapshot s JOIN archive.snapshot b ON b.record_id = s.refers_to"
        " WHERE s.payload_digest = b.payload_digest AND s.payload_length = b.payload_length"
    ) == [(4,)]
    process(here.url, here.archive, 100)
    changes = here.rows(
        "SELECT r.ordinal, r.body LIKE '%closed%', r.shown FROM analysis.revisions r"
        " JOIN corpus.document USING (document_id) WHERE site_id = 'tiny/1' ORDER BY 1"
    )
    assert changes == [(1, False, False), (2, True, False), (3, False, False), (4, True, True)]


def test_the_same_file_again_writes_nothing_new(here: Importing, file: Path, tmp_path: Path) -> None:
    with Hand(file) as hand:
        first = hand.answer(1)
        hand.answer(2)
        hand.revisit(1, first, at=2)
    here.take(file)
    before = (here.rows("SELECT t::text FROM archive.snapshot t"), sorted((tmp_path / "archive").rglob("*")))
    again = here.take(file)
    assert (again.survey.new, again.reports, dict(again.survey.told.left)) == ({}, (), {"held_already": 3})
    copy = tmp_path / "copy.warc"
    with gzip.open(file) as packed:
        copy.write_bytes(packed.read())
    assert here.take(copy).survey.told.left == {"held_already": 3}
    assert (here.rows("SELECT t::text FROM archive.snapshot t"), sorted((tmp_path / "archive").rglob("*"))) == before
    assert list(here.spool.iterdir()) == []


def test_a_dry_run_says_what_would_be_and_writes_nothing(here: Importing, file: Path, tmp_path: Path) -> None:
    with Hand(file) as hand:
        hand.answer(1)
    done = here.run("import", str(file), "--dry-run")
    assert done.stdout == f"{file}: 1 records, would be imported: 1 of tiny (2020-02-28..2020-02-28)\n"
    assert not (tmp_path / "archive").exists() and here.crawls() == []


def test_ids_that_two_captures_share_and_captures_that_stand_twice_lose_nothing(here: Importing, file: Path) -> None:
    one = "<urn:uuid:11111111-2222-3333-4444-555555555555>"
    with Hand(file) as hand:
        hand.answer(1, WARC_Record_ID=one)
        hand.answer(2, WARC_Record_ID=one)
        hand.answer(1, WARC_Record_ID="<urn:uuid:11111111-2222-3333-4444-000000000000>")
        hand.answer(3, WARC_Record_ID="<urn:foo:3>")
    assert here.told(file)["left_out"] == {"held_already": 1}
    assert [number for number, _, _ in here.snapshots()] == [1, 2, 3]
    assert here.told(file)["new"] == {}


def test_older_formats_and_whole_file_compression_are_read(here: Importing, tmp_path: Path) -> None:
    body = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(1)
    version = b"1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n"
    arc = b"filedesc://x.arc 0.0.0.0 20200228135400 text/plain %d\n%s\n" % (len(version), version)
    line = f"{SITE}/doc/1 192.0.2.1 20200301120000 text/html {len(body)}\n".encode()
    (tmp_path / "old.arc").write_bytes(arc + line + body + b"\n")
    for name, numbers in (("plain.warc", (2, 3)), ("one.warc", (4, 5))):
        with Hand(tmp_path / name, compressed=False, version="WARC/0.18") as hand:
            for number in numbers:
                hand.answer(number)
    (tmp_path / "one.warc.gz").write_bytes(gzip.compress((tmp_path / "one.warc").read_bytes()))
    assert here.told(tmp_path / "old.arc")["new"] == {"tiny": 1}
    assert here.told(tmp_path / "old.arc")["left_out"] == {"held_already": 1}
    assert here.told(tmp_path / "plain.warc")["new"] == {"tiny": 2}
    assert here.told(tmp_path / "one.warc.gz")["new"] == {"tiny": 2}
    assert sorted(number for number, _, _ in here.snapshots()) == [1, 2, 3, 4, 5]


def test_what_is_no_warc_file_and_what_is_not_there_is_told_in_one_line(here: Importing, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no archive\n")
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    for name in ("notes.txt", "empty.warc.gz"):
        with pytest.raises(BadFile, match=name):
            here.take(tmp_path / name)
    done = here.run("import", str(tmp_path / "missing.warc.gz"))
    assert done.returncode == 1 and "missing.warc.gz" in done.stderr and len(done.stderr.splitlines()) == 1
    assert here.crawls() == []


@pytest.mark.parametrize("compressed", [True, False])
def test_a_damaged_file_loses_what_is_damaged_and_no_more(here: Importing, tmp_path: Path, compressed: bool) -> None:
    file = tmp_path / "damaged.warc"
    with Hand(file, compressed=compressed) as hand:
        for number in range(1, 6):
            hand.answer(number)
    whole = bytearray(file.read_bytes())
    with file.open("rb") as content:
        iterator = ArchiveIterator(content)
        starts = [iterator.offset for _ in iterator]
    middle = starts[1] + (60 if compressed else 0)
    whole[middle : middle + 20] = b"\0" * 20
    file.write_bytes(whole[:-30])
    found = here.take(file)
    assert [number for number, _, _ in here.snapshots()] == [1, 3, 4]
    told = found.survey.told.damage
    assert len(told) == 2 and f"damaged at byte {starts[1]}" in told[0] and f"byte {starts[2]}" in told[0]
    assert f"damaged at byte {starts[4]}" in told[1] and "nothing after it" in told[1]
    assert found.reports[0].outcome == "PARTIAL"


def test_a_killed_import_is_finished_by_the_next_and_taken_up_again(here: Importing, file: Path) -> None:
    with Hand(file) as hand:
        for number in range(1, 801):
            hand.answer(number, page(number) + b"<!-- %d -->" % number * 3)
    child = subprocess.Popen(
        here.command("import", str(file)),
        cwd=ROOT,
        env=here.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 30
    while not (journals := list(here.spool.glob("2*/journal.jsonl"))) or journals[0].read_bytes().count(b"\n") < 50:
        assert time.monotonic() < deadline and child.poll() is None, child.communicate()
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    found = here.take(file)
    assert 0 < found.taken["tiny"] < 800
    assert found.taken["tiny"] + found.reports[0].reasons["held_already"] == 800
    assert [outcome for outcome, _ in here.crawls()] == ["FAILED", "OK"]
    assert here.rows("SELECT count(*), count(DISTINCT record_id) FROM archive.snapshot") == [(800, 800)]
    assert json.loads(here.run("replay", "--again", "--json").stdout)["damage"] == []
