"""The chain without Airflow: real HTTP, Scrapy in its own process, WARC, Postgres, the steps. Compared with the known answers."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.landed import differences, documents, expected
from tests.sample.serving import known, sample, served
from transcripts.collect import collect
from transcripts.process import pending, process

pytestmark = [pytest.mark.database, pytest.mark.full]


class Chain:
    """A served sample, an archive, a database."""

    def __init__(self, url: str, folder: Path, address: str) -> None:
        self.url, self.folder, self.address = url, folder, address
        self.archive, self.spool = f"file://{folder}/archive", str(folder / "spool")

    def collect(self, since: str = "2026-03-01", until: str = "2026-03-31", **more: Any) -> Any:
        return collect(
            self.url,
            "sample",
            since,
            until,
            archive=self.archive,
            spool=self.spool,
            **{"address": self.address, **more},
        )

    def process(self) -> dict[str, dict[str, int]]:
        return process(self.url, self.archive, 100)

    def landed(self) -> dict[tuple[str, str], dict[str, Any]]:
        return documents(self.url, "sample", "Europe/Helsinki")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def corpus(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of corpus with the transaction that wrote it: not even an update in place goes unseen."""
        tables = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'corpus' ORDER BY 1")
        return {
            table: self.rows(f"SELECT xmin::text, t::text FROM ONLY corpus.{table} t ORDER BY 2") for (table,) in tables
        }

    def files(self) -> dict[Path, bytes]:
        """Every file of the archive."""
        return {path: path.read_bytes() for path in (self.folder / "archive").rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def chain(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """The month, collected and processed once."""
    state = tmp_path_factory.mktemp("clock")
    with served("--state", state) as address:
        it = Chain(database_url, tmp_path_factory.mktemp("chain"), address)
        it.report = it.collect()
        it.counts = it.process()
        yield it


def test_all_that_the_site_lists_is_fetched_also_what_did_not_come_at_first(chain: Any) -> None:
    assert (chain.report.outcome, chain.report.reason) != ("FAILED", "")
    assert chain.report.outcome == "OK", chain.report.reason
    counts = chain.report.counts
    assert counts["listed"] == counts["fetched"] == len(known()["documents"])
    assert chain.rows("SELECT count(*) FROM archive.snapshot WHERE status = 503") == [(1,)]


def test_the_rows_equal_the_known_answers_to_the_letter(chain: Chain) -> None:
    wanted = expected(known())
    assert len(wanted) > 200
    assert differences(chain.landed(), wanted) == []


def test_nothing_is_left_to_do(chain: Chain) -> None:
    assert pending(chain.url) == {"clean": 0, "segment": 0, "publish": 0, "align": 0, "countries": 0}
    assert chain.rows("SELECT count(*) FROM pipeline.quarantine") == [(0,)]


def test_every_word_leads_back_to_bytes_in_the_archive(chain: Chain) -> None:
    from scraper.archive import Archive

    archive = Archive(chain.archive)
    found = chain.rows('SELECT file, "offset", length, address, payload_digest FROM analysis.sources ORDER BY 1, 2')
    assert len(found) > 200
    for file, offset, length, address, digest in found[::40]:
        record = archive.record(file, offset, length)
        assert (record.target_uri, record.digest, record.status) == (address, digest, 200)


@pytest.fixture(scope="module")
def twice(chain: Chain) -> Iterator[tuple[Chain, Any, dict[Path, bytes]]]:
    """The same window once more: the chain, the crawl's report, and the archive's files before it."""
    corpus, files = chain.corpus(), chain.files()
    report = chain.collect()
    assert chain.process() == {}
    assert chain.corpus() == corpus, "nothing is written in corpus, not even rewritten"
    yield chain, report, files


def test_a_second_time_writes_nothing_in_corpus(twice: Any) -> None:
    chain, report, _ = twice
    assert (report.outcome, report.counts["fetched"]) == ("OK", 0)
    assert report.counts["unchanged"] == report.counts["listed"]
    query = f"SELECT DISTINCT record_type FROM archive.snapshot WHERE crawl = '{report.crawl}' AND purpose <> 'hop'"
    assert chain.rows(query) == [("revisit",)]


def test_a_second_time_the_archive_gets_revisits_and_the_crawls_own_files(twice: Any) -> None:
    chain, report, before = twice
    after = chain.files()
    assert {path: after[path] for path in before} == before
    new = sorted(path.relative_to(chain.folder / "archive") for path in after.keys() - before.keys())
    own = ("00001.warc.gz", "journal.jsonl", "plan.json", "report.json")
    assert list(map(str, new)) == [f"sample/{report.crawl}/{name}" for name in own]
    kinds: Counter[str] = Counter()
    with (chain.folder / "archive" / new[0]).open("rb") as file:
        for record in ArchiveIterator(file):
            kinds[record.rec_type] += 1
            if record.rec_type == "response":
                assert record.http_headers.get_statuscode() != "200", "a redirect, or a try that was repeated"
    assert kinds["revisit"] >= report.counts["listed"] > 200
    assert kinds.keys() <= {"warcinfo", "request", "revisit", "response"}


def test_a_page_that_grew_is_a_second_revision_and_one_that_is_gone_keeps_its_text(chain: Chain) -> None:
    before = chain.landed()
    assert sample("advance", "--address", chain.address).returncode == 0
    assert sample("advance", "--address", chain.address).returncode == 0
    chain.collect()
    chain.process()
    now, step = chain.landed(), known("--clock", 2)
    wanted = expected(step)
    gone = set(before) - set(wanted)
    assert gone
    assert {key: now[key] for key in gone} == {key: before[key] for key in gone}
    assert differences({key: now[key] for key in now if key not in gone}, wanted) == []
    grown = {key for key in wanted if now[key] != before[key]}
    assert grown
    query = "SELECT site_id, language, revisions FROM analysis.transcripts WHERE revisions > 1"
    assert {row[:2] for row in chain.rows(query)} == grown


def test_light_commands_start_at_once() -> None:
    code = "import sys, transcripts.cli.app; print([m for m in ('psycopg2', 'scrapy', 'airflow', 'bs4', 'rich.progress') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
