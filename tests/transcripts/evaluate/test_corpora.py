"""The gates are held, and what is published is what is measured today."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from tests.transcripts.evaluate.corpora import DOCS, GATES, OWN, REAL, ROOT, UNSEEN
from transcripts.evaluate import Gold, Measurement, measure, read_gold
from transcripts.evaluate.gate import failings, floors_of, read_gate
from transcripts.evaluate.quality import FIGURES, figure_pages, newest_of, read_record
from transcripts.evaluate.render import MARKS, between_marks, page, readme_lines
from transcripts.evaluate.show import as_json
from transcripts.segment import VERSION

AGAIN = "measure and publish again: transcripts evaluate DIR... --publish docs"
CORPORA = [
    pytest.param(
        REAL,
        "real.json",
        marks=pytest.mark.skipif(
            not REAL.is_dir(), reason=f"no real texts here: the annotated corpus is expected at {REAL}"
        ),
        id="real",
    ),
    pytest.param(OWN, "own.json", id="own"),
    pytest.param(UNSEEN, "unseen.json", id="unseen"),
]


@cache
def measured(folder: Path) -> tuple[list[Gold], Measurement]:
    golds = read_gold(folder)
    return golds, measure(golds)


@pytest.mark.parametrize(("folder", "gate"), CORPORA)
def test_no_figure_is_under_its_floor_and_no_gold_was_changed(folder: Path, gate: str) -> None:
    assert failings(read_gate(GATES / gate), *measured(folder)) == []


@pytest.mark.parametrize(("folder", "gate"), CORPORA)
def test_floors_stand_just_under_what_is_measured_so_that_none_is_lowered_by_hand(folder: Path, gate: str) -> None:
    assert read_gate(GATES / gate).floors == floors_of(measured(folder)[1]), (
        f"pin them: transcripts evaluate {os.path.relpath(folder, ROOT)} --pin tests/gates/{gate}"
    )


@pytest.mark.parametrize(("folder", "gate"), CORPORA)
def test_what_is_published_is_what_is_measured_today(folder: Path, gate: str) -> None:
    newest = newest_of(read_record(DOCS), os.path.relpath(folder, ROOT))
    assert newest is not None, AGAIN
    present = json.loads(json.dumps(as_json(measured(folder)[1])))
    assert {key: newest[key] for key in FIGURES} == {key: present[key] for key in FIGURES}, AGAIN
    assert (newest["held"] or newest)["segmenter"] == VERSION, AGAIN


def test_the_page_and_the_readme_are_made_of_the_record() -> None:
    record = read_record(DOCS)
    assert (DOCS / "quality.md").read_text(encoding="utf-8") == page(record, figure_pages(DOCS)), AGAIN
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(readme.count(mark) == 1 for mark in MARKS)
    assert between_marks(readme, readme_lines(record)) == readme, AGAIN


def test_the_gates_hold_what_the_project_set_out_with() -> None:
    assert read_gate(GATES / "own.json").least["each"] == {
        "boundary_f1": 0.995, "label": 0.995, "role": 0.99, "person": 0.99, "words_right": 0.998, "exchange_f1": 0.97,
    }  # fmt: skip
    least = read_gate(GATES / "real.json").least
    assert {group: tuple(figures.values()) for group, figures in least.items()} == {
        "mid_ru en": (0.995, 0.995, 0.99, 0.97, 0.997, 0.97),
        "mid_ru ru": (0.995, 0.995, 0.99, 0.97, 0.997, 0.97),
        "us_state en": (0.99, 0.995, 0.97, 0.95, 0.995, 0.95),
        "kremlin ru": (0.985, 0.98, 0.95, 0.93, 0.99, 0.93),
    }
