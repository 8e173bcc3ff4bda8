"""Corrections of our own invention, for tests."""

from __future__ import annotations

from typing import Any

from transcripts.corrections.model import Action, Correction

DOCUMENT = "abcdefghijklmnop"
NOON = "2026-03-05T12:00:00+00:00"


def said(action: Action, quote: str = "", at: str = NOON, **more: Any) -> Correction:
    """A correction by Ada, with its place given by words that stand once unless told otherwise."""
    changes = more.pop("changes", {})
    return Correction(DOCUMENT, action, "ada", "I was there", at, quote=quote, changes=changes, **more)


def later(minutes: int) -> str:
    """A time so many minutes after noon."""
    return f"2026-03-05T12:{minutes:02}:00+00:00"
