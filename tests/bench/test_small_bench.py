"""A small bench from end to end. Its bounds are loose: they catch what makes a step several times slower, on any machine."""

from __future__ import annotations

import pytest

from bench.__main__ import measure


@pytest.mark.full
@pytest.mark.timeout(600)
def test_no_step_is_several_times_slower_than_it_was() -> None:
    said: list[str] = []
    found = {figure.name: figure.value.median for figure in measure(pages=200, rounds=2, say=said.append)}
    assert found["clean and segment a page: ours / bare"] < 2.2
    assert found["the same: usual way / ours"] > 3
    assert found["whole chain, speed: ours / bare"] > 0.35
    assert found["whole chain, speed: ours / usual way"] > 1.5
    assert found["nothing changed / first time"] < 0.15
    assert found["memory, 200 pages / 50"] < 1.5
    assert sum("round" in line for line in said) > 8
