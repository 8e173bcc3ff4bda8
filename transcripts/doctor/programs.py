"""Python, and the packages as the lock pins them."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from transcripts.doctor.model import Said, bad, ok, warn

LOWEST = (3, 11)
LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<only>\s*;)?", re.M)
#: So many packages are named.
TOLD = 5


def look(lock: Path = LOCK, version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Said]:
    """Versions of Python and of what is installed."""
    said = ".".join(map(str, version))
    if tuple(version[:2]) >= LOWEST:
        yield ok("python", said)
    else:
        yield bad("python", f"{said} is too old", "install Python 3.11 or newer, remove .venv, `make install`")
    yield packages(lock)


def packages(lock: Path) -> Said:
    """Whether what is installed is what the lock pins; what it pins for other systems alone may be missing."""
    try:
        pins = list(PIN.finditer(lock.read_text("utf-8")))
    except OSError as error:
        return warn(
            "packages",
            f"{lock}: {error.strerror}",
            "without the lock nobody knows which versions were tested; take it from git",
        )
    there = {
        _plain(one.metadata["Name"]): one.version for one in importlib.metadata.distributions() if one.metadata["Name"]
    }
    by_name = {key: list(own) for key, own in groupby(pins, key=lambda pin: _plain(pin["name"]))}
    wrong = [said for name, own in by_name.items() if (said := _differs(there.get(name), own))]
    if not wrong:
        return ok("packages", f"{len(by_name)} as pinned")
    more = f" and {len(wrong) - TOLD} more" if len(wrong) > TOLD else ""
    return bad("packages", "; ".join(wrong[:TOLD]) + more, "`make install` (in production `docker compose build`)")


def _differs(found: str | None, pins: list[re.Match[str]]) -> str:
    """How a package differs from its pins, of which each system and Python may have another; empty: it does not."""
    versions = [pin["version"] for pin in pins]
    if found in versions or (found is None and any(pin["only"] for pin in pins)):
        return ""
    return f"{pins[0]['name']} is {found or 'missing'}, pinned {' or '.join(versions)}"


def _plain(name: str) -> str:
    """A package's name as indexes compare it (https://packaging.python.org/en/latest/specifications/name-normalization/)."""
    return re.sub(r"[-_.]+", "-", name).lower()
