"""What happened to a ministry, written as rows; and what is said of it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from psycopg2.extensions import connection as Connection

from transcripts.health.findings import findings
from transcripts.health.model import Finding
from transcripts.incidents.model import Incident
from transcripts.incidents.rules import compared
from transcripts.store import incidents

#: Ten o'clock on the day on which all is looked at; the tests' ministry is collected at 6:30 in UTC.
NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
TODAY = NOW.date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass
class History:
    """The rows of one database, and questions about them."""

    connection: Connection
    #: Whether others are to see them at once.
    committed: bool = False

    def run(self, statement: str, *values: object) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
        if self.committed:
            self.connection.commit()

    def crawl(
        self,
        day: date,
        outcome: str | None = "OK",
        *,
        ministry: str = "tiny",
        kind: str = "window",
        by_clock: bool = True,
        reason: str = "as it was",
        problems: list[dict[str, str]] | None = None,
        not_before: datetime | None = None,
        began: datetime | None = None,
    ) -> str:
        """The run of the clock that begins on this day, for it and the day before. Returns the crawl's name."""
        name = f"{ministry}-{day:%Y%m%d}-{uuid.uuid4().hex[:6]}"
        at = began or datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
        run = f"{'scheduled' if by_clock else 'manual'}__{at.isoformat()}"
        self.run(
            "INSERT INTO archive.crawl (crawl, ministry, kind, since, until, outcome, reason, started_at, finished_at, archive,"
            " run_id, problems, not_before, lists_complete) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'file:///nowhere', %s, %s, %s, %s)",
            *(name, ministry, kind, day - timedelta(days=1), day, outcome, reason if outcome else None, at),
            *(at + timedelta(minutes=5) if outcome else None, run, json.dumps(problems or []), not_before),
            outcome in ("OK", "EMPTY"),
        )
        return name

    def days(self, first: int, last: int = 0, outcome: str = "OK") -> None:
        """A run by the clock on each of these days, counted back from today."""
        for back in range(first, last - 1, -1):
            self.crawl(ago(back), outcome)

    def found(self, now: datetime = NOW) -> list[Finding]:
        """All findings."""
        return findings(self.connection, now)

    def look(self, now: datetime = NOW, gone_looks: int = 1) -> list[Incident]:
        """The incidents that are open after a look of the DAG `watch`."""
        before = incidents.standing(self.connection)
        with self.connection.cursor() as cursor:
            after = incidents.write(cursor, compared(before, self.found(now), now, gone_looks))
        return [one for one in after if one.closed_at is None]

    def one(self, now: datetime = NOW) -> Finding:
        """The only finding."""
        (finding,) = self.found(now)
        return finding


def fate(history: History, crawl: str, site_id: str, what: str, reason: str | None = None) -> None:
    history.run(
        "INSERT INTO archive.fate (crawl, address, language, site_id, fate, reason) VALUES (%s, %s, 'en', %s, %s, %s)",
        *(crawl, f"http://tiny/{site_id}", site_id, what, reason),
    )


def snapshot(history: History, crawl: str, number: int) -> str:
    history.run(
        'INSERT INTO archive.snapshot (record_id, crawl, file, "offset", length, record_type, purpose, address, status, headers,'
        " payload_digest, block_digest, payload_length, fetched_at, site_id, language) VALUES (md5(%s)::uuid, %s, %s, %s, 10,"
        " 'response', 'document', 'http://tiny/doc', 200, '{}', 'p', 'b', 10, %s, %s, 'en')",
        *(f"{crawl} {number}", crawl, crawl, number, NOW - timedelta(hours=5), f"tiny/{number}"),
    )
    with history.connection.cursor() as cursor:
        cursor.execute("SELECT md5(%s)::uuid::text", (f"{crawl} {number}",))
        return str((cursor.fetchone() or ("",))[0])


def listed(history: History, crawl: str, number: int, day: date, came: bool = False) -> None:
    """A list of the crawl names a document of a day; ``came``: the crawl says that it fetched it."""
    record = snapshot(history, crawl, number)
    history.run(
        "INSERT INTO archive.listing (crawl, list, language, position, address, site_id, day, record_id)"
        " VALUES (%s, 'news', 'en', %s, %s, %s, %s, %s)",
        *(crawl, number, f"http://tiny/doc/{number}", f"tiny/{number}", day, record),
    )
    if came:
        fate(history, crawl, f"tiny/{number}", "fetched")
    else:
        history.run("UPDATE archive.snapshot SET purpose = 'list', site_id = NULL WHERE record_id = %s", record)


def check(history: History, ok: bool, at: datetime, name: str = "unknown_share") -> None:
    history.run(
        "INSERT INTO pipeline.check_result (name, ministry, language, at, value, ok, says) VALUES (%s, 'tiny', 'en', %s, 1, %s, 'half of them')",
        *(name, at, ok),
    )
