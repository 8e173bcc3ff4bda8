"""The pages that are timed are pages, on a small filling; what is kept of them stands beside the other benches' parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import report as documents
from bench.pages import report
from bench.pages.__main__ import main
from bench.pages.measure import Timed
from bench.pages.views import View


def timed(name: str, *processor: float) -> Timed:
    return Timed(View(name, "/"), 2048, [2 * one for one in processor], list(processor), [0.0] * len(processor), [256] * len(processor))  # fmt: skip


def test_a_page_is_too_slow_by_its_median() -> None:
    once_slow, slow = timed("one", 0.1, 0.2, 9.0), timed("two", 0.9, 1.1, 1.2)
    assert report.missed([once_slow, slow]) == ["two"]
    assert "Not reached: two." in report.text([once_slow, slow], "how")


def test_the_part_stands_beside_the_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(documents, "DOCUMENT", tmp_path / "performance.md")
    documents.DOCUMENT.write_text("# How fast\n", "utf-8")
    documents.put("what analysts ask")
    for seconds in (0.5, 0.25):
        report.write([timed("Health", seconds)], "how")
    documents.put("what analysts ask now")
    text = documents.DOCUMENT.read_text("utf-8")
    assert text.count("## What operators look at") == 1 and "| Health | 500 | 500 | 250 | 250 | 0 | 2 | 2 |" in text
    assert text.count("what analysts ask") == 1 and text.index("analysts ask now") < text.index("operators")


@pytest.mark.full
@pytest.mark.timeout(300)
def test_a_small_bench_from_end_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--turns", "5000", "--rounds", "1"])
    shown = capsys.readouterr().out
    assert "| Health |" in shown and "a run of process over eleven years" in shown
