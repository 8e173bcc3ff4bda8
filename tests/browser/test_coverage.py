"""What an operator does with the calendar: sees a gap, opens its day, accepts it, takes that back; by mouse, by keyboard, on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.ministries import registry
from tests.browsing import DESK, PHONE, Browsing, browsing
from tests.end_to_end.house import House
from tests.scraper.tiny_site import Answer, served
from tests.transcripts.collecting import MODULES
from transcripts.collect import collect

pytestmark = [pytest.mark.full, pytest.mark.end_to_end, pytest.mark.timeout(600)]

#: Where the pictures go that a person looks at; nowhere, where it is not set.
SHOTS = os.environ.get("TRANSCRIPTS_SHOTS", "")
DAY = "2026-03-09"


@pytest.fixture(scope="module")
def gap(installed: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A ministry of this test's own beside the sample: of the two documents of a day its site has one."""
    with pytest.MonkeyPatch.context() as patch, served() as site:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        site.publish(901, 902, day=DAY)
        site.pages["/doc/902"] = Answer(404, b"<h1>not here</h1>")
        archive = f"file://{installed.var}/archive"
        spool = tmp_path_factory.mktemp("spool")
        report = collect(
            installed.database_url, "tiny", DAY, DAY, archive=archive, spool=str(spool), address=site.address
        )
        assert report.outcome == "PARTIAL"
        yield installed
    registry._read.cache_clear()


def serious(page: Any) -> list[str]:
    """What axe (https://github.com/dequelabs/axe-core) finds that keeps somebody from using the page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def looked_at(it: Browsing, name: str) -> None:
    """The page is usable, no wider than the window, and a picture of it is kept where one is wanted."""
    assert serious(it.page) == []
    wide, window = it.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{name}: {wide} pixels in a window of {window}"
    if SHOTS:
        it.shot(Path(SHOTS) / f"{name}.png")


def test_a_gap_is_found_opened_accepted_and_taken_back(gap: House) -> None:
    with browsing(gap) as it:
        page = it.open("/coverage?ministry=tiny")
        page.locator("table").first.get_by_role("link", name=DAY, exact=True).wait_for()
        page.get_by_role("link", name=f"{DAY}: 1 document, 1 missing").click()
        page.get_by_role("heading", level=1, name=f"tiny, {DAY}").wait_for()
        steps = page.locator("table.funnel tbody tr")
        assert [row.locator("td.number").inner_text() for row in steps.all()][:2] == ["2", "1"]
        page.get_by_role("link", name="1 failed: asked for in vain").click()
        assert page.locator("#failed ~ .scroll").first.inner_text().count("/doc/902") >= 1
        page.get_by_label("Why it may stay missing").fill("taken off the site")
        page.get_by_role("button", name="Accept").click()
        page.get_by_text("Accepted by admin").wait_for()
        assert "taken off the site" in page.locator(".gap").inner_text()
        page.get_by_label("Why it is taken back").fill("it is there after all")
        page.get_by_role("button", name="Take it back").click()
        page.get_by_label("Why it may stay missing").wait_for()
        assert it.complaints == []
    said = gap.rows("SELECT kind, by, reason FROM pipeline.decision WHERE ministry = 'tiny' ORDER BY at")
    assert [(one["kind"], one["by"], one["reason"]) for one in said] == [
        ("accept", "admin", "taken off the site"),
        ("undo", "admin", "it is there after all"),
    ]


def test_arrows_go_from_day_to_day_and_enter_opens_one(gap: House) -> None:
    with browsing(gap) as it:
        page = it.open("/coverage?ministry=sample&language=en&since=2026-03-01&until=2026-03-31")
        assert page.locator(".calendar td a[tabindex='0']").count() == 1, "the tab key stops once in a calendar"
        page.locator(".calendar td a[tabindex='0']").focus()
        for key in ("ArrowUp", "ArrowLeft"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("2026-03-23: ")
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name="sample, 2026-03-23").wait_for()
        assert it.complaints == []


@pytest.mark.parametrize(
    ("name", "dark", "size"), [("light", False, DESK), ("dark", True, DESK), ("phone", True, PHONE)]
)
def test_each_page_can_be_used_in_light_in_dark_and_on_a_phone(gap: House, name: str, dark: bool, size: Any) -> None:
    run = gap.rows("SELECT dag_id, run_id FROM pipeline.attempt WHERE dag_id = 'process' LIMIT 1")[0]
    paths = {
        "coverage": "/coverage",
        "day": f"/coverage/tiny/{DAY}",
        "full-day": "/coverage/sample/2026-03-05",
        "run": "/run?dag_id=process&run_id=" + run["run_id"].replace("+", "%2B"),
    }
    with browsing(gap, dark=dark, size=size) as it:
        for page, path in paths.items():
            it.open(path)
            looked_at(it, f"{page}-{name}")
        assert it.complaints == []


def test_a_run_s_tab_leads_to_the_documents_that_it_made(gap: House) -> None:
    run = gap.runs("process")[-1]["dag_run_id"]
    with browsing(gap) as it:
        it.page.goto(f"{it.ui}/dags/process/runs/{run}/plugin/transcripts_run")
        frame = it.page.frame_locator("iframe")
        frame.get_by_role("heading", level=1, name="What this run of process did").wait_for()
        frame.get_by_role("link", name="244").first.click()
        frame.locator("details[open]").first.wait_for()
        assert it.complaints == []
