"""What is known of a file of captures: the documents in it, and which of them stand on the new site too."""

from __future__ import annotations

from typing import Any

from sample.answers import plain, turns_of
from sample.captures.pages import Captured


def told(pages: list[Captured], besides: dict[str, int]) -> dict[str, Any]:
    """Return what an import of the file must find."""
    return {
        "captures": 2 * len(pages),
        "left_out": besides,
        "documents": [_document(page) for page in pages],
        "same": [_pair(page) for page in pages if page.what == "moved"],
        "not_same": [_pair(page) for page in pages if page.what == "stranger"],
    }


def _pair(page: Captured) -> dict[str, str]:
    return {"alias": _id(page), "document": page.of, "language": page.entry.language}


def _id(page: Captured) -> str:
    return f"{page.entry.generation}/{page.entry.id}"


def _document(page: Captured) -> dict[str, Any]:
    entry = page.entry
    return {
        "what": page.what,
        "site_id": _id(page),
        "language": entry.language,
        "address": page.address,
        "captured_at": page.at.isoformat(),
        "title": entry.title,
        "published_at": entry.published.isoformat(),
        "number": entry.number,
        "paragraphs": [{"role": block.role, "text": plain(block.text)} for block in page.body.blocks],
        "turns": turns_of(page.body),
    }
