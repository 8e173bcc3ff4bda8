"""Findings, looks one after the other, and channels that take the word or refuse it."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2
import psycopg2.errors

from transcripts.health.model import Finding
from transcripts.incidents.look import Delivery, look
from transcripts.incidents.model import Incident, Looked, News
from transcripts.incidents.policy import Policy
from transcripts.incidents.rules import compared, news, told

MORNING = datetime(2026, 11, 29, 7, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
NOON = MORNING + timedelta(hours=5)
BLOCKED = Finding(
    "block", "bad", "toy", "2026-11-28", "toy 2026-11-28: the site turned us away (http_403)", "look at the answer"
)
SLOW = Finding(
    "process", "warn", None, "clean", "12 documents wait for the cleaner since 05:00", "read the log of process"
)


def after(*looks: list[Finding], gone_looks: int = 2) -> list[Incident]:
    """The incidents after these looks, a quarter of an hour apart, of which a person was told each time."""
    standing: list[Incident] = []
    for number, found in enumerate(looks):
        now = MORNING + number * QUARTER
        standing = compared(standing, found, now, gone_looks)
        heard = {one.key: one for one in told(news(standing, now), now)}
        standing = [one for one in (heard.get(one.key, one) for one in standing) if not one.told_over_at]
    return standing


def untold(standing: list[Incident], found: list[Finding], now: datetime) -> tuple[list[str], list[str], list[str]]:
    what = news(compared(standing, found, now, 2), now)
    return [one.about for one in what.opened], [one.about for one in what.worse], [one.about for one in what.over]


@dataclass
class Channel:
    """A channel that takes the word, refuses it, or is not there."""

    taken: tuple[str, ...] = ("mail",)
    failed: tuple[str, ...] = ()
    heard: list[News] = field(default_factory=list)
    seconds: float = 0

    def __call__(self, what: News) -> Delivery:
        time.sleep(self.seconds)
        self.heard.append(what)
        return Delivery(self.taken, self.failed)

    def words(self) -> list[tuple[list[str], list[str]]]:
        return [
            ([one.about for one in what.opened + what.worse], [one.about for one in what.over]) for what in self.heard
        ]


def looked(url: str, channel: Channel, *found: Finding, at: datetime = MORNING, bounds: Policy | None = None) -> Looked:
    return look(url, at, channel, lambda _connection, _now: found, bounds)


def rows(url: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as link, link.cursor() as cursor:
        cursor.execute(
            "SELECT about, closed_at IS NULL, told_at IS NOT NULL, told_over_at IS NOT NULL FROM pipeline.incident ORDER BY 1"
        )
        return cursor.fetchall()
