"""The checks' policy, from ``transcripts/data/checks.toml``: read once, and refused by entry where it cannot be used."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from transcripts.checks.model import Bounds, Check, Figure, Past, Policy

FILE = Path(__file__).parent.parent / "data" / "checks.toml"
#: Tables of the file that are no checks.
PARAMETERS, MINISTRY = "parameters", "ministry"
_CHECK = {"title", "about", "seconds", "figures"}
_FIGURE = {"unit", "counted", "low", "high", "past", "severity", "means", "next"}
_PAST = {"low", "high", "days", "least"}


class BadPolicy(ValueError):
    """The file of checks cannot be used; the message names the file and the entry."""


@cache
def policy(file: Path = FILE) -> Policy:
    """All checks. Raises BadPolicy."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPolicy(f"{file}: cannot be read: {error}") from error
    parameters = _table(file, data, PARAMETERS)
    for name, value in parameters.items():
        _number(file, PARAMETERS, name, value)
    own = _table(file, data, MINISTRY) if MINISTRY in data else {}
    names = [name for name in data if name not in (PARAMETERS, MINISTRY)]
    checks = {name: _check(file, name, _table(file, data, name), own) for name in names}
    _all_known(file, own, checks)
    return Policy(checks, parameters)


def _check(file: Path, name: str, entry: Mapping[str, Any], own: Mapping[str, Any]) -> Check:
    _only(file, name, entry, _CHECK)
    figures = _table(file, entry, "figures", name)
    if not figures:
        raise BadPolicy(f"{file}: {name} measures no figure: add [{name}.figures.NAME]")
    return Check(
        name,
        _text(file, name, entry, "title"),
        _text(file, name, entry, "about"),
        _number(file, name, "seconds", entry.get("seconds")),
        {one: _figure(file, name, one, _table(file, figures, one, f"{name}.figures"), own) for one in figures},
    )


def _figure(file: Path, check: str, name: str, entry: Mapping[str, Any], own: Mapping[str, Any]) -> Figure:
    place = f"{check}.figures.{name}"
    _only(file, place, entry, _FIGURE)
    severity = entry.get("severity")
    if severity not in ("warn", "bad"):
        raise BadPolicy(f"{file}: {place}.severity must be warn or bad, not {severity!r}")
    past = None
    if "past" in entry:
        given = _table(file, entry, "past", place)
        _only(file, f"{place}.past", given, _PAST)
        numbers = {key: _number(file, f"{place}.past", key, given.get(key)) for key in _PAST}
        past = Past(numbers["low"], numbers["high"], int(numbers["days"]), int(numbers["least"]))
    return Figure(
        name,
        _text(file, place, entry, "unit"),
        "bad" if severity == "bad" else "warn",
        _text(file, place, entry, "means"),
        _text(file, place, entry, "next"),
        _bounds(file, place, entry, needed=past is None),
        past,
        entry.get("counted") is True,
        {
            code: _bounds(file, f"{MINISTRY}.{code}.{name}", figures[name], needed=True)
            for code, figures in own.items()
            if name in figures
        },
    )


def _bounds(file: Path, place: str, entry: Mapping[str, Any], *, needed: bool) -> Bounds:
    low, high = (_number(file, place, key, entry[key]) if key in entry else None for key in ("low", "high"))
    if needed and low is None and high is None:
        raise BadPolicy(f"{file}: {place} needs low or high")
    if low is not None and high is not None and low > high:
        raise BadPolicy(f"{file}: {place}: low is {low:g}, above high, {high:g}")
    return Bounds(low, high)


def _all_known(file: Path, own: Mapping[str, Any], checks: Mapping[str, Check]) -> None:
    """A ministry's bounds of a figure that is not measured would silently hold nothing."""
    known = {name for check in checks.values() for name in check.figures}
    for code, figures in own.items():
        for name, entry in figures.items():
            if name not in known:
                raise BadPolicy(
                    f"{file}: {MINISTRY}.{code}.{name}: no check measures it; known are {', '.join(sorted(known))}"
                )
            _only(file, f"{MINISTRY}.{code}.{name}", entry, {"low", "high"})


def _table(file: Path, data: Mapping[str, Any], name: str, within: str = "") -> Mapping[str, Any]:
    found = data.get(name)
    if not isinstance(found, dict):
        raise BadPolicy(f"{file}: {'.'.join(filter(None, (within, name)))} must be a table, not {found!r}")
    return found


def _only(file: Path, place: str, entry: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(entry) - known):
        raise BadPolicy(f"{file}: {place}: no entry {', '.join(unknown)}: {', '.join(sorted(known))} are known")


def _text(file: Path, place: str, entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadPolicy(f"{file}: {place}.{key} must be words, not {value!r}")
    return value


def _number(file: Path, place: str, key: str, value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        raise BadPolicy(f"{file}: {place}.{key} must be a number from 0, not {value!r}")
    return value
