"""Corrections in the archive: one file each, written once, so that a replay into an empty database has them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
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


def ids(archive: Archive) -> set[str]:
    """The ids that the archive's files are named by. Raises OSError naming the archive."""
    names = archive.names(FOLDER)
    return {name.removesuffix(".json") for name in names if name.endswith(".json") and not name.startswith(".")}


def kept(archive: Archive, keys: Iterable[str]) -> tuple[list[Correction], list[BadCorrection]]:
    """The archive's corrections of these ids; and what is wrong with each file that holds none.

    Raises OSError naming the archive.
    """
    found, bad = [], []
    for key in keys:
        place = f"{FOLDER}/{key}.json"
        try:
            found.append(_read(archive.read(place), key, f"{archive.address}/{place}"))
        except BadCorrection as error:
            bad.append(error)
    return found, bad


def _read(content: bytes, key: str, place: str) -> Correction:
    try:
        found = from_json(content.decode("utf-8"), place)
    except UnicodeDecodeError as error:
        raise BadCorrection(f"{place}: is not UTF-8 (byte {error.start})") from error
    if found.id != key:
        raise BadCorrection(f"{place}: it was changed (its digest is {found.id} now): put the old file back")
    return found
