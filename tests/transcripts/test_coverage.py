"""Coverage: a day on which the site says that nothing appeared is told apart from a day that we lack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from scraper.ministries import registry
from tests.scraper.tiny_site import Answer, Site, html, listing, served
from tests.transcripts.collecting import MODULES, Here
from transcripts.collect import collect
from transcripts.process import process

pytestmark = pytest.mark.database

COLUMNS = "status, listed, fetched, published, open_gaps, accepted_gaps, quarantined, waiting"
BLOCKED = Answer(403, b"<h1>no</h1>")
NO_BODY = html("<h1>Document 8</h1>")


@pytest.fixture(scope="module")
def kept(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """Seven days in March: whole, silent, with a gap, never asked for, blocked, unreadable, and not over when asked."""
    with pytest.MonkeyPatch.context() as patch, served() as site:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        here = Here(database_url, tmp_path_factory.mktemp("coverage"))
        site.publish(1, 2, day="2026-03-02")
        site.pages["/list?day=2026-03-03"] = listing([], "2026-03-03")
        site.publish(3, 4, day="2026-03-04")
        site.pages["/doc/4"] = Answer(404, b"<h1>not here</h1>")
        asked(here, site, "2026-03-02", "2026-03-04")
        site.pages["/list?day=2026-03-06"] = BLOCKED
        asked(here, site, "2026-03-06", "2026-03-06")
        site.publish(7, 8, day="2026-03-07")
        site.pages["/doc/8"] = NO_BODY
        asked(here, site, "2026-03-07", "2026-03-07")
        process(here.url, here.archive, 100)
        yield here
    registry._read.cache_clear()


def asked(here: Here, site: Site, since: str, until: str) -> None:
    collect(here.url, "tiny", since, until, archive=here.archive, spool=str(here.spool), address=site.address)


def day(here: Here, when: str, columns: str = COLUMNS) -> tuple[Any, ...]:
    (found,) = here.rows(f"SELECT {columns} FROM analysis.coverage WHERE day = '2026-03-{when}' AND language = 'en'")
    return found


def test_a_day_that_is_whole(kept: Here) -> None:
    # The tiny site's documents print no day: they are published, and of no day.
    assert day(kept, "02", "status, listed, fetched, open_gaps, waiting") == ("complete", 2, 2, 0, 0)


def test_silence_is_said_by_the_site(kept: Here) -> None:
    assert day(kept, "03", f"{COLUMNS}, site_count") == ("nothing_published", 0, 0, 0, 0, 0, 0, 0, 0)


def test_a_document_that_did_not_come_is_a_gap_and_stays_missing_when_it_is_accepted(kept: Here) -> None:
    assert day(kept, "04", "status, listed, fetched, open_gaps, accepted_gaps") == ("incomplete", 2, 1, 1, 0)
    said = kept.run("gaps", "accept", "--ministry", "tiny", "--document", "tiny/4", "--by", "ada", "--reason", "lost")
    assert said.returncode == 0, said.stderr
    assert day(kept, "04", "status, listed, fetched, open_gaps, accepted_gaps") == ("incomplete", 2, 1, 0, 1)


def test_a_day_that_nobody_asked_for_has_a_row(kept: Here) -> None:
    assert day(kept, "05", f"{COLUMNS}, crawls") == ("not_collected", 0, 0, 0, 0, 0, 0, 0, 0)


def test_a_day_on_which_we_were_turned_away(kept: Here) -> None:
    assert day(kept, "06", "status, listed, crawls, last_outcome") == ("blocked", 0, 1, "BLOCKED")
    assert day(kept, "06", "open_gaps") == (1,)


def test_what_cannot_be_read_makes_a_day_incomplete(kept: Here) -> None:
    assert day(kept, "07", "status, listed, fetched, quarantined, waiting") == ("incomplete", 2, 2, 1, 0)


def test_no_day_is_left_out(kept: Here) -> None:
    found = kept.rows("SELECT day::text FROM analysis.coverage WHERE day IS NOT NULL ORDER BY day")
    assert found == [(f"2026-03-0{n}",) for n in range(2, 8)]


def test_a_sitemap_which_has_no_language_is_no_language_of_its_own(kept: Here) -> None:
    kept.execute("""
        INSERT INTO archive.list_page (crawl, list, language, page, address, entries, record_id)
        SELECT DISTINCT ON (crawl) crawl, 'sitemap', '', 1, address, 0, record_id FROM archive.list_page
    """)
    assert kept.rows("SELECT DISTINCT language FROM analysis.coverage") == [("en",)]


def test_documents_without_a_day_are_counted_apart(kept: Here) -> None:
    assert kept.rows("SELECT status, published, words > 0 FROM analysis.coverage WHERE day IS NULL") == [
        ("undated", 4, True)
    ]
    assert kept.rows("SELECT sum(published) FROM analysis.coverage") == kept.rows(
        "SELECT count(*) FROM analysis.transcripts"
    )


def test_it_says_what_the_operators_balance_says(kept: Here) -> None:
    both = "ministry, day, language, listed, site_count, quarantined, set_aside"
    operators = kept.rows(f"SELECT {both} FROM pipeline.balance ORDER BY day")
    assert len(operators) > 3
    assert set(operators) <= set(kept.rows(f"SELECT {both} FROM analysis.coverage"))
