"""The step `segment`: what one document is at fault for, and what all are hit by."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcripts.reviewing import LINES, reviewing
from transcripts.segment.tables import BadData

pytestmark = pytest.mark.database


def test_a_mistake_in_the_data_files_is_said_once_and_nothing_is_written(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise BadData("transcripts/data/people/others.toml: [[person]] 44 (x-y): role: 'boss' must be one of ...")

    with reviewing(database_url, tmp_path, (1, 2)) as house:
        before = house.turns(1)
        monkeypatch.setattr("transcripts.steps.segment.VERSION", "99-another")
        monkeypatch.setattr("transcripts.segment.VERSION", "99-another")
        monkeypatch.setattr("transcripts.steps.segment.segment", broken)
        with pytest.raises(BadData, match=r"others\.toml: \[\[person\]\] 44"):
            house.process()
        assert house.rows("SELECT count(*) FROM pipeline.attempt WHERE version = '99-another'") == [(0,)]
        assert house.turns(1) == before
        assert len(before) == len(LINES) - 2
