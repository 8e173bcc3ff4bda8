"""What the formats share: whose words they are, and what has to be said with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Cited = Mapping[str, Any]


def speaker(one: Cited) -> str | None:
    """The person, else the name as printed; None: unknown. A document's author is its ministry."""
    if one["kind"] == "document":
        return str(one["ministry_name"])
    who: str | None = one["person"] or one["speaker"]
    return who


def title(one: Cited) -> str:
    """The headline, and which turn of it."""
    turn = f" (turn {one['ordinal']})" if one["kind"] == "turn" and one["ordinal"] else ""
    return f"{one['title']}{turn}"


def note(one: Cited) -> str:
    """What a reader must know to trust the citation: who is meant, the bytes, what happened since, the terms."""
    said = []
    if one["kind"] == "turn" and one["person"] and one["office"]:
        said.append(f"{one['office'].replace('_', ' ')}, {one['office_of']}")
    elif one["kind"] == "turn" and not one["person"]:
        said.append(f"speaker unknown, printed: {one['label']}" if one["label"] else "speaker unknown, unmarked")
    said.append(f"{one['payload_digest']}, WARC record {one['record_id']}")
    if one["how"] != "same":
        said.append(f"cited before as {one['given']}: {one['note']}")
    if one["corrected"]:
        said.append("speaker or bounds corrected by a reviewer")
    if one["withdrawn_at"]:
        said.append(f"withdrawn by the ministry, seen on {one['withdrawn_at']:%Y-%m-%d}")
    return "; ".join([*said, f"terms of use: {one['terms']}"])
