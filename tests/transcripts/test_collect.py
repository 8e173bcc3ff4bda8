"""Collecting when the world breaks: each fault has its clear error, is recorded, and loses nothing."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from scraper.ministries.registry import UnknownMinistry
from tests.scraper.tiny_site import DAY, Answer, Asked, Site, document, html
from tests.transcripts.collecting import Here
from transcripts.collect import collect
from transcripts.process import process

pytestmark = pytest.mark.database

FATES, BY_TIME = "FROM archive.fate JOIN archive.crawl USING (crawl)", "ORDER BY started_at"


def test_an_unknown_ministry_is_told_with_the_known_ones(here: Here, site: Site) -> None:
    with pytest.raises(UnknownMinistry, match=r"unknown ministry 'nowhere': known are .*sample"):
        collect(here.url, "nowhere", DAY, DAY, archive=here.archive, spool=str(here.spool))
    done = here.run("collect", "--ministry", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown ministry 'nowhere'" in done.stderr


def test_a_window_that_ends_before_it_starts_is_told(here: Here, site: Site) -> None:
    done = here.run("collect", "--ministry", "tiny", "--since", "2026-03-03", "--until", "2026-03-02")
    assert done.returncode == 2
    assert "ends on 2026-03-02, before its start on 2026-03-03" in done.stderr
    done = here.run("collect", "--ministry", "tiny", "--since", "3 March")
    assert done.returncode == 2
    assert "3 March" in done.stderr
    assert here.crawls() == []


@pytest.mark.parametrize("command", [("collect", "--ministry", "tiny"), ("process",), ("status",), ("migrate",)])
def test_a_database_that_is_down_is_one_line(here: Here, command: tuple[str, ...]) -> None:
    down = "postgresql://transcripts:secret-word@127.0.0.1:1/transcripts"
    done = here.run(*command, TRANSCRIPTS_DATABASE_URL=down)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "the database transcripts@127.0.0.1:1/transcripts does not answer" in done.stderr
    assert "secret-word" not in done.stderr


def test_a_setting_that_is_missing_is_named(here: Here) -> None:
    done = here.run("collect", "--ministry", "tiny", TRANSCRIPTS_ARCHIVE="")
    assert done.returncode == 2
    assert "TRANSCRIPTS_ARCHIVE is not set" in done.stderr


def test_a_site_that_cannot_be_reached_is_a_failed_crawl_with_its_reason(here: Here, site: Site) -> None:
    site.address = "http://127.0.0.1:9"
    began = time.monotonic()
    report = here.collect(site)
    assert time.monotonic() - began < 60
    assert report.outcome == "FAILED"
    assert here.crawls() == [("FAILED", report.reason)]
    assert "refused" in report.reason.lower()
    done = here.run("collect", "--ministry", "tiny", "--since", DAY, "--until", DAY, "--address", site.address)
    assert done.returncode == 3


def test_a_page_that_is_not_html_and_one_with_nul_bytes_go_to_quarantine_and_the_rest_goes_on(
    here: Here, site: Site
) -> None:
    site.publish(1, 2, 3)
    site.pages["/doc/1"] = Answer(200, b"%PDF-1.7 and so on", {"Content-Type": "application/pdf"})
    site.pages["/doc/2"] = html("<main><h1>Nul\0</h1></main>")
    assert here.collect(site).outcome == "OK"
    process(here.url, here.archive, 10)
    reasons = dict(
        here.rows("SELECT s.site_id, q.reason FROM pipeline.quarantine q JOIN archive.snapshot s USING (record_id)")
    )
    assert (reasons["tiny/1"], reasons["tiny/2"]) == ("not_html", "nul_bytes")
    assert here.rows("SELECT site_id FROM corpus.document") == [("tiny/3",)]


def test_a_file_of_the_archive_that_is_damaged_fails_its_document_alone(here: Here, site: Site) -> None:
    site.publish(1, 2)
    here.collect(site)
    ((file, offset),) = here.rows("SELECT file, \"offset\" FROM archive.snapshot WHERE site_id = 'tiny/1'")
    path = Path(here.archive.removeprefix("file://")) / file
    with path.open("r+b") as damaged:
        damaged.seek(offset + 40)
        damaged.write(b"\0\0\0\0\0\0\0\0")
    counts = process(here.url, here.archive, 10)
    assert (counts["clean"]["read"], counts["clean"]["failed"]) == (1, 1)
    ((detail,),) = here.rows("SELECT detail FROM pipeline.attempt WHERE outcome = 'failed'")
    assert file in detail
    assert f"at {offset}" in detail


def test_what_failed_is_asked_for_again_by_the_next_crawl(here: Here, site: Site) -> None:
    site.publish(1, 2)
    site.pages["/doc/1"] = Answer(500)
    assert here.collect(site).outcome == "PARTIAL"
    site.pages["/doc/1"] = document(1)
    site.pages["/list?day=2026-03-03"] = site.pages.pop(f"/list?day={DAY}")
    site.publish(day=DAY)
    here.collect(site)
    assert here.rows(f"SELECT fate {FATES} WHERE site_id = 'tiny/1' {BY_TIME}") == [
        ("failed",),
        ("fetched",),
    ]


@pytest.mark.parametrize("odd", [Answer(200, b"", {"ETag": '"v1"'}), html("Checking your browser", ETag='"v1"')])
def test_an_answer_that_was_no_document_is_asked_for_in_full_the_next_time(here: Here, site: Site, odd: Answer) -> None:
    site.publish(1)
    site.pages["/doc/1"] = odd
    assert here.collect(site).outcome in ("PARTIAL", "BLOCKED")
    process(here.url, here.archive, 10)
    assert here.rows("SELECT reason FROM pipeline.quarantine") == [], "the crawl says that it is not the document"
    open_gap = "blocked: challenge" if odd.body else "empty_body"
    assert here.rows("SELECT subject, key, reason FROM pipeline.open_gap") == [("document", "tiny/1", open_gap)]

    def conditional(asked: Asked) -> Answer:
        return Answer(304) if "If-None-Match" in asked.headers else document(1)

    site.pages["/doc/1"] = conditional
    assert here.collect(site).outcome == "OK"
    process(here.url, here.archive, 10)
    assert here.rows("SELECT site_id FROM corpus.document") == [("tiny/1",)]


def test_asked_in_full_a_site_is_told_no_condition_and_the_same_bytes_are_not_stored_twice(
    here: Here, site: Site
) -> None:
    site.publish(1)
    same = document(1)
    site.pages["/doc/1"] = Answer(same.status, same.body, {**same.headers, "ETag": '"v1"'})
    here.collect(site)
    here.collect(site)
    here.collect(site, in_full=True)
    conditions = ["If-None-Match" in one.headers for one in site.asked if one.path == "/doc/1"]
    assert conditions == [False, True, False]
    assert here.rows(f"SELECT fate {FATES} {BY_TIME}") == [("fetched",), ("unchanged",), ("unchanged",)]


def test_a_crawl_that_the_database_refuses_is_failed_and_does_not_stop_the_next(here: Here, site: Site) -> None:
    site.publish(1)
    here.rows("ALTER TABLE archive.listing ADD CONSTRAINT refuse CHECK (title NOT LIKE '%doc/1%'); COMMIT; SELECT 1")
    refused = here.collect(site)
    assert refused.outcome == "FAILED"
    assert "cannot be registered" in refused.reason
    assert "refuse" in refused.reason
    here.rows("ALTER TABLE archive.listing DROP CONSTRAINT refuse; COMMIT; SELECT 1")
    assert here.collect(site).outcome == "OK"
    assert [row[0] for row in here.crawls()] == ["FAILED", "OK"]


def test_a_foreign_folder_in_the_spool_stops_nobody(here: Here, site: Site) -> None:
    (here.spool / "lost+found").mkdir(parents=True)
    (here.spool / "garbled").mkdir()
    (here.spool / "garbled" / "plan.json").write_text("{")
    site.publish(1)
    assert here.collect(site).outcome == "OK"


def test_a_page_that_the_cleaner_stumbles_on_is_noted_and_the_others_land(
    here: Here, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transcripts.steps import clean as step

    site.publish(1, 2)
    here.collect(site)
    real = step.clean

    def stumbling(body: bytes, *args: Any, **more: Any) -> Any:
        if b"Document 1" in body:
            raise RuntimeError("stumbled")
        return real(body, *args, **more)

    monkeypatch.setattr(step, "clean", stumbling)
    counts = process(here.url, here.archive, 10)
    assert (counts["clean"]["read"], counts["clean"]["failed"]) == (1, 1)
    assert here.rows("SELECT detail FROM pipeline.attempt WHERE outcome = 'failed'") == [("RuntimeError: stumbled",)]
    assert here.rows("SELECT site_id FROM corpus.document") == [("tiny/2",)]
