"""When a page can have been published, from ``transcripts/data/publication.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "publication.toml"


class BadBounds(ValueError):
    """The file of bounds cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first year of publication, and how many years after the page's fetching may stand on it."""

    first_year: int
    years_ahead: int

    def hold(self, day: date, fetched_on: date | None) -> bool:
        """Whether a page that was fetched on a day (None: it is not known when) can have been published on ``day``."""
        last = date.max.year if fetched_on is None else fetched_on.year + self.years_ahead
        return self.first_year <= day.year <= last


@cache
def bounds(file: Path = FILE) -> Bounds:
    """The bounds of all ministries. Raises BadBounds."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadBounds(f"{file}: cannot be read: {error}") from error
    return Bounds(_number(file, data, "first_year", least=1), _number(file, data, "years_ahead", least=0))


def _number(file: Path, data: dict[str, object], entry: str, least: int) -> int:
    value = data.get(entry)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadBounds(f"{file}: {entry} must be a whole number from {least}, not {value!r}")
    return value
