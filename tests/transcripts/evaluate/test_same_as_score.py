"""Our figures are those of the corpus's own score.py, where it is at hand: also on answers that are wrong in many ways."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest

from tests.transcripts.evaluate.corpora import OWN, REAL, ROOT
from transcripts.cli.segment import as_json
from transcripts.evaluate import measure, read_gold
from transcripts.evaluate.compare import compare
from transcripts.evaluate.figures import figures_of
from transcripts.evaluate.measure import segmented
from transcripts.model import Exchange, Segmentation, SpeakerRole, Turn

SCORE = REAL / "score.py"
pytestmark = pytest.mark.skipif(not SCORE.is_file(), reason=f"no real texts here: score.py is expected at {SCORE}")


def theirs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.full
def test_every_group_has_the_same_figures_and_limits() -> None:
    command = [sys.executable, str(SCORE), "--", sys.executable, "-m", "transcripts", "segment"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=110, check=True)
    groups = dict(re.findall(r"^(\S[^:\n]*): (\d+ documents.*?)(?=\n\n)", done.stdout, re.M | re.S))
    measured = measure(read_gold(REAL)).groups
    assert set(groups) == set(measured)
    for name, said in groups.items():
        group = measured[name]
        assert said.startswith(f"{group.documents} documents, {group.turns} turns, {group.words} words\n")
        found = {title: float(share) for title, share in re.findall(r"^  (\w+) +(?:F1 )?([\d.]+)", said, re.M)}
        for title, key in (
            ("boundary", "boundary_f1"),
            ("exchange", "exchange_f1"),
            *((k, k) for k in found if k in group.figures),
        ):
            assert found[title] == pytest.approx(float(group.figures[key].share), abs=5.1e-5), (name, title)
        assert found["words"] == pytest.approx(100 - 100 * float(group.figures["words_right"].share), abs=1e-4)
        for title, low, high, of in re.findall(
            r"(precision|recall|label|role|person|named) +[\d.]+ \[([\d.]+), ([\d.]+)\] of (\d+)", said
        ):
            figure = group.figures[f"boundary_{title}" if title in ("precision", "recall") else title]
            assert figure.total == int(of)
            # Theirs are found on a grid with an error of a few ten thousandths.
            assert figure.limits == pytest.approx((float(low), float(high)), abs=1.6e-3), (name, title)


def spoilt(found: Segmentation, draw: random.Random) -> Segmentation:
    """An answer with turns left out, moved within their paragraph, and with other labels, roles, persons and exchanges."""
    turns, kept = list(_spoilt_turns(found.turns, draw)), {}
    for new, (old, _) in enumerate(turns):
        kept[old] = new
    exchanges = []
    for one in found.exchanges:
        asked, said = ([kept[i] for i in side if i in kept] for side in (one.questions, one.answers))
        if draw.random() < 0.9:
            exchanges.append(Exchange(tuple(asked), tuple(said[:1] if draw.random() < 0.1 else said)))
    return replace(found, turns=tuple(turn for _, turn in turns), exchanges=tuple(exchanges))


def _spoilt_turns(turns: tuple[Turn, ...], draw: random.Random) -> Iterator[tuple[int, Turn]]:
    roles = cast("list[SpeakerRole]", ["official", "journalist", "moderator", "other", "unknown"])
    for number, turn in enumerate(turns):
        if draw.random() < 0.1:
            continue
        if draw.random() < 0.1 and (number == 0 or turns[number - 1].end < turn.start):
            turn = replace(turn, start_char=turn.start_char + 1)
        if draw.random() < 0.1:
            turn = replace(turn, label=draw.choice([None, "Nobody:", (turn.label or "").replace(" ", "  ")]))
        if draw.random() < 0.1:
            turn = replace(turn, role=draw.choice(roles), person=draw.choice([None, "Sergueï Lavrov", "No Body"]))
        yield number, turn


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("folder", [REAL, OWN], ids=["real", "own"])
def test_wrong_answers_are_counted_alike(folder: Path, seed: int) -> None:
    score, draw, wrong = theirs(), random.Random(seed), 0
    for gold in read_gold(folder):
        found = spoilt(segmented(gold), draw)
        raw: dict[str, Any] = json.loads(gold.path.read_text(encoding="utf-8"))
        counted = score.score(raw, list(gold.numbers), list(gold.texts), as_json(found))
        ours = compare(gold, found)
        assert {k: v for k, v in ours.counts.items() if v and k != "documents"} == {
            k: v for k, v in counted.items() if v
        }
        figures = figures_of([ours.counts])
        for name, value in score.figures(counted).items():
            if figures[name].total:
                assert float(figures[name].share) == pytest.approx(value), (gold.name, name)
        wrong += len(ours.mistakes)
    assert wrong > 300


def test_their_title_and_paragraphs_are_ours() -> None:
    score = theirs()
    for gold in read_gold(REAL):
        raw = json.loads(gold.path.read_text(encoding="utf-8"))
        text = (REAL / "texts" / raw["file"]).read_bytes().decode("utf-8")
        paragraphs = score.paragraphs_of(text)
        assert gold.title == " ".join(paragraphs[n - 1] for n in raw["header"][:3])
        assert list(gold.texts) == [paragraphs[n - 1] for n in gold.numbers]
