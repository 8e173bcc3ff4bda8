"""Incidents: a person is told once when something begins, once when it gets worse, and once when it is over; however many look."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.errors
import pytest

from transcripts.health.model import KINDS, Finding
from transcripts.incidents.look import CouldNotLook, Delivery, look
from transcripts.incidents.message import duration, message
from transcripts.incidents.model import Incident, Looked, News
from transcripts.incidents.policy import BadPolicy, Policy, policy
from transcripts.incidents.rules import compared, news, told
from transcripts.store import incidents
from transcripts.store.connection import connected

MORNING = datetime(2026, 11, 29, 7, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
BLOCKED = Finding(
    "block", "bad", "toy", "2026-11-28", "toy 2026-11-28: the site turned us away (http_403)", "look at the answer"
)
SLOW = Finding(
    "process", "warn", None, "clean", "12 documents wait for the cleaner since 05:00", "read the log of process"
)


# The rules, pure


def after(*looks: list[Finding], gone_looks: int = 2) -> list[Incident]:
    """The incidents after these looks, a quarter of an hour apart, of which a person was told each time."""
    standing: list[Incident] = []
    for number, found in enumerate(looks):
        now = MORNING + number * QUARTER
        standing = compared(standing, found, now, gone_looks)
        heard = {one.key: one for one in told(news(standing), now)}
        standing = [one for one in (heard.get(one.key, one) for one in standing) if not one.told_over_at]
    return standing


def untold(standing: list[Incident], found: list[Finding], now: datetime) -> tuple[list[str], list[str], list[str]]:
    what = news(compared(standing, found, now, 2))
    return [one.about for one in what.opened], [one.about for one in what.worse], [one.about for one in what.over]


NOON = MORNING + timedelta(hours=5)


def test_what_is_found_first_is_told() -> None:
    assert untold([], [BLOCKED, SLOW], NOON) == (["2026-11-28", "clean"], [], [])


def test_what_was_told_is_not_told_again_while_it_is_so() -> None:
    assert untold(after([BLOCKED]), [BLOCKED], NOON) == ([], [], [])


def test_other_words_of_the_same_thing_are_no_news() -> None:
    said = replace(BLOCKED, says="toy 2026-11-28: the site turned us away twice")
    (one,) = compared(after([BLOCKED]), [said], NOON, 2)
    assert (one.says, one.seen_at, one.opened_at) == (said.says, NOON, MORNING)
    assert news([one]) == News()


@pytest.mark.parametrize(
    "change", [{"kind": "drift"}, {"ministry": "tiny"}, {"ministry": None}, {"about": "2026-11-27"}]
)
def test_kind_ministry_and_what_of_it_tell_incidents_apart(change: dict[str, Any]) -> None:
    another = replace(BLOCKED, **change)
    assert untold(after([BLOCKED]), [BLOCKED, another], NOON)[0] == [another.about]


def test_what_gets_worse_is_told_once_more() -> None:
    worse = replace(SLOW, severity="bad")
    assert untold(after([SLOW]), [worse], NOON) == ([], ["clean"], [])
    assert untold(after([SLOW], [worse]), [worse], NOON) == ([], [], [])


def test_what_gets_better_and_worse_again_was_told() -> None:
    bad = replace(SLOW, severity="bad")
    assert untold(after([bad], [SLOW]), [bad], NOON) == ([], [], [])


def test_it_is_over_when_two_looks_in_a_row_did_not_see_it() -> None:
    once = after([BLOCKED], [])
    assert once[0].closed_at is None
    assert untold(once, [], NOON) == ([], [], ["2026-11-28"])


def test_what_comes_and_goes_is_told_once() -> None:
    flapping = after([BLOCKED], [], [BLOCKED], [], [BLOCKED], [])
    assert len(flapping) == 1
    assert flapping[0].told_at == MORNING
    assert untold(flapping, [BLOCKED], NOON) == ([], [], [])


def test_what_comes_back_after_it_was_over_is_a_new_incident() -> None:
    assert untold(after([BLOCKED], [], []), [BLOCKED], NOON) == (["2026-11-28"], [], [])


def test_that_it_is_over_is_told_once() -> None:
    assert after([BLOCKED], [], []) == []


def test_what_nobody_was_told_of_ends_in_silence() -> None:
    seen = compared([], [BLOCKED], MORNING, 2)
    gone = compared(compared(seen, [], MORNING + QUARTER, 2), [], NOON, 2)
    assert gone[0].closed_at == NOON
    assert news(gone) == News()


def test_what_the_look_did_not_see_is_not_told_as_new() -> None:
    assert news(compared(compared([], [BLOCKED], MORNING, 2), [], NOON, 2)) == News()


def test_two_findings_of_one_thing_are_one_incident_and_the_worse_of_them() -> None:
    (one,) = compared([], [replace(BLOCKED, severity="warn"), BLOCKED], NOON, 2)
    assert one.severity == "bad"


def test_bad_news_comes_first() -> None:
    assert [one.severity for one in news(compared([], [SLOW, BLOCKED], NOON, 2)).all] == ["bad", "warn"]


# The file of bounds


def test_each_kind_of_finding_has_a_page() -> None:
    assert set(policy().pages) == set(KINDS)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("gone_looks = 0", "gone_looks is 0: a whole number above zero"),
        ('gone_looks = "two"', "gone_looks is 'two'"),
        ("gone_looks = 2", "named is None"),
        ("[pages", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(tmp_path: Path, line: str, wrong: str) -> None:
    file = tmp_path / "alarms.toml"
    file.write_text(f"{line}\n")
    with pytest.raises(BadPolicy, match=wrong):
        policy(file)


def test_a_kind_without_a_page_is_refused_by_name(tmp_path: Path) -> None:
    from transcripts.incidents import policy as module

    file = tmp_path / "alarms.toml"
    file.write_text(module.FILE.read_text("utf-8").replace("drift =", "draft ="), "utf-8")
    with pytest.raises(BadPolicy, match=r"\[pages\] has draft, no drift"):
        policy(file)


# The message

BASE = "https://airflow.example/"


def write(*found: Finding, more: list[list[Finding]] | None = None) -> tuple[str, str, str, str]:
    standing = after(*(more or []))
    it = message(news(compared(standing, found, NOON, 2)), BASE, policy())
    return it.subject, it.text, it.html, it.level


def test_a_message_says_severity_ministry_kind_and_day_then_cause_next_step_since_when_and_where_to_look() -> None:
    subject, text, html, level = write(replace(BLOCKED, since=MORNING))
    assert subject == "[transcripts] BAD: toy block 2026-11-28"
    assert text.splitlines()[:5] == [
        "BAD: toy block 2026-11-28",
        "  toy 2026-11-28: the site turned us away (http_403)",
        "  Next: look at the answer",
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


# Looks, in a real database


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


@pytest.fixture
def url(database_url: str) -> Iterator[str]:
    with closing(psycopg2.connect(database_url)) as link, link.cursor() as cursor:
        cursor.execute("TRUNCATE pipeline.incident RESTART IDENTITY")
        link.commit()
    yield database_url


def looked(url: str, channel: Channel, *found: Finding, at: datetime = MORNING, bounds: Policy | None = None) -> Looked:
    return look(url, at, channel, lambda _connection, _now: found, bounds)


def rows(url: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as link, link.cursor() as cursor:
        cursor.execute(
            "SELECT about, closed_at IS NULL, told_at IS NOT NULL, told_over_at IS NOT NULL FROM pipeline.incident ORDER BY 1"
        )
        return cursor.fetchall()


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
