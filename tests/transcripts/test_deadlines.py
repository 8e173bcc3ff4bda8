"""A deadline that passed: told where the day is not published, with the reason, and held open until it is or was given up."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import psycopg2
import pytest

from tests.scraper.tiny_site import DAY, Answer, Site
from tests.transcripts.collecting import Here
from transcripts.decide import decide
from transcripts.decisions import Decision
from transcripts.health.model import Finding
from transcripts.incidents.deadline import Deadline, finding
from transcripts.incidents.look import Delivery, look
from transcripts.incidents.model import Looked, News
from transcripts.process import process
from transcripts.store import lateness

pytestmark = pytest.mark.database

AT = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
PASSED = Deadline("tiny", date.fromisoformat(DAY), AT)


@pytest.fixture(autouse=True)
def quiet(here: Here) -> None:
    here.execute("TRUNCATE pipeline.incident")


def state(here: Here) -> dict[str, Any]:
    with closing(psycopg2.connect(here.url)) as connection:
        return lateness.of_day(connection, "tiny", PASSED.day)


def says(here: Here) -> str | None:
    found = finding(PASSED, state(here))
    return found.says if found else None


def looked(here: Here, *others: Finding, passed: Deadline | None = None) -> Looked:
    return look(here.url, AT, lambda _news: Delivery(("mail",)), lambda _connection, _now: others, passed=passed)


def published(here: Here, site: Site) -> None:
    site.pages.pop("/doc/1", None)
    site.publish(1, 2)
    assert here.collect(site).outcome == "OK"
    process(here.url, here.archive, 50)


def test_a_day_that_no_crawl_asked_for_is_late(here: Here) -> None:
    assert says(here) == f"tiny {DAY}: not published by 2026-03-03 08:30 UTC: no crawl of it has ended"


def test_a_day_whose_lists_did_not_come_is_late_with_the_reason(here: Here, site: Site) -> None:
    site.pages[f"/list?day={DAY}"] = Answer(500)
    here.collect(site)
    assert "FAILED: " in (says(here) or "") or "PARTIAL: " in (says(here) or "")


def test_what_was_fetched_and_waits_is_late(here: Here, site: Site) -> None:
    site.publish(1, 2)
    here.collect(site)
    assert (says(here) or "").endswith("UTC: 2 of 2 documents wait to be published")
    process(here.url, here.archive, 50)
    assert says(here) is None


def test_a_day_of_which_no_document_came_is_late_and_one_that_lacks_some_is_not(here: Here, site: Site) -> None:
    site.publish(1)
    site.pages["/doc/1"] = Answer(404)
    here.collect(site)
    assert (says(here) or "").endswith("none of 1 documents came")
    site.publish(1, 2)
    here.collect(site)
    process(here.url, here.archive, 50)
    assert says(here) is None, "which ones are missing is another alarm: completeness"


def test_a_day_that_a_person_gave_up_is_not_late(here: Here) -> None:
    holiday = Deadline("tiny", date(2026, 3, 8), AT)
    decide(
        here.url, here.archive, Decision("accept", "tiny", "day", "ada", "a holiday", AT.isoformat(), day="2026-03-08")
    )
    assert looked(here, passed=holiday) == Looked()


def test_it_is_held_open_until_the_day_is_published(here: Here, site: Site) -> None:
    first = looked(here, passed=PASSED)
    assert [(one.kind, one.severity, one.about, one.due_at) for one in first.news.opened] == [
        ("freshness", "bad", DAY, AT)
    ]
    assert [one.about for one in looked(here).open] == [DAY], "other looks know of it"
    assert looked(here, passed=PASSED).news == News(), "and it is told once"
    published(here, site)
    looked(here)
    assert [one.about for one in looked(here).news.over] == [DAY]


def test_a_deadline_of_a_day_that_is_published_says_nothing(here: Here, site: Site) -> None:
    published(here, site)
    assert looked(here, passed=PASSED) == Looked()


def test_a_ministry_that_is_known_to_be_late_is_one_incident_which_gets_worse(here: Here) -> None:
    late = Finding("freshness", "warn", "tiny", "2026-03-01", "tiny 2026-03-01..2026-03-02: not collected", "look")
    looked(here, late)
    again = looked(here, late, passed=PASSED)
    assert [one.about for one in again.open] == ["2026-03-01"]
    assert [(one.about, one.severity) for one in again.news.worse] == [("2026-03-01", "bad")]
    assert looked(here, late).news == News()
    looked(here)
    assert [one.about for one in looked(here).news.over] == ["2026-03-01"], (
        "the finding is gone, and no deadline holds it"
    )
