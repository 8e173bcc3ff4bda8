"""A site that never ends an answer. In a database of its own: this crawl's fates are not the storm's."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.ministries import registry
from tests.sample.serving import served
from tests.transcripts.collecting import MODULES
from tests.transcripts.storming import Storm, told

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.usefixtures("cold")]


def test_answers_without_end_are_given_up_at_the_time_out(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(registry.FOLDER_SETTING, str(MODULES))
    registry._read.cache_clear()
    with served("--faults", "patience") as address:
        it = Storm(database_url, tmp_path, address)
        it.report = it.collect()
    for one in told("patience"):
        fate = it.fates()[one["site_id"], one["language"]]
        assert f"{fate.fate}: {fate.reason}" == one["expected"]["crawl"]
