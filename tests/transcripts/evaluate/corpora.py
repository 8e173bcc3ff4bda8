"""The folders of gold that the gates in tests/gates hold, and where their figures are published."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOCS, GATES = ROOT / "docs", ROOT / "tests" / "gates"
#: Annotated real transcripts: reference data beside the project, and no part of it.
REAL = ROOT.parent / "shared" / "corpus"
#: Gold of our own invention.
OWN = ROOT / "tests" / "corpus"
#: More of it, which was measured before the segmenter was changed for it.
UNSEEN = ROOT / "tests" / "unseen"
