"""The figures of alignment are what is measured today, on pairs that are known without the aligner."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sample.library import SampleLibrary
from sample.versions import versions
from tests.transcripts.evaluate.corpora import DOCS, ROOT
from transcripts.align import VERSION
from transcripts.evaluate.alignment import BadVersions, Measured, f1, known, measure, merged, read
from transcripts.evaluate.alignment_page import page

HARD, UNSEEN = (ROOT / "tests" / "alignment" / f"{name}.json" for name in ("hard", "unseen"))
DIFFERENCES = {"missing_answer", "merged_turns", "split_turns", "swapped_order", "left_in_original"}


@cache
def sample(seed: int = 1) -> dict[str, Any]:
    return versions(SampleLibrary(60, seed, None))


@cache
def measured() -> tuple[Measured, ...]:
    return measure(known(sample(), "sample")), measure(read(HARD)), measure(read(UNSEEN))


def test_the_page_is_what_is_measured_today() -> None:
    written = (DOCS / "figures" / "alignment.md").read_text("utf-8")
    assert written == page(measured(), VERSION), (
        "measure again: python -m sample versions > FILE; transcripts alignment FILE tests/alignment/*.json --publish docs"
    )


def test_the_samples_versions_are_tied_and_matched_by_every_kind_of_difference() -> None:
    month, *_ = measured()
    assert f1(month.documents) == 1
    assert month.documents["known"] == 494
    assert f1(merged(list(month.turns.values()))) >= 0.98
    assert {name for names in month.turns for name in names.split(", ")} == DIFFERENCES | {"no difference"}
    assert all(f1(count) >= 0.98 for count in month.turns.values())
    assert f1(month.exchanges) >= 0.98


@pytest.mark.full
def test_a_month_that_nothing_was_set_on_is_as_good() -> None:
    month = measure(known(sample(4), "sample"))
    assert f1(month.documents) == 1
    assert f1(merged(list(month.turns.values()))) >= 0.98


def test_hard_cases_do_not_fall_behind() -> None:
    for one, least in zip(measured()[1:], (0.95, 0.9), strict=True):
        assert f1(one.documents) == 1
        assert f1(merged(list(one.turns.values()))) >= least


def test_scores_say_how_many_are_right() -> None:
    counts = {band: merged([one.bands.get(band, merged([])) for one in measured()]) for band in range(6)}
    assert all(count["right"] >= 0.9 * count["all"] for count in counts.values())
    assert counts[5]["right"] >= 0.999 * counts[5]["all"] > 0


def test_what_is_known_of_the_sample_does_not_come_from_its_words() -> None:
    """Turns that are split, joined, swapped or left out are known by the paragraphs of the plan."""
    by_difference: dict[str, list[dict[str, Any]]] = {}
    for pair in sample()["pairs"]:
        for name in pair["differences"]:
            by_difference.setdefault(name, []).append(pair)
    assert by_difference.keys() == DIFFERENCES
    for name in ("split_turns", "merged_turns"):
        assert any(
            len({a for a, _ in pair["turns"]}) != len({b for _, b in pair["turns"]}) for pair in by_difference[name]
        )
    assert any(
        [b for _, b in pair["turns"]] != sorted(b for _, b in pair["turns"]) for pair in by_difference["swapped_order"]
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"documents": [{"name": "a"}]}, r"documents\[0\]: KeyError: 'published_at'"),
        ({"pairs": [{"one": "a", "other": "b", "differences": [], "turns": []}]}, r"pairs\[0\]: KeyError: 'a'"),
        ({"title": None, "about": "x", "documents": 3}, "TypeError"),
    ],
)
def test_known_versions_that_are_not_in_their_form(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    file = tmp_path / "known.json"
    file.write_text(json.dumps({"title": "t", "about": "a", "documents": [], "pairs": [], **change}), "utf-8")
    with pytest.raises(BadVersions, match=f"known.json: .*{said}"):
        read(file)
