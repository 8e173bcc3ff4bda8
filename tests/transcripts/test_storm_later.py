"""Faults that show only the second time: a site whose clock was ahead, and an id that another document has got."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from scraper.ministries import registry
from tests.sample.serving import known, sample, served
from tests.transcripts.collecting import MODULES
from transcripts.collect import collect
from transcripts.process import process
from transcripts.store.connection import connected
from transcripts.store.overview import overview

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.usefixtures("cold")]

MINISTRY, DAY = "sample_english", "2026-03-24"
THROWN = ("--faults", "storm", "--only", "clock-skew", "--only", "id-reused")
Twice = dict[str, list[tuple[str, list[str]]]]


@pytest.fixture(scope="module")
def twice(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    """By fault: title and paragraphs of each revision, after a crawl before and one after a step of the site's clock."""
    folder = tmp_path_factory.mktemp("later")
    archive = f"file://{folder}/archive"
    with pytest.MonkeyPatch.context() as patch, served(*THROWN) as address:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        for _ in range(2):
            collect(database_url, MINISTRY, DAY, DAY, archive=archive, spool=str(folder / "spool"), address=address)
            process(database_url, archive, 100)
            assert sample("advance", "--address", address).returncode == 0
        yield {name: revisions(database_url, one["site_id"]) for name, one in faults().items()}
    registry._read.cache_clear()


def faults() -> dict[str, dict[str, Any]]:
    return {one["fault"]: one for one in json.loads(sample("faults", *THROWN[2:]).stdout)}


def revisions(url: str, site_id: str) -> list[tuple[str, list[str]]]:
    query = (
        "SELECT r.title, r.body FROM corpus.revision v JOIN corpus.reading r USING (revision_id)"
        " JOIN corpus.document d USING (document_id) WHERE (d.ministry, d.site_id, d.language) = (%s, %s, 'en')"
        " ORDER BY v.first_seen"
    )
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query, (MINISTRY, site_id))
        return [(title, body.split("\n")) for title, body in cursor.fetchall()]


def answer(site_id: str, *clock: str) -> dict[str, Any]:
    (one,) = (one for one in known(*clock)["documents"] if (one["site_id"], one["language"]) == (site_id, "en"))
    return one


def test_a_change_is_seen_although_the_site_s_clock_was_ahead(twice: Twice) -> None:
    site_id = faults()["clock-skew"]["site_id"]
    before, after = twice["clock-skew"]
    wanted = [[one["text"] for one in answer(site_id, *clock)["paragraphs"]] for clock in ((), ("--clock", "1"))]
    assert [before[1], after[1]] == wanted and len(wanted[1]) > len(wanted[0])


def test_another_document_under_a_known_id_is_a_revision_and_the_first_keeps_its_text(twice: Twice) -> None:
    first = answer(faults()["id-reused"]["site_id"])
    before, after = twice["id-reused"]
    assert before == (first["title"], [one["text"] for one in first["paragraphs"]])
    assert after[0] != before[0]
    assert not set(after[1]) & {text for text in before[1] if len(text) > 80}


def test_and_it_is_told_so_while_a_text_that_grew_is_not(twice: Twice, database_url: str) -> None:
    with connected(database_url) as connection:
        found = overview(connection).reused
    before, after = (title for title, _ in twice["id-reused"])
    assert [(one["site_id"], one["before_title"], one["title"]) for one in found] == [
        (faults()["id-reused"]["site_id"], before, after)
    ]
