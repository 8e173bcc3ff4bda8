"""The view "Health" as an operator sees it: in light and dark, on a desk and a phone, read by axe and worked by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import DESK, PHONE, browsing
from tests.end_to_end.house import House

pytestmark = [pytest.mark.full, pytest.mark.end_to_end, pytest.mark.timeout(600)]

#: Figures, a failed check and a closed incident, so that every part of the page is drawn. Names of their own: others share the house.
ROWS = """
INSERT INTO pipeline.measurement (day, name, value, unit, at)
SELECT current_date - n, m.name, m.value * (1 + n / 100.0), 'bytes', now() - n * interval '1 day'
FROM generate_series(1, 20) n, (VALUES ('archive_bytes', 5e9), ('database_bytes', 2e9)) m (name, value) ON CONFLICT DO NOTHING;
INSERT INTO pipeline.check_result (name, ministry, language, at, value, low, high, ok, says)
SELECT 'seen_by_health', 'sample', l, now() - n * interval '1 day', n, 0, 50, n <> 1, 'a figure of this test'
FROM generate_series(1, 10) n, unnest(ARRAY['en', 'ru', 'ar']) l;
INSERT INTO pipeline.incident (kind, ministry, about, severity, says, next_step, opened_at, seen_at, closed_at, told_at)
VALUES ('quality', 'sample', 'seen by health', 'warn', 'sample: an incident of this test', 'look', now(), now(), now(), now())
"""
TIDY = """
DELETE FROM pipeline.check_result WHERE name = 'seen_by_health';
DELETE FROM pipeline.incident WHERE about LIKE 'seen%health%'
"""


@pytest.fixture(scope="module")
def measured(installed: House) -> Iterator[House]:
    """The installation, with something to draw."""
    _run(installed, ROWS)
    yield installed
    _run(installed, TIDY)


def _run(house: House, statements: str) -> None:
    with closing(psycopg2.connect(house.database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statements)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_is_drawn_readable_and_quiet(
    measured: House, tmp_path: Path, dark: bool, size: dict[str, int]
) -> None:
    with browsing(measured, dark=dark, size=size) as it:
        page = it.open("/health")
        page.get_by_role("heading", level=2, name="Just now").wait_for()
        page.locator(".js-plotly-plot").first.wait_for()
        assert page.locator(".js-plotly-plot").count() >= 4
        assert page.get_by_text("seen_by_health").count() >= 1
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        it.shot(tmp_path / f"health-{'dark' if dark else 'light'}-{size['width']}.png")
        wrong = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in wrong] == []
        assert it.complaints == []


def test_a_strips_table_opens_by_keyboard(measured: House) -> None:
    with browsing(measured) as it:
        page = it.open("/health")
        table = page.get_by_role("region", name="Crawls of sample")
        assert not table.is_visible()
        page.locator("section[aria-labelledby=crawls] summary").first.focus()
        page.keyboard.press("Enter")
        table.wait_for()
        assert "OK" in table.inner_text()
        assert it.complaints == []
