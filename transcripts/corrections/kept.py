"""Corrections in the archive: one file each, written once, so that a replay into an empty database has them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from scraper.archive import Archive
from transcripts.corrections.model import BadCorrection, Correction
from transcripts.corrections.parse import from_json, to_json

FOLDER = "corrections"


def keep(archive: Archive, correction: Correction) -> None:
    """Puts the correction into the archive. Raises OSError naming the archive."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / f"{correction.id}.json"
        draft.write_text(to_json(correction), encoding="utf-8")
        archive.put(draft, f"{FOLDER}/{draft.name}")


def kept(archive: Archive, known: set[str]) -> Iterator[Correction]:
    """The archive's corrections but those whose ids are known.

    Raises OSError naming the archive; BadCorrection for a file that is none, or that somebody changed.
    """
    for name in archive.names(FOLDER):
        key = name.removesuffix(".json")
        if key in known or not name.endswith(".json") or name.startswith("."):
            continue
        place = f"{archive.address}/{FOLDER}/{name}"
        found = from_json(archive.read(f"{FOLDER}/{name}").decode("utf-8"), place)
        if found.id != key:
            raise BadCorrection(f"{place}: it was changed (its digest is {found.id} now): put the old file back")
        yield found
