"""From when on something is a finding: ``transcripts/data/health.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "health.toml"


class BadBounds(ValueError):
    """The file of bounds cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """All bounds, named by table and entry of the file, which says of what each is; hours, days, bytes, counts."""

    freshness_warn_hours: int
    freshness_bad_hours: int
    completeness_days: int
    completeness_older_days: int
    completeness_bad_days: int
    sites_by_hand_days: int
    process_waits_hours: int
    process_bad_hours: int
    process_tries: int
    quality_silent_hours: int
    quality_quarantine_days: int
    quality_quarantine_pages: int
    storage_warn_free_bytes: int
    storage_bad_free_bytes: int
    storage_silent_days: int
    storage_verified_days: int


@cache
def bounds(file: Path = FILE) -> Bounds:
    """The bounds. Raises BadBounds."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadBounds(f"{file}: cannot be read: {error}") from error
    return Bounds(**{one.name: _number(file, data, one.name) for one in fields(Bounds)})


def _number(file: Path, data: dict[str, object], name: str) -> int:
    table, _, entry = name.partition("_")
    own = data.get(table)
    value = own.get(entry) if isinstance(own, dict) else None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadBounds(f"{file}: {entry} of [{table}] must be a whole number from 1, not {value!r}")
    return value
