"""The view "Health": findings first, each ministry's stand, how it went over time; plain words where there is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from tests.transcripts.conftest import tiny  # noqa: F401 (the tests' ministry)
from tests.transcripts.health.history import History
from ui.pages import health_charts

pytestmark = pytest.mark.database

NOW = datetime.now(UTC)


@pytest.fixture
def history(database_url: str, tiny: None) -> Iterator[History]:  # noqa: F811
    link = psycopg2.connect(database_url, options="-c timezone=UTC")
    with link.cursor() as cursor:
        cursor.execute(
            "TRUNCATE archive.crawl, pipeline.check_result, pipeline.measurement, pipeline.incident, pipeline.verification,"
            " pipeline.schedule_state RESTART IDENTITY CASCADE"
        )
    link.commit()
    yield History(link, committed=True)
    link.close()


def page(operator) -> str:
    answer = operator.get("/health")
    assert answer.status_code == 200, answer.text
    return answer.text


def snapshots(history: History, crawl: str, began: datetime, count: int, seconds: float) -> None:
    history.run("UPDATE archive.crawl SET requests = %s WHERE crawl = %s", count, crawl)
    history.run(
        'INSERT INTO archive.snapshot (record_id, crawl, file, "offset", length, record_type, purpose, address, status, headers,'
        " payload_digest, block_digest, payload_length, fetched_at, site_id, language)"
        " SELECT md5(%s || n)::uuid, %s, %s, n, 10, 'response', 'document', 'http://toy/' || n, 200, '{}', 'p', 'b', 10,"
        " %s::timestamptz + n * %s * interval '1 second', 'tiny/' || n, 'en' FROM generate_series(0, %s - 1) n",
        *(crawl, crawl, crawl, began, seconds, count),
    )


def test_an_empty_database_is_told_in_plain_words(operator, history: History) -> None:
    said = page(operator)
    assert "All is well" in said and "never collected" in said
    for words in (
        "No crawl in 60 days",
        "Nothing was asked",
        "No page came lately",
        "Nothing was measured yet",
        "None in 60 days",
    ):
        assert words in said
    assert "data-figure" not in said


def test_findings_stand_first_with_their_next_step(operator, history: History) -> None:
    today = datetime(NOW.year, NOW.month, NOW.day, tzinfo=UTC)
    for back in range(9, 4, -1):
        history.crawl((today - timedelta(days=back)).date())
    said = page(operator)
    assert "All is well" not in said
    assert re.search(
        r'class="note bad".*?Today: freshness.*?tiny .*?: not collected.*?Next: does Airflow run', said, re.S
    )
    assert said.index("not collected") < said.index("Ministries</h2>")
    assert re.search(r'class="stand bad">late', said)


def test_crawls_stand_in_a_strip_told_by_sign_and_colour(operator, history: History) -> None:
    for back, outcome in ((3, "OK"), (2, "PARTIAL"), (1, "FAILED")):
        history.crawl((NOW - timedelta(days=back)).date(), outcome, began=NOW - timedelta(days=back))
    said = page(operator)
    assert re.findall(r'<li class="(\w+)" title[^>]*><span aria-hidden="true">(.)</span>', said) == [
        ("good", "+"),
        ("warn", "p"),
        ("bad", "F"),
    ]


def test_how_a_site_is_asked_is_told_by_the_pauses_that_were_kept(operator, history: History) -> None:
    began = NOW - timedelta(hours=5)
    crawl = history.crawl(began.date(), began=began)
    snapshots(history, crawl, began, 11, 2.5)
    said = page(operator)
    assert "no pause is asked for; from one answer to the next it took 2.50 s" in said
    assert "Seconds from one answer to the next, by crawl" in said and "Requests a minute, by crawl" in said
    assert "<td>10</td><td>2.5</td><td>2.5</td><td>2.5</td>" in said


def test_what_could_not_be_read_is_a_rate_by_week(operator, history: History) -> None:
    began = NOW - timedelta(hours=5)
    crawl = history.crawl(began.date(), began=began)
    snapshots(history, crawl, began, 4, 1)
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail)"
        " SELECT 'clean', record_id::text, 'd', '1', CASE WHEN \"offset\" = 0 THEN 'quarantined' ELSE 'done' END, 'why' FROM archive.snapshot"
    )
    history.run(
        "INSERT INTO pipeline.quarantine (record_id, cleaner, reason, detail, attempt_id)"
        " SELECT input::uuid, '1', 'unknown_layout', 'why', attempt_id FROM pipeline.attempt WHERE outcome = 'quarantined'"
    )
    said = page(operator)
    assert "Drift, blocks and quarantine by week" in said
    assert re.search(r"<td>tiny</td><td>[\d-]+</td><td>4</td><td>1</td><td>1</td><td>0</td><td>0</td>", said)


def test_figures_checks_and_incidents_are_drawn_once_there_are_some(operator, history: History) -> None:
    history.run(
        "INSERT INTO pipeline.measurement (day, name, value, unit, at) VALUES (current_date, 'archive_bytes', 5e9, 'bytes', now()),"
        " (current_date, 'disk_free_bytes', 90e9, 'bytes', now())"
    )
    history.run(
        "INSERT INTO pipeline.check_result (name, ministry, language, at, value, low, high, ok, says) VALUES"
        " ('turn_length', 'tiny', 'en', now(), 12, 20, 900, false, 'turns are <b>short</b>')"
    )
    history.run(
        "INSERT INTO pipeline.incident (kind, ministry, about, severity, says, next_step, opened_at, seen_at, closed_at) VALUES"
        " ('block', 'tiny', 'site', 'bad', 'tiny: the site turned us away', 'wait', now(), now(), now())"
    )
    said = page(operator)
    assert "Size of archive and database" in said and "Check: turn_length" in said
    assert "tiny en" in said and "turns are &lt;b&gt;short&lt;/b&gt;" in said and "<b>short" not in said
    assert "tiny: the site turned us away" in said and "nobody yet" in said
    assert "Wants a look: quality" in said


def test_what_is_well_again_is_not_told_as_wrong_and_what_is_not_stands_first() -> None:
    def row(name: str, hour: int, ministry: str, value: float | None, ok: bool) -> dict[str, object]:
        at = datetime(2026, 3, 1, hour, tzinfo=UTC)
        return {
            "name": name,
            "ministry": ministry,
            "language": "",
            "at": at,
            "value": value,
            "ok": ok,
            "says": f"{name} {ok}",
        }

    orphans = [row("orphans", 2, "", 0, True), row("orphans", 1, "tiny", 7, False)]
    words = [
        row("words", 2, "other", 55, True),
        row("words", 2, "third", None, True),
        row("words", 2, "tiny", 3, False),
    ]
    first, second = health_charts.standing([*orphans, *words])
    assert (first["name"], first["well"], first["of"], first["wrong"]) == ("words", 2, 3, ["words False"])
    assert first["found"] == ["3", "55"]
    assert (second["name"], second["well"], second["of"], second["wrong"]) == ("orphans", 1, 1, [])
    assert second["found"] == ["0"]


def test_markup_in_a_reason_stays_words(operator, history: History) -> None:
    history.crawl((NOW - timedelta(days=1)).date(), "BLOCKED", reason='<script>alert("x")</script>', began=NOW)
    said = page(operator)
    assert "<script>alert" not in said and "&lt;script&gt;alert" in said
