"""The reader in a real browser: a document, a permanent link to its turn, another language beside it, what a revision changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browsing import DESK, PHONE, Browsing, browsing
from tests.end_to_end.house import ROOT, House

pytestmark = [pytest.mark.full, pytest.mark.end_to_end, pytest.mark.timeout(600)]

SEEN = "(e => { const r = e.getBoundingClientRect(); return r.top >= -1 && r.top < innerHeight / 2 })"
LOOKS = {"light": (False, DESK), "dark": (True, DESK), "phone": (False, PHONE)}


def briefing(house: House, language: str) -> dict[str, Any]:
    """A briefing that stands in all languages, with its id and its last turn's."""
    rows = house.rows(
        "SELECT t.document_id, t.title, max(u.ordinal) AS turns, (array_agg(u.turn_id ORDER BY u.ordinal DESC))[1] AS last"
        " FROM analysis.transcripts t JOIN analysis.turns u USING (document_id)"
        " WHERE t.kind = 'briefing' AND t.language = %s GROUP BY 1, 2 ORDER BY t.title LIMIT 1",
        language,
    )
    return rows[0]


def serious(it: Browsing) -> list[str]:
    """What axe finds wrong on the page that is open (https://dequeuniversity.com/rules/axe/)."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(it.page).response["violations"]
    return [
        f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_each_page_is_accessible_in_each_look(installed: House, tmp_path: Path, look: str) -> None:
    dark, size = LOOKS[look]
    one, other = briefing(installed, "ar"), briefing(installed, "en")
    pages = {
        "list": "/documents",
        "found": "/documents?words=libraries+or+railways",
        "arabic": f"/documents/{one['document_id']}",
        "beside": f"/documents/{other['document_id']}?beside={versions(installed, other['document_id'])['ar']}",
        "revisions": f"/documents/{one['document_id']}/revisions",
    }
    with browsing(installed, dark=dark, size=size) as it:
        for name, path in pages.items():
            page = it.open(path)
            it.shot(tmp_path / f"{name}-{look}.png")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} is {wide} pixels wider than the window"
            assert serious(it) == [], path
            if name == "arabic":
                direction = "e => [getComputedStyle(e).direction, e.lang]"
                assert page.locator("#text article p").first.evaluate(direction) == ["rtl", "ar"]
        assert it.complaints == []


def versions(house: House, document: str) -> dict[str, str]:
    """The other versions by language."""
    rows = house.rows(
        "SELECT DISTINCT other_language, other_document_id FROM analysis.turn_pairs WHERE document_id = %s", document
    )
    return {row["other_language"]: row["other_document_id"] for row in rows}


def test_from_the_list_to_a_turn_and_to_another_language(installed: House) -> None:
    one = briefing(installed, "en")
    with browsing(installed) as it:
        page = it.open("/documents")
        page.get_by_role("searchbox", name="Words").fill("libraries")
        page.get_by_label("Language").select_option("en")
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Find").click()
        page.locator("ol.hits mark").first.wait_for()
        page.locator("ol.hits a[href*='#']").first.click()
        page.locator("article.turn:target").wait_for()
        it.page.goto(f"{it.pages}/id/{one['last']}", wait_until="load")
        turn = page.locator(f"article[id='{one['last']}']")
        assert page.url.endswith(f"/documents/{one['document_id']}?turn={one['last']}#{one['last']}")
        page.wait_for_function(
            f"{SEEN}(document.querySelector(':target')) || scrollY + innerHeight >= document.body.scrollHeight - 2"
        )
        assert turn.evaluate("e => e.matches(':target') && getComputedStyle(e).outlineStyle") == "solid"
        turn.get_by_text("how", exact=True).click()
        turn.get_by_text("confidence").wait_for()
        page.get_by_role("link", name="beside de").click()
        page.locator(".pair").nth(one["turns"]).wait_for()
        assert page.locator(".pair p[lang=de]").count() == page.locator(".pair p[lang=en]").count() == one["turns"]
        assert it.complaints == []


def test_the_original_stands_beside_it_and_its_scripts_are_dead(installed: House) -> None:
    one = briefing(installed, "en")
    with browsing(installed) as it:
        page = it.open(f"/documents/{one['document_id']}")
        frame = page.frame_locator("iframe")
        frame.get_by_text(one["title"]).first.wait_for(state="attached")
        assert page.locator("iframe").get_attribute("sandbox") == ""
        text, original = (page.locator(name).bounding_box() for name in ("#text", "#original"))
        assert original["x"] >= text["x"] + text["width"], "side by side on a desk"
        page.get_by_label("the original beside it").uncheck()
        page.locator("#original").wait_for(state="hidden")
        assert it.complaints == []


def test_a_revision_s_difference_is_shown_word_by_word(installed: House) -> None:
    document = revised(installed)
    with browsing(installed) as it:
        page = it.open(f"/documents/{document}")
        page.get_by_role("link", name="2 revisions, with what changed").click()
        page.get_by_role("heading", name="From revision 1 to 2").wait_for()
        assert page.locator("ins").count() > 0
        assert it.complaints == []
        assert serious(it) == []


def revised(house: House) -> str:
    """A document that grew: the site's clock moves one step on, and its day is collected again."""
    found = house.rows("SELECT document_id FROM analysis.transcripts WHERE revisions > 1 LIMIT 1")
    if not found:
        command = [sys.executable, "-m", "sample", "advance", "--state", str(house.var / "sample")]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        site = urlsplit(house.value("SELECT address FROM corpus.document WHERE ministry = 'sample' LIMIT 1"))
        window = "--ministry sample --since 2026-03-24 --until 2026-03-24"
        house.make("transcripts", f"ARGS=collect {window} --address {site.scheme}://{site.netloc}")
        house.make("transcripts", "ARGS=process")
        found = house.rows("SELECT document_id FROM analysis.transcripts WHERE revisions > 1 LIMIT 1")
    return str(found[0]["document_id"])
