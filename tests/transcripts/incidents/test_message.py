"""The message as a person reads it: what, where, since when, what next; nothing of a site becomes markup or a header."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.transcripts.incidents.looks import (
    BLOCKED,
    MORNING,
    NOON,
    SLOW,
    after,
)
from transcripts.health.model import Finding
from transcripts.incidents.message import duration, message
from transcripts.incidents.policy import policy
from transcripts.incidents.rules import compared, news

BASE = "https://airflow.example/"


def write(*found: Finding, more: list[list[Finding]] | None = None) -> tuple[str, str, str, str]:
    standing = after(*(more or []))
    it = message(news(compared(standing, found, NOON, 2), NOON), BASE, policy())
    return it.subject, it.text, it.html, it.level


def test_a_message_says_severity_ministry_kind_and_day_then_cause_next_step_since_when_and_where_to_look() -> None:
    subject, text, html, level = write(replace(BLOCKED, since=MORNING))
    assert subject == "[transcripts] BAD: toy block 2026-11-28"
    assert text.splitlines()[:6] == [
        "BAD: toy block 2026-11-28",
        "  toy 2026-11-28: the site turned us away (http_403)",
        "  Next: look at the answer",
        "  Runbook: docs/operations.md#block-the-site-turned-us-away",
        "  Since 2026-11-29 07:00 UTC",
        "  https://airflow.example/transcripts/health",
    ]
    assert '<a href="https://airflow.example/transcripts/health">' in html
    assert level == "bad"


def test_all_news_of_a_look_are_one_message_the_worst_first() -> None:
    subject, text, _, level = write(SLOW, BLOCKED)
    assert subject == "[transcripts] BAD: toy block 2026-11-28 and 1 more"
    assert text.index("BAD: toy block") < text.index("WARN: process clean")
    assert level == "bad"


def test_what_got_worse_says_what_it_was() -> None:
    subject, text, _, _ = write(replace(SLOW, severity="bad"), more=[[SLOW]])
    assert "BAD, was warn: process clean" in text
    assert subject == "[transcripts] BAD: process clean, since 2026-11-29", "of what is about no day the first one"


def test_a_reminder_says_that_it_is_still_so() -> None:
    now = MORNING + timedelta(days=1)
    standing = compared(after([BLOCKED]), [BLOCKED, SLOW], now, 2)
    it = message(news(standing, now, {"bad": timedelta(days=1)}), BASE, policy())
    assert it.subject == "[transcripts] WARN: process clean, since 2026-11-30 and 1 more", "what is new goes first"
    assert "STILL BAD: toy block 2026-11-28\n" in it.text
    assert "/transcripts/health#incidents" in it.text


def test_pages_in_quarantine_link_to_the_queue() -> None:
    assert (
        "https://airflow.example/transcripts/quarantine?ministry=toy\n"
        in write(replace(BLOCKED, kind="quality", about="quarantine"))[1]
    )


def test_over_says_how_long_it_lasted() -> None:
    subject, text, _, level = write(more=[[replace(BLOCKED, since=MORNING - timedelta(hours=3))], []])
    assert (subject, level) == ("[transcripts] OVER: toy block 2026-11-28", "over")
    assert "It was: toy 2026-11-28: the site turned us away" in text
    assert "Lasted 8 h: 2026-11-29 04:00 UTC to 2026-11-29 12:00 UTC" in text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "less than a minute"),
        (1, "1 min"),
        (60, "1 h"),
        (75, "1 h 15 min"),
        (1440, "1 d"),
        (3 * 1440 + 125, "3 d 2 h"),
    ],
)
def test_durations_are_in_words(minutes: int, words: str) -> None:
    assert duration(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize("kind", ["freshness", "completeness"])
def test_a_day_of_a_ministry_links_to_that_day(kind: Any) -> None:
    assert "https://airflow.example/transcripts/coverage/toy/2026-11-28\n" in write(replace(BLOCKED, kind=kind))[1]
    assert "/coverage/toy" not in write(replace(BLOCKED, kind=kind, about="lists"))[1]


HARM = "</p><script>alert(1)</script>\r\nBcc: all@example.org\n\n{{ 7 * 7 }} \u202etxt.exe\x1b[2J"


def test_nothing_that_a_site_says_becomes_markup_a_header_or_another_line() -> None:
    subject, text, html, _ = write(replace(BLOCKED, says=HARM, next_step=HARM, about=HARM))
    assert "\n" not in subject and "\r" not in subject and subject.isprintable()
    assert "{{ 7 * 7 }}" in text
    assert not any(line.lower().startswith("bcc") for line in text.splitlines())
    assert "\u202e" not in text + html and "\x1b" not in text + html
    assert tags(html) == {"html", "head", "meta", "body", "h3", "p", "a", "hr", "small"}


def tags(html: str) -> set[str]:
    class Reader(HTMLParser):
        found: set[str] = set()

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.found.add(tag)

    reader = Reader()
    reader.found = set()
    reader.feed(html)
    return reader.found


def test_a_long_message_names_some_and_counts_the_rest_and_long_words_are_cut() -> None:
    many = [replace(BLOCKED, about=f"2026-10-{day:02}", says="word " * 1000) for day in range(1, 32)]
    subject, text, _, _ = write(*many)
    assert subject == "[transcripts] BAD: toy block 2026-10-01 and 30 more"
    assert text.count("BAD: ") == 20
    assert "And 11 more: https://airflow.example/transcripts/health" in text
    assert len(text) < 20_000


def test_a_subject_stays_short() -> None:
    assert len(write(replace(BLOCKED, about="word " * 100), SLOW)[0]) <= 120
