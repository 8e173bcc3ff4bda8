"""A folder of gold of our own invention: two small documents with a marker inside a paragraph, a hard case and a trap."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from transcripts.evaluate import Gold, read_gold

FERRY = """Remarks by Foreign Minister Sergey Lavrov, Porto, March 3, 2021
We met in the old harbour.

The ferry
Question (for Jean Asselborn): Will it sail?
Sergey Lavrov: Let me say this: it will.
The fact remains: it is late.
Question: Early?
Sergey Lavrov: In spring. Question: Really? Sergey Lavrov: Really.
Last edited on Monday
"""


def turn(start: int, end: int, label: str | None, **more: Any) -> dict[str, Any]:
    asks = label is not None and label.startswith("Question")
    return {
        "start": start,
        "end": end,
        "label": label,
        "speaker": None if asks or label is None else "Sergey Lavrov",
        "person": None if asks else "Sergey Lavrov",
        "role": "journalist" if asks else "official",
        "kind": "question" if asks else "answer" if label else "statement",
        **more,
    }


def ferry() -> dict[str, Any]:
    """The gold of FERRY. What stands in its second-last paragraph after the answer is one turn more, at its offset."""
    return {
        "file": "ferry.txt",
        "sha256": hashlib.sha256(FERRY.encode()).hexdigest(),
        "ministry": "mid_ru",
        "language": "en",
        "date": "2021-03-03",
        "paragraphs": 9,
        "header": [1],
        "footer": [9],
        "headings": [3],
        "separators": [],
        "turns": [
            turn(2, 2, None),
            turn(4, 4, "Question (for Jean Asselborn):", hard=["addressee"], note="for Jean Asselborn"),
            turn(5, 6, "Sergey Lavrov:"),
            turn(7, 7, "Question:"),
            turn(8, 8, "Sergey Lavrov:", char=0),
            turn(8, 8, "Question:", char=26, inline=True, hard=["inline"]),
            turn(8, 8, "Sergey Lavrov:", char=44, inline=True, hard=["inline"]),
        ],
        "exchanges_by_marker": [[[1], [2]], [[3], [4]], [[5], [6]]],
        "traps": [{"paragraph": 6, "type": "reported fact"}],
        "remarks": "Invented.",
    }


def write(folder: Path, name: str = "ferry", gold: dict[str, Any] | None = None, text: str = FERRY) -> Path:
    """Puts a document into the folder, and gives the folder."""
    for part in ("gold", "texts"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    said = gold or {**ferry(), "file": f"{name}.txt"}
    (folder / "gold" / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")
    (folder / "texts" / f"{name}.txt").write_bytes(text.encode())
    return folder


def written(folder: Path) -> Gold:
    """FERRY as read from a folder."""
    return read_gold(write(folder))[0]
