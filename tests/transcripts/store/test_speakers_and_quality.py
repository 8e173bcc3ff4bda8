"""Who speaks in which office as of a date, and how far a month can be trusted: from published, shown documents alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from tests.transcripts.reviewing import Reviewing

pytestmark = pytest.mark.database

PERSON = "sergey-lavrov"
FIRST, LAST = date(2026, 2, 25), date(2026, 3, 10)


@pytest.fixture
def owner(house: Reviewing) -> Iterator[Connection]:
    """What a test changes is rolled back. The documents of that site print no day: they get one."""
    with closing(psycopg2.connect(house.url)) as connection:
        rows(connection, "UPDATE corpus.reading SET published_at = '2026-03-02 12:00Z'")
        yield connection


def rows(connection: Connection, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, tuple(values) or None)
        return cursor.fetchall() if cursor.description else []


def offices(connection: Connection, *held: tuple[str, str | None, str | None]) -> None:
    """The person's offices: code, first day, last day."""
    rows(connection, "DELETE FROM corpus.office WHERE person_id = %s", (PERSON,))
    for ordinal, (code, since, until) in enumerate(held, 1):
        rows(
            connection,
            "INSERT INTO corpus.office VALUES (%s, %s, %s, 'Toyland', %s, %s, 'invented')",
            (PERSON, ordinal, code, since, until),
        )


@pytest.mark.parametrize(
    "held",
    [
        [],
        [("minister", None, None)],
        [("minister", "2026-03-02", None)],
        [("minister", None, "2026-03-01")],
        [("deputy", "2026-02-27", "2026-03-01"), ("minister", "2026-03-02", "2026-03-05")],
        [("deputy", "2026-02-27", "2026-03-01"), ("minister", "2026-03-03", None)],
        [("deputy", "2026-02-27", "2026-03-08"), ("minister", "2026-03-02", "2026-03-02")],
        [("head", None, None), ("deputy", "2026-02-26", "2026-03-04"), ("minister", "2026-03-02", "2026-03-06")],
        [("minister", "2026-02-26", "2026-03-01"), ("minister", "2026-03-02", "2026-03-06")],
        [("deputy", "2026-03-02", "2026-03-02"), ("minister", "2026-03-02", "2026-03-02")],
    ],
)
def test_each_day_of_a_person_has_the_office_that_turns_have(
    owner: Connection, held: list[tuple[str, str | None, str | None]]
) -> None:
    offices(owner, *held)
    for n in range((LAST - FIRST).days):
        day = FIRST + timedelta(n)
        (expected,) = rows(owner, "SELECT (SELECT office FROM analysis.office_on(%s, %s))", (PERSON, day))[0]
        found = rows(owner, "SELECT office FROM analysis.speakers WHERE person_id = %s AND %s <@ period", (PERSON, day))
        assert found == [(expected,)] or (not found and expected is None), day
    joined = rows(
        owner,
        "SELECT t.turn_id, t.office, count(*), min(s.office) FROM analysis.turns t JOIN analysis.speakers s"
        " ON s.person_id = t.person_id AND coalesce(t.event_date, t.published_on) <@ s.period GROUP BY 1, 2",
    )
    assert len(joined) == rows(owner, "SELECT count(*) FROM corpus.turn WHERE person_id IS NOT NULL")[0][0]
    assert all(count == 1 and own == office for _, own, count, office in joined)


def test_words_are_counted_once_and_unknown_people_are_seen_as_such(owner: Connection) -> None:
    counted = rows(owner, "SELECT sum(turns), sum(words) FROM analysis.speakers")
    assert counted == rows(owner, "SELECT count(*), sum(words) FROM analysis.turns")
    unknown = rows(owner, "SELECT label, name, turns FROM analysis.speakers WHERE person_id IS NULL ORDER BY turns")
    assert unknown == rows(
        owner, "SELECT label, coalesce(person, speaker), turns FROM analysis.unknown_speakers ORDER BY turns"
    )
    assert any(label == "Question:" for label, _, _ in unknown)


def test_a_month_is_counted_by_hand(owner: Connection) -> None:
    (found,) = rows(
        owner,
        "SELECT ministry, language, month, documents, turns, words, unknown_share, unknown_officials_share, unmarked_share"
        " FROM analysis.quality",
    )
    turns = rows(owner, "SELECT person_id, role, label, words FROM analysis.turns")
    officials = [turn for turn in turns if turn[1] == "official"]
    words = sum(turn[3] for turn in turns)
    documents = rows(owner, "SELECT count(*) FROM analysis.transcripts")[0][0]
    assert found[:3] == ("tiny", "en", date(2026, 3, 1))
    assert found[3:6] == (documents, len(turns), words)
    assert found[6:] == pytest.approx(
        (
            sum(turn[0] is None for turn in turns) / len(turns),
            sum(turn[0] is None for turn in officials) / len(officials),
            sum(turn[3] for turn in turns if turn[2] is None) / words,
        )
    )


def test_what_waits_for_a_person_is_what_the_list_says(owner: Connection) -> None:
    assert rows(owner, "SELECT sum(to_review) FROM analysis.quality") == rows(
        owner, "SELECT count(*) FROM analysis.review WHERE NOT confirmed"
    )


def test_hidden_documents_are_counted_nowhere(owner: Connection) -> None:
    before = [counts(owner, view) for view in ("speakers", "quality", "coverage")]
    rows(
        owner,
        "INSERT INTO corpus.hidden SELECT document_id, 'set_aside' FROM corpus.publication ORDER BY 1 LIMIT 3",
    )
    after = [counts(owner, view) for view in ("speakers", "quality", "coverage")]
    (shown,) = rows(owner, "SELECT count(*), sum(words) FROM analysis.turns")
    assert after == [shown] * 3
    assert all(now < then for now, then in zip(after, before, strict=True))


def counts(connection: Connection, view: str) -> tuple[int, int]:
    """Turns and words that a view counts in all."""
    return rows(connection, f"SELECT sum(turns), sum(words) FROM analysis.{view}")[0]
