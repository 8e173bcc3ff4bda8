"""What breaks on our side while documents are processed: told by name, nobody else held up, and healed when it is mended."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.scraper.tiny_site import DAY, Site, document
from tests.transcripts.collecting import ROOT, Here
from transcripts.digest import digests
from transcripts.process import process

pytestmark = pytest.mark.database
#: A database that goes away in the middle of a transaction, once, at the first row that a table gets.
BREAKS = """
CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
CREATE TRIGGER broken AFTER INSERT OR UPDATE ON {} EXECUTE FUNCTION broken(); COMMIT; SELECT 1
"""


def crawled(here: Here, site: Site, *numbers: int, day: str = DAY) -> Path:
    """The WARC file of a crawl of these documents."""
    site.publish(*numbers, day=day)
    assert here.collect(site).outcome == "OK"
    ((file,),) = here.rows(
        "SELECT DISTINCT file FROM archive.snapshot WHERE crawl ="
        " (SELECT crawl FROM archive.crawl ORDER BY started_at DESC LIMIT 1)"
    )
    return Path(here.archive.removeprefix("file://")) / file


def outcomes(here: Here) -> list[tuple[str, str, str]]:
    return here.rows(
        "SELECT s.site_id, a.outcome, a.detail FROM pipeline.attempt a JOIN archive.snapshot s ON s.record_id::text = a.input"
        " WHERE a.step = 'clean' ORDER BY 1, a.attempt_id"
    )


def test_a_warc_file_that_is_missing_fails_its_documents_by_name_and_heals_when_it_is_put_back(
    here: Here, site: Site
) -> None:
    lost, other = crawled(here, site, 1, 2), crawled(here, site, 1, 2, 3)
    lost.rename(lost.with_suffix(".away"))
    done = here.run("process")
    assert done.returncode == 1
    assert "clean: failed 2, read 1" in done.stdout
    assert [(site_id, outcome) for site_id, outcome, _ in outcomes(here)] == [
        ("tiny/1", "failed"),
        ("tiny/2", "failed"),
        ("tiny/3", "done"),
    ]
    assert str(lost) in outcomes(here)[0][2]
    assert here.rows("SELECT site_id FROM analysis.transcripts") == [("tiny/3",)], "the others go on"
    assert str(lost) in here.run("status").stdout
    assert other.exists()
    lost.with_suffix(".away").rename(lost)
    assert here.run("process").returncode == 0
    assert here.rows("SELECT site_id FROM analysis.transcripts ORDER BY 1") == [("tiny/1",), ("tiny/2",), ("tiny/3",)]
    assert str(lost) not in here.run("status").stdout


def test_bytes_that_are_lost_for_good_are_asked_for_in_full_by_the_next_crawl(here: Here, site: Site) -> None:
    lost = crawled(here, site, 1, 2)
    lost.unlink()
    process(here.url, here.archive, 10)
    assert {outcome for _, outcome, _ in outcomes(here)} == {"failed"}
    assert here.collect(site).counts["fetched"] == 2
    process(here.url, here.archive, 10)
    assert here.rows("SELECT site_id FROM analysis.transcripts ORDER BY 1") == [("tiny/1",), ("tiny/2",)]


def test_an_archive_whose_disk_is_not_mounted_is_told_and_nothing_is_written_there(here: Here, site: Site) -> None:
    archive = crawled(here, site, 1).parents[2]
    archive.rename(archive.with_name("unplugged"))
    archive.mkdir()
    asked = len(site.asked)
    done = here.run("collect", "--ministry", "tiny", "--since", DAY, "--until", DAY, "--address", site.address)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"archive {here.archive}: none of the 1 crawls of tiny that it took stands there" in done.stderr
    assert (list(archive.iterdir()), len(site.asked)) == ([], asked)
    archive.rmdir()
    archive.with_name("unplugged").rename(archive)
    assert here.collect(site).counts["unchanged"] == 1


def test_a_report_that_is_damaged_in_the_archive_does_not_stop_the_next_crawl(here: Here, site: Site) -> None:
    (crawled(here, site, 1).parent / "report.json").write_text("{")
    here.rows("UPDATE archive.crawl SET outcome = NULL, finished_at = NULL; COMMIT; SELECT 1")
    assert here.collect(site).outcome == "OK"
    assert here.crawls()[0] == ("FAILED", "the archive has no report of it that can be read")


def test_a_warc_file_whose_end_is_cut_off_fails_its_last_record_alone(here: Here, site: Site) -> None:
    file = crawled(here, site, 1, 2)
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    assert here.run("process").returncode == 1
    ((last, offset),) = here.rows('SELECT site_id, "offset" FROM archive.snapshot ORDER BY 2 DESC LIMIT 1')
    failed = [one for one in outcomes(here) if one[1] == "failed"]
    assert [one[0] for one in failed] == [last]
    assert f"{file} at {offset}: no whole WARC record: the file ends after" in failed[0][2]
    file.write_bytes(whole)
    assert here.run("process").returncode == 0
    assert here.rows("SELECT count(*) FROM analysis.transcripts") == [(2,)]


@pytest.mark.parametrize("table", ["corpus.paragraph", "corpus.exchange", "corpus.publication"])
def test_a_database_that_goes_away_in_the_middle_of_a_transaction_leaves_nothing_half(
    here: Here, site: Site, table: str
) -> None:
    text = "<p>Question: How many ships?</p><p>Sergey Lavrov: Seven.</p>"
    site.pages |= {f"/doc/{number}": document(number, text) for number in (1, 2)}
    crawled(here, site, 1, 2)
    before = digests(here.url)
    here.rows(BREAKS.format(table))
    try:
        done = here.run("process", "--batch-size", "1")
    finally:
        here.rows(f"DROP TRIGGER broken ON {table}; DROP FUNCTION broken; COMMIT; SELECT 1")
    assert done.returncode == 1
    said = done.stderr.strip().splitlines()[-1]
    assert "went away: " in said
    assert "`make run` starts it" in said
    assert "Traceback" not in done.stderr
    assert (digests(here.url) == before) == (table == "corpus.paragraph"), "what was committed before stays"
    assert here.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert here.run("process").returncode == 0
    assert here.rows("SELECT site_id, turns FROM analysis.transcripts ORDER BY 1") == [("tiny/1", 2), ("tiny/2", 2)]


def test_two_processing_runs_at_once_share_the_work_and_neither_fails(here: Here, site: Site) -> None:
    crawled(here, site, *range(12))
    command = here.command("process", "--batch-size", "2")
    both = [
        subprocess.Popen(command, cwd=ROOT, env=here.environment, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [one.communicate(timeout=60)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert here.rows("SELECT count(*), count(DISTINCT document_id) FROM corpus.revision") == [(12, 12)]
    assert here.rows("SELECT count(*) FROM corpus.publication") == [(12,)]
