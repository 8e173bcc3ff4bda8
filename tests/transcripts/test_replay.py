"""What the archive holds makes the database again: the same rows, in whatever order, by however many, after whatever kill."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.postgres import Postgres
from tests.transcripts.collecting import ROOT, Here
from tests.transcripts.replaying import Fresh, archive_rows, databases_of, history
from tests.transcripts.reviewing import Reviewing
from transcripts.digest import digests
from transcripts.process import pending, process
from transcripts.replay import replay

pytestmark = pytest.mark.database
NOTHING = {"clean": 0, "segment": 0, "publish": 0, "align": 0, "countries": 0}


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with history(database_url, tmp_path_factory.mktemp("history")) as it:
        yield it


@pytest.fixture(scope="module")
def fresh(postgres: Postgres, migrated: str) -> Iterator[Fresh]:
    with databases_of(postgres, migrated, "replay") as make:
        yield make


def another(house: Reviewing, url: str) -> Here:
    """The same archive and another database."""
    here = Here(url, house.folder)
    assert here.archive == house.archive
    return here


def test_a_replay_into_an_empty_database_makes_the_same_of_it(house: Reviewing, fresh: Fresh) -> None:
    there = another(house, fresh("whole"))
    done = there.run("replay")
    assert done.returncode == 0, done.stderr
    assert "5 crawls registered, 0 known already; 6 corrections and decisions taken" in done.stdout
    assert (
        "left to do: clean 10, segment 0, publish 0, align 0, countries 0 (`transcripts process` does it" in done.stdout
    )
    process(there.url, there.archive, 3)
    assert archive_rows(there) == archive_rows(house)
    assert digests(there.url) == digests(house.url)
    assert there.rows("SELECT count(*) FROM corpus.revision") == [(16,)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_order_of_crawls_and_of_processing_counts(house: Reviewing, fresh: Fresh, seed: int) -> None:
    there, order = another(house, fresh(f"order_{seed}")), []

    def processed(crawl: str) -> None:
        order.append(crawl)
        process(there.url, there.archive, 2)

    replay(there.url, there.archive, order="random", seed=seed, on_crawl=processed)
    assert order != sorted(order)
    assert digests(there.url) == digests(house.url)


def test_two_workers_at_once_make_the_same_of_it(house: Reviewing, fresh: Fresh) -> None:
    there = another(house, fresh("workers"))
    replay(there.url, there.archive)
    command = there.command("process", "--batch-size", "1")
    workers = [
        subprocess.Popen(command, cwd=ROOT, env=there.environment, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [worker.communicate(timeout=60)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    assert pending(there.url) == NOTHING
    assert digests(there.url) == digests(house.url)


def test_a_second_replay_writes_nothing_and_takes_up_what_a_killed_one_left(house: Reviewing, fresh: Fresh) -> None:
    there = another(house, fresh("again"))
    there.rows(
        "CREATE FUNCTION kill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'; CREATE TRIGGER kill BEFORE INSERT ON archive.fate EXECUTE FUNCTION kill(); COMMIT; SELECT 1"
    )
    killed = there.run("replay")
    assert killed.returncode == 1
    assert there.crawls() == [(None, None)]
    there.rows("DROP TRIGGER kill ON archive.fate; COMMIT; SELECT 1")
    assert len(replay(there.url, there.archive).registered) == 5
    assert archive_rows(there) == archive_rows(house)
    again = replay(there.url, there.archive)
    assert (again.registered, again.known, again.said, again.damage) == ([], 5, 0, [])
    whole = replay(there.url, there.archive, again=True)
    assert (len(whole.registered), whole.damage) == (5, [])
    assert archive_rows(there) == archive_rows(house)


def test_it_reads_an_object_store_as_well(house: Reviewing, fresh: Fresh) -> None:
    import fsspec

    store = fsspec.filesystem("memory")
    store.put(f"{house.folder}/archive", "/replayed", recursive=True)
    there = Here(fresh("store"), house.folder)
    found = replay(there.url, "memory://replayed")
    assert (len(found.registered), found.damage, found.foreign) == (5, [], [])
    assert there.rows("SELECT DISTINCT archive FROM archive.crawl") == [("memory://replayed",)]
    process(there.url, "memory://replayed", 100)
    assert digests(there.url) == digests(house.url)


def test_an_archive_without_a_crawl_is_told(house: Reviewing, fresh: Fresh, tmp_path: Path) -> None:
    there = Here(fresh("none"), tmp_path)
    done = there.run("replay")
    assert done.returncode == 1
    assert done.stderr == f"transcripts replay: file://{tmp_path}/archive: no crawl there\n"
    done = another(house, there.url).run("replay", "--ministry", "nowhere")
    assert done.stderr == f"transcripts replay: {house.archive}: no crawl of nowhere there\n"


class Damaged:
    """A copy of the archive that one may damage."""

    def __init__(self, house: Reviewing, folder: Path, url: str) -> None:
        shutil.copytree(f"{house.folder}/archive", folder / "archive")
        self.here = Here(url, folder)
        began = house.rows("SELECT crawl FROM archive.crawl ORDER BY started_at")
        self.crawls = [folder / "archive" / "tiny" / crawl for (crawl,) in began]

    def replay(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.here.run("replay", *words)


@pytest.fixture
def damaged(house: Reviewing, fresh: Fresh, tmp_path: Path) -> Damaged:
    return Damaged(house, tmp_path, fresh("damaged"))


def test_what_is_damaged_is_named_and_all_else_is_registered(damaged: Damaged, house: Reviewing) -> None:
    first, second, third, fourth, _ = damaged.crawls
    kept = {path: path.read_bytes() for crawl in damaged.crawls for path in crawl.iterdir()}
    (first / "plan.json").write_text("{")
    (second / "report.json").unlink()
    journal = (third / "journal.jsonl").read_text().splitlines(keepends=True)
    (third / "journal.jsonl").write_text("".join([*journal[:-2], "\0\n", journal[-1]]))
    (fourth / "00001.warc.gz").write_bytes((fourth / "00001.warc.gz").read_bytes()[:-9])
    done = damaged.replay()
    assert done.returncode == 1
    assert "5 crawls registered" in done.stdout
    for place in (
        f"{first}/plan.json: no plan of a crawl",
        f"{second}/report.json is missing",
        f"{third}/journal.jsonl, line {len(journal) - 1}: no line of a journal",
        f"{fourth}/00001.warc.gz has {len(kept[fourth / '00001.warc.gz']) - 9} bytes, its journal says",
        "put it back from the backup, then `transcripts replay --again`",
    ):
        assert place in done.stdout
    outcomes = [outcome for outcome, _ in damaged.here.crawls()]
    assert outcomes[1:3] == ["FAILED", "FAILED"], "their days are asked for again"
    for path, content_ in kept.items():
        path.write_bytes(content_)
    mended = damaged.replay("--again", "--process")
    assert mended.returncode == 0, mended.stderr
    assert digests(damaged.here.url) == digests(house.url)


def test_what_is_no_crawl_or_none_yet_is_told_and_left_alone(damaged: Damaged) -> None:
    first, second, third, fourth, last = damaged.crawls
    (first.parent / "holiday pictures").mkdir()
    (first.parent / "holiday pictures" / "beach.jpg").write_bytes(b"sea")
    for name in ("plan.json", "journal.jsonl", "report.json"):
        (second / name).unlink()
    shutil.copytree(third, third.with_name("copy"))
    (fourth / "plan.json").unlink()
    (fourth / "report.json").unlink()
    stranger = first.parent.with_name("far_away") / first.name
    shutil.copytree(first, stranger)
    for name in ("plan.json", "report.json"):
        (stranger / name).write_text((stranger / name).read_text().replace('"tiny"', '"far_away"'))
    done = damaged.replay("--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["foreign"] == [f"file://{first.parent}/holiday pictures is no folder of a crawl"]
    assert found["unfinished"] == [
        f"file://{second} has no plan, journal and report: the crawl runs, or was killed and its spool has them"
    ]
    assert {line.partition(": ")[0] for line in found["damage"]} == {
        f"file://{third.with_name('copy')} holds the files of another crawl, tiny/{third.name}",
        f"file://{fourth}/plan.json is missing; file://{fourth}/report.json is missing",
    }
    assert found["without_module"] == ["far_away"]
    known = [f"tiny/{crawl.name}" for crawl in (first, third, last)]
    assert sorted(found["registered"]) == [f"far_away/{first.name}", *known]
