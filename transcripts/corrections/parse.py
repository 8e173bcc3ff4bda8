"""Reads corrections: from a reviewer's TOML file, and from the archive's JSON files."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from transcripts.corrections.check import checked
from transcripts.corrections.model import BadCorrection, Correction, in_utc
from transcripts.corrections.quote import quoted
from transcripts.kept import as_json, object_of

#: Keys of a correction in TOML that are not set by the reviewer's changes.
_OWN = {one.name for one in fields(Correction)} - {"changes"}
_NUMBERS = ("paragraph", "which", "among")


def from_toml(text: str, place: str) -> list[Correction]:
    """The entries ``[[correction]]`` of a file. What is set stands beside the other keys; ``at`` may be left out: now.

    Raises BadCorrection naming file and entry.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadCorrection(f"{place}: {error}") from error
    for key in data.keys() - {"correction"}:
        raise BadCorrection(f"{place}: {key!r} is not known here; entries are headed [[correction]]")
    entries = data.get("correction", [])
    if not isinstance(entries, list) or not entries:
        raise BadCorrection(f"{place}: there is no [[correction]] in it")
    start = datetime.now(UTC)
    return [
        _entry(f"{place}: [[correction]] {number}", entry, start + timedelta(microseconds=number))
        for number, entry in enumerate(entries, start=1)
    ]


def _entry(where: str, entry: Any, moment: datetime) -> Correction:  # noqa: ANN401 (whatever the file holds)
    if not isinstance(entry, dict):
        raise BadCorrection(f"{where}: must be a table")
    own = {key: value for key, value in entry.items() if key in _OWN}
    own["at"] = _time(where, own["at"]) if "at" in own else in_utc(moment)
    if isinstance(own.get("quote"), str):
        own["quote"] = quoted(own["quote"])
    changes = {key: value for key, value in entry.items() if key not in _OWN}
    return _made(where, {**own, "changes": changes})


def _time(where: str, value: Any) -> str:  # noqa: ANN401
    """A time of TOML's, or its text, in UTC."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(found, datetime) and found.tzinfo:
            return in_utc(found)
    except (ValueError, OverflowError):
        pass
    raise BadCorrection(f"{where}: at {str(value)!r} is no time with a zone such as 2026-03-05T12:00:00+00:00")


def from_json(text: str, place: str) -> Correction:
    """The correction of one of the archive's files. Raises BadCorrection naming it."""
    return _made(place, object_of(text, place, BadCorrection))


def to_json(correction: Correction) -> str:
    """The correction as its file in the archive holds it."""
    return as_json(correction)


def _made(where: str, values: dict[str, Any]) -> Correction:
    for name in ("document", "action", "by", "reason"):
        if name not in values:
            raise BadCorrection(f"{where}: {name!r} is missing")
    for name, value in values.items():
        if name not in _OWN | {"changes"}:
            raise BadCorrection(f"{where}: {name!r} is not known")
        wanted: type = int if name in _NUMBERS else dict if name == "changes" else str
        if type(value) is not wanted:
            raise BadCorrection(f"{where}: {name} = {value!r} is not what it should be ({wanted.__name__})")
    return checked(Correction(**values), where)
