"""docs/security.md names a test for each promise; the tests are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [
    row.strip("|").split(" | ") for row in PAGE.splitlines() if row.startswith("| ") and not row.startswith("| promise")
]


def test_each_promise_names_what_holds_it() -> None:
    assert len(ROWS) > 12
    assert all(len(row) == 3 and "`tests/" in row[2] for row in ROWS), ROWS


def test_what_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:tests|transcripts|scraper|deploy|schema)/[\w./]*)`", PAGE))
    assert len(named) > 15
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
