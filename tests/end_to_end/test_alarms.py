"""An alarm as a person receives it: the site turns us away, the real scheduler's run is red, mails come, once; all is well, a word that it is over."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest

from tests.alarms.postbox import Hook, Postbox, free_port, hook, postbox, text_of
from tests.end_to_end.house import House
from tests.sample.serving import served

pytestmark = [pytest.mark.end_to_end, pytest.mark.full, pytest.mark.timeout(900)]

#: The sample's site, collected at a time of the test's own, and to be published right then.
MODULE = """
from dataclasses import replace
from datetime import timedelta
from scraper.ministries.sample import MINISTRY as SAMPLE
MINISTRY = replace(
    SAMPLE, code="{code}", address="{address}", schedule="{schedule}", publish_within=timedelta(seconds=5), paused=False
)
"""
ZONE = ZoneInfo("Europe/Helsinki")
DAY = {"since": "2026-03-02", "until": "2026-03-02"}
#: Who asks for a list of that day is shown a challenge.
WALL = """
[[fault]]
name = "turned-away"
what = "challenge"
of = "list"
find = { list = "news", day = 1 }
"""


@dataclass
class Place:
    """An installation with both channels, and a mail server and a web hook behind them."""

    house: House
    box: Postbox
    chat: Hook

    def run(self, dag: str, **conf: str) -> str:
        """How a run by hand ends."""
        run = self.house.api(f"/dags/{dag}/dagRuns", {"logical_date": None, "conf": conf})["dag_run_id"]
        path = f"/dags/{dag}/dagRuns/{run}"
        return str(until(lambda: (state := self.house.api(path)["state"]) in ("success", "failed") and state))

    def look(self) -> str:
        return self.run("watch")

    def settled(self) -> None:
        """What was collected is published."""
        until(lambda: self.house.ended("process"))

    def told(self, *words: str) -> list[str]:
        """The mails whose text has all of these."""
        texts = [text_of(mail, "plain") for mail in self.box.mails]
        return [text for text in texts if all(word in text for word in words)]


def until(condition: Callable[[], Any], seconds: float = 240) -> Any:
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.5)
    return found


@pytest.fixture(scope="module")
def place(main_job: House) -> Iterator[Place]:
    with postbox() as box, hook() as chat:
        for name, connection in (("transcripts_mail", box.connection()), ("transcripts_apprise", chat.connection())):
            body = json.loads(connection)
            main_job.api("/connections", {**body, "connection_id": name, "extra": json.dumps(body["extra"])})
        yield Place(main_job, box, chat)
        for name in ("transcripts_mail", "transcripts_apprise"):
            with suppress(json.JSONDecodeError):  # the answer is empty
                main_job.api(f"/connections/{name}", method="DELETE")


def turn_on(place: Place, modules: Path, code: str, address: str, schedule: str) -> None:
    pool = {"name": f"ministry_{code}", "slots": 1, "include_deferred": True}
    place.house.api("/pools", pool)  # as `make run` does
    (modules / f"{code}.py").write_text(MODULE.format(code=code, address=address, schedule=schedule), "utf-8")


def known(place: Place, dag: str) -> bool:
    with suppress(AssertionError):
        return bool(place.house.api(f"/dags/{dag}"))
    return False


def soon() -> datetime:
    """A full minute that is far enough away for the DAG to be read before it."""
    return (datetime.now(UTC) + timedelta(seconds=110)).replace(second=0, microsecond=0)


def test_a_block_and_a_deadline_are_told_once_and_that_they_are_over(
    place: Place, modules: Path, tmp_path: Path
) -> None:
    (tmp_path / "wall.toml").write_text(WALL, "utf-8")
    port, away, due = free_port(), free_port(), soon()
    clock = due.astimezone(ZONE)
    yesterday, today = clock.date() - timedelta(1), clock.date()
    turn_on(place, modules, "blocked", f"http://127.0.0.1:{port}", "0 0 29 2 *")
    turn_on(place, modules, "late", f"http://127.0.0.1:{away}", f"{clock.minute} {clock.hour} * * *")
    with served("--faults", tmp_path / "wall.toml", "--port", port):
        until(lambda: known(place, "collect_blocked") and known(place, "collect_late"))
        assert place.run("collect_blocked", **DAY) == "failed"
    assert place.look() == "success", "something is wrong, and a person was told: that is no fault of the look"
    (block,) = place.told("BAD: blocked block")
    assert "Next: " in block and "/transcripts/health" in block
    assert place.look() == "success"
    assert len(place.told("BAD: blocked block")) == 1, "once"
    assert any("BAD: blocked block" in got["message"] for got in place.chat.got)
    # Nobody answers at the other ministry's address when the clock's run comes.
    opened = (
        "SELECT due_at, told_at FROM pipeline.incident WHERE ministry = 'late' AND kind = 'freshness' AND about = %s"
        " AND says LIKE '%% not published by %%'"
    )
    (row,) = until(lambda: place.house.rows(opened, str(yesterday)))
    assert row["due_at"] == due + timedelta(seconds=5), "Airflow called by itself"
    assert place.look() == "success"
    (late,) = place.told(f"BAD: late freshness {yesterday}")
    assert f"late {yesterday}: not published by" in late
    with served("--faults", "none", "--port", port), served("--faults", "none", "--port", away):
        assert place.run("collect_blocked", **DAY) == "success"
        assert place.run("collect_late", since=str(yesterday), until=str(today)) == "success"
        place.settled()
        place.look(), place.look()
    assert not place.told("blocked freshness", "not published by"), "nobody waits for a run by hand"
    (over,) = place.told("OVER: blocked block")
    assert "Lasted" in over
    assert len(place.told(f"OVER: late freshness {yesterday}")) == 1
    assert len(place.told(f"BAD: late freshness {yesterday}")) == 1
    told = len(place.box.mails)
    place.look()
    assert len(place.box.mails) == told, "nothing changed, nothing is told"


def pause(place: Place, dag: str, *, paused: bool) -> None:
    place.house.api(f"/dags/{dag}", {"is_paused": paused}, method="PATCH")


def aged(place: Place, ministry: str) -> None:
    """What was collected of it was collected four hours ago."""
    with closing(psycopg2.connect(place.house.database_url)) as link, link, link.cursor() as cursor:
        cursor.execute(
            "UPDATE archive.crawl SET started_at = started_at - interval '4 hours', finished_at = finished_at - interval '4 hours'"
            " WHERE ministry = %s",
            (ministry,),
        )
        cursor.execute(
            "UPDATE archive.snapshot SET fetched_at = fetched_at - interval '4 hours'"
            " WHERE crawl IN (SELECT crawl FROM archive.crawl WHERE ministry = %s)",
            (ministry,),
        )


def test_a_collection_that_succeeded_and_that_process_does_not_publish_is_told_though_no_deadline_is_left(
    place: Place, modules: Path
) -> None:
    port = free_port()
    turn_on(place, modules, "stalled", f"http://127.0.0.1:{port}", "0 0 29 2 *")
    until(lambda: known(place, "collect_stalled"))
    place.settled()
    pause(place, "process", paused=True)
    try:
        with served("--faults", "none", "--port", port):
            assert place.run("collect_stalled", **DAY) == "success"
        place.look()
        assert not place.told("stalled process waiting"), "it may be on its way"
        aged(place, "stalled")
        place.look(), place.look()
        (waits,) = place.told("BAD: stalled process waiting") or place.told("WARN: stalled process waiting")
        assert (
            "fetched more than 3 hours ago and not published" in waits and "is the DAG `process` paused or red" in waits
        )
    finally:
        pause(place, "process", paused=False)
    assert place.run("process") == "success"
    place.look(), place.look()
    assert len(place.told("OVER: stalled process waiting")) == 1


def test_that_a_ministry_is_paused_is_noted_by_the_next_look_and_that_it_is_not_any_more(place: Place) -> None:
    def noted() -> list[tuple[bool, datetime]]:
        found = place.house.rows("SELECT paused, since FROM pipeline.schedule_state WHERE ministry = 'stalled'")
        return [(row["paused"], row["since"]) for row in found]

    place.look()
    assert noted() == [], "as its module has it"
    pause(place, "collect_stalled", paused=True)
    place.look()
    (first,) = noted()
    assert first[0]
    place.look()
    assert noted() == [first], "nothing changed, nothing written"
    pause(place, "collect_stalled", paused=False)
    place.look()
    assert [paused for paused, _ in noted()] == [False]
