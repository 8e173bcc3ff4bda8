"""Reads the data files of the segmenter and refuses what is wrong in them, naming the file and the entry."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


class BadData(ValueError):
    """A data file of the segmenter says something that it must not. The message names the file and the entry."""


def read(path: Path) -> dict[str, Any]:
    """The TOML file as a dict. Raises BadData where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadData(f"{place(path)}: {error}") from error


def place(path: Path) -> str:
    """The file's name as a person looks for it in the project."""
    return f"transcripts/data/{path.parent.name}/{path.name}"


def require_keys(where: str, entry: Mapping[str, Any], needed: Iterable[str], allowed: Iterable[str] = ()) -> None:
    """Raises BadData for a key that is missing or unknown."""
    needed = set(needed)
    for key in sorted(needed - set(entry)):
        raise BadData(f"{where}: {key!r} is missing")
    for key in sorted(set(entry) - needed - set(allowed)):
        raise BadData(f"{where}: {key!r} is not known here; known are {', '.join(sorted(needed | set(allowed)))}")


def text(where: str, value: object) -> str:
    """The value as a string that says something. Raises BadData."""
    if not isinstance(value, str) or not value.strip():
        raise BadData(f"{where}: must be a text that is not empty, not {value!r}")
    return value


def texts(where: str, value: object) -> tuple[str, ...]:
    """The value as a tuple of strings, none empty, none twice. Raises BadData."""
    if not isinstance(value, list):
        raise BadData(f"{where}: must be a list of texts, not {value!r}")
    found = tuple(text(f"{where}[{i}]", item) for i, item in enumerate(value))
    for item in found:
        if found.count(item) > 1:
            raise BadData(f"{where}: {item!r} stands twice")
    return found


def one_of(where: str, value: object, allowed: Iterable[str]) -> str:
    """The value when it is one of the allowed words. Raises BadData."""
    if value not in (allowed := sorted(allowed)):
        raise BadData(f"{where}: {value!r} must be one of {', '.join(allowed)}")
    return str(value)
