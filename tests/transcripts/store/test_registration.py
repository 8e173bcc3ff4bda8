"""What a journal says becomes rows once the files stand whole, once only."""

from __future__ import annotations

from datetime import date

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from scraper.evidence import FateLine, Report
from tests.transcripts.store.crawled import begin, closed, journal, plan, record_id, snapshot_line
from transcripts.store import crawls
from transcripts.store.registration import Registrar

pytestmark = pytest.mark.database

TABLES = ("snapshot", "list_page", "listing", "fate")


def counts(connection: Connection) -> list[int]:
    with connection.cursor() as cursor:
        found = []
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM archive.{table}")
            found.append(cursor.fetchone()[0])
    connection.rollback()
    return found


def test_nothing_is_registered_before_its_file_is_closed(connection: Connection) -> None:
    begin(connection, "c1")
    lines = journal("c1", snapshot_line("c1"))
    registrar = Registrar(connection, "c1")
    registrar.take(lines[:-1])
    assert counts(connection) == [0, 0, 0, 0]
    registrar.take(lines[-1:])
    assert counts(connection) == [2, 1, 1, 1]


def test_registering_again_changes_nothing(connection: Connection) -> None:
    begin(connection, "c1")
    lines = journal("c1", snapshot_line("c1"))
    for _ in range(2):
        registrar = Registrar(connection, "c1")
        registrar.take(lines)
        registrar.finish()
    assert counts(connection) == [2, 1, 1, 1]


def test_a_fate_without_an_answer_is_registered_at_the_end(connection: Connection) -> None:
    begin(connection, "c1")
    registrar = Registrar(connection, "c1")
    registrar.take([FateLine("bitrix/9", "en", "http://127.0.0.1:1/9", "refused", "robots")])
    registrar.finish()
    assert counts(connection) == [0, 0, 0, 1]


def test_a_nul_that_a_site_prints_does_not_stop_it(connection: Connection) -> None:
    begin(connection, "c1")
    lines = journal("c1", snapshot_line("c1", headers={"X-Odd": "a\0b"}))
    Registrar(connection, "c1").take(lines)
    with connection.cursor() as cursor:
        cursor.execute("SELECT headers->>'x-odd' FROM archive.snapshot WHERE purpose = 'document'")
        assert cursor.fetchone() == ("a\ufffdb",)


def test_known_is_the_newest_answer_with_the_record_that_holds_its_bytes(connection: Connection) -> None:
    first = snapshot_line("c1", hours=0)
    begin(connection, "c1")
    Registrar(connection, "c1").take([first, closed("c1")])
    begin(connection, "c2")
    again = snapshot_line(
        "c2", hours=1, record_type="revisit", status=304, headers={"ETag": '"v2"'}, refers_to=first.record_id
    )
    Registrar(connection, "c2").take([again, closed("c2")])
    (known,) = crawls.known(connection, "toy")
    assert (known.address, known.etag, known.record_id) == (first.address, '"v2"', first.record_id)
    assert known.fetched_at == "2026-03-02T12:00:00.000000Z"
    assert crawls.known(connection, "another") == ()


def test_a_revisit_of_a_record_that_is_not_there_is_refused(connection: Connection) -> None:
    begin(connection, "c1")
    line = snapshot_line("c1", status=304)
    with pytest.raises(psycopg2.errors.CheckViolation):
        Registrar(connection, "c1").take(
            [snapshot_line("c1", record_type="response", refers_to=record_id()), line, closed("c1")]
        )
    connection.rollback()
    assert counts(connection) == [0, 0, 0, 0]


def test_a_report_is_written_once_and_says_until_when_we_have_collected(connection: Connection) -> None:
    begin(connection, "c1")
    assert [row[0] for row in crawls.unfinished(connection, "toy")] == ["c1"]
    report = Report(
        "c1",
        "toy",
        "2026-03-01",
        "2026-03-02",
        "OK",
        "all",
        "2026-03-02T12:00:00+00:00",
        "2026-03-02T12:01:00+00:00",
        {"listed": 3},
    )
    crawls.end(connection, report)
    crawls.end(connection, Report(**{**vars_of(report), "outcome": "FAILED"}))
    assert crawls.unfinished(connection, "toy") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome, listed FROM archive.crawl")
        assert cursor.fetchall() == [("OK", 3)]
    day = crawls.collected_until(connection, "toy", before=date(2026, 3, 5))
    assert day == date(2026, 3, 2)
    assert crawls.collected_until(connection, "toy", before=date(2026, 3, 2)) is None


def test_two_crawls_of_a_ministry_never_run_at_a_time(connection: Connection, database_url: str) -> None:
    other = psycopg2.connect(database_url)
    try:
        with crawls.alone(connection, "toy"):
            with (
                pytest.raises(crawls.MinistryBusy, match="another crawl of toy is under way"),
                crawls.alone(other, "toy"),
            ):
                pass
            other.rollback()
            with crawls.alone(other, "another"):
                assert plan("c1").ministry == "toy"
        with crawls.alone(other, "toy"):
            pass
    finally:
        other.close()


def vars_of(report: Report) -> dict[str, object]:
    return {name: getattr(report, name) for name in Report.__dataclass_fields__}
