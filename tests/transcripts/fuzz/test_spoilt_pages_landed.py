"""The long form of what lands: in a database of its own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.transcripts.fuzz.test_spoilt_pages import LANDED, SEED, landed


@pytest.mark.full
@pytest.mark.database
@pytest.mark.timeout(280)
def test_thousands_of_pages_land_or_stand_in_quarantine(database_url: str, tmp_path: Path) -> None:
    became = Counter(landed(database_url, tmp_path, LANDED).values())
    print(f"seed {SEED}: {LANDED} pages: {dict(became)}")  # noqa: T201 (shown by -s)
    assert became["published"] > LANDED / 4, became
