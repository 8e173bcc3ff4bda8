"""Mentions of countries measured: the gate is held, the page is what is measured, and gold that is wrong is told."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.transcripts.evaluate.corpora import DOCS, GATES, REAL, ROOT
from transcripts.cli.app import app
from transcripts.countries import VERSION
from transcripts.evaluate.countries import CORPORA, BadCountryGold, figures, read, score
from transcripts.evaluate.country_gate import failings, pin, read_gate
from transcripts.evaluate.country_page import page

GOLD, TEXTS, GATE = (
    ROOT / "tests" / "countries" / "gold",
    ROOT / "tests" / "countries" / "texts",
    GATES / "countries.json",
)
AGAIN = "measure again: transcripts countries --gate tests/gates/countries.json --publish docs"
REAL_TEXTS = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"no real texts here: the annotated corpus is expected at {REAL}"
)


@pytest.mark.parametrize("corpus", [pytest.param("real", marks=REAL_TEXTS), "own"])
def test_no_figure_is_under_its_floor_and_no_gold_was_changed(corpus: str) -> None:
    scored = score(read(GOLD, [TEXTS, REAL / "texts"], [corpus]))
    assert failings(read_gate(GATE), scored, [corpus]) == []


@REAL_TEXTS
def test_the_sample_is_as_large_as_it_is_said_to_be_and_the_page_is_what_is_measured_today() -> None:
    scored = score(read(GOLD, [TEXTS, REAL / "texts"]))
    real = figures([one for one in scored if one.gold.corpus == "real"])
    assert real["real all tuned"]["recall"].total + real["real all held out"]["recall"].total >= 300
    assert (DOCS / "figures" / "countries.md").read_text("utf-8") == page(
        scored, VERSION, read_gate(GATE)
    ).strip() + "\n", AGAIN


def test_gold_holds_places_and_no_text() -> None:
    for path in GOLD.glob("*.json"):
        said = json.loads(path.read_text("utf-8"))
        assert all(
            [type(one) for one in place] == [int, int, str] and len(place[2]) in (2, 4) for place in said["mentions"]
        )


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """One document of our own: two names, one of which its gold lacks, and one that is nowhere known."""
    text = "From Chile to Peru and Ruritania."
    (tmp_path / "trip.txt").write_text(text, encoding="utf-8")
    said = {
        "document": "trip", "corpus": "own", "language": "en", "part": "held out",
        "sha256": sha256(text.encode()).hexdigest(), "mentions": [[5, 10, "CL"], [23, 32, "RR"]],
    }  # fmt: skip
    (tmp_path / "trip.json").write_text(json.dumps(said), encoding="utf-8")
    return tmp_path


def change(made: Path, **more: object) -> None:
    said = json.loads((made / "trip.json").read_text("utf-8"))
    (made / "trip.json").write_text(json.dumps({**said, **more}), encoding="utf-8")


def test_what_is_missed_and_what_is_extra_count(made: Path) -> None:
    own = figures(score(read(made, [made])))["own en held out"]
    assert {name: (one.right, one.total) for name, one in own.items()} == {
        "precision": (1, 2),
        "recall": (1, 2),
        "f1": (2, 4),
    }


def test_only_what_was_read_counts(made: Path) -> None:
    change(made, until=12, mentions=[[5, 10, "CL"]])
    assert figures(score(read(made, [made])))["own en held out"]["precision"].total == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"sha256": "0"}, "sha256: is another text's than"),
        ({"document": "journey"}, "its text journey.txt lies in none of"),
        ({"mentions": [[5, 4, "CL"]]}, r"mentions: \[5, 4, 'CL'\] does not lie in the text's first 33 characters"),
        ({"corpus": "others"}, "corpus must be one of real, own"),
        ({"surface": "Chile"}, "must hold corpus, document"),
    ],
)
def test_gold_that_is_wrong_is_told(made: Path, more: dict[str, object], said: str) -> None:
    change(made, **more)
    with pytest.raises(BadCountryGold, match=said):
        read(made, [made])


def test_the_gate_shuts_under_a_floor_and_for_gold_that_was_changed(made: Path) -> None:
    gate = made / "gates" / "countries.json"
    gate.parent.mkdir()
    pin(gate, score(read(made, [made])))
    assert failings(read_gate(gate), score(read(made, [made])), CORPORA) == []
    change(made, mentions=[[5, 10, "CL"], [23, 32, "RR"], [0, 4, "FR"]])
    scored = score(read(made, [made]))
    assert failings(read_gate(gate), scored, CORPORA) == [
        "trip: its gold was changed; --pin takes it",
        "own en held out: recall: 0.3333 (1 of 3) is under its floor, 0.5; --verbose lists what is wrong",
        "own en held out: f1: 0.4000 (2 of 5) is under its floor, 0.5; --verbose lists what is wrong",
        "own all held out: recall: 0.3333 (1 of 3) is under its floor, 0.5; --verbose lists what is wrong",
        "own all held out: f1: 0.4000 (2 of 5) is under its floor, 0.5; --verbose lists what is wrong",
    ]
    with pytest.raises(BadCountryGold, match=r"own en held out: recall would sink from 0\.5; change it there by hand"):
        pin(gate, scored)


def test_the_command_lists_what_is_wrong(made: Path) -> None:
    done = CliRunner().invoke(app, ["countries", str(made), "--texts", str(made), "--verbose"])
    assert done.exit_code == 0, done.output
    assert "own en held out: precision 0.5000 (1 of 2)" in done.stdout
    assert "missed: trip 23-32 RR (Ruritania)" in done.stdout
    assert "extra: trip 14-18 PE (Peru)" in done.stdout
