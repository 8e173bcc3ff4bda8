"""Corrected documents as gold: what a reviewer put right is measured ever after, without the correction's help."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from transcripts.model import KINDS_WITHOUT_TURNS
from transcripts.store.connection import connected
from transcripts.store.review import reviewed


def write(database_url: str, folder: Path) -> tuple[int, int]:
    """Writes every reviewed document into ``folder`` as `transcripts evaluate` reads it; how many, and how many were left out.

    Left out are those that no turns can be measured of, and those that are not settled: their corrections wait for
    `process` or have lost their place, or they have doubts that nobody confirmed in this state. Raises DatabaseDown, OSError naming the file.
    """
    with connected(database_url) as connection:
        found = reviewed(connection)
    documents = [one for one in found if one["settled"] and one["kind"] not in KINDS_WITHOUT_TURNS]
    for part in ("gold", "texts"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for document in documents:
        text, gold = gold_of(document)
        (folder / "texts" / str(gold["file"])).write_bytes(text)
        path = folder / "gold" / f"{document['document_id']}.json"
        path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(documents), len(found) - len(documents)


def gold_of(document: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """A document's text (its title first, then its paragraphs that are not blank) and its gold annotation."""
    numbers, lines = {}, [" ".join(document["title"].split())]
    for ordinal, text in enumerate(document["body"].split("\n"), start=1):
        if text.strip():
            lines.append(text.strip())
            numbers[ordinal] = len(lines)
    raw = ("\n".join(lines) + "\n").encode("utf-8")
    by_role: dict[str, list[int]] = {}
    for ordinal, role in enumerate(document["roles"], start=1):
        if ordinal in numbers:
            by_role.setdefault(role, []).append(numbers[ordinal])
    turns = [_turn(one, numbers) for one in document["turns"]]
    starts = {turn["start"] for turn in turns}
    apart = [numbers[i] for i, role in enumerate(document["read_as"], start=1) if role != "text" and i in numbers]
    footer = [number for number in apart if number not in starts]
    exchanges = [[[n - 1 for n in one["asked"]], [n - 1 for n in one["answered"]]] for one in document["exchanges"]]
    return raw, {
        "file": f"{document['document_id']}.txt",
        "sha256": hashlib.sha256(raw).hexdigest(),
        "language": document["language"],
        "ministry": document["ministry"],
        "date": document["day"],
        "paragraphs": len(lines),
        "header": [1],
        # What the cleaner has told apart already, the segmenter need not.
        "footer": footer,
        "headings": sorted({*by_role.get("heading", []), *by_role.get("contents", [])} - {*footer}),
        "separators": sorted({*by_role.get("separator", [])} - {*footer}),
        "turns": turns,
        "exchanges_by_marker": exchanges,
        "remarks": "; ".join(document["said"]),
    }


def _turn(one: dict[str, Any], numbers: dict[int, int]) -> dict[str, Any]:
    fields = ("label", "speaker", "person", "role", "kind", "note", "addressed_to")
    inside = bool(one["start_char"])
    return {
        "start": numbers[one["start_paragraph"]],
        "end": numbers[one["end_paragraph"]],
        **{name: one[name] for name in fields},
        "inline": inside,
        "char": one["start_char"] if inside or one["label"] else None,
    }
