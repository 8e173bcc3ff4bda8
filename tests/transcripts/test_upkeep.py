"""Upkeep: figures of the day, the archive read again, the database looked after, leftovers removed, logs bounded."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from launcher.postgres import Postgres
from scraper.archive import Archive
from tests.transcripts.collecting import Here
from tests.transcripts.reviewing import Reviewing
from transcripts.store import care
from transcripts.store.connection import connected
from transcripts.store.retention import forget
from transcripts.upkeep.database import look_after, policy
from transcripts.upkeep.measure import measure
from transcripts.upkeep.tidy import bound_logs, leftovers
from transcripts.upkeep.verify import Reread, verify

pytestmark = pytest.mark.database
NOW = datetime(2026, 3, 5, 1, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_is_verified(house: Reviewing) -> None:
    house.execute("TRUNCATE pipeline.verification, pipeline.measurement")


def folder(here: Here) -> Path:
    return Path(here.archive.removeprefix("file://"))


def a_warc(here: Here) -> Path:
    return next(path for path in sorted(folder(here).rglob("*.warc.gz")) if path.stat().st_size > 5000)


def again(here: Here, **more: int) -> Reread:
    return verify(here.url, here.archive, NOW, **{"days": 1, **more})


# Figures


def test_the_figures_of_a_day_are_kept_once_for_all_by_ministry_and_by_language(house: Reviewing) -> None:
    for minutes in (0, 5):
        measure(house.url, house.archive, str(house.spool), NOW + timedelta(minutes=minutes))
    found = dict(
        house.rows("SELECT name || ' ' || ministry || ' ' || language, value FROM pipeline.measurement ORDER BY 1")
    )
    (published,) = house.rows("SELECT count(*), (SELECT count(*) FROM analysis.turns) FROM analysis.transcripts")
    assert (found["documents  "], found["turns  "]) == published
    assert found["documents tiny en"] == found["documents tiny "] == found["documents  "]
    on_disk = [path.stat().st_size for path in folder(house).rglob("*") if path.is_file()]
    assert (found["archive_files  "], found["archive_bytes  "]) == (len(on_disk), sum(on_disk))
    assert 0 < found["unknown_share  "] < 1 and found["disk_free_bytes  "] > 0 and found["database_bytes  "] > 0
    assert set(house.rows("SELECT DISTINCT day::text, at FROM pipeline.measurement")) == {
        ("2026-03-05", NOW + timedelta(minutes=5))
    }


# Verification


def test_a_whole_archive_is_read_and_nothing_is_wrong(house: Reviewing) -> None:
    done = again(house)
    files = dict(Archive(house.archive).walk())
    assert (done.files, done.bytes, done.left, done.problems) == (len(files), sum(files.values()), 0, ())
    ((records,),) = house.rows("SELECT sum(records) FROM pipeline.verification WHERE file LIKE '%.warc.gz'")
    ((snapshots,),) = house.rows("SELECT count(*) FROM archive.snapshot")
    assert records > snapshots, "requests and each file's own record are read, too"


def test_each_run_reads_what_waited_longest_until_its_bytes_are_used_up(house: Reviewing) -> None:
    count, read = len(dict(Archive(house.archive).walk())), set()
    for day in range(count):
        done = verify(house.url, house.archive, NOW + timedelta(days=day), budget=1)
        assert done.files == 1 and done.left == count - 1
        read |= {
            file
            for (file,) in house.rows(
                f"SELECT file FROM pipeline.verification WHERE verified_at = '{NOW + timedelta(days=day)}'"
            )
        }
    assert len(read) == count, "none was read twice before all were read once"


def test_a_disk_that_is_not_mounted_is_told_as_one_thing_and_no_file_is_taken_for_lost(
    house: Reviewing, tmp_path: Path
) -> None:
    again(house)
    for elsewhere in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(
            OSError, match=r"none of the \d+ files that should be there stands there. Is its disk mounted\?"
        ):
            verify(house.url, f"file://{elsewhere}", NOW, days=1)
    assert house.rows("SELECT count(*) FROM pipeline.verification WHERE problem IS NOT NULL") == [(0,)]


@pytest.mark.parametrize("what", ["a bit turned", "cut short", "missing", "another record in its place"])
def test_a_damaged_file_is_named_and_left_as_it_is(house: Reviewing, what: str) -> None:
    path = a_warc(house)
    whole, name = path.read_bytes(), str(path.relative_to(folder(house)))
    ((offset, length),) = house.rows(
        f"SELECT \"offset\"::int, length::int FROM archive.snapshot WHERE file = '{name}' ORDER BY 1 DESC LIMIT 1"
    )
    damaged = {
        "a bit turned": whole[: offset + length // 2] + b"\0\0\0" + whole[offset + length // 2 + 3 :],
        "cut short": whole[:-7],
        "missing": b"",
        "another record in its place": whole[:offset]
        + gzip.compress(b"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 0\r\n\r\n\r\n\r\n").ljust(length, b"\0"),
    }[what]
    try:
        path.unlink() if what == "missing" else path.write_bytes(damaged)
        (found,) = again(house).problems
        assert found.file == name and found.problem
        assert (found.problem == "is missing") if what == "missing" else (f"at byte {offset}" in found.problem)
        assert not path.exists() if what == "missing" else path.read_bytes() == damaged
        assert again(house, budget=1).problems, "it stays wrong until it is mended"
        if what == "missing":
            said = house.run("upkeep", "verify", "--bytes", "1")
            assert said.returncode == 1 and f"damaged     {name}: is missing" in said.stdout
    finally:
        path.write_bytes(whole)
    assert again(house, budget=1).problems == (), "what was wrong is read first"


def test_a_report_a_correction_and_the_kept_ids_are_read_too(house: Reviewing) -> None:
    house.say(1, "split", "A voice from the hall asked about bread.")
    house.process()
    report = next(folder(house).rglob("report.json"))
    said, ids = next((folder(house) / "corrections").glob("*.json")), next((folder(house) / "issued").glob("*.gz"))
    kept = {path: path.read_bytes() for path in (report, said, ids)}
    try:
        report.write_bytes(kept[report][:-9])
        said.write_bytes(kept[said].replace(b"ada", b"eve"))
        ids.write_bytes(gzip.compress(b""))
        wrong = {one.file.rpartition("/")[2]: one.problem or "" for one in again(house).problems}
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert set(wrong) == {report.name, said.name, ids.name}
    assert "it was changed" in wrong[said.name] and "it was changed" in wrong[ids.name]


# The database


def test_statistics_indexes_and_settings_are_looked_after_once(house: Reviewing) -> None:
    first = look_after(house.url)
    assert first.analyzed > 40 and first.postponed == []
    assert "pipeline.attempt" in first.settings and "corpus.turn_search_en" in first.settings
    assert look_after(house.url).settings == [], "what is set already is left alone"
    ((options,),) = house.rows("SELECT reloptions FROM pg_class WHERE oid = 'corpus.turn'::regclass")
    wanted = policy()["autovacuum"]["corpus.turn"]
    assert set(options) == {f"{key}={value}" for key, value in wanted.items()}


def test_a_bloated_index_is_built_anew_and_a_half_made_one_is_dropped(house: Reviewing, postgres: Postgres) -> None:
    house.execute(
        "CREATE TABLE pipeline.big AS SELECT n FROM generate_series(1, 60000) AS n; CREATE INDEX big_n ON pipeline.big (n);"
        "DELETE FROM pipeline.big WHERE n % 40 > 0; CREATE INDEX big_n_ccnew ON pipeline.big (n);"
    )
    try:
        with closing(psycopg2.connect(postgres.url(house.url.rsplit("/", 1)[1]))) as link, link:
            link.cursor().execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'pipeline.big_n_ccnew'::regclass"
            )
        with connected(house.url) as connection:
            care.be_polite(connection)
            assert care.leftovers(connection) == [("pipeline", "big_n_ccnew")]
            care.drop_index(connection, ("pipeline", "big_n_ccnew"))
            assert care.leftovers(connection) == []
            connection.cursor().execute("VACUUM ANALYZE pipeline.big")
            assert care.bloated(connection, 500_000, 2.5) == [("pipeline", "big_n")]
            care.rebuild(connection, ("pipeline", "big_n"))
            assert care.bloated(connection, 1, 2.5) == []
    finally:
        house.execute("DROP TABLE pipeline.big")


def test_what_a_lock_is_in_the_way_of_is_left_for_the_next_run(
    house: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "PATIENCE", "50ms")
    with closing(psycopg2.connect(house.url)) as holder:
        holder.cursor().execute("LOCK TABLE corpus.office IN SHARE UPDATE EXCLUSIVE MODE")
        done = look_after(house.url)
    assert done.postponed == ["analyze corpus.office"] and done.analyzed > 40


def test_only_what_nothing_needs_is_forgotten(house: Reviewing) -> None:
    house.execute(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, at) VALUES"
        " ('clean', 'a', '', '1', 'failed', 'x', now() - interval '800 days'),"  # made good
        " ('clean', 'b', '', '1', 'failed', 'x', now() - interval '800 days');"  # never made good
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, at) VALUES"
        " ('clean', 'a', '', '2', 'done', now() - interval '700 days');"
        "INSERT INTO pipeline.measurement (day, name, value, unit, at) SELECT day, 'turns', 1, 'turns', day"
        " FROM generate_series(date '2020-02-01', date '2020-03-31', '1 day') AS day"
    )
    with connected(house.url) as connection:
        gone = forget(connection, 730)
        assert forget(connection, 730) == dict.fromkeys(gone, 0)
    assert gone == {"attempt": 1, "check_result": 0, "incident": 0, "measurement": 58}
    assert house.rows("SELECT day::text FROM pipeline.measurement ORDER BY 1") == [("2020-02-29",), ("2020-03-31",)]
    assert house.rows("SELECT input, outcome FROM pipeline.attempt WHERE input IN ('a', 'b') ORDER BY 1") == [
        ("a", "done"),
        ("b", "failed"),
    ]
    house.execute("DELETE FROM pipeline.attempt WHERE input IN ('a', 'b')")


def test_tables_that_grow_are_asked_by_an_index_whether_they_name_an_attempt_that_goes(house: Reviewing) -> None:
    """Else each attempt that retention deletes reads each of them whole. Ministries and people are few."""
    unindexed = house.rows(
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE confrelid = 'pipeline.attempt'::regclass AND NOT EXISTS ("
        " SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1] AND indpred IS NULL) ORDER BY 1"
    )
    assert unindexed == [("corpus.ministry",), ("corpus.person",)]


# Leftovers and logs


def test_drafts_of_killed_processes_go_when_they_are_a_day_old(tmp_path: Path) -> None:
    archive, spool = tmp_path / "archive", tmp_path / "spool"
    drafts = [archive / "issued" / ".ab.jsonl.gz.new", archive / "tiny" / "c1" / ".00001.warc.gz.new"]
    folders = [spool / ".c1.new", spool / ".c2.done", spool / "c3"]
    for path in drafts:
        path.parent.mkdir(parents=True)
        path.touch()
        path.with_name("kept").touch()
    for path in folders:
        path.mkdir(parents=True)
        (path / "plan.json").touch()
    assert leftovers(f"file://{archive}", str(spool)) == []
    for path in (*drafts, *folders):
        os.utime(path, (0, time.time() - 90_000))
    assert leftovers(f"file://{archive}", str(spool)) == [*map(str, drafts), *map(str, folders[:2])]
    assert [path for path in (*drafts, *folders) if path.exists()] == [spool / "c3"]
    assert all(path.with_name("kept").exists() for path in drafts)


def test_a_log_is_begun_anew_under_the_process_that_writes_it(tmp_path: Path) -> None:
    log = tmp_path / "scheduler.log"
    count = "import itertools, sys, time\nfor n in itertools.count(): print(n, flush=True); time.sleep(.001)"
    with log.open("ab") as out:
        child = subprocess.Popen([sys.executable, "-c", count], stdout=out)
    try:
        for _ in range(4):
            while log.stat().st_size < 300:
                time.sleep(0.02)
            assert bound_logs(tmp_path, 200, 2) == ["scheduler.log"]
        assert bound_logs(tmp_path, 10_000_000) == []
        while not log.stat().st_size:
            time.sleep(0.02)
        assert child.poll() is None
        assert b"\0" not in log.read_bytes(), "it goes on at the file's new end"
    finally:
        child.kill()
        child.wait()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "scheduler.log",
        "scheduler.log.1.gz",
        "scheduler.log.2.gz",
    ]
    older, newer = (gzip.decompress((tmp_path / f"scheduler.log.{n}.gz").read_bytes()).split() for n in (2, 1))
    assert int(older[-1]) < int(newer[0]) < int(newer[-1])
