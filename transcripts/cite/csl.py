"""A citation as an item of CSL-JSON, which Zotero and pandoc read."""

from __future__ import annotations

from datetime import date
from typing import Any

from transcripts.cite.names import Cited, note, speaker, title


def csl(one: Cited) -> dict[str, Any]:
    """One item; its id is ours. Names are literal: which part is the family name is not ours to guess."""
    who = speaker(one)
    item = {
        "id": one["cited_id"],
        "type": "speech" if one["kind"] == "turn" else "webpage",
        "title": title(one),
        "author": [{"literal": who}] if who else None,
        "publisher": one["ministry_name"],
        "issued": _date(one["day"]),
        "accessed": _date(one["retrieved_at"].date()),
        "language": one["language"],
        "URL": one["address"],
        "archive_location": one["permanent_address"],
        "note": note(one),
    }
    return {name: value for name, value in item.items() if value}


def _date(day: date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None
