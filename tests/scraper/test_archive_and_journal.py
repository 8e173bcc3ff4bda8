"""Reading back what a crawl wrote: records by file and offset, journals line by line, and what is said when they lie."""

import gzip
import os
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.archive import Archive, ArchiveError
from scraper.digest import digest
from scraper.evidence import FateLine, FileClosedLine, Known, Report, SnapshotLine
from scraper.journal import BadJournal, Journal, cut_torn_line, read_lines
from scraper.recorder import Limits, Recorder
from scraper.warc import Exchange

PAGE = "<h1>Гавань открыта</h1>".encode()
FATE = FateLine("tiny/1", "ru", "http://ministry.example/doc/1", "failed", "http_404")


def exchange(body: bytes = PAGE, status: int = 200, path: str = "/doc/1") -> Exchange:
    return Exchange(
        address=f"http://ministry.example{path}",
        method="GET",
        sent=(("User-Agent", "us"),),
        status=status,
        headers=(("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        body=body,
        ip="203.0.113.5",
        fetched_at="2026-03-02T09:15:00.123456Z",
    )


@pytest.fixture(params=["file", "memory"])
def archive(request, tmp_path) -> Archive:
    return Archive(f"file://{tmp_path}/archive" if request.param == "file" else f"memory://{tmp_path.name}/archive")


@pytest.fixture
def recorder(archive, tmp_path):
    return record_into(archive, tmp_path)


def record_into(archive: Archive, folder: Path, **more) -> Recorder:
    return Recorder(folder, "tiny/first", archive, Journal(folder / "journal.jsonl"), {"software": "tests"}, **more)


def test_a_record_is_read_back_with_its_headers_and_bytes(archive, recorder):
    line = recorder.write(exchange(), None, "document", "tiny/1", "ru")
    recorder.close()
    record = archive.record(line.file, line.offset, line.length)
    assert (record.record_type, record.status, record.body) == ("response", 200, PAGE)
    assert (record.target_uri, record.record_id) == ("http://ministry.example/doc/1", line.record_id)
    assert record.fetched_at == line.fetched_at == "2026-03-02T09:15:00.123456Z"
    assert record.digest == line.payload_digest == digest(PAGE)
    assert record.headers["Content-Type"] == "text/html" and line.headers["Set-Cookie"] == "a=1, b=2"
    assert archive.exists(line.file) and archive.size(line.file) == len(archive.read(line.file))


def test_a_revisit_refers_to_the_record_that_has_the_bytes(archive, recorder):
    first = recorder.write(exchange(), None, "document")
    known = Known("tiny/1", "ru", first.address, first.payload_digest, None, None, first.record_id, first.fetched_at)
    same = recorder.write(exchange(), known, "document")
    unchanged = recorder.write(exchange(b"", 304), known, "document")
    other = recorder.write(exchange(PAGE + b"!"), known, "document")
    recorder.close()
    assert [line.record_type for line in (first, same, unchanged, other)] == [
        "response",
        "revisit",
        "revisit",
        "response",
    ]
    assert same.refers_to == unchanged.refers_to == first.record_id and other.refers_to is None
    assert unchanged.payload_digest == first.payload_digest
    assert archive.record(unchanged.file, unchanged.offset, unchanged.length).status == 304


def test_an_empty_body_is_no_revisit(recorder):
    empty = exchange(b"", 301)
    known = Known("", "", empty.address, digest(b""))
    assert recorder.write(empty, known, "hop").record_type == "response"


def test_files_are_closed_by_size_number_and_age(archive, tmp_path):
    for limits, name in ((Limits(exchanges=2), "number"), (Limits(bytes=3000), "size"), (Limits(seconds=3), "age")):
        folder = tmp_path / name
        folder.mkdir()
        times = iter(range(0, 100, 2))
        recorder = record_into(archive, folder, limits=limits, clock=lambda times=times: float(next(times)))
        lines = []
        for number in range(6):
            lines.append(recorder.write(exchange(os.urandom(700), path=f"/doc/{number}"), None, "document"))
            recorder.rotate_when_due()
        recorder.close()
        closed = [line for line in read_lines(folder / "journal.jsonl") if isinstance(line, FileClosedLine)]
        assert [line.file for line in closed] == recorder.closed == [f"tiny/first/0000{n}.warc.gz" for n in (1, 2, 3)]
        assert {line.file for line in lines} == set(recorder.closed)
        for line in lines:
            assert archive.record(line.file, line.offset, line.length).record_id == line.record_id
        assert [path.name for path in folder.iterdir()] == ["journal.jsonl"], "a closed file leaves the spool"


def test_nothing_written_makes_no_file(archive, recorder, tmp_path):
    recorder.close()
    assert not archive.exists("tiny/first/00001.warc.gz")


def test_a_wrong_byte_is_told_with_file_and_offset(archive, recorder, tmp_path):
    line = recorder.write(exchange(), None, "document")
    recorder.close()
    content = archive.read(line.file)
    member = gzip.decompress(content[line.offset : line.offset + line.length])
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(gzip.compress(member.replace(b"<h1>", b"<h2>")))
    archive.put(broken, "tiny/broken.warc.gz")
    with pytest.raises(ArchiveError, match=r"tiny/broken\.warc\.gz at 0: the bytes have the digest sha256:"):
        archive.record("tiny/broken.warc.gz", 0, broken.stat().st_size)


@pytest.mark.parametrize(("shift", "cut"), [(1, 0), (0, 40), (0, 10_000), (10_000_000, 0)])
def test_a_place_without_a_whole_record_is_told(archive, recorder, shift, cut):
    line = recorder.write(exchange(), None, "document")
    recorder.close()
    with pytest.raises(ArchiveError, match=rf"{line.file} at {line.offset + shift}"):
        archive.record(line.file, line.offset + shift, max(1, line.length - cut))


def test_a_file_that_is_not_there_is_named(archive):
    with pytest.raises(FileNotFoundError):
        archive.record("tiny/none.warc.gz", 0, 10)
    assert not archive.exists("tiny/none.warc.gz")


def test_a_put_never_shows_half_a_file_and_leaves_none(tmp_path):
    archive = Archive(f"{tmp_path}/archive")
    (tmp_path / "archive/tiny").mkdir(parents=True)
    (tmp_path / "archive/tiny/first").write_text("a file where a folder should be")
    (tmp_path / "local").write_bytes(b"x")
    with pytest.raises(OSError, match=f"archive {tmp_path}/archive") as caught:
        archive.put(tmp_path / "local", "tiny/first/x")
    assert caught.value.filename.endswith("tiny/first/x")
    archive.put(tmp_path / "local", "tiny/second/x")
    assert [path.name for path in (tmp_path / "archive/tiny/second").iterdir()] == ["x"]


def test_a_journal_is_read_as_it_was_written_but_for_a_torn_end(tmp_path):
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    closed = FileClosedLine("tiny/first/00001.warc.gz", 10)
    journal.append(FATE)
    journal.append(closed, sync=True)
    journal.close()
    with path.open("a") as file:
        file.write('{"event": "fate", "site')
    assert list(read_lines(path)) == list(read_lines(path.read_text())) == [FATE, closed]
    cut_torn_line(path)
    journal = Journal(path)
    journal.append(FATE)
    journal.close()
    assert list(read_lines(path)) == [FATE, closed, FATE]
    assert list(read_lines(tmp_path / "none.jsonl")) == []


@pytest.mark.parametrize("bad", ["{", '{"event": "nothing"}', '{"event": "fate", "new": 1}', "[]", "", '{"event": []}'])
def test_a_line_that_is_none_is_named(tmp_path, bad):
    path = tmp_path / "journal.jsonl"
    path.write_text(f'{{"event": "file_closed", "file": "x", "length": 1}}\n{bad}\n')
    with pytest.raises(BadJournal, match=r"journal\.jsonl, line 2"):
        list(read_lines(path))


def test_a_report_is_read_as_it_was_written(tmp_path):
    report = Report("c", "tiny", "2026-03-02", "2026-03-02", "OK", "well", "a", "b", {"listed": 1}, {}, ("f",))
    report.write(tmp_path / "report.json")
    assert Report.read(tmp_path / "report.json") == report
    (tmp_path / "report.json").write_text('{"crawl": 1}')
    with pytest.raises(ValueError, match=r"report\.json"):
        Report.read(tmp_path / "report.json")


def test_odd_header_bytes_and_long_addresses_survive(archive, recorder):
    odd = replace(exchange(path="/doc/1?q=" + "%D0%B6" * 500), headers=(("X-Odd", "caf\xe9"), ("Server", "")))
    line = recorder.write(odd, None, "document")
    recorder.close()
    record = archive.record(line.file, line.offset, line.length)
    assert record.body == PAGE and record.target_uri == odd.address
    assert isinstance(line, SnapshotLine)


def test_a_store_that_is_out_of_reach_is_named(monkeypatch, tmp_path):
    for name, value in {"TRANSCRIPTS_S3_ENDPOINT": "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID": "k"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    archive = Archive("s3://bucket/archive")
    (tmp_path / "local").write_bytes(b"x")
    with pytest.raises(OSError, match=r"archive s3://bucket/archive: .*127\.0\.0\.1:1"):
        archive.put(tmp_path / "local", "tiny/first/x")
