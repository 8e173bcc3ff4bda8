"""Looks in a real database: a person is told once, however many look, and nothing is forgotten where no channel took the word."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import psycopg2
import psycopg2.errors
import pytest

from tests.transcripts.incidents.looks import (
    BLOCKED,
    MORNING,
    NOON,
    SLOW,
    Channel,
    looked,
    rows,
)
from transcripts.incidents.look import CouldNotLook, Delivery, look
from transcripts.incidents.model import Looked, News
from transcripts.incidents.policy import policy
from transcripts.incidents.rules import compared
from transcripts.store import incidents
from transcripts.store.connection import connected


@pytest.fixture
def url(database_url: str) -> Iterator[str]:
    with closing(psycopg2.connect(database_url)) as link, link.cursor() as cursor:
        cursor.execute("TRUNCATE pipeline.incident RESTART IDENTITY")
        link.commit()
    yield database_url


@pytest.mark.database
def test_a_person_is_told_once_and_once_that_it_is_over(url: str) -> None:
    channel = Channel()
    for found in ([BLOCKED], [BLOCKED], [], [], [], []):
        looked(url, channel, *found)
    assert channel.words() == [(["2026-11-28"], []), ([], ["2026-11-28"])]
    assert rows(url) == [("2026-11-28", False, True, True)]


@pytest.mark.database
def test_what_no_channel_took_is_told_by_the_next_look(url: str) -> None:
    refusing, channel = Channel((), ("mail: 451",)), Channel()
    assert looked(url, refusing, BLOCKED).failed == ("mail: 451",)
    assert rows(url) == [("2026-11-28", True, False, False)]
    looked(url, channel, BLOCKED)
    looked(url, channel, BLOCKED)
    assert channel.words() == [(["2026-11-28"], [])]
    looked(url, channel)
    looked(url, refusing)
    looked(url, channel)
    assert channel.words()[1:] == [([], ["2026-11-28"])]


@pytest.mark.database
def test_without_a_channel_incidents_are_kept_and_told_when_one_is_set(url: str) -> None:
    nobody, channel = Channel((), ()), Channel()
    assert [one.about for one in looked(url, nobody, BLOCKED).open] == ["2026-11-28"]
    looked(url, channel, BLOCKED)
    assert channel.words() == [(["2026-11-28"], [])]


@pytest.mark.database
def test_what_it_was_told_of_is_written_only_after_a_channel_took_it(url: str) -> None:
    def dies(_news: News) -> Delivery:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look(url, MORNING, dies, lambda _connection, _now: [BLOCKED])
    assert rows(url) == [("2026-11-28", True, False, False)]
    channel = Channel()
    looked(url, channel, BLOCKED)
    assert channel.words() == [(["2026-11-28"], [])]


@pytest.mark.database
def test_looks_at_one_time_tell_once(url: str) -> None:
    channel = Channel(seconds=0.3)
    threads = [threading.Thread(target=looked, args=(url, channel, BLOCKED, SLOW)) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert channel.words() == [(["2026-11-28", "clean"], [])]
    assert len(rows(url)) == 2


@pytest.mark.database
def test_a_look_that_waits_too_long_for_another_leaves_the_telling_to_it(url: str) -> None:
    channel = Channel()
    with connected(url) as connection, incidents.alone(connection, 1):
        it = looked(url, channel, BLOCKED, bounds=replace(policy(), lock_seconds=1))
    assert it.told_by_another
    assert channel.heard == []
    looked(url, channel, BLOCKED)
    assert channel.words() == [(["2026-11-28"], [])]


@pytest.mark.database
def test_the_database_itself_holds_one_open_incident_of_a_key(url: str) -> None:
    looked(url, Channel(), SLOW)
    with connected(url) as connection, connection.cursor() as cursor, pytest.raises(psycopg2.errors.UniqueViolation):
        incidents.write(cursor, compared([], [SLOW], NOON, 2))


@pytest.mark.database
def test_a_look_with_nothing_to_say_writes_nothing(url: str) -> None:
    channel = Channel()
    for _ in range(3):
        assert looked(url, channel) == Looked()
    assert rows(url) == []
    assert channel.heard == []


@pytest.mark.database
def test_old_tables_are_said_with_the_way_out(url: str) -> None:
    with closing(psycopg2.connect(url)) as link, link.cursor() as cursor:
        cursor.execute("ALTER TABLE pipeline.incident RENAME COLUMN missed TO gone")
        link.commit()
        with pytest.raises(CouldNotLook, match=r"(?s)missed.*Next: bring the tables up to date"):
            looked(url, Channel(), BLOCKED)
        cursor.execute("ALTER TABLE pipeline.incident RENAME COLUMN gone TO missed")
        link.commit()
