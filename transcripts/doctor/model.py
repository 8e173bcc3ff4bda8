"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "bad"]
#: The exit status for each, as for findings.
STATUS: dict[Level, int] = {"ok": 0, "warn": 1, "bad": 2}


@dataclass(frozen=True, slots=True)
class Said:
    """One line: the thing, how it is, and the way out where it is not well."""

    level: Level
    thing: str
    says: str
    todo: str = ""


def ok(thing: str, says: str) -> Said:
    """It is well."""
    return Said("ok", thing, says)


def warn(thing: str, says: str, todo: str) -> Said:
    """It works, and somebody should look."""
    return Said("warn", thing, says, todo)


def bad(thing: str, says: str, todo: str) -> Said:
    """It does not work."""
    return Said("bad", thing, says, todo)
