"""The view "Coverage" where there is little to show: no documents, no tables, no database; and the parts that it is made of."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui import funnel, marks
from ui.calendar import months, years_before
from ui.pages import coverage_all

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
ROW = {
    "status": "complete", "published": 0, "fetched": 0, "open_gaps": 0, "accepted_gaps": 0, "quarantined": 0, "waiting": 0,
    "set_aside": 0,
}  # fmt: skip


@pytest.mark.database
def test_an_empty_database_says_what_to_do(operator: Any) -> None:
    answer = operator.get("/coverage")
    assert answer.status_code == 200
    assert "Nothing has been collected yet" in answer.text


@pytest.mark.database
def test_a_ministry_that_was_only_ever_blocked_has_a_calendar(operator: Any, database_url: str) -> None:
    import psycopg2

    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO archive.crawl (crawl, ministry, since, until, outcome, reason, started_at, finished_at, archive)
            VALUES ('x', 'shut', '2026-03-01', '2026-03-02', 'BLOCKED', 'turned away', '2026-03-05', '2026-03-05', 'file:///x')
        """)
    connection.close()
    text = operator.get("/coverage").text
    assert 'aria-label="2026-03-02: 1 missing, the site turned us away"' in text
    assert operator.get("/coverage/shut/2026-03-02").status_code == 200


def test_no_database_is_said(operator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSCRIPTS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    for path in ("/coverage", "/coverage/tiny/2026-03-04", "/run?dag_id=process&run_id=x"):
        answer = operator.get(path)
        assert answer.status_code == 503, path
        assert "does not answer" in answer.text


@settings(max_examples=40)
@given(DAYS, st.integers(0, 400))
def test_a_calendar_has_each_day_once_under_its_weekday(since: date, more: int) -> None:
    until = since + timedelta(days=more)
    found = [(weekday, day) for month in months(since, until) for weekday, days in month.rows for day in days if day]
    assert sorted(day for _, day in found) == [since + timedelta(days=n) for n in range(more + 1)]
    assert all(day.strftime("%A") == weekday for weekday, day in found)


@settings(max_examples=40)
@given(DAYS)
def test_a_year_has_no_day_twice(day: date) -> None:
    assert (day - years_before(day)).days in (364, 365)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(sorted(funnel.STATES)), st.booleans())))
def test_a_funnel_conserves(items: list[tuple[str, bool]]) -> None:
    rows = [{"state": state, "accepted": accepted} for state, accepted in items]
    steps = funnel.funnel(rows)
    counts = [step.count for step in steps]
    left = [sum(len(one.rows) for one in step.left) for step in steps]
    assert counts[0] == len(rows)
    assert all(count == then + gone for count, then, gone in zip(counts, counts[1:], left, strict=False))
    assert counts[-1] == sum(state == "published" for state, _ in items)
    assert sum(len(group.rows) for group in funnel.groups(rows)) == len(rows)


@pytest.mark.parametrize(
    ("row", "mark", "words"),
    [
        (None, marks.NEVER, "never asked for"),
        ({"published": 1}, marks.COMPLETE, "1 document"),
        ({"published": 7, "status": "incomplete", "open_gaps": 1}, marks.GAP, "7 documents, 1 missing"),
        ({"status": "nothing_published"}, marks.SILENT, "the site says that nothing appeared"),
        ({"status": "not_collected", "open_gaps": 1}, marks.GAP, "0 documents, 1 missing"),
        ({"status": "incomplete", "accepted_gaps": 2}, marks.ACCEPTED, "0 documents, 2 missing and accepted"),
        ({"status": "incomplete", "waiting": 3}, marks.PARTIAL, "0 documents, 3 on the way"),
        ({"status": "incomplete"}, marks.PARTIAL, f"0 documents, {marks.PARTIAL.words}"),
        ({"status": "not_over", "published": 2}, marks.EARLY, f"2 documents, {marks.EARLY.words}"),
    ],
)
def test_how_a_day_stands_is_a_sign_and_words(row: Any, mark: marks.Mark, words: str) -> None:
    row = row and {**ROW, **row}
    assert (marks.mark_of(row), marks.said_of(row)) == (mark, words)


def test_no_two_marks_look_alike() -> None:
    assert len({mark.sign for mark in marks.MARKS}) == len(marks.MARKS) - 1, (
        "whole days and those never asked for have none"
    )
    assert len({mark.name for mark in marks.MARKS}) == len(marks.MARKS)


def test_more_than_a_few_ministries_are_a_list_that_does_not_grow_with_their_days() -> None:
    today = date(2026, 3, 20)
    ministries = [
        {"ministry": f"m{n}", "name": f"Ministry {n}", "today": today, "last": today, "languages": ["en", "ru"]}
        for n in range(5)
    ]
    rows = [
        {**ROW, "ministry": "m3", "language": "en", "day": today, "published": 4},
        {**ROW, "ministry": "m3", "language": "ru", "day": today, "open_gaps": 1},
        {**ROW, "ministry": "m1", "language": "en", "day": today - timedelta(days=1), "fetched": 2},
        {**ROW, "ministry": "m1", "language": "ru", "day": today - timedelta(days=1), "status": "nothing_published"},
    ]
    found = coverage_all.lines(rows, ministries, today)
    assert [line.ministry for line in found] == ["m3", "m0", "m1", "m2", "m4"], "those that want a look come first"
    assert {len(line.days) for line in found} == {coverage_all.DAYS}
    assert (found[0].days[-1].mark, found[0].wanted, found[0].documents) == (marks.GAP, 1, 4)
    assert found[0].days[-1].words == "2026-03-20: 4 documents, something is missing"
    assert (found[2].days[-2].mark, found[2].days[-2].words) == (marks.COMPLETE, "2026-03-19: 2 documents")
    assert found[2].days[-1].mark is marks.NEVER


@pytest.mark.database
def test_many_ministries_open_as_a_list_and_one_of_them_as_a_calendar(operator: Any, database_url: str) -> None:
    import psycopg2

    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO archive.crawl (crawl, ministry, since, until, outcome, reason, started_at, finished_at, archive)
            SELECT 'many' || n, 'many' || n, '2026-01-01', '2026-03-02', CASE n WHEN 4 THEN 'BLOCKED' ELSE 'OK' END, 'why', '2026-03-05', '2026-03-05',
                'file:///x' FROM generate_series(1, 4) n
        """)
    connection.close()
    text = operator.get("/coverage", params={"since": "2025-03-01", "until": "2026-03-02"}).text
    assert "The newest days of each ministry" in text and "Documents a day</h2>" not in text
    assert text.count('data-calendar="strip"') >= 4
    assert 'aria-label="many4, 2026-03-02: the site turned us away"' in text
    assert re.search(r'href="[^"]*/coverage\?ministry=many4&amp;language=">many4<', text)
    assert "2026-02-16" not in text, "the list shows two weeks, whatever was asked for"
    one = operator.get("/coverage", params={"ministry": "many4"}).text
    assert "Documents a day</h2>" in one and 'aria-label="2026-01-01: 1 missing, the site turned us away"' in one
