"""What a journal says becomes rows once the files stand whole, once only."""

from __future__ import annotations

from dataclasses import replace

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


WINDOW = ("2026-03-01", "2026-03-02")


def test_known_is_the_newest_answer_with_the_record_that_holds_its_bytes(connection: Connection) -> None:
    first = snapshot_line("c1", hours=0)
    begin(connection, "c1")
    Registrar(connection, "c1").take(journal("c1", first))
    begin(connection, "c2")
    again = snapshot_line(
        "c2", hours=1, record_type="revisit", status=304, headers={"ETag": '"v2"'}, refers_to=first.record_id
    )
    fate = FateLine(again.site_id, "en", again.address, "unchanged", None, again.record_id)
    Registrar(connection, "c2").take([again, fate, closed("c2")])
    known = {one.address: one for one in crawls.known(connection, "toy", *WINDOW)}
    document = known[first.address]
    assert (document.etag, document.record_id) == ('"v2"', first.record_id)
    assert document.fetched_at == "2026-03-02T12:00:00.000000Z"
    assert set(known) == {first.address, "http://127.0.0.1:1/list"}
    assert crawls.known(connection, "another", *WINDOW) == ()


def test_what_the_window_does_not_ask_for_is_not_in_the_plan(connection: Connection) -> None:
    begin(connection, "c1")
    Registrar(connection, "c1").take(journal("c1", snapshot_line("c1")))
    assert crawls.known(connection, "toy", "2026-03-05", "2026-03-06") == ()


@pytest.mark.parametrize("reason", ["empty_body", "blocked: challenge"])
def test_an_answer_that_was_no_document_is_not_known_and_so_asked_for_in_full(
    connection: Connection, reason: str
) -> None:
    line = snapshot_line("c1")
    begin(connection, "c1")
    lines = [one for one in journal("c1", line) if not isinstance(one, FateLine)]
    fate = FateLine(line.site_id, "en", line.address, "failed", reason, line.record_id)
    Registrar(connection, "c1").take([*lines[:-1], fate, lines[-1]])
    assert line.address not in {one.address for one in crawls.known(connection, "toy", *WINDOW)}


def test_an_answer_whose_crawl_was_killed_before_its_fate_is_known_by_its_digest_and_asked_for_in_full(
    connection: Connection,
) -> None:
    line = snapshot_line("c1", headers={"ETag": '"v1"', "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"})
    begin(connection, "c1")
    lines = [one for one in journal("c1", line) if not isinstance(one, FateLine)]
    registrar = Registrar(connection, "c1")
    registrar.take([*lines[:-1], FateLine("bitrix/1", "en", line.address, "failed", "killed"), lines[-1]])
    registrar.finish()
    (known,) = [one for one in crawls.known(connection, "toy", *WINDOW) if one.address == line.address]
    assert (known.record_id, known.payload_digest) == (line.record_id, line.payload_digest), (
        "the same bytes are a revisit"
    )
    assert (known.etag, known.last_modified) == (None, None), "whether it was the document, nobody has looked at"


def test_an_address_longer_than_an_index_takes_is_registered_all_the_same(connection: Connection) -> None:
    address = "http://127.0.0.1:1/" + "".join(f"{number:x}" for number in range(4000))
    begin(connection, "c1")
    Registrar(connection, "c1").take(journal("c1", snapshot_line("c1", address=address)))
    assert counts(connection) == [2, 1, 1, 1]


def test_a_revisit_of_a_record_that_is_not_there_is_refused(connection: Connection) -> None:
    begin(connection, "c1")
    line = snapshot_line("c1", status=304)
    with pytest.raises(psycopg2.errors.CheckViolation):
        Registrar(connection, "c1").take(
            [snapshot_line("c1", record_type="response", refers_to=record_id()), line, closed("c1")]
        )
    connection.rollback()
    assert counts(connection) == [0, 0, 0, 0]


def report_of(crawl: str, outcome: str = "OK", *, since: str, until: str, ended: str, complete: bool = True) -> Report:
    return Report(
        crawl,
        "toy",
        since,
        until,
        outcome,
        "all",
        ended,
        ended,
        {"listed": 3},
        lists_complete=complete,  # type: ignore[arg-type]
    )


def test_a_report_is_written_once(connection: Connection) -> None:
    begin(connection, "c1")
    assert [row[0] for row in crawls.unfinished(connection, "toy")] == ["c1"]
    report = report_of("c1", since="2026-03-01", until="2026-03-02", ended="2026-03-03T12:00:00+00:00")
    crawls.end(connection, report)
    crawls.end(connection, replace(report, outcome="FAILED"))
    assert crawls.unfinished(connection, "toy") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome, listed FROM archive.crawl")
        assert cursor.fetchall() == [("OK", 3)]


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


def test_of_a_document_at_two_addresses_only_the_one_that_shows_what_it_showed_last_is_known(
    connection: Connection,
) -> None:
    """Else the older page that comes back at its address would be told "not modified", and its return would be lost."""
    begin(connection, "c1")
    first = snapshot_line("c1", address="http://127.0.0.1:1/a", payload_digest="sha256:a")
    second = snapshot_line("c1", hours=1, address="http://127.0.0.1:1/b", payload_digest="sha256:b")
    lines = [
        *journal("c1", first)[:-1],
        second,
        FateLine("bitrix/1", "fr", second.address, "fetched", None, second.record_id),
    ]
    Registrar(connection, "c1").take([*lines, closed("c1")])
    known = {one.address for one in crawls.known(connection, "toy", *WINDOW)}
    assert second.address in known and first.address not in known
    by_id = crawls.known(connection, "toy", "2020-01-01", "2020-01-01", site_ids=["bitrix/1"])
    assert [one.address for one in by_id] == [second.address]
