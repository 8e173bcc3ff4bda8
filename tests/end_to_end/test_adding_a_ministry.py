"""`docs/adding-a-ministry.md`, followed to the letter: one module in a folder of one's own, and no other file touched."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.house import ROOT, House
from tests.scraper.tiny_site import Asked, Site, html, query, served

pytestmark = [pytest.mark.end_to_end, pytest.mark.full, pytest.mark.timeout(400)]

GUIDE = ROOT / "docs" / "adding-a-ministry.md"
SPEECHES = {
    7: ("2026-03-02", "<p>Question: Are the toys safe?</p><p>Ada Brick: They are. We have tried them all.</p>"),
    8: ("2026-03-03", "<p>The minister opened a playground today.</p>"),
}


@pytest.fixture
def toyland() -> Iterator[Site]:
    site = Site()
    site.pages["/robots.txt"] = html("")

    def news(asked: Asked) -> object:
        days = query(asked.path)
        listed = [(n, day) for n, (day, _) in SPEECHES.items() if days["from"] <= day <= days["to"]]
        rows = "".join(f'<li><time>{day}</time><a href="/en/speech/{n}">Speech {n}</a></li>' for n, day in listed)
        return html(f'<p class="count">{len(listed)} speeches</p><ol class="news">{rows}</ol>')

    for first in ("2026-03-02", "2026-03-03"):
        for last in ("2026-03-02", "2026-03-03"):
            site.pages[f"/en/news?from={first}&to={last}"] = news
    for number, (day, words) in SPEECHES.items():
        site.pages[f"/en/speech/{number}"] = html(
            f'<main class="article"><h2 class="headline">Interview by Minister Ada Brick, speech {number}</h2>'
            f'<time datetime="{day}T10:00:00+00:00">{day}</time><span class="ref">T-{number}</span>'
            f'<div class="words">{words}</div></main>'
        )
    with served(site) as it:
        yield it


def module(address: str) -> str:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert 'address="http://127.0.0.1:8099"' in code
    return code.replace("http://127.0.0.1:8099", address)


def test_a_module_in_a_folder_is_all_it_takes(main_job: House, modules: Path, toyland: Site) -> None:
    (modules / "toy.py").write_text(module(toyland.address), "utf-8")
    said = main_job.make("run", "MINISTRY=toy", "SINCE=2026-03-02", "UNTIL=2026-03-03").stdout
    assert "collect toy, 2026-03-02 to 2026-03-03: OK: 2 documents listed" in said
    rows = main_job.as_analyst(
        "SELECT site_id, title, number, published_at::text, turns, exchanges FROM analysis.transcripts WHERE ministry = 'toy'"
        " ORDER BY site_id"
    )
    title = "Interview by Minister Ada Brick, speech"
    assert [dict(row) for row in rows] == [
        {
            "site_id": f"toy/{number}",
            "title": f"{title} {number}",
            "number": f"T-{number}",
            "published_at": f"{day} 10:00:00+00",
            "turns": turns,
            "exchanges": exchanges,
        }
        for (number, (day, _)), turns, exchanges in zip(SPEECHES.items(), (2, 1), (1, 0), strict=True)
    ]
    dag = main_job.api("/dags/collect_toy")
    assert dag["dag_display_name"] == "Collect: Ministry of External Affairs of Toyland"
    assert main_job.api("/pools/ministry_toy")["slots"] == 1


def test_a_site_that_cannot_be_reached_is_said_within_a_minute_and_its_dag_stays_paused(
    main_job: House, modules: Path
) -> None:
    lost = module("http://127.0.0.1:9").replace('code="toy"', 'code="lost"').replace("paused=False", "paused=True")
    (modules / "lost.py").write_text(lost, "utf-8")
    began = time.monotonic()
    done = main_job.make("run", "MINISTRY=lost", "SINCE=2026-03-02", "UNTIL=2026-03-02", check=2)
    assert time.monotonic() - began < 120
    (crawl,) = main_job.rows(
        "SELECT outcome, reason, extract(epoch FROM finished_at - started_at) AS seconds FROM archive.crawl WHERE ministry = 'lost'"
    )
    assert crawl["outcome"] == "FAILED"
    assert crawl["seconds"] < 60
    assert f"lost 2026-03-02..2026-03-02 FAILED: {crawl['reason']}" in done.stdout
    assert main_job.api("/dags/collect_lost")["is_paused"] is True


def test_an_unknown_ministry_is_told_with_the_known_ones(main_job: House) -> None:
    done = main_job.make("run", "MINISTRY=nowhere", check=2)
    assert "unknown ministry 'nowhere'" in done.stderr
    assert "sample" in done.stderr


def test_bad_days_are_told_before_anything_starts(main_job: House) -> None:
    done = main_job.make("run", "SINCE=2026-03-05", "UNTIL=2026-03-01", check=2)
    assert "ends on 2026-03-01, before its start on 2026-03-05" in done.stderr
