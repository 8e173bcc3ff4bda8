"""When an alarm is over and how it is told, from ``transcripts/data/alarms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from transcripts.health.model import KINDS, STATUS, Severity

FILE = Path(__file__).parent.parent / "data" / "alarms.toml"
NUMBERS = ("gone_looks", "named", "characters", "lock_seconds")


class BadPolicy(ValueError):
    """The file cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The file says of what each number is. ``pages`` has an entry for each kind, ``day_pages`` for some, ``about_pages`` by
    what of a ministry it is about; ``runbook`` has the heading of each kind in ``guide``. ``reminders``: after how long a person is
    told again, by severity; left out: never."""

    gone_looks: int
    named: int
    characters: int
    lock_seconds: int
    pages: Mapping[str, str]
    day_pages: Mapping[str, str]
    about_pages: Mapping[str, str]
    guide: str
    runbook: Mapping[str, str]
    reminders: Mapping[Severity, timedelta]


@cache
def policy(file: Path = FILE) -> Policy:
    """The policy. Raises BadPolicy."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPolicy(f"{file}: cannot be read: {error}") from error
    numbers = {name: _number(file, data, name) for name in NUMBERS}
    return Policy(
        **numbers,
        pages=_pages(file, data, "pages", KINDS),
        day_pages=_pages(file, data, "day_pages", ()),
        about_pages=_words(file, data, "about_pages"),
        guide=_text(file, data, "guide"),
        runbook=_pages(file, data, "runbook", KINDS),
        reminders=_reminders(file, data),
    )


def _number(file: Path, data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadPolicy(f"{file}: {name} is {value!r}: a whole number above zero is wanted")
    return value


def _text(file: Path, data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise BadPolicy(f"{file}: {name} is {value!r}: a text is wanted")
    return value


def _reminders(file: Path, data: Mapping[str, Any]) -> dict[Severity, timedelta]:
    """Hours by severity; 0: never."""
    table = data.get("remind_hours")
    if not isinstance(table, dict) or set(table) != set(STATUS):
        raise BadPolicy(
            f"{file}: [remind_hours] is {table!r}: hours for {' and '.join(STATUS)} are wanted, 0 for never"
        )
    for name, hours in table.items():
        if not isinstance(hours, int) or isinstance(hours, bool) or hours < 0:
            raise BadPolicy(
                f"{file}: {name} of [remind_hours] is {hours!r}: a whole number of hours is wanted, 0 for never"
            )
    return {name: timedelta(hours=table[name]) for name in STATUS if table[name]}


def _words(file: Path, data: Mapping[str, Any], name: str) -> dict[str, str]:
    pages = data.get(name)
    if not isinstance(pages, dict) or not all(isinstance(page, str) for page in pages.values()):
        raise BadPolicy(f"{file}: [{name}] is {pages!r}: a page for each name is wanted")
    return pages


def _pages(file: Path, data: Mapping[str, Any], name: str, needed: tuple[str, ...]) -> dict[str, str]:
    pages = _words(file, data, name)
    wrong = sorted(set(pages) - set(KINDS)) + [f"no {kind}" for kind in needed if kind not in pages]
    if wrong:
        raise BadPolicy(f"{file}: [{name}] has {', '.join(wrong)}: the kinds are {', '.join(KINDS)}")
    return pages
