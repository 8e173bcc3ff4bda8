"""The view "Health": an incident is taken, by whom and until when stands there for all, and it is given back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from transcripts.health.model import Finding
from transcripts.incidents.rules import compared
from transcripts.incidents.take import MOST_DAYS, BadTake, take
from transcripts.store import incidents

pytestmark = pytest.mark.database
NOW = datetime.now(UTC)
OURS = {"sec-fetch-site": "same-origin"}
FULL = Finding("storage", "warn", None, "disk", "disk <b>2026-11-28</b>: 9.0 GB are left", "free some")


@pytest.fixture
def number(database_url: str) -> Iterator[int]:
    """The number of an incident that is open."""
    with closing(psycopg2.connect(database_url)) as link, link, link.cursor() as cursor:
        cursor.execute("TRUNCATE pipeline.incident RESTART IDENTITY")
        (one,) = incidents.write(cursor, compared([], [FULL], NOW, 2))
    assert one.incident_id is not None
    yield one.incident_id


def page(operator) -> str:
    return operator.get("/health").text


def said(operator, number: int, what: str, **data: object):
    return operator.post(f"/health/incidents/{number}/{what}", data=data, headers=OURS, follow_redirects=False)


def test_it_is_taken_with_who_until_when_and_why_and_given_back(operator, number: int) -> None:
    assert "Take it" in page(operator)
    done = said(operator, number, "take", days=3, because="I ordered <disks>")
    assert (done.status_code, done.headers["location"].endswith("/health#incidents")) == (303, True)
    shown = page(operator)
    assert re.search(
        rf"ada, until <time datetime=\"{(NOW + timedelta(days=3)).date()}.*?: <span dir=\"auto\">I ordered &lt;disks&gt;",
        shown,
    )
    assert "Give it back" in shown and "<b>2026" not in shown
    assert said(operator, number, "back").status_code == 303
    assert "Give it back" not in page(operator)


def test_a_finding_says_who_has_taken_it(operator, number: int, database_url: str) -> None:
    with closing(psycopg2.connect(database_url)) as link, link, link.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipeline.measurement (day, name, value, unit, at) VALUES (current_date, 'disk_free_bytes', 9e9, 'bytes', now())"
        )
    assert "Taken by" not in page(operator)
    said(operator, number, "take", days=1)
    assert re.search(r"storage\..*?9\.0 GB are left.*?<strong>Taken by ada</strong> until", page(operator), re.S)


def test_what_another_has_taken_is_refused_with_who_and_until_when(operator, number: int, database_url: str) -> None:
    take(database_url, number, "bo", 7, "", NOW)
    answer = said(operator, number, "take", days=3)
    assert answer.status_code == 409
    assert (
        f"bo has taken it until {NOW + timedelta(days=7):%Y-%m-%d}" in answer.text and "Nothing was done" in answer.text
    )


def test_whose_time_has_passed_has_it_no_more(operator, number: int, database_url: str) -> None:
    take(database_url, number, "bo", 1, "", NOW - timedelta(days=2))
    assert "(passed)" in page(operator)
    assert said(operator, number, "take", days=1).status_code == 303
    assert "ada, until" in page(operator)


@pytest.mark.parametrize("days", [0, MOST_DAYS + 1, -1])
def test_no_days_and_too_many_are_refused(operator, number: int, days: int) -> None:
    answer = said(operator, number, "take", days=days)
    assert answer.status_code == 409 and f"from 1 to {MOST_DAYS} are possible" in answer.text


@pytest.mark.parametrize(
    ("path", "status"), [("99/take", 409), ("99/back", 409), ("x/take", 422), (f"{2**64}/take", 422)]
)
def test_what_is_no_open_incident_is_said(operator, number: int, path: str, status: int) -> None:
    answer = operator.post(f"/health/incidents/{path}", data={"days": 1}, headers=OURS)
    assert answer.status_code == status, answer.text


def test_a_character_that_is_no_text_does_no_harm(operator, number: int, database_url: str) -> None:
    assert said(operator, number, "take", days=1, because="a\0b").status_code == 400
    take(database_url, number, "ada", 1, "a\0b", NOW)
    assert "a b" in page(operator)


def test_a_long_reason_is_refused(number: int, database_url: str) -> None:
    with pytest.raises(BadTake, match="501 characters, at most 500"):
        take(database_url, number, "ada", 1, "x" * 501, NOW)


def test_who_may_only_see_is_offered_no_form(operator, number: int) -> None:
    from ui import access

    operator.app.dependency_overrides[access.may_act] = lambda: False
    shown = page(operator)
    assert "9.0 GB are left" in shown and "<form" not in shown


def test_a_look_keeps_who_has_taken_it(operator, number: int, database_url: str) -> None:
    said(operator, number, "take", days=3, because="on it")
    with closing(psycopg2.connect(database_url)) as link, link, link.cursor() as cursor:
        incidents.write(cursor, compared(incidents.standing(link), [FULL], NOW + timedelta(minutes=15), 2))
        (one,) = incidents.standing(link)
    assert (one.taken_by, one.taken_because, one.seen_at) == ("ada", "on it", NOW + timedelta(minutes=15))
