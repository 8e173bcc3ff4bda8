"""The founding sample, where the annotated real texts are at hand; tests/transcripts/evaluate holds the figures of all of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"
FOUNDING = "000_26716d5f07b89309"
COMMAND = [sys.executable, "-m", "transcripts", "segment"]

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(),
    reason=f"no real texts here: the annotated corpus is expected at {CORPUS}",
)


def test_the_founding_sample() -> None:
    gold = json.loads((CORPUS / "gold" / f"{FOUNDING}.json").read_text(encoding="utf-8"))
    title = "Sergey Lavrov"
    command = [
        *COMMAND,
        str(CORPUS / "texts" / gold["file"]),
        "--ministry",
        "mid_ru",
        "--language",
        "en",
        "--title",
        title,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    turns = found["turns"]
    assert len(turns) == 7
    assert found["exchanges"] == [[[1], [2]], [[3], [4]], [[5], [6]]]
    assert (turns[1]["note"], turns[1]["addressed_to"], turns[1]["translated_from"]) == (
        "for Jean Asselborn, re-translated from French",
        "Jean Asselborn",
        "fr",
    )
    assert (turns[2]["note"], turns[2]["adding_after"]) == ("adding after Jean Asselborn", "Jean Asselborn")
    assert found["reasons"] == ["answer_left_out", None, None]
    assert {turn["person"] for turn in turns} == {None, "Sergey Lavrov"}
