"""What failed is asked for again, until it comes, is gone, or was asked for too often."""

from __future__ import annotations

import pytest
from psycopg2.extensions import connection as Connection

from scraper.evidence import FateLine, Gap
from tests.transcripts.store.crawled import begin
from transcripts.store.gaps import TRIES, gaps, given_up
from transcripts.store.registration import Registrar

pytestmark = pytest.mark.database

ADDRESS = "http://127.0.0.1:1/en/doc/7"


def crawled(connection: Connection, crawl: str, fate: str, reason: str | None, language: str = "de") -> None:
    begin(connection, crawl)
    registrar = Registrar(connection, crawl)
    registrar.take([FateLine("bitrix/7", language, ADDRESS, fate, reason)])  # type: ignore[arg-type]
    registrar.finish()


def test_a_gap_has_the_language_of_its_document_whatever_its_address_says(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "http_500")
    assert gaps(connection, "toy") == (Gap(ADDRESS, "de", "bitrix/7"),)
    assert gaps(connection, "another") == ()


def test_it_closes_when_the_document_comes(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "http_500")
    crawled(connection, "c2", "fetched", None)
    assert gaps(connection, "toy") == ()
    assert given_up(connection, "toy") == []


def test_another_language_does_not_close_it(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "http_500")
    crawled(connection, "c2", "fetched", None, language="en")
    assert [gap.language for gap in gaps(connection, "toy")] == ["de"]


@pytest.mark.parametrize("reason", ["not_asked", "blocked: challenge", "killed", "robots_unreadable", "not_stored"])
def test_what_was_never_asked_for_is_never_given_up(connection: Connection, reason: str) -> None:
    for number in range(TRIES + 2):
        crawled(connection, f"c{number:02}", "failed", reason)
    assert len(gaps(connection, "toy")) == 1
    assert given_up(connection, "toy") == []


def test_after_so_many_tries_it_is_left_to_a_person_who_is_told(connection: Connection) -> None:
    for number in range(TRIES):
        crawled(connection, f"c{number:02}", "failed", "http_500")
    assert gaps(connection, "toy") == ()
    assert given_up(connection, "toy") == [(ADDRESS, "de", "http_500")]


def test_a_page_that_is_gone_is_not_asked_for_again_and_told(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "http_404")
    assert gaps(connection, "toy") == ()
    assert given_up(connection, "toy") == [(ADDRESS, "de", "http_404")]
