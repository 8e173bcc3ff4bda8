"""Collecting when a process or the database goes away: nothing that was stored is lost, and the next run goes on."""

from __future__ import annotations

import signal
import time
from contextlib import closing

import psutil
import pytest

from launcher import databases
from launcher.postgres import Postgres
from tests.scraper.tiny_site import DAY, Site, document
from tests.transcripts.collecting import Here, collecting
from transcripts.store.crawls import MinistryBusy

pytestmark = [pytest.mark.database, pytest.mark.full]


def test_kill_9_loses_nothing_that_was_stored(here: Here, site: Site) -> None:
    with collecting(here, site) as child:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert [row[0] for row in here.crawls()] == [None]
    deadline = time.monotonic() + 30
    while list(here.spool.iterdir()):  # the crawl sees that its parent is gone, and closes its files
        assert time.monotonic() < deadline, "the crawl goes on without its parent"
        time.sleep(0.1)
    for number in range(20):
        site.pages[f"/doc/{number}"] = document(number)
    report = here.collect(site)
    assert report.outcome == "OK"
    (first, second) = here.crawls()
    assert first[0] == "PARTIAL"
    assert second[0] == "OK"
    kept = here.rows(
        "SELECT count(*) FROM archive.snapshot s WHERE purpose = 'document' AND record_type = 'response'"
        " AND crawl = (SELECT crawl FROM archive.crawl ORDER BY started_at LIMIT 1)"
    )
    assert kept[0][0] >= 3
    assert report.counts["unchanged"] == kept[0][0]
    assert list(here.spool.iterdir()) == []


def test_a_crawl_that_outlives_its_command_is_waited_for_so_that_no_page_is_asked_for_twice(
    here: Here, site: Site
) -> None:
    with collecting(here, site) as child:
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert len(list(here.spool.iterdir())) == 1, "the crawl is still at work"
        site.pages |= {f"/doc/{number}": document(number) for number in range(12)}
        report = here.collect(site)
    assert report.outcome == "OK"
    assert [row[0] for row in here.crawls()] == ["PARTIAL", "OK"]
    twice = here.rows(
        "SELECT address FROM archive.snapshot WHERE purpose = 'document' AND record_type = 'response'"
        " GROUP BY address HAVING count(*) > 1"
    )
    assert twice == []
    assert list(here.spool.iterdir()) == []


def test_a_crawl_that_outlives_its_command_for_long_keeps_others_away(
    here: Here, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transcripts.collect.GRACE_SECONDS", 0.2)
    with collecting(here, site) as child:
        (crawl,) = psutil.Process(child.pid).children()
        crawl.suspend()
        child.send_signal(signal.SIGKILL)
        child.wait()
        (folder,) = here.spool.iterdir()
        with pytest.raises(MinistryBusy, match=f"{folder.name} is still at work"):
            here.collect(site)
        crawl.kill()
        crawl.wait()
    site.pages |= {f"/doc/{number}": document(number) for number in range(20)}
    assert here.collect(site).outcome == "OK"


def test_two_collections_of_one_ministry_do_not_run_at_a_time(here: Here, site: Site) -> None:
    with collecting(here, site):
        done = here.run("collect", "--ministry", "tiny", "--since", DAY, "--until", DAY, "--address", site.address)
        assert done.returncode == 1
        assert "another crawl of tiny is under way" in done.stderr


def test_a_database_that_goes_away_does_not_stop_the_crawl_and_the_next_run_registers_it(
    here: Here, site: Site, postgres: Postgres
) -> None:
    with collecting(here, site) as child:
        name = here.url.rsplit("/", 1)[1]
        with closing(databases.connect(postgres.url())) as link, link.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
            try:
                said, _ = child.communicate(timeout=60)
            finally:
                cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert child.returncode == 1
    assert "the next run registers it" in said
    report = here.collect(site)
    assert (report.outcome, report.counts["unchanged"]) == ("OK", 20)
    assert [row[0] for row in here.crawls()] == ["OK", "OK"]
