"""When an alarm is over and how it is told, from ``transcripts/data/alarms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from transcripts.health.model import KINDS

FILE = Path(__file__).parent.parent / "data" / "alarms.toml"
NUMBERS = ("gone_looks", "named", "characters", "lock_seconds")


class BadPolicy(ValueError):
    """The file cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The file says of what each number is. ``pages`` has an entry for each kind, ``day_pages`` for some."""

    gone_looks: int
    named: int
    characters: int
    lock_seconds: int
    pages: Mapping[str, str]
    day_pages: Mapping[str, str]


@cache
def policy(file: Path = FILE) -> Policy:
    """The policy. Raises BadPolicy."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPolicy(f"{file}: cannot be read: {error}") from error
    numbers = {name: _number(file, data, name) for name in NUMBERS}
    return Policy(**numbers, pages=_pages(file, data, "pages", KINDS), day_pages=_pages(file, data, "day_pages", ()))


def _number(file: Path, data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadPolicy(f"{file}: {name} is {value!r}: a whole number above zero is wanted")
    return value


def _pages(file: Path, data: Mapping[str, Any], name: str, needed: tuple[str, ...]) -> dict[str, str]:
    pages = data.get(name)
    if not isinstance(pages, dict) or not all(isinstance(page, str) for page in pages.values()):
        raise BadPolicy(f"{file}: [{name}] is {pages!r}: a page for each kind is wanted")
    wrong = sorted(set(pages) - set(KINDS)) + [f"no {kind}" for kind in needed if kind not in pages]
    if wrong:
        raise BadPolicy(f"{file}: [{name}] has {', '.join(wrong)}: the kinds are {', '.join(KINDS)}")
    return pages
